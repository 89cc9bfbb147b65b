"""Links from content pages to other pages and files of the site."""

from __future__ import annotations

from posixpath import dirname, relpath

from .. import codes
from ..addresses import generated_sources
from ..content import Link
from ..diagnostics import Diagnostics
from ..yaml_problems import nearest
from .world import World


def links_lead_somewhere(world: World, diagnostics: Diagnostics) -> None:
    """`broken-link` for a relative link to a file that is neither in content/ nor made by us."""
    library = world.library
    there = library.content.files | generated_sources(library)
    broken = frozenset(id for _, id in library.unread)
    for page in library.content.pages:
        for link in page.links:
            if link.target in there or _stem(link.target) in broken:
                continue  # or the page is missing because its record could not be read
            what = "page" if _is_page(link.target) else "file"
            diagnostics.report(
                codes.BROKEN_LINK,
                link.location,
                f"there is no {what} `{link.shown}`",
                hint=_hint(link, dirname(page.path), there),
            )


def _hint(link: Link, folder: str, there: frozenset[str]) -> str:
    """The nearest page or file, as it has to be written on a page in `folder`; else how such files are named."""
    alike = [path for path in there if _is_page(path) == _is_page(link.target)]
    # Compared by their last names; of two alike, the one in the folder that was named.
    alike.sort(key=lambda path: (dirname(path) == dirname(link.target), path))
    named = {_stem(path): path for path in alike}
    near = nearest(_stem(link.target), list(named), lambda name: relpath(named[name], folder or "."))
    if near:
        return near
    if _is_page(link.target):
        return "generated pages are named claims/<id>.md, studies/<id>.md and references.md"
    return "pictures and other files stand in content/, beside the pages"


def _is_page(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return name.endswith((".md", ".yml")) or "." not in name


def _stem(path: str) -> str:
    """The last name in a path, without the ending of a page or store."""
    return path.rsplit("/", 1)[-1].removesuffix(".md").removesuffix(".yml")

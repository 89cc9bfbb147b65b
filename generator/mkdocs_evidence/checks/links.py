"""Content pages: where their links lead, and that no two pages live at one address."""

from __future__ import annotations

import unicodedata
from functools import partial
from posixpath import dirname, join, relpath, split, splitext

from .. import codes
from ..addresses import TRUST_SOURCE, for_authors, generated_sources, moved_sources
from ..content import Link
from ..content_model import LISTS
from ..diagnostics import Diagnostic, Diagnostics, Location
from ..library import Library
from ..yaml_problems import nearest
from .world import World


def links_lead_somewhere(world: World, diagnostics: Diagnostics) -> None:
    """`broken-link` for a relative link, or a page to read on with, that is neither in content/ nor made by us."""
    library = world.library
    there = library.content.files | generated_sources(library)
    broken = frozenset(id for _, id in library.unread)
    if home := library.content.home:
        named = [Link(further.page, further.page, home.at("more", at, "page")) for at, further in enumerate(home.more)]
        found = [link for link in named if link.target not in there and _stem(link.target) not in broken]
        diagnostics.report_alike(found, partial(_leads_nowhere, "", there, library))
    for page in library.content.pages:
        # Not told: a link to a page that is missing because its record could not be read.
        found = [link for link in page.links if link.target not in there and _stem(link.target) not in broken]
        diagnostics.report_alike(found, partial(_leads_nowhere, dirname(page.path), there, library))


def _leads_nowhere(folder: str, there: frozenset[str], library: Library, link: Link) -> Diagnostic:
    what = "page" if _is_page(link.target) else "file"
    hint = _what_became_of(link.target, folder, library) or _hint(link, folder, there)
    return Diagnostic(codes.BROKEN_LINK, link.location, f"there is no {what} `{link.shown}`", hint)


def addresses_are_free(world: World, diagnostics: Diagnostics) -> None:
    """`address-taken` for a content page or file where another one, or a generated page, lives.

    Also where only a system that takes capitals and small letters for the same would see it.
    """
    taken = {_address(source): f"the generated page `{source}`" for source in generated_sources(world.library)}
    taken |= {_address(source): "the page of an id that was given up" for source in moved_sources(world.library)}
    for file in sorted(world.library.content.files):
        address = _address(file)
        if file in OWN_PROSE or (for_authors(file) and taken.get(address) == f"the generated page `{file}`"):
            taken[address] = f"content/{file}"
        elif other := taken.get(address):
            diagnostics.report(
                codes.ADDRESS_TAKEN,
                Location(f"content/{file}"),
                f"{other} has the same address",
                hint="rename the file, or remove it",
            )
        else:
            taken[address] = f"content/{file}"


def _what_became_of(target: str, folder: str, library: Library) -> str:
    """A hint for a link to the page of an id that was given up; empty for any other."""
    id, store = _stem(target), target.split("/")[0]
    moved = {"claims": library.moved_claims, "studies": library.moved_studies}.get(store, {}).get(id)
    if moved is None or target != f"{store}/{id}.md":
        return ""
    became = "retired" if moved.retired else "renamed"
    now = relpath(f"{store}/{moved.to}.md", folder or ".") if moved.to else ""
    return f"it was {became} on {moved.date}; " + (f"link `{now}`" if now else "take the link out")


OWN_PROSE = ("index.md", "methods.md", TRUST_SOURCE, *(f"{name}.md" for name in LISTS))
"""Generated pages that take in what an author writes under their name."""


def _address(path: str) -> str:
    """What a page or file of the site is told apart by, on a system that ignores the case of names."""
    folder, name = split(path)
    stem, ending = splitext(name)
    if ending == ".md":
        is_index = stem.casefold() in ("index", "readme")
        path = join(folder, "index.html") if is_index else join(folder, stem, "index.html")
    return unicodedata.normalize("NFC", path).casefold()


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

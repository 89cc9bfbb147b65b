"""Links from content pages to other pages of the site."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import PurePosixPath

from .. import codes
from ..addresses import generated_sources
from ..diagnostics import Diagnostics
from .world import World


def links_lead_somewhere(world: World, diagnostics: Diagnostics) -> None:
    """`broken-link` for a relative link to a file that is neither in content/ nor made by us."""
    library = world.library
    made = generated_sources(library)
    broken = frozenset(id for _, id in library.unread)
    for page in library.content.pages:
        for link in page.links:
            if link.target in library.content.files or link.target in made:
                continue
            if link.target.rsplit("/", 1)[-1].removesuffix(".md") in broken:
                continue  # the page is missing because its record could not be read
            named = {name.removesuffix(".md"): name for name in [*made, *library.content.files]}
            near = get_close_matches(link.target.removesuffix(".md"), list(named), n=1, cutoff=0.7)
            diagnostics.report(
                codes.BROKEN_LINK,
                link.location,
                f"there is no {_kind(link.target)} `{link.shown}`",
                hint=f"did you mean `{named[near[0]]}`?"
                if near
                else "generated pages are named claims/<id>.md, studies/<id>.md and references.md",
            )


def _kind(target: str) -> str:
    return "page" if PurePosixPath(target).suffix in ("", ".md") else "file"

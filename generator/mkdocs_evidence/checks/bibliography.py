"""References: none stands there unused."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostics
from .world import World


def references_are_cited(world: World, diagnostics: Diagnostics) -> None:
    """`uncited-reference` (a warning) for an entry that nothing mentions."""
    library = world.library
    if any(id != "*" for _, id in library.unread):
        return  # what could not be read may cite it
    for key, reference in library.references.items():
        if key not in library.cited:
            diagnostics.report(
                codes.UNCITED_REFERENCE,
                reference.location,
                f"`{key}` is cited nowhere",
                hint="cite it where it belongs, or remove it",
            )

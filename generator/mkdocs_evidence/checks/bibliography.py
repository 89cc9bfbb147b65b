"""References: none stands there unused."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostic, Diagnostics
from ..references import Reference
from .world import World


def references_are_cited(world: World, diagnostics: Diagnostics) -> None:
    """`uncited-reference` (a warning) for an entry that nothing mentions."""
    library = world.library
    if any(id != "*" for _, id in library.unread):
        return  # what could not be read may cite it
    uncited = [reference for key, reference in library.references.items() if key not in library.cited]
    diagnostics.report_alike(uncited, _is_uncited)


def _is_uncited(reference: Reference) -> Diagnostic:
    message = f"`{reference.key}` is cited nowhere"
    return Diagnostic(codes.UNCITED_REFERENCE, reference.location, message, "cite it where it belongs, or remove it")

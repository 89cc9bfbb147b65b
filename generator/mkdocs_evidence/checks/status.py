"""What has happened to publications: a grave word needs a basis, a concern is pointed out."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostics
from .world import World


def confirmed_status_has_a_basis(world: World, diagnostics: Diagnostics) -> None:
    """`status-without-basis` for a confirmed record that does not say what was seen."""
    status = world.library.status
    for position, record in enumerate(status.records if status else ()):
        if status and record.confirmed and not record.basis:
            diagnostics.report(
                codes.STATUS_WITHOUT_BASIS,
                status.at("records", position),
                f"{record.doi} is confirmed as {record.status}, and `basis` is missing",
                hint="say under `basis` what was seen, or set `confirmed: false`",
            )


def evidence_under_concern(world: World, diagnostics: Diagnostics) -> None:
    """`evidence-under-concern` at each counted item whose publication is questioned."""
    for appraisal in world.appraisals.values():
        for item in appraisal.under_concern:
            if item.concern:
                diagnostics.report(
                    codes.EVIDENCE_UNDER_CONCERN,
                    appraisal.claim.at("evidence", item.position),
                    f"`{item.name}` rests on {item.concern.key}, which is under an expression of concern",
                    hint="watch for the publisher's decision; until then the badge says that the rating is suspended",
                )

"""The recorded rating: nothing changes unseen, and a retraction is looked at by a person."""

from __future__ import annotations

from .. import codes
from ..appraisal import Appraisal
from ..diagnostics import Diagnostics, Location, Related
from ..history import differences, entry_lines
from ..yaml_reader import Step
from .world import World


def history_is_in_order(world: World, diagnostics: Diagnostics) -> None:
    """`history-order` for an entry that is newer than the one above it."""
    for claim in world.library.claims.values():
        for position in range(1, len(claim.history)):
            if claim.history[position].date > claim.history[position - 1].date:
                diagnostics.report(
                    codes.HISTORY_ORDER,
                    claim.at("history", position, "date"),
                    f"this entry of {claim.history[position].date} is newer than the one above it",
                    hint="move the newest entry to the top",
                )


def retraction_was_accepted(world: World, diagnostics: Diagnostics) -> None:
    """`retracted-evidence` at each line of evidence that is recorded and no longer counts."""
    for appraisal in world.appraisals.values():
        claim = appraisal.claim
        if not claim.history:
            continue
        for item in appraisal.items:
            if item.excluded is None or item.name not in claim.history[0].evidence:
                continue
            doubt = item.excluded
            read = f"its figures were read through {doubt.key}, which" if doubt.through else f"its report {doubt.key}"
            diagnostics.report(
                codes.RETRACTED_EVIDENCE,
                claim.at("evidence", item.position),
                f"`{item.name}` no longer counts: {read} is retracted"
                + (f" (notice of {doubt.record.date})" if doubt.record.date else ""),
                hint="read the claim and judge its domains again; then run: "
                + _accept(appraisal, "say what the retraction changes"),
                related=[Related(claim.at("history", 0), "the newest entry, which lists it")],
            )


def rating_is_recorded(world: World, diagnostics: Diagnostics) -> None:
    """`level-not-recorded` where level, direction or rated results differ from the newest entry.

    Says nothing where anything else is wrong with the claim, where evidence leads nowhere or the
    status of publications is not known: that is reported already, and the entry to add would be
    another one once it is mended.
    """
    if not world.library.knows_status:
        return
    broken = {problem.location.path for problem in diagnostics.errors}
    for appraisal in world.appraisals.values():
        if not appraisal.complete or appraisal.claim.file in broken:
            continue
        found = differences(appraisal)
        if found:
            entry = entry_lines(appraisal.rating, world.settings.today, "…")
            diagnostics.report(
                codes.LEVEL_NOT_RECORDED,
                _place(appraisal, found[0].path),
                "; ".join(difference.text for difference in found),
                hint="\n".join(
                    [
                        f"if that is right, run: {_accept(appraisal, 'say why it changes')}",
                        "it would add under `history:`",
                        *(f"  {line}" for line in entry),
                    ]
                ),
            )


def _place(appraisal: Appraisal, path: tuple[Step, ...]) -> Location:
    """The field of the newest entry that differs; without an entry, what ought to be recorded."""
    claim = appraisal.claim
    if claim.history:
        return claim.at("history", 0, *path)
    return claim.key_at("certainty") if claim.certainty else claim.at()


def _accept(appraisal: Appraisal, why: str) -> str:
    return f'evidence accept {appraisal.claim.id} --why "{why}"'

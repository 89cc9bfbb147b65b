"""Claims of no difference, and benefits without harms: what an honest page sets beside each other."""

from __future__ import annotations

from .. import codes
from ..appraisal import Appraisal
from ..diagnostics import Diagnostics
from ..effect_class import thresholds_of, within
from ..model import Claim, Comparison
from ..vocabulary import Assertion, Direction, Kind, Level, Measure, State
from .world import World


def no_difference_is_narrow(world: World, diagnostics: Diagnostics) -> None:
    """`no-difference-too-wide` for a single estimate that reaches a threshold of importance.

    Several results may together be narrower than each: they are left to the pooled estimate.
    """
    for appraisal in world.appraisals.values():
        if appraisal.claim.asserts is not Assertion.NO_DIFFERENCE or len(appraisal.counted) != 1:
            continue
        level, (item,) = appraisal.judged, appraisal.counted
        if level not in (Level.MODERATE, Level.HIGH) or appraisal.direction is not Direction.SUPPORTS:
            continue
        estimate = item.result.estimate if item.result else None
        scale = world.library.instruments.get(item.result.instrument or "") if item.result else None
        if estimate is None or estimate.measure is not Measure.MD or scale is None or scale.important is None:
            continue
        if within(estimate, thresholds_of(scale.important)) is False:
            diagnostics.report(
                codes.NO_DIFFERENCE_TOO_WIDE,
                appraisal.claim.at("evidence", item.position, "role"),
                f"the interval of `{item.name}`, {estimate.low:g} to {estimate.high:g}, is not within "
                f"±{scale.important.value:g}, and the level is {level}",
                hint="make the role `unclear`, or take a step for imprecision",
            )


def harms_stand_beside_benefits(world: World, diagnostics: Diagnostics) -> None:
    """`harms-missing` once for each comparison with a benefit above very low and without any claim on harms.

    A claim on harms in any state will do, and one for another comparison of the same intervention.
    """
    library = world.library
    if any(kind in (Claim, Comparison) for kind, _ in library.unread):
        return  # the one on harms may be among them
    told = {
        comparison.intervention.short
        for claim in library.claims.values()
        if claim.kind is Kind.HARM and (comparison := library.comparison_of(claim))
    }
    seen: set[str] = set()
    for appraisal in world.appraisals.values():
        comparison = library.comparison_of(appraisal.claim)
        if comparison is None or comparison.intervention.short in told or not _is_benefit(appraisal):
            continue
        if comparison.id not in seen:
            diagnostics.report(
                codes.HARMS_MISSING,
                appraisal.claim.at("comparison"),
                f"`{comparison.id}` has a rated benefit, and no claim on harms of {comparison.intervention.short}",
                hint="add a claim of the kind `harm`; where a search found no study, `search` is all that it needs",
            )
        seen.add(comparison.id)


def _is_benefit(appraisal: Appraisal) -> bool:
    """True for an effect that the page says is there, however surely: above very low, and supported."""
    above = appraisal.level not in (None, Level.VERY_LOW)
    supported = appraisal.direction is Direction.SUPPORTS and appraisal.state is State.RATED
    return appraisal.claim.kind is Kind.EFFECT and above and supported

"""Claims of no difference, and benefits without harms: what an honest page sets beside each other."""

from __future__ import annotations

from .. import codes
from ..appraisal import Appraisal
from ..diagnostics import Diagnostics
from ..effect_class import EffectClass
from ..importance import Unit, size_of
from ..model import Claim, Comparison
from ..vocabulary import Assertion, Direction, Kind, Level, State
from .world import World


def no_difference_is_narrow(world: World, diagnostics: Diagnostics) -> None:
    """`no-difference-too-wide` where the interval of what is called no effect, above low certainty, reaches one.

    That is so where the claim asserts no difference and is supported, and where it asserts one, the evidence
    speaks against it, and the estimate itself is too small to matter.
    """
    for appraisal in world.appraisals.values():
        if appraisal.judged not in (Level.MODERATE, Level.HIGH) or not _says_no_effect(appraisal):
            continue
        size = size_of(appraisal, world.library)
        if size is None or size.trivial_throughout:
            continue
        if appraisal.claim.asserts is not Assertion.NO_DIFFERENCE and size.point is not EffectClass.TRIVIAL:
            continue
        item, estimate, planned = appraisal.counted[0], size.estimate, appraisal.claim.synthesis
        diagnostics.report(
            codes.NO_DIFFERENCE_TOO_WIDE,
            appraisal.claim.at("synthesis") if planned else appraisal.claim.at("evidence", item.position, "role"),
            f"the interval of {'the estimate' if planned else f'`{item.name}`'}, "
            f"{estimate.low:g} to {estimate.high:g}, "
            f"is not within ±{size.yardstick.thresholds.small:g}{IN_UNIT[size.yardstick.unit]}, and the level is "
            f"{appraisal.judged}",
            hint="make the role `unclear`, or take a step for imprecision",
        )


def _says_no_effect(appraisal: Appraisal) -> bool:
    wanted = Direction.SUPPORTS if appraisal.claim.asserts is Assertion.NO_DIFFERENCE else Direction.AGAINST
    return appraisal.direction is wanted


IN_UNIT = {
    Unit.POINTS: "",
    Unit.PEOPLE_PER_100: " people of 100",
    Unit.STANDARD_DEVIATIONS: " standard deviations",
}


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

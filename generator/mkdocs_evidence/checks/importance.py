"""Thresholds of importance: a claim's have a source, and fit the estimate that is held against them."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostics
from ..importance import MEASURES, Unit
from ..model import Claim
from ..pooling import measure_of
from ..vocabulary import ImportanceUnit
from .world import World

THRESHOLDS = ("unit", "value", "moderate", "large", "source")


def thresholds_can_be_used(world: World, diagnostics: Diagnostics) -> None:
    """`bad-threshold` for `important` on a claim that nobody states, or that no estimate can be held against."""
    for claim in world.library.claims.values():
        problem = _problem(claim, world)
        if problem:
            field, message, hint = problem
            diagnostics.report(codes.BAD_THRESHOLD, claim.at("important", *field), message, hint=hint)


def _problem(claim: Claim, world: World) -> tuple[tuple[str, ...], str, str] | None:
    """Where in a claim's `important` a problem is, what it is, and what to do."""
    stated = claim.important
    if stated is None:
        return None
    named = [name for name in THRESHOLDS if getattr(stated, name) is not None]
    if stated.last_resort:
        if named:
            return (named[0],), "the last resort is for where no source states a threshold", "keep one of the two"
        if not stated.reason:
            message = "the rule of thumb is taken, and it is not said why"
            return ("last_resort",), message, "add `reason:`, such as what was looked for and not found"
        if scale := _scale_with_a_source(claim, world):
            message = f"`{scale}` has thresholds with a source, so the rule of thumb is not the last resort"
            return ("last_resort",), message, "remove `important`, and pool by the measure `md`"
    elif missing := [name for name in ("unit", "value", "source") if name not in named]:
        message = f"thresholds need a unit, a value and a source; missing: {', '.join(missing)}"
        return (), message, "add them, or write `last_resort: true` with a `reason`"
    unit = stated.unit or ImportanceUnit.STANDARD_DEVIATIONS
    fitting, measure = MEASURES[Unit(unit)], measure_of(claim, world.library)
    if claim.synthesis and measure and measure not in fitting:
        message = f"the claim's estimate is `{measure}`, and {unit.replace('-', ' ')} need {', '.join(fitting)}"
        return ("last_resort",) if stated.last_resort else ("unit",), message, "choose the other unit or measure"
    return None


def _scale_with_a_source(claim: Claim, world: World) -> str | None:
    """The one instrument of all counted results, where it has thresholds."""
    scale = world.library.scale_of(item.result for item in world.appraisals[claim.id].counted if item.result)
    return scale.id if scale and scale.important else None

"""How much a claim's estimate matters to people: against which thresholds, whose they are, and the class that follows.

Thresholds come from an instrument, in its points, or from the claim, in people out of 100 or in standard
deviations. Where nobody states any there is no class. `effect_class.py` does the arithmetic; certainty comes
in only where GRADE has it: "little or no difference" needs an interval that stays within what is trivial, or
low certainty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .absolute_effects import AbsoluteEffect, absolute_effect
from .appraisal import Appraisal
from .effect_class import EffectClass, Thresholds, effect_class, thresholds_of, within
from .effect_sizes import natural
from .library import Library
from .model import AssumedRisk, Claim, Result
from .pooling import ControlRisk, Published, effect_of_result, pool_claim, published_for, risk_without
from .synthesis import Contribution, NotEstimable, synthesise
from .vocabulary import ImportanceUnit, Level, Measure, Method


class Unit(StrEnum):
    """What thresholds count in."""

    POINTS = "points"
    PEOPLE_PER_100 = "people-per-100"
    STANDARD_DEVIATIONS = "standard-deviations"


MEASURES = {
    Unit.POINTS: (Measure.MD,),
    Unit.PEOPLE_PER_100: (Measure.RD, Measure.RR, Measure.OR, Measure.HR),
    Unit.STANDARD_DEVIATIONS: (Measure.SMD,),
}
"""The effect measures that can be held against each; the first is taken for a single result without `synthesis`."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Thresholds with their unit and who states them."""

    thresholds: Thresholds
    unit: Unit
    source: str
    """Citation key; empty for the rule of thumb."""
    reason: str = ""
    """Why the rule of thumb, or why these, in the author's Markdown; may be empty."""


@dataclass(frozen=True, slots=True)
class Absolute:
    """The estimate that stands for the claim, in the unit of the thresholds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Size:
    """How much the effect matters."""

    yardstick: Yardstick
    estimate: Absolute
    word: EffectClass | None
    """The class that may be said; None where the thresholds do not tell, or where "little or no" would say too much."""
    point: EffectClass | None
    """The class of the point estimate alone."""
    trivial_throughout: bool
    """True where the whole interval is too small to matter."""


def yardstick(claim: Claim, results: Iterable[Result], library: Library) -> Yardstick | None:
    """What an estimate from `results` is held against: the claim's own thresholds, else those of their one scale."""
    own = claim.important
    if own:
        thresholds = thresholds_of(own)
        unit = own.unit or (ImportanceUnit.STANDARD_DEVIATIONS if own.last_resort else None)
        if thresholds is None or unit is None or not (own.source or own.last_resort):
            return None
        return Yardstick(thresholds, Unit(unit), "" if own.last_resort else own.source or "", own.reason or "")
    scale = library.scale_of(results)
    stated = scale.important if scale else None
    thresholds = thresholds_of(stated) if stated else None
    return Yardstick(thresholds, Unit.POINTS, stated.source) if stated and thresholds else None


def size_of(appraisal: Appraisal, library: Library) -> Size | None:
    """How much the effect of a rated claim matters; None without thresholds, or an estimate to hold against them."""
    if not isinstance(appraisal.level, Level):
        return None
    counted = [item.result for item in appraisal.counted if item.result]
    published = published_for(appraisal.claim, library)
    ours = yardstick(appraisal.claim, counted, library)
    theirs = yardstick(appraisal.claim, [published.result], library) if published else None
    if ours is None and theirs is None:
        return None  # nothing has to be pooled
    told, stick, of_review = _ours(appraisal, library, ours), ours, False
    if told is None and published:
        told, stick, of_review = _published(published), theirs, True
    if told is None or stick is None:
        return None
    estimate = _in_unit(told, stick.unit, risk_without(appraisal, of_review=of_review))
    if estimate is None:
        return None
    point = effect_class(estimate.value, stick.thresholds)
    throughout = within(estimate.low, estimate.high, stick.thresholds)
    sayable = point is not EffectClass.TRIVIAL or throughout or appraisal.level is Level.LOW
    sayable = sayable and appraisal.level is not Level.VERY_LOW
    return Size(stick, estimate, point if sayable else None, point, throughout)


Told = tuple[Measure, float, float, float]
"""A measure with value and both ends of the interval on the natural scale."""


def _in_unit(told: Told, unit: Unit, risk: AssumedRisk | ControlRisk | None) -> Absolute | None:
    """The estimate in the unit of the thresholds; None where its measure does not lead there."""
    measure, value, low, high = told
    if measure not in MEASURES[unit]:
        return None
    if unit is not Unit.PEOPLE_PER_100:
        return Absolute(value, low, high)
    absolute = absolute_effect(measure, value, low, high, risk.proportion) if risk else None
    if not isinstance(absolute, AbsoluteEffect):
        return None
    per = absolute.difference.per(100)
    return Absolute(per.value, per.low, per.high)


def _ours(appraisal: Appraisal, library: Library, stick: Yardstick | None) -> Told | None:
    """The pooled estimate, or the only counted result's own where the claim does not say how to pool."""
    pool = pool_claim(appraisal, library)
    synthesis = pool.counted if pool else None
    if stick and appraisal.claim.synthesis is None and appraisal.complete and len(appraisal.counted) == 1:
        (item,) = appraisal.counted
        measure = MEASURES[stick.unit][0]
        if item.result:
            only = Contribution(item.name, effect_of_result(item.result, measure))
            synthesis = synthesise([only], measure, Method.REML)
    if synthesis is None or isinstance(synthesis.outcome, NotEstimable):
        return None
    found, measure = synthesis.outcome, synthesis.measure
    value, low, high = (natural(x, measure) for x in (found.value, found.interval.low, found.interval.high))
    return measure, value, low, high


def _published(published: Published) -> Told | None:
    stated = published.estimate
    if stated.low is None or stated.high is None:
        return None
    return stated.measure, stated.value, stated.low, stated.high

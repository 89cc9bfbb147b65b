"""A relative effect and an assumed risk to what happens to people: risks, their difference, the NNT.

Risks and differences are proportions; views turn them into "of 1,000" and "of 100". The assumed
risk is the one without the intervention, held fixed for both ends of the interval.

GRADE: J Clin Epidemiol 2016;74:7 (summary-of-findings tables).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from .rounding import rounded, significant
from .vocabulary import Measure


class WhyNoRisk(StrEnum):
    """Why no absolute effect follows."""

    NO_RISK_MEASURE = "no-risk-measure"
    """A difference between means says nothing about how many people are affected."""
    ASSUMED_RISK_OUT_OF_RANGE = "assumed-risk-out-of-range"
    """The assumed risk has to lie between 0 and 1, both excluded."""
    RATIO_NOT_POSITIVE = "ratio-not-positive"
    NOT_FINITE = "not-finite"
    NOT_AN_INTERVAL = "not-an-interval"
    """Low, value and high are not in this order."""
    RISK_IMPOSSIBLE = "risk-impossible"
    """With this assumed risk the estimate gives a risk below 0 or above 1: the two do not belong together."""


@dataclass(frozen=True, slots=True)
class NoAbsoluteEffect:
    reason: WhyNoRisk


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk with its interval, or a difference of risks; proportions."""

    value: float
    low: float
    high: float

    def per(self, people: int) -> Risk:
        """The same as so many of `people`, unrounded."""
        return rounded(Risk(self.value * people, self.low * people, self.high * people))


@dataclass(frozen=True, slots=True)
class AbsoluteEffect:
    """What a relative effect means at an assumed risk."""

    assumed: float
    """Risk without the intervention."""
    treated: Risk
    difference: Risk
    """Treated minus assumed: below 0 where fewer people are affected. Exact, for tables."""
    held: bool
    """True where an end of the interval would be below 0 or above 1 and is held there."""
    nnt: int | None
    """People to treat for one more, or one fewer, with the event; None where the interval holds no difference."""

    def pictured(self, people: int = 100) -> Pictured:
        """Whole people for a picture: both numbers are rounded first, then subtracted, so that they add up."""
        without = round_half_up(self.assumed * people)
        ends = (self.treated.value, self.treated.low, self.treated.high)
        treated, low, high = (round_half_up(risk * people) for risk in ends)
        return Pictured(people, without, treated, low, high)


@dataclass(frozen=True, slots=True)
class Pictured:
    """So many of `people` affected, in whole people."""

    people: int
    without: int
    treated: int
    treated_low: int
    treated_high: int

    @property
    def difference(self) -> int:
        return self.treated - self.without


def absolute_effect(
    measure: Measure, value: float, low: float, high: float, assumed: float
) -> AbsoluteEffect | NoAbsoluteEffect:
    """The absolute effect of an estimate with its interval, on the natural scale, at an assumed risk.

    With p assumed: RR → p·RR; OR → OR·p / (1 − p + OR·p); HR → 1 − (1 − p)^HR; RD → p + RD. NNT is
    1/|difference| rounded up, and only where the interval of the difference does not hold 0.
    """
    if measure not in (Measure.RR, Measure.OR, Measure.HR, Measure.RD):
        return NoAbsoluteEffect(WhyNoRisk.NO_RISK_MEASURE)
    if not all(map(math.isfinite, (value, low, high, assumed))):
        return NoAbsoluteEffect(WhyNoRisk.NOT_FINITE)
    if not 0 < assumed < 1:
        return NoAbsoluteEffect(WhyNoRisk.ASSUMED_RISK_OUT_OF_RANGE)
    if not low <= value <= high:
        return NoAbsoluteEffect(WhyNoRisk.NOT_AN_INTERVAL)
    if measure.ratio and low <= 0:
        return NoAbsoluteEffect(WhyNoRisk.RATIO_NOT_POSITIVE)
    risk, *ends = (_risk(measure, number, assumed) for number in (value, low, high))
    if not 0 <= risk <= 1:
        return NoAbsoluteEffect(WhyNoRisk.RISK_IMPOSSIBLE)
    bottom, top = (max(0.0, min(end, 1.0)) for end in ends)
    difference = Risk(risk - assumed, bottom - assumed, top - assumed)
    return AbsoluteEffect(
        assumed=assumed,
        treated=rounded(Risk(risk, bottom, top)),
        difference=rounded(difference),
        held=[bottom, top] != ends,
        nnt=_number_needed_to_treat(difference),
    )


def _risk(measure: Measure, effect: float, assumed: float) -> float:
    match measure:
        case Measure.RR:
            return assumed * effect
        case Measure.OR:
            # OR·p / (1 − p + OR·p) for odds that may be as large as they like.
            return 1 / (1 + (1 - assumed) / assumed / effect)
        case Measure.HR:
            return -math.expm1(effect * math.log1p(-assumed))
    return assumed + effect


def _number_needed_to_treat(difference: Risk) -> int | None:
    if difference.low <= 0 <= difference.high:
        return None
    # Rounded to significant digits first: 1/(0.3 - 0.2) must not become 11 by its last bit.
    return math.ceil(significant(1 / abs(difference.value)))


def round_half_up(value: float) -> int:
    """To the nearest whole number, as people do it: a half goes up, also where the last bit says just below."""
    return math.floor(significant(value) + 0.5)

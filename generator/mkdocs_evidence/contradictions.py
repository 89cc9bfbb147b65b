"""Figures that cannot all be right, and results that do not belong into one pool: found by arithmetic alone.

Every function takes bare values and gives what is wrong, with the sum that shows it, or None. Where
the values stand and how severe that is, `checks/` decides. What a single number cannot be (events
above their total, an interval that ends before it begins) is found in `checks/numbers.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import NormalDist

from .distributions import normal_quantile
from .vocabulary import Measure, Score

TOLERATED = 0.05
"""Part of half an interval's width by which an estimate may lie off the middle and nothing is said.

Ours, no standard: intervals by bootstrap or profile likelihood lie a little off by right, and a wrong digit or
sign mostly shows as more.
"""


def half_unit(value: float) -> float:
    """Half a unit of the last digit that `value` was printed with; trailing zeros are not known any more."""
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    # Whole tens and hundreds may have been counted exactly.
    return 0.5 * 10.0 ** min(int(exponent), 0)


def _range(value: float, measure: Measure) -> tuple[float, float]:
    """Where the number may have lain before it was rounded, on the scale on which intervals are symmetric."""
    low, high = value - half_unit(value), value + half_unit(value)
    if not measure.ratio:
        return low, high
    return math.log(low) if low > 0 else -math.inf, math.log(high)


def asymmetry(measure: Measure, value: float, low: float, high: float) -> str | None:
    """What shows that `value` is not the middle of its interval by more than the rounding of the three and `TOLERATED`.

    The middle of the logarithms for a ratio. All three are as printed, in order and, for a ratio,
    above 0. An interval may have been worked out on another scale, so this is a reason to look again
    and no proof.
    """
    bottom, top, own = (_range(number, measure) for number in (low, high, value))
    room = TOLERATED * (top[1] - bottom[0]) / 2
    if (bottom[0] + top[0]) / 2 - room <= own[1] and own[0] <= (bottom[1] + top[1]) / 2 + room:
        return None
    if measure.ratio:
        middle = math.sqrt(low) * math.sqrt(high)
        return f"√({low:g} · {high:g}) = {middle:.3g} is the middle of the interval, and the estimate is {value:g}"
    middle = (low + high) / 2
    return f"({low:g} + {high:g}) / 2 = {middle:.3g} is the middle of the interval, and the estimate is {value:g}"


def p_against_interval(measure: Measure, low: float, high: float, p: float, level: float = 95) -> str | None:
    """What shows that a printed p value and its interval disagree on whether "no effect" fits the data.

    An interval at 95 % that leaves out 0 (1 for a ratio) belongs to p < 0.05, one that holds it to p ≥ 0.05.
    Where rounding leaves it open, nothing is said.
    """
    alpha = 1 - level / 100
    bottom, top = _range(low, measure), _range(high, measure)
    none = 1 if measure.ratio else 0
    leaves_out = bottom[0] > 0 or top[1] < 0
    holds = bottom[1] < 0 < top[0]
    interval = f"the {level:g}% interval {low:g} to {high:g}"
    if leaves_out and p - half_unit(p) > alpha:
        return f"{interval} leaves out {none}, so p has to be below {alpha:.3g}, not {p:g}"
    if holds and p + half_unit(p) < alpha:
        return f"{interval} holds {none}, so p cannot be below {alpha:.3g}, and is {p:g}"
    return None


def other_level(measure: Measure, low: float, high: float, standard_error: float, level: float = 95) -> str | None:
    """What shows that an interval fits its standard error at another usual level (90, 95, 99 %) than the one stated.

    For ratios, `standard_error` is that of the logarithm. None where it fits the stated level, or none.
    """
    bottom, top = _range(low, measure), _range(high, measure)
    width = (max(0.0, top[0] - bottom[1]), top[1] - bottom[0])

    def fits(candidate: float) -> bool:
        z = 2 * normal_quantile(candidate)
        spread = half_unit(standard_error)
        return z * (standard_error - spread) <= width[1] and width[0] <= z * (standard_error + spread)

    if fits(level):
        return None
    for candidate in (90.0, 95.0, 99.0):
        if candidate != level and fits(candidate):
            between = sum(top) / 2 - sum(bottom) / 2
            implied = 100 * (2 * NormalDist().cdf(between / 2 / standard_error) - 1)
            return (
                f"an interval of width {between:.3g} with a standard error of {standard_error:g} "
                f"is one of {implied:.0f}%, not of {level:g}%"
            )
    return None


# --- several results in one pool ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """What has to be known of a result before its numbers are looked at."""

    study: str
    result: str
    arms: tuple[str, ...] = ()
    """The two arms that are compared; empty for a printed estimate without them."""
    instrument: str | None = None
    score: Score | None = None
    stated: Measure | None = None
    """The measure of a printed estimate; None where arms were given."""

    @property
    def name(self) -> str:
        return f"{self.study}/{self.result}"


def other_measure(candidate: Candidate, measure: Measure) -> str | None:
    """What shows that a printed estimate is on another scale than the pool."""
    if candidate.stated is None or candidate.stated is measure:
        return None
    return f"`{candidate.name}` states its effect as `{candidate.stated}`, and the pool is of `{measure}`"


def mixed_scores(candidates: Sequence[Candidate], measure: Measure) -> str | None:
    """What shows that an SMD would mix end scores and changes.

    Their standard deviations measure different things, so one unit of the one is not one of the
    other; a mean difference keeps its unit and may mix them. Scores of unknown kind are left alone.
    """
    if measure is not Measure.SMD:
        return None
    kinds = {score: [each.name for each in candidates if each.score is score] for score in Score}
    if not all(kinds.values()):
        return None
    return f"end scores in {_listed(kinds[Score.END])}, changes in {_listed(kinds[Score.CHANGE])}"


def different_instruments(candidates: Sequence[Candidate], measure: Measure) -> str | None:
    """What shows that a mean difference would add points of different scales."""
    if measure is not Measure.MD:
        return None
    found = sorted({each.instrument for each in candidates if each.instrument})
    return f"mean differences on {_listed(found)} have no common unit" if len(found) > 1 else None


def people_counted_twice(candidates: Sequence[Candidate]) -> list[tuple[int, str]]:
    """The places of candidates whose people an earlier one has counted already, and what shows it.

    One arm in two comparisons, or two results of one study of which one does not say its arms.
    """
    found = []
    for place, later in enumerate(candidates):
        for earlier in candidates[:place]:
            if later.study != earlier.study:
                continue
            shared = [arm for arm in later.arms if arm in earlier.arms]
            if shared:
                arms = _listed(f"`{arm}`" for arm in shared)
                found.append((place, f"the arm {arms} of `{later.study}` stands in `{earlier.name}` already"))
                break
            if not (later.arms and earlier.arms):
                found.append((place, f"the people of `{later.study}` stand in `{earlier.name}` already"))
                break
    return found


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last

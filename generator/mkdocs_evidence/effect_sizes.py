"""What one study found, as an effect with its sampling variance.

From two arms (means with standard deviations, events of totals), from the same people under two
conditions, or from a printed estimate with its interval. The formulas are those of metafor's
`escalc` with its defaults; ratios are on the natural-logarithm scale throughout. Whatever cannot be
worked out comes back as a `Refusal` with its reason: nothing is guessed and nothing raised.

Viechtbauer, J Stat Softw 2010;36(3); Hedges, J Educ Stat 1981;6:107 (g and its exact correction).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from .distributions import normal_quantile, t_at_p, t_quantile
from .vocabulary import Measure

LARGEST = 1e12
"""No mean, standard deviation or effect that somebody measured is larger; above, squares lose their digits."""
SMALLEST = 1e-12
"""No standard deviation or standard error that somebody measured is smaller."""
MOST_PEOPLE = 10**10
LARGEST_LOG = 300 * math.log(10)
LEVELS = (50.0, 99.9999)
"""Levels of intervals, in per cent, that can be calculated with."""


class Reason(StrEnum):
    """Why a study gives no effect that could be pooled."""

    OUT_OF_RANGE = "out-of-range"
    """A number is not finite, or of a size that no study reports."""
    TOO_FEW_PEOPLE = "too-few-people"
    """An arm has nobody, or one person where a standard deviation is needed."""
    SD_NOT_POSITIVE = "sd-not-positive"
    """A standard deviation, standard error or t value from which one is worked out is 0 or less."""
    EVENTS_ABOVE_TOTAL = "events-above-total"
    NO_EVENTS = "no-events"
    """No events in either arm: such a trial says nothing about a ratio."""
    ALL_EVENTS = "all-events"
    """Nobody without the event in either arm: such a trial says nothing about a ratio."""
    NO_INTERVAL = "no-interval"
    """An estimate without both ends of its interval: its variance is unknown."""
    LEVEL_OUT_OF_RANGE = "level-out-of-range"
    P_OUT_OF_RANGE = "p-out-of-range"
    """A p value from which an SD is worked out is not between 0 and 1."""
    RATIO_NOT_POSITIVE = "ratio-not-positive"
    INTERVAL_SWAPPED = "interval-swapped"
    """The interval ends where it begins, or before."""
    ESTIMATE_OUTSIDE_INTERVAL = "estimate-outside-interval"
    PAIRED_WITHOUT_CORRELATION = "paired-without-correlation"
    """The same people twice, and neither the correlation nor the SD of the differences is known."""
    CORRELATION_OUT_OF_RANGE = "correlation-out-of-range"
    PAIRED_NOT_POSSIBLE = "paired-not-possible"
    """The same people twice, and the measure needs data (each person's pair) that summaries do not hold."""
    MEASURE_DOES_NOT_FIT = "measure-does-not-fit"
    """Means do not give a ratio of risks, events no mean difference, an estimate no measure but its own."""
    NUMBERS_MISSING = "numbers-missing"
    """A mean, standard deviation or count that is needed was not reported."""
    NO_COMPARISON = "no-comparison"
    """It is not said which two arms are compared."""
    WORDS_ONLY = "words-only"
    """The finding stands in words."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """No effect, and why."""

    reason: Reason


class SdFrom(StrEnum):
    """Where a standard deviation comes from."""

    REPORTED = "reported"
    STANDARD_ERROR = "standard-error"
    INTERVAL = "interval"
    DIFFERENCE_ERROR = "difference-error"
    """The standard error of the difference between two means."""
    DIFFERENCE_INTERVAL = "difference-interval"
    T_VALUE = "t-value"
    P_VALUE = "p-value"


@dataclass(frozen=True, slots=True)
class Spread:
    """A standard deviation and where it comes from."""

    sd: float
    sd_from: SdFrom = SdFrom.REPORTED


@dataclass(frozen=True, slots=True)
class Mean:
    """One arm's mean, of end or of change scores, with the standard deviation between people."""

    people: int
    mean: float
    spread: Spread


@dataclass(frozen=True, slots=True)
class Events:
    """One arm's events of a total of people."""

    events: int
    total: int


@dataclass(frozen=True, slots=True)
class PairedMeans:
    """The same people under two conditions: two means, and how much people differ in their difference.

    `sd_of_differences`, or else `correlation` between a person's two values, has to be known.
    """

    people: int
    first: float
    second: float
    sd_first: float | None = None
    sd_second: float | None = None
    correlation: float | None = None
    sd_of_differences: float | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect, first arm against second, with its sampling variance.

    Ratios are natural logarithms here: `natural()` turns one back.
    """

    measure: Measure
    value: float
    variance: float
    people: int | None = None
    sd_from: tuple[SdFrom, ...] = ()
    """Where the standard deviations of the arms come from, first arm first; empty where none was used."""
    half_added: bool = False
    """True where a cell was 0, so that 0.5 was added to all four cells of this study."""
    interval_level: float | None = None
    """Level in per cent of the printed interval from which the variance was recovered."""

    @property
    def standard_error(self) -> float:
        return math.sqrt(self.variance)

    def flipped(self) -> Effect:
        """The same finding told the other way round: second arm against first."""
        return replace(self, value=-self.value)

    def wald(self, level: float = 95) -> tuple[float, float]:
        """The interval that follows from value and variance by normal quantiles."""
        half = normal_quantile(level) * self.standard_error
        return self.value - half, self.value + half


def natural(value: float, measure: Measure) -> float:
    """`value` on the scale readers know: the ratio of a log ratio, anything else as it is.

    Log ratios beyond ±690, where only the ends of hopelessly wide intervals lie, give 1e±300.
    """
    return math.exp(max(-LARGEST_LOG, min(value, LARGEST_LOG))) if measure.ratio else value


def in_range(effect: Effect) -> bool:
    """True where value and standard error are finite and of a size that can be calculated with."""
    largest = math.log(LARGEST) if effect.measure.ratio else LARGEST
    return abs(effect.value) <= largest and SMALLEST**2 <= effect.variance <= largest**2


def is_level(level: float) -> bool:
    """True for a level in per cent at which an interval can be worked out or read."""
    return LEVELS[0] <= level <= LEVELS[1]


# --- standard deviations that were not reported ----------------------------------------------


def spread_from_standard_error(standard_error: float, people: int) -> Spread | Refusal:
    """The SD of an arm from the standard error of its mean: SE · √n."""
    if reason := _reason_against_size(standard_error) or _reason_against_people(people):
        return Refusal(reason)
    return Spread(standard_error * math.sqrt(people), SdFrom.STANDARD_ERROR)


def spread_from_interval(low: float, high: float, people: int, level: float = 95) -> Spread | Refusal:
    """The SD of an arm from the interval of its mean: √n · width / 2t, with n − 1 degrees of freedom."""
    if not is_level(level):
        return Refusal(Reason.LEVEL_OUT_OF_RANGE)
    if reason := _reason_against_people(people):
        return Refusal(reason)
    if not (abs(low) <= LARGEST and abs(high) <= LARGEST):
        return Refusal(Reason.OUT_OF_RANGE)
    if low >= high:
        return Refusal(Reason.INTERVAL_SWAPPED)
    return Spread(math.sqrt(people) * (high - low) / (2 * t_quantile(level, people - 1)), SdFrom.INTERVAL)


def spread_from_t(difference: float, t: float, first: int, second: int) -> Spread | Refusal:
    """The SD that two arms have in common, from the t value of the difference between their means.

    SD = (difference / t) / √(1/n₁ + 1/n₂); signs of difference and t do not matter.
    """
    reason = _reason_against_size(abs(difference)) or _reason_against_size(abs(t))
    reason = reason or _reason_against_people(first) or _reason_against_people(second)
    if reason:
        return Refusal(reason)
    return Spread(abs(difference / t) / math.sqrt(1 / first + 1 / second), SdFrom.T_VALUE)


def spread_from_difference(standard_error: float, first: int, second: int) -> Spread | Refusal:
    """The SD that two arms have in common, from the standard error of the difference: SE / √(1/n₁ + 1/n₂)."""
    reason = _reason_against_size(standard_error) or _reason_against_people(first) or _reason_against_people(second)
    if reason:
        return Refusal(reason)
    return Spread(standard_error / math.sqrt(1 / first + 1 / second), SdFrom.DIFFERENCE_ERROR)


def error_of_interval(low: float, high: float, df: int, level: float = 95) -> float | Refusal:
    """The standard error of a difference of means from its interval by t: width / 2t."""
    if not is_level(level):
        return Refusal(Reason.LEVEL_OUT_OF_RANGE)
    if not (abs(low) <= LARGEST and abs(high) <= LARGEST):
        return Refusal(Reason.OUT_OF_RANGE)
    if low >= high:
        return Refusal(Reason.INTERVAL_SWAPPED)
    return (high - low) / (2 * t_quantile(level, df))


def t_of_p(p: float, df: int) -> float | Refusal:
    """The size of t that a two-sided p belongs to."""
    if not 0 < p < 1:
        return Refusal(Reason.P_OUT_OF_RANGE)
    return t_at_p(p, df)


# --- effects ---------------------------------------------------------------------------------


def effect_of_means(first: Mean, second: Mean, measure: Measure) -> Effect | Refusal:
    """MD, or SMD as Hedges' g, of two arms: first minus second.

    MD: variance s₁²/n₁ + s₂²/n₂. SMD: g = J(m)·d with m = n₁ + n₂ − 2 and the exact gamma correction
    J; variance 1/n₁ + 1/n₂ + g²/2(n₁ + n₂), the large-sample formula (`vtype="LS"` in metafor).
    """
    if measure not in (Measure.MD, Measure.SMD):
        return Refusal(Reason.MEASURE_DOES_NOT_FIT)
    for arm in (first, second):
        reason = _reason_against_people(arm.people) or _reason_against_size(arm.spread.sd)
        if reason is None and not abs(arm.mean) <= LARGEST:
            reason = Reason.OUT_OF_RANGE
        if reason:
            return Refusal(reason)
    n1, n2 = first.people, second.people
    value = first.mean - second.mean
    variance = first.spread.sd**2 / n1 + second.spread.sd**2 / n2
    if measure is Measure.SMD:
        m = n1 + n2 - 2
        pooled_sd = math.sqrt(((n1 - 1) * first.spread.sd**2 + (n2 - 1) * second.spread.sd**2) / m)
        value = small_sample_correction(m) * value / pooled_sd
        variance = 1 / n1 + 1 / n2 + value**2 / (2 * (n1 + n2))
    return _ranged(Effect(measure, value, variance, n1 + n2, (first.spread.sd_from, second.spread.sd_from)))


def small_sample_correction(m: int) -> float:
    """Hedges' J(m) = Γ(m/2) / (√(m/2) · Γ((m − 1)/2)) for m > 1 degrees of freedom."""
    return math.exp(math.lgamma(m / 2) - math.lgamma((m - 1) / 2)) / math.sqrt(m / 2)


def effect_of_events(first: Events, second: Events, measure: Measure) -> Effect | Refusal:
    """Log RR, log OR, or RD of two arms, first against second.

    Where any of the four cells is 0, 0.5 is added to all four and `half_added` says so; that also
    moves a risk difference a little, as in metafor. A trial without any event, or with nobody
    without one, says nothing about a ratio and is refused for RR and OR.
    """
    if measure not in (Measure.RR, Measure.OR, Measure.RD):
        return Refusal(Reason.MEASURE_DOES_NOT_FIT)
    for arm in (first, second):
        if arm.total < 1:
            return Refusal(Reason.TOO_FEW_PEOPLE)
        if arm.total > MOST_PEOPLE or arm.events < 0:
            return Refusal(Reason.OUT_OF_RANGE)
        if arm.events > arm.total:
            return Refusal(Reason.EVENTS_ABOVE_TOTAL)
    cells = (first.events, first.total - first.events, second.events, second.total - second.events)
    if measure.ratio and cells[0] == cells[2] == 0:
        return Refusal(Reason.NO_EVENTS)
    if measure.ratio and cells[1] == cells[3] == 0:
        return Refusal(Reason.ALL_EVENTS)
    half_added = 0 in cells
    a, b, c, d = (cell + 0.5 if half_added else float(cell) for cell in cells)
    value, variance = _of_cells(a, b, c, d, measure)
    return _ranged(Effect(measure, value, variance, first.total + second.total, half_added=half_added))


def _of_cells(a: float, b: float, c: float, d: float, measure: Measure) -> tuple[float, float]:
    """Value and variance from events and non-events of the first arm (a, b) and of the second (c, d), none 0."""
    n1, n2 = a + b, c + d
    match measure:
        case Measure.RR:
            # As b/(a·n) and not 1/a − 1/n, which would lose digits where nearly everyone has the event.
            return math.log(a / n1) - math.log(c / n2), b / (a * n1) + d / (c * n2)
        case Measure.OR:
            return math.log(a / b) - math.log(c / d), 1 / a + 1 / b + 1 / c + 1 / d
    return a / n1 - c / n2, a * b / n1**3 + c * d / n2**3


def effect_of_pairs(pairs: PairedMeans, measure: Measure) -> Effect | Refusal:
    """MD of the same people under two conditions, first minus second: variance s²/n of their differences.

    s² is given, or s₁² + s₂² − 2·r·s₁·s₂ (`measure="MC"` in metafor). A standardised difference is
    refused: without agreement on whose SD standardises it, it does not stand on the scale of trials
    with separate arms.
    """
    if measure is not Measure.MD:
        return Refusal(Reason.PAIRED_NOT_POSSIBLE if measure is Measure.SMD else Reason.MEASURE_DOES_NOT_FIT)
    if reason := _reason_against_people(pairs.people):
        return Refusal(reason)
    spread = _variance_of_differences(pairs)
    if isinstance(spread, Refusal):
        return spread
    if not (abs(pairs.first) <= LARGEST and abs(pairs.second) <= LARGEST):
        return Refusal(Reason.OUT_OF_RANGE)
    return _ranged(Effect(measure, pairs.first - pairs.second, spread / pairs.people, pairs.people))


def _variance_of_differences(pairs: PairedMeans) -> float | Refusal:
    if pairs.sd_of_differences is not None:
        reason = _reason_against_size(pairs.sd_of_differences)
        return Refusal(reason) if reason else pairs.sd_of_differences**2
    if pairs.correlation is None or pairs.sd_first is None or pairs.sd_second is None:
        return Refusal(Reason.PAIRED_WITHOUT_CORRELATION)
    if reason := _reason_against_size(pairs.sd_first) or _reason_against_size(pairs.sd_second):
        return Refusal(reason)
    if not -1 <= pairs.correlation < 1:
        return Refusal(Reason.CORRELATION_OUT_OF_RANGE)
    # (s₁ − s₂)² + 2·s₁·s₂·(1 − r): the same, and never below 0.
    both = pairs.sd_first * pairs.sd_second
    return (pairs.sd_first - pairs.sd_second) ** 2 + 2 * both * (1 - pairs.correlation)


def effect_of_estimate(
    measure: Measure,
    value: float,
    low: float | None,
    high: float | None,
    level: float = 95,
    standard_error: float | None = None,
) -> Effect | Refusal:
    """The effect of a printed estimate; its variance is (width / 2z)², on the log scale for a ratio.

    Where it has no interval, the variance is the square of its standard error, for a ratio that of the
    logarithm.

    `value`, `low` and `high` are on the natural scale and `level` is per cent. z is the normal
    quantile, whatever the study used: with few people and a t interval this makes the variance a
    little too large.
    """
    if low is None or high is None:
        return _of_value_and_error(measure, value, standard_error)
    if not is_level(level):
        return Refusal(Reason.LEVEL_OUT_OF_RANGE)
    if not all(abs(number) <= LARGEST for number in (value, low, high)):
        return Refusal(Reason.OUT_OF_RANGE)
    if measure.ratio and not all(number > 0 for number in (value, low, high)):
        return Refusal(Reason.RATIO_NOT_POSITIVE)
    if low >= high:
        return Refusal(Reason.INTERVAL_SWAPPED)
    if not low <= value <= high:
        return Refusal(Reason.ESTIMATE_OUTSIDE_INTERVAL)
    z = normal_quantile(level)
    if measure.ratio:
        value, low, high = math.log(value), math.log(low), math.log(high)
    error = (high - low) / (2 * z)
    return _ranged(Effect(measure, value, error * error, interval_level=level))


def _of_value_and_error(measure: Measure, value: float, standard_error: float | None) -> Effect | Refusal:
    if standard_error is None:
        return Refusal(Reason.NO_INTERVAL)
    if reason := _reason_against_size(standard_error):
        return Refusal(reason)
    if not abs(value) <= LARGEST:
        return Refusal(Reason.OUT_OF_RANGE)
    if measure.ratio and value <= 0:
        return Refusal(Reason.RATIO_NOT_POSITIVE)
    return _ranged(Effect(measure, math.log(value) if measure.ratio else value, standard_error**2))


# --- what is refused -------------------------------------------------------------------------


def _ranged(effect: Effect) -> Effect | Refusal:
    return effect if in_range(effect) else Refusal(Reason.OUT_OF_RANGE)


def _reason_against_people(people: int) -> Reason | None:
    if people < 2:
        return Reason.TOO_FEW_PEOPLE
    return Reason.OUT_OF_RANGE if people > MOST_PEOPLE else None


def _reason_against_size(spread: float) -> Reason | None:
    """Why `spread` is no standard deviation, standard error or the like."""
    if spread <= 0:
        return Reason.SD_NOT_POSITIVE
    return None if SMALLEST <= spread <= LARGEST else Reason.OUT_OF_RANGE

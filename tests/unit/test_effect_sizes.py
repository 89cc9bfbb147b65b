"""Effects of single studies, worked out by hand, and what is refused. Agreement with metafor: tests/synthesis."""

from __future__ import annotations

import math

import pytest

from mkdocs_evidence.effect_sizes import (
    Effect,
    Events,
    Mean,
    PairedMeans,
    Reason,
    Refusal,
    SdFrom,
    Spread,
    effect_of_estimate,
    effect_of_events,
    effect_of_means,
    effect_of_pairs,
    natural,
    small_sample_correction,
    spread_from_interval,
    spread_from_standard_error,
    spread_from_t,
)
from mkdocs_evidence.vocabulary import Measure


def arm(people: int = 10, mean: float = 5.0, sd: float = 2.0) -> Mean:
    return Mean(people, mean, Spread(sd))


def test_mean_difference():
    """First minus second; variance 4²/8 + 3²/9 = 3."""
    effect = effect_of_means(arm(8, 12, 4), arm(9, 15, 3), Measure.MD)
    assert (effect.value, effect.variance, effect.people) == (-3, 3, 17)


def test_standardised_mean_difference():
    """d = -4/2 with 10 + 10 people; J(18) by the gamma function; variance 0.2 + g²/40."""
    effect = effect_of_means(arm(mean=1), arm(mean=5), Measure.SMD)
    g = -2 * math.gamma(9) / (3 * math.gamma(8.5))
    assert effect.value == pytest.approx(g, rel=1e-12)
    assert effect.variance == pytest.approx(0.2 + g * g / 40, rel=1e-12)


def test_small_sample_correction():
    """J(2) = Γ(1)/Γ(½) = 1/√π, and J approaches 1 - 3/(4m - 1) for many people."""
    assert small_sample_correction(2) == pytest.approx(1 / math.sqrt(math.pi), rel=1e-14, abs=0)
    assert small_sample_correction(10_000) == pytest.approx(1 - 3 / (4 * 10_000 - 1), rel=1e-9)


def test_risk_ratio_odds_ratio_and_difference():
    """10 of 50 against 20 of 50, on the scales that readers know."""
    first, second = Events(10, 50), Events(20, 50)
    found = {m: effect_of_events(first, second, m) for m in (Measure.RR, Measure.OR, Measure.RD)}
    assert natural(found[Measure.RR].value, Measure.RR) == pytest.approx(0.5)
    assert natural(found[Measure.OR].value, Measure.OR) == pytest.approx((10 / 40) / (20 / 30))
    assert found[Measure.RD].value == pytest.approx(-0.2)
    assert found[Measure.RR].variance == pytest.approx(1 / 10 - 1 / 50 + 1 / 20 - 1 / 50)
    assert found[Measure.OR].variance == pytest.approx(1 / 10 + 1 / 40 + 1 / 20 + 1 / 30)
    assert found[Measure.RD].variance == pytest.approx(0.2 * 0.8 / 50 + 0.4 * 0.6 / 50)
    assert not any(effect.half_added for effect in found.values())


def test_nearly_everyone_with_the_event():
    """The variance of a log risk ratio keeps its digits where 1/a - 1/n would lose them."""
    effect = effect_of_events(Events(10**9 - 1, 10**9), Events(1, 2), Measure.RR)
    other = effect_of_events(Events(1, 2), Events(1, 2), Measure.RR)
    few = effect_of_events(Events(10**9 - 1, 10**9), Events(10**9 - 1, 10**9), Measure.RR)
    assert (effect.variance, other.variance) == (pytest.approx(0.5), 1)
    assert few.variance == pytest.approx(2 / (10**9 - 1) / 10**9, rel=1e-14, abs=0)


def test_cell_of_zero():
    """0.5 is added to all four cells of that study, and the effect says so; metafor gives the same numbers."""
    effect = effect_of_events(Events(0, 10), Events(3, 12), Measure.OR)
    assert effect.half_added
    assert effect.value == pytest.approx(math.log(0.5 / 10.5) - math.log(3.5 / 9.5))
    assert effect.variance == pytest.approx(1 / 0.5 + 1 / 10.5 + 1 / 3.5 + 1 / 9.5)


@pytest.mark.parametrize("measure", [Measure.RR, Measure.OR])
def test_no_event_in_either_arm(measure):
    """A ratio is refused, with the reason, and so where everybody had the event."""
    assert effect_of_events(Events(0, 10), Events(0, 12), measure) == Refusal(Reason.NO_EVENTS)
    assert effect_of_events(Events(10, 10), Events(12, 12), measure) == Refusal(Reason.ALL_EVENTS)


def test_difference_of_risks_without_events():
    """A risk difference exists there, with 0.5 added."""
    effect = effect_of_events(Events(0, 10), Events(0, 10), Measure.RD)
    assert (effect.value, effect.half_added) == (0, True)


def test_estimate_with_interval():
    """An odds ratio of 2 (1 to 4) at 95 %: variance (ln 4 / 2·1.96)²."""
    effect = effect_of_estimate(Measure.OR, 2, 1, 4, 95)
    assert effect.value == pytest.approx(math.log(2))
    assert effect.standard_error == pytest.approx(math.log(4) / 2 / 1.959963984540054)
    assert effect.interval_level == 95


def test_level_of_the_interval():
    """The same interval at 90 % belongs to a larger variance than at 95 %; 1.6449 and 1.9600 are the quantiles."""
    wide, narrow = (effect_of_estimate(Measure.MD, 0, -1, 1, level) for level in (90, 95))
    assert wide.standard_error / narrow.standard_error == pytest.approx(1.959963984540054 / 1.6448536269514722)


def test_standard_deviations_that_were_not_reported():
    """From a standard error, an interval of one mean, and a t value; each says where it comes from."""
    assert spread_from_standard_error(2, 25) == Spread(10, SdFrom.STANDARD_ERROR)
    found = spread_from_interval(10 - 2.262157162740992, 10 + 2.262157162740992, 10)  # t with 9 degrees of freedom
    assert (found.sd, found.sd_from) == (pytest.approx(math.sqrt(10)), SdFrom.INTERVAL)
    found = spread_from_t(-6, 3, 8, 8)  # SE 2 = SD · √(1/8 + 1/8)
    assert (found.sd, found.sd_from) == (pytest.approx(4), SdFrom.T_VALUE)


def test_effect_says_where_its_sd_comes_from():
    """One recovered and one reported SD, in the order of the arms."""
    first = Mean(25, 3, spread_from_standard_error(2, 25))
    effect = effect_of_means(first, arm(), Measure.MD)
    assert effect.sd_from == (SdFrom.STANDARD_ERROR, SdFrom.REPORTED)


def test_same_people_twice():
    """Variance of the differences from the correlation: (18.6² + 22.8² - 2·0.5·18.6·22.8)/16, or from their SD."""
    pairs = PairedMeans(16, 24.6, 23.7, 18.6, 22.8, correlation=0.5)
    effect = effect_of_pairs(pairs, Measure.MD)
    assert effect.value == pytest.approx(0.9)
    assert effect.variance == pytest.approx((18.6**2 + 22.8**2 - 18.6 * 22.8) / 16)
    assert effect_of_pairs(PairedMeans(16, 5, 3, sd_of_differences=4), Measure.MD).variance == 1
    assert effect.people == 16


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (effect_of_pairs(PairedMeans(16, 1, 2, 3, 4), Measure.MD), Reason.PAIRED_WITHOUT_CORRELATION),
        (effect_of_pairs(PairedMeans(16, 1, 2, 3, 4, 1.5), Measure.MD), Reason.CORRELATION_OUT_OF_RANGE),
        (effect_of_pairs(PairedMeans(16, 1, 2, 3, 4, 0.5), Measure.SMD), Reason.PAIRED_NOT_POSSIBLE),
        (effect_of_means(arm(sd=0), arm(), Measure.MD), Reason.SD_NOT_POSITIVE),
        (effect_of_means(arm(), arm(sd=-1), Measure.SMD), Reason.SD_NOT_POSITIVE),
        (effect_of_means(arm(1), arm(), Measure.MD), Reason.TOO_FEW_PEOPLE),
        (effect_of_means(arm(), arm(), Measure.RR), Reason.MEASURE_DOES_NOT_FIT),
        (effect_of_means(arm(mean=1e300), arm(), Measure.MD), Reason.OUT_OF_RANGE),
        (effect_of_means(arm(mean=math.nan), arm(), Measure.MD), Reason.OUT_OF_RANGE),
        (effect_of_means(arm(sd=5e-324), arm(), Measure.MD), Reason.OUT_OF_RANGE),
        (effect_of_means(arm(mean=1e12, sd=1e-12), arm(sd=1e-12), Measure.SMD), Reason.OUT_OF_RANGE),
        (effect_of_means(arm(10**400), arm(), Measure.MD), Reason.OUT_OF_RANGE),
        (effect_of_events(Events(5, 4), Events(1, 4), Measure.RR), Reason.EVENTS_ABOVE_TOTAL),
        (effect_of_events(Events(0, 0), Events(1, 4), Measure.RD), Reason.TOO_FEW_PEOPLE),
        (effect_of_events(Events(-1, 4), Events(1, 4), Measure.RD), Reason.OUT_OF_RANGE),
        (effect_of_events(Events(1, 4), Events(1, 4), Measure.HR), Reason.MEASURE_DOES_NOT_FIT),
        (effect_of_estimate(Measure.MD, 1, None, 2), Reason.NO_INTERVAL),
        (effect_of_estimate(Measure.MD, 1, 2, 0), Reason.INTERVAL_SWAPPED),
        (effect_of_estimate(Measure.MD, 1, 1, 1), Reason.INTERVAL_SWAPPED),
        (effect_of_estimate(Measure.MD, 3, 1, 2), Reason.ESTIMATE_OUTSIDE_INTERVAL),
        (effect_of_estimate(Measure.HR, 1, 0, 2), Reason.RATIO_NOT_POSITIVE),
        (effect_of_estimate(Measure.MD, 1, 0, 2, 100), Reason.LEVEL_OUT_OF_RANGE),
        (effect_of_estimate(Measure.MD, math.inf, 0, 2), Reason.OUT_OF_RANGE),
        (spread_from_standard_error(0, 10), Reason.SD_NOT_POSITIVE),
        (spread_from_standard_error(1, 1), Reason.TOO_FEW_PEOPLE),
        (spread_from_interval(2, 1, 10), Reason.INTERVAL_SWAPPED),
        (spread_from_interval(1, 2, 10, 0), Reason.LEVEL_OUT_OF_RANGE),
        (spread_from_t(0, 2, 5, 5), Reason.SD_NOT_POSITIVE),
        (spread_from_t(1, 0, 5, 5), Reason.SD_NOT_POSITIVE),
    ],
)
def test_refused_with_its_reason(refused, reason):
    """What cannot be worked out is refused, with the reason that fits."""
    assert refused == Refusal(reason)


def test_flipped():
    """The other way round: the sign changes, the variance stays."""
    effect = Effect(Measure.MD, 2.5, 1.0)
    assert (effect.flipped().value, effect.flipped().variance) == (-2.5, 1.0)


def test_ratio_beyond_all_numbers():
    """The end of an interval that no float holds as a ratio is a number all the same."""
    assert natural(5000, Measure.RR) == pytest.approx(1e300)
    assert 0 < natural(-5000, Measure.RR) < 1e-299
    assert natural(-5000, Measure.MD) == -5000

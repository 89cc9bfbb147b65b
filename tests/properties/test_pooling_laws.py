"""What has to hold for any studies that are pooled, and for any number that somebody types."""

from __future__ import annotations

import dataclasses
import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mkdocs_evidence.absolute_effects import AbsoluteEffect, absolute_effect
from mkdocs_evidence.effect_sizes import (
    Effect,
    Events,
    Mean,
    PairedMeans,
    Refusal,
    Spread,
    effect_of_estimate,
    effect_of_events,
    effect_of_means,
    effect_of_pairs,
    natural,
    spread_from_interval,
    spread_from_standard_error,
    spread_from_t,
)
from mkdocs_evidence.rounding import rounded, significant
from mkdocs_evidence.synthesis import Contribution, IntervalBy, NotEstimable, Pooled, pool, synthesise
from mkdocs_evidence.vocabulary import Measure, Method

METHODS = st.sampled_from(list(Method))
any_number = st.floats()
any_count = st.integers(-(10**20), 10**20)
values = st.floats(-50, 50).map(lambda value: round(value, 3))
variances = st.floats(0.01, 25).map(lambda value: round(value, 4))
arms = st.builds(Mean, st.integers(2, 300), values, st.builds(Spread, st.floats(0.1, 20)))
counts = st.integers(1, 200).flatmap(lambda total: st.builds(Events, st.integers(0, total), st.just(total)))


def named(pairs: list[tuple[float, float]], measure: Measure = Measure.MD) -> list[tuple[str, Effect]]:
    return [(str(position), Effect(measure, *pair)) for position, pair in enumerate(pairs)]


samples = st.lists(st.tuples(values, variances), min_size=2, max_size=8)


def numbers_in(value: Any) -> list[float]:
    """Every float in a record, at any depth."""
    if isinstance(value, float):
        return [value]
    if isinstance(value, tuple):
        return [number for each in value for number in numbers_in(each)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [number for field in dataclasses.fields(value) for number in numbers_in(getattr(value, field.name))]
    return []


def close(value: float, scale: float = 1.0):
    return pytest.approx(value, rel=1e-7, abs=1e-9 * scale)


def same(found: Pooled, expected: Pooled) -> None:
    """Both outcomes to eight digits, with room for a τ² at its edge."""
    assert found.value == close(expected.value)
    assert found.wald.width == close(expected.wald.width)
    assert found.heterogeneity.q == close(expected.heterogeneity.q)


@given(samples.flatmap(lambda sample: st.tuples(st.just(sample), st.permutations(sample))), METHODS)
def test_order_of_the_studies(both, method):
    """Another order gives the same outcome, to the last bit."""
    sample, shuffled = both
    assert pool(named(sample), Measure.MD, method) == pool(named(shuffled), Measure.MD, method)


@given(samples, METHODS)
def test_signs(sample, method):
    """All effects the other way round: the estimate and its interval are mirrored, heterogeneity stays."""
    there = pool(named(sample), Measure.MD, method)
    back = pool(named([(-value, variance) for value, variance in sample]), Measure.MD, method)
    same(back, dataclasses.replace(there, value=-there.value))
    assert back.interval_by is there.interval_by
    assert back.interval.low == close(-there.interval.high, 100)


@given(samples, METHODS, st.sampled_from([2.0**-20, 0.25, 8.0, 2.0**30]))
def test_another_unit(sample, method, factor):
    """A scale in other units: estimate and interval go with it, τ² with its square, I² and Q stay."""
    there = pool(named(sample), Measure.MD, method)
    scaled = pool(named([(value * factor, variance * factor**2) for value, variance in sample]), Measure.MD, method)
    assert scaled.value == close(there.value * factor, factor)
    assert scaled.interval.width == close(there.interval.width * factor, factor)
    assert (scaled.heterogeneity.tau2 or 0) == close((there.heterogeneity.tau2 or 0) * factor**2, factor**2)
    assert scaled.heterogeneity.i2 == close(there.heterogeneity.i2, 100)


@given(samples, METHODS, st.floats(-1000, 1000))
def test_another_origin(sample, method, shift):
    """The same amount added to every effect is added to the estimate and changes nothing else."""
    there = pool(named(sample), Measure.MD, method)
    moved = pool(named([(value + shift, variance) for value, variance in sample]), Measure.MD, method)
    assert moved.value == close(there.value + shift, 1000)
    assert moved.heterogeneity.q == pytest.approx(there.heterogeneity.q, rel=1e-6, abs=1e-6)


@given(samples, METHODS)
def test_estimate_lies_among_the_effects(sample, method):
    """Between the smallest and the largest, inside its interval, and inside the prediction interval."""
    found = pool(named(sample), Measure.MD, method)
    assert min(sample)[0] - 1e-9 <= found.value <= max(sample)[0] + 1e-9
    assert found.interval.low <= found.value <= found.interval.high
    if found.prediction:
        assert found.prediction.low <= found.interval.low <= found.interval.high <= found.prediction.high
    assert 0 <= found.heterogeneity.i2 <= 100
    assert 0 <= found.heterogeneity.p <= 1
    assert found.heterogeneity.tau2 is None or found.heterogeneity.tau2 >= 0


@given(samples, METHODS)
def test_higher_level(sample, method):
    """A higher level never gives a narrower interval of anything."""
    narrow, wide = (pool(named(sample), Measure.MD, method, level) for level in (80, 95))
    assert narrow.interval.width < wide.interval.width
    if wide.prediction:
        assert narrow.prediction.width < wide.prediction.width
    if wide.heterogeneity.tau2_interval:
        inner, outer = narrow.heterogeneity.tau2_interval, wide.heterogeneity.tau2_interval
        assert outer.low <= inner.low * (1 + 1e-9)
        assert inner.high <= outer.high * (1 + 1e-9)


@given(samples, st.floats(1.1, 50))
def test_less_precise_studies(sample, factor):
    """With one common effect, larger variances give a wider interval, by the root of their factor."""
    there = pool(named(sample), Measure.MD, Method.COMMON_EFFECT)
    worse = pool(named([(value, variance * factor) for value, variance in sample]), Measure.MD, Method.COMMON_EFFECT)
    assert worse.interval.width == pytest.approx(there.interval.width * math.sqrt(factor), rel=1e-9)


@given(samples, METHODS)
def test_rule_of_the_interval(sample, method):
    """By Hartung–Knapp exactly where there are more than two studies and τ² is above 0."""
    found = pool(named(sample), Measure.MD, method)
    expected = found.k > 2 and bool(found.heterogeneity.tau2)
    assert (found.interval_by is IntervalBy.HARTUNG_KNAPP) is expected
    assert found.narrower_than_wald is (expected and found.interval.width < found.wald.width)


@given(samples, METHODS)
def test_weights(sample, method):
    """They are positive and add up to 100 %, and a more precise study never weighs less."""
    contributions = [Contribution(name, effect) for name, effect in named(sample)]
    lines = synthesise(contributions, Measure.MD, method).lines
    assert math.fsum(line.weight for line in lines) == pytest.approx(100, abs=1e-5)
    ordered = sorted(lines, key=lambda line: line.effect.variance)
    assert all(a.weight >= b.weight > 0 for a, b in pairwise(ordered))


@given(st.lists(st.tuples(any_number, any_number), max_size=5), METHODS, st.sampled_from(list(Measure)), any_number)
def test_any_numbers_at_all(pairs, method, measure, level):
    """Whatever is pooled at whatever level, every number that comes out is finite, and nothing is raised."""
    contributions = [Contribution(name, effect) for name, effect in named(pairs, measure)]
    for chosen in (level, 95):
        found = synthesise(contributions, measure, method, chosen)
        if not isinstance(found.outcome, NotEstimable):
            assert all(map(math.isfinite, numbers_in(found)))
            interval = found.outcome.interval
            assert all(math.isfinite(natural(end, measure)) for end in (interval.low, interval.high))


extremes = st.sampled_from([-1e12, -1.0, 0.0, 1e-12, 1.0, 1e12])


@given(st.lists(st.tuples(extremes, st.sampled_from([1e-24, 1e-12, 1.0, 1e24])), min_size=1, max_size=6), METHODS)
def test_largest_and_smallest_numbers_in_range(pairs, method):
    """At the limits of what is accepted, nothing overflows, divides by zero or loses the sign of a square."""
    found = synthesise([Contribution(name, effect) for name, effect in named(pairs)], Measure.MD, method)
    assert not isinstance(found.outcome, NotEstimable)
    assert all(map(math.isfinite, numbers_in(found)))


@given(arms, arms, st.sampled_from([Measure.MD, Measure.SMD]))
def test_arms_of_means_exchanged(first, second, measure):
    """The sign changes and nothing else."""
    there, back = effect_of_means(first, second, measure), effect_of_means(second, first, measure)
    assert (back.value, back.variance) == (close(-there.value), close(there.variance))


@given(counts, counts, st.sampled_from([Measure.RR, Measure.OR, Measure.RD]))
def test_arms_of_events_exchanged(first, second, measure):
    """A log ratio or difference changes its sign, so that the ratio inverts; a refusal stays what it is."""
    there, back = effect_of_events(first, second, measure), effect_of_events(second, first, measure)
    if isinstance(there, Refusal):
        assert back == there
        return
    assert (back.value, back.variance) == (close(-there.value), close(there.variance))
    if measure.ratio:
        assert natural(there.value, measure) * natural(back.value, measure) == pytest.approx(1)


@given(counts, counts)
def test_event_and_no_event_exchanged(first, second):
    """The odds ratio inverts: it does not matter which of the two is called the event."""
    there = effect_of_events(first, second, Measure.OR)
    others = (Events(arm.total - arm.events, arm.total) for arm in (first, second))
    back = effect_of_events(*others, Measure.OR)
    if isinstance(there, Effect):
        assert (back.value, back.variance) == (close(-there.value), close(there.variance))


@given(arms, arms, st.floats(0.01, 100))
def test_unit_of_a_scale(first, second, factor):
    """A mean difference goes with the unit, a standardised one does not know it."""
    scaled = [Mean(a.people, a.mean * factor, Spread(a.spread.sd * factor)) for a in (first, second)]
    there, md = effect_of_means(first, second, Measure.MD), effect_of_means(*scaled, Measure.MD)
    assert (md.value, md.variance) == (close(there.value * factor, 100), close(there.variance * factor**2))
    there, smd = effect_of_means(first, second, Measure.SMD), effect_of_means(*scaled, Measure.SMD)
    assert (smd.value, smd.variance) == (close(there.value), close(there.variance))


@given(st.sampled_from(list(Measure)), st.floats(0.1, 10), st.floats(0.01, 3), st.floats(60, 99.9))
def test_interval_of_an_estimate(measure, value, error, level):
    """The interval worked out again from the recovered variance is the one that was printed."""
    centre = math.log(value) if measure.ratio else value
    low, high = Effect(measure, centre, error**2).wald(level)
    found = effect_of_estimate(measure, value, natural(low, measure), natural(high, measure), level)
    assert found.standard_error == pytest.approx(error, rel=1e-6)
    assert found.wald(level) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


@given(st.data())
def test_effect_of_any_numbers(data):
    """From any numbers whatever, an effect with finite numbers or a refusal; nothing is raised."""
    number, count = (lambda: data.draw(any_number)), (lambda: data.draw(any_count))
    measure = data.draw(st.sampled_from(list(Measure)))
    spreads = [
        Spread(number()),
        spread_from_standard_error(number(), count()),
        spread_from_interval(number(), number(), count(), number()),
        spread_from_t(number(), number(), count(), count()),
    ]
    known = [spread for spread in spreads if isinstance(spread, Spread)]
    first, second = (Mean(count(), number(), data.draw(st.sampled_from(known))) for _ in range(2))
    optional = st.none() | any_number
    found = [
        effect_of_means(first, second, measure),
        effect_of_events(Events(count(), count()), Events(count(), count()), measure),
        effect_of_estimate(measure, number(), number(), number(), number()),
        effect_of_pairs(PairedMeans(count(), number(), number(), *(data.draw(optional) for _ in range(4))), measure),
    ]
    for effect in found:
        assert isinstance(effect, Refusal) or all(map(math.isfinite, numbers_in(effect)))


@given(st.sampled_from(list(Measure)), any_number, any_number, any_number, any_number)
def test_absolute_effect_of_any_numbers(measure, value, low, high, assumed):
    """Risks between 0 and 1, or a refusal."""
    found = absolute_effect(measure, value, low, high, assumed)
    if isinstance(found, AbsoluteEffect):
        assert all(0 <= risk <= 1 for risk in numbers_in(found.treated))


ratios = st.floats(0.05, 5)


@given(st.sampled_from([Measure.RR, Measure.OR, Measure.HR]), ratios, ratios, ratios, st.floats(0.001, 0.19))
def test_absolute_effect_keeps_the_order(measure, a, b, c, assumed):
    """Low, value and high stay in order, fewer people where the ratio is below 1, and the NNT is 1 at least."""
    low, value, high = sorted((a, b, c))
    found = absolute_effect(measure, value, low, high, assumed)
    assert found.treated.low <= found.treated.value <= found.treated.high
    assert found.difference.value * (value - 1) >= 0
    assert (found.nnt is None) == (found.difference.low <= 0 <= found.difference.high)
    assert found.nnt is None or found.nnt >= 1 / abs(found.difference.value) - 1e-6
    shown = found.pictured()
    assert shown.without + shown.difference == shown.treated


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
@example(-0.0)
@example(-5e-324)
def test_rounding_is_stable(value):
    """Rounding twice is rounding once, moves less than the eighth digit, and leaves no minus before a zero."""
    once = significant(value)
    assert significant(once) == once
    assert abs(once - value) <= abs(value) * 5.1e-8 + 5e-324
    assert once != 0 or math.copysign(1, once) == 1


@given(samples, METHODS)
def test_what_leaves_is_rounded(sample, method):
    """Rounding a synthesis again changes nothing."""
    found = synthesise([Contribution(name, effect) for name, effect in named(sample)], Measure.MD, method)
    assert rounded(found) == found

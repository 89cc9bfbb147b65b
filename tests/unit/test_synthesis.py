"""Pooling at its edges: none, one or two studies, equal effects, mixed measures. With metafor: tests/synthesis."""

from __future__ import annotations

import math

import pytest

from mkdocs_evidence.effect_sizes import Effect, Reason, Refusal
from mkdocs_evidence.synthesis import (
    TAU2,
    Contribution,
    IntervalBy,
    NotEstimable,
    OneStudy,
    Pooled,
    Sample,
    WhyNot,
    pool,
    root_of,
    synthesise,
)
from mkdocs_evidence.vocabulary import Measure, Method

RANDOM_EFFECTS = [Method.REML, Method.DERSIMONIAN_LAIRD, Method.PAULE_MANDEL]


def studies(*pairs: tuple[float, float], measure: Measure = Measure.MD, people: int | None = 20) -> list[Contribution]:
    """Named a, b, c …, from values and variances."""
    return [
        Contribution(chr(97 + position), Effect(measure, value, variance, people))
        for position, (value, variance) in enumerate(pairs)
    ]


def test_no_study():
    """Not estimable, with the reason; nothing else is shown."""
    found = synthesise([], Measure.MD)
    assert found.outcome == NotEstimable(WhyNot.NO_STUDIES)
    assert (found.lines, found.leave_one_out, found.people) == ((), (), 0)


def test_one_study():
    """Its own estimate with its own interval, labelled so: 3 ± 1.96 · 0.5."""
    found = synthesise(studies((3, 0.25)), Measure.MD)
    assert isinstance(found.outcome, OneStudy)
    assert (found.outcome.name, found.outcome.value) == ("a", 3)
    assert found.outcome.interval.low == pytest.approx(3 - 0.5 * 1.959963984540054, rel=1e-7)
    assert found.lines[0].weight == 100


@pytest.mark.parametrize("method", list(Method))
def test_two_studies(method):
    """Pooled by Wald, without prediction interval or leave-one-out, and heterogeneity cannot be judged."""
    found = synthesise(studies((0, 1), (9, 1)), Measure.MD, method)
    assert isinstance(found.outcome, Pooled)
    assert found.outcome.value == 4.5
    assert found.outcome.interval_by is IntervalBy.WALD
    assert not found.outcome.heterogeneity_can_be_judged
    assert (found.outcome.prediction, found.leave_one_out) == (None, ())


@pytest.mark.parametrize("method", RANDOM_EFFECTS)
def test_two_equal_variances_by_hand(method):
    """Effects 0 and 4 with variance 1: Q = 8 on 1 df; τ² = 16/2 - 1 = 7 by every estimator; SE = √(8/2)."""
    outcome = pool([(each.name, each.effect) for each in studies((0, 1), (4, 1))], Measure.MD, method)
    assert outcome.heterogeneity.q == pytest.approx(8, rel=1e-12)
    assert outcome.heterogeneity.tau2 == pytest.approx(7, rel=1e-12)
    assert outcome.heterogeneity.i2 == pytest.approx(87.5, rel=1e-12)
    assert outcome.heterogeneity.h2 == pytest.approx(8, rel=1e-12)
    assert outcome.standard_error == pytest.approx(2, rel=1e-12)


def test_common_effect_by_hand():
    """Weights 1 and 1/4: (1·0 + 5/4) / (5/4) = 1; SE = √(4/5); Q = 1 + 16/4 = 5."""
    found = synthesise(studies((0, 1), (5, 4)), Measure.MD, Method.COMMON_EFFECT)
    assert found.outcome.value == 1
    assert found.outcome.standard_error == pytest.approx(math.sqrt(0.8), rel=1e-7)
    assert [line.weight for line in found.lines] == [80, 20]
    assert found.outcome.heterogeneity.q == 5
    assert found.outcome.heterogeneity.i2 == 80  # 100 · (5 - 1)/5
    assert (found.outcome.heterogeneity.tau2, found.outcome.prediction) == (None, None)


@pytest.mark.parametrize("method", list(Method))
def test_all_effects_equal(method):
    """τ², Q and I² are 0, p is 1, the interval is by Wald and not of width 0."""
    found = synthesise(studies((2, 1), (2, 4), (2, 9)), Measure.MD, method).outcome
    measured = found.heterogeneity
    assert (found.value, measured.q, measured.p, measured.i2) == (2, 0, 1, 0)
    assert measured.tau2 in (0, None)
    assert found.interval_by is IntervalBy.WALD
    assert found.interval.width > 0


@pytest.mark.parametrize("method", RANDOM_EFFECTS)
def test_no_variance_between_studies(method):
    """With τ² = 0 the interval is by Wald, and a further study is expected where the mean is."""
    found = synthesise(studies((2, 4), (2.1, 4), (1.9, 4)), Measure.MD, method).outcome
    assert found.heterogeneity.tau2 == 0
    assert found.heterogeneity.tau2_interval.low == 0
    assert found.prediction == found.interval == found.wald


def test_hartung_knapp_narrower_than_wald():
    """Effects that scatter less than their weights let expect: the flag is set; with wide scatter it is not."""
    pairs = [(0.0, 1.0), (0.05, 0.001), (-0.1, 0.001), (0.02, 1.0), (0.01, 1.0), (-0.03, 1.0), (0.0, 1.0)]
    found = synthesise(studies(*pairs), Measure.MD).outcome
    assert found.heterogeneity.tau2 > 0
    assert found.interval.width < found.wald.width
    assert found.narrower_than_wald
    assert not synthesise(studies((0, 1), (5, 1), (9, 1)), Measure.MD).outcome.narrower_than_wald


def test_different_measures():
    """Nothing is pooled over two scales, and every study stays on its line, without a weight."""
    mixed = [*studies((1, 1), (2, 1)), Contribution("c", Effect(Measure.SMD, 1, 1))]
    found = synthesise(mixed, Measure.MD)
    assert found.outcome == NotEstimable(WhyNot.DIFFERENT_MEASURES)
    assert [(line.name, line.weight) for line in found.lines] == [("a", None), ("b", None), ("c", None)]


def test_study_without_an_effect():
    """It stays visible with its reason, and the others are pooled."""
    with_one_out = [*studies((1, 1), (2, 1)), Contribution("c", Refusal(Reason.NO_EVENTS))]
    found = synthesise(with_one_out, Measure.MD)
    assert found.outcome == synthesise(with_one_out[:2], Measure.MD).outcome
    assert [(each.name, each.reason) for each in found.left_out] == [("c", Reason.NO_EVENTS)]


@pytest.mark.parametrize(
    "effect",
    [
        Effect(Measure.MD, math.nan, 1),
        Effect(Measure.MD, math.inf, 1),
        Effect(Measure.MD, 1, 0),
        Effect(Measure.MD, 1, -1),
        Effect(Measure.MD, 1, math.nan),
        Effect(Measure.MD, 1, 5e-324),
        Effect(Measure.MD, 1, 1e308),
        Effect(Measure.MD, 1e300, 1),
    ],
)
def test_effect_out_of_range(effect):
    """An effect that nobody could have measured stops the pooling, with that reason."""
    found = synthesise([*studies((1, 1), (2, 1)), Contribution("c", effect)], Measure.MD)
    assert found.outcome == NotEstimable(WhyNot.OUT_OF_RANGE)
    assert len(found.lines) == 2


@pytest.mark.parametrize("level", [0, 100, -5, math.nan, 49])
def test_level_out_of_range(level):
    """No interval is worked out at a level that is none."""
    assert synthesise(studies((1, 1), (2, 1)), Measure.MD, level=level).outcome == NotEstimable(
        WhyNot.LEVEL_OUT_OF_RANGE
    )


def test_subgroups():
    """Each with an outcome of its own, in order of first appearance; one study in a group is not pooled."""
    given = [
        Contribution("a", Effect(Measure.MD, 1, 1), "late"),
        Contribution("b", Effect(Measure.MD, 3, 1), "early"),
        Contribution("c", Effect(Measure.MD, 5, 1), "late"),
        Contribution("d", Effect(Measure.MD, 5, 1)),
    ]
    found = synthesise(given, Measure.MD)
    assert [group.name for group in found.subgroups] == ["late", "early"]
    assert found.subgroups[0].outcome.value == 3
    assert found.subgroups[1].outcome.name == "b"
    assert found.outcome.k == 4


def test_people():
    """The sum over the pooled studies; unknown where one study does not say."""
    assert synthesise(studies((1, 1), (2, 1)), Measure.MD).people == 40
    some = [*studies((1, 1)), *studies((2, 1), people=None)]
    assert synthesise(some, Measure.MD).people is None


def test_leave_one_out():
    """In the order given, each without its study."""
    given = studies((1, 1), (2, 1), (6, 1))
    found = synthesise(given, Measure.MD)
    assert [each.name for each in found.leave_one_out] == ["a", "b", "c"]
    assert found.leave_one_out[0].outcome == synthesise(given[1:], Measure.MD).outcome


def test_rounded_where_it_leaves():
    """8 significant digits, and no minus before a zero."""
    found = synthesise(studies((1 / 3, 1), (2 / 3, 1), (-1, 1)), Measure.MD)
    assert found.lines[0].effect.value == 0.33333333
    assert math.copysign(1, found.outcome.value) == 1


def test_likelihood_with_two_tops():
    """Three equal precise studies and a vague one far off: of the tops at 0 and above it, the higher one is taken."""
    sample = Sample.of([each.effect for each in studies((0, 0.01), (0, 0.01), (0, 0.01), (-32, 100))])
    rising = [sums.q2 > sums.trace for sums in map(sample.at, (0.0, 10.0, 70.0, 200.0))]
    assert rising == [False, False, True, False]
    tries = [10 ** (exponent / 20) for exponent in range(-100, 100)]
    assert max(map(sample.restricted_log_likelihood, tries)) < sample.restricted_log_likelihood(0.0)
    assert TAU2[Method.REML](sample) == 0


def test_one_study_with_nearly_all_weight():
    """A variance a billion billion times smaller than the others leaves all numbers finite and the mean with it."""
    found = synthesise(studies((1e6, 1e-18), (0, 1), (5, 2)), Measure.MD, Method.COMMON_EFFECT).outcome
    assert found.value == 1e6
    assert found.heterogeneity.q == pytest.approx(1e12 + (1e6 - 5) ** 2 / 2, rel=1e-7)


def test_trace_with_one_study_of_nearly_all_weight():
    """For weights W, 1 and 1 it is (4W + 2)/(W + 2), which is 4 here: no digits are lost beside 10¹⁸."""
    sample = Sample.of([each.effect for each in studies((0, 1e-18), (0, 1), (0, 1))])
    assert sample.at(0.0).trace == pytest.approx(4, rel=1e-12)


@pytest.mark.parametrize("method", [Method.REML, Method.PAULE_MANDEL])
def test_root_far_below_its_bracket(method):
    """Two studies that differ by 10⁻⁹ beside one that says nothing: τ² is near 10⁻¹⁸ and solved to its last digits."""
    sample = Sample.of([each.effect for each in studies((0, 1e-24), (1e-9, 1e-24), (1e6, 1e14))])
    tau2 = TAU2[method](sample)
    sums = sample.at(tau2)
    assert 1e-20 < tau2 < 1e-17
    left, right = (sums.q2, sums.trace) if method is Method.REML else (sums.q, 2)
    assert left == pytest.approx(right, rel=1e-12)


@pytest.mark.parametrize(
    ("function", "high", "root"),
    [
        (lambda x: (1e-6 - x) ** 9, 1e3, 1e-6),
        (lambda x: 1.0 if x < 1e-20 else -1e-9, 1e24, 1e-20),
        (lambda x: 1e48 / (1 + x / 1e-24) - 0.5, 1e60, 2e24),
    ],
    ids=["flat where it crosses", "a step", "a hyperbola over many powers"],
)
def test_root_of_functions_that_false_position_is_slow_on(function, high, root):
    """Found to its last digits all the same, since bisection takes over."""
    assert root_of(function, 0.0, high) == pytest.approx(root, rel=2e-15, abs=0)

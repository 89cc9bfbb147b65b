"""Figures that cannot all be right, and results that do not belong together."""

from __future__ import annotations

import pytest

from mkdocs_evidence.contradictions import (
    Candidate,
    asymmetry,
    different_instruments,
    half_unit,
    mixed_scores,
    other_level,
    other_measure,
    p_against_interval,
    people_counted_twice,
)
from mkdocs_evidence.vocabulary import Measure, Score


@pytest.mark.parametrize(
    ("value", "half"), [(0.71, 0.005), (-8.9, 0.05), (3.0, 0.5), (40.0, 0.5), (0.0, 0.5), (1e-7, 5e-8), (1e16, 0.5)]
)
def test_half_a_unit_of_the_last_digit(value, half):
    """As printed, without zeros at the end; a whole number to the nearest one."""
    assert half_unit(value) == pytest.approx(half)


@pytest.mark.parametrize(
    ("measure", "value", "low", "high"),
    [
        (Measure.MD, -8.9, -13.7, -4.12),  # the middle is -8.91
        (Measure.SMD, -0.71, -0.95, -0.47),
        (Measure.OR, 3.51, 2.76, 4.46),  # √(2.76 · 4.46) = 3.5085
        (Measure.RR, 0.5, 0.25, 1.0),
        (Measure.RR, 0.3, 0.2, 0.4),  # √0.08 = 0.283 rounds to 0.3
        (Measure.OR, 1.37, 0.78, 2.3),  # √(0.78 · 2.3) = 1.34, off by a twenty-fourth of half the width
        (Measure.RR, 0.1, 0.0, 0.4),  # 0.0 may have been anything up to 0.05
    ],
)
def test_symmetric_as_far_as_can_be_told(measure, value, low, high):
    """Nothing is said, the estimates of our own stores included."""
    assert asymmetry(measure, value, low, high) is None


def test_asymmetric_difference():
    """The sum is shown."""
    assert asymmetry(Measure.MD, -8.9, -13.7, -3.12) == (
        "(-13.7 + -3.12) / 2 = -8.41 is the middle of the interval, and the estimate is -8.9"
    )


def test_just_beyond_what_is_tolerated():
    """Five hundredths of half the width, 5.00, and not more; here the rounding of three digits is next to nothing."""
    assert asymmetry(Measure.MD, 0.245, -5.001, 5.001) is None
    assert asymmetry(Measure.MD, 0.255, -5.001, 5.001) is not None
    assert asymmetry(Measure.MD, -0.255, -5.001, 5.001) is not None


def test_ratio_that_is_symmetric_on_the_wrong_scale():
    """2.5 lies midway between 1 and 4 on the natural scale; ratios are symmetric as logarithms."""
    assert asymmetry(Measure.RR, 2.51, 1.01, 4.01) == (
        "√(1.01 · 4.01) = 2.01 is the middle of the interval, and the estimate is 2.51"
    )


def test_p_above_an_interval_that_leaves_out_no_effect():
    """An interval from 0.2 to 0.9 belongs to p below 0.05."""
    assert p_against_interval(Measure.RR, 0.2, 0.9, 0.2) == (
        "the 95% interval 0.2 to 0.9 leaves out 1, so p has to be below 0.05, not 0.2"
    )


def test_p_below_an_interval_that_holds_no_effect():
    """An interval from -3 to 2 belongs to p of 0.05 or more."""
    assert p_against_interval(Measure.MD, -3.1, 2.2, 0.004) == (
        "the 95% interval -3.1 to 2.2 holds 0, so p cannot be below 0.05, and is 0.004"
    )


@pytest.mark.parametrize(
    ("measure", "low", "high", "p", "level"),
    [
        (Measure.MD, -3.1, -0.2, 0.03, 95),
        (Measure.MD, -3.1, 0.0, 0.2, 95),  # the end may lie on either side
        (Measure.RR, 0.5, 1.0, 0.01, 95),
        (Measure.MD, 0.2, 3.1, 0.08, 90),
        (Measure.MD, 0.2, 3.1, 0.1, 95),  # 0.1 may have been 0.05
    ],
)
def test_p_that_fits_or_may_fit(measure, low, high, p, level):
    """Nothing is said where rounding leaves it open, or the level is another one."""
    assert p_against_interval(measure, low, high, p, level) is None


def test_interval_at_another_level():
    """Width 3.3 with a standard error of 1.002 belongs to 90 %."""
    assert other_level(Measure.MD, -1.65, 1.65, 1.002, 95) == (
        "an interval of width 3.3 with a standard error of 1.002 is one of 90%, not of 95%"
    )
    assert other_level(Measure.MD, -1.65, 1.65, 1.002, 90) is None
    assert other_level(Measure.MD, -1.65, 1.65, 1.0, 95) is None  # 1 may have been anything from 0.5 to 1.5
    assert other_level(Measure.MD, -9.15, 9.15, 1.002, 95) is None  # fits no usual level, so it is not the level


def test_another_measure_in_the_pool():
    """A printed odds ratio in a pool of risk ratios; arms fit any measure of their kind."""
    assert other_measure(Candidate("cup", "rest", stated=Measure.OR), Measure.RR) == (
        "`cup/rest` states its effect as `or`, and the pool is of `rr`"
    )
    assert other_measure(Candidate("cup", "rest"), Measure.RR) is None


def scored(study: str, score: Score | None, instrument: str = "pain") -> Candidate:
    return Candidate(study, "pain", ("tea", "water"), instrument, score)


def test_end_scores_and_changes():
    """Not in one SMD; in a mean difference they may stand together."""
    mixed = [scored("cup", Score.END), scored("pot", Score.CHANGE), scored("mug", Score.END)]
    assert mixed_scores(mixed, Measure.SMD) == "end scores in cup/pain and mug/pain, changes in pot/pain"
    assert mixed_scores(mixed, Measure.MD) is None
    assert mixed_scores([mixed[0], scored("pot", None)], Measure.SMD) is None


def test_two_instruments_in_a_mean_difference():
    """Points of two scales have no common unit; standardised they have."""
    both = [scored("cup", Score.END), scored("pot", Score.END, "ache")]
    assert different_instruments(both, Measure.MD) == "mean differences on ache and pain have no common unit"
    assert different_instruments(both, Measure.SMD) is None


def test_one_arm_in_two_comparisons():
    """The control group of a trial with three arms is found at its second place; separate arms may both stand."""
    shared = [Candidate("cup", "a", ("green", "water")), Candidate("pot", "a", ("tea", "water")),
              Candidate("cup", "b", ("black", "water"))]  # fmt: skip
    assert people_counted_twice(shared) == [(2, "the arm `water` of `cup` stands in `cup/a` already")]
    apart = [Candidate("cup", "a", ("green", "water")), Candidate("cup", "b", ("black", "milk"))]
    assert people_counted_twice(apart) == []


def test_two_results_of_one_study_without_arms():
    """The same people, as far as anybody can tell."""
    both = [Candidate("cup", "a", ("green", "water")), Candidate("cup", "b")]
    assert people_counted_twice(both) == [(1, "the people of `cup` stand in `cup/a` already")]

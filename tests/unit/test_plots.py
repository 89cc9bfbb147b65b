"""Geometry: places in per cent, arrows where an interval leaves the axis, ticks on the scale readers know."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkdocs_evidence.plots import MOST_TICKS, Axis, along, side, strip
from mkdocs_evidence.synthesis import Interval
from mkdocs_evidence.vocabulary import Measure

LINEAR = Axis(Measure.MD, -2.0, 2.0)


@pytest.mark.parametrize(("value", "place"), [(-2, 0), (0, 50), (1, 75), (2, 100), (3, 125)])
def test_places_on_a_linear_axis(value, place):
    """Per cent from the left; beyond the axis, below 0 or above 100."""
    assert LINEAR.place(value) == place


@pytest.mark.parametrize(
    ("interval", "drawn"),
    [
        (Interval(-1, 1), (25, 75, False, False)),
        (Interval(-9, 1), (0, 75, True, False)),
        (Interval(-1, 9), (25, 100, False, True)),
        (Interval(-9, 9), (0, 100, True, True)),
        (Interval(5, 9), (100, 100, False, True)),
        (Interval(-2, 2), (0, 100, False, False)),
    ],
)
def test_intervals_that_leave_the_axis(interval, drawn):
    """They end at its edge, and it is said on which side."""
    span = LINEAR.span(interval)
    assert (span.start, span.end, span.beyond_left, span.beyond_right) == drawn


def test_no_effect_is_on_every_axis():
    """Also where all values lie far to one side of it."""
    axis = Axis.of(Measure.MD, [5.0, 6.0], [Interval(4.0, 6.5)])
    assert 0 < axis.no_effect < 10
    assert axis.holds(0) and axis.holds(6.5)


def test_one_study():
    """Its interval fills the axis together with no effect."""
    axis = Axis.of(Measure.SMD, [-0.5], [Interval(-0.9, -0.1)])
    assert axis.place(-0.9) == 2.8
    assert axis.place(0) == 97.2


def test_study_at_no_effect():
    """The half width of its interval is the room then."""
    axis = Axis.of(Measure.MD, [0.0], [Interval(-3.0, 3.0)])
    assert axis.no_effect == 50
    span = axis.span(Interval(-3.0, 3.0))
    assert not span.beyond_left and not span.beyond_right


def test_hopelessly_wide_interval():
    """It gets an arrow, and the others keep their room."""
    axis = Axis.of(Measure.MD, [-1.0, -2.0], [Interval(-1.5, -0.5), Interval(-1e12, 1e12)])
    assert axis.span(Interval(-1e12, 1e12)).beyond_right
    assert axis.place(-0.5) - axis.place(-1.5) > 10


def test_ratios_lie_as_logarithms():
    """2 is as far to the right of 1 as a half is to the left; ticks are ratios."""
    axis = Axis(Measure.RR, math.log(0.25), math.log(4))
    assert (axis.place(math.log(0.5)), axis.no_effect, axis.place(math.log(2))) == (25, 50, 75)
    assert [(tick.value, tick.at) for tick in axis.ticks()] == [(0.5, 25), (1, 50), (2, 75)]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.01, 100, [0.01, 0.1, 1, 10, 100]),
        (0.9, 1.15, [0.9, 0.95, 1, 1.05, 1.1, 1.15]),
        (1e-12, 1e12, [1e-12, 1e-6, 1, 1e6, 1e12]),
    ],
)
def test_ticks_of_ratios(low, high, ticks):
    """Powers of ten where the axis is long, a linear step where it is short."""
    axis = Axis(Measure.OR, math.log(low) - 1e-9, math.log(high) + 1e-9)
    assert [tick.value for tick in axis.ticks()] == pytest.approx(ticks)


def test_no_tick_is_minus_nought():
    """The tick at no effect is 0."""
    values = [tick.value for tick in Axis(Measure.MD, -1.0, 1.0).ticks()]
    assert values == [-1, -0.5, 0, 0.5, 1]
    assert math.copysign(1, values[2]) == 1


def test_nothing_differs():
    """An axis of some width all the same, with no effect in its middle."""
    axis = Axis.of(Measure.MD, [0.0], [Interval(-5e-324, 5e-324)])
    assert (axis.no_effect, axis.high > 0.5) == (50, True)


MAGNITUDES = st.floats(-25, 25)


@given(st.sampled_from(list(Measure)), st.lists(st.tuples(MAGNITUDES, st.floats(0, 60)), min_size=1, max_size=8))
def test_whatever_the_values(measure, studies):
    """Every value is on the axis, ticks are few, in order and inside, and nothing is infinite."""
    axis = Axis.of(measure, [value for value, _ in studies], [Interval(v - half, v + half) for v, half in studies])
    assert all(0 <= axis.place(value) <= 100 for value, _ in [*studies, (0.0, 0)])
    places = [tick.at for tick in axis.ticks()]
    assert len(places) <= MOST_TICKS
    assert all(left < right for left, right in pairwise(places))
    assert all(0 <= place <= 100 for place in places)
    for value, half in studies:
        span = axis.span(Interval(value - half, value + half))
        assert 0 <= span.start <= span.end <= 100


def test_area_goes_with_weight():
    """Four times the weight is twice the side; a very light study can still be seen."""
    assert side(40) == pytest.approx(2 * side(10), abs=0.1)
    assert side(0.01) == 3


def test_people_fill_column_by_column():
    """Four stand in the first column before the second begins, and kinds follow each other."""
    stacks = [(stack.kind, stack.count, stack.x, stack.y) for stack in strip([("base", 7), ("more", 2), ("not", 4)])]
    assert stacks == [
        ("base", 4, 0, 2), ("base", 3, 16, 2), ("more", 1, 16, 77), ("more", 1, 32, 2), ("not", 3, 32, 27),
        ("not", 1, 48, 2),
    ]  # fmt: skip
    assert along(100) == 400

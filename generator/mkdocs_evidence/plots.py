"""Geometry of the plots: values to places in per cent, sizes in pixels, and marks that leave the axis.

Knows no claim and judges nothing. Values of ratio measures are natural logarithms, as in
`synthesis.py`; ticks are chosen on the scale that readers know.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from .effect_sizes import natural
from .rounding import significant
from .synthesis import Interval
from .vocabulary import Measure

MOST_TICKS = 6
SMALLEST_SQUARE = 3.0
PIXELS = 2.0
"""Side of a square in pixels for each root of a per cent of weight, so that its area goes with the weight."""
PADDING = 0.03
"""Part of the axis that is kept free at both ends."""
NARROWEST = 1e-9
"""Nothing that anybody measured differs by less; below it an axis has no digits left for places."""


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    """Per cent from the left."""
    value: float
    """On the scale readers know."""


@dataclass(frozen=True, slots=True)
class Span:
    """An interval on the axis; where it goes beyond, it ends there in an arrow."""

    start: float
    end: float
    """Per cent from the left, from 0 to 100."""
    beyond_left: bool
    beyond_right: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` on the left to `high` on the right."""

    measure: Measure
    low: float
    high: float

    @classmethod
    def of(cls, measure: Measure, values: Iterable[float], intervals: Iterable[Interval]) -> Axis:
        """An axis with no effect, all `values`, and as much of the intervals as fits beside them.

        To either side it grows by no more than the values and no effect take together, so that one
        hopelessly wide interval does not press all else into a line.
        """
        spans = list(intervals)
        points = [0.0, *values]
        left, right = min(points), max(points)
        room = next((room for room in (right - left, *_halves(spans)) if room > NARROWEST), 1.0)
        low = max(left - room, min([left, *(span.low for span in spans)]))
        high = min(right + room, max([right, *(span.high for span in spans)]))
        if high - low <= NARROWEST:
            low, high = low - room, high + room
        padding = PADDING * (high - low)
        return cls(measure, low - padding, high + padding)

    def place(self, value: float) -> float:
        """Per cent from the left, one decimal: a third of a pixel. Below 0 or above 100 for what lies beyond."""
        return round(100 * (value - self.low) / (self.high - self.low), 1) + 0.0

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def span(self, interval: Interval) -> Span:
        start, end = (min(max(self.place(value), 0.0), 100.0) for value in (interval.low, interval.high))
        return Span(start, end, interval.low < self.low, interval.high > self.high)

    @property
    def no_effect(self) -> float:
        return self.place(0.0)

    def ticks(self) -> tuple[Tick, ...]:
        """At most six round numbers, no effect among them."""
        if not self.measure.ratio:
            return tuple(Tick(self.place(value), value) for value in _linear(self.low, self.high))
        low, high = natural(self.low, self.measure), natural(self.high, self.measure)
        return tuple(Tick(self.place(math.log(value)), value) for value in _ratios(low, high))


def _halves(spans: Sequence[Interval]) -> list[float]:
    """Half the widest interval, where there is one."""
    return [max(span.width for span in spans) / 2] if spans else []


def _linear(low: float, high: float) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten."""
    power = math.floor(math.log10((high - low) / MOST_TICKS))
    for step in (factor * 10.0**exponent for exponent in (power, power + 1) for factor in (1, 2, 5)):
        first, last = math.ceil(low / step), math.floor(high / step)
        if last - first < MOST_TICKS:
            return [significant(count * step) for count in range(first, last + 1)]
    raise AssertionError("ten times the step always leaves few enough")


def _ratios(low: float, high: float) -> list[float]:
    """Multiples near 1, else 1-2-5 in each power of ten, else some of the powers."""
    if high < 3 * low:
        return [value for value in _linear(low, high) if value > 0]
    bottom, top = math.floor(math.log10(low)), math.ceil(math.log10(high))
    if top - bottom <= MOST_TICKS:
        for factors in ((1, 2, 5), (1, 3), (1,)):
            found = [significant(f * 10.0**e) for e in range(bottom, top + 1) for f in factors]
            found = [value for value in found if low <= value <= high]
            if len(found) <= MOST_TICKS:
                return found
    step = math.ceil((top - bottom) / (MOST_TICKS - 1))
    return [10.0**e for e in range(bottom - bottom % step, top + 1, step) if low <= 10.0**e <= high]


def side(weight: float) -> float:
    """The side in pixels of the square for a weight in per cent."""
    return round(max(SMALLEST_SQUARE, PIXELS * math.sqrt(weight)), 1)


# --- icon arrays -----------------------------------------------------------------------------

COLUMN = 4
STEP = (16, 25)
"""A person takes so many units to the right and down."""


@dataclass(frozen=True, slots=True)
class Stack:
    """People of one kind who stand below each other in one column: so many, from this place down."""

    kind: str
    count: int
    x: int
    y: int


def strip(parts: Sequence[tuple[str, int]]) -> tuple[Stack, ...]:
    """People of each kind, so many, one kind after the other, filled column by column so that length compares."""
    kinds = [kind for kind, count in parts for _ in range(count)]
    stacks = []
    for column in range(0, len(kinds), COLUMN):
        row = 0
        for kind, alike in groupby(kinds[column : column + COLUMN]):
            count = len(list(alike))
            stacks.append(Stack(kind, count, column // COLUMN * STEP[0], row * STEP[1] + 2))
            row += count
    return tuple(stacks)


def along(people: int) -> int:
    """How far to the right so many people reach."""
    return people * STEP[0] // COLUMN

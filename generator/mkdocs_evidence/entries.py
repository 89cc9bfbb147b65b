"""The lists in content/ to values ready to show: dates in words, the drawn timeline, positions in order.

Knows no HTML. What an entry says is shown as it stands; nothing is concluded from it here.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .content_model import Event, Position
from .labels import Labels
from .vocabulary import EventKind, Verdict

MOST_TICKS = 6


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with its date in words."""

    event: Event
    date: str
    """Without the year where that stands above: `4 June`, `June`, or nothing."""
    whole_date: str
    year: str
    first_of_year: bool
    """True where the year stands above it."""
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The days that one event may have been on, in per cent from the left."""

    start: float
    end: float
    """The same as `start` where the day is known."""
    key: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Everything of one kind."""

    kind: EventKind
    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A timeline drawn to scale: years from left to right, a row for each kind of event."""

    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, int], ...]
    """Per cent from the left, and the year that begins there."""


def dated(events: Iterable[Event], labels: Labels) -> tuple[Dated, ...]:
    """The events in their order, each with its date in words."""
    shown: list[Dated] = []
    for event in events:
        year, _, rest = event.date.partition("-")
        first = not shown or shown[-1].year != year
        words = labels.partial_date(event.date, with_year=False) if rest else ""
        shown.append(
            Dated(event, words, labels.partial_date(event.date), year, first, labels["event_kind"][event.kind])
        )
    return tuple(shown)


def strip(events: Sequence[Event], labels: Labels) -> Strip | None:
    """The events drawn to scale; None where they lie within one year, which a list shows better."""
    years = [int(event.date[:4]) for event in events]
    if len(set(years)) < 2:
        return None
    first, last = min(years), max(years) + 1
    start, end = date(first, 1, 1).toordinal(), _new_year(last)

    def place(day: int) -> float:
        return round(100 * (day - start) / (end - start), 2)

    def mark(event: Event) -> Mark:
        since, until = days(event.date)
        return Mark(place(since), place(until), event.key)

    rows = [
        Row(kind, labels["event_kind"][kind], tuple(mark(event) for event in events if event.kind is kind))
        for kind in EventKind
    ]
    step = -(-(last - first) // MOST_TICKS)
    ticks = tuple((place(_new_year(year)), year) for year in range(first, last, step))
    return Strip(tuple(row for row in rows if row.marks), ticks)


def days(text: str) -> tuple[int, int]:
    """The first and last day, as ordinals, that a day, month or year may mean."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    if day:
        return (the_day := date(year, month, day).toordinal()), the_day
    last_month = month or 12
    return (
        date(year, month or 1, 1).toordinal(),
        date(year, last_month, calendar.monthrange(year, last_month)[1]).toordinal(),
    )


def _new_year(year: int) -> int:
    """The ordinal of a year's first day; the year after the last that dates can hold has one, too."""
    return date(year - 1, 12, 31).toordinal() + 1


def from_yes_to_no(positions: Iterable[Position]) -> tuple[Position, ...]:
    """In the order of what was concluded; of the same verdict, by time."""
    order = list(Verdict)
    return tuple(sorted(positions, key=lambda position: (order.index(position.verdict), position.date)))

"""The records of the lists in content/: dated events, positions of bodies, misreadings, unfinished trials.

Frozen like those of `model.py`, and made of the same fields. Each list is a file of its own, may be
missing, and stands on a page of its own; every entry says where it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import Field

from .model import Count, Flag, Id, Items, Key, Line, PartialDate, Prose, Registration, Stored
from .vocabulary import EventKind, TrialStatus, Verdict


class Entry(Stored):
    """One entry of such a list: cited and checked like claims and studies."""

    cites: tuple[Key, ...] = Field(min_length=1, max_length=200)
    """Where it was read: citation keys, besides those in the text."""
    claims: tuple[Id, ...] = Items
    """Claims that it bears on; the page shows their badges."""


class Event(Entry):
    """Something that happened on a day."""

    date: PartialDate
    """Day, month or year: as far as it is known."""
    kind: EventKind
    body: Line
    """Who did it: an authority, a journal, a company."""
    what: Prose
    key: Flag = False
    """True for the few that the home page shows."""


class Position(Entry):
    """What one body concluded, at one time, about one question."""

    body: Line
    country: Line | None = None
    date: PartialDate
    verdict: Verdict
    about: Prose
    """What it looked at, and what it was asked."""
    concluded: Prose
    why: Prose | None = None
    """Its reasons, as far as they were read."""


class Misreading(Entry):
    """What is often said, and what the source says."""

    title: Line
    said: Prose
    """In our words; nobody is quoted."""
    says: Prose
    """What the source says."""
    matters: Prose
    """Why the difference matters."""


class RegisteredTrial(Entry):
    """A trial in a registry whose results were not found."""

    registration: Registration
    title: Line
    """What it is, in neutral words; a registry's own title can promise too much."""
    condition: Line
    status: TrialStatus
    status_date: PartialDate | None = None
    """The date of the registry's copy in which that status was read."""
    run_by: tuple[Line, ...] = Items
    people: Count | None = None
    """How many were planned."""
    tests: Prose
    """What it tests: in whom, what against what."""
    note: Prose | None = None


LISTS: Mapping[str, type[Entry]] = MappingProxyType(
    {"timeline": Event, "positions": Position, "misreadings": Misreading, "trials": RegisteredTrial}
)
"""Every list by the name of its file and page: content/<name>.yml at /<name>/."""

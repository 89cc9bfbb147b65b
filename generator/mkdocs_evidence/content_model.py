"""The records of the lists in content/: dated events, positions of bodies, misreadings, unfinished trials, terms.

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
    """What kind of event it is."""
    body: Line
    """Who did it: an authority, a journal, a company."""
    what: Prose
    """What happened, in a sentence or two."""
    key: Flag = False
    """True for the few that the home page shows."""


class Position(Entry):
    """What one body concluded, at one time, about one question."""

    body: Line
    """Who concluded it."""
    country: Line | None = None
    """Where it applies."""
    date: PartialDate
    """When it was concluded."""
    verdict: Verdict
    """What it comes to."""
    about: Prose
    """What it looked at, and what it was asked."""
    concluded: Prose
    """What it concluded."""
    why: Prose | None = None
    """Its reasons, as far as they were read."""


class Misreading(Entry):
    """What is often said, and what the source says."""

    title: Line
    """The heading of the entry."""
    said: Prose
    """In our words; nobody is quoted."""
    says: Prose
    """What the source says."""
    matters: Prose
    """Why the difference matters."""


class RegisteredTrial(Entry):
    """A trial in a registry whose results were not found."""

    registration: Registration
    """Its number in the registry."""
    title: Line
    """What it is, in neutral words; a registry's own title can promise too much."""
    condition: Line
    """What the people have."""
    status: TrialStatus
    """What the registry says of its course."""
    status_date: PartialDate | None = None
    """The date of the registry's copy in which that status was read."""
    run_by: tuple[Line, ...] = Items
    """Who runs it."""
    people: Count | None = None
    """How many were planned."""
    tests: Prose
    """What it tests: in whom, what against what."""
    note: Prose | None = None
    """What else a reader should know."""


class Term(Stored):
    """A word, abbreviation or scale that the site uses, in plain words."""

    term: Line
    """As it stands in the list of terms."""
    full: Line | None = None
    """What an abbreviation stands for."""
    also: tuple[Line, ...] = Items
    """Other spellings by which a text is known to speak of it, plurals too."""
    meaning: Prose
    """What it means, in plain words."""
    instruments: tuple[Id, ...] = Items
    """Scales that it is the name of; their range and better direction are shown with it."""
    linked: Flag = True
    """False where no text leads to it: the word is everywhere, or has other meanings as well."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything that a text is known to call it."""
        return (self.term, *([self.full] if self.full else ()), *self.also)


LISTS: Mapping[str, type[Stored]] = MappingProxyType(
    {"timeline": Event, "positions": Position, "misreadings": Misreading, "trials": RegisteredTrial, "glossary": Term}
)
"""Every list by the name of its file and page: content/<name>.yml at /<name>/."""

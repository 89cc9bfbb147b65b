"""One entry of a bibliography as plain text that remembers where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .diagnostics import Location


@dataclass(frozen=True, slots=True)
class Person:
    """An author or editor, as plain text."""

    name: str
    """The whole name, given name first; an organization's name as it is."""
    family: str = ""
    """With particles: `van der Kolk`. Empty for an organization."""
    given: str = ""
    suffix: str = ""
    """`Jr`, `III`; mostly empty."""

    @property
    def is_group(self) -> bool:
        """True for an organization or study group, whose name is never taken apart."""
        return not self.family


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a bibliography, with LaTeX turned into plain text."""

    key: str
    """As typed; equal to no other key, even in another case."""
    type: str
    """In lower case, without the @."""
    fields: Mapping[str, str]
    """Values by name in lower case, in the order of the file; without authors and editors."""
    persons: Mapping[str, tuple[Person, ...]]
    """People by role (`author`, `editor`); a role nobody is named in is absent."""
    location: Location
    """Where the key stands."""
    source: str
    """The entry as it stands in the file, from @ to the last brace."""
    cut_short: frozenset[str] = frozenset()
    """Roles whose list ends in `and others`."""
    strings: Mapping[str, str] = field(default_factory=dict)
    """The abbreviations of the file that `source` makes use of, with their values."""
    complete: bool = True
    """False where reading had to stop; the fields after that place are missing."""
    places: Mapping[str, Location] = field(default_factory=dict)
    """Where the values begin, at their brace or quotation mark, by the field's name."""

    names: Mapping[str, Location] = field(default_factory=dict)
    """Where the fields' names stand, by name in lower case."""
    type_at: Location | None = None
    """Where the type stands, behind the @."""

    def name_at(self, field: str) -> Location:
        """Where the field's name stands; the entry's own place if there is no such field."""
        return self.names.get(field.lower(), self.location)

    def at(self, field: str) -> Location:
        """Where the field's value begins; the entry's own place if there is no such field."""
        return self.places.get(field.lower(), self.location)

    @property
    def organization(self) -> str:
        return self.fields.get("organization", "")


def year_of(entry: Entry) -> str:
    """The year as typed, or the first four characters of a biblatex `date`; may be empty."""
    return entry.fields.get("year") or entry.fields.get("date", "")[:4]

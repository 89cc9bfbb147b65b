"""What can be wrong with a store, as data: a code, a place, a message and a hint.

Knows nothing about files, YAML or evidence. The codes themselves stand in `codes.py`,
their renderings for terminals and machines in `reporters.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")

MAX_ALIKE = 100
"""Problems of one code that are told one by one where there may be thousands."""


class EvidenceError(Exception):
    """Base of every exception this package raises on purpose.

    Raised for misuse of our own functions and for a world we cannot work in (no such
    folder, a locked site). A problem in a store is never an exception but a `Diagnostic`.
    """


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops a build, a warning only a strict one."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem. Names are readable, permanent and never reused."""

    name: str
    """The hyphenated word that stands in messages and that `evidence explain` takes."""
    title: str
    """The problem in one short phrase."""
    wrong: str
    """What is wrong, in one or two sentences."""
    why: str
    """Why it matters to a reader or an author."""
    mend: str
    """How to mend it."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in something an author wrote."""

    path: str
    """Relative to the site's root, with forward slashes on every system."""
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters; a byte-order mark is not counted."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """A second place that belongs to a problem, such as the first of two equal keys."""

    location: Location
    note: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem at one place."""

    code: Code
    location: Location
    message: str
    """What is wrong and what was expected; one line, may hold any character an author typed."""
    hint: str = ""
    """What to do; may be empty, may run over several lines where it shows text to add."""
    related: tuple[Related, ...] = ()

    @property
    def severity(self) -> Severity:
        return self.code.severity


@dataclass(slots=True)
class Diagnostics:
    """A growing collection of diagnostics. Iterates in order of place, then code."""

    _items: dict[Diagnostic, None] = field(default_factory=dict)
    """Insertion-ordered and without repetition; a list would make hostile files slow."""

    def report(
        self,
        code: Code,
        location: Location,
        message: str,
        *,
        hint: str = "",
        related: Iterable[Related] = (),
    ) -> None:
        """Adds one problem; an identical one is kept once."""
        self._items[Diagnostic(code, location, message, hint, tuple(related))] = None

    def extend(self, others: Iterable[Diagnostic]) -> None:
        self._items.update(dict.fromkeys(others))

    def report_alike(self, found: Sequence[T], tell: Callable[[T], Diagnostic]) -> None:
        """Tells the first of what was found, all of one code and in the order given, and counts the others."""
        self.extend(map(tell, found[:MAX_ALIKE]))
        if rest := found[MAX_ALIKE:]:
            following = tell(rest[0])
            message = f"and {len(rest):,} more problems from here on"
            self.report(following.code, following.location, message, hint="mend those above first")

    def withdraw(self, code: Code, path: str) -> bool:
        """Takes out every problem of that code in the file `path`; False where there is none."""
        found = [problem for problem in self._items if problem.code is code and problem.location.path == path]
        for problem in found:
            del self._items[problem]
        return bool(found)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._items, key=lambda d: (d.location, d.code.name, d.message)))

    def __len__(self) -> int:
        return len(self._items)

    @property
    def errors(self) -> list[Diagnostic]:
        return [d for d in self if d.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Diagnostic]:
        return [d for d in self if d.severity is Severity.WARNING]

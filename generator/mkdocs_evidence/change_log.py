"""Every recorded rating of every claim, newest first, with what it changed: for `/changes/` and its feed.

Dates are those of the history entries. Nothing here knows the day of a build.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .addresses import claim_address
from .labels import Labels
from .library import Library
from .model import Claim
from .prose import plain_text
from .views import history, name_of

SHOWN = 100
"""Entries on the page; each claim's own page has all of its history."""


@dataclass(frozen=True, slots=True)
class Change:
    """One history entry beside the one before it."""

    claim: str
    """Id of the claim."""
    address: str
    """Of the entry on the claim's page."""
    question: str
    name: str
    """The claim in a few words."""
    day: date
    number: int
    """1 for the claim's first entry; later ones are added and never change it."""
    what: str
    """From which rating to which, as a sentence."""
    added: tuple[str, ...]
    """Results that were not rated before, as study/result; empty at the first entry."""
    removed: tuple[str, ...]
    why: str
    """Restricted Markdown."""
    now: str
    """The rating that holds since."""

    def told(self, labels: Labels) -> str:
        """All of it as plain text: what changed, which results, and why."""
        said = [self.what]
        for name, results in (("added", self.added), ("removed", self.removed)):
            if results:
                said.append(labels["change"][name].format(results=", ".join(results)))
        return " ".join([*said, plain_text(self.why)])


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one day: what was rated before, one by one, and what was not, by its rating."""

    day: date
    again: tuple[Change, ...]
    first: tuple[tuple[str, str, tuple[Change, ...]], ...]
    """Rating, reason in restricted Markdown, and the claims that have both; most claims first."""


def by_day(log: Iterable[Change]) -> list[Day]:
    """A log, newest first, by day.

    A new site records many claims at once, nearly all of them with one of two reasons. Told one by one they would bury
    what did change.
    """
    return [_day(day, list(of_day)) for day, of_day in groupby(log, key=lambda change: change.day)]


def _day(day: date, log: list[Change]) -> Day:
    first: dict[tuple[str, str], list[Change]] = {}
    for change in log:
        if change.number == 1:
            first.setdefault((change.now, change.why), []).append(change)
    ordered = sorted(first.items(), key=lambda item: -len(item[1]))
    return Day(
        day,
        tuple(change for change in log if change.number > 1),
        tuple((now, why, tuple(sorted(claims, key=lambda one: one.name.casefold()))) for (now, why), claims in ordered),
    )


def changes(library: Library, labels: Labels) -> list[Change]:
    """All entries of all claims, newest first; those of one day in the order of the claims."""
    found = [change for claim in library.claims.values() for change in _of_claim(claim, labels)]
    return sorted(found, key=lambda change: change.day, reverse=True)


def _of_claim(claim: Claim, labels: Labels) -> list[Change]:
    """A claim's entries, newest first."""
    found = []
    views = history(claim, labels)
    for position, (entry, view) in enumerate(zip(claim.history, views, strict=True)):
        first = position == len(views) - 1
        before = "" if first else views[position + 1].words
        rated = entry.evidence if first else views[position + 1].evidence
        form = "first" if first else "still" if before == view.words else "changed"
        found.append(
            Change(
                claim=claim.id,
                address=f"{claim_address(claim.id)}#{view.anchor}",
                question=claim.question,
                name=name_of(claim),
                day=entry.date,
                number=len(views) - position,
                what=labels["change"][form].format(before=before, now=view.words),
                added=tuple(name for name in entry.evidence if name not in rated),
                removed=tuple(name for name in rated if name not in entry.evidence),
                why=entry.why,
                now=view.words,
            )
        )
    return found

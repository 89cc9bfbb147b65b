"""The recorded rating of a claim: compare it, work the next entry out, write it into the file.

The file is edited as text, so that comments and layout stay as the author left them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from .appraisal import Appraisal, Rating
from .diagnostics import EvidenceError
from .model import HistoryEntry
from .vocabulary import State
from .yaml_reader import Document, Mapping, Sequence


class CannotRecord(EvidenceError):
    """The history cannot be written as the file stands."""


def recorded(appraisal: Appraisal) -> Rating | None:
    """The rating in the newest history entry, or None where nothing is recorded."""
    if not appraisal.claim.history:
        return None
    newest = appraisal.claim.history[0]
    return Rating(newest.level, newest.direction, newest.evidence)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the newest entry and the stores differ."""

    path: tuple[str | int, ...]
    """Where in the entry: `level`, `direction`, `evidence`, or an item of that."""
    text: str


def differences(appraisal: Appraisal) -> list[Difference]:
    """What differs between the newest entry and what follows from the stores, in words.

    Empty where nothing does. The order of results does not matter.
    """
    old, new = recorded(appraisal), appraisal.rating
    if old is None:
        return [Difference(("level",), f"nothing is recorded yet, and this follows: {describe(new)}")]
    found = []
    # While a concern suspends the rating, an entry may say so, or still say what was judged.
    suspended = appraisal.state is State.SUSPENDED and old.level == State.SUSPENDED
    if old.level != new.level and not suspended:
        found.append(Difference(("level",), f"recorded {old.level}, {new.level} follows"))
    if old.direction != new.direction and not suspended:
        text = f"recorded direction {old.direction or 'none'}, {new.direction or 'none'} follows"
        found.append(Difference(("direction",), text))
    if added := [name for name in new.evidence if name not in old.evidence]:
        found.append(Difference(("evidence",), f"{', '.join(added)} {_is(added)} rated and not recorded"))
    if removed := [name for name in old.evidence if name not in new.evidence]:
        text = f"{', '.join(removed)} {_is(removed)} recorded and no longer counted"
        found.append(Difference(("evidence", old.evidence.index(removed[0])), text))
    return found


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def describe(rating: Rating) -> str:
    """A rating in a few words: "low, supports"."""
    return f"{rating.level}, {rating.direction}" if rating.direction else rating.level


def entry_lines(rating: Rating, day: date, why: str) -> list[str]:
    """The history entry for `rating` as lines of YAML, not indented, beginning with `- date:`.

    Text stands in double quotes as JSON writes it, which is valid YAML for any text.
    """
    lines = [f"- date: {day.isoformat()}", f"  level: {rating.level}"]
    if rating.direction:
        lines.append(f"  direction: {rating.direction}")
    lines.append(f"  evidence: [{', '.join(rating.evidence)}]")
    lines.append(f"  why: {json.dumps(why, ensure_ascii=False)}")
    return lines


def with_entry(document: Document, entry: list[str]) -> str:
    """The document's text with `entry` as the newest item of `history`.

    Raises `CannotRecord` where `history` is written in brackets or holds nothing.
    """
    history = document.node("history")
    lines = document.text.split("\n")
    if history is None:
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join([*lines, "history:", *(f"  {line}" for line in entry), ""])
    if not isinstance(history, Sequence) or history.flow or not history.items:
        raise CannotRecord(
            f"{document.at('history')}: `history` has to be a list with one entry a line, each after `- `"
        )
    first = history.items[0]
    if not isinstance(first, Mapping) or first.flow:
        raise CannotRecord(
            f"{document.at('history', 0)}: an entry has to be written over several lines, without braces"
        )
    number = history.line - 1
    indent = lines[number][: history.column - 1]
    return "\n".join([*lines[:number], *(indent + line for line in entry), *lines[number:]])


def previous(appraisal: Appraisal) -> HistoryEntry | None:
    """The newest recorded entry, for the ribbon of a draft."""
    return appraisal.claim.history[0] if appraisal.claim.history else None

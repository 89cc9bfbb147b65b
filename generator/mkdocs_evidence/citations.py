"""Citations and embedded badges in prose: `[@mitchell2023, table 2; @oehen2013]`, `[badge: claim-id]`.

Finds and parses them; one parser for every place they can stand in, with one adapter for text
fields (`prose.py`) and one for content pages (`markdown_marks.py`). What they look like on a page
is decided in the templates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY = r"[A-Za-z0-9](?:[A-Za-z0-9:_./+-]*[A-Za-z0-9])?"
OPENING = re.compile(r"(?<!\\)\[(?:@|badge:)")
"""How a citation or a badge begins, unless a backslash says that it is none."""
_PART = re.compile(rf"\s*@({KEY})(?:,\s*([^\[\]@]+?))?\s*\Z")
_BADGE = re.compile(r"\[badge:\s*([^\s\[\]]+)\s*\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a reference."""

    key: str
    locator: str = ""
    """Where in the publication, as typed: "table 2"; may be empty."""


@dataclass(frozen=True, slots=True)
class EmbeddedBadge:
    """One mention of a claim by its badge."""

    claim: str
    """The claim's id."""


Mark = tuple[Citation, ...] | EmbeddedBadge
"""What one bracket holds."""


def parse_group(text: str) -> tuple[Citation, ...] | None:
    """The citations of one bracket, given with its brackets; None where it is malformed."""
    citations = []
    for part in text[1:-1].split(";"):
        match = _PART.match(part)
        if match is None:
            return None
        citations.append(Citation(match[1], (match[2] or "").strip()))
    return tuple(citations)


def mark_at(text: str, position: int) -> tuple[Mark, int] | None:
    """The mark that opens at `position` and the offset after it, or None."""
    if badge := _BADGE.match(text, position):
        return EmbeddedBadge(badge[1]), badge.end()
    if not text.startswith("[@", position):
        return None
    end = text.find("]", position)
    if end < 0:
        return None
    citations = parse_group(text[position : end + 1])
    return None if citations is None else (citations, end + 1)


def typed_at(text: str, position: int) -> str:
    """What stands at `position` in place of a mark, up to its end or 40 characters."""
    end = text.find("]", position)
    return text[position : end + 1 if 0 <= end < position + 40 else position + 40]


def without_marks(text: str) -> str:
    """The text without its citations and badges, for titles."""
    parts, end = [], 0
    for opening in OPENING.finditer(text):
        if found := mark_at(text, opening.start()):
            parts.append(text[end : opening.start()])
            end = found[1]
    return " ".join("".join([*parts, text[end:]]).split())


def mention_of(key: str) -> re.Pattern[str]:
    """What a citation of `key` looks like in text as typed; its first group is `@key`."""
    return re.compile(rf"[\[;]\s*(@{re.escape(key)})(?![A-Za-z0-9]|[:_./+-]+[A-Za-z0-9])")


def badge_of(claim: str) -> re.Pattern[str]:
    """What the badge of `claim` looks like in text as typed; its first group is the claim's id."""
    return re.compile(rf"\[badge:\s*({re.escape(claim)})\s*\]")


def letters(position: int) -> str:
    """a, b, … z, aa, ab, … for 0, 1, … : tells apart what has the same name."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(ord("a") + rest) + text
    return text

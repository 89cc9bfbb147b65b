"""Citations in prose: `[@mitchell2023]`, `[@mitchell2023, table 2; @oehen2013]`.

Finds and parses them; one parser for every place they can stand in. What a citation looks like
on a page is decided in the templates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY = r"[A-Za-z0-9](?:[A-Za-z0-9:_./+-]*[A-Za-z0-9])?"
OPENING = re.compile(r"\[@")
_PART = re.compile(rf"\s*@({KEY})(?:,\s*([^\[\]@]+?))?\s*\Z")


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a reference."""

    key: str
    locator: str = ""
    """Where in the publication, as typed: "table 2"; may be empty."""


def parse_group(text: str) -> tuple[Citation, ...] | None:
    """The citations of one bracket, given with its brackets; None where it is malformed."""
    citations = []
    for part in text[1:-1].split(";"):
        match = _PART.match(part)
        if match is None:
            return None
        citations.append(Citation(match[1], (match[2] or "").strip()))
    return tuple(citations)


def group_at(text: str, position: int) -> tuple[tuple[Citation, ...], int] | None:
    """The citations of the bracket that opens at `position` and the offset after it, or None."""
    if not text.startswith("[@", position):
        return None
    end = text.find("]", position)
    if end < 0:
        return None
    citations = parse_group(text[position : end + 1])
    return None if citations is None else (citations, end + 1)


def mention_of(key: str) -> re.Pattern[str]:
    """What a citation of `key` looks like in text as typed; its first group is `@key`."""
    return re.compile(rf"[\[;]\s*(@{re.escape(key)})(?![A-Za-z0-9]|[:_./+-]+[A-Za-z0-9])")

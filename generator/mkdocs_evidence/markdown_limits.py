"""Texts that would keep a reader of Markdown busy without end, as data: where, what and how to mend it.

From every bracket such readers look for the one that closes it, from every back tick and star for its
like: on texts made of them the time grows with the square of the length, and lists in lists end in a traceback.
Knows nothing of files or fields.
"""

from __future__ import annotations

import re

MAX_OPEN = 20
"""Brackets of one kind open at once, and lists that begin on one line."""
MAX_SIGNS = 1_000
"""Opening brackets and runs of back ticks, stars and underscores in a paragraph."""

_CLOSING = {"[": "]", "(": ")", "<": ">"}
_GAP = r"\n[ \t]*(?=\n)"
_BRACKETS = re.compile(rf"\\.|[\[(\])>]|<(?=[A-Za-z/!?])|{_GAP}")
_SIGNS = re.compile(rf"`+|\*+|_+|\[|<(?=[A-Za-z/!?])|{_GAP}")
_LISTS = re.compile(rf"^[ \t>]*(?:(?:[-*+]|\d{{1,9}}[.)])[ \t]+){{{MAX_OPEN + 1}}}", re.MULTILINE)


def too_costly(text: str) -> tuple[int, str, str] | None:
    """Offset, message and hint of the first thing that makes `text` too costly to read, or None."""
    if len(text) <= MAX_OPEN:
        return None
    if (bracket := _bracket_too_many(text)) is not None:
        return (
            bracket,
            f"more than {MAX_OPEN} brackets are open at once",
            "close them, or put a backslash before each",
        )
    if lists := _LISTS.search(text):
        return lists.start(), f"more than {MAX_OPEN} lists begin on one line", "keep one mark of a list on a line"
    if (sign := _sign_too_many(text)) is not None:
        return (
            sign,
            f"more than {MAX_SIGNS:,} signs of Markdown stand in one paragraph",
            "begin new paragraphs, each after a blank line",
        )
    return None


def _bracket_too_many(text: str) -> int | None:
    """Where a bracket is open together with `MAX_OPEN` others of its kind; those behind a backslash do not count.

    Square and round ones end with their paragraph at the latest, those of an HTML tag do not.
    """
    if all(text.count(sign) <= MAX_OPEN for sign in _CLOSING):
        return None
    is_open = dict.fromkeys(_CLOSING.values(), 0)
    for match in _BRACKETS.finditer(text):
        sign = match.group()
        if sign in _CLOSING:
            is_open[_CLOSING[sign]] += 1
            if is_open[_CLOSING[sign]] > MAX_OPEN:
                return match.start()
        elif sign in is_open:
            is_open[sign] = max(is_open[sign] - 1, 0)
        elif sign.startswith("\n"):
            is_open["]"] = is_open[")"] = 0
    return None


def _sign_too_many(text: str) -> int | None:
    """Where the first sign stands that is one too many for its paragraph, or None."""
    if sum(map(text.count, "`*_[<")) <= MAX_SIGNS:
        return None
    count = 0
    for match in _SIGNS.finditer(text):
        count = 0 if match.group().startswith("\n") else count + 1
        if count > MAX_SIGNS:
            return match.start()
    return None

"""Terms in prose: where a text uses a word that the glossary explains, and which of these uses a page links.

Knows texts and spellings, neither markup nor HTML: its two users, `prose.py` and `markdown_marks.py`, hand over what is
plain text in them. A use is a whole word or several, the longest that fits; a word with a hyphen is one word. Capitals
count in a spelling in which a word has two or more of them, as abbreviations do (CAPS is not caps), and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .wording import QUOTATION

WORD = re.compile(r"\w+(?:[-\u2010\u2011]\w+)*")
SPACE = re.compile(r"\s+")
_ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2019": "'", "\u00a0": " ", "\u202f": " "})
"""Letters that are typed in two ways and mean one thing; each is one character, so offsets stay."""


@dataclass(frozen=True, slots=True)
class Use:
    """A term where a text uses it."""

    start: int
    end: int
    term: str
    """The id of its entry."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    parts: tuple[str, ...]
    """Words and what stands between them, by turns; in small letters unless exact."""
    exact: bool
    term: str


class Terms:
    """The spellings of all terms, ready to be found in texts."""

    def __init__(self, spellings: Mapping[str, Iterable[str]]) -> None:
        """`spellings` maps the id of each entry to the ways in which its term is written.

        A spelling without a letter or digit is found nowhere; of two entries with one spelling the first is found.
        """
        self._by_first_word: dict[str, list[_Spelling]] = {}
        for term, written in spellings.items():
            for spelling in filter(None, (_spelling(text, term) for text in written)):
                self._by_first_word.setdefault(spelling.parts[0].lower(), []).append(spelling)
        for alike in self._by_first_word.values():
            alike.sort(key=lambda spelling: (-len(spelling.parts), not spelling.exact))

    def __bool__(self) -> bool:
        return bool(self._by_first_word)

    def uses(self, text: str) -> Iterator[Use]:
        """Every use in `text` outside of quotations, in order; none overlaps another.

        Takes time in proportion to the length of the text, whatever it holds and however many terms there are.
        """
        text = QUOTATION.sub(_blank, text).translate(_ALIKE)  # what somebody else said is shown as it was said
        words = [match.span() for match in WORD.finditer(text)]
        position = 0
        while position < len(words):
            found = self._at(text, words, position)
            if found is None:
                position += 1
                continue
            last = position + len(found.parts) // 2
            yield Use(words[position][0], words[last][1], found.term)
            position = last + 1

    def _at(self, text: str, words: list[tuple[int, int]], position: int) -> _Spelling | None:
        """The longest spelling that begins with the word at `position`, or None."""
        start, end = words[position]
        for spelling in self._by_first_word.get(text[start:end].lower(), ()):
            if _matches(spelling, text, words, position):
                return spelling
        return None


def spelled(text: str) -> str:
    """`text` as spellings are compared: equal for two that a reader of a text could not tell apart."""
    spelling = _spelling(text, "")
    return "".join(spelling.parts) if spelling else ""


def _blank(quotation: re.Match[str]) -> str:
    """As long as the quotation, and nothing that could stand within a term."""
    return "\0" * len(quotation[0])


def _spelling(text: str, term: str) -> _Spelling | None:
    text = text.translate(_ALIKE)
    parts = _parts(text, [match.span() for match in WORD.finditer(text)])
    if not parts:
        return None
    exact = any(sum(map(str.isupper, word)) > 1 for word in parts)
    return _Spelling(parts if exact else tuple(part.lower() for part in parts), exact, term)


def _parts(text: str, words: list[tuple[int, int]]) -> tuple[str, ...]:
    parts: list[str] = []
    before: int | None = None
    for start, end in words:
        if before is not None:
            parts.append(SPACE.sub(" ", text[before:start]))
        parts.append(text[start:end])
        before = end
    return tuple(parts)


def _matches(spelling: _Spelling, text: str, words: list[tuple[int, int]], position: int) -> bool:
    count = len(spelling.parts) // 2 + 1
    if position + count > len(words):
        return False
    for number in range(count):
        start, end = words[position + number]
        if number and not _is_gap(text, words[position + number - 1][1], start, spelling.parts[2 * number - 1]):
            return False
        word = text[start:end]
        if (word if spelling.exact else word.lower()) != spelling.parts[2 * number]:
            return False
    return True


def _is_gap(text: str, start: int, end: int, wanted: str) -> bool:
    """Whether what stands between two words is `wanted`, where any blanks and one line end are as good as one blank."""
    gap = text[start:end]
    return gap == wanted or (gap.count("\n") < 2 and SPACE.sub(" ", gap) == wanted)


class FirstUses:
    """Which uses one page links: of each term the first."""

    def __init__(self, terms: Terms, *without: str) -> None:
        """Entries `without` get no link: the page explains them itself."""
        self._terms = terms
        self._seen = set(without)
        self.linked: list[str] = []
        """Ids of the terms linked so far, in the order of the page."""

    def __bool__(self) -> bool:
        return bool(self._terms)

    def take(self, text: str) -> list[Use]:
        """The uses in `text`, the next of the page, that are the first of their terms."""
        first = []
        for use in self._terms.uses(text) if self._terms else ():
            if use.term not in self._seen:
                self._seen.add(use.term)
                self.linked.append(use.term)
                first.append(use)
        return first

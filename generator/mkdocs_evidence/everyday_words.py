"""Words as a search compares them: small letters without accents, no words that say nothing, no endings.

Which words say nothing and which endings go stands in the labels, since both belong to a language. The script of the
search does the same to what a reader types, by the same lists (`assets/search.js`); a test holds the two together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

WORD = re.compile(r"[^\W_]+")
APOSTROPHES = re.compile("['’ʼ]")
SHORTEST_STEM = 3
"""Letters that an ending has to leave."""


def folded(text: str) -> list[str]:
    """The words of `text` in their order: small letters and digits, without accents and apostrophes."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return WORD.findall(APOSTROPHES.sub("", plain).lower())


@dataclass(frozen=True)
class WordRules:
    """What one language leaves out and cuts off."""

    stop: frozenset[str]
    endings: frozenset[str]

    @classmethod
    def of(cls, words: Mapping[str, str]) -> WordRules:
        """The rules in the labels of the evidence's language: `stop` and `endings`, each with blanks between."""
        return cls(frozenset(folded(words["stop"])), frozenset(words["endings"].split()))

    def sorting(self, text: str) -> list[str]:
        """By what `text` stands in a list from A to Z: its words from the first that says something."""
        words = folded(text)
        said = (position for position, word in enumerate(words) if word not in self.stop)
        return words[next(said, 0) :]

    def stems(self, text: str) -> Iterator[str]:
        """What is left of each word of `text` that says something."""
        return (_stem(word, self.endings) for word in folded(text) if word not in self.stop)


@cache
def _stem(word: str, endings: frozenset[str]) -> str:
    """`word` without the longest of its endings that leaves enough letters."""
    cuts = (start for start in range(SHORTEST_STEM, len(word)) if word[start:] in endings)
    return word[: next(cuts, len(word))]

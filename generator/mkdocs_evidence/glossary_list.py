"""The glossary as readers see it: its entries by letter, and as data for the tips of terms."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from .addresses import term_anchor
from .content_model import Term
from .labels import Labels
from .library import Library
from .prose import plain_text
from .rendering import CitingPage
from .views import scale


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """One entry, ready to show."""

    id: str
    anchor: str
    term: str
    full: str
    meaning: str
    """Restricted Markdown."""
    scales: tuple[str, ...]
    """Range and better direction of its scales, without a full stop."""
    pages: int
    """How many pages lead here; content pages are not among them."""
    page: CitingPage | None
    """The first of them."""


@dataclass(frozen=True, slots=True)
class Letter:
    """The entries of one letter, in their order."""

    letter: str
    anchor: str
    entries: Sequence[ShownTerm]


def by_letter(library: Library, labels: Labels, using: Mapping[str, Sequence[CitingPage]]) -> list[Letter]:
    """Every term, without regard to capitals and accents; what begins with no letter comes first, in one group."""
    other = str(labels["ui"]["other_letters"])
    entries = sorted(library.glossary.values(), key=lambda term: (_letter(term, "") != "", _plain(term), term.id))
    groups = groupby(entries, key=lambda term: _letter(term, other))
    return [
        Letter(letter, _anchor(letter, other), [_shown(term, library, labels, using) for term in terms])
        for letter, terms in groups
    ]


def tips(library: Library, labels: Labels) -> dict[str, object]:
    """What the tip of each linked term says, by its id, and how the link at its end reads."""
    ui = labels["ui"]
    return {
        "more": ui["go_to_term"],
        "terms": {
            id: {
                "name": ui["term_in_full"].format(term=term.term, full=term.full) if term.full else term.term,
                "meaning": " ".join(
                    [plain_text(term.meaning), *(f"{scale}." for scale in _scales(term, library, labels))]
                ),
            }
            for id, term in library.glossary.items()
        },
    }


def _shown(term: Term, library: Library, labels: Labels, using: Mapping[str, Sequence[CitingPage]]) -> ShownTerm:
    pages = using.get(term.id, ())
    return ShownTerm(
        id=term.id,
        anchor=term_anchor(term.id),
        term=term.term,
        full=term.full or "",
        meaning=term.meaning,
        scales=_scales(term, library, labels),
        pages=len(pages),
        page=pages[0] if pages else None,
    )


def _scales(term: Term, library: Library, labels: Labels) -> tuple[str, ...]:
    found = [library.instruments[id] for id in term.instruments if id in library.instruments]
    said = dict.fromkeys(scale(instrument, labels) for instrument in found)
    return tuple(labels["ui"]["scale_of_term"].format(scale=words) for words in said)


def _anchor(letter: str, other: str) -> str:
    return "letter-other" if letter == other else f"letter-{letter.lower()}"


def _plain(term: Term) -> str:
    """The term without accents and capitals, as it is put in order."""
    parts = unicodedata.normalize("NFKD", term.term)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def _letter(term: Term, other: str) -> str:
    first = _plain(term)[:1]
    return first.upper() if first.isalpha() else other

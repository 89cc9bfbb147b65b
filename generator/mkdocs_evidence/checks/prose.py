"""Prose: citations and badges that lead somewhere, nothing malformed, links that are allowed.

Text fields and content pages hold the same marks; each is reported at its own place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, repeat

from .. import codes
from ..citations import OPENING, EmbeddedBadge, badge_of, mark_at, mention_of
from ..diagnostics import Code, Diagnostics, Location
from ..model import Stored
from ..model_errors import MAX_PROBLEMS
from ..prose import link_to, malformed_marks_in, marks_in, misplaced_marks_in, prose_in, refused_links_in
from ..yaml_reader import Step
from .names import unknown_citation, unknown_claim
from .world import World

BARE_KEY = re.compile(r"(?<![\\`])\[([A-Za-z][\w:.+-]*)\](?![(`])", re.ASCII)
"""A word in brackets; where it is a key, somebody has forgotten the sign before it."""


def marks_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-citation` at the key and `unknown-claim` at the id, also inside a block of text."""
    library = world.library
    for record in world.library.records:
        citations = _Limited(record, codes.UNKNOWN_CITATION, diagnostics)
        badges = _Limited(record, codes.UNKNOWN_CLAIM, diagnostics)
        for path, text in prose_in(record):
            seen: Counter[tuple[str, bool]] = Counter()
            for name, is_claim in _named_in(text):
                limited = badges if is_claim else citations
                if name not in (library.claims if is_claim else library.references) and limited.is_wanted(path):
                    pattern = badge_of(name) if is_claim else mention_of(name)
                    report = unknown_claim if is_claim else unknown_citation
                    report(world, diagnostics, name, record.match_at(pattern, seen[name, is_claim], *path))
                seen[name, is_claim] += 1
        citations.count_the_rest()
        badges.count_the_rest()


def _named_in(text: str) -> Iterator[tuple[str, bool]]:
    """Each citation key, and each claim's id with True, in the order of the text."""
    for mark in marks_in(text):
        if isinstance(mark, EmbeddedBadge):
            yield mark.claim, True
        else:
            yield from ((citation.key, False) for citation in mark)


def marks_on_pages_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-citation`, `unknown-claim` and `malformed-citation` on content pages."""
    library = world.library
    for page in library.content.pages:
        for citation, where in page.citations:
            if citation.key not in library.references:
                unknown_citation(world, diagnostics, citation.key, where)
        for badge, where in page.badges:
            if badge.claim not in library.claims:
                unknown_claim(world, diagnostics, badge.claim, where)
        for malformed in page.malformed:
            _malformed_mark(diagnostics, malformed.typed, malformed.location, malformed.misplaced)


def _malformed_mark(
    diagnostics: Diagnostics, typed: str, where: Location, misplaced: bool = False, key: str = ""
) -> None:
    badge = typed.startswith("[badge:")
    form = "[badge: claim-id]" if badge else "[@key], [@key, table 2] or [@one; @other]"
    kind = "badge" if badge else "citation"
    message, hint = f"`{typed}` is no {kind}", f"write [@{key}]" if key else f"write {form}"
    if misplaced:
        message = f"`{typed}` stands where no {kind} can stand"
        hint = "take it out of the remark, the text of a link, the description of a picture or the tag that it is in"
    diagnostics.report(codes.MALFORMED_CITATION, where, message, hint=hint)


def text_is_well_formed(world: World, diagnostics: Diagnostics) -> None:
    """`malformed-citation` and `link-not-allowed`, each at its own place."""
    for record in world.library.records:
        malformed = _Limited(record, codes.MALFORMED_CITATION, diagnostics)
        refused = _Limited(record, codes.LINK_NOT_ALLOWED, diagnostics)
        for path, text in prose_in(record):
            for number, typed in zip(_malformed(text), malformed_marks_in(text), strict=False):
                if malformed.is_wanted(path):
                    _malformed_mark(diagnostics, typed, record.match_at(OPENING, number, *path))
            for number, typed in misplaced_marks_in(text):
                if malformed.is_wanted(path):
                    _malformed_mark(diagnostics, typed, record.match_at(OPENING, number, *path), misplaced=True)
            seen: Counter[str] = Counter()
            for address in refused_links_in(text):
                if refused.is_wanted(path):
                    diagnostics.report(
                        codes.LINK_NOT_ALLOWED,
                        record.match_at(link_to(address), seen[address], *path),
                        f"`{address}` may not be linked",
                        hint="begin the address with https://, http://, mailto: or doi:",
                    )
                seen[address] += 1
            for number, bare in enumerate(BARE_KEY.finditer(text) if "[" in text else ()):
                if bare[1] in world.library.references and malformed.is_wanted(path):
                    _malformed_mark(diagnostics, bare[0], record.match_at(BARE_KEY, number, *path), key=bare[1])
        malformed.count_the_rest()
        refused.count_the_rest()


class _Limited:
    """Lets the first problems of one kind in one record through and counts the others.

    The place of each is looked for in the text, which takes too long where a text is made of problems.
    """

    def __init__(self, record: Stored, code: Code, diagnostics: Diagnostics) -> None:
        self.record = record
        self.code = code
        self.diagnostics = diagnostics
        self.found = 0
        self.next: tuple[Step, ...] = ()
        """The field of the first problem that is only counted."""

    def is_wanted(self, path: tuple[Step, ...]) -> bool:
        self.found += 1
        if self.found == MAX_PROBLEMS + 1:
            self.next = path
        return self.found <= MAX_PROBLEMS

    def count_the_rest(self) -> None:
        if self.found > MAX_PROBLEMS:
            message = f"and {self.found - MAX_PROBLEMS:,} more problems from here on"
            self.diagnostics.report(self.code, self.record.at(*self.next), message, hint="mend those above first")


def _malformed(text: str) -> Iterator[int]:
    """Which of the openings in `text` (from 0) begin no citation or badge, in order; then the first, without end."""
    openings = enumerate(OPENING.finditer(text))
    return chain((number for number, opening in openings if mark_at(text, opening.start()) is None), repeat(0))

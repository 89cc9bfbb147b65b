"""Text in restricted Markdown: citations that lead somewhere, nothing malformed, links that are allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, repeat

from .. import codes
from ..citations import OPENING, group_at, mention_of
from ..diagnostics import Code, Diagnostics
from ..model import Stored
from ..model_errors import MAX_PROBLEMS
from ..prose import citations_in, link_to, malformed_citations_in, prose_in, refused_links_in
from ..yaml_reader import Step
from .names import unknown_citation
from .world import World


def _records(world: World) -> Iterator[Stored]:
    library = world.library
    yield from library.claims.values()
    yield from library.studies.values()
    if library.status:
        yield library.status


def citations_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-citation` at the key itself, also inside a block of text."""
    for record in _records(world):
        report = _Limited(record, codes.UNKNOWN_CITATION, diagnostics)
        for path, text in prose_in(record):
            seen: Counter[str] = Counter()
            for citation in citations_in(text):
                if citation.key not in world.library.references and report.is_wanted(path):
                    where = record.match_at(mention_of(citation.key), seen[citation.key], *path)
                    unknown_citation(world, diagnostics, citation.key, where)
                seen[citation.key] += 1
        report.count_the_rest()


def text_is_well_formed(world: World, diagnostics: Diagnostics) -> None:
    """`malformed-citation` and `link-not-allowed`, each at its own place."""
    for record in _records(world):
        malformed = _Limited(record, codes.MALFORMED_CITATION, diagnostics)
        refused = _Limited(record, codes.LINK_NOT_ALLOWED, diagnostics)
        for path, text in prose_in(record):
            for number, typed in zip(_malformed(text), malformed_citations_in(text), strict=False):
                if malformed.is_wanted(path):
                    diagnostics.report(
                        codes.MALFORMED_CITATION,
                        record.match_at(OPENING, number, *path),
                        f"`{typed}` is no citation",
                        hint="write [@key], [@key, table 2] or [@one; @other]",
                    )
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
    """Which of the `[@` in `text` (from 0) begin no citation, in order; then the first, without end."""
    openings = enumerate(OPENING.finditer(text))
    return chain((number for number, opening in openings if group_at(text, opening.start()) is None), repeat(0))

"""Text in restricted Markdown: citations that lead somewhere, nothing malformed, links that are allowed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .. import codes
from ..citations import mention_of
from ..diagnostics import Diagnostics
from ..model import Stored
from ..prose import citations_in, malformed_citations_in, prose_in, refused_links_in
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
        for path, text in prose_in(record):
            seen: Counter[str] = Counter()
            for citation in citations_in(text):
                if citation.key not in world.library.references:
                    where = record.match_at(mention_of(citation.key), seen[citation.key], *path)
                    unknown_citation(world, diagnostics, citation.key, where)
                seen[citation.key] += 1


def text_is_well_formed(world: World, diagnostics: Diagnostics) -> None:
    """`malformed-citation` and `link-not-allowed`, each at its own place."""
    for record in _records(world):
        for path, text in prose_in(record):
            seen: Counter[str] = Counter()
            for typed in malformed_citations_in(text):
                diagnostics.report(
                    codes.MALFORMED_CITATION,
                    record.match_at(re.compile(re.escape(typed)), seen[typed], *path),
                    f"`{typed}` is no citation",
                    hint="write [@key], [@key, table 2] or [@one; @other]",
                )
                seen[typed] += 1
            for address in refused_links_in(text):
                diagnostics.report(
                    codes.LINK_NOT_ALLOWED,
                    record.match_at(re.compile(re.escape(address)), seen[address], *path),
                    f"`{address}` may not be linked",
                    hint="begin the address with https://, http://, mailto: or doi:",
                )
                seen[address] += 1

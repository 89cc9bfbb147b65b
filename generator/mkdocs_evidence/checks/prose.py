"""Text in restricted Markdown: citations that lead somewhere, nothing malformed, links that are allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .. import codes
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
                token = f"@{citation.key}"
                if citation.key not in world.library.references:
                    unknown_citation(world, diagnostics, citation.key, record.token_at(token, seen[token], *path))
                seen[token] += 1


def text_is_well_formed(world: World, diagnostics: Diagnostics) -> None:
    """`malformed-citation` and `link-not-allowed`."""
    for record in _records(world):
        for path, text in prose_in(record):
            for typed in malformed_citations_in(text):
                diagnostics.report(
                    codes.MALFORMED_CITATION,
                    record.token_at(typed, 0, *path),
                    f"`{typed}` is no citation",
                    hint="write [@key], [@key, table 2] or [@one; @other]",
                )
            for address in refused_links_in(text):
                diagnostics.report(
                    codes.LINK_NOT_ALLOWED,
                    record.token_at(address, 0, *path),
                    f"`{address}` may not be linked",
                    hint="links begin with https://, http://, mailto: or doi:",
                )

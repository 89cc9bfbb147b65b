"""The figures in the prose of claims, each held against the studies and publications that the claim names.

A figure has to stand in a study of the claim's evidence, in the dossier's record of a publication that the claim cites
or of a report of such a study, in what the claim's own pooling gives, or in `elsewhere.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mkdocs_evidence.yaml_reader import Document, Scalar, Step, scalars

from .comparing import LEVEL, Compared, Difference, Excused, Figure, amounts_of
from .records import amounts, record

CITATION = re.compile(r"\[@([\w:.-]+?)(?:[,\s][^\]]*)?\]")
NO_PROSE = {"history", "assessed", "review_due", "reviewed", "comparison", "category", "because", "see", "link"}
"""Fields at the top, or of a step, that say nothing about what was found."""
NO_PROSE_BELOW = {"step", "because", "study", "result", "role", "date", "measure", "method", "scope"}


def prose_of(document: Document) -> Iterator[tuple[tuple[Step, ...], Scalar]]:
    """Every text of a claim that readers see as prose."""
    for path, scalar in scalars(document.root):
        if path[0] not in NO_PROSE and path[-1] not in NO_PROSE_BELOW and "because" not in path:
            yield path, scalar


def keys_cited(text: str) -> set[str]:
    """The citation keys in a claim's text."""
    return set(CITATION.findall(text))


def compare_prose(document: Document, known: set[Decimal], excused: Excused = lambda figure: False) -> Compared:
    """Every figure in a claim's prose against `known` and the records of what it cites."""
    found = Compared()
    cited = sorted(keys_cited(document.text))
    borne_out = known.union(*(one.amounts for key in cited if (one := record(key)) is not None))
    for path, scalar in prose_of(document):
        for text, amount, at, behind in amounts_of(document, scalar):
            figure = Figure(tuple(str(step + 1) if isinstance(step, int) else step for step in path), text, at)
            found.figures += 1
            level = amount == 95 and LEVEL.match(behind)
            if not level and amount not in borne_out and not excused(figure):
                says = "stands in no study of its evidence and in no record of " + (", ".join(cited) or "nothing")
                found.differences.append(Difference(figure, says))
    return found


def known_from(studies: dict[str, Document], evidence: set[str]) -> set[Decimal]:
    """Every amount in the studies of a claim's evidence and in the records of their reports."""
    known: set[Decimal] = set()
    for study in evidence & set(studies):
        document = studies[study]
        for _, scalar in scalars(document.root):
            known.update(amounts(scalar.text))
        for key in document.plain()["reports"]:
            if (one := record(key)) is not None:
                known.update(one.amounts)
    return known

"""The figures in the prose of claims, each held against the studies and publications that the claim names.

In a sentence that cites, a figure has to stand in the dossier's record of a publication that is cited there or of a
study that is named there; where a dataset is cited, of any study of the claim's evidence. In other sentences, and where
a number is spelled out, it may stand in any record or study that the claim uses. What is worked out stands in
`worked_out_prose.py`, what comes from elsewhere in `elsewhere.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mkdocs_evidence.yaml_reader import Document, Scalar, Step, scalars

from .comparing import LEVEL, Compared, Difference, Excused, Figure, amounts_of
from .records import Record, amounts, record

CITATION = re.compile(r"\[@([\w:.-]+?)(?:[,\s][^\]]*)?\]")
SENTENCE = re.compile(r"(?:[^.?!\n]|[.?!](?=\S)|\n(?!\s*\n))+(?:[.?!]|\n\s*\n|$)")
"""A sentence, or a paragraph's rest without a stop; `1.5` and `[@key, p. 3]` do not end one."""
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


@dataclass(frozen=True)
class Known:
    """What a claim may draw on."""

    amounts: frozenset[Decimal]
    """Every amount in the studies of its evidence and in the records of their reports."""
    named: Mapping[str, frozenset[Decimal]]
    """The name of a study to the amounts in the records of its reports."""


def compare_prose(document: Document, known: Known, excused: Excused = lambda figure: False) -> Compared:
    """Every figure in a claim's prose against `known` and the records of what it cites."""
    found = Compared()
    everywhere = known.amounts | _amounts_of(keys_cited(document.text))
    for path, scalar in prose_of(document):
        typed = document.text[scalar.offset : scalar.end]
        sentences = [(match.end(), match.group()) for match in SENTENCE.finditer(typed)]
        for text, amount, at, behind in amounts_of(document, scalar):
            figure = Figure(tuple(str(step + 1) if isinstance(step, int) else step for step in path), text, at)
            found.figures += 1
            start = len(typed) - len(behind)
            sentence = next((said for end, said in sentences if end > start), typed)
            cited = keys_cited(sentence) if text[0].isdigit() else set()
            borne_out = _borne_out(sentence, cited, known) if cited else everywhere
            level = amount == 95 and LEVEL.match(behind)
            if not level and amount not in borne_out and not excused(figure):
                where = "is cited in its sentence: " + ", ".join(sorted(cited)) if cited else "the claim uses"
                found.differences.append(Difference(figure, f"stands in no record that {where}"))
    return found


def _borne_out(sentence: str, cited: set[str], known: Known) -> frozenset[Decimal]:
    names = [name for name in known.named if re.search(rf"(?<!\w){re.escape(name)}(?![\w-])", sentence)]
    data = any(one.parts["reference"]["entry_type"] == "dataset" for key in cited if (one := _described(key)))
    return _amounts_of(cited).union(*map(known.named.__getitem__, names), known.amounts if data else ())


def _described(key: str) -> Record | None:
    one = record(key)
    return one if one is not None and "reference" in one.parts else None


def _amounts_of(keys: set[str]) -> frozenset[Decimal]:
    return frozenset().union(*(one.amounts for key in keys if (one := record(key)) is not None))


def known_from(studies: dict[str, Document], evidence: set[str]) -> Known:
    """What the prose of a claim with these studies as its evidence may draw on."""
    own: set[Decimal] = set()
    for study in evidence & set(studies):
        own.update(amount for _, scalar in scalars(studies[study].root) for amount in amounts(scalar.text))
        own.update(_amounts_of(set(studies[study].plain()["reports"])))
    named = {document.plain()["name"]: _amounts_of(set(document.plain()["reports"])) for document in studies.values()}
    return Known(frozenset(own), named)

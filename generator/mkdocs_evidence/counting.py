"""What counts: each line of a claim's evidence with all it leads to, and what takes it out.

A confirmed retraction of the report a result is cited from, or of the dataset or review its figures
were read in, excludes it; an expression of concern is noted. Judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from .library import Library
from .model import Claim, Evidence, Result, StatusRecord, Study
from .publication_status import Standing
from .vocabulary import System


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a piece of evidence is excluded or under concern."""

    key: str
    """Citation key of the publication with the notice."""
    through: bool
    """True where that is not the study's report but the dataset or review its figures were read in."""
    record: StatusRecord


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a claim's evidence with everything it leads to."""

    position: int
    """Place in the claim's `evidence`, counted from 0."""
    evidence: Evidence
    study: Study
    result: Result | None
    excluded: Doubt | None
    """Set where a confirmed retraction takes the item out."""
    concern: Doubt | None

    @property
    def name(self) -> str:
        """`study/result`, as history lists it; the study alone where no result is named."""
        return f"{self.study.id}/{self.result.id}" if self.result else self.study.id

    @property
    def system(self) -> System:
        """What the result was found in: its own system, or its study's."""
        return self.study.system_of(self.result) if self.result else self.study.system

    @property
    def rated(self) -> bool:
        return self.evidence.role.rated

    @property
    def counted(self) -> bool:
        """True where the item enters the rating."""
        return self.rated and self.excluded is None


def items_of(claim: Claim, library: Library) -> list[Item | None]:
    """One item for each line of evidence, in its order; None where it leads nowhere (reported elsewhere)."""
    return [_item(position, evidence, library) for position, evidence in enumerate(claim.evidence)]


def _item(position: int, evidence: Evidence, library: Library) -> Item | None:
    """The item, or None where its study or result is unknown (which is reported elsewhere)."""
    study = library.studies.get(evidence.study)
    if study is None:
        return None
    result = study.result(evidence.result)
    if result is None and evidence.result is not None:
        return None
    if result is None:
        standings = [(key, False, library.standing(key)) for key in study.reports]
        # A study without a named result is out only when nothing of it is left.
        excluded = _first(standings, "retracted") if all(s.retracted for _, _, s in standings) else None
    else:
        standings = [(result.source.cite, False, library.standing(result.source.cite))]
        if result.source.through:
            standings.append((result.source.through, True, library.standing(result.source.through)))
        excluded = _first(standings, "retracted")
    return Item(position, evidence, study, result, excluded, _first(standings, "concern"))


def _first(standings: list[tuple[str, bool, Standing]], what: str) -> Doubt | None:
    for key, through, found in standings:
        if getattr(found, what) and found.record is not None:
            return Doubt(key, through, found.record)
    return None

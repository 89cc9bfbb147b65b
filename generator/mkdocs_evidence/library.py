"""Everything loaded, indexed. Answers questions, changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .content import Content, ContentPage
from .content_model import Entry, Event, Misreading, Position, RegisteredTrial, Term
from .model import Category, Claim, Comparison, Instrument, Moved, Result, StatusFile, StatusRecord, Stored, Study
from .prose import citations_in, prose_in
from .publication_status import CURRENT, Standing, standing
from .references import Reference, short_names

Citing = Claim | Study | Entry | Term | ContentPage
"""What can mention a reference."""


@dataclass(frozen=True)
class Library:
    """The stores of one site. Mappings go from id (or citation key) to record, in a stable order."""

    categories: Mapping[str, Category] = field(default_factory=dict)
    comparisons: Mapping[str, Comparison] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    studies: Mapping[str, Study] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    status: StatusFile | None = None
    content: Content = field(default_factory=Content)
    timeline: Mapping[str, Event] = field(default_factory=dict)
    """By time; of one day, in the order of the file."""
    positions: Mapping[str, Position] = field(default_factory=dict)
    misreadings: Mapping[str, Misreading] = field(default_factory=dict)
    trials: Mapping[str, RegisteredTrial] = field(default_factory=dict)
    glossary: Mapping[str, Term] = field(default_factory=dict)
    moved_claims: Mapping[str, Moved] = field(default_factory=dict)
    """Ids that no claim has any more to what became of it."""
    moved_studies: Mapping[str, Moved] = field(default_factory=dict)
    unread: frozenset[tuple[type, str]] = frozenset()
    """Kind and id of what is there but could not be read; the id `*` stands for a whole file."""

    def is_unread(self, kind: type, id: str) -> bool:
        """True where `id` names a record with a problem of its own: do not call it unknown as well."""
        return (kind, id) in self.unread or (kind, "*") in self.unread

    def comparison_of(self, claim: Claim) -> Comparison | None:
        """The comparison of a claim, or None where it has none or it is unknown."""
        return self.comparisons.get(claim.comparison) if claim.comparison else None

    def scale_of(self, results: Iterable[Result]) -> Instrument | None:
        """The one scale that all of these stand on; None where they stand on several, or on none that is known."""
        used = {result.instrument for result in results}
        return self.instruments.get(next(iter(used)) or "") if len(used) == 1 else None

    @property
    def knows_status(self) -> bool:
        """False where the status file or part of the bibliography could not be read: what looks
        current may be retracted."""
        readable = not self.is_unread(Reference, "*") and all(r.entry.complete for r in self.references.values())
        return self.status is not None and readable

    def standing(self, key: str) -> Standing:
        """Where the publication with this citation key stands; current where nothing is recorded."""
        reference = self.references.get(key)
        if reference is None or not reference.doi:
            return CURRENT
        records = self._records_by_doi.get(reference.doi)
        return standing(records) if records else CURRENT

    def withdrawn(self, study: Study) -> bool:
        """Whether all that reports it is retracted."""
        return all(self.standing(key).retracted for key in study.reports)

    @cached_property
    def _records_by_doi(self) -> Mapping[str, list[StatusRecord]]:
        records: dict[str, list[StatusRecord]] = defaultdict(list)
        for record in self.status.records if self.status else ():
            records[record.doi].append(record)
        return records

    @cached_property
    def claims_by_category(self) -> Mapping[str, list[Claim]]:
        """Category ids in their order, each with its claims by id; empty categories included."""
        claims: dict[str, list[Claim]] = {id: [] for id in self.categories}
        for claim in self.claims.values():
            claims.setdefault(claim.category, []).append(claim)
        return claims

    @cached_property
    def claims_by_study(self) -> Mapping[str, list[Claim]]:
        """Study id to the claims that list it as evidence."""
        claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims.values():
            for id in dict.fromkeys(item.study for item in claim.evidence):
                claims[id].append(claim)
        return claims

    @cached_property
    def lists(self) -> Mapping[str, Mapping[str, Entry]]:
        """The lists in content/ by the name of their file; those that are not there are empty."""
        return {
            "timeline": self.timeline,
            "positions": self.positions,
            "misreadings": self.misreadings,
            "trials": self.trials,
        }

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the lists in content/, list by list."""
        return tuple(entry for entries in self.lists.values() for entry in entries.values())

    @property
    def records(self) -> Iterator[Stored]:
        """Every record whose fields may hold prose, store by store."""
        yield from self.claims.values()
        yield from self.studies.values()
        yield from self.entries
        yield from self.glossary.values()
        if self.status:
            yield self.status

    @property
    def key_dates(self) -> tuple[Event, ...]:
        """The events that their list marks as the ones to know, by time."""
        return tuple(event for event in self.timeline.values() if event.key)

    @cached_property
    def citing(self) -> Mapping[str, list[Citing]]:
        """Citation key to the claims, studies, entries, terms and content pages that mention it, in this order."""
        found: dict[str, list[Citing]] = defaultdict(list)
        records: list[Citing] = [
            *self.claims.values(),
            *self.studies.values(),
            *self.entries,
            *self.glossary.values(),
            *self.content.pages,
        ]
        for record in records:
            for key in dict.fromkeys(self.keys_in(record)):
                found[key].append(record)
        return found

    @cached_property
    def cited(self) -> frozenset[str]:
        """Every citation key that anything in the stores mentions."""
        keys = set(self.citing)
        keys.update(scale.important.source for scale in self.instruments.values() if scale.important)
        if self.status:
            keys.update(citation.key for _, text in prose_in(self.status) for citation in citations_in(text))
        return frozenset(keys)

    @cached_property
    def short_names(self) -> Mapping[str, str]:
        """Citation key to the name by which text speaks of it; no two are alike."""
        return short_names(self.references)

    @cached_property
    def studies_by_report(self) -> Mapping[str, list[Study]]:
        """Citation key to the studies whose report it is."""
        studies: dict[str, list[Study]] = defaultdict(list)
        for study in self.studies.values():
            for key in study.reports:
                studies[key].append(study)
        return studies

    def keys_in(self, record: Citing) -> Iterator[str]:
        """Every citation key that a claim, study, entry, term or page mentions, in prose or in a field."""
        if isinstance(record, ContentPage):
            yield from (citation.key for citation, _ in record.citations)
            return
        if isinstance(record, Entry):
            yield from record.cites
        elif isinstance(record, Study):
            yield from record.reports
            for _, source in record.asides():
                yield from _keys(source.cite, source.through)
            for result in record.results:
                yield from _keys(result.source.cite, result.source.through)
            for assessment in record.risk_of_bias:
                if assessment.by != "site":
                    yield assessment.by
        elif isinstance(record, Claim):
            if record.important and record.important.source:
                yield record.important.source
            # A claim shows the reports of its evidence, so they are cited by it.
            for item in record.evidence:
                if study := self.studies.get(item.study):
                    named = study.result(item.result)
                    yield from _keys(named.source.cite, named.source.through) if named else study.reports
            if record.synthesis and record.synthesis.assumed_risk:
                yield record.synthesis.assumed_risk.source
        for _, text in prose_in(record):
            yield from (citation.key for citation in citations_in(text))


def _keys(cite: str, through: str | None) -> Iterator[str]:
    yield cite
    if through:
        yield through

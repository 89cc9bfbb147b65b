"""Many claims at a glance: the evidence map, and the summary of findings of a category or comparison.

Sorts what `views.py` made of each claim into rows and columns; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .addresses import category_address
from .appraisal import Appraisal
from .labels import Labels
from .library import Library
from .model import Claim
from .sizes import Number, Size
from .views import Badge, ClaimCard, Fact, level_badge, people_counted, state_badge
from .vocabulary import Kind, Level, Rung, State


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim in a cell of the map."""

    card: ClaimCard
    remark: str
    """What the column does not say: the state of a claim without a level, that a rung is contested; may be empty."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    badge: Badge | None
    """The badge of every claim in the column; None where they differ."""


@dataclass(frozen=True, slots=True)
class Row:
    """A category and its claims, one tuple a column."""

    name: str
    address: str
    cells: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class EvidenceMap:
    """Categories by how sure one can be, on one of the two scales."""

    scale: str
    """`certainty` or `mechanism`."""
    columns: tuple[Column, ...]
    """The highest level or rung first; then "no study found", then every other state."""
    rows: tuple[Row, ...]
    """The categories with a claim on this scale, in the site's order."""


def evidence_maps(library: Library, cards: Mapping[str, ClaimCard], labels: Labels) -> tuple[EvidenceMap, ...]:
    """One map a scale that the site has claims for, certainty first."""
    maps = [
        EvidenceMap(scale, _columns(levels, labels), tuple(_rows(library, cards, levels, mechanism, labels)))
        for scale, levels, mechanism in (
            ("certainty", tuple(reversed(Level)), False),
            ("mechanism", tuple(reversed(Rung)), True),
        )
    ]
    return tuple(map for map in maps if map.rows)


def _columns(levels: tuple[Level | Rung, ...], labels: Labels) -> tuple[Column, ...]:
    badges = [level_badge(level, labels) for level in levels]
    nothing = state_badge(State.NO_STUDY_FOUND, labels)
    return (
        *(Column(labels["column"][badge.level], badge) for badge in badges),
        Column(nothing.words, nothing),
        Column(labels["column"]["other"], None),
    )


def _rows(
    library: Library,
    cards: Mapping[str, ClaimCard],
    levels: tuple[Level | Rung, ...],
    mechanism: bool,
    labels: Labels,
) -> Iterable[Row]:
    for id, claims in library.claims_by_category.items():
        on_scale = [claim for claim in claims if (claim.kind is Kind.MECHANISM) is mechanism]
        if not on_scale:
            continue
        cells: list[list[Entry]] = [[] for _ in range(len(levels) + 2)]
        for claim in on_scale:
            card = cards[claim.id]
            cells[_place(card.badge, levels)].append(Entry(card, _remark(card.badge, labels)))
        yield Row(library.categories[id].name, category_address(id), tuple(map(tuple, cells)))


def _place(badge: Badge, levels: tuple[Level | Rung, ...]) -> int:
    """The column of a claim with this badge."""
    if badge.level:
        return [str(level) for level in levels].index(badge.level)
    return len(levels) + (badge.state != State.NO_STUDY_FOUND)


def _remark(badge: Badge, labels: Labels) -> str:
    remarks = []
    if badge.contested:
        remarks.append(labels["column"]["contested"])
    if not badge.level and badge.state != State.NO_STUDY_FOUND:
        remarks.append(labels.inside(badge.words))
    if badge.overdue:
        remarks.append(labels.inside(labels["ui"]["overdue"]))
    return "; ".join(remarks)


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim in a summary of findings."""

    card: ClaimCard
    outcome: str
    """What is measured and when, what is linked, or what goes along with it; may be empty."""
    people: Fact | None
    """How many people and studies the rating rests on; None where there are none."""
    effect: Number | None
    """The estimate; None where there is none."""
    no_effect: str
    """What stands in its place."""
    absolute: str
    """What it means for so many people, or what stands in its place."""


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The claims of one kind; harms stand beside benefits in the same rank."""

    kind: str
    findings: tuple[Finding, ...]


def findings(
    claims: Iterable[Claim],
    appraisals: Mapping[str, Appraisal],
    cards: Mapping[str, ClaimCard],
    sizes: Mapping[str, Size | None],
    labels: Labels,
    *,
    shown: Iterable[Kind] = (),
) -> tuple[FindingGroup, ...]:
    """Claims in groups by kind, in the order of the kinds, those that one can be surest of first.

    The kinds in `shown` have a group also where it is empty.
    """
    listed, always = list(claims), set(shown)
    groups = []
    for kind in Kind:
        of_kind = [claim for claim in listed if claim.kind is kind]
        if of_kind or kind in always:
            of_kind.sort(key=lambda claim: -_rank(appraisals[claim.id]))
            rows = tuple(_finding(appraisals[claim.id], cards[claim.id], sizes[claim.id], labels) for claim in of_kind)
            groups.append(FindingGroup(kind, rows))
    return tuple(groups)


def _rank(appraisal: Appraisal) -> int:
    """1 and more for a level or rung, 0 for every state without one."""
    return appraisal.level.rank if appraisal.level else 0


def _finding(appraisal: Appraisal, card: ClaimCard, size: Size | None, labels: Labels) -> Finding:
    claim = appraisal.claim
    if claim.outcome:
        outcome = f"{claim.outcome.short}, {claim.outcome.when}"
    elif claim.link:
        outcome = labels["ui"]["ladder_head"].format(start=claim.link.start, end=claim.link.end)
    else:
        outcome = ""
    words = labels["size"]
    nothing = words["not_pooled" if appraisal.counted else "no_study"]
    effect, people = (size.number, size.people) if size else (None, None)
    return Finding(
        card,
        outcome,
        people_counted(appraisal, labels) if appraisal.counted else None,
        effect,
        nothing,
        people.short if people else _without_people(effect, labels) if effect else nothing,
    )


def _without_people(effect: Number, labels: Labels) -> str:
    """Why an estimate says nothing about numbers of people."""
    return str(labels["size"]["a_score"] if effect.of_scores else labels["word"]["not_reported"])

"""Judgements of risk of bias as tables, one a tool: a row a judgement, a column a domain.

AMSTAR-2 has sixteen items and judges whole reviews, so there a row is an item and a column a judgement.
What nobody judged stands there as not assessed; judgements that disagree stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .addresses import study_address
from .appraisal import Appraisal
from .bias import AMSTAR_ITEMS, CRITICAL_ITEMS, SCALE, domains_of
from .labels import Labels
from .library import Library
from .model import BiasAssessment, Result, Study
from .pooling import published_for
from .views import result_view
from .vocabulary import BiasTool, Body, StudyType

NOT_ASSESSED = "not-assessed"

EXPECTED = {Body.RANDOMISED: BiasTool.ROB2, Body.ROBINS_I: BiasTool.ROBINS_I, Body.NON_RANDOMISED: BiasTool.ROBINS_I}
"""The tool that fits a body of evidence; none fits one group without comparison."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One judgement: its name in data, its letter, its words, and whose shape it is drawn with."""

    name: str
    letter: str
    words: str
    shape: str


@dataclass(frozen=True, slots=True)
class BiasRow:
    """One judgement of one result, or that there is none."""

    name: str
    address: str
    """Of the study; empty on its own page."""
    outcome: str
    domains: tuple[Judged, ...]
    """In the order of the table's columns."""
    overall: Judged
    by: str
    """Citation key of who judged; empty for this site, and where nobody did."""
    assessed: bool
    reason: str
    """Restricted Markdown; may be empty."""
    version: str
    """Of the tool; empty where it is not recorded."""


@dataclass(frozen=True, slots=True)
class BiasTable:
    tool: str
    domains: tuple[str, ...]
    rows: tuple[BiasRow, ...]
    key: tuple[Judged, ...]
    """Every judgement that occurs in it, the best first."""
    by: str
    """Citation key of the one who made all its judgements, and gave no reasons; else empty, and each row says it."""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One item of AMSTAR-2 with what each judgement says of it."""

    number: int
    name: str
    critical: bool
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """Judgements of reviews with AMSTAR-2: a row an item, a column a judgement."""

    tool: str
    judgements: tuple[BiasRow, ...]
    """What heads the columns; their `domains` are empty."""
    items: tuple[ReviewItem, ...]


def of_reviews(studies: Iterable[Study], labels: Labels, *, linked: bool) -> ReviewTable | None:
    """Every judgement of these reviews as a whole, side by side; None where nobody judged any."""
    judged = [(study, each) for study in studies for each in study.risk_of_bias if each.tool is BiasTool.AMSTAR_2]
    if not judged:
        return None
    words = labels["amstar_item"]
    items = tuple(
        ReviewItem(
            number,
            words[item],
            item in CRITICAL_ITEMS,
            tuple(_judged(each.domains.get(item), labels) for _, each in judged),
        )
        for number, item in enumerate(AMSTAR_ITEMS, start=1)
    )
    heads = tuple(_head(study, each, labels, linked) for study, each in judged)
    return ReviewTable(labels["bias_tool"][BiasTool.AMSTAR_2], heads, items)


def _head(study: Study, assessment: BiasAssessment, labels: Labels, linked: bool) -> BiasRow:
    return BiasRow(
        name=study.name if linked else "",
        address=study_address(study.id) if linked else "",
        outcome="",
        domains=(),
        overall=_judged(f"confidence-{assessment.overall}", labels),
        by=assessment.by if assessment.by != "site" else "",
        assessed=True,
        reason=assessment.reason or "",
        version=assessment.version or "",
    )


def reviews_of(appraisal: Appraisal, library: Library) -> list[Study]:
    """The reviews that a claim rests on or whose estimate it shows, each once."""
    counted = {item.study.id: item.study for item in appraisal.counted if item.study.type is StudyType.REVIEW}
    published = published_for(appraisal.claim, library)
    return list((counted | ({published.study.id: published.study} if published else {})).values())


def of_claim(appraisal: Appraisal, library: Library, labels: Labels) -> tuple[BiasTable, ...]:
    """The counted results with every judgement of each, by tool; a tool that nobody used has no table."""
    found: dict[BiasTool, list[tuple[Study, Result | None, BiasAssessment | None]]] = {tool: [] for tool in BiasTool}
    for item in appraisal.counted:
        if item.result is None:
            continue
        if item.study.type is StudyType.REVIEW:
            continue  # judged as a whole, in the table of reviews
        judged = [each for each in item.study.risk_of_bias if each.result in (None, item.result.id)]
        for assessment in judged:
            found[assessment.tool].append((item.study, item.result, assessment))
        expected = EXPECTED.get(item.study.body_of(item.result))
        if expected and not any(each.tool is expected for each in judged):
            found[expected].append((item.study, item.result, None))
    return tuple(
        _table(tool, rows, library, labels, linked=True)
        for tool, rows in found.items()
        if any(assessment for _, _, assessment in rows)
    )


def of_study(study: Study, library: Library, labels: Labels) -> tuple[BiasTable, ...]:
    """Every judgement of a study's results, by tool."""
    rows = [
        (study, study.result(each.result), each) for each in study.risk_of_bias if each.tool is not BiasTool.AMSTAR_2
    ]
    tables = {tool: [row for row in rows if row[2].tool is tool] for tool in BiasTool}
    return tuple(_table(tool, found, library, labels, linked=False) for tool, found in tables.items() if found)


def _table(
    tool: BiasTool,
    rows: Iterable[tuple[Study, Result | None, BiasAssessment | None]],
    library: Library,
    labels: Labels,
    *,
    linked: bool,
) -> BiasTable:
    listed = list(rows)
    columns = list(dict.fromkeys(domain for row in listed if row[2] for domain in domains_of(row[2])))
    made = tuple(_row(*row, columns, library, labels, linked) for row in listed)
    used = {judged.name for row in made for judged in (*row.domains, row.overall)}
    return BiasTable(
        tool=labels["bias_tool"][tool],
        domains=tuple(labels["bias_domain"][domain] for domain in columns),
        rows=made,
        key=tuple(_judged(name, labels) for name in (*SCALE[tool], NOT_ASSESSED) if name in used),
        by=made[0].by if _is_one_judge(made) else "",
    )


def _is_one_judge(rows: tuple[BiasRow, ...]) -> bool:
    """True where one publication made all judgements and there is nothing more to say of any."""
    more = rows[0].reason or rows[0].version
    return not more and len({(row.by, row.assessed, row.reason, row.version) for row in rows}) == 1


def _row(
    study: Study,
    result: Result | None,
    assessment: BiasAssessment | None,
    columns: list[str],
    library: Library,
    labels: Labels,
    linked: bool,
) -> BiasRow:
    domains = assessment.domains if assessment else {}
    outcome = result_view(study, result, library, labels).outcome if result else labels["bias_table"]["whole"]
    return BiasRow(
        name=study.name if linked else outcome,
        address=study_address(study.id) if linked else "",
        outcome=outcome if linked else "",
        domains=tuple(_judged(domains.get(domain), labels) for domain in columns),
        overall=_judged(assessment.overall if assessment else None, labels),
        by=assessment.by if assessment and assessment.by != "site" else "",
        assessed=assessment is not None,
        reason=(assessment.reason or "") if assessment else "",
        version=(assessment.version or "") if assessment else "",
    )


SHAPES = {
    "met": "low",
    "partly-met": "moderate",
    "not-met": "high",
    "no-meta-analysis": "no-information",
    "confidence-high": "low",
    "confidence-moderate": "moderate",
    "confidence-low": "high",
    "confidence-critically-low": "critical",
}
"""Judgements of AMSTAR-2, each drawn like one of the other tools that is as good or as bad."""


def _judged(judgement: str | None, labels: Labels) -> Judged:
    name = str(judgement or NOT_ASSESSED)
    return Judged(name, labels["bias_letter"][name], labels["bias"][name], SHAPES.get(name, name))

"""Records and appraisals to values ready to show. Judgements about evidence end here.

Templates get plain text (which they escape), finished numbers and addresses; nothing in a
template has to ask what a level means or whether something counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from . import figures
from .addresses import claim_address, study_address
from .appraisal import Appraisal
from .certainty import DOWN_DOMAINS, START, UP_DOMAINS, Judged, allowed_steps
from .counting import Item
from .history import differences, previous
from .identifiers import doi_url
from .labels import Labels
from .library import Library
from .model import (
    Arm,
    BiasAssessment,
    Comparison,
    HistoryEntry,
    Instrument,
    Result,
    StatusRecord,
    Step,
    Study,
    Upgrade,
)
from .publication_status import Standing
from .sentences import sentence
from .vocabulary import Body, Kind, Level, Rung, State


@dataclass(frozen=True, slots=True)
class Badge:
    """What the badge of a claim says, in data and in words."""

    scale: str
    """`certainty` or `mechanism` where rated or suspended, else `none`."""
    level: str
    """A level or rung; empty unless rated."""
    state: str
    direction: str
    """Empty unless rated."""
    words: str
    rank: str
    """Words for screen readers, such as "2 of 4"; may be empty."""
    meaning: str
    direction_words: str
    discs: tuple[bool, ...] = ()
    """Four discs, filled ones true; empty unless rated on certainty."""
    stairs: tuple[bool, ...] = ()
    """Five stairs, filled up to the rung; empty unless rated as a mechanism."""
    contested: bool = False
    overdue: bool = False
    draft: str = ""
    """What is not recorded yet, for the ribbon under serve; empty where all is recorded."""


def badge(appraisal: Appraisal, labels: Labels, today: date) -> Badge:
    """The badge of a claim. There is none without words."""
    claim, level, state = appraisal.claim, appraisal.level, appraisal.state
    direction = appraisal.direction if state is State.RATED else None
    # At very low certainty the evidence gives no direction that could be relied on.
    shown = direction if level is not Level.VERY_LOW and level is not Rung.PROPOSED else None
    scale = "mechanism" if claim.kind is Kind.MECHANISM else "certainty"
    said = _level_words(level, appraisal.contested, labels) if level else _state_words(appraisal, labels)
    return Badge(
        scale=scale if state in (State.RATED, State.SUSPENDED) else "none",
        level=level or "",
        state=state,
        direction=direction or "",
        words=said.words,
        rank=said.rank,
        meaning=said.meaning,
        direction_words=labels["direction"][shown] if shown else "",
        discs=discs(level) if isinstance(level, Level) else (),
        stairs=stairs(level) if isinstance(level, Rung) else (),
        contested=appraisal.contested and state is State.RATED,
        overdue=claim.review_due is not None and claim.review_due < today,
        draft=_draft(appraisal),
    )


class _Words(NamedTuple):
    """What a badge says in words."""

    words: str
    rank: str
    meaning: str


def _level_words(level: Level | Rung, contested: bool, labels: Labels) -> _Words:
    if isinstance(level, Level):
        rank = labels["rank"].format(rank=level.rank, of=len(Level))
        return _Words(labels["level"][level], rank, labels["level_meaning"][level])
    words = labels["rung"][level]
    if contested:
        words = labels["contested"].format(rung=words[:1].lower() + words[1:])
    return _Words(words, labels["rank"].format(rank=level.rank, of=len(Rung)), labels["rung_meaning"][level])


def _state_words(appraisal: Appraisal, labels: Labels) -> _Words:
    key = f"{appraisal.state}-limited" if appraisal.limited else str(appraisal.state)
    return _Words(labels["state"][key], "", labels["state_meaning"][appraisal.state])


def _draft(appraisal: Appraisal) -> str:
    if not appraisal.complete or not differences(appraisal):
        return ""
    entry = previous(appraisal)
    now = appraisal.rating
    if entry is None:
        return f"{_in_words(now.level)}, not recorded"
    if entry.level == now.level:
        return "; ".join(difference.text for difference in differences(appraisal))
    return f"{_in_words(entry.level)} \u2192 {_in_words(now.level)}, not recorded"


def _in_words(level: str) -> str:
    return level.replace("-", " ")


def level_badge(level: Level | Rung, labels: Labels) -> Badge:
    """The badge of a level or rung by itself, for a legend: it belongs to no claim and has no state."""
    said = _level_words(level, False, labels)
    return Badge(
        scale="certainty" if isinstance(level, Level) else "mechanism",
        level=level,
        state="",
        direction="",
        words=said.words,
        rank=said.rank,
        meaning=said.meaning,
        direction_words="",
        discs=discs(level) if isinstance(level, Level) else (),
        stairs=stairs(level) if isinstance(level, Rung) else (),
    )


# --- claims --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim in a list: question, sentence and badge."""

    id: str
    address: str
    question: str
    sentence: str
    badge: Badge


def claim_card(appraisal: Appraisal, library: Library, labels: Labels, today: date) -> ClaimCard:
    claim = appraisal.claim
    return ClaimCard(
        claim.id,
        claim_address(claim.id),
        claim.question,
        sentence(appraisal, library, labels),
        badge(appraisal, labels, today),
    )


@dataclass(frozen=True, slots=True)
class DerivationRow:
    """One line of "why this rating"."""

    domain: str
    meaning: str
    step: str
    reason: str
    """Restricted Markdown; may be empty."""
    because: tuple[Study, ...]
    despite: str
    discs: tuple[bool, ...]
    after: str
    quiet: bool
    """True for a domain that changed nothing."""


def derivation_row(judged: Judged, library: Library, labels: Labels) -> DerivationRow:
    judgement = judged.judgement
    undecided = isinstance(judgement, Step) and judgement.could_not_be_judged
    return DerivationRow(
        domain=labels["domain"][judged.domain],
        meaning=labels["domain_meaning"][judged.domain],
        step=labels["step"]["not-judged" if undecided and judgement.step == 0 else str(judgement.step)],
        reason=judgement.reason or "",
        because=tuple(library.studies[id] for id in judgement.because if id in library.studies),
        despite=(judgement.despite or "") if isinstance(judgement, Upgrade) else "",
        discs=discs(judged.after),
        after=labels["level"][judged.after],
        quiet=judgement.step == 0,
    )


def stairs(rung: Rung) -> tuple[bool, ...]:
    """Five stairs, filled up to the rung."""
    return tuple(position < rung.rank for position in range(len(Rung)))


@dataclass(frozen=True, slots=True)
class DerivationView:
    """ "Why this rating": from start to level."""

    body: str
    start_words: str
    start_discs: tuple[bool, ...]
    rows: tuple[DerivationRow, ...]
    level_words: str


def derivation(appraisal: Appraisal, library: Library, labels: Labels) -> DerivationView | None:
    """The derivation of a claim's level, or None where there is none."""
    derived = appraisal.derivation
    if derived is None:
        return None
    return DerivationView(
        body=labels["body"][derived.body],
        start_words=labels["level"][derived.start],
        start_discs=discs(derived.start),
        rows=tuple(derivation_row(judged, library, labels) for judged in derived.steps),
        level_words=labels["level"][derived.level],
    )


@dataclass(frozen=True, slots=True)
class RungView:
    """One rung of the ladder: its name, what it takes, and whether it was reached."""

    name: str
    meaning: str
    reached: bool
    current: bool


@dataclass(frozen=True, slots=True)
class LadderView:
    """How far a link has been tested; rungs highest first."""

    start: str
    end: str
    rungs: tuple[RungView, ...]
    groups: int
    """Known groups on the highest rung reached."""
    words: str


def ladder(appraisal: Appraisal, labels: Labels) -> LadderView | None:
    """The ladder of a mechanism, or None for every other kind or where nobody judged it."""
    climbed, link = appraisal.ladder, appraisal.claim.link
    if climbed is None or link is None:
        return None
    rungs = tuple(
        RungView(
            labels["rung"][rung], labels["rung_meaning"][rung], rung.rank <= climbed.rung.rank, rung is climbed.rung
        )
        for rung in reversed(Rung)
    )
    words = _level_words(climbed.rung, climbed.contested, labels).words
    return LadderView(link.start, link.end, rungs, len(climbed.groups), words)


@dataclass(frozen=True, slots=True)
class OverrideView:
    worked_out: str
    level: str
    by: str
    date: str
    reason: str


def override(appraisal: Appraisal, labels: Labels) -> OverrideView | None:
    """A level set by hand, with what the rules give."""
    derived = appraisal.derivation
    if derived is None or derived.override is None:
        return None
    by_hand = derived.override
    return OverrideView(
        labels["level"][derived.worked_out].lower(),
        labels["level"][by_hand.level].lower(),
        by_hand.by,
        labels.date(by_hand.date),
        by_hand.reason,
    )


@dataclass(frozen=True, slots=True)
class HistoryView:
    iso: str
    date: str
    words: str
    evidence: tuple[str, ...]
    why: str


def history_entry(entry: HistoryEntry, labels: Labels) -> HistoryView:
    words = labels["level"].get(entry.level) or labels["rung"].get(entry.level) or labels["state"][entry.level]
    if entry.direction and entry.level != Level.VERY_LOW:
        words = f"{words}, {labels['direction'][entry.direction].lower()}"
    return HistoryView(entry.date.isoformat(), labels.date(entry.date), words, entry.evidence, entry.why)


def discs(level: Level) -> tuple[bool, ...]:
    """Four discs, filled up to the level."""
    return tuple(position < level.rank for position in range(4))


@dataclass(frozen=True, slots=True)
class Figure:
    """One labelled number or phrase of a result."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result ready to show."""

    id: str
    outcome: str
    scale: str
    """Range and better direction of the instrument; may be empty."""
    when: str
    figures: tuple[Figure, ...]
    difference: str
    """Difference of two arm means, our own subtraction; empty where there is none."""
    finding: str
    people: str
    counted: bool
    """True where the number of people is known."""
    compared: str
    """Whether that is all who were randomised; may be empty."""
    source_key: str
    through_key: str
    where: str
    how: str
    note: str
    struck: bool
    """True where a retraction takes these figures out."""


def result_view(study: Study, result: Result, library: Library, labels: Labels) -> ResultView:
    instrument = library.instruments.get(result.instrument or "")
    retracted = library.standing(result.source.cite).retracted or (
        result.source.through is not None and library.standing(result.source.through).retracted
    )
    count = figures.people(result)
    name = instrument.name if instrument else (result.outcome or "")
    if instrument and result.outcome:
        name = f"{result.outcome} ({instrument.name})"
    if result.score:
        name = f"{name}, {result.score} score" if result.score == "end" else f"{name}, change"
    return ResultView(
        id=result.id,
        outcome=name,
        scale=_scale(instrument, labels) if instrument else "",
        when=figures.when(result.when, labels),
        figures=tuple(_figures(study, result, labels)),
        difference=_difference(result),
        finding=result.finding or "",
        people=str(count) if count is not None else str(labels["word"]["not_reported"]),
        counted=count is not None,
        compared=_analysed(study, result, count),
        source_key=result.source.cite,
        through_key=result.source.through or "",
        where=labels["where"].get(result.source.where, result.source.where),
        how=labels["how"][result.source.how],
        note=result.source.note or "",
        struck=retracted,
    )


def _scale(instrument: Instrument, labels: Labels) -> str:
    parts = []
    if instrument.range:
        low, high = instrument.range
        parts.append(f"{figures.number(low)} to {figures.number(high)}")
    parts.append(labels["better"][instrument.better])
    return "; ".join(parts)


def _figures(study: Study, result: Result, labels: Labels) -> Iterable[Figure]:
    for id in dict.fromkeys([*result.compare, *result.arms]):
        if id in result.arms:
            yield Figure(study.arms[id].name if id in study.arms else id, figures.arm(result.arms[id]))
    if result.same_people:
        yield Figure("Before", figures.moment(result.same_people.before))
        yield Figure("After", figures.moment(result.same_people.after))
    if result.estimate:
        estimate = result.estimate
        interval = ""
        if estimate.low is not None and estimate.high is not None:
            interval = (
                f" ({figures.number(estimate.level)}% interval {figures.number(estimate.low)}"
                f" to {figures.number(estimate.high)})"
            )
        yield Figure(labels["measure"][estimate.measure], figures.number(estimate.value) + interval)
    if result.found:
        yield Figure("Found", labels["found"][result.found])


def _difference(result: Result) -> str:
    """First arm's mean minus the second's, with the decimals the means were given with."""
    if len(result.compare) != 2 or any(id not in result.arms for id in result.compare):
        return ""
    first, second = (result.arms[id].mean for id in result.compare)
    if first is None or second is None:
        return ""
    places = max(_decimals(first), _decimals(second))
    return figures.number(round(first - second, places), places)


def _decimals(value: float) -> int:
    return len(f"{value:.10g}".partition(".")[2])


def _analysed(study: Study, result: Result, count: int | None) -> str:
    """ "of 104 randomised" where fewer people are in the figures than were randomised."""
    arms = [study.arms[id] for id in (result.compare or result.arms) if id in study.arms]
    randomised = [arm.randomised for arm in arms if arm.randomised is not None]
    if count is None or len(randomised) != len(arms) or not arms:
        return ""
    total = sum(randomised)
    return f"of {total} randomised" if total != count else ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of a claim's evidence with its study and result."""

    study: StudyCard
    role: str
    tests: str
    """For a mechanism: whether it tests the whole link or a part; else empty."""
    note: str
    result: ResultView | None
    bias: str
    """Overall judgement of risk of bias for this result, with who judged; may be empty."""
    bias_key: str
    developer: bool
    notice: Notice | None


@dataclass(frozen=True, slots=True)
class Notice:
    """What has happened to a publication, or why an item is out."""

    kind: str
    """`retracted`, `concern`, `corrected`, `reinstated` or `unconfirmed`."""
    label: str
    date: str
    reason: str
    basis: str
    doi: str
    """DOI of the notice; may be empty."""
    doi_url: str
    """Address of the notice; empty where its DOI is not recorded."""
    key: str
    through: bool


def notice(record: StatusRecord, key: str, labels: Labels, *, through: bool = False) -> Notice:
    kind = record.status if record.confirmed else "unconfirmed"
    label = labels["publication"][record.status if record.confirmed else f"unconfirmed-{record.status}"]
    return Notice(
        kind,
        label,
        labels.date(record.date) if record.date else "",
        record.reason or "",
        record.basis or "",
        record.notice or "",
        doi_url(record.notice) if record.notice else "",
        key,
        through,
    )


def evidence_row(item: Item, comparison: Comparison | None, library: Library, labels: Labels) -> EvidenceRow:
    doubt = item.excluded or item.concern
    assessed = [a for a in item.study.risk_of_bias if item.result and a.result == item.result.id]
    return EvidenceRow(
        study=study_card(item.study, labels),
        role=labels["role"][item.evidence.role],
        tests=labels["tests"][item.evidence.tests] if item.evidence.tests else "",
        note=item.evidence.note or "",
        result=result_view(item.study, item.result, library, labels) if item.result else None,
        bias="; ".join(labels["bias"][a.overall] for a in assessed),
        bias_key=assessed[0].by if assessed and assessed[0].by != "site" else "",
        developer=by_developer(item.study, comparison),
        notice=notice(doubt.record, doubt.key, labels, through=doubt.through) if doubt else None,
    )


def by_developer(study: Study, comparison: Comparison | None) -> bool:
    """True where the intervention's developer ran or paid for the study."""
    developers = comparison.developers if comparison else ()
    return not {*study.run_by, *study.paid_by}.isdisjoint(developers)


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the few facts below the badge."""

    label: str
    value: str
    small: str = ""


def claim_facts(appraisal: Appraisal, comparison: Comparison | None, labels: Labels) -> list[Fact]:
    """People and studies, follow-up, developer's share and search, as far as there is something to count."""
    ui, facts = labels["ui"], []
    counted = appraisal.counted
    studies = {item.study.id: item.study for item in counted}
    if studies:
        counts: dict[str, int] = {}
        for item in counted:
            people = figures.people(item.result) if item.result else None
            if people is not None:
                counts[item.study.id] = max(people, counts.get(item.study.id, 0))
        noun = ui["study"] if len(studies) == 1 else ui["studies"]
        total = sum(counts.values())
        unknown = len(studies) - len(counts)
        value = f"{total} in {len(studies)} {noun}" if counts else f"{len(studies)} {noun}"
        facts.append(Fact(ui["people"], value, ui["people_unknown"].format(n=unknown) if unknown and counts else ""))
    if appraisal.claim.outcome:
        facts.append(Fact(ui["measured"], appraisal.claim.outcome.when))
    if studies and comparison and comparison.developers:
        own = sum(by_developer(study, comparison) for study in studies.values())
        facts.append(Fact(ui["by_developer"], f"{own} of {len(studies)}", ", ".join(comparison.developers)))
    if appraisal.claim.search:
        search = appraisal.claim.search
        facts.append(Fact(ui["searched"], labels.date(search.date), labels["scope"][search.scope]))
    return facts


# --- studies -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StudyCard:
    """A study in a list."""

    id: str
    address: str
    name: str
    kind: str
    """Design in words."""
    population: str
    reports: tuple[str, ...]
    run_by: str
    paid_by: str
    blinding: str
    guessed: str
    guessed_key: str
    left_early: str


def study_card(study: Study, labels: Labels) -> StudyCard:
    unknown = str(labels["word"]["not_reported"])
    blinding = study.blinding
    guessed = ""
    if blinding and blinding.guessed_right_percent:
        guessed = ", ".join(
            f"{figures.number(share)}% ({study.arms[id].name if id in study.arms else id})"
            for id, share in blinding.guessed_right_percent.items()
        )
    return StudyCard(
        id=study.id,
        address=study_address(study.id),
        name=study.name,
        kind=labels["design"][study.design],
        population=study.population,
        reports=study.reports,
        run_by=", ".join(study.run_by) or unknown,
        paid_by=", ".join(study.paid_by) or unknown,
        blinding=labels["blinding"][blinding.planned] if blinding else str(labels["word"]["not_recorded"]),
        guessed=guessed,
        guessed_key=blinding.source.cite if guessed and blinding and blinding.source else "",
        left_early="; ".join(_left_early(arm) for arm in study.arms.values() if _left_early(arm)),
    )


def _left_early(arm: Arm) -> str:
    if arm.randomised is None or arm.completed is None:
        return ""
    return f"{arm.randomised - arm.completed} of {arm.randomised} ({arm.name})"


# --- references ----------------------------------------------------------------------------


def notices(standing: Standing, key: str, labels: Labels) -> list[Notice]:
    """Everything recorded about a publication, gravest first."""
    records = [standing.record, standing.reinstated, *standing.corrections, *standing.unconfirmed]
    return [notice(record, key, labels) for record in records if record is not None]


@dataclass(frozen=True, slots=True)
class BiasView:
    """One judgement of risk of bias."""

    outcome: str
    tool: str
    overall: str
    domains: tuple[tuple[str, str], ...]
    key: str
    """Citation key of the review that judged; empty for this site."""
    reason: str


def bias_view(study: Study, assessment: BiasAssessment, library: Library, labels: Labels) -> BiasView:
    result = study.result(assessment.result)
    return BiasView(
        outcome=result_view(study, result, library, labels).outcome if result else study.name,
        tool=labels["bias_tool"][assessment.tool],
        overall=labels["bias"][assessment.overall],
        domains=tuple(
            (labels["bias_domain"].get(domain, domain.replace("-", " ")), labels["bias"][judgement])
            for domain, judgement in assessment.domains.items()
        ),
        key="" if assessment.by == "site" else assessment.by,
        reason=assessment.reason or "",
    )


# --- methods -------------------------------------------------------------------------------


def rules(labels: Labels) -> dict[str, Any]:
    """What the methods page shows: levels, starts, allowed steps, rungs and states, as the code has them."""
    shown = [state for state in State if state is not State.RATED]
    return {
        "levels": [level_badge(level, labels) for level in reversed(Level)],
        "rungs": [level_badge(rung, labels) for rung in reversed(Rung)],
        "starts": [{"body": labels["body"][body], "start": labels["level"][start]} for body, start in START.items()],
        "domains": [
            {
                "domain": labels["domain"][domain],
                "meaning": labels["domain_meaning"][domain],
                "steps": _allowed(domain, labels),
            }
            for domain in (*DOWN_DOMAINS, *UP_DOMAINS)
        ],
        "states": [state_badge(state, labels) for state in shown],
    }


def _allowed(domain: str, labels: Labels) -> list[str]:
    """The allowed steps in words; one that only some bodies allow says which."""
    common = set.intersection(*(set(allowed_steps(domain, body)) for body in Body))
    words = [labels["step"][str(step)] for step in allowed_steps(domain, Body.RANDOMISED) if step in common]
    for body in Body:
        for step in allowed_steps(domain, body):
            if step not in common:
                words.append(f"{labels['step'][str(step)]} ({labels['body'][body]})")
    return words


def state_badge(state: State, labels: Labels) -> Badge:
    """The badge of a state by itself, for a legend."""
    return Badge(
        scale="none",
        level="",
        state=state,
        direction="",
        words=labels["state"][state],
        rank="",
        meaning=labels["state_meaning"][state],
        direction_words="",
    )

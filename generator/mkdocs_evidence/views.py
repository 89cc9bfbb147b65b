"""Records and appraisals to values ready to show. Judgements about evidence end here.

Templates get plain text (which they escape), finished numbers and addresses; nothing in a
template has to ask what a level means or whether something counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from . import figures
from .addresses import claim_address, study_address
from .appraisal import Appraisal
from .certainty import DOWN_DOMAINS, START, UP_DOMAINS, Derivation, Judged, allowed_steps
from .counting import Item
from .history import differences, previous
from .identifiers import doi_url
from .importance import size_of
from .labels import Labels
from .ladder import Ladder
from .library import Library
from .model import (
    BODY_OF_DESIGN,
    Arm,
    Citing,
    Claim,
    Comparison,
    Instrument,
    Result,
    StatusRecord,
    Step,
    Study,
    Upgrade,
)
from .publication_status import Standing
from .sentences import brief, sentence
from .spreads import differences_in, spread_in
from .vocabulary import Body, Kind, KnowsArm, Level, Measure, Rung, State, StudyType, System


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
    said = _level_words(level, labels, appraisal.ladder) if level else _state_words(appraisal, labels)
    return Badge(
        scale=scale if state in (State.RATED, State.SUSPENDED) else "none",
        level=level or "",
        state=state,
        direction=direction or "",
        words=said.words,
        rank=said.rank,
        meaning=said.meaning,
        direction_words=labels["direction"]["mixed-within" if appraisal.mixed_within else shown] if shown else "",
        discs=discs(level) if isinstance(level, Level) else (),
        stairs=stairs(level) if isinstance(level, Rung) else (),
        contested=appraisal.contested and state is State.RATED,
        overdue=claim.review_due is not None and claim.review_due < today,
        draft=_draft(appraisal, labels),
    )


class _Words(NamedTuple):
    """What a badge says in words."""

    words: str
    rank: str
    meaning: str


def _level_words(level: Level | Rung, labels: Labels, ladder: Ladder | None = None) -> _Words:
    """The words of a level, or of a rung; `ladder` says how a claim reached it, None in a legend."""
    if isinstance(level, Level):
        rank = labels["rank"].format(rank=level.rank, of=len(Level))
        return _Words(labels["level"][level], rank, labels["level_meaning"][level])
    words = labels["rung"][level]
    if ladder and not ladder.groups:
        words = labels["rung_unrecorded"].get(level, words)
    if ladder and ladder.contested:
        words = contested(words, labels)
    return _Words(words, labels["rank"].format(rank=level.rank, of=len(Rung)), labels["rung_meaning"][level])


def contested(rung: str, labels: Labels) -> str:
    """The words of a rung on which the studies disagree."""
    return str(labels["contested"].format(rung=labels.inside(rung)))


def _state_words(appraisal: Appraisal, labels: Labels) -> _Words:
    key = f"{appraisal.state}-limited" if appraisal.limited else str(appraisal.state)
    if appraisal.state is State.NO_STUDY_FOUND:
        return _Words(labels["state"][key], "", labels["no_study_meaning"][appraisal.claim.kind])
    return _Words(labels["state"][key], "", labels["state_meaning"][appraisal.state])


def _draft(appraisal: Appraisal, labels: Labels) -> str:
    if not appraisal.complete or not differences(appraisal):
        return ""
    entry = previous(appraisal)
    now = _short_words(appraisal.rating.level, labels)
    if entry is None:
        return str(labels["draft"]["first"].format(now=now))
    if entry.level == appraisal.rating.level:
        return "; ".join(difference.text for difference in differences(appraisal))
    return str(labels["draft"]["changed"].format(before=_short_words(entry.level, labels), now=now))


def _short_words(level: str, labels: Labels) -> str:
    """The same for a place where it is plain what they are about: "very low"."""
    return labels.inside(labels["column"].get(level) or labels["state"][level])


def level_badge(level: Level | Rung, labels: Labels) -> Badge:
    """The badge of a level or rung by itself, for a legend: it belongs to no claim and has no state."""
    said = _level_words(level, labels)
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
    name: str
    """The claim in a few words."""
    sentence: str
    badge: Badge


def name_of(claim: Claim) -> str:
    """A claim in a few words; its question where nobody wrote any."""
    return claim.short or (claim.outcome.short if claim.outcome else claim.question)


def claim_card(appraisal: Appraisal, library: Library, labels: Labels, today: date) -> ClaimCard:
    claim = appraisal.claim
    return ClaimCard(
        claim.id,
        claim_address(claim.id),
        claim.question,
        name_of(claim),
        sentence(appraisal, library, labels),
        badge(appraisal, labels, today),
    )


@dataclass(frozen=True, slots=True)
class LeadSentence:
    """A sentence of the bottom line, with the claim that it comes from."""

    text: str
    card: ClaimCard
    comparator: str
    """What was compared; empty where the claim compares nothing."""


def bottom_line(
    claims: Iterable[str],
    appraisals: Mapping[str, Appraisal],
    cards: Mapping[str, ClaimCard],
    library: Library,
    labels: Labels,
) -> list[LeadSentence]:
    """A short sentence a claim, worked out from its rating; of several in a row on one treatment the first names it."""
    shown: list[LeadSentence] = []
    before = ""
    for id in claims:
        if id not in cards:
            continue
        comparison = library.comparison_of(library.claims[id])
        treatment = comparison.intervention.short if comparison else ""
        text = brief(appraisals[id], library, labels, again=bool(treatment) and treatment == before)
        shown.append(LeadSentence(text, cards[id], comparison.comparator.short if comparison else ""))
        before = treatment
    return shown


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


@dataclass(frozen=True, slots=True)
class ThresholdsView:
    """By what an effect is called small, moderate or large, and who says so."""

    words: str
    key: str
    """Citation key; empty for the rule of thumb."""
    reason: str
    """Restricted Markdown; may be empty."""


def thresholds(appraisal: Appraisal, library: Library, labels: Labels) -> ThresholdsView | None:
    """The thresholds that the sentence went by; None where no estimate was held against any."""
    size = size_of(appraisal, library) if appraisal.level is not Level.VERY_LOW else None
    if size is None:
        return None
    stick, words = size.yardstick, labels["thresholds"]
    stated = {name: getattr(stick.thresholds, name) for name in ("small", "moderate", "large")}
    parts = [
        words[name].format(x=figures.number(value, labels=labels))
        for name, value in stated.items()
        if value is not None
    ]
    text = words["all"].format(parts=", ".join(parts), unit=words["unit"][stick.unit])
    if stick.thresholds.rule_of_thumb:
        text += " " + words["last_resort"]
    return ThresholdsView(text, stick.source, stick.reason)


def stairs(rung: Rung) -> tuple[bool, ...]:
    """Five stairs, filled up to the rung."""
    return tuple(position < rung.rank for position in range(len(Rung)))


@dataclass(frozen=True, slots=True)
class OverrideView:
    """A level set by hand, with what the rules give."""

    worked_out: str
    level: str
    discs: tuple[bool, ...]
    by: str
    date: str
    reason: str


def _override(derived: Derivation, labels: Labels) -> OverrideView | None:
    by_hand = derived.override
    if by_hand is None:
        return None
    return OverrideView(
        labels.inside(labels["level"][derived.worked_out]),
        labels.inside(labels["level"][by_hand.level]),
        discs(by_hand.level),
        by_hand.by,
        labels.date(by_hand.date),
        by_hand.reason,
    )


@dataclass(frozen=True, slots=True)
class DerivationView:
    """ "Why this rating": from start to level."""

    body: str
    start_words: str
    start_discs: tuple[bool, ...]
    rows: tuple[DerivationRow, ...]
    override: OverrideView | None
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
        override=_override(derived, labels),
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
    words = _level_words(climbed.rung, labels, climbed).words
    return LadderView(link.start, link.end, rungs, len(climbed.groups), words)


@dataclass(frozen=True, slots=True)
class HistoryView:
    """An entry of a claim's history."""

    anchor: str
    """`h-2026-11-23`; the second entry of a day has a `-2` behind it. Later entries never change it."""
    iso: str
    date: str
    words: str
    evidence: tuple[str, ...]
    why: str
    replaced: str
    """The day of the entry that took its place, in words; empty for the newest."""


def history(claim: Claim, labels: Labels) -> list[HistoryView]:
    """The history of a claim, newest first, as in its file."""
    views: list[HistoryView] = []
    for position, entry in enumerate(claim.history):
        words, day = labels.rating(entry.level), entry.date.isoformat()
        if entry.direction and entry.level != Level.VERY_LOW:
            said = labels.inside(labels["direction"][entry.direction])
            words = labels["recorded"].format(level=words, direction=said)
        before = sum(other.date == entry.date for other in claim.history[position + 1 :])
        anchor = f"h-{day}-{before + 1}" if before else f"h-{day}"
        replaced = views[-1].date if views else ""
        views.append(HistoryView(anchor, day, labels.date(entry.date), words, entry.evidence, entry.why, replaced))
    return views


def discs(level: Level) -> tuple[bool, ...]:
    """Four discs, filled up to the level."""
    return tuple(position < level.rank for position in range(4))


@dataclass(frozen=True, slots=True)
class Figure:
    """One labelled number or phrase of a result."""

    label: str
    value: str
    named: bool = False
    """True where the label is a name from the stores, such as that of a group."""


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result ready to show."""

    id: str
    outcome: str
    scale: str
    """Range and better direction of the instrument; may be empty."""
    when: str
    when_among: str
    """The same where it stands among other words, which do not say that it is a time."""
    when_said: tuple[str, ...]
    """What of the time are words of the stores, in their language."""
    figures: tuple[Figure, ...]
    difference: str
    """Difference of two arm means, our own subtraction; empty where there is none."""
    finding: str
    people: str
    counted: bool
    """True where the number of people is known."""
    compared: str
    """Whether that is all who were randomised; may be empty."""
    measured_by: str
    """Who measured it and whether they could tell the treatment; empty where that is not recorded."""
    measured_key: str
    """Citation key for that; empty where it is not recorded."""
    source_key: str
    through_key: str
    where: str
    how: str
    note: str
    struck: str
    """What takes these figures out: their report's retraction, or that of what they were read in; empty if nothing."""
    body: str
    """The body of evidence it belongs to, where that is not its study's; may be empty."""
    system: str
    """What it was found in, where that is not its study's; may be empty."""


def result_view(study: Study, result: Result, library: Library, labels: Labels) -> ResultView:
    instrument = library.instruments.get(result.instrument or "")
    count, assessor = figures.people(result), study.measured_by(result)
    name = instrument.name if instrument else (result.outcome or "")
    if instrument and result.outcome:
        name = f"{result.outcome} ({instrument.name})"
    if result.score:
        name = labels["figure"][result.score].format(name=name)
    return ResultView(
        id=result.id,
        outcome=name,
        scale=scale(instrument, labels) if instrument else "",
        when=figures.when(result.when, labels),
        when_among=figures.when(result.when, labels, "time_not_recorded"),
        when_said=(result.when.text,) if result.when and result.when.text else (),
        figures=tuple(_figures(study, result, labels)),
        difference=_difference(result, labels),
        finding=result.finding or "",
        people=figures.people_told(study, result, labels),
        counted=count is not None,
        compared=_analysed(study, result, count, labels),
        measured_by=labels["measured_by"]["all"].format(
            who=labels["measured_by"]["who"][assessor.who], arm=labels["measured_by"]["arm"][assessor.arm]
        )
        if assessor
        else "",
        measured_key=assessor.source.cite if assessor else "",
        source_key=result.source.cite,
        through_key=result.source.through or "",
        where=labels["where"].get(result.source.where, result.source.where),
        how=labels["how"][result.source.how],
        note=result.source.note or "",
        struck=_struck(result, library, labels),
        body=labels["body"][result.body] if result.body and result.body is not BODY_OF_DESIGN[study.design] else "",
        system=labels["system"][result.system] if result.system and result.system is not study.system else "",
    )


def _struck(result: Result, library: Library, labels: Labels) -> str:
    """What takes a result's figures out, in words; empty where they stand."""
    if library.standing(result.source.cite).retracted:
        return str(labels["publication"]["retracted"])
    if result.source.through and library.standing(result.source.through).retracted:
        return str(labels["publication"]["source-retracted"])
    return ""


def scale(instrument: Instrument, labels: Labels) -> str:
    parts = []
    if instrument.range:
        low, high = (figures.number(end, labels=labels) for end in instrument.range)
        parts.append(labels["figure"]["range"].format(low=low, high=high))
    parts.append(labels["better"][instrument.better])
    return "; ".join(parts)


def _figures(study: Study, result: Result, labels: Labels) -> Iterable[Figure]:
    words = labels["figure"]
    for id in dict.fromkeys([*result.compare, *result.arms]):
        if id in result.arms:
            name = study.arms[id].name if id in study.arms else id
            yield Figure(name, figures.arm(result.arms[id], labels, spread_in(result, id)), named=True)
    if result.same_people:
        yield Figure(words["before"], figures.moment(result.same_people.before, labels))
        yield Figure(words["after"], figures.moment(result.same_people.after, labels))
    if result.difference:
        told = figures.difference(result.difference, labels, differences_in(result))
        yield Figure(words["difference"], told)
    if result.correlation:
        yield Figure(words["correlation"], figures.correlation(result.correlation, labels))
    if result.estimate:
        measure = labels["measure"][result.estimate.measure]
        if result.estimate.measure is Measure.MD and study.body_of(result) is Body.SINGLE_ARM:
            measure = labels["mean_change"]  # nobody was compared with anybody else
        yield Figure(measure, figures.estimate(result.estimate, labels))
    if result.found:
        yield Figure(words["found"], labels["found"][result.found])


def _difference(result: Result, labels: Labels) -> str:
    """First arm's mean minus the second's, with the decimals the means were given with."""
    if len(result.compare) != 2 or any(id not in result.arms for id in result.compare):
        return ""
    first, second = (result.arms[id].mean for id in result.compare)
    if first is None or second is None:
        return ""
    places = max(_decimals(first), _decimals(second))
    return figures.number(round(first - second, places), places, labels)


def _decimals(value: float) -> int:
    return len(f"{value:.10g}".partition(".")[2])


def _analysed(study: Study, result: Result, count: int | None, labels: Labels) -> str:
    """ "of 104 randomised" where fewer people are in the figures than were randomised."""
    arms = [study.arms[id] for id in (result.compare or result.arms) if id in study.arms]
    randomised = [arm.randomised for arm in arms if arm.randomised is not None]
    if count is None or len(randomised) != len(arms) or not arms:
        return ""
    total = sum(randomised)
    return labels["figure"]["randomised"].format(n=total) if total != count else ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of a claim's evidence with its study and result."""

    study: StudyCard
    role: str
    tests: str
    """For a mechanism: whether it tests the whole link or a part; else empty."""
    note: str
    result: ResultView | None
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
    if through:
        label = labels["publication"][f"source-{record.status}"]
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
    return EvidenceRow(
        study=study_card(item.study, labels),
        role=labels["role"][item.evidence.role],
        tests=labels["tests"][item.evidence.tests] if item.evidence.tests else "",
        note=item.evidence.note or "",
        result=result_view(item.study, item.result, library, labels) if item.result else None,
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
    said: tuple[str, ...] = ()
    """What of the value are words of the stores, in their language."""


def claim_facts(appraisal: Appraisal, comparison: Comparison | None, labels: Labels) -> list[Fact]:
    """People and studies, follow-up, developer's share and search, as far as there is something to count."""
    ui, facts = labels["ui"], []
    claim, studies = appraisal.claim, _studies(appraisal)
    if studies:
        facts.append(people_counted(appraisal, labels))
    if outcome := claim.outcome:
        measured = Fact(ui["measured"], outcome.when, said=(outcome.when,))
        named = f"{outcome.short}, {outcome.when}"
        facts.append(measured if studies else Fact(ui["outcome"], named, said=(named,)))
    if studies and comparison and comparison.developers:
        own = sum(by_developer(study, comparison) for study in studies.values())
        share = labels["figure"]["events"].format(n=own, of=len(studies))
        facts.append(Fact(ui["by_developer"], share, ", ".join(comparison.developers)))
    if claim.search:
        facts.append(Fact(ui["searched"], labels.date(claim.search.date), labels["scope"][claim.search.scope]))
    return facts


def who_measured(appraisal: Appraisal, labels: Labels) -> str:
    """In how many of the counted studies the outcome was measured by somebody who could tell the treatment.

    Empty where it is not recorded for any of them; a study counts as one that could where any of its results does.
    """
    known: dict[str, bool] = {}
    for item in appraisal.counted:
        by = item.study.measured_by(item.result) if item.result else None
        if by and by.arm is not KnowsArm.NOT_RECORDED:
            could = by.arm in (KnowsArm.COULD_GUESS, KnowsArm.KNEW)
            known[item.study.id] = known.get(item.study.id, False) or could
    studies = len(_studies(appraisal))
    if not known:
        return ""
    words = labels["measured_by"]
    told = str(words["share"].format(n=sum(known.values()), of=studies))
    return told + (words["unknown"].format(n=studies - len(known)) if len(known) < studies else "") + "."


def people_counted(appraisal: Appraisal, labels: Labels) -> Fact:
    """How many people in how many studies the rating rests on; each study once, with its largest result."""
    studies = _studies(appraisal)
    people: dict[str, int] = {}
    of_people = [item for item in appraisal.counted if item.system is System.PEOPLE]
    for item in of_people:
        count = figures.people(item.result) if item.result else None
        if count is not None:
            people[item.study.id] = max(count, people.get(item.study.id, 0))
    in_studies = labels.counted("studies", len(studies))
    if not people:
        return Fact(labels["ui"]["all_studies"], in_studies)
    in_people = {item.study.id for item in of_people}
    left = (("people_unknown", len(in_people) - len(people)), ("not_in_people", len(studies) - len(in_people)))
    value = labels["figure"]["people_in"].format(n=figures.thousands(sum(people.values()), labels), studies=in_studies)
    return Fact(labels["ui"]["people"], value, ", ".join(labels.counted(name, n) for name, n in left if n))


def _studies(appraisal: Appraisal) -> dict[str, Study]:
    """The studies that count, each once."""
    return {item.study.id: item.study for item in appraisal.counted}


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
    arms: tuple[str, ...]
    """Names of the groups, which stand in some of these texts."""
    used_before: str
    """How many had used what is tested before; empty where that is not recorded."""
    used_before_keys: tuple[str, ...]
    """Where that was read."""
    left_early: str
    primary_outcome: str
    """What was registered and what was reported; empty where neither is recorded."""
    primary_said: tuple[str, ...]
    """What of that are words of the stores, in their language."""
    primary_key: str
    primary_differs: bool


def study_card(study: Study, labels: Labels) -> StudyCard:
    unknown = str(labels["word"]["not_reported"])
    blinding = study.blinding
    guessed = ""
    if blinding and blinding.guessed_right_percent:
        guessed = ", ".join(
            f"{figures.percent(figures.number(share, labels=labels), labels)} "
            f"({study.arms[id].name if id in study.arms else id})"
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
        arms=tuple(arm.name for arm in study.arms.values()),
        used_before=_used_before(study, labels),
        used_before_keys=_read_in(study.used_before.source) if study.used_before else (),
        left_early="; ".join(_left_early(arm, labels) for arm in study.arms.values() if _left_early(arm, labels)),
        primary_outcome=_primary(study, labels),
        primary_said=_primary_said(study),
        primary_key=study.primary_outcome.source.cite if study.primary_outcome else "",
        primary_differs=study.primary_outcome is not None and study.primary_outcome.same is False,
    )


def _primary(study: Study, labels: Labels) -> str:
    """The registered and the reported primary outcome, and whether they are the same."""
    primary, words = study.primary_outcome, labels["primary_outcome"]
    if primary is None:
        return ""
    unknown = labels["word"]["not_recorded"]
    told = words["both"].format(registered=primary.registered or unknown, reported=primary.reported or unknown)
    compared = {True: words["same"], False: words["differs"], None: ""}[primary.same]
    return f"{told} {compared}".strip()


def _primary_said(study: Study) -> tuple[str, ...]:
    primary = study.primary_outcome
    return tuple(filter(None, (primary.registered, primary.reported))) if primary else ()


@dataclass(frozen=True, slots=True)
class TrialRow:
    """A randomised trial beside others: who took part, who stayed, and who could know."""

    card: StudyCard
    groups: tuple[str, ...]
    """Each arm in words: its name, how many were randomised, how many completed."""


def randomised_trials(library: Library, labels: Labels) -> list[TrialRow]:
    """Every randomised trial that was not retracted, the largest first."""
    trials = [
        study
        for study in library.studies.values()
        if study.type is StudyType.TRIAL
        and BODY_OF_DESIGN[study.design] is Body.RANDOMISED
        and not library.withdrawn(study)
    ]
    trials.sort(key=lambda study: (-_people_in(study), study.name.casefold(), study.id))
    return [
        TrialRow(study_card(study, labels), tuple(_group(arm, labels) for arm in study.arms.values()))
        for study in trials
    ]


def _people_in(study: Study) -> int:
    return sum(arm.randomised or arm.completed or 0 for arm in study.arms.values())


def _group(arm: Arm, labels: Labels) -> str:
    words = labels["trust"]
    if arm.randomised is None and arm.completed is None:
        return str(words["group_unknown"].format(arm=arm.name))
    if arm.randomised is None:
        return str(words["group_completed"].format(arm=arm.name, completed=arm.completed))
    if arm.completed is None:
        return str(words["group_randomised"].format(arm=arm.name, n=arm.randomised))
    return str(words["group"].format(arm=arm.name, n=arm.randomised, completed=arm.completed))


def _used_before(study: Study, labels: Labels) -> str:
    """Per cent of all and of each arm, "32% (treated 39%, placebo 25%)", as far as it is recorded."""
    used = study.used_before
    if used is None:
        return ""
    arms = ", ".join(
        f"{study.arms[id].name if id in study.arms else id} {figures.percent(figures.number(share, 0, labels), labels)}"
        for id, share in used.by_arm.items()
    )
    if used.percent is None:
        return arms
    whole = figures.percent(figures.number(used.percent, 0, labels), labels)
    return f"{whole} ({arms})" if arms else whole


def _read_in(source: Citing) -> tuple[str, ...]:
    """The keys of the report, and of what it was read through."""
    return (source.cite, source.through) if source.through else (source.cite,)


def _left_early(arm: Arm, labels: Labels) -> str:
    if arm.randomised is None or arm.completed is None:
        return ""
    left = arm.randomised - arm.completed
    return str(labels["figure"]["left_early"].format(n=left, of=arm.randomised, arm=arm.name))


# --- references ----------------------------------------------------------------------------


def notices(standing: Standing, key: str, labels: Labels) -> list[Notice]:
    """Everything recorded about a publication, gravest first."""
    records = [standing.record, standing.reinstated, *standing.corrections, *standing.unconfirmed]
    return [notice(record, key, labels) for record in records if record is not None]


def paid_by(key: str, library: Library, labels: Labels) -> str:
    """Who paid for the studies whose report a publication is; `not recorded` where it is the report of none."""
    studies = library.studies_by_report.get(key)
    if not studies:
        return str(labels["word"]["not_recorded"])
    payers = dict.fromkeys(payer for study in studies for payer in study.paid_by)
    return ", ".join(payers) or str(labels["word"]["not_reported"])


def claims_citing(key: str, library: Library, labels: Labels) -> str:
    """How many claims cite a publication, in words."""
    return labels.counted("cited_by", sum(isinstance(record, Claim) for record in library.citing.get(key, [])))


# --- methods -------------------------------------------------------------------------------


def legend(labels: Labels) -> dict[str, list[Badge]]:
    """Every badge there can be, by itself: levels and rungs from the highest, and the states without a level."""
    return {
        "levels": [level_badge(level, labels) for level in reversed(Level)],
        "rungs": [level_badge(rung, labels) for rung in reversed(Rung)],
        "states": [state_badge(state, labels) for state in State if state is not State.RATED],
    }


def rules(labels: Labels) -> dict[str, Any]:
    """What the methods page shows besides the legend: starts and allowed steps, as the code has them."""
    return {
        "starts": [{"body": labels["body"][body], "start": labels["level"][start]} for body, start in START.items()],
        "domains": [
            {
                "domain": labels["domain"][domain],
                "meaning": labels["domain_meaning"][domain],
                "steps": _allowed(domain, labels),
            }
            for domain in (*DOWN_DOMAINS, *UP_DOMAINS)
        ],
    }


def arithmetic(appraisals: Mapping[str, Appraisal], labels: Labels) -> dict[str, Any]:
    """The same for authors, by the names of fields and in numbers, with a claim for each sum that occurs."""
    worked: dict[str, dict[str, Any]] = {}
    for appraisal in appraisals.values():
        derivation = appraisal.derivation
        if derivation is None or derivation.override:
            continue
        steps = [judged.judgement.step for judged in derivation.steps if judged.judgement.step]
        total = derivation.start.rank + sum(steps)
        taken = "".join(_signed(step) for step in steps)
        written = f"{derivation.start.rank}{taken} = {figures.number(total, labels=labels)}"
        if total != derivation.worked_out.rank:
            written += f" → {derivation.worked_out.rank}"
        row = {
            "question": appraisal.claim.question,
            "address": claim_address(appraisal.claim.id),
            "body": derivation.body,
            "sum": written,
            "level": labels["level"][derivation.worked_out],
        }
        worked.setdefault(f"{derivation.body} {written}", row)
    return {
        "starts": [
            {"field": body, "body": labels["body"][body], "rank": start.rank, "level": labels["level"][start]}
            for body, start in START.items()
        ],
        "domains": [_allowed_in_numbers(domain, labels) for domain in (*DOWN_DOMAINS, *UP_DOMAINS)],
        "worked": [worked[key] for key in sorted(worked)],
    }


def _allowed_in_numbers(domain: str, labels: Labels) -> dict[str, Any]:
    common = set.intersection(*(set(allowed_steps(domain, body)) for body in Body))
    more = {body: [step for step in allowed_steps(domain, body) if step not in common] for body in Body}
    return {
        "field": domain,
        "meaning": labels["domain_meaning"][domain],
        "steps": _listed((step for step in allowed_steps(domain, Body.RANDOMISED) if step in common), labels),
        "more": [{"body": body, "steps": _listed(steps, labels)} for body, steps in more.items() if steps],
    }


def _listed(steps: Iterable[int], labels: Labels) -> str:
    return ", ".join((f"+{step}" if step > 0 else figures.number(step, labels=labels)) for step in steps)


def _signed(step: int) -> str:
    return f" − {-step}" if step < 0 else f" + {step}"


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

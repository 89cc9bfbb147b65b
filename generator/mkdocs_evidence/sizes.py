"""How big an effect is, ready to show: the estimate that stands for a claim, and all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from . import figures
from .appraisal import Appraisal
from .forest import Forest, forest_of
from .labels import Labels
from .library import Library
from .people import PICTURED, People, people_of
from .pooling import ClaimPool, Published, pool_claim, published_for
from .synthesis import NotEstimable, OneStudy, Outcome, Pooled, Synthesis
from .telling import SCORES, Teller
from .views import Fact
from .vocabulary import Measure


@dataclass(frozen=True, slots=True)
class Number:
    """An estimate in text."""

    value: str
    ends: str
    """Its interval, "−0.98 to −0.45"; empty where there is none."""
    measure: str
    remark: str
    """That it is one study's, or a review's; empty for one that was pooled here."""
    of_scores: bool
    """True for a difference of scores, which says nothing about how many people."""

    @property
    def text(self) -> str:
        return f"{self.value} ({self.ends})" if self.ends else self.value


@dataclass(frozen=True, slots=True)
class Size:
    """Everything about how big a claim's effect is."""

    number: Number | None
    """The one estimate that stands for the claim; None where nothing could be estimated."""
    forest: Forest | None
    notes: tuple[str, ...]
    """Method, how much the studies differ, and what else belongs to the numbers; one sentence each."""
    key: str
    """Citation key of a published estimate that is shown; may be empty."""
    differs: str
    """Why ours and a published estimate differ, in the author's Markdown; may be empty."""
    leave_one_out: tuple[tuple[str, str, str], ...]
    """What is left out, in words, the estimate without it, and its name."""
    people: People | None


def size(appraisal: Appraisal, library: Library, labels: Labels) -> Size | None:
    """How big the effect of a claim is; None where the claim asks for no estimate."""
    pool, published = pool_claim(appraisal, library), published_for(appraisal.claim, library)
    ours = pool.counted if pool else None
    teller = Teller(appraisal, library, labels)
    if ours is None and published is None:
        return None
    return Size(
        number=_number(ours, published, teller),
        forest=forest_of(pool, published, teller),
        notes=tuple(_notes(pool, ours, teller)) if pool and ours else (),
        key=published.result.source.cite if published else "",
        differs=published.differs if ours and published else "",
        leave_one_out=tuple(_leave_one_out(ours, teller)) if ours else (),
        people=people_of(ours, published.estimate if published else None, teller),
    )


def fact(found: Size | None, appraisal: Appraisal, labels: Labels) -> list[Fact]:
    """The size for the few facts below the badge; at very low certainty and without a rating none is said there."""
    if found is None or found.number is None or appraisal.level not in PICTURED:
        return []
    number = found.number
    return [Fact(labels["size"]["fact"], number.text, ", ".join(filter(None, (number.measure, number.remark))))]


def _number(ours: Synthesis | None, published: Published | None, teller: Teller) -> Number | None:
    if ours and not isinstance(ours.outcome, NotEstimable):
        remark = teller.words["of_one"] if isinstance(ours.outcome, OneStudy) else ""
        told = teller.told(ours.outcome.value, ours.outcome.interval, ours.measure)
        return Number(*told, teller.measure(ours.measure), remark, ours.measure in SCORES)
    if published is None:
        return None
    remark = teller.words["by_review"].format(name=published.study.name)
    measure = published.estimate.measure
    return Number(*teller.as_printed(published), teller.measure(measure), remark, measure in SCORES)


def _one_line(outcome: Outcome, measure: Measure, teller: Teller) -> str:
    if isinstance(outcome, NotEstimable):
        return str(teller.words["not_estimable"][outcome.reason])
    return "{} ({})".format(*teller.told(outcome.value, outcome.interval, measure))


def _notes(pool: ClaimPool, ours: Synthesis, teller: Teller) -> Iterable[str]:
    words, found = teller.words, ours.outcome
    studies = teller.labels.counted("studies", len({teller.items[line.name].study.id for line in ours.lines}))
    people = teller.total(ours.lines)
    if isinstance(found, NotEstimable):
        yield words["not_estimable"][found.reason]
        return
    if people is not None:
        yield words["basis"].format(studies=studies, people=teller.labels.counted("people", people))
    else:
        yield words["basis_unknown"].format(studies=studies)
    if isinstance(found, OneStudy):
        yield words["one"]
    else:
        yield words["interval_by"][found.interval_by].format(method=words["method"][found.method])
        yield from _heterogeneity(found, ours.measure, teller)
    yield from _between(ours, teller)
    if halved := [line.name for line in ours.lines if line.effect.half_added]:
        yield words["half_added"].format(names=teller.names(halved))
    if pool.reversed:
        yield words["reversed"].format(names=teller.names(pool.reversed))


def _heterogeneity(found: Pooled, measure: Measure, teller: Teller) -> Iterable[str]:
    words, between = teller.words, found.heterogeneity
    if found.narrower_than_wald:
        yield words["narrower"]
    if not found.heterogeneity_can_be_judged:
        yield words["two"]
        return
    numbers = {
        "i2": figures.share(between.i2, teller.labels),
        "q": figures.number(between.q, 2, teller.labels),
        "df": between.df,
        "p": figures.probability(between.p, teller.labels),
    }
    if between.tau2 is None:
        yield words["heterogeneity_common"].format(**numbers)
    else:
        yield words["heterogeneity"].format(tau2=figures.variance(between.tau2, teller.labels), **numbers)
    if found.prediction:
        _, ends = teller.told(found.value, found.prediction, measure)
        yield words["prediction"].format(ends=ends)


def _between(ours: Synthesis, teller: Teller) -> Iterable[str]:
    plan, test = teller.appraisal.claim.synthesis, ours.between
    if plan and plan.by and test:
        q, p = figures.number(test.q, 2, teller.labels), figures.probability(test.p, teller.labels)
        yield teller.words["between"].format(by=plan.by, q=q, df=test.df, p=p)


def _leave_one_out(ours: Synthesis, teller: Teller) -> Iterable[tuple[str, str, str]]:
    for each in ours.leave_one_out:
        name = teller.name(each.name)
        yield teller.words["without"].format(name=name), _one_line(each.outcome, ours.measure, teller), name

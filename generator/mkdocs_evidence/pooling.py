"""A claim's counted results to one pooled estimate, with and without what was excluded.

`effect_sizes.py` and `synthesis.py` do the arithmetic; here it is decided which figures of a result
enter it, and which way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import contradictions
from .appraisal import Appraisal
from .contradictions import Candidate
from .counting import Item
from .effect_sizes import (
    Effect,
    Events,
    Mean,
    PairedMeans,
    Reason,
    Refusal,
    Spread,
    effect_of_estimate,
    effect_of_events,
    effect_of_means,
    effect_of_pairs,
)
from .library import Library
from .model import ArmData, AssumedRisk, Claim, Estimate, Result, Study
from .spreads import differences_in, spread_in, spread_of
from .synthesis import Contribution, Synthesis, synthesise
from .vocabulary import Better, Measure, Method

HARMLESS = frozenset({Reason.NO_EVENTS, Reason.ALL_EVENTS})
"""Refusals that are no mistake: such a trial has nothing to say about a ratio, and stays visible."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why results do not belong into one pool."""

    position: int | None
    """Place of the result in the claim's `evidence`, counted from 0; None where it concerns several."""
    why: str


@dataclass(frozen=True, slots=True)
class ClaimPool:
    """What pooling the evidence of one claim gives."""

    measure: Measure
    method: Method
    obstacles: tuple[Obstacle, ...]
    counted: Synthesis | None
    """The results that count; None where there are obstacles."""
    with_excluded: Synthesis | None
    """The same with the results that a retraction took out, to show the difference; None where there are none."""
    reversed: tuple[str, ...]
    """Names of results whose SMD changed its sign, since their scale runs the other way from the first one's."""


@dataclass(frozen=True, slots=True)
class Published:
    """A review's own estimate that stands for a claim's evidence."""

    study: Study
    result: Result
    estimate: Estimate
    differs: str
    """Why it is not the one worked out here, as the author writes it; empty where none is."""


def pool_claim(appraisal: Appraisal, library: Library) -> ClaimPool | None:
    """The pooled estimate that the claim asks for; None where it asks for none, or some evidence leads nowhere."""
    plan = appraisal.claim.synthesis
    if plan is None or plan.measure is None or not appraisal.complete:
        return None
    measure, method = plan.measure, plan.method or Method.REML
    obstacles = obstacles_of(appraisal)
    if obstacles:
        return ClaimPool(measure, method, obstacles, None, None, ())
    items = [item for item in appraisal.items if item.rated and item.result]
    reversed_ = _reversed(items, measure, library)
    contributions = [
        _contribution(item, measure, item.name in reversed_, item.evidence.subgroup if plan.by else None)
        for item in items
    ]
    counted = [each for each, item in zip(contributions, items, strict=True) if item.counted]
    return ClaimPool(
        measure,
        method,
        obstacles,
        counted=synthesise(counted, measure, method),
        with_excluded=synthesise(contributions, measure, method) if len(counted) < len(contributions) else None,
        reversed=tuple(item.name for item in items if item.name in reversed_),
    )


def _contribution(item: Item, measure: Measure, reverse: bool, subgroup: str | None) -> Contribution:
    assert item.result is not None  # only items with a result are pooled
    effect = effect_of_result(item.result, measure)
    return Contribution(item.name, effect.flipped() if reverse and isinstance(effect, Effect) else effect, subgroup)


def published_for(claim: Claim, library: Library) -> Published | None:
    """The review's estimate that the claim shows, or None where it names none, or none that is there."""
    named = claim.synthesis.published if claim.synthesis else None
    study = library.studies.get(named.study) if named else None
    result = study.result(named.result) if study and named else None
    if named is None or study is None or result is None or result.estimate is None:
        return None
    return Published(study, result, result.estimate, named.differs or "")


def measure_of(claim: Claim, library: Library) -> Measure | None:
    """The measure of the estimate that a claim asks for: ours, else the published one's; None where it wants none."""
    published = published_for(claim, library)
    ours = claim.synthesis.measure if claim.synthesis else None
    return ours or (published.estimate.measure if published else None)


@dataclass(frozen=True, slots=True)
class ControlRisk:
    """How many of the people in the comparison groups had the event, over all counted results that say so."""

    events: int
    total: int

    @property
    def proportion(self) -> float:
        return self.events / self.total


def control_risk(appraisal: Appraisal) -> ControlRisk | None:
    """The risk without the intervention, from the second arms of the counted results; None where none gives counts."""
    arms = [
        item.result.arms[item.result.compare[1]]
        for item in appraisal.counted
        if item.result and len(item.result.compare) == 2 and item.result.compare[1] in item.result.arms
    ]
    counts = [(arm.events, arm.total) for arm in arms if arm.events is not None and arm.total is not None]
    events, total = sum(events for events, _ in counts), sum(total for _, total in counts)
    return ControlRisk(events, total) if total else None


def risk_without(appraisal: Appraisal, *, of_review: bool) -> AssumedRisk | ControlRisk | None:
    """The risk from which an absolute effect begins: the one that the claim states, else that of our comparison groups.

    A review's own estimate begins from a stated one only: the risk of our comparison groups need not be that of
    the review's.
    """
    plan = appraisal.claim.synthesis
    stated = plan.assumed_risk if plan else None
    return stated or (None if of_review else control_risk(appraisal))


# --- one result ------------------------------------------------------------------------------


def effect_of_result(result: Result, measure: Measure) -> Effect | Refusal:
    """The effect of a result in `measure`, first arm of `compare` against second, from the figures as they stand."""
    if result.estimate:
        stated = result.estimate
        if stated.measure is not measure:
            return Refusal(Reason.MEASURE_DOES_NOT_FIT)
        return effect_of_estimate(measure, stated.value, stated.low, stated.high, stated.level, stated.se)
    if result.same_people:
        return _effect_of_same_people(result, measure)
    if not result.arms:
        return Refusal(Reason.WORDS_ONLY)
    if len(result.compare) != 2 or any(arm not in result.arms for arm in result.compare):
        return Refusal(Reason.NO_COMPARISON)
    first, second = (result.arms[arm] for arm in result.compare)
    if result.paired:
        return _effect_of_crossover(result, first, second, measure)
    if measure in (Measure.MD, Measure.SMD):
        means = [_mean(result, arm) for arm in result.compare]
        refused = next((mean for mean in means if isinstance(mean, Refusal)), None)
        if refused:
            return refused
        if isinstance(means[0], Mean) and isinstance(means[1], Mean):
            return effect_of_means(means[0], means[1], measure)
        return Refusal(_without(_events(first), _events(second)))
    events = _events(first), _events(second)
    if events[0] and events[1]:
        return effect_of_events(events[0], events[1], measure)
    return Refusal(_without(first.mean, second.mean))


def _mean(result: Result, arm: str) -> Mean | Refusal | None:
    """One arm's mean with its SD; None where a figure is missing."""
    data = result.arms[arm]
    if data.n is None or data.mean is None:
        return None
    spread = spread_in(result, arm)
    return Mean(data.n, data.mean, spread) if isinstance(spread, Spread) else spread


def _events(data: ArmData) -> Events | None:
    return Events(data.events, data.total) if data.events is not None and data.total is not None else None


def _without(first: Events | float | None, second: Events | float | None) -> Reason:
    """Why two arms give no effect: they hold the other kind of figures, or too few."""
    both = first is not None and second is not None
    return Reason.MEASURE_DOES_NOT_FIT if both else Reason.NUMBERS_MISSING


def _effect_of_crossover(result: Result, first: ArmData, second: ArmData, measure: Measure) -> Effect | Refusal:
    """Two arms that are the same people, the first minus the second."""
    if first.n is None or first.mean is None or second.mean is None:
        return Refusal(Reason.PAIRED_NOT_POSSIBLE if first.events is not None else Reason.NUMBERS_MISSING)
    spreads = [spread for spread in map(spread_of, (first, second)) if isinstance(spread, Spread)]
    sds = [spread.sd for spread in spreads] if len(spreads) == 2 else [None, None]
    effect = _effect_of_pairs(result, PairedMeans(first.n, first.mean, second.mean, *sds), measure)
    if result.difference or not isinstance(effect, Effect):
        return effect
    return replace(effect, sd_from=tuple(spread.sd_from for spread in spreads))


def _effect_of_same_people(result: Result, measure: Measure) -> Effect | Refusal:
    """After minus before."""
    data = result.same_people
    assert data is not None  # the caller looked
    pairs = PairedMeans(data.n, data.after.mean, data.before.mean, data.after.sd, data.before.sd)
    return _effect_of_pairs(result, pairs, measure)


def _effect_of_pairs(result: Result, pairs: PairedMeans, measure: Measure) -> Effect | Refusal:
    """The same with what is printed of the differences, or how the two values go together."""
    spread = differences_in(result)
    if isinstance(spread, Refusal):
        return spread
    if spread:
        effect = effect_of_pairs(replace(pairs, sd_of_differences=spread.sd), measure)
        return replace(effect, sd_from=(spread.sd_from,)) if isinstance(effect, Effect) else effect
    correlation = result.correlation.value if result.correlation else None
    return effect_of_pairs(replace(pairs, correlation=correlation), measure)


# --- what goes together ----------------------------------------------------------------------


def obstacles_of(appraisal: Appraisal) -> tuple[Obstacle, ...]:
    """What keeps the counted results out of the pool that the claim asks for, in the order of the evidence.

    What concerns several stands last. Needs no pooling, and so no SciPy.
    """
    plan = appraisal.claim.synthesis
    if plan is None or plan.measure is None:
        return ()
    measure = plan.measure
    items = [item for item in appraisal.counted if item.result]
    candidates = [_candidate(item) for item in items]
    found = []
    for item, candidate in zip(items, candidates, strict=True):
        why = contradictions.other_measure(candidate, measure) or _no_effect(item, measure)
        if why:
            found.append(Obstacle(item.position, why))
    for twice, why in contradictions.people_counted_twice(candidates):
        found.append(Obstacle(items[twice].position, why))
    for several in (
        contradictions.different_instruments(candidates, measure),
        contradictions.mixed_scores(candidates, measure),
    ):
        if several:
            found.append(Obstacle(None, several))
    return tuple(found)


def _no_effect(item: Item, measure: Measure) -> str | None:
    assert item.result is not None  # only items with a result are pooled
    effect = effect_of_result(item.result, measure)
    if isinstance(effect, Effect) or effect.reason in HARMLESS:
        return None
    return f"`{item.name}` gives no effect as `{measure}`: {WORDS[effect.reason]}"


def _candidate(item: Item) -> Candidate:
    result = item.result
    assert result is not None  # only items with a result are pooled
    return Candidate(
        item.study.id,
        result.id,
        result.compare,
        result.instrument,
        result.score,
        result.estimate.measure if result.estimate else None,
    )


def _reversed(items: Sequence[Item], measure: Measure, library: Library) -> frozenset[str]:
    """Names of items on a scale whose better end is not that of the first scale; standardised, they change sign."""
    if measure is not Measure.SMD:
        return frozenset()
    ends: dict[str, Better] = {}
    for item in items:
        instrument = library.instruments.get(item.result.instrument or "") if item.result else None
        if instrument:
            ends[item.name] = instrument.better
    first = next(iter(ends.values()), None)
    return frozenset(name for name, better in ends.items() if better is not first)


WORDS = {
    Reason.OUT_OF_RANGE: "a figure is larger or smaller than anything that is measured",
    Reason.TOO_FEW_PEOPLE: "an arm has too few people",
    Reason.SD_NOT_POSITIVE: "a standard deviation is 0",
    Reason.EVENTS_ABOVE_TOTAL: "there are more events than people",
    Reason.NO_EVENTS: "nobody had the event",
    Reason.ALL_EVENTS: "everybody had the event",
    Reason.NO_INTERVAL: "the estimate has no interval",
    Reason.LEVEL_OUT_OF_RANGE: "the level of the interval is below 50 or above 99.9999 per cent",
    Reason.P_OUT_OF_RANGE: "a p value is not between 0 and 1",
    Reason.RATIO_NOT_POSITIVE: "a ratio is 0 or less",
    Reason.INTERVAL_SWAPPED: "the interval has no width, or ends before it begins",
    Reason.ESTIMATE_OUTSIDE_INTERVAL: "the estimate lies outside its interval",
    Reason.PAIRED_WITHOUT_CORRELATION: "the same people were measured twice, and how their two values go together "
    "is not known",
    Reason.CORRELATION_OUT_OF_RANGE: "the correlation is none",
    Reason.PAIRED_NOT_POSSIBLE: "the same people were measured twice, and that needs each person's two values",
    Reason.MEASURE_DOES_NOT_FIT: "its figures are of another kind",
    Reason.NUMBERS_MISSING: "a mean, a standard deviation or a count is missing",
    Reason.NO_COMPARISON: "`compare` does not name two of its arms",
    Reason.WORDS_ONLY: "the finding stands in words",
}
"""Every reason in words, for messages."""

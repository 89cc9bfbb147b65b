"""Numbers that cannot be: more people than there were, intervals that do not hold their estimate."""

from __future__ import annotations

from collections.abc import Iterator

from .. import codes
from ..diagnostics import Diagnostics
from ..model import ArmData, Claim, ClaimImportance, Estimate, Importance, Instrument, Result, Study
from ..vocabulary import Design
from ..yaml_reader import Step
from .world import World

Found = Iterator[tuple[tuple[Step, ...], str]]
"""Path within the record, and what is wrong there."""

NEGATIVE_SD = "a standard deviation cannot be negative"


def numbers_are_possible(world: World, diagnostics: Diagnostics) -> None:
    """`impossible-number` for figures that contradict each other."""
    for study in world.library.studies.values():
        for path, message in _in_study(study):
            diagnostics.report(
                codes.IMPOSSIBLE_NUMBER,
                study.at(*path),
                message,
                hint="look the figures up again, also the others here",
            )
    for instrument in world.library.instruments.values():
        if instrument.range and instrument.range[0] >= instrument.range[1]:
            diagnostics.report(
                codes.IMPOSSIBLE_NUMBER,
                instrument.at("range"),
                "the range ends before it begins",
                hint="write the lower end first",
            )
    records: list[Instrument | Claim] = [*world.library.instruments.values(), *world.library.claims.values()]
    for record in records:
        if record.important and (field := _out_of_order(record.important)):
            diagnostics.report(
                codes.IMPOSSIBLE_NUMBER,
                record.at("important", field),
                "thresholds begin above 0, and each is higher than the one before: `value`, `moderate`, `large`",
                hint="look them up again in their source",
            )


def _out_of_order(importance: Importance | ClaimImportance) -> str:
    """The first threshold that is no higher than the one below it; empty where all are in order."""
    below = 0.0
    for field in ("value", "moderate", "large"):
        threshold = getattr(importance, field)
        if threshold is not None and threshold <= below:
            return field
        below = below if threshold is None else threshold
    return ""


def _in_study(study: Study) -> Found:
    for id, arm in study.arms.items():
        if arm.randomised is not None and arm.completed is not None and arm.completed > arm.randomised:
            yield ("arms", id, "completed"), f"{arm.completed} completed, of {arm.randomised} randomised"
    for position, result in enumerate(study.results):
        for path, message in _in_result(study, result):
            yield ("results", position, *path), message


def _in_result(study: Study, result: Result) -> Found:
    # Where everyone gets everything, an arm may be an order of treatments and not who had one.
    counted_by_arm = not result.paired and study.design not in (Design.RANDOMISED_CROSSOVER, Design.WITHIN_SUBJECT)
    for id, data in result.arms.items():
        for field, message in _in_arm(data):
            yield ("arms", id, field), message
        randomised = study.arms[id].randomised if counted_by_arm and id in study.arms else None
        for field in ("n", "total"):
            count = getattr(data, field)
            if count is not None and randomised is not None and count > randomised:
                yield ("arms", id, field), f"{count} people, of {randomised} randomised to this arm"
    if result.same_people:
        for moment in ("before", "after"):
            sd = getattr(result.same_people, moment).sd
            if sd is not None and sd < 0:
                yield ("same_people", moment, "sd"), NEGATIVE_SD
    if result.estimate:
        for field, message in _in_estimate(result.estimate):
            yield ("estimate", field), message


def _in_arm(data: ArmData) -> Iterator[tuple[str, str]]:
    if data.events is not None and data.total is not None and data.events > data.total:
        yield "events", f"{data.events} of {data.total} people"
    if data.n == 0 and data.mean is not None:
        yield "n", "a mean of no people"
    if data.sd is not None and data.sd < 0:
        yield "sd", NEGATIVE_SD


def _in_estimate(estimate: Estimate) -> Iterator[tuple[str, str]]:
    low, high = estimate.low, estimate.high
    if (low is None) != (high is None):
        yield "low" if high is None else "high", "an interval needs both ends, `low` and `high`"
        return
    for field in ("value", "low", "high"):
        number = getattr(estimate, field)
        if estimate.measure.ratio and number is not None and number <= 0:
            yield field, "a ratio cannot be 0 or less"
            return
    if low is None or high is None:
        return
    if low > high:
        yield "low", "the interval ends before it begins"
    elif not low <= estimate.value <= high:
        yield "value", "the estimate lies outside its interval"

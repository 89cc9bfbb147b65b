"""Numbers that cannot be, such as more people than there were, and printed figures that do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .. import codes
from ..contradictions import asymmetry, other_level, p_against_interval
from ..diagnostics import Diagnostics
from ..effect_sizes import LEVELS, is_level
from ..model import ArmData, Claim, ClaimImportance, Difference, Estimate, Importance, Instrument, Result, Study
from ..vocabulary import Design, Measure
from ..yaml_reader import Step
from .world import World

Found = Iterator[tuple[tuple[Step, ...], str]]
"""Path within the record, and what is wrong there."""

NO_SD = "a standard deviation has to be above 0"
NO_SE = "a standard error has to be above 0"
SWAPPED = "the interval ends before it begins"
NO_LEVEL = f"the level of an interval lies between {LEVELS[0]:g} and {LEVELS[1]:g} per cent"
NO_P = "a p value lies between 0 and 1; where only a bound is printed, such as p < 0.001, leave it out"


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
            if sd is not None and sd <= 0:
                yield ("same_people", moment, "sd"), NO_SD
    if result.difference:
        for field, message in _in_difference(result.difference, _difference(result)):
            yield ("difference", field), message
    if result.correlation and not -1 < result.correlation.value < 1:
        yield ("correlation", "value"), "a correlation lies between -1 and 1"
    if result.estimate:
        for field, message in _in_estimate(result.estimate):
            yield ("estimate", field), message


def _in_arm(data: ArmData) -> Iterator[tuple[str, str]]:
    if data.events is not None and data.total is not None and data.events > data.total:
        yield "events", f"{data.events} of {data.total} people"
    if data.n == 0 and data.mean is not None:
        yield "n", "a mean of no people"
    if data.sd is not None and data.sd <= 0:
        yield "sd", NO_SD
    if data.se is not None and data.se <= 0:
        yield "se", NO_SE
    if data.ci is not None:
        if data.ci[0] >= data.ci[1]:
            yield "ci", SWAPPED
        elif data.mean is not None and not data.ci[0] <= data.mean <= data.ci[1]:
            yield "mean", "the mean lies outside its interval"
        if not is_level(data.level):
            yield "level", NO_LEVEL


def _difference(result: Result) -> float | None:
    """The difference between the two means of a result, or None where there are no two."""
    if result.same_people:
        return result.same_people.after.mean - result.same_people.before.mean
    means = [result.arms[id].mean for id in result.compare if id in result.arms]
    return means[0] - means[1] if len(means) == 2 and means[0] is not None and means[1] is not None else None


def _in_difference(printed: Difference, difference: float | None) -> Iterator[tuple[str, str]]:
    if printed.sd is not None and printed.sd <= 0:
        yield "sd", NO_SD
    if printed.se is not None and printed.se <= 0:
        yield "se", NO_SE
    if printed.t == 0 and difference:
        yield "t", f"t is 0, and the means differ by {difference:g}"
    if printed.t and difference == 0:
        yield "t", f"t is {printed.t:g}, and the means do not differ"
    if printed.p is not None and not 0 < printed.p < 1:
        yield "p", NO_P
    if printed.ci is not None:
        low, high = printed.ci
        if low >= high:
            yield "ci", SWAPPED
        elif difference is not None and not _holds(printed.ci, difference):
            yield "ci", f"the means differ by {difference:g}, and that lies outside of {low:g} to {high:g}"
        if not is_level(printed.level):
            yield "level", NO_LEVEL


def _holds(ends: tuple[float, float], value: float) -> bool:
    """True where the interval holds the value, up to the last bits of a difference of decimal numbers."""
    room = 1e-9 * max(map(abs, ends))
    return ends[0] - room <= value <= ends[1] + room


def _in_estimate(estimate: Estimate) -> Iterator[tuple[str, str]]:
    low, high = estimate.low, estimate.high
    if (low is None) != (high is None):
        yield "low" if high is None else "high", "an interval needs both ends, `low` and `high`"
        return
    if estimate.se is not None and estimate.se <= 0:
        yield "se", NO_SE
    if estimate.p is not None and not 0 < estimate.p < 1:
        yield "p", NO_P
    if not is_level(estimate.level):
        yield "level", NO_LEVEL
    for field in ("value", "low", "high"):
        number = getattr(estimate, field)
        if estimate.measure.ratio and number is not None and number <= 0:
            yield field, "a ratio cannot be 0 or less"
            return
    if low is None or high is None:
        return
    if low > high:
        yield "low", SWAPPED
    elif not low <= estimate.value <= high:
        yield "value", "the estimate lies outside its interval"


# --- figures that are possible, and do not go together -----------------------------------------


@dataclass(frozen=True, slots=True)
class Printed:
    """An interval that is possible by itself, with what it belongs to and where it stands."""

    study: Study
    path: tuple[Step, ...]
    """Of what is said about it when it is not symmetric."""
    measure: Measure
    value: float
    low: float
    high: float
    estimate: Estimate | None = None
    """None for the interval of an arm's mean."""


def _intervals(world: World) -> Iterator[Printed]:
    """Every interval of the stores; what cannot be (`impossible-number`) is left to that check."""
    for study in world.library.studies.values():
        for position, result in enumerate(study.results):
            for id, data in result.arms.items():
                if data.ci and data.mean is not None and data.ci[0] <= data.mean <= data.ci[1]:
                    path = ("results", position, "arms", id, "mean")
                    yield Printed(study, path, Measure.MD, data.mean, *data.ci)
            stated = result.estimate
            if stated is None or stated.low is None or stated.high is None or not is_level(stated.level):
                continue
            if stated.low <= stated.value <= stated.high and not (stated.measure.ratio and stated.low <= 0):
                where = ("results", position, "estimate", "value")
                yield Printed(study, where, stated.measure, stated.value, stated.low, stated.high, stated)


def intervals_are_symmetric(world: World, diagnostics: Diagnostics) -> None:
    """`interval-not-symmetric` for an estimate or mean that is not the middle of its printed interval."""
    for printed in _intervals(world):
        found = asymmetry(printed.measure, printed.value, printed.low, printed.high)
        if found:
            scale = "as logarithms" if printed.measure.ratio else "on the scale of the measure"
            diagnostics.report(
                codes.INTERVAL_NOT_SYMMETRIC,
                printed.study.at(*printed.path),
                f"{found}; most intervals are symmetric {scale}",
                hint="look value, ends and measure up again",
            )


def intervals_fit_their_p(world: World, diagnostics: Diagnostics) -> None:
    """`p-against-interval` where a printed p value and interval disagree on whether no effect fits the data."""
    for printed in _intervals(world):
        stated = printed.estimate
        if stated is None or stated.p is None or not 0 < stated.p < 1:
            continue
        found = p_against_interval(printed.measure, printed.low, printed.high, stated.p, stated.level)
        if found:
            diagnostics.report(
                codes.P_AGAINST_INTERVAL,
                printed.study.at(*printed.path[:-1], "p"),
                found,
                hint="look both up again, and whether they belong to the same comparison",
            )


def intervals_fit_their_error(world: World, diagnostics: Diagnostics) -> None:
    """`interval-other-level` where the printed standard error belongs to an interval at another usual level."""
    for printed in _intervals(world):
        stated = printed.estimate
        if stated is None or stated.se is None or stated.se <= 0:
            continue
        found = other_level(printed.measure, printed.low, printed.high, stated.se, stated.level)
        if found:
            diagnostics.report(
                codes.INTERVAL_OTHER_LEVEL,
                printed.study.at(*printed.path[:-1], "level" if "level" in stated.model_fields_set else "low"),
                found,
                hint="look the level up, and add it as `level:` where it is not 95",
            )

"""The forest plot of a claim: its rows with words and places, and their layout in a file of its own.

Places come from `plots.py`, words from the labels. A row's drawing and its text say the same.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import figures
from .effect_sizes import Effect, Reason, effect_of_estimate
from .plots import Axis, Span, side
from .pooling import ClaimPool, Published
from .synthesis import Interval, Line, NotEstimable, OneStudy, Pooled, Subgroup, Synthesis
from .telling import SCORES, Teller
from .vocabulary import Better, Measure


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn in one row; all places in per cent of its width."""

    shape: str
    """`square`, `diamond`, `hollow` or `out`."""
    point: float | None
    """None where it lies beyond the axis."""
    side: float
    """Of a square, in pixels."""
    interval: Span
    prediction: Span | None = None

    @property
    def peak(self) -> float:
        """Where the estimate stands within the interval, per cent of its width: the peak of a diamond."""
        width = self.interval.end - self.interval.start
        return round(100 * ((self.point or 0.0) - self.interval.start) / width, 1) if width else 50.0


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One line of the plot, its text and what is drawn."""

    kind: str
    """`study`, `left-out`, `subgroup`, `excluded`, `pooled`, `with-excluded` or `published`."""
    name: str
    anchor: str
    """Where on the page more is said, without "#"; may be empty."""
    remark: str
    people: str
    value: str
    ends: str
    weight: str
    mark: Mark | None
    key: str = ""
    """Citation key of a published estimate."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a difference is too small to matter, and who says so."""

    span: Span
    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Forest:
    """The plot: an axis and rows, heaviest study first, then what belongs to the estimate."""

    measure: str
    no_effect: float
    ticks: tuple[tuple[float, str], ...]
    reference: float | None
    """Where the estimate lies, for a line through all rows; None where there is none on the axis."""
    zone: Zone | None
    left: str
    right: str
    named: str
    """The treatment that both sides name, in the words of the stores; may be empty."""
    rows: tuple[ForestRow, ...]
    described: str
    """The whole plot in words."""


def forest_of(pool: ClaimPool | None, published: Published | None, teller: Teller) -> Forest | None:
    """The plot; None where there is nothing to draw."""
    ours, everything = (pool.counted, pool.with_excluded) if pool else (None, None)
    if ours is None and published is None:
        return None
    measure = ours.measure if ours else published.estimate.measure  # type: ignore[union-attr]
    theirs = _on_our_scale(published, measure) if published else None
    axis = _axis(measure, [each for each in (ours, everything) if each], theirs)
    rows: list[ForestRow] = []
    if ours:
        for group in (*ours.subgroups, None):
            rows += _study_rows(ours, group.name if group else None, axis, teller)
            rows += [_subgroup_row(ours, group, axis, teller)] if group else []
    if everything:
        rows += _excluded_rows(everything, axis, teller)
    if ours:
        rows += _outcome_rows(ours, axis, teller)
    if everything:
        rows += _with_excluded_rows(everything, axis, teller)
    if published:
        rows.append(_published_row(published, theirs, axis, teller))
    if not any(row.mark for row in rows):
        return None
    found = ours.outcome if ours else None
    named = _named(teller)
    left, right = _sides(measure, named, teller)
    return Forest(
        measure=teller.measure(measure),
        no_effect=axis.no_effect,
        ticks=tuple((tick.at, figures.number(tick.value, labels=teller.labels)) for tick in axis.ticks()),
        reference=axis.place(found.value) if isinstance(found, Pooled) and axis.holds(found.value) else None,
        zone=_zone(axis, None if ours else published, teller),
        left=left,
        right=right,
        named=named,
        rows=tuple(rows),
        described=_described(rows, measure, left, right, teller),
    )


def _axis(measure: Measure, syntheses: Iterable[Synthesis], theirs: tuple[float, Interval] | None) -> Axis:
    """Holds every estimate, and of the intervals what fits beside them."""
    values: list[float] = []
    intervals: list[Interval] = []
    for synthesis in syntheses:
        found = synthesis.outcome
        values += [line.effect.value for line in synthesis.lines]
        intervals += [line.interval for line in synthesis.lines]
        for outcome in (found, *(group.outcome for group in synthesis.subgroups)):
            if isinstance(outcome, Pooled):
                values.append(outcome.value)
                intervals.append(outcome.interval)
        if isinstance(found, Pooled) and found.prediction:
            intervals.append(found.prediction)
    if theirs:
        values.append(theirs[0])
        intervals.append(theirs[1])
    return Axis.of(measure, values, intervals)


def _study_rows(synthesis: Synthesis, subgroup: str | None, axis: Axis, teller: Teller) -> Iterable[ForestRow]:
    """The studies of one subgroup, or those that are in none."""
    for line in _by_weight([line for line in synthesis.lines if line.subgroup == subgroup]):
        yield _study_row(line, axis, teller)
    for left in synthesis.left_out:
        if left.subgroup == subgroup:
            yield _left_out_row(left.name, left.reason, teller)


def _subgroup_row(synthesis: Synthesis, group: Subgroup, axis: Axis, teller: Teller) -> ForestRow:
    """The estimate of one subgroup; its weight is that of its studies in the whole."""
    found, lines = group.outcome, [line for line in synthesis.lines if line.subgroup == group.name]
    weight = figures.share(min(100.0, math.fsum(line.weight or 0 for line in lines)), teller.labels)
    people = teller.people_of(lines)
    if isinstance(found, NotEstimable):
        return ForestRow("subgroup", group.name, "", "", people, "–", "", "–", None)
    told = teller.told(found.value, found.interval, axis.measure)
    if isinstance(found, OneStudy):
        return ForestRow("subgroup", group.name, "", teller.words["of_one"], people, *told, weight, None)
    name = teller.words["subgroup"].format(name=group.name, n=found.k)
    mark = _mark("diamond", found.value, found.interval, axis)
    return ForestRow("subgroup", name, "", "", people, *told, weight, mark)


def _by_weight(lines: Sequence[Line]) -> list[Line]:
    """The heaviest first; of equal ones in the order of the evidence."""
    return sorted(lines, key=lambda line: -(line.weight or 0))


def _mark(shape: str, value: float, interval: Interval, axis: Axis, pixels: float = 8) -> Mark:
    return Mark(shape, axis.place(value) if axis.holds(value) else None, pixels, axis.span(interval))


def _study_row(line: Line, axis: Axis, teller: Teller) -> ForestRow:
    effect = line.effect
    weight = figures.share(line.weight, teller.labels) if line.weight is not None else ""
    mark = _mark("square", effect.value, line.interval, axis, side(line.weight or 0))
    anchor = f"study-{teller.items[line.name].study.id}"
    told = teller.told(effect.value, line.interval, axis.measure)
    remark, people = teller.worked_out(line), teller.people(line.name)
    return ForestRow("study", teller.name(line.name), anchor, remark, people, *told, weight, mark)


def _left_out_row(name: str, reason: Reason, teller: Teller) -> ForestRow:
    why = teller.words["left_out"].format(why=teller.words["no_effect"][reason])
    anchor = f"study-{teller.items[name].study.id}"
    return ForestRow("left-out", teller.name(name), anchor, why, teller.people(name), "–", "", "–", None)


def _excluded_rows(everything: Synthesis, axis: Axis, teller: Teller) -> Iterable[ForestRow]:
    """What a retraction took out, in the order of the evidence: struck, with the word and without a weight."""
    lines = {line.name: line for line in everything.lines}
    for item in teller.appraisal.excluded:
        if item.result is None or item.excluded is None:
            continue
        line = lines.get(item.name)
        yield ForestRow(
            "excluded",
            teller.name(item.name),
            f"aside-{item.study.id}",
            teller.labels["publication"]["source-retracted" if item.excluded.through else "retracted"],
            teller.people(item.name),
            *(teller.told(line.effect.value, line.interval, axis.measure) if line else ("–", "")),
            teller.words["no_weight"],
            _mark("out", line.effect.value, line.interval, axis, 9) if line else None,
        )


def _outcome_rows(synthesis: Synthesis, axis: Axis, teller: Teller) -> Iterable[ForestRow]:
    """The pooled estimate with its prediction interval; no row where nothing was pooled."""
    found = synthesis.outcome
    if isinstance(found, Pooled):
        mark = _mark("diamond", found.value, found.interval, axis)
        if found.prediction:
            mark = replace(mark, prediction=axis.span(found.prediction))
        name = teller.words["pooled"].format(n=found.k)
        told = teller.told(found.value, found.interval, axis.measure)
        yield ForestRow(
            "pooled", name, "", "", teller.all_people(synthesis), *told, figures.percent("100", teller.labels), mark
        )


def _with_excluded_rows(everything: Synthesis, axis: Axis, teller: Teller) -> Iterable[ForestRow]:
    """The estimate as it would be with what was set aside, for comparison."""
    found = everything.outcome
    if isinstance(found, Pooled):
        mark = _mark("hollow", found.value, found.interval, axis)
        told = teller.told(found.value, found.interval, axis.measure)
        yield ForestRow(
            "with-excluded", teller.words["with_excluded"], "", "", teller.all_people(everything), *told, "", mark
        )


def _published_row(
    published: Published, theirs: tuple[float, Interval] | None, axis: Axis, teller: Teller
) -> ForestRow:
    measure = published.estimate.measure
    value, ends = teller.as_printed(published)
    remarks = [teller.measure(measure)] if measure is not axis.measure else []
    remarks += [] if ends else [teller.words["no_interval"]]
    if ends and published.estimate.level != 95:
        remarks.append(
            teller.words["other_level"].format(level=figures.number(published.estimate.level, labels=teller.labels))
        )
    return ForestRow(
        kind="published",
        name=teller.words["published"].format(name=published.study.name),
        anchor="",
        remark="; ".join(remarks),
        people="",
        value=value,
        ends=ends,
        weight="",
        mark=_mark("hollow", *theirs, axis) if theirs else None,
        key=published.result.source.cite,
    )


def _on_our_scale(published: Published, measure: Measure) -> tuple[float, Interval] | None:
    """A published estimate and its interval as our axis has them; None where it has none of our measure."""
    stated = published.estimate
    if stated.measure is not measure or stated.low is None or stated.high is None:
        return None
    if not isinstance(effect_of_estimate(measure, stated.value, stated.low, stated.high, stated.level), Effect):
        return None
    value, low, high = (math.log(x) if measure.ratio else x for x in (stated.value, stated.low, stated.high))
    return value, Interval(low, high)


def _named(teller: Teller) -> str:
    claim = teller.appraisal.claim
    comparison = teller.library.comparison_of(claim)
    return comparison.intervention.short if comparison else claim.factor or ""


def _sides(measure: Measure, named: str, teller: Teller) -> tuple[str, str]:
    """What lies left and right of no effect, in words."""
    names = ("fewer", "more") if measure not in SCORES else _by_scale(teller)
    words = teller.words["sides" if named else "sides_plain"]
    left, right = (words[name].format(I=named) for name in names)
    return left, right


def _by_scale(teller: Teller) -> tuple[str, str]:
    """The names of the sides of a scale; which is the better one, where the first scale of the evidence says so."""
    scales = (
        teller.library.instruments.get(item.result.instrument or "") for item in teller.items.values() if item.result
    )
    scale = next((scale for scale in scales if scale), None)
    if scale is None:
        return "lower", "higher"
    return ("lower-better", "higher-worse") if scale.better is Better.LOWER else ("lower-worse", "higher-better")


def _zone(axis: Axis, alone: Published | None, teller: Teller) -> Zone | None:
    """Little or no difference: only where all results stand on one scale with a threshold that has a source.

    `alone` is the published estimate where no other is drawn.
    """
    results = [alone.result] if alone else [item.result for item in teller.appraisal.counted if item.result]
    scale = teller.library.scale_of(results)
    if axis.measure is not Measure.MD or scale is None or scale.important is None:
        return None
    threshold = abs(scale.important.value)
    words = teller.words["zone"].format(value=figures.number(threshold, labels=teller.labels))
    return Zone(axis.span(Interval(-threshold, threshold)), words, scale.important.source)


def _described(rows: Iterable[ForestRow], measure: Measure, left: str, right: str, teller: Teller) -> str:
    told = [
        teller.words["plot_row"].format(
            name=f"{row.name} ({row.remark})" if row.remark else row.name,
            estimate=f"{row.value} ({row.ends})" if row.ends else row.value,
        )
        for row in rows
    ]
    return str(
        teller.words["plot_described"].format(
            measure=teller.measure(measure), left=left, right=right, rows="; ".join(told)
        )
    )


# --- the plot as a file ----------------------------------------------------------------------

NAME_WIDTH = 26
SIDE_WIDTH = 34
"""Letters of a name, and of what a side of the axis means, on one line of the file."""
LINE, GAP, HEAD = 18, 10, 40
"""Pixels: between lines of one name, around a row, above the first row."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the plot in a file, where text cannot wrap by itself."""

    row: ForestRow
    lines: tuple[str, ...]
    """The name, then the remark."""
    names: int
    """How many of the lines are the name's."""
    top: int
    middle: int


def sheet(forest: Forest) -> dict[str, Any]:
    """Rows with their places in pixels, and how far down they reach."""
    top, rows = HEAD, []
    for row in forest.rows:
        name = textwrap.wrap(row.name, NAME_WIDTH)
        lines = (*name, *textwrap.wrap(row.remark, NAME_WIDTH))
        height = LINE * len(lines) + GAP
        rows.append(SheetRow(row, lines, len(name), top, top + height // 2))
        top += height
    sides = textwrap.wrap(forest.left, SIDE_WIDTH), textwrap.wrap(forest.right, SIDE_WIDTH)
    height = top + 34 + 16 * max(map(len, sides)) + (22 if forest.zone else 0)
    return {
        "rows": rows,
        "bottom": top,
        "height": height,
        "head": HEAD,
        "line": LINE,
        "left_words": sides[0],
        "right_words": sides[1],
    }

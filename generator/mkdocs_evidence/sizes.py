"""How big an effect is, ready to show: a claim's estimate, its forest plot, and what it means for people.

Numbers come from `pooling.py` and `absolute_effects.py`, places from `plots.py`, words from the
labels. A picture of people is drawn only where the certainty is above very low.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import figures
from .absolute_effects import AbsoluteEffect, Pictured, absolute_effect
from .appraisal import Appraisal
from .effect_sizes import Effect, Reason, effect_of_estimate, natural
from .labels import Labels
from .library import Library
from .plots import Axis, Span, Stack, along, side, strip
from .pooling import ClaimPool, ControlRisk, Published, control_risk, pool_claim, published_for
from .synthesis import Interval, Line, NotEstimable, OneStudy, Outcome, Pooled, Synthesis
from .views import Fact
from .vocabulary import Better, Level, Measure

PEOPLE = 100
"""Every absolute effect is told for so many people."""
SCORES = frozenset({Measure.MD, Measure.SMD})
PICTURED = frozenset({Level.LOW, Level.MODERATE, Level.HIGH})
"""Where a size is put before readers' eyes: at very low certainty it is close to a guess, and stands in tables only."""


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
    """`study`, `left-out`, `excluded`, `pooled`, `with-excluded` or `published`."""
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
    rows: tuple[ForestRow, ...]
    described: str
    """The whole plot in words."""


@dataclass(frozen=True, slots=True)
class Legend:
    """One kind of people in the picture, in words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """One strip of people."""

    count: str
    words: str
    title: str
    described: str
    strip: tuple[Stack, ...]
    """Empty where nothing is to be drawn."""
    line: tuple[int, int] | None = None
    """The interval below the strip, from left to right; None for the group without treatment."""


@dataclass(frozen=True, slots=True)
class People:
    """What the estimate means for so many people."""

    groups: tuple[Group, Group]
    difference: str
    needed: str
    """How many are treated for one more or fewer; empty where the interval holds no difference."""
    notes: tuple[str, ...]
    """What was assumed, and what was held at the ends of what is possible."""
    line: str
    """What the line below the second strip means; empty where nothing is drawn."""
    legend: tuple[Legend, ...]
    """Empty where nothing is drawn."""
    short: str
    """The same in a few words, for a table."""


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
    leave_one_out: tuple[tuple[str, str], ...]
    """What is left out, and the estimate without it."""
    people: People | None


def size(appraisal: Appraisal, library: Library, labels: Labels) -> Size | None:
    """How big the effect of a claim is; None where the claim asks for no estimate."""
    pool, published = pool_claim(appraisal, library), published_for(appraisal.claim, library)
    ours = pool.counted if pool else None
    teller = _Teller(appraisal, library, labels)
    if ours is None and published is None:
        return None
    return Size(
        number=_number(ours, published, teller),
        forest=_forest(pool, published, teller),
        notes=tuple(_notes(pool, ours, teller)) if pool and ours else (),
        key=published.result.source.cite if published else "",
        differs=published.differs if ours and published else "",
        leave_one_out=tuple(_leave_one_out(ours, teller)) if ours else (),
        people=_people(ours, teller) if ours else None,
    )


def fact(found: Size | None, appraisal: Appraisal, labels: Labels) -> list[Fact]:
    """The size for the few facts below the badge; at very low certainty and without a rating none is said there."""
    if found is None or found.number is None or appraisal.level not in PICTURED:
        return []
    number = found.number
    return [Fact(labels["size"]["fact"], number.text, ", ".join(filter(None, (number.measure, number.remark))))]


class _Teller:
    """What is told about results in the plot: their name, which is their study's, and how many people."""

    def __init__(self, appraisal: Appraisal, library: Library, labels: Labels) -> None:
        self.appraisal = appraisal
        self.library = library
        self.labels = labels
        self.words = labels["size"]
        self.items = {item.name: item for item in appraisal.items if item.rated}
        studies = [item.study.id for item in self.items.values()]
        self._twice = {id for id in studies if studies.count(id) > 1}

    def name(self, name: str) -> str:
        """The study's name; with the outcome where it stands there twice."""
        item = self.items[name]
        if item.study.id not in self._twice or item.result is None:
            return item.study.name
        return f"{item.study.name}, {item.result.outcome or item.result.id.replace('-', ' ')}"

    def names(self, names: Iterable[str]) -> str:
        return ", ".join(map(self.name, names))

    def people(self, name: str) -> str:
        result = self.items[name].result
        count = figures.people(result) if result else None
        return str(count) if count is not None else str(self.labels["word"]["not_reported"])

    @property
    def treated(self) -> str:
        """ "with" and the name of the intervention."""
        comparison, words = self.library.comparison_of(self.appraisal.claim), self.labels["people"]
        return str(words["with"].format(name=comparison.intervention.short if comparison else words["treatment"]))

    def all_people(self, synthesis: Synthesis) -> str:
        counts = [self.people(line.name) for line in synthesis.lines]
        return str(sum(map(int, counts))) if all(map(str.isdecimal, counts)) else ""

    def measure(self, measure: Measure) -> str:
        return str(self.labels["measure"][measure])

    def told(self, value: float, interval: Interval, measure: Measure) -> tuple[str, str]:
        """An estimate and its interval in text, on the scale readers know."""
        low, high = natural(interval.low, measure), natural(interval.high, measure)
        return figures.effect(natural(value, measure), measure), figures.interval(low, high, measure, self.labels)


# --- the estimate ----------------------------------------------------------------------------


def _number(ours: Synthesis | None, published: Published | None, teller: _Teller) -> Number | None:
    if ours and not isinstance(ours.outcome, NotEstimable):
        remark = teller.words["of_one"] if isinstance(ours.outcome, OneStudy) else ""
        told = teller.told(ours.outcome.value, ours.outcome.interval, ours.measure)
        return Number(*told, teller.measure(ours.measure), remark, ours.measure in SCORES)
    if published is None:
        return None
    remark = teller.words["by_review"].format(name=published.study.name)
    measure = published.estimate.measure
    return Number(*_as_printed(published, teller), teller.measure(measure), remark, measure in SCORES)


def _as_printed(published: Published, teller: _Teller) -> tuple[str, str]:
    stated = published.estimate
    ends = ""
    if stated.low is not None and stated.high is not None:
        ends = figures.interval(stated.low, stated.high, stated.measure, teller.labels)
    return figures.effect(stated.value, stated.measure), ends


def _one_line(outcome: Outcome, measure: Measure, teller: _Teller) -> str:
    if isinstance(outcome, NotEstimable):
        return str(teller.words["not_estimable"][outcome.reason])
    return "{} ({})".format(*teller.told(outcome.value, outcome.interval, measure))


# --- the forest plot -------------------------------------------------------------------------


def _forest(pool: ClaimPool | None, published: Published | None, teller: _Teller) -> Forest | None:
    """The plot; None where there is nothing to draw."""
    ours, everything = (pool.counted, pool.with_excluded) if pool else (None, None)
    if ours is None and published is None:
        return None
    measure = ours.measure if ours else published.estimate.measure  # type: ignore[union-attr]
    theirs = _on_our_scale(published, measure) if published else None
    axis = _axis(measure, [each for each in (ours, everything) if each], theirs)
    rows: list[ForestRow] = []
    if ours:
        rows += [_study_row(line, axis, teller) for line in _by_weight(ours.lines)]
        rows += [_left_out_row(left.name, left.reason, teller) for left in ours.left_out]
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
    left, right = _sides(measure, teller)
    return Forest(
        measure=teller.measure(measure),
        no_effect=axis.no_effect,
        ticks=tuple((tick.at, figures.number(tick.value)) for tick in axis.ticks()),
        reference=axis.place(found.value) if isinstance(found, Pooled) and axis.holds(found.value) else None,
        zone=_zone(axis, teller),
        left=left,
        right=right,
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
        if isinstance(found, Pooled):
            values.append(found.value)
            intervals.append(found.interval)
            intervals += [found.prediction] if found.prediction else []
    if theirs:
        values.append(theirs[0])
        intervals.append(theirs[1])
    return Axis.of(measure, values, intervals)


def _by_weight(lines: Sequence[Line]) -> list[Line]:
    """The heaviest first; of equal ones in the order of the evidence."""
    return sorted(lines, key=lambda line: -(line.weight or 0))


def _mark(shape: str, value: float, interval: Interval, axis: Axis, pixels: float = 8) -> Mark:
    return Mark(shape, axis.place(value) if axis.holds(value) else None, pixels, axis.span(interval))


def _study_row(line: Line, axis: Axis, teller: _Teller) -> ForestRow:
    effect = line.effect
    weight = figures.share(line.weight) if line.weight is not None else ""
    mark = _mark("square", effect.value, line.interval, axis, side(line.weight or 0))
    anchor = f"study-{teller.items[line.name].study.id}"
    told = teller.told(effect.value, line.interval, axis.measure)
    return ForestRow("study", teller.name(line.name), anchor, "", teller.people(line.name), *told, weight, mark)


def _left_out_row(name: str, reason: Reason, teller: _Teller) -> ForestRow:
    why = teller.words["left_out"].format(why=teller.words["no_effect"][reason])
    anchor = f"study-{teller.items[name].study.id}"
    return ForestRow("left-out", teller.name(name), anchor, why, teller.people(name), "–", "", "–", None)


def _excluded_rows(everything: Synthesis, axis: Axis, teller: _Teller) -> Iterable[ForestRow]:
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


def _outcome_rows(synthesis: Synthesis, axis: Axis, teller: _Teller) -> Iterable[ForestRow]:
    """The pooled estimate with its prediction interval; no row where nothing was pooled."""
    found = synthesis.outcome
    if isinstance(found, Pooled):
        mark = _mark("diamond", found.value, found.interval, axis)
        if found.prediction:
            mark = replace(mark, prediction=axis.span(found.prediction))
        name = teller.words["pooled"].format(n=found.k)
        told = teller.told(found.value, found.interval, axis.measure)
        yield ForestRow("pooled", name, "", "", teller.all_people(synthesis), *told, "100%", mark)


def _with_excluded_rows(everything: Synthesis, axis: Axis, teller: _Teller) -> Iterable[ForestRow]:
    """The estimate as it would be with what was set aside, for comparison."""
    found = everything.outcome
    if isinstance(found, Pooled):
        mark = _mark("hollow", found.value, found.interval, axis)
        told = teller.told(found.value, found.interval, axis.measure)
        yield ForestRow(
            "with-excluded", teller.words["with_excluded"], "", "", teller.all_people(everything), *told, "", mark
        )


def _published_row(
    published: Published, theirs: tuple[float, Interval] | None, axis: Axis, teller: _Teller
) -> ForestRow:
    measure = published.estimate.measure
    value, ends = _as_printed(published, teller)
    remarks = [teller.measure(measure)] if measure is not axis.measure else []
    remarks += [] if ends else [teller.words["no_interval"]]
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


def _sides(measure: Measure, teller: _Teller) -> tuple[str, str]:
    """What lies left and right of no effect, in words."""
    claim = teller.appraisal.claim
    comparison = teller.library.comparison_of(claim)
    intervention = comparison.intervention.short if comparison else claim.factor or ""
    names = ("fewer", "more") if measure not in SCORES else _by_scale(teller)
    words = teller.words["sides" if intervention else "sides_plain"]
    left, right = (words[name].format(I=intervention) for name in names)
    return left, right


def _by_scale(teller: _Teller) -> tuple[str, str]:
    """The names of the sides of a scale; which is the better one, where the first scale of the evidence says so."""
    scales = (
        teller.library.instruments.get(item.result.instrument or "") for item in teller.items.values() if item.result
    )
    scale = next((scale for scale in scales if scale), None)
    if scale is None:
        return "lower", "higher"
    return ("lower-better", "higher-worse") if scale.better is Better.LOWER else ("lower-worse", "higher-better")


def _zone(axis: Axis, teller: _Teller) -> Zone | None:
    """Little or no difference: only where all results stand on one scale with a threshold that has a source."""
    used = {item.result.instrument for item in teller.appraisal.counted if item.result}
    scale = teller.library.instruments.get(next(iter(used)) or "") if len(used) == 1 else None
    if axis.measure is not Measure.MD or scale is None or scale.important is None:
        return None
    threshold = abs(scale.important.value)
    words = teller.words["zone"].format(value=figures.number(threshold))
    return Zone(axis.span(Interval(-threshold, threshold)), words, scale.important.source)


def _described(rows: Iterable[ForestRow], measure: Measure, left: str, right: str, teller: _Teller) -> str:
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


# --- what belongs to the numbers -------------------------------------------------------------


def _notes(pool: ClaimPool, ours: Synthesis, teller: _Teller) -> Iterable[str]:
    words, found = teller.words, ours.outcome
    studies = teller.labels.counted("studies", len({teller.items[line.name].study.id for line in ours.lines}))
    people = teller.all_people(ours)
    if isinstance(found, NotEstimable):
        yield words["not_estimable"][found.reason]
        return
    if people:
        yield words["basis"].format(studies=studies, people=teller.labels.counted("people", int(people)))
    else:
        yield words["basis_unknown"].format(studies=studies)
    if isinstance(found, OneStudy):
        yield words["one"]
    else:
        yield words["interval_by"][found.interval_by].format(method=words["method"][found.method])
        yield from _heterogeneity(found, ours.measure, teller)
    if halved := [line.name for line in ours.lines if line.effect.half_added]:
        yield words["half_added"].format(names=teller.names(halved))
    if pool.reversed:
        yield words["reversed"].format(names=teller.names(pool.reversed))


def _heterogeneity(found: Pooled, measure: Measure, teller: _Teller) -> Iterable[str]:
    words, between = teller.words, found.heterogeneity
    if found.narrower_than_wald:
        yield words["narrower"]
    if not found.heterogeneity_can_be_judged:
        yield words["two"]
        return
    numbers = {
        "i2": figures.share(between.i2),
        "q": figures.number(between.q, 2),
        "df": between.df,
        "p": figures.probability(between.p),
    }
    if between.tau2 is None:
        yield words["heterogeneity_common"].format(**numbers)
    else:
        yield words["heterogeneity"].format(tau2=figures.variance(between.tau2), **numbers)
    if found.prediction:
        _, ends = teller.told(found.value, found.prediction, measure)
        yield words["prediction"].format(ends=ends)


def _leave_one_out(ours: Synthesis, teller: _Teller) -> Iterable[tuple[str, str]]:
    for each in ours.leave_one_out:
        yield teller.words["without"].format(name=teller.name(each.name)), _one_line(each.outcome, ours.measure, teller)


# --- people ----------------------------------------------------------------------------------


def _people(ours: Synthesis, teller: _Teller) -> People | None:
    """What our estimate means for people; None where it is none of a risk, or nobody counted in the other groups."""
    found, risk = ours.outcome, control_risk(teller.appraisal)
    if isinstance(found, NotEstimable) or risk is None:
        return None
    value, low, high = (natural(x, ours.measure) for x in (found.value, found.interval.low, found.interval.high))
    absolute = absolute_effect(ours.measure, value, low, high, risk.proportion)
    if not isinstance(absolute, AbsoluteEffect):
        return None
    pictured = absolute.pictured(PEOPLE)
    drawn = teller.appraisal.level in PICTURED
    words = teller.labels["people"]
    ends = {"low": pictured.treated_low, "high": pictured.treated_high}
    difference = {
        "of": PEOPLE,
        "difference": _more(pictured.difference, teller),
        "low": _more(pictured.treated_low - pictured.without, teller),
        "high": _more(pictured.treated_high - pictured.without, teller),
    }
    return People(
        groups=_groups(pictured, drawn, teller),
        difference=words["difference"].format(**difference),
        needed=_needed(absolute, teller),
        notes=tuple(_people_notes(risk, absolute, pictured, ours.measure, teller)),
        line=words["line"].format(**ends) if drawn else "",
        legend=tuple(_legend(pictured, teller)) if drawn else (),
        short=words["short"].format(without=pictured.without, treated=pictured.treated, **difference),
    )


def _more(count: int, teller: _Teller) -> str:
    """ "25 more", "3 fewer" or "no difference"."""
    name = "more" if count > 0 else "fewer" if count < 0 else "same"
    return str(teller.labels["people"][name].format(n=abs(count)))


def _needed(absolute: AbsoluteEffect, teller: _Teller) -> str:
    if absolute.nnt is None:
        return ""
    name = "nnt_more" if absolute.difference.value > 0 else "nnt_fewer"
    return str(teller.labels["people"][name].format(n=absolute.nnt))


def _people_notes(
    risk: ControlRisk, absolute: AbsoluteEffect, pictured: Pictured, measure: Measure, teller: _Teller
) -> Iterable[str]:
    words = teller.labels["people"]
    yield words["assumed"].format(
        n=pictured.without,
        of=PEOPLE,
        events=risk.events,
        total=risk.total,
        measure=teller.measure(measure).lower(),
    )
    if absolute.held:
        yield words["held"]


def _groups(pictured: Pictured, drawn: bool, teller: _Teller) -> tuple[Group, Group]:
    words = teller.labels["people"]
    claim = teller.appraisal.claim
    comparison = teller.library.comparison_of(claim)
    outcome = claim.outcome.short if claim.outcome else ""
    without = words["with"].format(name=comparison.comparator.short if comparison else words["no_treatment"])
    treated = teller.treated
    difference = _more(pictured.difference, teller)
    base = min(pictured.without, pictured.treated)
    other = abs(pictured.difference)
    kind = "more" if pictured.difference > 0 else "fewer"

    def group(count: int, who: str, said: str, key: str, parts: list[tuple[str, int]]) -> Group:
        numbers = {
            "outcome": outcome,
            "n": count,
            "of": PEOPLE,
            "rest": PEOPLE - count,
            "who": who,
            "difference": difference,
            "low": pictured.treated_low,
            "high": pictured.treated_high,
        }
        return Group(
            words["of"].format(**numbers),
            said,
            words["title"].format(**numbers),
            words[key].format(**numbers),
            strip(parts) if drawn else (),
        )

    first = group(
        pictured.without,
        without,
        without,
        "described",
        [("base", pictured.without), ("not", PEOPLE - pictured.without)],
    )
    second = group(
        pictured.treated,
        treated,
        words["treated"].format(treated=treated, difference=difference),
        "described_treated",
        [("base", base), (kind, other), ("not", PEOPLE - base - other)],
    )
    reach = along(pictured.treated_low), along(pictured.treated_high)
    return first, replace(second, line=reach if drawn else None)


def _legend(pictured: Pictured, teller: _Teller) -> Iterable[Legend]:
    words = teller.labels["people"]
    outcome = teller.appraisal.claim.outcome
    kinds = ["base", *(["more" if pictured.difference > 0 else "fewer"] if pictured.difference else []), "not"]
    for kind in kinds:
        yield Legend(kind, words[f"key_{kind}"].format(O=outcome.short if outcome else "", treated=teller.treated))

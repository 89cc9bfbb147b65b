"""What an estimate means for people: how many of a hundred with and without, in words and as strips to draw.

Numbers come from `absolute_effects.py`. A strip is drawn only where the certainty is above very low.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import figures
from .absolute_effects import AbsoluteEffect, Pictured, absolute_effect
from .effect_sizes import Effect, effect_of_estimate, natural
from .model import AssumedRisk, Estimate
from .plots import Stack, along, strip
from .pooling import ControlRisk, risk_without
from .synthesis import NotEstimable, Synthesis
from .telling import Teller
from .vocabulary import Level, Measure

PEOPLE = 100
"""As many can be drawn; a claim may tell an effect for more."""
PICTURED = frozenset({Level.LOW, Level.MODERATE, Level.HIGH})
"""Where a size is put before readers' eyes: at very low certainty it is close to a guess, and stands in tables only."""


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
    key: str = ""
    """Citation key of what the assumed risk was taken from; empty where it is that of the comparison groups."""


def people_of(ours: Synthesis | None, published: Estimate | None, teller: Teller) -> People | None:
    """What the estimate that stands for the claim means for people.

    None where it is none of a risk, or no risk to begin with is known.
    """
    plan = teller.appraisal.claim.synthesis
    of_review = ours is None or isinstance(ours.outcome, NotEstimable)
    risk = risk_without(teller.appraisal, of_review=of_review)
    if risk is None:
        return None
    if ours and not isinstance(ours.outcome, NotEstimable):
        found, measure = ours.outcome, ours.measure
        value, low, high = (natural(x, measure) for x in (found.value, found.interval.low, found.interval.high))
    elif published:
        measure = published.measure
        theirs = effect_of_estimate(
            measure, published.value, published.low, published.high, published.level, published.se
        )
        if not isinstance(theirs, Effect):
            return None
        value, low, high = (natural(x, measure) for x in (theirs.value, *theirs.wald()))
    else:
        return None
    absolute = absolute_effect(measure, value, low, high, risk.proportion)
    if not isinstance(absolute, AbsoluteEffect):
        return None
    return _told(absolute, measure, risk, plan.per if plan else PEOPLE, teller)


def _told(
    absolute: AbsoluteEffect, measure: Measure, risk: ControlRisk | AssumedRisk, per: int, teller: Teller
) -> People:
    pictured = absolute.pictured(per)
    drawn = teller.appraisal.level in PICTURED and per == PEOPLE
    words = teller.labels["people"]
    ends = {"low": pictured.treated_low, "high": pictured.treated_high}
    difference = {
        "of": teller.labels.customs.grouped(per),
        "difference": _more(pictured.difference, teller),
        "low": _more(pictured.treated_low - pictured.without, teller),
        "high": _more(pictured.treated_high - pictured.without, teller),
    }
    return People(
        groups=_groups(pictured, drawn, teller),
        difference=words["difference"].format(**difference),
        needed=_needed(absolute, teller),
        notes=tuple(_people_notes(risk, absolute, pictured, measure, teller)),
        line=words["line"].format(**ends) if drawn else "",
        legend=tuple(_legend(pictured, teller)) if drawn else (),
        short=words["short"].format(without=pictured.without, treated=pictured.treated, **difference),
        key=risk.source if isinstance(risk, AssumedRisk) else "",
    )


def _more(count: int, teller: Teller) -> str:
    """ "25 more", "3 fewer" or "no difference"."""
    name = "more" if count > 0 else "fewer" if count < 0 else "same"
    return str(teller.labels["people"][name].format(n=abs(count)))


def _needed(absolute: AbsoluteEffect, teller: Teller) -> str:
    if absolute.nnt is None:
        return ""
    name = "nnt_more" if absolute.difference.value > 0 else "nnt_fewer"
    return str(teller.labels["people"][name].format(n=absolute.nnt))


def _people_notes(
    risk: ControlRisk | AssumedRisk, absolute: AbsoluteEffect, pictured: Pictured, measure: Measure, teller: Teller
) -> Iterable[str]:
    words = teller.labels["people"]
    told = {
        "n": pictured.without,
        "of": teller.labels.customs.grouped(pictured.people),
        "measure": teller.labels.inside(teller.measure(measure)),
    }
    if isinstance(risk, AssumedRisk):
        where = teller.labels["where"].get(risk.where, risk.where)
        yield words["assumed_elsewhere"].format(
            percent=figures.number(risk.percent, labels=teller.labels), where=where, **told
        )
    else:
        yield words["assumed"].format(
            events=teller.labels.customs.grouped(risk.events),
            total=teller.labels.customs.grouped(risk.total),
            **told,
        )
    if absolute.held:
        yield words["held"]


def _groups(pictured: Pictured, drawn: bool, teller: Teller) -> tuple[Group, Group]:
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
            "of": teller.labels.customs.grouped(pictured.people),
            "rest": pictured.people - count,
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
        [("base", pictured.without), ("not", pictured.people - pictured.without)],
    )
    second = group(
        pictured.treated,
        treated,
        words["treated"].format(treated=treated, difference=difference),
        "described_treated",
        [("base", base), (kind, other), ("not", pictured.people - base - other)],
    )
    reach = along(pictured.treated_low), along(pictured.treated_high)
    return first, replace(second, line=reach if drawn else None)


def _legend(pictured: Pictured, teller: Teller) -> Iterable[Legend]:
    words = teller.labels["people"]
    outcome = teller.appraisal.claim.outcome
    kinds = ["base", *(["more" if pictured.difference > 0 else "fewer"] if pictured.difference else []), "not"]
    for kind in kinds:
        yield Legend(kind, words[f"key_{kind}"].format(O=outcome.short if outcome else "", treated=teller.treated))

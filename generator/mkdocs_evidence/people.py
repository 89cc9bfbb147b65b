"""What an estimate means for people: how many of a hundred with and without, in words and as strips to draw.

Numbers come from `absolute_effects.py`. A strip is drawn only where the certainty is above very low.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .absolute_effects import AbsoluteEffect, Pictured, absolute_effect
from .effect_sizes import natural
from .plots import Stack, along, strip
from .pooling import ControlRisk, control_risk
from .synthesis import NotEstimable, Synthesis
from .telling import Teller
from .vocabulary import Level, Measure

PEOPLE = 100
"""Every absolute effect is told for so many people."""
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


def people_of(ours: Synthesis, teller: Teller) -> People | None:
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
    risk: ControlRisk, absolute: AbsoluteEffect, pictured: Pictured, measure: Measure, teller: Teller
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


def _legend(pictured: Pictured, teller: Teller) -> Iterable[Legend]:
    words = teller.labels["people"]
    outcome = teller.appraisal.claim.outcome
    kinds = ["base", *(["more" if pictured.difference > 0 else "fewer"] if pictured.difference else []), "not"]
    for kind in kinds:
        yield Legend(kind, words[f"key_{kind}"].format(O=outcome.short if outcome else "", treated=teller.treated))

"""What the evidence map can be narrowed to: its facets, and the value of each claim in each of them.

A script on the map reads both from the page (`assets/map.js`) and knows no word and no value of its own. What
a claim is was judged elsewhere; nothing can be asked here that its badge does not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from .labels import Labels
from .library import Library
from .views import Badge, ClaimCard
from .vocabulary import Direction, Level, Rung, State

NONE = "none"
"""The value of a claim that has none in a facet."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen."""

    value: str
    words: str
    scale: str = ""
    """The name of the scale that a level or rung stands on; empty for everything else."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing by which claims can be narrowed and sorted."""

    name: str
    """As in the address and in `data-<name>`."""
    words: str
    options: tuple[Option, ...]
    """Only values that some claim has, in the order in which they sort; for overdue reviews both."""

    @property
    def groups(self) -> list[tuple[str, list[Option]]]:
        """The options of each scale, below its name, in their order."""
        return [(scale, list(those)) for scale, those in groupby(self.options, key=lambda option: option.scale)]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the script of the map works with."""

    facets: tuple[Facet, ...]
    values: Mapping[str, Mapping[str, str]]
    """Claim id to its value in each facet, none of them empty."""
    due: Mapping[str, tuple[str, str]]
    """Claim id to the day its next review is due, in ISO and in words; claims without such a day are not in it."""


def filters(library: Library, cards: Mapping[str, ClaimCard], labels: Labels) -> Filters:
    """Everything that the claims of a site can be narrowed by."""
    claims = library.claims.values()
    # Comparisons of the same people are one population, under the name of the first.
    populations: dict[str, str] = {}
    for each in library.comparisons.values():
        populations.setdefault(each.population, each.id)
    values = {}
    for claim in claims:
        comparison = library.comparison_of(claim)
        values[claim.id] = {
            "category": claim.category,
            **_of_badge(cards[claim.id].badge),
            "population": populations[comparison.population] if comparison else NONE,
        }
    words = labels["filter"]
    options = {
        "category": [Option(each.id, each.name) for each in library.categories.values()],
        "level": _levels(labels),
        "direction": [
            *(Option(each, labels["direction"][each]) for each in Direction),
            Option(NONE, words["no_direction"]),
        ],
        "state": [Option(each, labels["state"][each]) for each in State],
        "population": [*(Option(id, text) for text, id in populations.items()), Option(NONE, words["no_population"])],
        "review": [Option("overdue", words["overdue"]), Option("in-time", words["not_overdue"])],
    }
    held = {(name, value) for of_claim in values.values() for name, value in of_claim.items()}
    return Filters(
        tuple(
            Facet(name, words[name], tuple(each for each in those if name == "review" or (name, each.value) in held))
            for name, those in options.items()
        ),
        values,
        {each.id: (each.review_due.isoformat(), labels.date(each.review_due)) for each in claims if each.review_due},
    )


def _of_badge(badge: Badge) -> dict[str, str]:
    """What a badge says, by facet. At very low certainty no direction stands beside it, whatever the results say."""
    return {
        "level": badge.level or NONE,
        "direction": badge.direction if badge.direction_words else NONE,
        "state": badge.state,
        "review": "overdue" if badge.overdue else "in-time",
    }


def _levels(labels: Labels) -> list[Option]:
    """The levels of both scales, the highest of each first, then none."""
    scale, words = labels["map_corner"], labels["column"]
    return [
        *(Option(level, words[level], scale["certainty"]) for level in reversed(Level)),
        *(Option(rung, words[rung], scale["mechanism"]) for rung in reversed(Rung)),
        Option(NONE, labels["filter"]["no_level"]),
    ]

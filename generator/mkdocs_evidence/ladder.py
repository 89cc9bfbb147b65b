"""The mechanism ladder: how far a link has been tested, from a proposal to independent groups of people.

The rung says how far the whole link was tested, whatever was found; the direction says what was
found. A ladder of our own and no part of GRADE: it says how a treatment acts, never whether people
get better.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .counting import Item
from .vocabulary import Role, Rung, System, Tests

NOT_RECORDED = "not-recorded"
"""The group of a study whose group nobody knows. Two unknown groups never count as two."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """How far a link has been tested."""

    rung: Rung
    on_rung: tuple[Item, ...]
    """The items that reach the rung; empty for `proposed`."""
    groups: tuple[str, ...]
    """The known groups behind them, by id."""

    @property
    def contested(self) -> bool:
        """True where the results on the highest rung disagree."""
        return len({item.evidence.role for item in self.on_rung}) > 1


def climb(items: Iterable[Item]) -> Ladder:
    """The highest rung that counted items reach.

    Only items that test the whole link count, and none whose role is `unclear`; evidence on parts
    alone leaves the link `proposed`.
    """
    testing = [item for item in items if item.evidence.tests is Tests.LINK and item.evidence.role is not Role.UNCLEAR]
    people = [item for item in testing if item.system is System.PEOPLE]
    if people:
        several = len(_groups(people)) >= 2
        return _ladder(Rung.INDEPENDENT_GROUPS if several else Rung.ONE_GROUP, people)
    animals = [item for item in testing if item.system is System.ANIMALS]
    if len(_groups(animals)) >= 2:
        return _ladder(Rung.ANIMALS, animals)
    if testing:  # cells, or one group with animals
        return _ladder(Rung.LABORATORY, testing)
    return Ladder(Rung.PROPOSED, (), ())


def _ladder(rung: Rung, items: list[Item]) -> Ladder:
    return Ladder(rung, tuple(items), _groups(items))


def _groups(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.study.group for item in items if item.study.group != NOT_RECORDED))

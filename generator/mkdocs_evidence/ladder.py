"""The mechanism ladder: how far a link has been tested, from a proposal to independent groups of people.

The rung says how far the whole link was tested, whatever was found; the direction says what was
found. A ladder of our own and no part of GRADE: it says how a treatment acts, never whether people
get better.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .counting import Item
from .direction import direction_of, studies_disagree
from .vocabulary import Direction, Role, Rung, System, Tests

UPWARD = (System.CELLS, System.ANIMALS, System.PEOPLE)
"""What a link can be tested in, the nearest to a patient last."""
NOT_RECORDED = "not-recorded"
"""The group of a study whose group nobody knows. Two unknown groups never count as two."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """How far a link has been tested."""

    rung: Rung
    on_rung: tuple[Item, ...]
    """The items that reach the rung; empty for `proposed`."""
    groups: tuple[str, ...]
    """The known groups behind them, by id; empty where nobody recorded one."""
    unclear: tuple[System, ...]
    """Further up than the rung, in what the whole link was tested without a clear answer; furthest first."""

    @property
    def contested(self) -> bool:
        """True where the results on the highest rung disagree."""
        return len({item.evidence.role for item in self.on_rung}) > 1

    @property
    def direction(self) -> Direction:
        """What was found on the highest rung, whatever results below it say."""
        return direction_of(item.evidence.role for item in self.on_rung)

    @property
    def mixed_within(self) -> bool:
        """True where the highest rung is mixed, and not because studies on it disagree."""
        pairs = ((item.study.id, item.evidence.role) for item in self.on_rung)
        return self.direction is Direction.MIXED and not studies_disagree(pairs)


def climb(items: Iterable[Item]) -> Ladder:
    """The highest rung that counted items reach.

    Only items that test the whole link count, and none whose role is `unclear`; evidence on parts
    alone leaves the link `proposed`.
    """
    whole = [item for item in items if item.evidence.tests is Tests.LINK]
    clear = [item for item in whole if item.evidence.role is not Role.UNCLEAR]
    by_system = {system: [item for item in clear if item.system is system] for system in UPWARD}
    tested = [system for system in UPWARD if by_system[system]]
    above = UPWARD[UPWARD.index(tested[-1]) + 1 :] if tested else UPWARD
    unclear = tuple(system for system in reversed(above) if any(item.system is system for item in whole))

    def reached(rung: Rung, on_rung: list[Item]) -> Ladder:
        return Ladder(rung, tuple(on_rung), _groups(on_rung), unclear)

    if people := by_system[System.PEOPLE]:
        return reached(Rung.INDEPENDENT_GROUPS if len(_groups(people)) >= 2 else Rung.ONE_GROUP, people)
    if len(_groups(by_system[System.ANIMALS])) >= 2:
        return reached(Rung.ANIMALS, by_system[System.ANIMALS])
    # Cells, or animals without a second known group.
    return reached(Rung.LABORATORY if clear else Rung.PROPOSED, clear)


def _groups(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.study.group for item in items if item.study.group != NOT_RECORDED))

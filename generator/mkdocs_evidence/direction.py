"""Direction: what rated results say together about what a claim asserts."""

from __future__ import annotations

from collections.abc import Iterable

from .vocabulary import Direction, Role


def studies_disagree(roles: Iterable[tuple[str, Role]]) -> bool:
    """True where studies contradict each other; `roles` are pairs of a study's id and a role.

    One study that found this and that, or several of which each did, is mixed in itself: nobody disagrees.
    """
    clear = {(study, role) for study, role in roles if role is not Role.UNCLEAR}
    return len({study for study, _ in clear}) > 1 and len({role for _, role in clear}) > 1


def direction_of(roles: Iterable[Role]) -> Direction:
    """What rated roles say together; `unclear` beside others changes nothing.

    `roles` are read against what the claim asserts and hold no `background`.
    """
    clear = {role for role in roles if role is not Role.UNCLEAR}
    if not clear:
        return Direction.UNCLEAR
    if clear == {Role.SUPPORTS}:
        return Direction.SUPPORTS
    if clear == {Role.AGAINST}:
        return Direction.AGAINST
    return Direction.MIXED

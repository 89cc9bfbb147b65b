"""Direction: what rated results say together about what a claim asserts."""

from __future__ import annotations

from collections.abc import Iterable

from .vocabulary import Direction, Role


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

"""What the spread of means is worked out from: one figure, and one that says it."""

from __future__ import annotations

from collections.abc import Iterator

from .. import codes
from ..diagnostics import Diagnostics
from ..model import Result
from ..yaml_reader import Step
from .world import World

Found = Iterator[tuple[tuple[Step, ...], str, str]]
"""Path within the result, what is wrong there, and what to do."""

OF_AN_ARM = ("sd", "se", "ci")
OF_A_DIFFERENCE = ("sd", "se", "ci", "t", "p")


def spreads_are_clear(world: World, diagnostics: Diagnostics) -> None:
    """`spread-unclear` where an SD could be worked out in two ways, or in none from what is given for it."""
    for study in world.library.studies.values():
        for position, result in enumerate(study.results):
            for path, message, hint in _in_result(result):
                where = study.at("results", position, *path)
                diagnostics.report(codes.SPREAD_UNCLEAR, where, message, hint=hint)


def _in_result(result: Result) -> Found:
    for id, data in result.arms.items():
        given = [name for name in OF_AN_ARM if getattr(data, name) is not None]
        if len(given) > 1:
            hint = "keep `sd`" if "sd" in given else "keep the one with more digits"
            yield ("arms", id, given[1]), f"{_listed(given)} say the same of this arm", hint
        elif given and given != ["sd"] and (data.n is None or data.mean is None):
            message = f"the SD is worked out from `{given[0]}`, and that needs `n` and `mean`"
            yield ("arms", id, given[0]), message, "add them"
    twice = result.paired or result.same_people is not None
    if result.difference:
        yield from _in_difference(result, twice)
    if result.correlation and not twice:
        message = "a correlation belongs to the same people under two conditions"
        yield ("correlation",), message, "remove it, or add `paired: true`"
    elif result.correlation and result.difference:
        message = "the SD of the differences is worked out from `difference`, and `correlation` is not used"
        yield ("correlation",), message, "remove one of the two"


def _in_difference(result: Result, twice: bool) -> Found:
    assert result.difference is not None  # the caller looked
    given = [name for name in OF_A_DIFFERENCE if getattr(result.difference, name) is not None]
    if len(given) != 1:
        message = f"{_listed(given)} say the same of the difference" if given else "nothing is said of the difference"
        yield ("difference", *given[1:2]), message, "give one of `sd`, `se`, `ci`, `t` and `p`"
        return
    if twice:
        return
    if given == ["sd"]:
        message = "an SD of differences belongs to the same people under two conditions"
        yield ("difference", "sd"), message, "put the SD of each arm into `arms`, or add `paired: true`"
        return
    compared = [result.arms[id] for id in result.compare if id in result.arms]
    if len(compared) != 2 or any(data.n is None or data.mean is None for data in compared):
        message = "a difference is that of two arms under `compare`, each with `n` and `mean`"
        yield ("difference",), message, "add them; a printed difference alone is an `estimate`"
    elif any(getattr(data, name) is not None for data in compared for name in OF_AN_ARM):
        message = "the arms have their own spread, and `difference` is not used"
        yield ("difference",), message, "remove it"


def _listed(names: list[str]) -> str:
    *first, last = (f"`{name}`" for name in names)
    return f"{', '.join(first)} and {last}" if first else last

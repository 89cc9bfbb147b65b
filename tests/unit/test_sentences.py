"""The sentence above everything else: certainty and direction, and never more than they allow."""

from __future__ import annotations

import pytest

from mkdocs_evidence.labels import Labels
from mkdocs_evidence.sentences import sentence

CLAIM = "claims/outcomes/sleep.yml"
WHAT = "the severity of bad sleep compared with waiting."


def said(world) -> str:
    found, _ = world.check()
    return sentence(found.appraisals["sleep"], found.library, Labels.shipped())


def with_level(world, level: str) -> None:
    steps = {"high": (0, 0), "moderate": (-1, 0), "low": (-1, -1), "very-low": (-2, -2)}[level]
    for domain, step in zip(("risk_of_bias", "imprecision"), steps, strict=True):
        world.set_value(CLAIM, ("certainty", domain, "step"), str(step))


TABLE = [
    ("high", "supports", "lower", f"Rest therapy lowers {WHAT}"),
    ("moderate", "supports", "lower", f"Rest therapy probably lowers {WHAT}"),
    ("low", "supports", "lower", f"Rest therapy may lower {WHAT}"),
    ("moderate", "supports", "raise", f"Rest therapy probably raises {WHAT}"),
    ("low", "supports", "no-difference", f"Rest therapy may make little or no difference to {WHAT}"),
    ("moderate", "against", "lower", f"Rest therapy probably does not lower {WHAT}"),
    ("high", "against", "raise", f"Rest therapy does not raise {WHAT}"),
    ("low", "mixed", "lower", f"Studies disagree on whether rest therapy lowers {WHAT}"),
    ("high", "unclear", "lower", f"The studies do not show whether rest therapy lowers {WHAT}"),
]


@pytest.mark.parametrize(("level", "role", "asserts", "expected"), TABLE)
def test_rated(world, level, role, asserts, expected):
    """The verb says how sure one can be; no word says how large the effect is."""
    with_level(world, level)
    world.edit(CLAIM, "asserts: lower", f"asserts: {asserts}")
    for number in (0, 1):
        world.set_value(CLAIM, ("evidence", number, "role"), role)
    assert said(world) == expected


@pytest.mark.parametrize("role", ["supports", "against", "mixed", "unclear"])
def test_very_low(world, role):
    """Neither direction nor size, whatever the studies found."""
    with_level(world, "very-low")
    for number in (0, 1):
        world.set_value(CLAIM, ("evidence", number, "role"), role)
    assert said(world) == f"The evidence is very uncertain about the effect of rest therapy on {WHAT}"


def test_states(world):
    """Each state has a sentence of its own, and none of them says what the effect is."""
    world.status(("10.1000/alpha2020", "concern", True))
    assert "suspended" in said(world)
    assert "low certainty" in said(world)
    world.status(("10.1000/alpha2020", "retracted", True), ("10.1000/beta2021", "retracted", True))
    assert said(world).startswith("Every study that bore on this has been retracted.")
    world.remove(CLAIM, ("certainty",))
    world.remove(CLAIM, ("evidence",))
    assert said(world).startswith("No study was found that tests this.")
    world.edit(CLAIM, "scope: databases", "scope: limited")
    assert said(world).startswith("In a limited search, no study was found")
    world.remove(CLAIM, ("search",))
    assert said(world).startswith("Nobody has looked")


def test_not_rated(world):
    world.remove(CLAIM, ("certainty",))
    assert said(world).startswith("Studies were found, and nobody has judged yet")

# ruff: noqa: E501 (one case a line reads better here)
"""The recorded rating beside the one that follows."""

from __future__ import annotations

import pytest

from mkdocs_evidence.history import describe, differences, recorded

CLAIM = "claims/outcomes/sleep.yml"


def test_recorded_as_it_follows(world):
    appraisal = world.appraisal()
    assert differences(appraisal) == []
    assert recorded(appraisal) == appraisal.rating
    assert describe(appraisal.rating) == "low, supports"


CHANGES = {
    "level": ("level: low", "level: high", ["recorded high, low follows"]),
    "direction": ("direction: supports", "direction: mixed", ["recorded direction mixed, supports follows"]),
    "no direction": ("    direction: supports\n", "", ["recorded direction none, supports follows"]),
    "state": ("level: low", "level: not-rated", ["recorded not-rated, low follows"]),
    "one result less": ("[alpha/end, beta/end]", "[beta/end]", ["alpha/end is rated and not recorded"]),
    "two results less": ("[alpha/end, beta/end]", "[]", ["alpha/end, beta/end are rated and not recorded"]),
    "one result more": ("[alpha/end, beta/end]", "[alpha/end, beta/end, c/d]", ["c/d is recorded and no longer counted"]),
    "another order": ("[alpha/end, beta/end]", "[beta/end, alpha/end]", []),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_difference(world, old, new, expected):
    """Said in words; the order of results does not matter. `check` says just the same."""
    world.edit(CLAIM, old, new)
    assert [difference.text for difference in differences(world.appraisal())] == expected
    found = [d.message for d in world.problems() if d.code.name == "level-not-recorded"]
    assert found == (["; ".join(expected)] if expected else [])


def test_nothing_recorded(world):
    world.remove(CLAIM, ("history",))
    assert recorded(world.appraisal()) is None
    said = ["nothing is recorded yet, and this follows: low, supports"]
    assert [difference.text for difference in differences(world.appraisal())] == said


def test_suspended_and_recorded_as_such(world):
    """While a concern suspends the rating, the entry may say so or still say what was judged."""
    world.status(("10.1000/alpha2020", "concern", True))
    assert differences(world.appraisal()) == []
    world.edit(CLAIM, "    level: low\n    direction: supports\n", "    level: suspended\n")
    assert differences(world.appraisal()) == []
    assert world.codes() == ["evidence-under-concern"]


def test_recorded_as_suspended_after_the_concern_has_gone(world):
    """When the concern is settled, the rating has to be recorded again."""
    world.edit(CLAIM, "    level: low\n    direction: supports\n", "    level: suspended\n")
    assert world.codes() == ["level-not-recorded"]


def test_old_entries(world):
    """Only the newest entry is compared."""
    world.edit(
        CLAIM,
        "    why: First rating\n",
        "    why: First rating\n  - {date: 2020-01-01, level: high, evidence: [x/y], why: Old}\n",
    )
    assert world.problems() == []


def test_entry_out_of_order(world):
    """An entry that is newer than the one above it is refused at its date."""
    world.edit(
        CLAIM,
        "    why: First rating\n",
        "    why: First rating\n  - {date: 2026-11-02, level: high, evidence: [x/y], why: Old}\n",
    )
    line, column = world.place(CLAIM, "2026-11-02")
    assert world.places() == [("history-order", f"{CLAIM}:{line}:{column}")]


def test_entry_to_add_in_the_hint(world):
    """The hint holds the command, and the entry in the words that it would write."""
    world.edit(CLAIM, "level: low", "level: high")
    [problem] = world.problems()
    assert "evidence accept sleep --why" in problem.hint
    assert (
        "  - date: 2026-11-23\n    level: low\n    direction: supports\n    evidence: [alpha/end, beta/end]\n"
        in problem.hint
    )


def test_retraction_hides_the_other_difference(world):
    """One problem for one cause: the retraction, at the line of evidence, with the entry beside it."""
    world.status(("10.1000/beta2021", "retracted", True))
    [problem] = world.problems()
    assert problem.code.name == "retracted-evidence"
    assert problem.location.line == world.line(CLAIM, "evidence", 1)
    assert [r.location.line for r in problem.related] == [world.line(CLAIM, "history", 0)]

"""The evidence map and the summary of findings: every claim once, at its level or state."""

from __future__ import annotations

import pytest

from mkdocs_evidence import overview, sizes, views
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.vocabulary import Kind

CLAIM = "claims/outcomes/sleep.yml"
LABELS = Labels.shipped()


@pytest.fixture
def world(world):
    """The tiny site with its one rated claim alone."""
    (world.root / "claims/outcomes/headaches.yml").unlink()
    return world


def cards(found):
    today = found.settings.today
    return {id: views.claim_card(each, found.library, LABELS, today) for id, each in found.appraisals.items()}


def sizes_of(found):
    return {id: sizes.size(each, found.library, LABELS) for id, each in found.appraisals.items()}


def maps(world):
    found = world.check()[0]
    return overview.evidence_maps(found.library, cards(found), LABELS)


def filled(map):
    """The columns of the only row that hold something, with the claims' names and remarks."""
    (row,) = map.rows
    return {
        column.name: [(entry.card.name, entry.remark) for entry in cell]
        for column, cell in zip(map.columns, row.cells, strict=True)
        if cell
    }


def test_columns(world):
    """The highest level first, then no study found, then all other states."""
    (map,) = maps(world)
    assert [column.name for column in map.columns] == [
        "High", "Moderate", "Low", "Very low", "No study found", "Other state",
    ]  # fmt: skip


def test_rated_claim(world):
    """Under its level, by the outcome's short name, or by its own where it has one."""
    assert filled(maps(world)[0]) == {"Low": [("Bad sleep", "")]}
    world.edit(CLAIM, "kind: effect", "kind: effect\nshort: Rest")
    assert filled(maps(world)[0]) == {"Low": [("Rest", "")]}


def test_states(world):
    """Nothing found is a column of its own; every other state is told in words."""
    world.remove(CLAIM, ("certainty",))
    assert filled(maps(world)[0]) == {"Other state": [("Bad sleep", "not rated")]}
    world.remove(CLAIM, ("evidence",))
    assert filled(maps(world)[0]) == {"No study found": [("Bad sleep", "")]}


def test_suspended(world):
    """A concern takes the claim out of its level's column."""
    world.status(("10.1000/alpha2020", "concern", True))
    assert filled(maps(world)[0]) == {"Other state": [("Bad sleep", "rating suspended")]}


def test_overdue(world):
    """A review that is overdue is told beside the level."""
    world.edit(CLAIM, "review_due: 2027-05-01", "review_due: 2026-01-01")
    assert filled(maps(world)[0]) == {"Low": [("Bad sleep", "review overdue")]}


@pytest.mark.parametrize(
    ("shown", "kinds"), [((), ["effect"]), ((Kind.EFFECT, Kind.HARM), ["effect", "harm"])]
)
def test_findings(world, shown, kinds):
    """A group a kind that there is; those that must be shown also where nobody looked at one."""
    found = world.check()[0]
    claims, sizes = found.library.claims.values(), sizes_of(found)
    groups = overview.findings(claims, found.appraisals, cards(found), sizes, LABELS, shown=shown)
    assert [group.kind for group in groups] == kinds
    assert [finding.card.id for finding in groups[0].findings] == ["sleep"]
    assert groups[0].findings[0].people.value == "55 in 2 studies"
    assert groups[0].findings[0].people.small == "not reported for 1"
    assert all(group.findings == () for group in groups[1:])

"""What the evidence map can be narrowed to: nothing but what badges say, in the site's order."""

from __future__ import annotations

from mkdocs_evidence import views
from mkdocs_evidence.filters import Filters, filters
from mkdocs_evidence.labels import Labels

CLAIM = "claims/outcomes/sleep.yml"
LABELS = Labels.shipped()


def made(world) -> Filters:
    found = world.check()[0]
    today = found.settings.today
    cards = {id: views.claim_card(each, found.library, LABELS, today) for id, each in found.appraisals.items()}
    return filters(found.library, cards, LABELS)


def options(world, name: str) -> list[tuple[str, str]]:
    (facet,) = (facet for facet in made(world).facets if facet.name == name)
    return [(option.value, option.words) for option in facet.options]


def test_a_rated_claim_and_one_without_studies(world):
    """Each has a value in every facet; what it lacks is a value too."""
    assert made(world).values == {
        "headaches": {
            "category": "outcomes", "level": "none", "direction": "none", "state": "no-study-found",
            "population": "rest", "review": "in-time",
        },
        "sleep": {
            "category": "outcomes", "level": "low", "direction": "supports", "state": "rated",
            "population": "rest", "review": "in-time",
        },
    }  # fmt: skip


def test_only_values_that_a_claim_has(world):
    """A level that no claim reaches is not offered; overdue reviews are, so that there being none can be seen."""
    assert options(world, "level") == [("low", "Low"), ("none", "No level")]
    assert options(world, "review") == [("overdue", "Overdue"), ("in-time", "Not overdue")]
    assert options(world, "population") == [("rest", "Adults who sleep badly")]


def test_very_low_certainty(world):
    """No direction stands beside such a badge, so none can be asked for, although the results have one."""
    world.edit(CLAIM, "  imprecision:\n    step: -1", "  imprecision:\n    step: -2")
    assert world.appraisal().direction == "supports"
    assert made(world).values["sleep"]["direction"] == "none"
    assert options(world, "direction") == [("none", "No direction shown")]


def test_comparisons_of_the_same_people(world):
    """They are one population."""
    other = world.read("claims/comparisons.yml").replace("rest:", "nap:", 1).replace("rest therapy", "naps")
    world.write("claims/comparisons.yml", world.read("claims/comparisons.yml") + other)
    world.edit(CLAIM, "comparison: rest", "comparison: nap")
    assert {of_claim["population"] for of_claim in made(world).values.values()} == {"rest"}
    world.edit("claims/comparisons.yml", "nap:\n  population: Adults", "nap:\n  population: Children")
    assert options(world, "population") == [("rest", "Adults who sleep badly"), ("nap", "Children who sleep badly")]


def test_review_that_is_overdue(world):
    assert made(world).due == {"sleep": ("2027-05-01", "1 May 2027")}
    world.edit(CLAIM, "review_due: 2027-05-01", "review_due: 2026-11-02")
    assert made(world).values["sleep"]["review"] == "overdue"


def test_scales(world):
    """Levels stand below the name of their scale, and below none where there is no level."""
    (facet,) = (facet for facet in made(world).facets if facet.name == "level")
    assert [(scale, len(those)) for scale, those in facet.groups] == [
        ("Effects, harms and what goes along", 1), ("", 1),
    ]  # fmt: skip


def test_on_the_map(world):
    """Every claim on the map carries its values, and every value of the claims is one of a control."""
    body = world.bodies()["claims/"]
    item = body[: body.index('href="../claims/sleep/"')].rpartition("<li")[2]
    assert 'data-level="low"' in item
    assert 'data-due="2027-05-01"' in item
    for of_claim in made(world).values.values():
        for value in of_claim.values():
            assert f'<option value="{value}">' in body

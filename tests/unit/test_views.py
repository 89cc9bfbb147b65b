
"""What pages say about a result and a claim, ready to show."""

from __future__ import annotations

from datetime import date

import pytest

from mkdocs_evidence import views
from mkdocs_evidence.labels import Labels

CLAIM = "claims/outcomes/sleep.yml"
ALPHA = "studies/alpha.yml"
LABELS = Labels.shipped()


def result(world, study: str = "alpha"):
    library = world.check()[0].library
    return views.result_view(library.studies[study], library.studies[study].results[0], library, LABELS)


def test_result(world):
    """Arms in the order of the comparison, the difference with the decimals of the means, and who is missing."""
    shown = result(world)
    assert [(f.label, f.value) for f in shown.figures] == [
        ("Rest", "20.5 (SD 9.5; 28 people)"), ("Waiting", "30 (SD 10; 27 people)"),
    ]  # fmt: skip
    assert (shown.difference, shown.people, shown.compared) == ("\u22129.5", "55", "of 60 randomised")


def test_two_of_three_arms(world):
    """People are counted, and those who were randomised too, in the two arms that are compared."""
    world.edit(ALPHA, "  wait: {name: Waiting", "  half: {name: Half, randomised: 20}\n  wait: {name: Waiting")
    world.edit(ALPHA, "      wait: {n: 27,", "      half: {n: 19, mean: 25}\n      wait: {n: 27,")
    shown = result(world)
    assert shown.people == "55"
    assert shown.compared == "of 60 randomised"


@pytest.mark.parametrize(
    ("means", "difference"),
    [((20.5, 30), "\u22129.5"), ((45.3, 76.0), "\u221230.7"), ((0.3, 0.1), "0.2"), ((5, 5), "0"), ((1.25, 1.2), "0.05"),
     ((30, 20.5), "9.5")],
)  # fmt: skip
def test_difference(world, means, difference):
    """First minus second, without the noise of binary fractions and without a minus sign before nothing."""
    world.edit(ALPHA, "mean: 20.5", f"mean: {means[0]}")
    world.edit(ALPHA, "mean: 30.0", f"mean: {means[1]}")
    assert result(world).difference == difference


@pytest.mark.parametrize(
    ("retracted", "word"), [("beta2021", "Retracted"), ("data2022", "Source retracted"), ("alpha2020", "")]
)
def test_what_takes_figures_out(world, retracted, word):
    """A study whose figures were read in a retracted data set is not itself called retracted."""
    world.status((f"10.1000/{retracted}", "retracted", True))
    assert result(world, "beta").struck == word


def test_own_system_and_body(world):
    """Where a result was found in something else than its study, or belongs to another body, that is said."""
    assert (result(world).system, result(world).body) == ("", "")
    world.edit(ALPHA, "    score: end", "    score: end\n    system: animals\n    body: single-arm")
    assert result(world).system == "Animals"
    assert result(world).body == "The same people before and after, without a comparison group"


def test_estimate(world):
    shown = result(world, "beta")
    assert [f.value for f in shown.figures] == ["\u22128.9 (95% interval \u221213.7 to \u22124.12)"]
    assert (shown.people, shown.difference) == ("not reported", "")


@pytest.mark.parametrize(
    ("day", "overdue"), [(date(2027, 4, 30), False), (date(2027, 5, 1), False), (date(2027, 5, 2), True)]
)
def test_overdue(world, day, overdue):
    """From the day after the one on which the review was due."""
    assert views.badge(world.appraisal(), LABELS, day).overdue is overdue


def test_badge(world):
    shown = views.badge(world.appraisal(), LABELS, date(2026, 11, 23))
    assert (shown.scale, shown.level, shown.state, shown.direction) == ("certainty", "low", "rated", "supports")
    assert shown.words == "Low certainty"
    assert shown.draft == ""


def test_badge_of_a_draft(world):
    """Under serve an unrecorded level is shown with a ribbon, and the page is not refused."""
    world.set_value(CLAIM, ("certainty", "imprecision", "step"), "-2")
    assert "low \u2192 very low" in views.badge(world.appraisal(), LABELS, date(2026, 11, 23)).draft
    assert world.prepare().broken
    site = world.prepare(draft=True)
    assert not site.broken
    page = next(page for page in site.pages if page.address == "claims/sleep/")
    assert "data-draft" in page.body
    assert 'data-level="very-low"' in page.body


def test_own_trials_of_the_developer(world):
    """A trial that the developer ran or paid for is counted as its own."""
    found, _ = world.check()
    comparison = found.library.comparisons["rest"]
    assert views.by_developer(found.library.studies["alpha"], comparison)
    assert not views.by_developer(found.library.studies["beta"], comparison)


def test_trials_side_by_side(world):
    """Every randomised trial, the largest first, with its groups and how many had used it before."""
    used = "used_before: {percent: 46.16, by_arm: {rest: 8.33}, from: {cite: alpha2020, where: table 1}}\n"
    world.edit(ALPHA, "results:\n", f"{used}results:\n")
    world.edit("studies/beta.yml", "design: randomised-parallel", "design: cohort")
    rows = views.randomised_trials(world.check()[0].library, LABELS)
    assert [row.card.name for row in rows] == ["ALPHA"]
    assert rows[0].groups == ("Rest: 30 randomised, 28 completed", "Waiting: 30 randomised, 27 completed")
    assert (rows[0].card.used_before, rows[0].card.used_before_keys) == ("46% (Rest 8%)", ("alpha2020",))


@pytest.mark.parametrize(
    ("arm", "shown"),
    [("{name: Rest, randomised: 30}", "Rest: 30 randomised"), ("{name: Rest}", "Rest: not reported"),
     ("{name: Rest, completed: 28}", "Rest: 28 completed; how many were randomised is not recorded")],
)  # fmt: skip
def test_group_of_which_less_is_known(world, arm, shown):
    """What is not recorded is said, and never taken for 0."""
    world.edit(ALPHA, "{name: Rest, randomised: 30, completed: 28}", arm)
    rows = views.randomised_trials(world.check()[0].library, LABELS)
    assert next(row for row in rows if row.card.name == "ALPHA").groups[0] == shown


def test_trial_that_was_retracted_stands_beside_no_other(world):
    """Its own page and the claims that used it show it."""
    world.status(("10.1000/alpha2020", "retracted", True))
    assert "ALPHA" not in [row.card.name for row in views.randomised_trials(world.check()[0].library, LABELS)]


def test_mice_are_no_people(world):
    """A study in animals is none whose number of people is not reported; it is told apart."""
    world.edit("studies/beta.yml", "system: people", "system: animals")
    built = world.check()[0]
    fact = views.people_counted(built.appraisals["sleep"], LABELS)
    assert (fact.value, fact.small) == ("55 in 2 studies", "1 of them not in people")
    mice = built.library.studies["beta"]
    assert views.result_view(mice, mice.results[0], built.library, LABELS).people == "animals"
    world.edit(ALPHA, "system: people", "system: animals")
    assert views.people_counted(world.check()[0].appraisals["sleep"], LABELS).value == "2 studies"


def test_number_of_people_beside_an_estimate(world):
    """It is told as those of arms are."""
    world.edit("studies/beta.yml", "    estimate:", "    n: 26\n    estimate:")
    built = world.check()[0]
    fact = views.people_counted(built.appraisals["sleep"], LABELS)
    assert (fact.value, fact.small) == ("81 in 2 studies", "")


def test_change_of_the_same_people(world):
    """What one group changed by is not called a difference between groups."""
    world.edit(ALPHA, "design: randomised-parallel", "design: single-arm")
    compared = "    compare: [rest, wait]\n    arms:\n"
    arms = "      rest: {n: 28, mean: 20.5, sd: 9.5}\n      wait: {n: 27, mean: 30.0, sd: 10}\n"
    world.edit(ALPHA, compared + arms, "    estimate: {measure: md, value: -9.5, low: -12, high: -7}\n")
    assert [figure.label for figure in result(world).figures] == ["Mean change"]

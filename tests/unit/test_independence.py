"""What counts once: a review beside its studies, and reports of one study; judged after exclusion."""

from __future__ import annotations

import pytest

CLAIM = "claims/outcomes/sleep.yml"
BETA = "studies/beta.yml"


@pytest.fixture
def review(world):
    """BETA is a review that includes ALPHA, and both are rated in one claim."""
    world.edit(BETA, "type: trial", "type: review\nincludes: [alpha]")
    return world


def test_review_beside_a_study_it_includes(review):
    assert ("review-beside-included", f"{CLAIM}:{review.line(CLAIM, 'evidence', 1)}:5") in review.places()


def test_review_beside_a_study_that_was_retracted(review):
    """Only what counts can count twice."""
    review.status(("10.1000/alpha2020", "retracted", True))
    assert "review-beside-included" not in review.codes()


def test_review_in_the_background(review):
    review.edit(CLAIM, "{study: beta, result: end, role: supports}", "{study: beta, result: end, role: background}")
    assert "review-beside-included" not in review.codes()


def test_two_studies_with_one_registration(world):
    """Capitals make no difference."""
    world.edit("studies/alpha.yml", "run_by:", "registrations: [NCT01234567]\nrun_by:")
    world.edit(BETA, "results:", "registrations: [NCT09999999, nct01234567]\nresults:")
    assert world.places() == [("same-registration", f"{CLAIM}:{world.line(CLAIM, 'evidence', 1)}:5")]


def test_two_results_of_one_study(world):
    """One study has its registration to itself, however many of its results are rated."""
    world.edit("studies/alpha.yml", "run_by:", "registrations: [NCT01234567]\nrun_by:")
    assert world.codes() == []


def test_order_of_treatments_in_a_crossover(world):
    """Where everyone gets everything, a condition may hold more people than one order of treatments."""
    world.edit("studies/alpha.yml", "rest: {n: 28", "rest: {n: 55")
    assert world.codes() == ["impossible-number"]
    world.edit("studies/alpha.yml", "randomised-parallel", "randomised-crossover")
    assert world.codes() == []

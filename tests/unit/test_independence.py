"""What counts once: a review beside its studies, and reports of one study; judged after exclusion."""

from __future__ import annotations

from datetime import date

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


def test_two_studies_of_the_same_people(world):
    """A cohort that was described in two files counts once; in the background it may stand beside itself."""
    world.edit("studies/alpha.yml", "run_by:", "cohort: sleepers\nrun_by:")
    world.edit(BETA, "results:", "cohort: sleepers\nresults:")
    assert world.places() == [("same-registration", f"{CLAIM}:{world.line(CLAIM, 'evidence', 1)}:5")]
    world.edit(CLAIM, "{study: beta, result: end, role: supports}", "{study: beta, result: end, role: background}")
    assert "same-registration" not in world.codes()


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


# --- who ran it, who measured, and what was registered ----------------------------------------

ALPHA = "studies/alpha.yml"
PAGE, STUDY = "claims/sleep/", "studies/alpha/"


def test_share_of_the_developer(world):
    """Stands at the claim, with the developer's name, and marks the study."""
    body = world.bodies()[PAGE]
    assert "<dd>1 of 2<small>Rest Inc</small></dd>" in body
    assert body.count('<span class="ev-tag">developer</span>') == 1


MEASURED = "  assessors:\n    scale: {who: %s, arm: %s, from: {cite: alpha2020, where: abstract}}\n"


@pytest.mark.parametrize(
    ("who", "arm", "share", "words"),
    [
        ("participant", "could-guess", "1 of 2 studies; for 1 it is not rec", "themselves, who could guess"),
        ("independent-rater", "kept-blind", "0 of 2 studies; for 1 it", "no other part in the trial, kept"),
        ("therapist", "knew", "1 of 2 studies; for 1 it", "a therapist of the trial, who knew the treatment"),
        ("rater", "not-recorded", "", "a rater, whether they knew the treatment is not recorded"),
    ],
)  # fmt: skip
def test_who_measured(world, who, arm, share, words):
    """At the claim as a share of its studies, where it is known of one; at claim and study in words."""
    world.edit(ALPHA, "results:", f"blinding:\n  planned: double\n{MEASURED % (who, arm)}results:")
    bodies = world.bodies()
    assert ("knew or could guess the treatment in" in bodies[PAGE]) is bool(share)
    assert share in bodies[PAGE]
    assert words in bodies[PAGE]
    assert words in bodies[STUDY]


def test_a_result_says_who_measured_it(world):
    """It goes before what the study says of the instrument."""
    world.edit(ALPHA, "results:", f"blinding:\n  planned: double\n{MEASURED % ('rater', 'kept-blind')}results:")
    own = "measured_by: {who: participant, arm: knew, from: {cite: alpha2020, where: abstract}}"
    world.edit(ALPHA, "    score: end", f"    score: end\n    {own}")
    assert "the people themselves, who knew the treatment" in world.bodies()[STUDY]


def test_a_follow_up_without_groups_is_not_called_blind(world):
    """What was planned for the comparison says nothing of a part in which everyone has been given the treatment."""
    world.edit(ALPHA, "results:", f"blinding:\n  planned: double\n{MEASURED % ('rater', 'kept-blind')}results:")
    assert "kept from knowing the treatment" in world.bodies()[STUDY]
    world.edit(ALPHA, "    score: end", "    score: end\n    body: single-arm")
    study = world.check()[0].library.studies["alpha"]
    assert study.measured_by(study.results[0]) is None


def test_who_measured_with_an_unknown_scale_or_source(world):
    text = MEASURED.replace("scale:", "ruler:").replace("alpha2020", "nobody1999") % ("rater", "knew")
    world.edit(ALPHA, "results:", f"blinding:\n  planned: double\n{text}results:")
    assert set(world.codes()) == {"unknown-instrument", "unknown-citation"}


@pytest.mark.parametrize(
    ("same", "said", "told_at_the_claim"),
    [("same: false", "They differ.", True), ("same: true", "They are the same.", False), ("", "", False)],
)
def test_primary_outcome(world, same, said, told_at_the_claim):
    """Both are shown at the study, with the source; a difference is shown at the claim too."""
    fields = f"registered: Sleep at a year, reported: Sleep at a month, {same}".rstrip(", ")
    world.edit(
        ALPHA, "results:", f"primary_outcome: {{{fields}, from: {{cite: alpha2020, where: registry}}}}\nresults:"
    )
    bodies = world.bodies()
    told = f"Registered: Sleep at a year. Reported: Sleep at a month. {said}".strip()
    assert told in bodies[STUDY]
    assert (told in bodies[PAGE]) is told_at_the_claim
    assert ("primary outcome changed" in bodies[PAGE]) is told_at_the_claim


def test_primary_outcome_that_nobody_recorded(world):
    """Is not passed over in silence."""
    body = world.bodies()[STUDY]
    assert "<dt>Primary outcome</dt>\n<dd>not recorded</dd>" in body


# --- dates --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kept", ["certainty", "search"])
def test_dates_at_the_claim(world, kept):
    """When it was searched, judged and reviewed and when that is due, also where nothing was rated."""
    text = world.read(CLAIM)
    if kept == "search":
        text = (
            text[: text.index("evidence:")]
            + text[text.index("search:") :]
            + "history:\n"
            + ("  - {date: 2026-11-01, level: no-study-found, why: First search}\n")
        )
    world.write(CLAIM, text + "reviewed: {date: 2026-11-02, by: Jo Alpha}\n")
    body = world.bodies()[PAGE]
    assert "<dd>1 November 2026</dd>" in body
    assert "Judged on 1 November 2026. Reviewed on 2 November 2026 by Jo Alpha. Next review due: 1 May 2027." in body


def test_overdue_is_shown_and_kept(world):
    """The day after it was due the badge says so, and the rating stays what it was."""
    before, after = (world.bodies(today=day)[PAGE] for day in (date(2027, 5, 1), date(2027, 5, 2)))
    assert "data-overdue" not in before
    assert "data-overdue" in after
    assert "Review overdue" in after
    assert 'data-level="low"' in after

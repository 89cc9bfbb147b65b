"""From a claim's counted results to one estimate, and back to what was excluded."""

from __future__ import annotations

import json
import math

import pytest

from mkdocs_evidence.effect_sizes import Reason, Refusal, effect_of_estimate
from mkdocs_evidence.model import Result
from mkdocs_evidence.pooling import HARMLESS, WORDS, effect_of_result, pool_claim, published_for
from mkdocs_evidence.synthesis import OneStudy
from mkdocs_evidence.vocabulary import Measure

CLAIM = "claims/outcomes/sleep.yml"
MD = "    estimate: {measure: md, value: -8.9, low: -13.7, high: -4.12}\n"
HIGHER = "scale: {name: A, better: lower}\nother: {name: B, better: higher}\n"


def asking(site, plan: str = "{measure: md}"):
    site.edit(CLAIM, "certainty:\n", f"synthesis: {plan}\ncertainty:\n")
    return site


def pooled(site):
    found = site.check()[0]
    return pool_claim(found.appraisals["sleep"], found.library)


def result(**figures: object) -> Result:
    source = {"cite": "alpha2020", "where": "abstract"}
    return Result.model_validate({"id": "end", "from": source, **figures})


def arms(first: dict[str, str], second: dict[str, str], **more: object) -> Result:
    return result(compare=["a", "b"], arms={"a": first, "b": second}, **more)


MEANS = {"n": "10", "mean": "5", "sd": "2"}
EVENTS = {"events": "3", "total": "10"}


def test_claim_that_asks_for_no_pooling(world):
    """Nothing is pooled."""
    assert pooled(world) is None


def test_two_trials(world):
    """Arm data of the one and the printed estimate of the other, by their names; REML where no method is named."""
    pool = pooled(asking(world))
    assert [line.name for line in pool.counted.lines] == ["alpha/end", "beta/end"]
    assert pool.counted.lines[0].effect.value == -9.5
    assert pool.counted.lines[1].effect.value == -8.9
    assert (pool.method, pool.counted.outcome.k) == ("reml", 2)
    assert (pool.obstacles, pool.with_excluded, pool.reversed) == ((), None, ())


def test_retraction(world):
    """The result leaves the estimate; the estimate with it is there beside, to show the difference."""
    before = pooled(asking(world))
    world.status(("10.1000/data2022", "retracted", True))
    after = pooled(world)
    assert isinstance(after.counted.outcome, OneStudy)
    assert after.counted.outcome.name == "alpha/end"
    assert after.with_excluded == before.counted


def test_everything_retracted(world):
    """Nothing is left to pool, with and without are told apart, and nothing is raised."""
    asking(world)
    world.status(("10.1000/data2022", "retracted", True), ("10.1000/alpha2020", "retracted", True))
    pool = pooled(world)
    assert pool.counted.outcome.reason == "no-studies"
    assert pool.with_excluded.outcome.k == 2


def test_unconfirmed_retraction(world):
    """It excludes nothing."""
    asking(world)
    world.status(("10.1000/data2022", "retracted", False))
    assert pooled(world).counted.outcome.k == 2


def test_background(world):
    """What is not rated is not pooled."""
    asking(world)
    world.edit(CLAIM, "{study: beta, result: end, role: supports}", "{study: beta, result: end, role: background}")
    assert pooled(world).counted.outcome.name == "alpha/end"


def test_obstacle(world):
    """Where a result does not belong into the pool, nothing is pooled, and the place is named."""
    pool = pooled(asking(world, "{measure: smd}"))
    assert pool.counted is None
    assert [obstacle.position for obstacle in pool.obstacles] == [1]


def test_evidence_that_leads_nowhere(world):
    """Nothing is concluded from the rest."""
    asking(world)
    world.edit(CLAIM, "{study: beta, result: end, role: supports}", "{study: gamma, result: end, role: supports}")
    assert pooled(world) is None


def test_scales_that_run_in_opposite_directions(world):
    """Standardised, the second changes its sign and is named; the interval of its line goes with it."""
    asking(world, "{measure: smd}")
    world.edit("studies/beta.yml", MD, "    estimate: {measure: smd, value: 0.5, low: 0.1, high: 0.9}\n")
    world.edit("studies/beta.yml", "instrument: scale", "instrument: other")
    world.write("studies/instruments.yml", HIGHER)
    pool = pooled(world)
    assert pool.reversed == ("beta/end",)
    assert pool.counted.lines[1].effect.value == -0.5
    assert pool.counted.lines[1].interval.low == pytest.approx(-0.9)


def test_trial_without_events(world):
    """It is no obstacle: it stays visible, with its reason, and out of the pooled ratio."""
    asking(world, "{measure: rr}")
    world.edit("studies/alpha.yml", "{n: 28, mean: 20.5, sd: 9.5}", "{events: 0, total: 28}")
    world.edit("studies/alpha.yml", "{n: 27, mean: 30.0, sd: 10}", "{events: 0, total: 27}")
    world.edit("studies/beta.yml", MD, "    estimate: {measure: rr, value: 0.5, low: 0.25, high: 1}\n")
    pool = pooled(world)
    assert [(each.name, each.reason) for each in pool.counted.left_out] == [("alpha/end", Reason.NO_EVENTS)]
    assert pool.counted.outcome.name == "beta/end"


def test_published_estimate(world):
    """A result that a claim names is found; one that holds no estimate is not."""
    asking(world, "{published: {study: beta, result: end}}")
    library = world.check()[0].library
    assert published_for(library.claims["sleep"], library).estimate.value == -8.9
    world.edit(CLAIM, "{study: beta, result: end}}", "{study: alpha, result: end}}")
    library = world.check()[0].library
    assert published_for(library.claims["sleep"], library) is None


@pytest.mark.parametrize(
    ("given", "measure", "reason"),
    [
        (arms(MEANS, MEANS), Measure.RR, Reason.MEASURE_DOES_NOT_FIT),
        (arms(EVENTS, EVENTS), Measure.MD, Reason.MEASURE_DOES_NOT_FIT),
        (arms(EVENTS, EVENTS), Measure.HR, Reason.MEASURE_DOES_NOT_FIT),
        (arms(MEANS, {"n": "10", "mean": "5"}), Measure.MD, Reason.NUMBERS_MISSING),
        (arms(EVENTS, {"events": "3"}), Measure.RR, Reason.NUMBERS_MISSING),
        (arms(MEANS, EVENTS), Measure.RR, Reason.NUMBERS_MISSING),
        (arms(MEANS, MEANS, paired="true"), Measure.MD, Reason.PAIRED_WITHOUT_CORRELATION),
        (arms(MEANS, MEANS, paired="true"), Measure.SMD, Reason.PAIRED_NOT_POSSIBLE),
        (arms(EVENTS, EVENTS, paired="true"), Measure.RR, Reason.PAIRED_NOT_POSSIBLE),
        (result(arms={"a": MEANS, "b": MEANS}), Measure.MD, Reason.NO_COMPARISON),
        (result(compare=["a", "c"], arms={"a": MEANS, "b": MEANS}), Measure.MD, Reason.NO_COMPARISON),
        (result(found="lower", finding="It was lower"), Measure.MD, Reason.WORDS_ONLY),
        (result(estimate={"measure": "or", "value": "2", "low": "1", "high": "4"}), Measure.RR,
         Reason.MEASURE_DOES_NOT_FIT),
        (result(estimate={"measure": "or", "value": "2"}), Measure.OR, Reason.NO_INTERVAL),
        (result(same_people={"n": "9", "before": {"at": "a", "mean": "5", "sd": "1"},
                             "after": {"at": "b", "mean": "4", "sd": "1"}}), Measure.MD,
         Reason.PAIRED_WITHOUT_CORRELATION),
    ],
)  # fmt: skip
def test_result_without_an_effect(given, measure, reason):
    """Refused for the reason that fits the figures."""
    assert effect_of_result(given, measure) == Refusal(reason)


def test_result_with_an_effect():
    """The first arm of `compare` against the second, in whatever order the arms are listed."""
    given = result(compare=["b", "a"], arms={"a": MEANS, "b": {**MEANS, "mean": "7"}})
    assert effect_of_result(given, Measure.MD).value == 2
    given = arms(EVENTS, {"events": "6", "total": "10"})
    assert effect_of_result(given, Measure.RR).value == pytest.approx(math.log(0.5))
    given = result(estimate={"measure": "hr", "value": "2", "low": "1", "high": "4", "level": "90"})
    assert effect_of_result(given, Measure.HR) == effect_of_estimate(Measure.HR, 2, 1, 4, 90)


def test_every_reason_has_words():
    """No refusal is shown by its code alone."""
    assert WORDS.keys() == set(Reason)
    assert set(Reason) > HARMLESS


def test_shown_as_json(world):
    """`show --json` carries the estimate; ratios are on the natural scale."""
    asking(world, "{measure: or}")
    world.edit("studies/alpha.yml", "{n: 28, mean: 20.5, sd: 9.5}", "{events: 7, total: 28}")
    world.edit("studies/alpha.yml", "{n: 27, mean: 30.0, sd: 10}", "{events: 9, total: 27}")
    world.edit("studies/beta.yml", MD, "    estimate: {measure: or, value: 0.5, low: 0.25, high: 1}\n")
    shown = json.loads(world.evidence("show", "sleep", "--json").output)["synthesis"]
    assert (shown["by"], shown["measure"], shown["method"], shown["obstacles"]) == ("site", "or", "reml", [])
    alpha, beta = shown["counted"]["studies"]
    assert alpha["value"] == pytest.approx((7 / 21) / (9 / 18))
    assert beta["interval"] == [pytest.approx(0.25), pytest.approx(1)]
    assert shown["counted"]["pooled"]
    assert 0.5 < shown["counted"]["value"] < 2 / 3
    assert shown["with_excluded"] is None


@pytest.mark.parametrize(
    ("plan", "keys"),
    [
        ("{published: {study: beta, result: end}}", {"by", "result", "measure", "estimate"}),
        (
            "{measure: smd}",
            {"by", "measure", "method", "subgroups_by", "obstacles", "reversed", "counted", "with_excluded"}
            | {"published"},
        ),
    ],
)
def test_other_estimates_as_json(world, plan, keys):
    """A published estimate names its review; a pool with obstacles has no numbers."""
    asking(world, plan)
    shown = json.loads(world.evidence("show", "sleep", "--json").output)["synthesis"]
    assert shown.keys() == keys
    assert shown["by"] == ("beta" if "published" in plan else "site")
    assert shown.get("counted") is None


def test_one_study_as_json(world):
    """Not pooled, and named."""
    asking(world)
    world.status(("10.1000/data2022", "retracted", True))
    shown = json.loads(world.evidence("show", "sleep", "--json").output)["synthesis"]
    assert (shown["counted"]["pooled"], shown["counted"]["study"]) == (False, "alpha/end")
    assert shown["with_excluded"]["k"] == 2


@pytest.mark.parametrize(
    ("plan", "retracted", "lines"),
    [
        ("{measure: md}", [], ["Pooled, counted: md -9.18 (-12.7 to -5.67), 2 results, reml"]),
        ("{measure: md}", ["data2022"], [
            "Not pooled, counted: md -9.5 (-14.7 to -4.34), only alpha/end",
            "Pooled, with the excluded: md -9.18 (-12.7 to -5.67), 2 results, reml",
        ]),
        ("{measure: md}", ["data2022", "alpha2020"], [
            "Pooled, counted: not estimable (no-studies)",
            "Pooled, with the excluded: md -9.18 (-12.7 to -5.67), 2 results, reml",
        ]),
        ("{measure: smd}", [], ["Not pooled: `beta/end` states its effect as `md`, and the pool is of `smd`"]),
        ("{published: {study: beta, result: end}}", [], ["Published by beta: md -8.9 (-13.7 to -4.12)"]),
    ],
)  # fmt: skip
def test_shown_in_a_terminal(world, plan, retracted, lines):
    """What was pooled and how, with and without what was excluded, to three digits."""
    asking(world, plan)
    if retracted:
        world.status(*((f"10.1000/{key}", "retracted", True) for key in retracted))
    shown = world.evidence("show", "sleep").output.split("\n")
    start = shown.index(lines[0])
    assert shown[start : start + len(lines) + 1] == [*lines, ""]

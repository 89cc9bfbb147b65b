"""How much an estimate matters: by whose thresholds, in which unit, and when "little or no" may be said."""

from __future__ import annotations

import pytest

from mkdocs_evidence.importance import size_of

CLAIM = "claims/outcomes/sleep.yml"
ALPHA, BETA, SCALES = "studies/alpha.yml", "studies/beta.yml", "studies/instruments.yml"


def size(world):
    found, _ = world.check()
    return size_of(found.appraisals["sleep"], found.library)


def events(world, without: int) -> None:
    """Both trials count people: 10 of 100 with rest, and `without` of 100 without."""
    counts = f"rest: {{events: 10, total: 100}}\n      wait: {{events: {without}, total: 100}}"
    world.edit(ALPHA, "rest: {n: 28, mean: 20.5, sd: 9.5}\n      wait: {n: 27, mean: 30.0, sd: 10}", counts)
    world.edit(ALPHA, "    instrument: scale\n    score: end\n", "    outcome: Slept badly\n")
    world.edit(ALPHA, "randomised: 30, completed: 28", "randomised: 100, completed: 100")
    world.edit(ALPHA, "randomised: 30, completed: 27", "randomised: 100, completed: 100")
    world.edit(BETA, "instrument: scale", "outcome: Slept badly")
    world.edit(
        BETA, "{measure: md, value: -8.9, low: -13.7, high: -4.12}", "{measure: rr, value: 0.5, low: 0.2, high: 1.25}"
    )
    world.edit(CLAIM, "certainty:", "synthesis: {measure: rr, method: common-effect}\ncertainty:")


def test_nobody_states_a_threshold(world):
    """Then there is no size, whatever the estimate is."""
    world.edit(CLAIM, "certainty:", "synthesis: {measure: md}\ncertainty:")
    assert size(world) is None


def test_points_on_the_instrument(world):
    """An instrument speaks for a mean difference on it, and names its source."""
    world.edit(SCALES, "better: lower", "better: lower, important: {value: 5, source: alpha2020}")
    world.edit(CLAIM, "certainty:", "synthesis: {measure: md}\ncertainty:")
    found = size(world)
    assert (found.yardstick.unit, found.yardstick.source, found.word) == ("points", "alpha2020", None)
    world.edit(CLAIM, "measure: md", "measure: smd")
    assert size(world) is None


@pytest.mark.parametrize(("without", "expected"), [(12, "trivial"), (20, "small"), (30, "moderate"), (60, "large")])
def test_people_out_of_a_hundred(world, without, expected):
    """A ratio is turned into people first: what halves a small risk changes little."""
    events(world, without)
    stated = "important: {unit: people-per-100, value: 6, moderate: 12, large: 25, source: alpha2020}"
    world.edit(CLAIM, "certainty:", f"{stated}\ncertainty:")
    found = size(world)
    assert found.word == expected
    assert found.estimate.low < found.estimate.value < found.estimate.high


def test_the_claim_before_the_instrument(world):
    """What the claim states goes first: it knows the outcome."""
    world.edit(SCALES, "better: lower", "better: lower, important: {value: 1, large: 2, source: alpha2020}")
    events(world, 60)
    world.edit(CLAIM, "certainty:", "important: {unit: people-per-100, value: 90, source: data2022}\ncertainty:")
    assert (size(world).yardstick.source, size(world).word) == ("data2022", "trivial")


def test_one_result_without_a_plan_to_pool(world):
    """Its own estimate is held against the thresholds."""
    world.edit(
        SCALES, "better: lower", "better: lower, important: {value: 1, moderate: 2, large: 3, source: alpha2020}"
    )
    world.edit(CLAIM, "{study: beta, result: end, role: supports}", "{study: beta, result: end, role: background}")
    assert size(world).word == "large"


def test_published_estimate(world):
    """Where nothing is pooled here, a review's estimate is."""
    world.edit(
        SCALES, "better: lower", "better: lower, important: {value: 1, moderate: 2, large: 3, source: alpha2020}"
    )
    world.edit(CLAIM, "certainty:", "synthesis: {published: {study: beta, result: end}}\ncertainty:")
    assert (size(world).word, size(world).estimate.value) == ("large", -8.9)


def test_published_estimate_on_another_scale(world):
    """The points of the scale of the studies here say nothing about a review's estimate on its own."""
    world.edit(
        SCALES, "better: lower", "better: lower, important: {value: 1, moderate: 2, large: 3, source: alpha2020}"
    )
    world.edit(CLAIM, "certainty:", "synthesis: {published: {study: gamma, result: end}}\ncertainty:")
    beta = world.read(BETA).replace("name: BETA", "name: GAMMA")
    world.write("studies/gamma.yml", beta)
    assert size(world).word == "large"
    world.edit("studies/gamma.yml", "    instrument: scale\n", "    outcome: Sleep on another scale\n")
    assert size(world) is None


PEOPLE = "important: {unit: people-per-100, value: 6, moderate: 12, large: 25, source: alpha2020}"
RISK = "assumed_risk: {percent: 5, source: data2022, where: abstract}"


def test_the_risk_that_the_page_tells(world):
    """The class is that of the difference which readers see: it begins from the risk that the claim states."""
    events(world, 60)
    world.edit(CLAIM, "certainty:", f"{PEOPLE}\ncertainty:")
    assert size(world).word == "large"
    world.edit(CLAIM, "method: common-effect", f"method: common-effect, {RISK}")
    assert size(world).point == "trivial"
    assert -5 < size(world).estimate.value < 0


def test_published_ratio_without_a_risk(world):
    """The risk of our comparison groups need not be that of the review's, so without a stated one there is no class."""
    events(world, 60)
    world.edit(CLAIM, "{measure: rr, method: common-effect}", "{published: {study: beta, result: end}}")
    world.edit(CLAIM, "certainty:", f"{PEOPLE}\ncertainty:")
    assert size(world) is None
    world.edit(CLAIM, "result: end}}", f"result: end}}, {RISK}}}")
    assert size(world).estimate.value == -2.5


@pytest.mark.parametrize(
    ("steps", "value", "word"),
    [
        ((0, 0), 30, "trivial"), ((-1, 0), 30, "trivial"), ((-1, 0), 10, None), ((-1, -1), 10, "trivial"),
        ((-2, -1), 10, None), ((-2, -1), 1, None),
    ],
)  # fmt: skip
def test_little_or_no_difference(world, steps, value, word):
    """Only with an interval that stays within what is trivial, or at low certainty; at very low there is no size."""
    for domain, step in zip(("risk_of_bias", "imprecision"), steps, strict=True):
        world.set_value(CLAIM, ("certainty", domain, "step"), str(step))
    world.edit(SCALES, "better: lower", f"better: lower, important: {{value: {value}, source: alpha2020}}")
    world.edit(CLAIM, "certainty:", "synthesis: {measure: md, method: common-effect}\ncertainty:")
    assert size(world).word == word


# --- what the page says ------------------------------------------------------------------------


def test_the_page_says_whose_thresholds(world):
    """And in which unit, with the source as a citation; without thresholds there is no such line."""
    page = "claims/sleep/"
    assert "Measured against" not in world.bodies()[page]
    world.edit(SCALES, "better: lower", "better: lower, important: {value: 5, moderate: 8, source: alpha2020}")
    world.edit(CLAIM, "certainty:", "synthesis: {measure: md}\ncertainty:")
    body = world.bodies()[page]
    line = "Measured against: a difference matters from 5, is moderate from 8 (points on the scale)."
    assert line in body
    assert "ref-alpha2020" in body[body.index(line) :].partition("</p>")[0]


def test_the_page_says_that_it_is_a_rule_of_thumb(world):
    world.edit(
        BETA, "measure: md, value: -8.9, low: -13.7, high: -4.12", "measure: smd, value: -0.9, low: -1.4, high: -0.4"
    )
    world.edit(
        CLAIM,
        "certainty:",
        "synthesis: {measure: smd}\nimportant: {last_resort: true, reason: Nobody says}\ncertainty:",
    )
    body = world.bodies()["claims/sleep/"]
    assert "from 0.2, is moderate from 0.5, is large from 0.8 (standard deviations). This is a rule of thumb" in body
    assert "Nobody says" in body


# --- G08 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asserts", "role", "value", "told"),
    [
        ("no-difference", "supports", 10, True), ("no-difference", "supports", 30, False),
        ("lower", "against", 10, True), ("lower", "against", 30, False), ("lower", "against", 1, False),
        ("lower", "supports", 10, False),
    ],
)  # fmt: skip
def test_no_difference_too_wide(world, asserts, role, value, told):
    """Also of a pooled estimate, and where the evidence speaks against an effect; a shown effect is another matter."""
    world.set_value(CLAIM, ("certainty", "imprecision", "step"), "0")
    world.edit(CLAIM, "asserts: lower", f"asserts: {asserts}")
    for number in (0, 1):
        world.set_value(CLAIM, ("evidence", number, "role"), role)
    world.edit(SCALES, "better: lower", f"better: lower, important: {{value: {value}, source: alpha2020}}")
    world.edit(CLAIM, "certainty:", "synthesis: {measure: md, method: common-effect}\ncertainty:")
    assert ("no-difference-too-wide" in world.codes()) is told

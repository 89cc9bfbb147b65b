"""The sentence above everything else: certainty and direction, and never more than they allow."""

from __future__ import annotations

import pytest

from conftest import TODAY
from mkdocs_evidence import views
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.sentences import brief, sentence

CLAIM = "claims/outcomes/sleep.yml"
WHAT = "the severity of bad sleep compared with waiting."


def said(world, size: str = "") -> str:
    """The sentence; with `size` for thresholds by which the pooled difference, -9.2 (-12.8 to -5.7), has that class."""
    if size:
        text = world.read(CLAIM)
        stated = {"large": "1, 2, 3", "moderate": "1, 2, 20", "small": "1, 15, 20", "trivial": "30, 40, 50"}[size]
        value, moderate, large = stated.split(", ")
        world.edit(
            "studies/instruments.yml",
            "better: lower",
            f"better: lower, important: {{value: {value}, moderate: {moderate}, large: {large}, source: alpha2020}}",
        )
        world.write(CLAIM, text.replace("certainty:", "synthesis: {measure: md, method: common-effect}\ncertainty:"))
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
    ("low", "mixed", "lower", f"The results are mixed on whether rest therapy lowers {WHAT}"),
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


# --- every cell of certainty, effect class and direction --------------------------------------

VERBS = {
    ("lower", "large"): ("greatly lowers", "probably greatly lowers", "may greatly lower"),
    ("lower", "moderate"): ("lowers", "probably lowers", "may lower"),
    ("lower", "small"): ("slightly lowers", "probably slightly lowers", "may slightly lower"),
    ("raise", "large"): ("greatly raises", "probably greatly raises", "may greatly raise"),
    ("raise", "moderate"): ("raises", "probably raises", "may raise"),
    ("raise", "small"): ("slightly raises", "probably slightly raises", "may slightly raise"),
}
LITTLE = tuple(f"{verb} little or no difference to" for verb in ("makes", "probably makes", "may make"))
OPPOSITE = {"lower": "raise", "raise": "lower"}


def cells():
    for asserts in ("lower", "raise"):
        for role in ("supports", "against"):
            for size in ("large", "moderate", "small", "trivial"):
                way = asserts if role == "supports" else OPPOSITE[asserts]
                verbs = LITTLE if size == "trivial" else VERBS[way, size]
                for level, verb in zip(("high", "moderate", "low"), verbs, strict=True):
                    yield level, size, role, asserts, f"Rest therapy {verb} {WHAT}"
                uncertain = f"The evidence is very uncertain about the effect of rest therapy on {WHAT}"
                yield "very-low", size, role, asserts, uncertain


@pytest.mark.parametrize(("level", "size", "role", "asserts", "expected"), list(cells()))
def test_cell(world, level, size, role, asserts, expected):
    """Certainty chooses between "probably" and "may", the class the word for size, the direction the verb.

    Evidence against an assertion with an effect that matters shows the opposite; with a trivial one, little or
    no difference. At very low certainty there is neither direction nor size.
    """
    with_level(world, level)
    world.edit(CLAIM, "asserts: lower", f"asserts: {asserts}")
    for number in (0, 1):
        world.set_value(CLAIM, ("evidence", number, "role"), role)
    assert said(world, size) == expected


@pytest.mark.parametrize(
    ("asserts", "role", "size"),
    [
        ("present", "supports", "large"), ("present", "against", "small"),
        ("no-difference", "supports", "large"), ("no-difference", "against", "trivial"),
        ("no-difference", "against", "large"), ("lower", "unclear", "large"), ("lower", "mixed", "trivial"),
    ],
)  # fmt: skip
def test_size_that_cannot_be_said(world, asserts, role, size):
    """The sentence is the one without a size: where there is no direction, or the size contradicts it."""
    with_level(world, "moderate")
    world.edit(CLAIM, "asserts: lower", f"asserts: {asserts}")
    for number in (0, 1):
        world.set_value(CLAIM, ("evidence", number, "role"), role)
    before = said(world)
    assert said(world, size) == before


def test_rule_of_thumb(world):
    """Taken only where the claim asks for it, and then the sentence says so, also where no word for size follows."""
    world.edit(CLAIM, "certainty:", "synthesis: {measure: smd, method: common-effect}\ncertainty:")
    world.edit(
        "studies/beta.yml",
        "measure: md, value: -8.9, low: -13.7, high: -4.12",
        "measure: smd, value: -0.9, low: -1.4, high: -0.4",
    )
    assert said(world) == f"Rest therapy may lower {WHAT}"
    world.edit(CLAIM, "certainty:", "important: {last_resort: true, reason: No source was found}\ncertainty:")
    assert said(world) == (f"Rest therapy may greatly lower {WHAT} How large this is goes by a rule of thumb.")


def test_state_with_a_comparison(world):
    """What is unknown is whether it is better than something."""
    text = world.read(CLAIM)
    world.write(CLAIM, text[: text.index("evidence:")] + text[text.index("search:") :])
    assert said(world) == (f"No study was found that tests this. Whether rest therapy lowers {WHAT[:-1]} is unknown.")


# --- mixed in itself, and studies that disagree -----------------------------------------------


@pytest.mark.parametrize(
    ("roles", "begins", "badge"),
    [
        (("supports", "against"), "Studies disagree on whether", "The studies disagree"),
        (("supports", "mixed"), "Studies disagree on whether", "The studies disagree"),
        (("mixed", "mixed"), "The results are mixed on whether", "The results are mixed"),
        (("mixed", "unclear"), "The results are mixed on whether", "The results are mixed"),
        (("mixed", "background"), "The results are mixed on whether", "The results are mixed"),
    ],
)
def test_mixed(world, roles, begins, badge):
    """Two studies disagree where they found different things; one that found this and that disagrees with nobody."""
    for number, role in enumerate(roles):
        world.set_value(CLAIM, ("evidence", number, "role"), role)
    found, _ = world.check()
    assert said(world).startswith(begins)
    shown = views.badge(found.appraisals["sleep"], Labels.shipped(), found.settings.today)
    assert shown.direction_words == badge


MECHANISM = """\
question: Does rest calm people?
claim: Rest calms people
kind: mechanism
link: {from: rest, to: calm}
asserts: raise
evidence:
  - {study: alpha, result: end, role: mixed, tests: link, note: Calm was measured}
"""


def test_mechanism_mixed_in_one_study(world):
    """Nobody disagrees where one study found this and that."""
    world.write("claims/outcomes/calm.yml", MECHANISM)
    found, _ = world.check()
    text = sentence(found.appraisals["calm"], found.library, Labels.shipped())
    assert text == "One known group has tested whether rest raises calm in people, and the results are mixed."


@pytest.mark.parametrize(
    ("kind", "meaning"),
    [("effect", "it does not work"), ("harm", "no such harm"), ("mechanism", "act in this way")],
)
def test_no_study_found(world, kind, meaning):
    """What that does not show depends on the kind of claim."""
    text = MECHANISM.partition("evidence:")[0].replace("kind: mechanism", f"kind: {kind}")
    if kind != "mechanism":
        outcome = "comparison: rest\noutcome: {name: calm, short: Calm, when: now}"
        text = text.replace("link: {from: rest, to: calm}", outcome)
    search = "search: {date: 2026-11-01, scope: limited, where: A shelf, for: Studies}\n"
    world.write("claims/outcomes/calm.yml", text + search)
    found, _ = world.check()
    assert meaning in views.badge(found.appraisals["calm"], Labels.shipped(), found.settings.today).meaning


def test_heading_of_a_comparison(world):
    """Begins with a capital, however the treatment is called inside of a sentence."""
    assert '<h1 id="title">Rest therapy: Adults who sleep badly</h1>' in world.bodies()["comparisons/rest/"]


@pytest.mark.parametrize(
    ("level", "role", "expected"),
    [("low", "supports", "Rest therapy may lower the severity of bad sleep."),
     ("low", "against", "It may be that rest therapy does not lower the severity of bad sleep."),
     ("high", "unclear", "The studies do not show whether rest therapy lowers the severity of bad sleep."),
     ("very-low", "supports", "Whether rest therapy lowers the severity of bad sleep is very uncertain.")],
)  # fmt: skip
def test_brief(world, level, role, expected):
    """As sure as the whole sentence, without what was compared."""
    with_level(world, level)
    for number in (0, 1):
        world.set_value(CLAIM, ("evidence", number, "role"), role)
    found, _ = world.check()
    assert brief(found.appraisals["sleep"], found.library, Labels.shipped()) == expected


def test_bottom_line(world):
    """Of several claims in a row on one treatment the first names it; a claim that is not there says nothing."""
    found, _ = world.check()
    labels = Labels.shipped()
    cards = {id: views.claim_card(each, found.library, labels, TODAY) for id, each in found.appraisals.items()}
    shown = views.bottom_line(("sleep", "nap", "headaches"), found.appraisals, cards, found.library, labels)
    assert [line.text for line in shown] == [
        "Rest therapy may lower the severity of bad sleep.",
        "Whether it raises headaches is unknown: no study was found.",
    ]
    assert [line.comparator for line in shown] == ["waiting", "waiting"]


def test_brief_of_a_state_without_a_short_form(world):
    """It keeps its sentence."""
    world.edit(CLAIM, "asserts: lower", "not_testable: {why: Nobody could}")
    found, _ = world.check()
    appraisal = found.appraisals["sleep"]
    assert brief(appraisal, found.library, Labels.shipped()) == sentence(appraisal, found.library, Labels.shipped())

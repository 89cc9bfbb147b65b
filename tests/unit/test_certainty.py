"""The arithmetic of certainty where the tables of `test_appraisal.py` end."""

from __future__ import annotations

import pytest

from mkdocs_evidence.certainty import DOWN_DOMAINS, allowed_steps, derive
from mkdocs_evidence.model import Certainty
from mkdocs_evidence.vocabulary import Body, Level


def certainty(body: str = "non-randomised", **steps: int) -> Certainty:
    given = {domain: {"step": "0"} for domain in DOWN_DOMAINS}
    given |= {domain: {"step": str(step)} for domain, step in steps.items()}
    return Certainty.model_validate({"body": body, **given})


def test_upgrade_of_a_body_below_the_scale():
    """Two steps below very low and one up is still very low: the sum is held at its end, not on its way."""
    derived = derive(certainty(risk_of_bias=-2, imprecision=-2, large_effect=1))
    assert derived.level is Level.VERY_LOW
    assert derived.steps[-1].after is Level.VERY_LOW


def test_order_of_the_steps():
    """The derivation runs through the five domains down and then up, each with the level after it."""
    derived = derive(certainty(inconsistency=-1, dose_response=1, large_effect=2))
    assert [(step.domain, step.judgement.step, step.after.value) for step in derived.steps] == [
        ("risk_of_bias", 0, "low"),
        ("inconsistency", -1, "very-low"),
        ("indirectness", 0, "very-low"),
        ("imprecision", 0, "very-low"),
        ("publication_bias", 0, "very-low"),
        ("large_effect", 2, "moderate"),
        ("dose_response", 1, "high"),
    ]


def test_override():
    """A level set by hand holds; what the rules give stays to be seen."""
    derived = derive(Certainty.model_validate({
        "body": "randomised", **{domain: {"step": "-1"} for domain in DOWN_DOMAINS},
        "override": {"level": "moderate", "reason": "One worry", "by": "Jo", "date": "2026-11-01"},
    }))  # fmt: skip
    assert (derived.worked_out, derived.level) == (Level.VERY_LOW, Level.MODERATE)


@pytest.mark.parametrize(
    ("domain", "body", "steps"),
    [
        ("risk_of_bias", Body.ROBINS_I, (0, -1, -2, -3)),
        ("risk_of_bias", Body.RANDOMISED, (0, -1, -2)),
        ("risk_of_bias", Body.SINGLE_ARM, (0, -1, -2)),
        ("inconsistency", Body.ROBINS_I, (0, -1, -2)),
        ("indirectness", Body.RANDOMISED, (0, -1, -2)),
        ("imprecision", Body.NON_RANDOMISED, (0, -1, -2)),
        ("publication_bias", Body.ROBINS_I, (0, -1)),
        ("large_effect", Body.NON_RANDOMISED, (1, 2)),
        ("dose_response", Body.NON_RANDOMISED, (1,)),
        ("residual_confounding", Body.SINGLE_ARM, (1,)),
    ],
)
def test_allowed_steps(domain, body, steps):
    assert allowed_steps(domain, body) == steps

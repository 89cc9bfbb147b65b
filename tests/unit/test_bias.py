"""The overall judgement of bias follows from the domains, as far as those are known."""

from __future__ import annotations

import pytest

from mkdocs_evidence.bias import DOMAINS, against_rule, worst
from mkdocs_evidence.model import BiasAssessment


def assessment(tool, overall, domains, **more):
    return BiasAssessment(tool=tool, overall=overall, by="site", reason="Seen", domains=domains, **more)


def all_low(tool, **others):
    return dict.fromkeys(DOMAINS[tool], "low") | {name.replace("_", "-"): word for name, word in others.items()}


@pytest.mark.parametrize(
    ("tool", "judged", "least"),
    [
        ("rob2", all_low("rob2"), "low"),
        ("rob2", all_low("rob2", missing_data="some-concerns"), "some-concerns"),
        ("rob2", all_low("rob2", missing_data="some-concerns", selection="high"), "high"),
        ("robins-i", all_low("robins-i", confounding="moderate", measurement="no-information"), "no-information"),
        ("robins-i", all_low("robins-i", confounding="serious", measurement="no-information"), "serious"),
        ("robins-i", all_low("robins-i", confounding="serious", participants="critical"), "critical"),
    ],
)
def test_worst_domain(tool, judged, least):
    """It decides; in ROBINS-I no information stands between moderate and serious."""
    assert worst(assessment(tool, least, judged)) == least
    assert against_rule(assessment(tool, least, judged)) is None


def test_better_than_a_domain():
    """Never right, also where domains are missing."""
    assert against_rule(assessment("rob2", "low", {"selection": "high"}))


def test_worse_than_every_domain():
    """Only with `escalated`; where domains are missing, one of those may be the reason."""
    concerns = all_low("rob2", measurement="some-concerns", selection="some-concerns")
    assert against_rule(assessment("rob2", "high", concerns))
    assert against_rule(assessment("rob2", "high", concerns, escalated="true")) is None
    assert against_rule(assessment("rob2", "high", {"selection": "low"})) is None


def test_escalated_without_being_worse():
    """It would claim what is not so."""
    assert against_rule(assessment("rob2", "low", all_low("rob2"), escalated="true"))


def test_no_domain_judged():
    """Then there is nothing to compare with."""
    assert against_rule(assessment("rob2", "high", {})) is None

"""The overall judgement of bias follows from the domains, as far as those are known."""

from __future__ import annotations

import pytest

from mkdocs_evidence.bias import AMSTAR_ITEMS, DOMAINS, against_rule, implied, to_consider
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
    assert implied(assessment(tool, least, judged)) == least
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


# --- AMSTAR-2 --------------------------------------------------------------------------------


def review(overall, *unmet, **answers):
    """A judgement of all sixteen items; those named by their numbers are not met."""
    judged = dict.fromkeys(AMSTAR_ITEMS, "met") | {AMSTAR_ITEMS[number - 1]: "not-met" for number in unmet}
    judged |= {name.replace("_", "-"): word for name, word in answers.items()}
    return BiasAssessment(tool="amstar-2", overall=overall, by="site", domains=judged)


@pytest.mark.parametrize(
    ("unmet", "overall"),
    [
        ((), "high"), ((1,), "high"), ((16,), "high"), ((1, 3), "moderate"),
        ((1, 3, 5, 6, 8, 10, 12, 14, 16), "moderate"),
        ((2,), "low"), ((4,), "low"), ((7,), "low"), ((9,), "low"), ((11,), "low"), ((13,), "low"), ((15,), "low"),
        ((2, 1, 3, 5), "low"), ((2, 4), "critically-low"), ((7, 9, 11), "critically-low"),
    ],
)  # fmt: skip
def test_confidence_in_a_review(unmet, overall):
    """By which items are not met, never by how many in all: items 2, 4, 7, 9, 11, 13 and 15 are the critical ones."""
    assert implied(review("high", *unmet)) == overall
    assert against_rule(review(overall, *unmet)) is None


def test_partly_met():
    """No flaw, also in a critical item."""
    assert implied(review("high", protocol="partly-met", literature="partly-met")) == "high"


def test_review_without_meta_analysis():
    """Items 11, 12 and 15 do not count."""
    nothing_pooled = dict.fromkeys(("pooling", "bias_pooled", "publication_bias"), "no-meta-analysis")
    assert implied(review("high", 1, **nothing_pooled)) == "high"


def test_review_against_the_rule():
    """A better word is never right, a worse one only for a reason: many weaknesses can make moderate low."""
    assert against_rule(review("moderate", 2)) == (
        "it is moderate, and 1 critical and 0 other items are not met, which gives low"
    )
    many = review("low", 1, 3, 5, 6)
    assert against_rule(many)
    assert against_rule(many.model_copy(update={"escalated": True, "reason": "Many weaknesses"})) is None


def test_review_with_items_not_assessed():
    """What nobody judged may be what made it worse, and cannot make it better."""
    judged = {"protocol": "not-met"}
    assert against_rule(assessment("amstar-2", "critically-low", judged)) is None
    assert against_rule(assessment("amstar-2", "high", judged))


# --- what a person should look at again -------------------------------------------------------


@pytest.mark.parametrize(
    ("tool", "overall", "domains", "asked"),
    [
        ("rob2", "some-concerns", ["some-concerns", "some-concerns"], True),
        ("rob2", "some-concerns", ["some-concerns", "low"], False),
        ("rob2", "high", ["some-concerns", "some-concerns"], False),
        ("robins-i", "low", ["low", "low"], True),
        ("robins-i", "moderate", ["moderate", "low"], False),
        ("amstar-2", "low", ["not-met", "met"], False),
    ],
)
def test_to_consider(tool, overall, domains, asked):
    """Several concerns may add up, and few studies without randomisation are as good as a trial; a reason answers."""
    named = dict(zip(DOMAINS[tool], domains, strict=False))
    judged = BiasAssessment(tool=tool, overall=overall, by="site", domains=named)
    assert bool(to_consider(judged)) is asked
    assert to_consider(judged.model_copy(update={"reason": "Looked at again"})) is None


# --- as a table -------------------------------------------------------------------------------

REVIEW = """\
name: SHELF
type: review
design: pooled-analysis
system: people
group: not-recorded
population: Adults
reports: [beta2021]
results:
  - id: pooled
    instrument: scale
    estimate: {measure: md, value: -8, low: -12, high: -4}
    from: {cite: beta2021, where: abstract}
risk_of_bias:
  - tool: amstar-2
    overall: low
    by: data2022
    domains: {protocol: not-met, literature: partly-met, pooling: met}
  - tool: amstar-2
    version: Second printing
    overall: critically-low
    by: site
    reason: No list of what was left out either
    domains: {protocol: not-met, excluded: not-met, bias-pooled: no-meta-analysis}
"""


@pytest.fixture
def with_review(world):
    """The tiny site with a review that two have judged, shown as the published estimate of its claim."""
    world.write("studies/shelf.yml", REVIEW)
    world.edit("claims/outcomes/sleep.yml", "certainty:",
               "synthesis: {published: {study: shelf, result: pooled}}\ncertainty:")  # fmt: skip
    return world


@pytest.mark.parametrize("address", ["studies/shelf/", "claims/sleep/"])
def test_table_of_a_review(with_review, address):
    """A row an item, a column a judgement: letter, shape and word, the critical ones marked, and no sum."""
    body = with_review.bodies()[address]
    table = body[body.index('aria-label="AMSTAR-2"') :].partition("</table>")[0]
    rows = table.split('<tr role="row">')[2:]
    assert len(rows) == 17
    assert [number for number, row in enumerate(rows, start=1) if "critical</span>" in row] == [2, 4, 7, 9, 11, 13, 15]
    protocol, literature = rows[1], rows[3]
    assert protocol.count('ev-bias--high" aria-hidden="true">N</span> <span class="ev-bias__word">No</span>') == 2
    assert 'ev-bias--moderate" aria-hidden="true">PY</span>' in literature
    assert "Not assessed" in literature
    assert "No meta-analysis" in rows[11]
    assert "Low confidence" in rows[16]
    assert "Critically low confidence" in rows[16]
    assert "No list of what was left out either" in rows[16]
    assert "Second printing" in body
    assert 'data-l="Judgement 2"' in protocol, "on a phone the columns are stacked, and their heads are gone"
    assert "Judgement 2: " in body


def test_review_is_judged_with_its_own_tool(with_review):
    """RoB 2 and ROBINS-I judge results of studies, AMSTAR-2 reviews."""
    assert with_review.codes() == []
    with_review.edit("studies/shelf.yml", "tool: amstar-2\n    overall: low", "tool: rob2\n    overall: low")
    assert "bias-not-of-tool" in with_review.codes()


def test_version_of_the_tool(world):
    """Stands in the table where it was written down."""
    world.edit("studies/alpha.yml", "results:", "risk_of_bias:\n  - {result: end, tool: rob2, version: 22 August 2019, "
               "overall: low, by: data2022}\nresults:")  # fmt: skip
    assert "22 August 2019" in world.bodies()["studies/alpha/"]

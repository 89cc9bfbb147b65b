"""Terms in texts: what is a use of one, and which uses a page links."""

from __future__ import annotations

import time

import pytest

from mkdocs_evidence.glossary import FirstUses, Terms, spelled

TERMS = Terms(
    {
        "caps": ["CAPS"],
        "caps-5": ["CAPS-5"],
        "sd": ["SD", "SDs"],
        "sds": ["SDS"],
        "rob": ["risk of bias"],
        "ae": ["adverse event", "adverse events"],
        "sae": ["serious adverse event", "serious adverse events"],
        "smd": ["Hedges' g"],
        "i2": ["I²"],
        "ci": ["95% interval"],
        "blind": ["double-blind"],
        "receptor": ["5-HT1b receptors"],
        "event": ["event"],
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The CAPS, a CAPS-5 and caps.", ["CAPS", "CAPS-5"]),
        ("SDs on the SDS, an SD and sds", ["SDs", "SDS", "SD"]),
        ("Risk of bias, RISK OF BIAS", ["Risk of bias", "RISK OF BIAS"]),
        ("Serious adverse events, an adverse event, an event", ["Serious adverse events", "adverse event", "event"]),
        ("risk\nof  bias; risk of\n\nbias", ["risk\nof  bias"]),
        ("risk of, bias; risk-of-bias; risky of bias", []),
        ("Hedges’ g and hedges' g", ["Hedges’ g", "hedges' g"]),
        ("I² (95% interval)", ["I²", "95% interval"]),
        ("a 95 % interval", []),
        ("double\u2011blind, double blind, undouble-blind", ["double\u2011blind"]),
        ("5-HT1b receptors, 5-ht1b receptors", ["5-HT1b receptors"]),
        ("non-CAPS, CAPS-based, CAPS_5, precaps", []),
        ("the event's end", ["event"]),
        ("“an event” and \"an event\" and ‘an event’ but event", ["event"]),
        ("“an event that is never closed", ["event"]),
        ("an “SD” adverse “x” event", ["event"]),
        ("", []),
    ],
)  # fmt: skip
def test_uses(text, found):
    """Whole words, the longest spelling that fits, capitals where an abbreviation has them, nothing that is quoted."""
    assert [text[use.start : use.end] for use in TERMS.uses(text)] == found


def test_term_of_a_use():
    assert [use.term for use in TERMS.uses("A serious adverse event on the CAPS-5")] == ["sae", "caps-5"]


def test_first_uses():
    """Of each term the first on the page, whichever spelling it has; not those that the page explains itself."""
    page = FirstUses(TERMS, "caps")
    texts = ("An SD, SDs and the CAPS", "an SD and an event")
    assert [text[use.start : use.end] for text in texts for use in page.take(text)] == ["SD", "event"]
    assert page.linked == ["sd", "event"]


def test_part_of_a_longer_term():
    """What is said of a serious adverse event is no first use of an adverse event."""
    page = FirstUses(TERMS)
    text = "Serious adverse events, serious adverse events, adverse events"
    assert [(use.start, use.term) for use in page.take(text)] == [(0, "sae"), (48, "ae")]


def test_two_entries_with_one_spelling():
    """The check refuses them; a preview shows the first."""
    assert [use.term for use in Terms({"b": ["dose"], "a": ["Dose"]}).uses("A dose")] == ["b"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Risk of bias", "risk  of bias", True),
        ("Hedges’ g", "Hedges' g", True),
        ("SDs", "SDS", False),
        ("caps", "CAPS", False),
    ],
)
def test_spelled(one, other, alike):
    assert (spelled(one) == spelled(other)) is alike


@pytest.mark.parametrize("piece", ["risk of ", "serious ", "“", '"', "a-", "risk\n", "‘a", "\u00a0"])
def test_time(piece):
    """A long text made of beginnings takes no longer than its length asks for."""
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    list(TERMS.uses(text))
    assert time.process_time() - started < 2

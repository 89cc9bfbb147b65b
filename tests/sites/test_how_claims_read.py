"""The real claims: their key messages are plain enough, and no step borrows the reason of another one."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import median

import textstat

from mkdocs_evidence.prose import plain_text

AMOUNT = re.compile(r"\b(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")


def grade(messages: tuple[str, ...]) -> float:
    """Flesch–Kincaid grade of a claim's key messages read one after the other."""
    texts = [" ".join(plain_text(message).split()) for message in messages]
    return float(textstat.flesch_kincaid_grade(" ".join(text if text[-1] in ".?!" else f"{text}." for text in texts)))


def test_key_messages_are_read_at_grade_8_or_below(real_site):
    """By the median; no claim is as hard to read as a report for the trade."""
    claims = real_site.check()[0].library.claims
    grades = sorted((grade(claim.key_messages), id) for id, claim in claims.items() if claim.key_messages)
    assert len(grades) == len(claims)
    assert median(level for level, _ in grades) <= 8
    assert grades[-1][0] <= 10, grades[-5:]


def test_grade_of_a_hard_text():
    """The measure tells hard from easy: it would not pass everything."""
    assert grade(("The heterogeneity of interventional methodologies precludes generalisable conclusions.",)) > 15
    assert grade(("The trials were small. We cannot be sure.",)) < 4


def test_no_two_steps_share_a_reason(real_site):
    """A reason speaks of the studies of its own claim: the same words with other numbers would do for any."""
    said = defaultdict(list)
    for id, claim in real_site.check()[0].library.claims.items():
        for domain, step in claim.certainty or ():
            if reason := getattr(step, "reason", None):
                words = AMOUNT.sub("#", plain_text(reason).lower())
                said[" ".join(re.findall(r"[\w#]+", words))].append(f"{id}: {domain}")
    assert len(said) > 200
    assert {words: places for words, places in said.items() if len(places) > 1} == {}

"""Words as a search compares them."""

from __future__ import annotations

import pytest

from mkdocs_evidence.everyday_words import WordRules, folded
from mkdocs_evidence.labels import Labels

RULES = WordRules.of(Labels.shipped()["search"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can’t sleep?", ["cant", "sleep"]),
        ("Dvořák, NAÏVE & Ångström", ["dvorak", "naive", "angstrom"]),
        ("long-term CAPS-5 (2021)", ["long", "term", "caps", "5", "2021"]),
        ("snake_case \u2013 “quoted”", ["snake", "case", "quoted"]),
        ("  …  ", []),
    ],
)
def test_folded(text, words):
    assert folded(text) == words


@pytest.mark.parametrize(
    "family",
    [
        "addicted addiction addictive addictions",
        "depression depressed depressive",
        "therapy therapies therapist therapists",
        "anxiety anxious",
        "memory memories",
        "clench clenching clenched",
        "danger dangers dangerous",
    ],
)
def test_words_of_one_family(family):
    """They are one word to the search."""
    assert len(set(RULES.stems(family))) == 1


def test_short_words_keep_their_ends():
    """Three letters are left at least; "bed" and "red" stay what they are."""
    assert list(RULES.stems("bed red sing loss")) == ["bed", "red", "sing", "los"]


def test_what_says_nothing():
    assert list(RULES.stems("Does it help with the pain?")) == ["help", "pain"]


@pytest.mark.parametrize(
    ("name", "first"), [("A new look", "new"), ("“The breakthrough”", "breakthrough"), ("It", "it")]
)
def test_place_in_a_list(name, first):
    """A name stands under its first word that says something, and under its first word where none does."""
    assert RULES.sorting(name)[0] == first

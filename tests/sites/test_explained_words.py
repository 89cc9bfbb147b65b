"""The glossary of the real site: nothing that a reader could stumble over is missing from it."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from mkdocs_evidence.checks import World
from mkdocs_evidence.prose import prose_in, render_block

ABBREVIATION = re.compile(r"\b[\w-]*[A-Z][\w-]*[A-Z][\w-]*")
"""A word with two capitals or more, with what hangs on it by a hyphen."""
KNOWN = frozenset({"US", "UK", "MDMA-assisted", "BETA"})
"""What everybody reads at once, or what is a name made of a term."""
NAMES = re.compile(r"NCT\d{8}|MP-\d+|MPLONG")
"""Registrations, and trials of which there is no record but in a registry or a retracted analysis."""


@pytest.fixture
def world(real_site) -> World:
    return real_site.check()[0]


def test_every_instrument(world):
    """Each scale of studies/instruments.yml has one entry."""
    explained = [id for term in world.library.glossary.values() for id in term.instruments]
    assert sorted(explained) == sorted(world.library.instruments)


def test_every_abbreviation_in_claims(world):
    """Each word with two capitals in what a claim's page shows is explained, or a name, or on the short list."""
    library = world.library
    explained = {word for term in library.glossary.values() for spelling in term.spellings for word in spelling.split()}
    explained |= {word for study in library.studies.values() for word in study.name.split()}
    missing: dict[str, str] = {}
    for claim in library.claims.values():
        shown = [claim.question, claim.claim, *(text for _, text in prose_in(claim))]
        for text in shown:
            plain = render_block(text, lambda mark: Markup()).striptags()
            for word in ABBREVIATION.findall(plain):
                if word not in explained | KNOWN and not NAMES.fullmatch(word):
                    missing.setdefault(word, claim.id)
    assert missing == {}


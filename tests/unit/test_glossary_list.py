"""The glossary on its page, in the tips, and on the pages that lead to it."""

from __future__ import annotations

import json
import re

import pytest

FILE = "content/glossary.yml"
GLOSSARY = """\
- id: scale
  term: SoS
  full: Scale of Sleep
  meaning: A scale [@beta2021]. It asks about the *night* & rest.
  instruments: [scale]
- id: trial
  term: trial
  also: [trials]
  meaning: A test of rest or of another trial. It is done in the night, and has its own page.
- id: night
  term: Night
  also: [nights]
  meaning: The dark part of a day.
  linked: false
- {id: five-ht, term: 5-HT, meaning: A substance.}
- {id: effect, term: Éffect, meaning: What follows.}
"""


@pytest.fixture
def explained(world):
    world.write(FILE, GLOSSARY)
    return world


def test_no_glossary(world):
    """No page, no data, no link."""
    site = world.prepare()
    assert "data/glossary.json" not in site.assets
    assert not any("glossary/" in page.address or "glossary/#term-" in page.body for page in site.pages)


def test_page(explained):
    """By letter, accents aside, digits first; each with its anchor, full name, scale and where it is used."""
    body = explained.bodies()["glossary/"]
    assert re.findall(r'<h2 id="(letter-\w+)">([^<]+)<', body) == [
        ("letter-other", "0–9"), ("letter-e", "E"), ("letter-n", "N"), ("letter-s", "S"), ("letter-t", "T"),
    ]  # fmt: skip
    assert re.findall(r'<div id="term-([\w-]+)">', body) == ["five-ht", "effect", "night", "scale", "trial"]
    assert "<dt>SoS<small>Scale of Sleep</small></dt>" in body
    assert "<p>Scores: 0 to 80; lower is better.</p>" in body
    assert 'Used on 2 pages, such as <a href="../claims/headaches/">Does rest therapy cause headaches?</a>' in body
    assert 'id="ref-beta2021"' in body


def test_entries_lead_to_each_other(explained):
    """Not to themselves, and not to words that nothing leads to."""
    body = explained.bodies()["glossary/"]
    assert "term-trial" not in re.findall(r'href="\.\./glossary/#([\w-]+)"', body)
    explained.edit(FILE, "  linked: false\n", "")
    body = explained.bodies()["glossary/"]
    assert re.findall(r'href="\.\./glossary/#([\w-]+)"', body) == ["term-night", "term-night"]


def test_claim(explained):
    """The first use of a term in the order of the page leads to its entry, the next ones do not."""
    explained.edit("claims/outcomes/sleep.yml", "It may help a little", "Two trials at night were small")
    body = explained.bodies()["claims/sleep/"]
    assert 'Two <a href="../../glossary/#term-trial">trials</a> at night were small' in body
    assert body.count("#term-trial") == 1
    assert 'A <a href="../../glossary/#term-scale">scale of sleep</a>, end score' in body
    explained.edit("claims/outcomes/sleep.yml", "Two trials at night", "“Two trials” at night")
    body = explained.bodies()["claims/sleep/"]
    assert "“Two trials”" in body
    assert body.count("#term-trial") == 1


def test_cited_in_the_glossary(explained):
    """The references page leads back to the entry that cites."""
    assert "../glossary/#cite-beta2021-1" in explained.bodies()["references/"]


def test_tips(explained):
    """Plain text: the name in full, the meaning without marks, and the scale."""
    tips = json.loads(explained.prepare().assets["data/glossary.json"])
    assert tips["terms"]["scale"] == {
        "name": "SoS: Scale of Sleep",
        "meaning": "A scale. It asks about the night & rest. Scores: 0 to 80; lower is better.",
    }
    assert tips["terms"]["night"]["name"] == "Night"
    assert tips["more"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("instruments: [scale]", "instruments: [scales]", [("unknown-instrument", FILE + ":5:17")]),
        ("also: [nights]", "also: [Trials]", [("duplicate-term", FILE + ":12:10")]),
        ("also: [nights]", "also: [SOS]", []),
        ("also: [nights]", "also: [night, Night]", []),
        ("also: [nights]", "full: A trial\n  also: [scale of  sleep]", [("duplicate-term", FILE + ":13:10")]),
        ("[@beta2021]", "[@beta2022]", [("unknown-citation", FILE + ":4:21")]),
    ],
)  # fmt: skip
def test_told(explained, old, new, told):
    explained.edit(FILE, old, new)
    assert explained.places() == told

"""What can be found, with which words, and what is shown of it."""

from __future__ import annotations

import json

import pytest

from mkdocs_evidence.addresses import SEARCH_INDEX
from mkdocs_evidence.everyday_words import WordRules
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.search_index import tree

CLAIM = "claims/outcomes/sleep.yml"


class Found:
    """An index as its script reads it."""

    def __init__(self, data: bytes) -> None:
        self.index = json.loads(data)
        self.entries = {row[1]: row for row in self.index["entries"]}

    def places(self, word: str) -> dict[str, int]:
        """Where a word stands: address to its weight there."""
        [stem] = WordRules.of(Labels.shipped()["search"]).stems(word)
        terms = self.index["terms"].split(" ")
        if stem not in terms:
            return {}
        number, places = 0, {}
        for place in self.index["places"][terms.index(stem)]:
            number += place >> 3
            places[self.index["entries"][number][1]] = place & 7
        return places


@pytest.fixture
def found(world):
    return Found(world.prepare().assets[SEARCH_INDEX])


def test_a_claim(found):
    """Its question, its sentence and its badge, with the data and the shape that pages show."""
    kind, _, title, line, badge = found.entries["claims/sleep/"]
    assert (found.index["kinds"][kind], title) == ("Questions", "Does rest therapy relieve bad sleep?")
    assert line.startswith("Rest therapy may lower")
    [name, attributes, glyph, words], *_ = found.index["badges"][badge]
    assert (name, glyph[0]) == ("span", "svg")
    assert {attributes["data-level"], attributes["data-scale"]} == {"low", "certainty"}
    assert words[2] == "Low certainty"


@pytest.mark.parametrize(
    ("word", "address"),
    [
        ("relieves", "claims/sleep/"),  # question
        ("waiting", "claims/sleep/"),  # comparison
        ("little", "claims/sleep/"),  # key message
        ("certainty", "claims/sleep/"),  # badge
        ("headaches", "claims/headaches/"),  # outcome
        ("BETA", "studies/beta/"),
        ("dataset", "references/#ref-data2022"),
        ("Journal", "references/#ref-alpha2020"),
        ("ratings", "methods/"),
    ],
)
def test_where_words_stand(found, word, address):
    assert address in found.places(word)


def test_other_ways_to_ask(world):
    """They count as much as the question, and no page shows them."""
    world.edit(CLAIM, "kind: effect", "asked_as: [Will I nod off?, Snoozing]\nkind: effect")
    site = world.prepare()
    places = Found(site.assets[SEARCH_INDEX]).places("snooze")
    assert places == {"claims/sleep/": 6}, "one word that is all of a question weighs most"
    assert not any("nod off" in page.body for page in site.pages)


def test_words_explained(world):
    """Each is found by all its spellings, and a claim that uses one of them by the others."""
    world.write(
        "content/glossary.yml",
        "- id: bad-sleep\n  term: Bad sleep\n  also: [Insomnia]\n  meaning: Lying *awake*.\n",
    )
    found = Found(world.prepare().assets[SEARCH_INDEX])
    assert found.entries["glossary/#term-bad-sleep"][2:4] == ["Bad sleep", "Lying awake."]
    assert list(found.places("insomnia")) == ["claims/sleep/", "glossary/#term-bad-sleep"]


def test_entries_of_lists(world):
    """They are found by the page that lists them."""
    event = "{id: first, date: 2020, kind: study, body: A zoo, what: A walrus slept, cites: [alpha2020]}"
    world.write("content/timeline.yml", f"- {event}\n")
    assert list(Found(world.prepare().assets[SEARCH_INDEX]).places("walrus")) == ["timeline/"]


def test_pages_for_authors(world):
    """The codes, and what says how to contribute, are no readers' business; other prose is, with its words."""
    world.write("content/contribute.md", "# Contribute\n\nZebras and pull requests.\n")
    world.write("content/about.md", "# About us\n\nA walrus pays, [says](https://example.org/lynx) the *otter*.\n")
    found = Found(world.prepare().assets[SEARCH_INDEX])
    assert {"contribute/", "contribute/codes/"}.isdisjoint(found.entries)
    assert found.places("zebra") == found.places("lynx") == {}
    assert list(found.places("walrus")) == list(found.places("otter")) == ["about/"]


def test_a_retracted_publication(world):
    """Its result says so, and so does that of a study of which nothing else is left."""
    world.status(("10.1000/beta2021", "retracted", True))
    site = world.prepare()
    if site.broken:  # the rating has to be looked at again first
        assert world.evidence("accept", "sleep", "--why", "Retracted").exit_code == 0
        site = world.prepare()
    found = Found(site.assets[SEARCH_INDEX])
    assert found.entries["references/#ref-beta2021"][-1] == "Retracted"
    assert found.entries["studies/beta/"][-1] == "Retracted"


def test_text_stays_text(world):
    """Nothing of a store becomes an element of a badge or breaks out of the file."""
    question = """'<img src=x onerror=f()> & "sleep"?'"""
    world.edit(CLAIM, "question: Does rest therapy relieve bad sleep?", f"question: {question}")
    found = Found(world.prepare().assets[SEARCH_INDEX])
    assert found.entries["claims/sleep/"][2] == '<img src=x onerror=f()> & "sleep"?'
    assert "img" not in json.dumps(found.index["badges"])


def test_a_broken_site(world):
    """Has no index: only what is wrong is shown."""
    world.edit(CLAIM, "kind: effect", "kind: afect")
    site = world.prepare()
    assert SEARCH_INDEX not in site.assets
    assert site.search_link == ""


def test_elements():
    """Names, attributes as they are written, and what is within, in order."""
    html = '<b class="x">a &amp; <i>b</i></b> <svg viewBox="0 0 1 1"><path d="M0"/></svg>'
    assert tree(html) == [
        ["b", {"class": "x"}, "a & ", ["i", {}, "b"]],
        " ",
        ["svg", {"viewBox": "0 0 1 1"}, ["path", {"d": "M0"}]],
    ]


def test_from_a_to_z(world):
    """Every question stands in the list by what it is about, with its badge."""
    body = world.bodies()["questions/"]
    assert body.index(">B</h2>") < body.index("Bad sleep") < body.index(">H</h2>") < body.index("Headaches")
    assert body.count("data-scale=") == 2

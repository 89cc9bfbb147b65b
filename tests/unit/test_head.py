"""Feed, icons and cards in a page's head, and that each card says what badges say."""

from __future__ import annotations

import html
import re
import struct
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from mkdocs_evidence import head
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.pages import Page
from mkdocs_evidence.views import level_badge
from mkdocs_evidence.vocabulary import Level

ASSETS = Path(str(resources.files("mkdocs_evidence").joinpath("assets")))
SOURCES = Path(__file__).parents[2] / "scripts" / "cards"
SITE = "https://evidence.example.org/file/"
CARDS = {**head.card_words(Labels.shipped()), head.SITE_CARD: Labels.shipped()["card"]["site"]}


@pytest.mark.parametrize("name", CARDS)
def test_card(name: str) -> None:
    """It is drawn, says the shipped words, and is as large as those who show links ask for."""
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", (SOURCES / f"{name}.svg").read_text(encoding="utf-8"))
    assert html.unescape(" ".join(drawn)).startswith(CARDS[name])
    picture = (ASSETS / "cards" / f"{name}.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


def test_no_other_card() -> None:
    assert {path.stem for path in (ASSETS / "cards").iterdir()} == set(CARDS)


def test_a_card_says_what_the_badge_says() -> None:
    """A site that calls a level otherwise gets the card without a rating."""
    labels = Labels.shipped()
    assert head.card_of(level_badge(Level.LOW, labels)) == "low"
    own = Labels({**labels, "level": {**labels["level"], "low": "Unsure"}})
    assert head.card_of(level_badge(Level.LOW, own)) == head.SITE_CARD


def test_claims_have_cards(world) -> None:
    """Sentence and badge as text, and the card of the badge."""
    pages = {page.address: page for page in world.prepare().pages}
    sleep, headaches = pages["claims/sleep/"], pages["claims/headaches/"]
    assert (sleep.card, headaches.card) == ("low", "no-study-found")
    assert sleep.description.endswith("compared with waiting. Low certainty.")


def test_tags(world) -> None:
    """With the site's address: feed and picture, the picture's address whole; without one neither."""
    page = Page("claims/x/", 'A "question"', "", description="<b>", card="low")
    without = head.tags(page, world.settings, "../../")
    assert 'content="A &#34;question&#34;"' in without
    assert 'content="&lt;b&gt;"' in without
    assert "og:image" not in without
    assert "feed.xml" not in without
    tags = head.tags(page, replace(world.settings, site_url=SITE), "../../")
    assert f'<meta property="og:image" content="{SITE}assets/evidence/cards/low.png">' in tags
    assert '<link rel="alternate" type="application/atom+xml" href="../../changes/feed.xml">' in tags
    icons = re.findall(r'<link[^>]* href="\.\./\.\./([^"]+)"', without)
    assert icons == ["site.webmanifest", "apple-touch-icon.png"]

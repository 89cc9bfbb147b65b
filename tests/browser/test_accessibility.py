"""What an accessibility checker finds on every kind of page, and what a screen reader is told there.

The whole page counts, the theme's frame too. Each view is read twice: as it is, and with every script of the site
refused, as some readers have it; the checker's own script is put in from outside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .reading import Reading, View, Window

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""Version 2.2, levels A and AA, as the checker tags its rules."""
OPTIONS = {"runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]}, "resultTypes": ["violations"]}

VIEWS = [View(width, height, scheme) for width, height in ((1280, 800), (390, 844)) for scheme in ("light", "dark")]
WITHOUT_SCRIPT = [View(1280, 800, own_scripts=False), View(390, 844, own_scripts=False)]
"""Light only: the theme turns dark with a script."""

BADGE = ".ev-answer [data-scale]"
ROWS = """() => [...document.querySelectorAll('main table')]
    .filter(table => !table.closest('details:not([open])'))  // what is closed is not told until it is opened
    .reduce((sum, table) => sum + table.rows.length, 0)"""


@dataclass
class Told:
    """What the browser tells a screen reader about a page: role, name and level of each element, in order."""

    elements: list[tuple[str, str, int | None]]

    @classmethod
    def of(cls, page: Page) -> Told:
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        return cls([_element(node) for node in nodes if not node["ignored"]])

    def count(self, role: str, level: int | None = None) -> int:
        return sum((role, level) == (found, its) for found, _, its in self.elements)

    def names(self, role: str) -> list[str]:
        return [name for found, name, _ in self.elements if found == role]


def _element(node: dict[str, Any]) -> tuple[str, str, int | None]:
    levels = [own["value"]["value"] for own in node.get("properties", []) if own["name"] == "level"]
    role = str(node["role"]["value"])
    return role, str(node.get("name", {}).get("value", "")), levels[0] if role == "heading" else None


def _breaches(window: Window, addresses: Iterable[str]) -> dict[str, list[str]]:
    """Each rule that is broken, to where."""
    axe, found = Axe(), dict[str, list[str]]()
    for address in addresses:
        result = axe.run(window.open(address), options=OPTIONS).response
        assert result["passes"], f"nothing was looked at on {address}"
        for breach in result["violations"]:
            places = [f"{address}: {node['target']}" for node in breach["nodes"]]
            found.setdefault(breach["id"], []).extend(places[:3])
    return found


@pytest.mark.parametrize("view", [*VIEWS, *WITHOUT_SCRIPT], ids=str)
def test_every_type_of_page(read: Reading, view: View) -> None:
    """The checker finds no breach of WCAG 2.2 AA and of what it holds for good practice."""
    assert _breaches(read(view), read.site.kinds) == {}


def test_claims_in_every_state(read_topic: Reading) -> None:
    """Neither on a claim of any rung, level or state."""
    view = View(390, 844, own_scripts=False)
    assert _breaches(read_topic(view), read_topic.site.looks.values()) == {}


def _letters(text: str) -> str:
    """Without its spaces, which the browser puts around words that only screen readers get."""
    return "".join(text.split())


SPOILT = {
    "an image without words": ("e => e.insertAdjacentHTML('beforeend', '<img src=data:>')", "image-alt"),
    "a field without its label": ("e => e.insertAdjacentHTML('beforeend', '<input type=text>')", "label"),
    "a link without its words": ("() => { document.querySelector('.md-tabs a').textContent = '' }", "link-name"),
    "text too pale": ("e => { e.style.color = '#999' }", "color-contrast"),
}
"""What is done to a page, and the rule that it breaks."""


@pytest.mark.parametrize("name", SPOILT)
@pytest.mark.parametrize("own_scripts", [True, False], ids=["with scripts", "without"])
def test_a_page_that_was_spoilt(read: Reading, name: str, own_scripts: bool) -> None:
    """The checker sees it, with scripts and without."""
    spoil, rule = SPOILT[name]
    page = read(View(1280, 800, own_scripts=own_scripts)).open("about/")
    page.locator(".ev-support").evaluate(spoil)
    assert rule in [breach["id"] for breach in Axe().run(page, options=OPTIONS).response["violations"]]


@pytest.mark.parametrize("view", [View(1280, 800), View(390, 844), *WITHOUT_SCRIPT], ids=str)
def test_landmarks_and_heading(read: Reading, view: View) -> None:
    """One banner, one main part, one foot, a way around, and one first-level heading, whatever the window."""
    window, wrong = read(view), {}
    for address in read.site.kinds:
        told = Told.of(window.open(address))
        once = {role: told.count(role) for role in ("banner", "main", "contentinfo")}
        once["first-level heading"] = told.count("heading", 1)
        if set(once.values()) != {1} or not told.count("navigation"):
            wrong[address] = {**once, "navigation": told.count("navigation")}
    assert wrong == {}


def test_badge_and_tables_are_told(read: Reading, size: View) -> None:
    """The badge's words are a link's name, and every table has all its rows, also where a phone stacks its cells."""
    window, rows = read(size), 0
    for address in read.site.looks.values():
        page = window.open(address)
        told = Told.of(page)
        words = _letters(page.locator(BADGE).text_content() or "")
        assert words and words in map(_letters, told.names("link")), f"{address}: {words}"
        assert told.count("row") == page.evaluate(ROWS), address
        rows += told.count("row")
    assert rows, "no claim has a table"

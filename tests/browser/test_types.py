"""Every type of page, in every view that a reader may have: one visit a page, and all that can be seen on it.

`make test` sees the longest page of each type in every view, and the other pages of `kinds` in one view each, as
`Site.seen_in` has it. `make test-long` sees all of them in every view. Dark needs scripts: the theme turns so with one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser, Page

from .accessibility import Told, breaches
from .looking import look
from .reading import Reading, Site, View

WIDE, NARROW = View(1280, 800), View(390, 844)
READERS = {
    "light": [WIDE, NARROW],
    "dark": [WIDE.but(scheme="dark"), NARROW.but(scheme="dark")],
    "without scripts": [WIDE.but(own_scripts=False), NARROW.but(own_scripts=False)],
}
"""Who reads, and the two windows: a page is opened in the wide one, which is then made narrow."""
VIEWS = [view for views in READERS.values() for view in views]

TEXT = """() => {
    const main = document.querySelector('.md-content, .ev-sheet main').cloneNode(true)
    main.querySelectorAll('.ev-filters, .ev-shown, .ev-list, .ev-copy, .ev-copy + [role=status], [data-here]')
        .forEach(part => part.remove())
    return main.textContent.replace(/\\s+/g, ' ').trim()
}"""
"""All that a page says, but for what only a script can offer: to narrow the map, to copy, and the window's address."""
BARE = "() => document.scripts.length ? document.documentElement.classList.contains('no-js') : null"
ONCE = {"banner": None, "main": None, "contentinfo": None, "heading": 1}
"""Roles, with the level where there is one, that a page has exactly once."""


BADGE = ".ev-answer [data-scale]"
ROWS = """() => [...document.querySelectorAll('main table')]
    .filter(table => !table.closest('details:not([open])'))  // what is closed is not told until it is opened
    .reduce((sum, table) => sum + table.rows.length, 0)"""
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass
class Visit:
    """What was seen on one page in one view."""

    address: str
    view: View
    bare: bool | None
    """No script of the page ran; None where it has none."""
    text: str
    faults: list[str]
    breaches: list[tuple[str, str]]
    told: Told
    badge: str | None
    """The words of a claim's badge; None on other pages."""
    rows: int
    """Of all tables that are not folded away."""

    def __str__(self) -> str:
        return f"{self.address or 'home'} ({self.view})"


@dataclass
class Visits:
    """All pages that one kind of reader saw, and what went wrong with the window meanwhile."""

    pages: list[Visit]
    errors: list[str]
    foreign: list[str]
    cookies: int


def _see(page: Page, address: str, view: View) -> Visit:
    page.set_viewport_size({"width": view.width, "height": view.height})
    page.evaluate(SETTLED)
    badge = page.locator(BADGE)
    return Visit(
        address,
        view,
        page.evaluate(BARE),
        page.evaluate(TEXT),
        [str(fault) for fault in look(page, address, view)],
        breaches(page),
        Told.of(page),
        badge.first.text_content() if badge.count() else None,
        page.evaluate(ROWS),
    )


def _visit(site: Site, browser: Browser, wanted: dict[View, list[str]]) -> Visits:
    """Opens each page once and sees it in each view for which it is wanted; the views differ only in size."""
    reading = Reading(site, browser)
    window, pages = reading(next(iter(wanted))), []
    for address in dict.fromkeys(address for addresses in wanted.values() for address in addresses):
        views = [view for view in wanted if address in wanted[view]]
        window.page.set_viewport_size({"width": views[0].width, "height": views[0].height})
        page = window.open(address)
        pages += [_see(page, address, view) for view in views]
    cookies = len(window.page.context.cookies())
    reading.close()
    return Visits(pages, window.errors, window.foreign, cookies)


@pytest.fixture(scope="module", params=["sample", pytest.param("all", marks=pytest.mark.long)])
def amount(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def visits(amount: str, reader: str, site: Site, browser: Browser) -> Visits:
    wanted = {view: site.kinds if amount == "all" else site.seen_in(view, VIEWS) for view in READERS[reader]}
    return _visit(site, browser, wanted)


@pytest.fixture(scope="module")
def words(site: Site, browser: Browser) -> Iterator[Callable[[str], str]]:
    """What a page says where scripts are off, by its address; each is opened once."""
    reading = Reading(site, browser)
    window = reading(View(320, 800, scripts=False))
    yield cache(lambda address: str(window.open(address).evaluate(TEXT)))
    reading.close()


def test_accessible(visits: Visits) -> None:
    """The checker finds no breach of WCAG 2.2 AA and of what it holds for good practice."""
    assert {str(page): page.breaches for page in visits.pages if page.breaches} == {}


def test_looks(visits: Visits) -> None:
    """Nothing is too small, in the way of something else or without words."""
    assert [fault for page in visits.pages for fault in page.faults] == []


def test_landmarks_and_heading(visits: Visits) -> None:
    """One banner, one main part, one foot, a way around, and one first-level heading."""
    wrong = {}
    for page in visits.pages:
        found = {role: page.told.count(role, level) for role, level in ONCE.items()}
        if set(found.values()) != {1} or not page.told.count("navigation"):
            wrong[str(page)] = {**found, "navigation": page.told.count("navigation")}
    assert wrong == {}


def test_badge_and_tables_are_told(visits: Visits) -> None:
    """The badge's words are a link's name, and every table has all its rows, also where a phone stacks its cells."""
    claims = [page for page in visits.pages if page.badge is not None]
    assert {page.view.width for page in claims} == {WIDE.width, NARROW.width}
    for page in claims:
        words = _letters(page.badge or "")
        assert words and words in map(_letters, page.told.names("link")), str(page)
    assert {str(page): page.rows for page in visits.pages if page.told.count("row") != page.rows} == {}
    assert any(page.rows for page in claims), "no claim has a table"


def _letters(text: str) -> str:
    """Without its spaces, which the browser puts around words that only screen readers get."""
    return "".join(text.split())


def test_quiet(visits: Visits, reader: str) -> None:
    """No missing file, no cookie, nothing asked of another host, and no error but for scripts that were refused."""
    refused = ("Content Security Policy", ".js: csp") if reader == "without scripts" else ()
    assert [error for error in visits.errors if not any(words in error for words in refused)] == []
    assert visits.foreign == []
    assert visits.cookies == 0


def test_scripts(visits: Visits, reader: str) -> None:
    """They run where the reader has them, and nowhere else."""
    assert {page.bare for page in visits.pages} - {None} == {reader == "without scripts"}


def test_same_words(visits: Visits, words: Callable[[str], str]) -> None:
    """A page says the same with scripts and without."""
    assert [str(page) for page in visits.pages if page.text != words(page.address)] == []


def test_claims_in_every_state(topic: Site, browser: Browser) -> None:
    """Neither fault nor breach on a claim of any rung, level or state."""
    wide, narrow = READERS["without scripts"]
    claims = list(topic.looks.values())
    visits = _visit(topic, browser, {wide: claims, narrow: claims})
    assert {str(page): page.breaches for page in visits.pages if page.breaches} == {}
    assert [fault for page in visits.pages for fault in page.faults] == []

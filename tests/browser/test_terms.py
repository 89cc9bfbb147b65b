"""What a word of the glossary means, by pointer, keyboard and finger, and the way to its entry, also without scripts.

It is the card of a citation with other words in it (`test_citations.py`); here stands what is different.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .accessibility import breaches
from .reading import Reading, Site, View
from .test_citations import CARD, COVERS, OUTSIDE, hover, shown, tab_to

CLAIM = "claims/ptsd-symptom-severity/"
TERM = ":not(.ev-card__go) > [href*='glossary/#term-']"
DATA = "**/data/glossary.json"


def first_term(page: Page) -> Locator:
    return page.locator(f".ev-keys {TERM}").first


@pytest.mark.parametrize("view", [View(1280, 800), View(390, 844, "dark"), View(320, 640)], ids=str)
def test_pointer(read: Reading, view: View) -> None:
    """The card says what the glossary says, is inside the window, leaves the word free, and breaches no rule."""
    window = read(view)
    page = window.open(CLAIM)
    term = first_term(page)
    card = hover(page, term)
    assert page.evaluate(OUTSIDE, [card.element_handle(), window.visible_top()]) == []
    assert not page.evaluate(COVERS, [card.element_handle(), term.element_handle()])
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert breaches(page) == []
    card.locator("p").nth(1).hover()
    page.wait_for_timeout(600)
    assert card.is_visible()
    words = card.inner_text()
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    target = term.get_attribute("href") or ""
    page.goto(f"{read.site.url}{target.removeprefix('../../')}")
    entry = page.locator(f"[id='{target.partition('#')[2]}']")
    assert entry.locator("dd p").first.inner_text() in words
    assert window.shows(entry)
    assert window.errors == []


def test_keyboard(read: Reading) -> None:
    """Focus opens the card, and the meaning describes the word; Tab leads to the glossary and on; Esc leads back."""
    page = read(View(1280, 800)).open(CLAIM)
    term = first_term(page)
    tab_to(page, term)
    card = shown(page)
    described = (term.get_attribute("aria-describedby") or "").split()
    assert [page.locator(f"#{id}").inner_text() for id in described] == card.locator("p").all_inner_texts()[:2]
    page.keyboard.press("Tab")
    assert card.locator("a").evaluate("e => e === document.activeElement")
    assert card.locator("a").get_attribute("href") == term.get_attribute("href")
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    assert term.evaluate("e => e === document.activeElement")


def test_finger(site: Site, browser: Browser) -> None:
    """The first tap opens the card, although the glossary is not there yet; a second one leads to it."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{site.url}{CLAIM}")
    term = first_term(page)
    term.tap()
    shown(page)
    assert page.url.endswith(CLAIM)
    page.locator("h1").tap()
    page.locator(CARD).wait_for(state="detached")
    term.tap()
    shown(page)
    term.tap()
    page.wait_for_url("**/glossary/#term-*")
    context.close()


def test_glossary_that_cannot_be_loaded(site: Site, browser: Browser) -> None:
    """A tap then leads where the link leads; a pointer opens nothing."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.route(DATA, lambda route: route.abort())
    page.goto(f"{site.url}{CLAIM}")
    with page.expect_event("requestfailed"):
        first_term(page).hover()
    expect(page.locator(CARD)).to_have_count(0)
    first_term(page).tap()
    page.wait_for_url("**/glossary/#term-*")
    context.close()


def test_loaded_once_and_when_it_is_needed(read: Reading) -> None:
    """Not with the page, and not again for the next word."""
    window = read(View(1280, 800))
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url))
    page = window.open(CLAIM)
    page.wait_for_load_state("networkidle")
    assert not any("glossary" in url for url in asked)
    for number in (0, 1):
        hover(page, page.locator(TERM).nth(number))
    assert sum(url.endswith("/data/glossary.json") for url in asked) == 1


def test_without_script(read: Reading) -> None:
    """A word leads to its entry."""
    window = read(View(390, 844, scripts=False))
    page = window.open(CLAIM)
    term = first_term(page)
    target = (term.get_attribute("href") or "").partition("#")[2]
    term.click()
    page.wait_for_url(f"**/glossary/#{target}")
    assert window.shows(page.locator(f"[id='{target}']"))


def test_locator_in_the_card_of_a_citation(read: Reading) -> None:
    """The table or page that a citation names stands in its card, and in no other citation's."""
    page = read(View(1280, 800)).open("claims/suicidal-thoughts-and-acts/")
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
    # By their ids, since a card comes to stand between a citation and its locator.
    citation, other = (
        page.locator(f"[id='{page.locator(f'.ev-cite > a:{which}').first.get_attribute('id')}']")
        for which in ("has(+ bdi)", "not(:has(+ bdi))")
    )
    assert "Cited here: table 1" in hover(page, citation).inner_text()
    assert "Cited here" not in hover(page, other).inner_text()

"""A citation's card by pointer, keyboard and finger, and the way to the reference and back, also without scripts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from . import opening
from .reading import Reading, Site, View

CLAIM = "claims/ptsd-symptom-severity/"
CARD = ".ev-card"
CITATION = ".ev-cite > a"

OUTSIDE = """([card, top]) => {
    const box = card.getBoundingClientRect(), out = []
    if (box.left < 0) out.push('left')
    if (box.right > document.documentElement.clientWidth) out.push('right')
    if (box.top < top) out.push('top')
    if (box.bottom > innerHeight) out.push('bottom')
    return out
}"""

COVERS = """([card, other]) => {
    const a = card.getBoundingClientRect()
    return [...other.getClientRects()].some(b =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
}"""


def shown(page: Page) -> Locator:
    """The card, which has to be there."""
    card = page.locator(CARD)
    card.wait_for(state="visible")
    assert card.count() == 1
    return card


def hover(page: Page, citation: Locator) -> Locator:
    """The card of a citation that the pointer rests on, scrolled to the middle of the window."""
    page.mouse.move(0, 0)
    citation.evaluate("e => e.scrollIntoView({block: 'center'})")
    citation.hover()
    page.locator("[aria-describedby]").and_(citation).wait_for()  # the card of another one may still be there
    return shown(page)


def entry_of(page: Page, citation: Locator) -> Locator:
    target = citation.get_attribute("href") or ""
    return page.locator(f"[id='{target[1:]}'] .ev-reference")


def tab_to(page: Page, citation: Locator) -> None:
    """Gives it the focus as a keyboard does."""
    page.keyboard.press("Tab")  # so that what is focused next shows it
    citation.evaluate("e => e.focus()")


@pytest.fixture
def finger(site: Site, browser: Browser) -> Iterator[Page]:
    """A phone's window, touched and not pointed at."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{site.url}{CLAIM}")
    yield page
    context.close()


@pytest.fixture
def instant(tmp_path: Path, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A window on a copy of the site whose theme changes pages without loading them, and the site's address."""
    root = tmp_path / "site"
    for name in ("claims", "studies", "content", "overrides"):
        shutil.copytree(opening.ROOT / name, root / name)
    for name in ("references.bib", "references.status.yml"):
        shutil.copy(opening.ROOT / name, root / name)
    (tmp_path / "built").mkdir()
    with opening.served(tmp_path / "built") as site:
        settings = (opening.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        assert "[navigation.tabs" in settings
        settings = settings.replace("[navigation.tabs", "[navigation.instant, navigation.tabs")
        (root / "mkdocs.yml").write_text(f"{settings}\nsite_url: {site.url}\n", encoding="utf-8")
        opening.build(root, site.folder)
        context = browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page, site.url
        context.close()


def test_hover(read: Reading, view: View) -> None:
    """The card says what the list of references says, is inside the window and leaves the citation free."""
    window = read(view)
    page = window.open(CLAIM)
    for citation in (page.locator(CITATION).first, page.locator(f":is(td, th) {CITATION}").first):
        card = hover(page, citation)
        words, said = card.inner_text(), entry_of(page, citation).inner_text()
        assert words.startswith(said.strip().split("\n")[0])
        for part in ("Paid by:", "Cited by", "doi.org/", "Go to reference"):
            assert part in words
        assert page.evaluate(OUTSIDE, [card.element_handle(), window.visible_top()]) == []
        assert not page.evaluate(COVERS, [card.element_handle(), citation.element_handle()])
    assert window.errors == []


def test_pointer_enters_the_card(read: Reading) -> None:
    """It stays while the pointer is on it, and closes after the pointer has left."""
    page = read(View(1280, 800)).open(CLAIM)
    card = hover(page, page.locator(CITATION).first)
    card.get_by_text("Paid by:").hover()
    page.wait_for_timeout(600)
    assert card.is_visible()
    page.mouse.move(0, 0)
    card.wait_for(state="detached")


def test_a_pointer_that_passes_opens_nothing(read: Reading) -> None:
    page = read(View(1280, 800)).open(CLAIM)
    page.locator(CITATION).first.hover()
    page.mouse.move(0, 0)
    page.wait_for_timeout(400)
    assert page.locator(CARD).count() == 0


def test_one_card_at_a_time(read: Reading) -> None:
    page = read(View(1280, 800)).open(CLAIM)
    first, second = page.locator(CITATION).nth(0), page.locator(CITATION).nth(1)
    hover(page, first)
    second.hover()
    page.locator(CITATION).nth(1).and_(page.locator("[aria-describedby]")).wait_for()
    assert shown(page).get_attribute("aria-label") == second.get_attribute("aria-label")


def test_keyboard(read: Reading, size: View) -> None:
    """Focus opens the card and names it; Tab goes through its links and on, and what has focus is never covered."""
    window = read(size)
    page = window.open(CLAIM)
    citation = page.locator(CITATION).nth(1)
    tab_to(page, citation)
    card = shown(page)
    described = (citation.get_attribute("aria-describedby") or "").split()
    title = entry_of(page, citation).locator(".ev-reference__title").inner_text()
    assert page.locator(f"#{described[0]}").inner_text() == title
    assert page.evaluate(OUTSIDE, [card.element_handle(), window.visible_top()]) == []
    links = card.locator("a").count()
    addresses = []
    for _ in range(links):
        page.keyboard.press("Tab")
        assert card.evaluate("card => card.contains(document.activeElement)")
        addresses.append(page.evaluate("() => document.activeElement.getAttribute('href')"))
    assert addresses[0].startswith("https://doi.org/")
    assert addresses[-1] == citation.get_attribute("href")
    page.keyboard.press("Tab")
    covered = "() => { const c = document.querySelector('.ev-card'); return c && c.contains(document.activeElement) }"
    assert not page.evaluate(covered)
    assert page.locator(f"{CITATION}[aria-describedby]").count() == page.locator(CARD).count()


def test_escape(read: Reading) -> None:
    """It closes the card, by pointer and by keyboard, and gives the focus back to the citation."""
    page = read(View(1280, 800)).open(CLAIM)
    citation = page.locator(CITATION).first
    hover(page, citation)
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    tab_to(page, citation)
    shown(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    assert citation.evaluate("e => e === document.activeElement")


def test_focus_is_not_covered(read: Reading) -> None:
    """A card opened by the pointer avoids a citation that has the focus where the card would stand."""
    page = read(View(1280, 800)).open(CLAIM)
    page.locator("summary:has(#found)").click()
    found = page.locator("table[aria-labelledby=found] [role=row]")
    rows = found.filter(has=page.locator(f"[role=rowheader] {CITATION}"))
    citation, below = rows.nth(0).locator(CITATION).first, rows.nth(1).locator(CITATION).first
    below.evaluate("e => e.focus({preventScroll: true})")
    card = hover(page, citation)
    assert below.evaluate("e => e === document.activeElement")
    assert not page.evaluate(COVERS, [card.element_handle(), below.element_handle()])
    page.mouse.move(0, 0)
    card.wait_for(state="detached")
    below.evaluate("e => e.blur()")
    assert page.evaluate(COVERS, [hover(page, citation).element_handle(), below.element_handle()]), (
        "nothing was avoided"
    )


def test_citation_over_two_lines(read: Reading, size: View) -> None:
    """The card covers no line of it."""
    page = read(size).open(CLAIM)
    citation = page.locator(CITATION).first
    citation.evaluate("e => { e.textContent = 'Doe and Roe 2020, '.repeat(6); e.scrollIntoView({block: 'center'}) }")
    assert citation.evaluate("e => e.getClientRects().length") > 1
    tab_to(page, citation)
    assert not page.evaluate(COVERS, [shown(page).element_handle(), citation.element_handle()])


def test_edges_of_the_window(read: Reading, size: View) -> None:
    """Near each edge the card is whole and inside; where it has no room at all there is none."""
    window = read(size)
    page = window.open(CLAIM)
    citations = page.locator(CITATION)
    right = citations.evaluate_all("es => es.map(e => e.getBoundingClientRect().right)")
    rightmost = citations.nth(right.index(max(right)))
    for citation, block in ((rightmost, "center"), (citations.first, "end"), (citations.first, "start")):
        page.mouse.move(0, 0)
        page.wait_for_function("() => !document.querySelector('.ev-card')")
        citation.evaluate("(e, block) => e.scrollIntoView({block})", block)
        citation.hover()
        card = shown(page)
        assert page.evaluate(OUTSIDE, [card.element_handle(), window.visible_top()]) == [], block


def test_tap(finger: Page) -> None:
    """The first tap opens the card and does not jump; its last link does; a tap elsewhere closes it."""
    citation = finger.locator(CITATION).first
    address = finger.url
    citation.tap()
    card = shown(finger)
    assert finger.url == address
    assert finger.evaluate(OUTSIDE, [card.element_handle(), 0]) == []
    finger.locator("h1").tap()
    card.wait_for(state="detached")
    citation.tap()
    shown(finger).get_by_role("link", name="Go to reference").tap()
    finger.wait_for_url(f"**{citation.get_attribute('href')}")
    assert finger.locator(CARD).count() == 0


def test_second_tap_leads_on(finger: Page) -> None:
    citation = finger.locator(CITATION).first
    citation.tap()
    shown(finger)
    citation.tap()
    finger.wait_for_url(f"**{citation.get_attribute('href')}")


def test_retracted(read: Reading) -> None:
    """The card says so first, in words, and so does what describes the citation."""
    page = read(View(1280, 800)).open(CLAIM)
    citation = page.locator("[href='#ref-mithoefer2019']").first
    card = hover(page, citation)
    assert card.inner_text().casefold().startswith("retracted")
    assert card.get_by_text("Retracted, 10 August 2024.").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_there_and_back(read: Reading, size: View, scripts: bool) -> None:
    """A citation leads to its reference, and a link there leads back, as the browser does."""
    window = read(size.but(scripts=scripts))
    page = window.open(CLAIM)
    citation = page.locator(CITATION).first
    target, anchor = citation.get_attribute("href") or "", citation.get_attribute("id")
    citation.click()
    page.wait_for_url(f"**{target}")
    reference = page.locator(f"[id='{target[1:]}']")
    assert window.shows(reference)
    page.go_back()
    assert page.url.endswith(CLAIM)
    back = reference.locator(f".ev-back a[href='#{anchor}']")
    back.click()
    page.wait_for_url(f"**#{anchor}")
    assert window.shows(citation)


def test_from_the_references_page(read: Reading) -> None:
    """Each link behind "Cited in" leads to a citation of that reference, also on a page that is prose."""
    window = read(View(1280, 800, scripts=False))
    for key, address in (("mitchell2023", CLAIM), ("sypres_data2026", "about/"), ("mithoefer2019", "methods/")):
        page = window.open("references/")
        cited_in = page.locator(f"[id='ref-{key}'] .ev-cited-in")
        if cited_in.locator("summary").count():
            cited_in.locator("summary").click()
        cited_in.locator(f"a[href^='../{address}#cite-{key}-']").first.click()
        page.wait_for_url(f"**/{address}#cite-{key}-*")
        place = page.locator(f"[id='{page.url.partition('#')[2]}']")
        assert place.get_attribute("href") == f"#ref-{key}"
        assert window.shows(place)


def test_targets_are_large_enough(read: Reading) -> None:
    """Ways back and links in the card are at least 24 by 24 pixels, as WCAG 2.2 asks (2.5.8)."""
    page = read(View(390, 844)).open(CLAIM)
    small = page.locator(".ev-back a").evaluate_all(
        "es => es.map(e => e.getBoundingClientRect()).filter(b => b.width < 24 || b.height < 24).length"
    )
    assert small == 0
    card = hover(page, page.locator(CITATION).first)
    heights = card.locator("a").evaluate_all("es => es.map(e => e.getBoundingClientRect().height)")
    assert min(heights) >= 24


def test_without_the_script(read: Reading) -> None:
    """What the card would say stands in the page: who paid, and how many claims cite it."""
    page = read(View(1280, 800, scripts=False)).open(CLAIM)
    citation = page.locator(CITATION).first
    assert "Paid by:" in entry_of(page, citation).inner_text()
    assert page.locator(CARD).count() == 0


def test_instant_navigation(instant: tuple[Page, str]) -> None:
    """Cards go on working after the theme has put another page into the same document, by pointer and by finger."""
    page, url = instant
    page.goto(url)
    page.evaluate("() => { window.kept = true }")
    page.locator(f"a[href*='{CLAIM}']").first.click()
    page.wait_for_url(f"{url}{CLAIM}**")
    page.locator("#references").wait_for()
    citation = page.locator(CITATION).first
    hover(page, citation)
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    address = page.url
    citation.tap()
    card = shown(page)
    assert page.url == address
    card.get_by_role("link", name="Go to reference").tap()
    page.wait_for_url(f"{url}{CLAIM}#ref-*")
    hover(page, citation)
    page.evaluate(
        "url => { const a = document.createElement('a'); a.href = url; document.body.append(a); a.click() }",
        f"{url}about/",
    )
    page.wait_for_url(f"{url}about/")
    page.locator(CARD).wait_for(state="detached")
    assert page.evaluate("() => window.kept")


def test_on_paper(read: Reading) -> None:
    """Neither cards nor ways back are printed."""
    page = read(View(1280, 800)).open(CLAIM)
    card = hover(page, page.locator(CITATION).first)
    page.emulate_media(media="print")
    assert not card.is_visible()
    assert not page.locator(".ev-back").first.is_visible()
    assert page.locator(".ev-reference").first.is_visible()

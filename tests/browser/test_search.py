"""The search in a browser: what it finds for the questions of readers, how it is worked, and what leaves the page."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mkdocs_evidence.everyday_words import WordRules, folded
from mkdocs_evidence.labels import Labels

from .accessibility import breaches
from .looking import look
from .reading import Reading, View

QUESTIONS = Path(__file__).parents[1] / "search" / "questions.csv"
RIGHT = 36
"""Of the forty questions, which were written before there was a search, so many find a right claim."""
FIRST = 3

IMPORTED = "const search = await import(new URL('assets/evidence/search.js', document.querySelector('.md-logo').href))"
ASK = f"""async questions => {{
    {IMPORTED}
    const data = new URL('assets/evidence/search.json', document.querySelector('.md-logo').href)
    const index = new search.Index(await (await fetch(data)).json())
    return questions.map(question => index.find(question)[0].map(entry => entry[1].split('/')[1]))
}}"""
STEMS = f"""async ([texts, endings]) => {{
    {IMPORTED}
    return texts.map(text => search.folded(text).map(word => search.stem(word, new Set(endings))))
}}"""
SLIPS = f"async pairs => {{ {IMPORTED}; return pairs.filter(([a, b]) => search.isSlip(a, b)) }}"
KEPT = "() => [location.href, history.length, localStorage.length, sessionStorage.length, document.cookie]"
FOCUSED = "() => document.activeElement.textContent || document.activeElement.tagName"


def _open(page: Page, typed: str = "") -> None:
    page.keyboard.press("Control+k")
    page.wait_for_selector(".ev-finder__foot a")
    if typed:
        page.keyboard.type(typed)
        page.wait_for_function("() => /\\d|Nothing/.test(document.querySelector('.ev-finder__said').textContent)")


def _titles(page: Page) -> list[str]:
    return page.locator(".ev-finder__list li > a").all_text_contents()


def test_everyday_questions(read: Reading) -> None:
    """At least 36 of forty find a claim that answers them among the first three."""
    rows = list(csv.DictReader(QUESTIONS.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 40
    found: list[list[str]] = read(View(1280, 800)).open("").evaluate(ASK, [row["question"] for row in rows])
    missed = {
        row["question"]: claims[:FIRST]
        for row, claims in zip(rows, found, strict=True)
        if not set(row["claims"].split()) & set(claims[:FIRST])
    }
    assert len(rows) - len(missed) >= RIGHT, missed


def test_words_are_taken_apart_as_in_the_index(read: Reading) -> None:
    """Script and generator make the same stems, of every question and of letters beyond English."""
    words = Labels.shipped()["search"]
    rules = WordRules.of({**words, "stop": ""})
    texts = [row.split(",")[0] for row in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    texts += ["Can’t Dvořák's naïve ÅNGSTRÖM", "long-term CAPS-5 ²", "snake_case — “q”", "Größe ἀγάπη Тест 漢字 ﬁn"]
    page = read(View(1280, 800)).open("")
    assert page.evaluate(STEMS, [texts, sorted(rules.endings)]) == [list(rules.stems(text)) for text in texts]
    assert folded("²") == ["2"]


def test_slips(read: Reading) -> None:
    """One letter more, less, other, or two in the wrong order, and nothing beyond."""
    slips = [["pian", "pain"], ["hart", "heart"], ["herart", "heart"], ["heert", "heart"], ["eart", "heart"]]
    others = [["hrt", "heart"], ["pina", "pains"], ["thear", "heart"], ["sleep", "slope"]]
    assert read(View(1280, 800)).open("").evaluate(SLIPS, slips + others) == slips


def test_by_keyboard(read: Reading) -> None:
    """Opened with the key, through the results with arrows, closed with Esc, and back where the reader was."""
    page = read(View(1280, 800)).open("about/")
    opener = page.locator(".md-header .ev-find")
    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".ev-finder__foot a")
    page.keyboard.type("ectasy hart valves")
    page.wait_for_function("() => /^\\d+ results$/.test(document.querySelector('[role=status]').textContent)")
    titles = _titles(page)
    assert "heart valves" in titles[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == titles[0]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == titles[1]
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED) == "INPUT"
    page.keyboard.press("Escape")
    assert not page.locator(".ev-finder").is_visible()
    assert opener.evaluate("e => e === document.activeElement")
    _open(page)
    assert page.locator(".ev-finder input").input_value() == "", "what was typed is gone"
    page.keyboard.type("ectasy hart valves")
    page.wait_for_selector(".ev-finder__list li")
    page.keyboard.press("Enter")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/claims/heart-valves-after-heavy-use/")


def test_nothing_leaves_the_page(read: Reading) -> None:
    """What is typed changes no address, no history and no store, and asks for nothing."""
    window = read(View(1280, 800))
    page = window.open("")
    _open(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    before = page.evaluate(KEPT)
    page.keyboard.type("suicide")
    page.wait_for_selector(".ev-finder__list li")
    assert page.evaluate(KEPT) == before
    assert asked == []
    assert window.errors == window.foreign == []


def test_not_while_typing(read: Reading) -> None:
    """In a field the key does what it does there; and no key alone opens anything."""
    page = read(View(1280, 800)).open("")
    page.evaluate("() => document.querySelector('main').prepend(document.createElement('textarea'))")
    page.locator("textarea").focus()
    page.keyboard.press("Control+k")
    page.locator("body").click(position={"x": 2, "y": 400})
    page.keyboard.press("/")
    page.keyboard.press("k")
    page.wait_for_timeout(300)
    assert page.locator(".ev-finder").count() == 0


def test_a_result_shows_the_badge_of_its_page(read: Reading) -> None:
    """The same data, words and shape."""
    page = read(View(1280, 800)).open("")
    _open(page, "heart valves")
    found = page.locator(".ev-finder [data-scale]").first
    data = "e => [e.dataset.scale, e.dataset.level, e.dataset.state, e.dataset.direction, e.textContent, e.innerHTML]"
    shown = found.evaluate(data)
    assert found.evaluate("e => e.querySelector('svg').getBoundingClientRect().width") > 20
    page.goto(f"{read.site.url}questions/")
    there = page.locator("li", has=page.locator("a[href$='heart-valves-after-heavy-use/']")).locator("[data-scale]")
    assert there.evaluate(data) == shown


@pytest.mark.parametrize("view", [View(1280, 800), View(390, 844, "dark"), View(320, 640)], ids=str)
def test_open(read: Reading, view: View) -> None:
    """With results and without the checker finds no breach, and nothing is cut off, too small or too wide."""
    page = read(view).open("")
    for typed in ("does it lst", "zzzz"):
        _open(page, typed)
        assert breaches(page) == []
        assert list(map(str, look(page, "home", view))) == []
        page.keyboard.press("Escape")
        page.wait_for_selector(".ev-finder", state="hidden")


def test_large_text_and_forced_colours(read: Reading) -> None:
    """At twice the size of text field, close button and results are still there, also in a reader's own colours."""
    page = read(View(390, 844, forced_colors=True)).open("")
    page.evaluate("document.documentElement.style.setProperty('font-size', '250%', 'important')")
    _open(page, "side effects")
    for part in ("input", ".ev-finder__close", ".ev-finder__list li:first-child a"):
        box = page.locator(f".ev-finder {part}").first.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] + 20 < 844, part
    assert page.locator(".ev-finder__list").evaluate("e => e.clientHeight") > 100


def test_without_scripts(read: Reading) -> None:
    """The link leads to every question from A to Z; so does that of the page for a wrong address."""
    page = read(View(390, 844, scripts=False)).open("claims/sleep-quality/")
    page.locator(".md-header .ev-find").click()
    assert page.url.endswith("/questions/")
    assert page.locator(".md-content li [data-scale]").count() == len(read.site.claims)
    page = read(View(1280, 800, scripts=False)).open("404.html")
    page.locator(".md-content .ev-find").click()
    assert page.url.endswith("/questions/")


def test_where_the_search_cannot_be_loaded(read: Reading) -> None:
    """The link leads on as it does without scripts."""
    page = read(View(1280, 800)).open("about/")
    page.route("**/search.json", lambda route: route.abort())
    page.keyboard.press("Control+k")
    page.wait_for_url("**/questions/")


def test_a_word_explained(read: Reading) -> None:
    """In the search it is a result like others: its meaning stands there, and no card opens over it."""
    page = read(View(1280, 800)).open("")
    _open(page, "confidence interval")
    word = page.locator(".ev-finder a[href*='glossary/#term-']").first
    word.hover()
    page.wait_for_timeout(400)
    assert page.locator(".ev-card").count() == 0
    first = page.locator(".ev-finder__list li > a").first
    colour = "e => getComputedStyle(e).color"
    assert word.evaluate(colour) == first.evaluate(colour)

"""What a reader of a claim meets: the first screen, the badge, the way to its reasons and to the references."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .reading import Reading, Site, View

PLAIN = View(1280, 800, scripts=False)

BADGE = ".ev-answer [data-scale]"
FIRST_SCREEN = {
    "question": ".ev-answer h1",
    "claim, quoted": ".ev-claim",
    "sentence": ".ev-sentence",
    "badge": BADGE,
}
FAMILIES = [
    ("certainty", "high"),
    ("certainty", "moderate"),
    ("certainty", "low"),
    ("certainty", "very-low"),
    ("mechanism", "animals"),
    ("state", ""),
    ("hold", ""),
]
"""Class and level of each look that a badge can have; a site need not have a claim of each."""

DRESS = "(e, [family, level]) => { e.className = `ev-badge ev-badge--${family}`; e.dataset.level = level }"

OUTLINE = "e => [getComputedStyle(e).outlineStyle, getComputedStyle(e).outlineWidth]"

MEASURE = """badge => {
    const numbers = colour => (colour.match(/[\\d.]+/g) || []).map(Number)
    const ground = element => {
        for (let e = element; e; e = e.parentElement) {
            const [r, g, b, a = 1] = numbers(getComputedStyle(e).backgroundColor)
            if (a > 0) return [r, g, b]
        }
        return [255, 255, 255]
    }
    const light = rgb => rgb.slice(0, 3)
        .map(c => c / 255)
        .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
        .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0)
    const contrast = (a, b) => {
        const [low, high] = [light(a), light(b)].sort((x, y) => x - y)
        return (high + .05) / (low + .05)
    }
    const style = getComputedStyle(badge)
    const inside = ground(badge), outside = ground(badge.parentElement)
    return {
        words: contrast(numbers(getComputedStyle(badge.querySelector('span')).color), inside),
        glyph: contrast(numbers(getComputedStyle(badge.querySelector('svg')).color), inside),
        edge: contrast(numbers(style.borderTopColor), outside),
    }
}"""


SIZES = [PLAIN, PLAIN.but(width=390, height=844)]

READ_ANSWER = """([parts, badge]) => {
    const one = selector => document.querySelector(selector)
    const weigh = e => [parseFloat(getComputedStyle(e).fontSize), parseInt(getComputedStyle(e).fontWeight)]
    const boxes = Object.entries(parts).map(([name, selector]) => [name, one(selector)?.getBoundingClientRect()])
    const badges = [...document.querySelectorAll(badge)]
    return {
        boxes: Object.fromEntries(boxes.map(([name, box]) => [name, box?.height ? [box.top, box.bottom] : null])),
        claim: {words: one('.ev-claim').innerText, weight: weigh(one('.ev-claim'))},
        sentence: {weight: weigh(one('.ev-sentence'))},
        badges: badges.map(e => ({
            data: {...e.dataset},
            words: e.innerText.trim(),
            filled: e.querySelectorAll('circle[fill=currentColor]').length,
        })),
    }
}"""


Answers = list[tuple[str, View, dict[str, Any]]]


@pytest.fixture(scope="module")
def answers(site: Site, browser: Browser) -> Answers:
    """What was read of the answer of every claim, with its address and the window: one visit, both windows."""
    reading, found = Reading(site, browser), []
    window = reading(SIZES[0])
    for address in site.claims:
        page = window.open(address)
        for size in SIZES:
            page.set_viewport_size({"width": size.width, "height": size.height})
            found.append((address, size, page.evaluate(READ_ANSWER, [FIRST_SCREEN, BADGE])))
    reading.close()
    return found


def test_first_screen(answers: Answers) -> None:
    """Question, quoted claim, sentence and badge are all there before anything is scrolled."""
    below = {
        f"{address} {name} ({size})": box
        for address, size, answer in answers
        for name, box in answer["boxes"].items()
        if box is None or box[0] < 0 or box[1] > size.height
    }
    assert below == {}


def test_claim_is_quoted(answers: Answers) -> None:
    """The claim under test stands in quotation marks, smaller and lighter than the sentence below it."""
    for address, _, answer in answers:
        quoted, claim, sentence = answer["claim"]["words"], answer["claim"]["weight"], answer["sentence"]["weight"]
        assert quoted.startswith("“") and quoted.endswith("”"), address
        assert claim[0] < sentence[0] and claim[1] < sentence[1], address


def test_one_badge(answers: Answers) -> None:
    """Exactly one element carries the data of the badge; its words are not empty and agree with its shape."""
    for address, _, answer in answers:
        assert len(answer["badges"]) == 1, address
        [badge] = answer["badges"]
        data, words = badge["data"], badge["words"]
        assert {"scale", "level", "state", "direction"} <= data.keys()
        assert bool(data["level"]) == (data["state"] == "rated")
        assert words, address
        if data["scale"] == "certainty" and data["level"]:
            assert words.lower().startswith(f"{data['level'].replace('-', ' ')} certainty"), words
            assert badge["filled"] == 1 + ["very-low", "low", "moderate", "high"].index(data["level"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_badges(read: Reading, scheme: str) -> None:
    """Words reach 4.5 to 1, edge and glyph 3 to 1, for every look that a badge can have."""
    page = read(View(1280, 800, scheme)).open(read.site.claims[0])
    measured = {f"{family} {level}": _dressed(page, family, level) for family, level in FAMILIES}
    weak = {
        name: contrast
        for name, contrast in measured.items()
        if contrast["words"] < 4.5 or contrast["glyph"] < 3 or contrast["edge"] < 3
    }
    assert weak == {}


def _dressed(page: Page, family: str, level: str) -> dict[str, float]:
    """The contrasts of the page's badge as one of `family` and `level`."""
    badge = page.locator(BADGE)
    badge.evaluate(DRESS, [family, level])
    measured: dict[str, float] = badge.evaluate(MEASURE)
    return measured


def test_forced_colours(read: Reading) -> None:
    """With colours of the system's choosing the words of each look of a badge stand out, and its edge is there."""
    window = read(PLAIN.but(forced_colors=True))
    for address in read.site.looks.values():
        badge = window.open(address).locator(BADGE)
        assert badge.is_visible()
        assert badge.evaluate(MEASURE)["words"] >= 4.5, address
        assert badge.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1


def test_keyboard_from_badge_to_reasons(read: Reading, size: View) -> None:
    """Tab reaches the badge with a visible outline; Enter leads to the reasons, which the header does not cover."""
    window = read(size)
    for address in read.site.some_claims:
        page = window.open(address)
        _tab_to(page, BADGE)
        outline: list[Any] = page.locator(BADGE).evaluate(OUTLINE)
        assert outline[0] != "none" and outline[1] != "0px", address
        target = page.locator(BADGE).get_attribute("href") or ""
        page.keyboard.press("Enter")
        page.wait_for_function("hash => location.hash === hash", arg=target)
        assert window.shows(page.locator(target)), f"{address}{target}"
        if page.locator("#why").count():
            assert target == "#why"


def _tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the element has the focus; fails after 60."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not reach {selector} on {page.url}", pytrace=False)


def test_citation_leads_to_its_reference(read: Reading, size: View) -> None:
    """A click on a citation shows the reference of that number, and the header does not cover it."""
    window, clicked = read(size), 0
    for address in read.site.some_claims:
        page = window.open(address)
        citation = page.locator(".ev-cite a:visible").first
        if not citation.count():
            continue
        number, target = citation.inner_text(), citation.get_attribute("href") or ""
        citation.click()
        page.wait_for_function("hash => location.hash === hash", arg=target)
        reference = page.locator(f"[id='{target[1:]}']")
        assert reference.locator(".ev-references__number").inner_text() == number
        assert window.shows(reference), f"{address}{target}"
        clicked += 1
    assert clicked, "no claim cites anything"

"""What holds for every page of the site, whatever it says."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Request

from .looking import OVER, WIDER, look
from .reading import Reading, Site, View

STRUCK_WITHOUT_A_WORD = """() => [...document.querySelectorAll('.md-content :is(s, .ev-struck)')].filter(struck => {
    const entry = struck.closest('li:not(.ev-figures > li), tr, .ev-aside')
    return !/retracted/i.test(entry?.querySelector('.ev-flag')?.textContent || '')
}).map(struck => struck.textContent)"""


TWICE_AS_LARGE = "() => { document.documentElement.style.fontSize = '250%' }"
"""Material writes 125 % there. The window stays as it is."""
COLOURS = "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"


@dataclass
class Survey:
    """What was seen on every page, by address, with scripts off and the narrowest window."""

    errors: list[str]
    foreign: list[str]
    too_wide: list[str] = field(default_factory=list)
    too_large: list[str] = field(default_factory=list)
    """What is wider than the window where letters are twice as large; of every type of page and look of a badge."""
    struck: dict[str, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def survey(site: Site, browser: Browser) -> Survey:
    reading = Reading(site, browser)
    narrow = View(320, 800, scripts=False)
    window = reading(narrow)
    survey = Survey(window.errors, window.foreign)
    enlarged = {*site.types, *site.looks.values()}
    for address in site.addresses:
        page = window.open(address)
        survey.too_wide += map(str, look(page, address, narrow, [WIDER]))
        survey.struck[address] = page.evaluate(STRUCK_WITHOUT_A_WORD)
        if address in enlarged:
            page.evaluate(TWICE_AS_LARGE)
            survey.too_large += map(str, look(page, address, narrow, [WIDER, OVER]))
    reading.close()
    return survey


def test_opens_quietly(survey: Survey) -> None:
    """No error, no missing file, nothing asked of another host. With scripts: `test_types.py`."""
    assert survey.errors == []
    assert survey.foreign == []


@pytest.mark.long
def test_opens_quietly_with_scripts(read: Reading) -> None:
    """Nor on any page where scripts run."""
    window = read(View(1280, 800))
    for address in read.site.addresses:
        window.open(address)
    assert window.errors == []
    assert window.foreign == []
    assert window.page.context.cookies() == []


def test_320_pixels_wide(survey: Survey) -> None:
    """Nothing has to be scrolled sideways."""
    assert survey.too_wide == []


def test_large_letters(survey: Survey) -> None:
    """Nor where letters are twice as large; and none of them stands over another."""
    assert survey.too_large == []


def test_struck_text_is_explained(survey: Survey) -> None:
    """Wherever text is struck, the word stands beside it; many screen readers do not say the line."""
    assert {address: found for address, found in survey.struck.items() if found} == {}


def test_on_paper(read: Reading) -> None:
    """Text is printed dark on white, whatever the scheme, and the frame is left out."""
    window = read(View(1280, 800, scheme="dark"))
    page = window.open(read.site.claims[0])
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".md-header").is_visible()
    assert page.locator(".ev-support").is_visible()
    colours = page.locator(".ev-sentence").evaluate(COLOURS)
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_no_page_is_named_to_the_next(read: Reading) -> None:
    """Neither a link that is followed nor a file that is loaded says from which page; a font names its stylesheet."""
    window = read(View(1280, 800))
    asked: list[Request] = []
    window.page.on("request", lambda request: asked.append(request))
    page = window.open(read.site.claims[0])
    page.locator(".md-tabs a").last.click()
    page.wait_for_load_state()
    told = {request.headers.get("referer") or "" for request in asked if request.resource_type != "font"}
    assert sum(request.resource_type == "document" for request in asked) == 2
    assert told == {""}

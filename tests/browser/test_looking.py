"""That each check of a page's look finds the fault it is for, and is silent where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .looking import CHECKS, Fault, look
from .reading import View

VIEW = View(390, 844)
WIDE, SMALL, OVER, BROKEN, IMAGE, TARGET = CHECKS
LINK = '<a href="#">on</a>'

FAULTY = {
    "a box wider than the window": (WIDE, "<div class=wide style='width: 500px'>Wide</div>", "div.wide"),
    "a word that cannot be broken": (WIDE, f"<p>{'long' * 40}</p>", "p"),
    "small print": (SMALL, "<p style='font-size: 11.5px'>Terms</p>", "p"),
    "small print in a picture": (
        SMALL,
        "<svg width=100 height=50 viewBox='0 0 200 100' aria-hidden=true><text y=20 font-size=20>8 of 10</text></svg>",
        "svg > text",
    ),
    "a label over another": (OVER, "<p>Effect</p><p style='margin-top: -38px'>No effect</p>", "p"),
    "a figure over its neighbour": (
        OVER,
        "<svg width=200 height=50 aria-hidden=true><text y=20>0.35</text><text x=10 y=22>0.40</text></svg>",
        "svg > text",
    ),
    "a column too narrow for its head": (
        BROKEN, "<p style='width: 60px; overflow-wrap: break-word'>Difference</p>", "p",
    ),
    "an image without words": (IMAGE, "<img src=data: width=9 height=9>", "img"),
    "an image without size": (IMAGE, "<img src=data: alt=Map width=9>", "img"),
    "a drawing that nobody announces": (IMAGE, "<svg width=9 height=9></svg>", "svg"),
    "a drawing whose role has no name": (IMAGE, "<svg role=img width=9 height=9></svg>", "svg"),
    "a drawing without size": (IMAGE, "<svg aria-hidden=true></svg>", "svg"),
    "a link that stands alone": (TARGET, f"<ul><li>{LINK}</ul>", "ul > li > a"),
    "a list of links with commas": (TARGET, f"<p>{LINK}, {LINK}</p>", "p > a"),
    "a small button in a sentence": (TARGET, "<p>Press <button style='width: 20px'>x</button> now.</p>", "p > button"),
}  # fmt: skip

SOUND = {
    "a table that scrolls by itself": "<div style='overflow-x: auto'><div style='width: 500px'>Wide</div></div>",
    "text that only screen readers get": (
        "<span style='position: absolute; width: 1px; height: 1px; overflow: hidden; font-size: 9px'>Skip</span>"
    ),
    "a closed drawer": "<div style='position: fixed; left: -300px; width: 200px; font-size: 9px'>Menu</div>",
    "text that is not shown": "<p hidden style='font-size: 9px'>Draft</p>",
    "text of 12 pixels": "<p style='font-size: 12px'>Notes</p>",
    "lines that stand close": "<p style='line-height: 1'>Two<br>lines</p>",
    "a hyphen at the end of a line": "<p style='width: 60px'>double-blind trials</p>",
    "an address over two lines": "<p style='width: 120px; overflow-wrap: anywhere'>doi.org/10.1000/ab12cd34ef56</p>",
    "a raised number": f"<p>Shown<sup>{LINK}</sup> twice<sup>{LINK}</sup>.</p>",
    "an image with size and words": "<img src=data: alt=Map width=9 height=9>",
    "an image that says nothing": "<img src=data: alt='' width=9 height=9>",
    "a drawing beside its words": "<svg aria-hidden=true width=9 height=9></svg> High",
    "a drawing with a name": "<svg role=img aria-label='8 of 10' width=9 height=9></svg>",
    "a link in running text": f"<p>Read {LINK}.</p>",
    "a link alone, with room": "<ul><li><a href='#' style='padding: 4px'>on this page</a></ul>",
    "what cannot be seen and pressed": "<button style='width: 9px; visibility: hidden'>x</button>",
}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": VIEW.width, "height": VIEW.height})
    yield context.new_page()
    context.close()


def _look(page: Page, body: str) -> list[Fault]:
    page.set_content(f"<!doctype html><meta name=viewport content='width=device-width'><title>A page</title>{body}")
    return look(page, "a/", VIEW)


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault(page: Page, name: str) -> None:
    """It is found by its own check only, with page, view and element."""
    check, body, element = FAULTY[name]
    found = _look(page, body)
    assert {(fault.check, fault.element) for fault in found} == {(check, element)}
    assert all(str(fault).startswith(f"a/ (390x844-light): {check}: {element}: ") for fault in found)


@pytest.mark.parametrize("name", SOUND)
def test_no_fault(page: Page, name: str) -> None:
    """Nothing is found."""
    assert _look(page, SOUND[name]) == []


def test_every_check_has_its_fault() -> None:
    """No check is there that no example shows at work."""
    assert {check for check, _, _ in FAULTY.values()} == set(CHECKS)

"""What pages may load, run and keep. That no page breaks its own policy is seen in `test_every_page.py`."""

from __future__ import annotations

import re

from .reading import Reading, Site, View

TYPED = "document.documentElement.dataset.ran = 1"
KEPT = "() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]"
COLOUR = "() => document.querySelector('meta[name=theme-color]').content"


def test_every_page_has_one(site: Site) -> None:
    """It comes before everything that it is to hold for, and lets no script run that is written into the page."""
    for address in site.addresses:
        page = site.folder / address / "index.html" if not address.endswith(".html") else site.folder / address
        head = re.search(r"<head>\s*<meta charset=\"utf-8\">\s*<meta http-equiv=\"Content-Security-Policy\" "
                         r"content=\"([^\"]+)\">", page.read_text(encoding="utf-8"))  # fmt: skip
        assert head, address
        first = "style-src 'self'" if address.endswith("summary/") else "script-src 'self' 'sha256-"
        assert head[1].startswith(f"default-src 'none';{first}"), address
        assert "unsafe" not in head[1], address


def test_reading_leaves_nothing_but_the_theme(read: Reading) -> None:
    """After a walk through every kind of page only the theme's scheme is kept, as chosen last. No cookie at all."""
    window = read(View(1280, 800))
    for address in [address for address in read.site.kinds if not address.endswith("summary/")]:
        page = window.open(address)
        keys, session, cookie = page.evaluate(KEPT)
        assert ([key.rpartition(".")[2] for key in keys], session, cookie) == (["__palette"], [], ""), address
    page = window.open(read.site.claims[0])
    page.keyboard.press("Control+k")
    page.locator("dialog[open]").wait_for()
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    page.locator("a[href^='#ref-']").first.hover()
    assert page.evaluate(KEPT)[1:] == [[], ""]
    light = page.evaluate(COLOUR)
    page.locator("label[for=__palette_1]").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert page.evaluate(COLOUR) != light
    page = window.open("")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert window.errors == []


def test_a_script_that_got_into_a_page(read: Reading) -> None:
    """It does not run: neither in an element, nor in an attribute, nor behind an address."""
    window = read(View(1280, 800))
    page = window.open(read.site.claims[0])
    put = f"<script>{TYPED}</script><img src='data:,' onerror='{TYPED}'><a id='typed' href='javascript:{TYPED}'>x</a>"
    page.route(page.url, lambda route: _with(route, put))
    page.reload()
    page.locator("#typed").click()
    page.wait_for_timeout(100)
    assert page.evaluate("() => document.documentElement.dataset.ran") is None
    refused = [error for error in window.errors if "Content Security Policy" in error]
    assert len(refused) == 3


def _with(route, html: str) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("<article", f"{html}<article", 1))

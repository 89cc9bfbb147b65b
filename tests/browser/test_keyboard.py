"""The way of a reader who has no mouse: from the home page by the map to a claim, a citation and its reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from .reading import Reading, View, Window

# The theme's switch of schemes shows itself as the label beside a button without size.
FOCUSED = """() => {
    const active = document.activeElement
    const e = active.matches('.md-option') ? active.nextElementSibling : active
    const box = e.getBoundingClientRect(), style = getComputedStyle(e)
    const line = e.getClientRects()[0] || box // a link may run over two lines, and its box is wider then
    const middle = [line.left + line.width / 2, line.top + Math.min(line.height, 20) / 2]
    const top = document.elementFromPoint(...middle)
    return {
        name: `${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 40)}`,
        seen: e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && box.width > 0,
        uncovered: !!top && (e.contains(top) || top.contains(e)),
        marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    }
}"""


PHONE = 390
FOR_A_WHILE = 30
"""Presses of Tab: past the frame and well into what is the page's own."""

GOOD = ("seen", "uncovered", "marked")


def _focused(page: Page) -> dict[str, Any]:
    """What has the focus, and whether it is seen as such: at once, or when what opened for it stands still."""
    for _ in range(20):
        focused: dict[str, Any] = page.evaluate(FOCUSED)
        if all(focused[name] for name in GOOD):
            break
        page.wait_for_timeout(100)
    return focused


def _press_until(page: Page, selector: str, most: int = 120) -> None:
    """Presses Tab until an element that `selector` names has the focus; fails after `most` times."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not reach {selector} on {page.url}", pytrace=False)


def _follow(window: Window, selector: str) -> None:
    """Tabs to the first link that `selector` names, which has to show that it has the focus, and presses Enter."""
    page, before = window.page, window.page.url
    _press_until(page, selector)
    focused = _focused(page)
    assert all(focused[name] for name in GOOD), focused
    page.keyboard.press("Enter")
    page.wait_for_function("url => location.href !== url", arg=before)
    page.wait_for_load_state()


# The steps, each from where the one before it ended. Another page on the way is another function here.


def _home(window: Window) -> None:
    window.open("")


def _map(window: Window) -> None:
    _follow(window, "main a[href='claims/']")


def _claim(window: Window) -> None:
    _follow(window, "main a[href^='../claims/']")
    assert window.page.locator(".ev-answer [data-scale]").count() == 1


def _citation(window: Window) -> None:
    """The citation has the focus, and is left as it is."""
    _press_until(window.page, ".ev-cite a")


def _reference(window: Window) -> None:
    page = window.page
    number = page.evaluate("() => document.activeElement.textContent.trim()")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash")
    reference = page.locator(":target")
    assert reference.locator(".ev-references__number").inner_text().strip() == number
    assert window.shows(reference)


def _back(window: Window) -> None:
    """The same citation, by the browser's own way back; the reader goes on where they were."""
    page = window.page
    page.go_back()
    page.wait_for_function("() => !location.hash")
    _press_until(page, ".ev-cite a")


WALK: list[Callable[[Window], None]] = [_home, _map, _claim, _citation, _reference, _back]


def test_walk(read: Reading, size: View) -> None:
    """Every step can be taken with Tab and Enter; the focus is seen all the way, and nothing goes wrong."""
    window = read(size)
    for step in WALK:
        step(window)
    assert window.errors == []
    assert window.foreign == []


def test_focus_is_always_seen(read: Reading, size: View) -> None:
    """Tab never leads to what is hidden or covered: from the first link to the last on home and two claims, and for a
    while on every other type of page, in one of the windows each.
    """
    window, lost = read(size), []
    whole = ["", *read.site.some_claims[:2]]
    others = [address for address in read.site.types if address not in whole]
    some = others[::2] if size.width > PHONE else others[1::2]
    for address, most in {**dict.fromkeys(whole, 150), **dict.fromkeys(some, FOR_A_WHILE)}.items():
        page = window.open(address)
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement === document.body"):
                break
            focused = _focused(page)
            if not all(focused[name] for name in GOOD):
                lost.append(f"{address or 'home'}: {focused}")
    assert lost == []

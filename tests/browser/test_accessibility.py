"""That the accessibility checker sees what it is for.

What it finds on the site's own pages stands in `test_types.py`.
"""

from __future__ import annotations

import pytest

from .accessibility import breaches
from .reading import Reading, View

SPOILT = {
    "an image without words": ("e => e.insertAdjacentHTML('beforeend', '<img src=data:>')", "image-alt"),
    "a field without its label": ("e => e.insertAdjacentHTML('beforeend', '<input type=text>')", "label"),
    "a link without its words": ("() => { document.querySelector('.md-tabs a').textContent = '' }", "link-name"),
    "text too pale": ("e => { e.style.color = '#999' }", "color-contrast"),
}
"""What is done to a page, and the rule that it breaks."""

LIST = "e => e.insertAdjacentHTML('beforeend', `<ul>${'<li>Text</li>'.repeat(9)}</ul>`)"
LAST = {
    "the words of the last entry too pale": (LIST, "li => { li.style.color = '#999' }", "color-contrast"),
    "what lies behind it too dark": (LIST, "li => { li.style.background = '#444' }", "color-contrast"),
    "its picture without words": (LIST, "li => { li.innerHTML += '<img src=data:>' }", "image-alt"),
    "a class that only it has": (
        LIST,
        """li => {
            const pale = new CSSStyleSheet()
            pale.replaceSync('.pale { color: #999 }')
            document.adoptedStyleSheets.push(pale)
            li.className = 'pale'
        }""",
        "color-contrast",
    ),
}
"""What is put on a page, what is done to the last of many entries that are alike, and the rule that it breaks."""


@pytest.mark.parametrize("name", SPOILT)
@pytest.mark.parametrize("own_scripts", [True, False], ids=["with scripts", "without"])
def test_a_page_that_was_spoilt(read: Reading, name: str, own_scripts: bool) -> None:
    """The checker sees it, with scripts and without."""
    spoil, rule = SPOILT[name]
    page = read(View(1280, 800, own_scripts=own_scripts)).open("about/")
    page.locator(".ev-support").evaluate(spoil)
    assert rule in {broken for broken, _ in breaches(page)}


@pytest.mark.parametrize("name", LAST)
def test_the_last_of_many_that_are_alike(read: Reading, name: str) -> None:
    """It is not passed over because the others are sound; and while it is like them, there is nothing to find."""
    put, spoil, rule = LAST[name]
    page = read(View(1280, 800)).open("about/")
    page.locator(".ev-support").evaluate(put)
    assert breaches(page) == []
    page.locator(".ev-support li").last.evaluate(spoil)
    assert rule in {broken for broken, _ in breaches(page)}
    assert page.locator("[data-alike]").count() == 0

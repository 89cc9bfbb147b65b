"""The evidence map narrowed and sorted, and texts copied: what the scripts add, and what is there without them.

What can be chosen, and what each claim is, stands in the page; `tests/unit/test_filters.py` and `test_quoting.py` look
at that without a browser.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .accessibility import breaches
from .looking import look
from .reading import Reading, Site, View

MAP = "claims/"
WIDE, PHONE = View(1280, 800), View(390, 844)
LEVEL = "select[name=level]"
FITS = ".ev-map li:visible"


def shown(page: Page) -> list[str]:
    return page.locator(FITS).evaluate_all("all => all.map(one => one.dataset.level)")


def count(page: Page) -> tuple[int, int]:
    found = re.match(r"Shown: (\d+) of (\d+) claims", page.locator(".ev-shown").inner_text())
    assert found
    return int(found[1]), int(found[2])


def test_keyboard_and_the_way_back(read: Reading) -> None:
    """A choice narrows the map, is counted and announced, keeps the focus, stands in the address; Back undoes it."""
    window = read(WIDE)
    page = window.open(MAP)
    everything = len(shown(page))
    assert count(page) == (everything, everything)
    page.locator(LEVEL).focus()
    page.keyboard.press("l")  # "Low"
    assert set(shown(page)) == {"low"}
    assert count(page) == (len(shown(page)), everything)
    assert page.url.endswith("#level=low")
    assert page.evaluate("() => document.activeElement.name") == "level"
    status = page.locator(".ev-shown")
    assert status.get_attribute("role") == "status"
    assert "Low" in status.inner_text()
    page.locator("select[name=direction]").select_option(index=1)
    both = page.url
    page.go_back()
    expect(page.locator("select[name=direction]")).to_have_value("")
    assert page.locator(LEVEL).input_value() == "low"
    page.go_back()
    expect(page.locator(LEVEL)).to_have_value("")
    assert len(shown(page)) == everything
    # Passed on to somebody else.
    other = read(PHONE).open(both.removeprefix(read.site.url))
    assert set(shown(other)) == {"low"}
    assert window.errors == []


def test_counts(read: Reading) -> None:
    """Beside each value stands what choosing it would leave, given everything else that is chosen."""
    page = read(WIDE).open(f"{MAP}#state=rated")
    for value, text in page.locator(f"{LEVEL} option").evaluate_all("all => all.map(o => [o.value, o.text])"):
        page.locator(LEVEL).select_option(value)
        assert text.endswith(f"({count(page)[0]})")
    page.locator(LEVEL).select_option("none")
    assert count(page)[0] == 0  # what is rated has a level
    assert page.locator(".ev-map:visible").count() == 0
    page.get_by_role("button", name="Show all claims").click()
    assert count(page)[0] == count(page)[1] > 0
    assert page.evaluate("() => [document.activeElement.tagName, location.hash]") == ["BUTTON", ""]


def test_a_cell_that_was_not_empty(read: Reading) -> None:
    """It does not say "none", which is a finding, where its claims only do not fit; and says nothing once they do."""
    page = read(WIDE).open(f"{MAP}#level=low")
    assert page.locator("td:has(ul)").filter(has_text="none that fits").count() > 0
    assert page.locator("td:not(:has(ul))").filter(has_text="none that fits").count() == 0
    page.locator(LEVEL).select_option("")
    assert page.get_by_text("none that fits").count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "level=<img src=x onerror=alert(1)>&state=rated",
        "level=LOW&order=toString&__proto__=1&state=rated",
        "level=low%00&direction=constructor&state=rated&state=suspended",
        "%E0%A4%A&state=rated",
    ],
)
def test_hostile_address(read: Reading, address: str) -> None:
    """Only values that a control has are taken; the others leave their control as it was."""
    window = read(WIDE)
    page = window.open(f"{MAP}#{address}")
    assert page.locator("select[name=state]").input_value() == "rated"
    assert [page.locator(f"select[name={name}]").input_value() for name in ("level", "direction", "order")] == [""] * 3
    assert page.locator("main img").count() == 0
    assert window.errors == []


def test_sorted_list(read: Reading) -> None:
    """All that fit in one table, in the order of the control; the map comes back with its claims."""
    page = read(WIDE).open(f"{MAP}#order=level")
    rows = page.locator(".ev-list tbody tr")
    order = page.locator(f"{LEVEL} option").evaluate_all("all => all.slice(1).map(o => o.text.replace(/ \\(.*/, ''))")
    levels = [words for words in rows.locator("td[data-l='How sure']").all_inner_texts() if words in order]
    assert levels == sorted(levels, key=order.index)
    assert rows.count() == count(page)[0] == count(page)[1]
    assert page.locator(".ev-map:visible").count() == 0
    page.locator("select[name=order]").select_option("name")
    names = rows.locator("th").all_inner_texts()
    assert names == sorted(names, key=lambda name: re.sub(r"\W", "", name).casefold())
    page.locator("select[name=order]").select_option("")
    assert page.locator(".ev-list").count() == 0
    assert len(shown(page)) == len(names)


def test_focus_on_a_claim_that_goes(read: Reading) -> None:
    """Where the way back hides what has the focus, it goes to the count."""
    page = read(WIDE).open(MAP)
    page.evaluate("() => { location.hash = 'level=very-low' }")
    page.locator(LEVEL).select_option("low")
    page.locator(f"{FITS} a").first.focus()
    page.go_back()
    expect(page.locator(".ev-shown")).to_be_focused()


@pytest.mark.parametrize("view", [WIDE, PHONE.but(scheme="dark"), View(320, 640)], ids=str)
@pytest.mark.parametrize("asked", ["state=rated", "order=population&review=in-time"])
def test_open_and_set(read: Reading, view: View, asked: str) -> None:
    """With the controls open and set, no rule of accessibility is broken and nothing lies wrong on the page."""
    page = read(view).open(f"{MAP}#{asked}")
    page.locator(".ev-filters").evaluate("one => { one.open = true }")
    assert breaches(page) == []
    assert [str(fault) for fault in look(page, page.url, view)] == []


def test_paper(read: Reading) -> None:
    """The controls stay away; what was chosen is said."""
    page = read(WIDE).open(f"{MAP}#level=low")
    page.emulate_media(media="print")
    assert not page.locator(".ev-filters").is_visible()
    assert "(Low)" in page.locator(".ev-shown").inner_text()


def test_without_script(read: Reading) -> None:
    """Every claim stands on the map, and no control that would do nothing."""
    page = read(PHONE.but(scripts=False)).open(f"{MAP}#level=low")
    assert page.locator(FITS).count() == page.locator(".ev-map li").count() > 0
    assert page.locator("main select, main button, .ev-shown").count() == 0


def test_copying(site: Site, browser: Browser) -> None:
    """What lands on the clipboard is the text that stands there, with certainty, day and address; it is announced."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{site.url}claims/ptsd-symptom-severity/")
    button = page.get_by_role("button", name="Copy as quote")
    button.focus()
    page.keyboard.press("Enter")
    status = page.locator(".ev-copy + [role=status]").first
    expect(status).to_have_text("Copied")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.locator(".ev-quote").inner_text()
    ending = r"Low certainty, as of \d+ \w+ 20\d\d\. .+ http://\S+/claims/ptsd-symptom-severity/#h-20\S+$"
    assert re.search(ending, copied)
    assert page.locator(f"[id='{copied.rpartition('#')[2]}']").count() == 1
    assert button.evaluate("e => e === document.activeElement")
    # Without the clipboard's own interface, as on a page without https.
    page.evaluate("() => Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name="Copy as reference").click()
    expect(page.locator(".ev-copy + [role=status]").last).to_have_text("Copied")
    page.emulate_media(media="print")
    assert page.locator(".ev-copy:visible").count() == 0
    context.close()

"""The drawn column of a forest plot, and the people of a hundred: readable at any width, and told in words."""

from __future__ import annotations

import pytest

from .reading import View

POOLED = ("claims/ptsd-symptom-severity/", "claims/leaving-early/", "claims/response/")
"""A score, a ratio with a study that has no events, and one beside a review's estimate."""

OUTSIDE = """() => [...document.querySelectorAll('.ev-forest__plot > svg *, .ev-people svg *')]
    .filter(shape => !shape.closest('defs, title, desc'))
    .map(shape => shape.getBoundingClientRect())
    .filter(box => box.width && (box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5)).length"""
HIDDEN = """() => [...document.querySelectorAll('.ev-forest tbody tr')].flatMap(row =>
    [row.querySelector('th'), row.querySelector('.ev-forest__value')])
    .filter(cell => !cell.checkVisibility() || cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"""
STRIPS = """() => [...document.querySelectorAll('.ev-forest tbody .ev-forest__plot > svg')]
    .map(svg => Math.round(svg.getBoundingClientRect().width))"""


@pytest.mark.parametrize("address", POOLED)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_drawn_column(read, address: str, width: int) -> None:
    """Nothing drawn leaves the page, every name and number is visible, and all strips are equally wide."""
    page = read(View(width, 800)).open(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OUTSIDE) == 0
    assert page.evaluate(HIDDEN) == []
    strips = page.evaluate(STRIPS)
    assert len(strips) >= 3
    assert len(set(strips)) == 1 and strips[0] > 180


def test_pictures_have_words(read) -> None:
    """Each strip of people is a picture with a name and a description; the drawn column is left unspoken."""
    page = read(View(1280, 800)).open("claims/response/")
    people = page.get_by_role("img", name="of 100").all()
    assert len(people) == 2
    assert "The 95% interval runs from" in page.locator("#people-2-desc").text_content()
    assert page.locator(".ev-forest__plot > svg:not([aria-hidden])").count() == 0


def test_very_low_certainty(read) -> None:
    """No picture of people stands where the size is close to a guess."""
    page = read(View(1280, 800)).open("claims/leaving-early/")
    assert page.locator(".ev-badge[data-level='very-low']").count() >= 1
    assert page.locator(".ev-people").count() == 1
    assert page.locator(".ev-people svg").count() == 0


def test_download(read, folder) -> None:
    """The link below the plot leads to the plot as a file."""
    page = read(View(1280, 800)).open("claims/response/")
    href = page.locator("#content a[download], main a[download]").first.get_attribute("href")
    assert href == "../../plots/response.svg"
    assert (folder / "plots" / "response.svg").read_text(encoding="utf-8").startswith("<svg ")

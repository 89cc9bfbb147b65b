"""The colours of assets/tokens.css, worked out: contrast as WCAG 2.2 defines it, and what colour-blind readers see.

Every colour that is used has to stand in one of the lists here; a new one fails until somebody says what it is for.
"""

from __future__ import annotations

import re
from importlib import resources
from itertools import combinations, pairwise
from types import SimpleNamespace

import pytest
from jinja2 import Environment, PackageLoader

ASSETS = resources.files("mkdocs_evidence").joinpath("assets")
SCHEMES = {
    "light": r':root,\s*\[data-md-color-scheme="default"\] \{(.*?)\n\}',
    "dark": r'@media screen \{\s*\[data-md-color-scheme="slate"\] \{(.*?)\n  \}',
    "print": r"@media print \{.*?\[data-md-color-scheme\] \{(.*?)\n  \}",
}
"""Where the colours of each scheme stand. What is printed has those of the light one, but for a few."""

LEVELS = ("c1", "c2", "c3", "c4")
"""Very low to high."""

TEXT = [
    *((f"{level}-fg", f"{level}-bg") for level in LEVELS),  # badges of certainty, glyph and words
    ("m-fg", "m-bg"),  # badges of mechanisms, the rung that was reached
    ("alert", "alert-bg"),  # badges on hold
    ("ink-2", "paper"),  # badges without a level, labels, second text
    ("ink", "alert-bg"),  # ribbons
    ("paper", "alert"),  # flags such as RETRACTED
    ("alert", "paper"),  # open flags
    ("ink", "paper"),
    ("ink-3", "paper"),  # heads of tables
    ("link", "paper"),
    *((text, "panel") for text in ("ink", "ink-2", "ink-3", "link")),  # the foot, quotations, a reference led to
]
"""Text or a glyph on what it stands on: 4.5 to 1."""

SHAPES = [
    ("edge", "paper"),
    ("edge", "panel"),
    ("c1-fg", "paper"),  # edges of badges
    ("c2-fg", "paper"),
    ("c3-bg", "paper"),
    ("c4-bg", "paper"),
    ("m-fg", "paper"),
    ("link", "paper"),  # the outline of what has the focus
    ("link", "panel"),
    ("mark", "paper"),  # estimates in a plot, people in whom there is a difference
    ("mark", "band"),
    ("base", "paper"),  # people in whom there is none
    ("mark", "base"),
]
"""What has to be told from its ground without being read: 3 to 1."""

DECORATION = {"rule", "shadow"}
"""Hairlines and shadows: nothing is lost without them."""

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB; without colour there is only relative luminance.
SIGHTS = {
    "full colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "achromatopsia": ((0.2126, 0.7152, 0.0722),) * 3,
}

Colour = tuple[float, float, float]
"""Linear RGB, 0 to 1."""


def _colours(scheme: str) -> dict[str, Colour]:
    """The scheme's colours by name, without the ones that let shine through."""
    block = re.search(SCHEMES[scheme], ASSETS.joinpath("tokens.css").read_text("utf-8"), re.DOTALL)
    assert block, scheme
    found = re.findall(r"--ev-([a-z0-9-]+): #([0-9a-f]{6}|[0-9a-f]{3});", block[1])
    assert found, scheme
    own = {name: _linear(value if len(value) == 6 else "".join(2 * digit for digit in value)) for name, value in found}
    return {**_colours("light"), **own} if scheme == "print" else own


def _linear(digits: str) -> Colour:
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return _channel(red), _channel(green), _channel(blue)


def _channel(value: float) -> float:
    """WCAG 2.2, "relative luminance"."""
    return float(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)


def _luminance(colour: Colour, sight: str = "full colour") -> float:
    """As the colour is seen; the matrices lead a little out of what a screen can show."""
    seen = [sum(part * share for part, share in zip(colour, row, strict=True)) for row in SIGHTS[sight]]
    weights = (0.2126, 0.7152, 0.0722)
    return sum(min(max(part, 0), 1) * weight for part, weight in zip(seen, weights, strict=True))


def contrast(one: Colour, other: Colour, sight: str = "full colour") -> float:
    """WCAG 2.2, "contrast ratio": 1 to 21."""
    low, high = sorted((_luminance(one, sight), _luminance(other, sight)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("000000", "ffffff", 21), ("777777", "ffffff", 4.48), ("ffffff", "ffffff", 1)]
)
def test_known_contrasts(one: str, other: str, ratio: float) -> None:
    """Black on white is 21 to 1, and #777 is the grey that just misses 4.5."""
    assert contrast(_linear(one), _linear(other)) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_contrast(scheme: str, sight: str) -> None:
    """Text reaches 4.5 to 1 and shapes reach 3, whatever colours a reader sees."""
    colours = _colours(scheme)
    weak = {
        f"{front} on {back}": round(ratio, 2)
        for pairs, least in ((TEXT, 4.5), (SHAPES, 3))
        for front, back in pairs
        if (ratio := contrast(colours[front], colours[back], sight)) < least
    }
    assert weak == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_colour_has_its_use(scheme: str) -> None:
    """No colour is left out of the lists above, and each scheme gives all that they name."""
    named = {name for pair in (*TEXT, *SHAPES) for name in pair}
    assert set(_colours(scheme)) - DECORATION == named


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_certainty_is_ink(scheme: str, sight: str) -> None:
    """The surer, the more a badge stands out from the page: in order, also for those who see no colours."""
    colours = _colours(scheme)
    weights = [contrast(colours[f"{level}-bg"], colours["paper"], sight) for level in LEVELS]
    assert all(lower < higher for lower, higher in pairwise(weights)), weights


FAMILIES = {
    "certainty": {"level": "low", "discs": [True, True, False, False]},
    "mechanism": {"level": "animals", "stairs": [True, True, True, False, False]},
    "hold": {"state": "suspended"},
    "state": {"state": "no-study-found"},
}
"""A badge of each family."""


def _form(family: str) -> tuple[tuple[str, str], ...]:
    """How the container of a family is drawn, without any colour."""
    css = ASSETS.joinpath("badge.css").read_text("utf-8")
    form = {"border-radius": "0", "border-style": "solid", "border-width": "1.5px"}
    for body in re.findall(rf"^\.md-typeset \.ev-badge--{family} \{{(.*?)\}}", css, re.DOTALL | re.MULTILINE):
        form.update((name, value) for name, value in re.findall(r"([a-z-]+): ([^;]+);", body) if name in form)
    return tuple(form.items())


def _glyph(family: str) -> tuple[str, ...]:
    """The outlines that the template draws in a badge, without colours and places."""
    fields = {"scale": "", "level": "", "state": "rated", "direction": "", "words": "Words", "rank": ""}
    flags = {"contested": False, "overdue": False, "draft": False, "stairs": [], "discs": []}
    environment = Environment(loader=PackageLoader("mkdocs_evidence"), autoescape=True)
    source = "{% from 'partial/badge.html' import badge %}{{ badge(b) }}"
    html = environment.from_string(source).render(b=SimpleNamespace(**{**fields, **flags, **FAMILIES[family]}))
    assert f"ev-badge--{family}" in html
    return tuple(re.findall(r"<(circle|rect|path)\b", html))


@pytest.mark.parametrize(("one", "other"), list(combinations(FAMILIES, 2)))
def test_families_differ_without_colour(one: str, other: str) -> None:
    """Two scales, or a scale and a state, differ in the form of the badge and in what is drawn in it."""
    assert _form(one) != _form(other)
    assert _glyph(one) != _glyph(other)

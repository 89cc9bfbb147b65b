"""Citations in prose: what is one, what only looks like one."""

from __future__ import annotations

import pytest

from mkdocs_evidence.citations import Citation, EmbeddedBadge, letters, mark_at, parse_group, without_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a]", [("a", "")]),
        ("[@mitchell2023, table 2]", [("mitchell2023", "table 2")]),
        ("[@a; @b]", [("a", ""), ("b", "")]),
        ("[@a, p. 3; @b, figure 1, left]", [("a", "p. 3"), ("b", "figure 1, left")]),
        ("[ @a ]", [("a", "")]),
        ("[@a:b_c.d/e+f-1]", [("a:b_c.d/e+f-1", "")]),
        ("[@a,b]", [("a", "b")]),
    ],
)
def test_citation(text, expected):
    assert parse_group(text) == tuple(Citation(*pair) for pair in expected)


@pytest.mark.parametrize(
    "text",
    ["[@]", "[@a b]", "[@a.]", "[@a;]", "[@a; b]", "[@a,]", "[@a @b]", "[a]", "[@é]", "[@<script>]", "[@a, [b]"],
)
def test_no_citation(text):
    assert parse_group(text) is None


def test_citation_in_the_middle_of_text():
    """The citations and the offset after the bracket, only where one opens just there."""
    assert mark_at("See [@a] here", 4) == ((Citation("a"),), 8)
    assert mark_at("See [@a] here", 3) is None
    assert mark_at("See [@a", 4) is None


@pytest.mark.parametrize("text", ["[badge: sleep]", "[badge:sleep]", "[badge: sleep ]"])
def test_badge(text):
    assert mark_at(f"The {text}.", 4) == (EmbeddedBadge("sleep"), 4 + len(text))


@pytest.mark.parametrize("text", ["[badge]", "[badge: ]", "[badge: a b]", "[badge: a", "[Badge: a]", "badge: a]"])
def test_no_badge(text):
    assert mark_at(text, 0) is None


@pytest.mark.parametrize(
    ("position", "expected"), [(0, "a"), (25, "z"), (26, "aa"), (27, "ab"), (51, "az"), (701, "zz"), (702, "aaa")]
)
def test_letters(position, expected):
    """After z come aa, ab, …, so that no two places are alike."""
    assert letters(position) == expected


def test_without_marks():
    assert without_marks("On tea [@a, p. 3; @b] and [badge: c] [@d e]") == "On tea and [@d e]"

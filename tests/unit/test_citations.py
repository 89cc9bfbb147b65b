"""Citations in prose: what is one, what only looks like one."""

from __future__ import annotations

import pytest

from mkdocs_evidence.citations import Citation, group_at, parse_group


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
    assert group_at("See [@a] here", 4) == ((Citation("a"),), 8)
    assert group_at("See [@a] here", 3) is None
    assert group_at("See [@a", 4) is None

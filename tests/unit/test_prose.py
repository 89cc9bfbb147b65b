# ruff: noqa: E501 (one case a line reads better here)
"""Restricted Markdown: what it makes of text, and what it leaves as typed."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from mkdocs_evidence.prose import (
    allowed_link,
    citations_in,
    malformed_marks_in,
    misplaced_marks_in,
    plain_text,
    render_block,
    render_inline,
)


def block(text: str) -> str:
    return str(render_block(text, lambda group: Markup(f"[{', '.join(c.key for c in group)}]"))).strip()


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        (
            "[x](https://example.org/a?b=1&c=2)",
            '<p><a href="https://example.org/a?b=1&amp;c=2" rel="noopener">x</a></p>',
        ),
        ("[x](doi:10.1000/x)", '<p><a href="https://doi.org/10.1000/x" rel="noopener">x</a></p>'),
        ("See [@a; @b, table 2].", "<p>See [a, b].</p>"),
        ("\\[@a\\]", "<p>[@a]</p>"),
        ("\\[@a] \\[badge: b]", "<p>[@a] [badge: b]</p>"),
        ("[@a](https://example.org)", "<p>[a](https://example.org)</p>"),
        ("[see [@a] too](https://example.org)", "<p>[see [a] too](https://example.org)</p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("# x", "<p># x</p>"),
        ("`x`", "<p>`x`</p>"),
        ("> x", "<p>&gt; x</p>"),
        ("| a |\n| - |", "<p>| a |\n| - |</p>"),
        ("&copy; &#60;", "<p>&amp;copy; &amp;#60;</p>"),
        ("https://example.org", "<p>https://example.org</p>"),
        ("[x]: https://example.org", "<p>[x]: https://example.org</p>"),
        ("    code", "<p>code</p>"),
        ("---", "<p>---</p>"),
        ("{{ 7*7 }}", "<p>{{ 7*7 }}</p>"),
        ("-0.9 (-1.2 to -0.3), CAPS-5, 2019-2026, x--1", "<p>−0.9 (−1.2 to −0.3), CAPS-5, 2019-2026, x--1</p>"),
    ],
)
def test_block(text, html):
    assert block(text) == html


def test_inline():
    """No paragraph around it; several are joined by a blank."""
    assert render_inline("one *two*\n\nthree", lambda group: Markup("")) == "one <em>two</em> three"


ADDRESSES = {
    "https://example.org": True, "http://example.org/a?b#c": True, "mailto:a@example.org": True, "doi:10.1000/x": True,
    "HTTPS://EXAMPLE.ORG": True,
    "javascript:alert(1)": False, "JaVaScRiPt:alert(1)": False, "data:text/html,x": False, "vbscript:x": False,
    "file:///etc/passwd": False, "//example.org": False, "/a": False, "a.md": False, "#a": False, "": False,
    "https://user@example.org": False, "https://user:pw@example.org": False, "https:\\\\example.org": False,
    "https:///a": False, "https://[": False, "https://a\\b@example.org": False, "doi:": False, "doi://example.org/x": False,
    "mailto:": False, "mailto://example.org": False, "ftp://example.org": False, "blob:https://example.org": False,
}  # fmt: skip


@pytest.mark.parametrize(("address", "allowed"), ADDRESSES.items())
def test_link(address, allowed):
    assert allowed_link(address) is allowed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("see [@a b]", ["[@a b]"]),
        ("see [@] and [@a]", ["[@]"]),
        ("see [@a", ["[@a"]),
        ("[@a] [@b]", []),
        ("a@example.org [x]", []),
        ("\\[@a b] and \\[badge: ]", []),
        ("[badge: a b] [badge: a] [badges: a]", ["[badge: a b]"]),
        ("[@a b](https://example.org)", ["[@a b]"]),
    ],
)
def test_malformed_mark(text, typed):
    """Told as typed; what a backslash holds back is none."""
    assert list(malformed_marks_in(text)) == typed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[@z] [a *b [@a]*\nc](https://example.org) [@b]", [(1, "[@a]")]),
        ("[a b: [badge: a]; [@c]](https://example.org)", [(0, "[badge: a]"), (1, "[@c]")]),
        ("[a](https://example.org) [@a] [b](https://example.org)", []),
        ("[a\n\n[@b] c](https://example.org)", []),
        ("\\[a [@b] c](https://example.org)", []),
        ("[@a](see below)", []),
    ],
)
def test_mark_in_the_text_of_a_link(text, found):
    assert list(misplaced_marks_in(text)) == found


def test_citations():
    """In order, in lists and emphasis too, with what stands behind the comma."""
    text = "One [@a, p. 3].\n\n- two [@b; @a]\n- *three [@c]*\n"
    assert [(c.key, c.locator) for c in citations_in(text)] == [("a", "p. 3"), ("b", ""), ("a", ""), ("c", "")]


def test_plain_text():
    """Marks and citations go, with the blank before a full stop; two lines stay two words."""
    assert plain_text("It *may* help\na little [@alpha2020, table 2].") == "It may help a little."
    assert plain_text("One *two* [three](https://example.org) [@a].\n\nFour") == "One two three. Four"


def test_place_of_an_unknown_citation(world):
    """The key's own place, in a block of several lines, also where a longer key stands before it."""
    name = "claims/outcomes/sleep.yml"
    world.edit(name, "  Two trials were found", "  One [@none2] and\n  [@none] too. Two trials were found")
    places = {d.message: (d.location.line, d.location.column) for d in world.problems()}
    assert places["there is no reference `none2`"] == world.place(name, "@none2")
    assert places["there is no reference `none`"] == world.place(name, "@none]")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A dose, a dose", "<p>A <a href=\"#t\">dose</a>, a <a href=\"#t\">dose</a></p>"),
        ("a high\ndose & more", "<p>a <a href=\"#t\">high\ndose</a> &amp; more</p>"),
        ("*dose* **high** dose", "<p><em><a href=\"#t\">dose</a></em> <strong>high</strong> <a href=\"#t\">dose</a></p>"),
        ("[a dose](https://example.org) dose", "<p><a href=\"https://example.org\" rel=\"noopener\">a dose</a> <a href=\"#t\">dose</a></p>"),
        ("high [@a] dose [@dose b]", "<p>high [a] <a href=\"#t\">dose</a> [@<a href=\"#t\">dose</a> b]</p>"),
        ("- dose\n\ndose", "<ul>\n<li><a href=\"#t\">dose</a></li>\n</ul>\n<p><a href=\"#t\">dose</a></p>"),
    ],
)  # fmt: skip
def test_terms(text, html):
    """Linked over a line's end and within emphasis, not within a link and over a mark; paragraphs stay apart."""

    def found(plain: str) -> list[tuple[int, int, str]]:
        return [(match.start(), match.end(), "#t") for match in re.finditer(r"(high\s)?dose", plain)]

    shown = render_block(text, lambda group: Markup(f"[{', '.join(c.key for c in group)}]"), found)
    assert shown.strip() == html

"""The shipped stylesheets as one."""

from __future__ import annotations

import pytest

from mkdocs_evidence.build import SCRIPT, SCRIPTS, STYLE, STYLESHEETS, _assets
from mkdocs_evidence.stylesheet import bundle, lean


@pytest.mark.parametrize(
    ("css", "bundled"),
    [
        ("a {\n  color: red;\n}\n", "a{color:red}\n"),
        ("/* Links. */\na{}/* and */ /* more */ b{}", "a{}b{}\n"),
        ('q::before { content: "/* two  blanks */"; }', 'q::before{content:"/* two  blanks */"}\n'),
        ("p { content: '  ' }", "p{content:'  '}\n"),
        ("main p{}", "main p{}\n"),
        ("a :hover, b{font: 600 1em/1 x, y}", "a :hover,b{font:600 1em/1 x,y}\n"),
    ],
    ids=["lines", "comments", "quoted text", "quoted blanks", "a blank that means something", "signs"],
)
def test_one_file(css: str, bundled: str) -> None:
    """Comments and gaps go; what a browser reads stays."""
    assert bundle([css]) == bundled


def test_order() -> None:
    """A later file has the last word, also where the one before it lacks a line end."""
    assert bundle(["a{x:1}", "a{x:2}"]) == "a{x:1}a{x:2}\n"


def test_shipped_files() -> None:
    """Every stylesheet that is shipped is in the one that pages load."""
    style = _assets()[STYLE].decode()
    assert style.count("{") == style.count("}")
    assert ".ev-badge" in style and "@page" in style
    assert len(set(STYLESHEETS)) == len(STYLESHEETS)


def test_shipped_scripts() -> None:
    """Those of every page are one; what only some pages or readers need is by itself."""
    assets = _assets()
    names = {address.rpartition("/")[2] for address in assets if address.endswith(".js")}
    assert names == {"evidence.js", "map.js", "search.js"}
    assert b"/*" not in assets[SCRIPT]
    assert assets[SCRIPT].count(b"})()\n;") == len(SCRIPTS) - 1


def test_a_script() -> None:
    """Comments on lines of their own and indents go; what stands behind code stays, and so do its lines."""
    script = '/* What it\n   does. */\nif (a) {\n  // why\n  b("/* no comment */") // beside code\n}\n'
    assert lean(script) == 'if (a) {\nb("/* no comment */") // beside code\n}\n'

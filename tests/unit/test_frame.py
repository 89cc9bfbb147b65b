"""The places of Material's pages that are mended."""

from __future__ import annotations

import pytest

from mkdocs_evidence.frame import mend, with_body, with_scripts, with_search, with_styles


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ('<meta charset="utf-8">', '<meta charset="utf-8"><meta name="referrer" content="no-referrer">'),
        (
            '<div class="md-search" data-md-component="search" role="dialog">',
            '<div class="md-search" data-md-component="search">',
        ),
        ('<input aria-hidden="true"  type="radio">', '<input aria-hidden="true"  type="radio" tabindex="-1">'),
        ('<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.8.1">', ""),
    ],
    ids=["head", "search", "palette", "versions"],
)
def test_what_material_writes(html: str, mended: str) -> None:
    """It is mended where it stands, and the rest stays."""
    assert mend(f"<p>before</p>{html}<p>after</p>") == f"<p>before</p>{mended}<p>after</p>"


def test_a_text_about_it() -> None:
    """Escaped text that names the same markup stays as it is."""
    text = "<p>&lt;meta charset=&#34;utf-8&#34;&gt; role=&#34;dialog&#34;</p>"
    assert mend(text) == text


def test_the_page_for_a_wrong_address() -> None:
    """Our body takes the place of the theme's only line; without one the line stays."""
    page = "<article><h1>404 - Not found</h1></article>"
    assert with_body(page, r"<h1>\1</h1>") == r"<article><h1>\1</h1></article>"
    assert with_body(page, "") == page


def test_indents() -> None:
    """They go with the empty lines; where blanks mean something, they stay."""
    assert mend("<p>\n    a\n\n    b</p>") == "<p>\na\nb</p>"
    kept = "<pre><code>a\n  b\n\n  c</code></pre><script>\n  x\n</script>"
    assert mend(kept) == kept


def test_ends_that_the_next_tag_says_as_well() -> None:
    """They go; an end that something else follows stays, and so do those in a text that shows them."""
    table = "<table><tbody><tr><th>a</th>\n<td>b</td>\n</tr></tbody></table><ul><li>c <ul><li>d</li></ul></li></ul>"
    lean = "<table><tbody><tr><th>a\n<td>b\n</tbody></table><ul><li>c <ul><li>d</ul></ul>"
    assert mend(table) == lean
    kept = "<dl><div><dt>a<dd>b</dd></div></dl><pre><li>a</li></ul></pre>"
    assert mend(kept) == kept


def test_further_stylesheets() -> None:
    """They come last in the head, so that they have the last word."""
    page = "<head><link></head><body>"
    assert with_styles(page, ["../a.css"]) == '<head><link><link rel="stylesheet" href="../a.css"></head><body>'
    assert with_styles(page, []) == page


def test_further_scripts() -> None:
    """They come last in the body, and nowhere where there is none."""
    page = "<body><pre>&lt;/body&gt;</pre><script></script></body></html>"
    assert with_scripts(page, ["../a.js"]).endswith('<script></script><script src="../a.js"></script></body></html>')
    assert with_scripts(page, []) == page
    assert with_scripts("<rss>", ["a.js"]) == "<rss>"


def test_script_of_tabs() -> None:
    """It goes where the page has no tab of text, and stays where it has one."""
    script = '<script>var target=document.getElementById(location.hash.slice(1));"__tabbed_"</script>'
    assert mend(f"<p>one</p>{script}<script>two</script>") == "<p>one</p><script>two</script>"
    with_tab = f'<input type="checkbox" name="__tabbed_1">{script}'
    assert mend(with_tab) == with_tab


def test_the_link_that_opens_the_search() -> None:
    """It stands last in the header, and the words of the theme's own search go; without one all stays."""
    page = '<nav class="md-header__inner x"><b></b></nav><nav></nav>{"a": "b", "search.result.one": "1", "c": "d"}'
    opened = '<nav class="md-header__inner x"><b></b><a></a></nav><nav></nav>{"a": "b", "c": "d"}'
    assert with_search(page, "<a></a>") == opened
    assert with_search(page, "") == page

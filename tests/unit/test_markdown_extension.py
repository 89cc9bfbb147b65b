"""The extension for Python-Markdown by itself, without any site engine."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown, markdown

from mkdocs_evidence.diagnostics import EvidenceError
from mkdocs_evidence.markdown_extension import EvidenceExtension, StoresAreBroken


@pytest.fixture
def render(world):
    """Renders text as an engine would that knows nothing but the site's root."""

    def rendering(text: str, *others: str, **options: str) -> str:
        return markdown(text, extensions=["mkdocs_evidence", *others], extension_configs={
            "mkdocs_evidence": {"root": str(world.root), **options}})  # fmt: skip

    return rendering


def cites(html: str) -> list[str]:
    """What each citation shows, without its tags."""
    return [re.sub("<[^>]+>", "", group) for group in re.findall(r'<span class="ev-cite">.*?</span>', html, re.DOTALL)]


def test_citations(render):
    """Numbered in the order of the page, whatever they stand in, with the list at the end."""
    html = render("*See [@beta2021, p. 3; @alpha2020]*.\n\n- one [@alpha2020]\n- two **[@data2022]**\n")
    assert cites(html) == ["[1, p. 3; 2]", "[2]", "[3]"]
    assert re.findall(r'<li id="ref-(\w+)">\s*<span class="ev-references__number">(\d)', html) == [
        ("beta2021", "1"),
        ("alpha2020", "2"),
        ("data2022", "3"),
    ]
    assert html.index("<h2>References</h2>") > html.index("two")


def test_author_and_year(render):
    """The list then stands in the order of the names."""
    html = render("See [@beta2021, p. 3; @alpha2020].", citations="author-year")
    assert cites(html) == ["(Beta 2021, p. 3; Alpha 2020)"]
    assert re.findall(r'<li id="ref-(\w+)"', html) == ["alpha2020", "beta2021"]


def test_badge(render):
    """It leads to the claim's reasons, from where the site stands."""
    html = render("It is [badge: sleep].", base="/file/")
    assert 'href="/file/claims/sleep/#why" class="ev-badge' in html
    assert 'data-level="low" data-state="rated"' in html
    assert "References" not in html


def test_code_and_backslash(render):
    html = render("`[@alpha2020]` \\[@alpha2020] \\[badge: sleep]\n\n    [@alpha2020]\n")
    assert (
        html == "<p><code>[@alpha2020]</code> [@alpha2020] [badge: sleep]</p>\n<pre><code>[@alpha2020]\n</code></pre>"
    )


def test_unknown_key(render, caplog):
    """It is shown as typed, and told."""
    html = render("See [@nobody1999] and [badge: nap].")
    assert html == "<p>See [@nobody1999] and [badge: nap].</p>"
    assert [record.message for record in caplog.records] == [
        "[@nobody1999] leads nowhere and is shown as typed",
        "[badge: nap] leads nowhere and is shown as typed",
    ]


def test_headings(render):
    """A citation changes neither the address nor the name of its heading; the list's heading is in the contents."""
    html = render("[TOC]\n\n## On sleep [@alpha2020]\n\n## References\n\nMine.", "toc")
    assert re.findall(r'<h2 id="([\w-]+)"', html) == ["on-sleep", "references", "references_1"]
    assert re.findall(r'<li><a href="#([\w-]+)">([^<]+)</a>', html) == [
        ("on-sleep", "On sleep"), ("references", "References"), ("references_1", "References"),
    ]  # fmt: skip


def test_title_is_text(world, render):
    """What a bibliography decodes to stays text."""
    world.edit(
        "references.bib",
        "{The first trial}",
        '{{\\textless}script{\\textgreater}alert(1){\\textless}/script{\\textgreater} "A"}',
    )
    html = render("[@alpha2020]")
    assert "<script" not in html
    assert '<p class="ev-reference__title">&lt;script&gt;alert(1)&lt;/script&gt; &#34;A&#34;</p>' in html


def test_several_pages_of_one_object(world):
    """Each page is numbered from 1 and lists its own, as engines that keep their Markdown object need."""
    md = Markdown(extensions=[EvidenceExtension(root=str(world.root))])
    first = md.convert("[@alpha2020]")
    md.reset()
    second = md.convert("[@beta2021]")
    assert md.reset().convert("[@alpha2020]") == first
    assert cites(second) == ["[1]"]
    assert "alpha2020" not in second


def test_change_in_the_stores(world, render):
    """A store that changed is read again."""
    assert "The first trial" in render("[@alpha2020]")
    world.edit("references.bib", "{The first trial}", "{Another title}")
    assert "Another title" in render("[@alpha2020]")


def test_broken_stores(world, render):
    world.edit("claims/outcomes/sleep.yml", "kind: effect", "kind: afect")
    with pytest.raises(StoresAreBroken, match="unknown-value"):
        render("[@alpha2020]")


@pytest.mark.parametrize("options", [{"root": "/nowhere"}, {"citations": "footnotes"}])
def test_wrong_option(render, options):
    with pytest.raises(EvidenceError):
        render("[@alpha2020]", **options)


def test_page_without_marks(tmp_path):
    """The stores are not even looked for."""
    assert markdown("Text.", extensions=[EvidenceExtension(root=str(tmp_path))]) == "<p>Text.</p>"


TERMS = """\
- {id: trial, term: trial, also: [trials], meaning: A test in people.}
- {id: night, term: night, meaning: The dark part of a day., linked: false}
"""


def test_terms(world, render):
    """Linked at the first use on a page, in its order; not in headings, links, code and quotations."""
    world.write("content/glossary.yml", TERMS)
    text = "# A trial\n\n[A trial](x) `trial` *trials*.\n\nA trial at night.\n\n> trial\n"
    link = '<a href="/glossary/#term-trial">trials</a>'
    assert f"<em>{link}</em>" in render(text)
    assert render(text).count("term-") == 1
    assert render("> A trial\n\n\\*trials\\* [@alpha2020]").count("term-") == 1
    assert "term-" not in render("A trialist's night &amp; \"a trial\"")

"""Links to the glossary leave every text as it was."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from mkdocs_evidence.glossary import Terms
from mkdocs_evidence.markdown_marks import AFTER_HEADINGS, link_terms
from mkdocs_evidence.prose import render_block, render_inline

SPELLINGS = ["risk", "risk of bias", "RoB", "CAPS-5", "Hedges' g", "a", "I²", "of bias a"]
TERMS = Terms({f"t{number}": [spelling] for number, spelling in enumerate(SPELLINGS)})
LINK = re.compile(r'<a href="#t\d">([^<]*)</a>')

SIGNS = [" ", "\n", "\n\n", "- ", "*", "“", "”", '"', "[@a]", "[", "](https://x.org)", "&", "<b>", "\\", "`"]
texts = st.lists(st.sampled_from([*SPELLINGS, "of bias", *SIGNS]) | st.text(max_size=4)).map("".join)


def found(text):
    return [(use.start, use.end, f"#{use.term}") for use in TERMS.uses(text)]


@given(texts)
def test_uses(text):
    """They stand in order, none overlaps another, and none is empty."""
    places = [place for use in TERMS.uses(text) for place in (use.start, use.end)]
    assert all(a <= b for a, b in pairwise(places))
    assert all(use.start < use.end for use in TERMS.uses(text))


@given(texts)
def test_text_fields(text):
    """Without its links the HTML is what it is without a glossary; no link stands in another."""
    for render in (render_block, render_inline):
        html = str(render(text, lambda mark: Markup("[]"), found))
        assert LINK.sub(r"\1", html) == str(render(text, lambda mark: Markup("[]")))
        for inside in re.findall(r"<a [^>]*>(.*?)</a>", html, re.DOTALL):
            assert "<a" not in inside


class Tree(Treeprocessor):
    def run(self, root):
        link_terms(root, lambda address, words: self.md.htmlStash.store(f'<a href="{address}">{words}</a>'), found)


class Linking(Extension):
    """Links terms when the real extension does."""

    def extendMarkdown(self, md):
        md.treeprocessors.register(Tree(md), "terms", AFTER_HEADINGS)


@given(texts.filter(lambda text: "\x02" not in text and "\x03" not in text))
def test_content_pages(text):
    html = markdown(text, extensions=[Linking()])
    assert LINK.sub(r"\1", html) == markdown(text)

# ruff: noqa: E501 (one case a line reads better here)
"""Whatever stands in a file, nothing is raised: problems are diagnostics with a place."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mkdocs_evidence import figures
from mkdocs_evidence.appraisal import Rating
from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.history import entry_lines
from mkdocs_evidence.prose import (
    allowed_link,
    citations_in,
    malformed_marks_in,
    plain_text,
    refused_links_in,
    render_block,
    render_inline,
)
from mkdocs_evidence.reporters import printable, render_json, render_text
from mkdocs_evidence.sources import FORBIDDEN
from mkdocs_evidence.yaml_reader import read_yaml, scalars

CLAIM = "claims/outcomes/sleep.yml"
STORES = (CLAIM, "claims/categories.yml", "claims/comparisons.yml", "studies/alpha.yml", "studies/instruments.yml",
          "references.status.yml", "references.bib", "content/index.md")  # fmt: skip

few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
yaml_like = st.text(st.sampled_from(list("ab01:-?[]{}&*!|>'\"%@`#,. \n\t~<=_/é𝄞"))) | st.text()
store_text = yaml_like.filter(lambda text: not FORBIDDEN.search(text))


@given(store_text)
@example("%")
@example("!")
@example("? ")
@example("- - -\n-")
@example("a: \ufeff")
def test_yaml_of_any_text(text):
    """A text that a file may hold is read or refused, and a refusal has a place inside the text."""
    found = Diagnostics()
    document = read_yaml(text, "x.yml", found)
    assert (document is None) == bool(found.errors)
    for problem in found:
        assert 1 <= problem.location.line <= text.count("\n") + 2
        assert problem.location.column >= 1


def _checked(world, name: str, raw: bytes) -> Diagnostics:
    """The diagnostics of the site with `raw` in one of its files, which is then put back."""
    before = (world.root / name).read_bytes()
    world.write(name, raw)
    try:
        site = world.prepare()
    finally:
        world.write(name, before)
    for page in site.pages:
        page.body.encode()
    return site.diagnostics


@few
@given(st.sampled_from(STORES), st.binary(max_size=300))
def test_file_of_any_bytes(shared_world, name, raw):
    """Any bytes in any store: pages or diagnostics come back, nothing is raised, and both renderings work."""
    found = _checked(shared_world, name, raw)
    render_text(found)
    render_json(found)


@few
@given(st.sampled_from(STORES), st.data())
def test_file_with_any_change(shared_world, name, data):
    """A sound file in which one piece was replaced by any text."""
    text = shared_world.read(name)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    inserted = data.draw(yaml_like)
    raw = (text[:start] + inserted + text[end:]).encode("utf-8", "surrogatepass")
    _checked(shared_world, name, raw)


SCALARS = ["", "~", "no", "1", "-1", "[]", "{}", "[a, b]", "{a: b}", "[[a]]", '""', "x" * 600, "10.1000/x", "2026-02-30",
           "low", "rest", "alpha", "alpha/end", '"a\\nb"', "0x1F", "1e999", "true"]  # fmt: skip


@few
@given(st.sampled_from(STORES[:6]), st.data())
def test_record_with_any_value(shared_world, name, data):
    """A sound record in which one value was replaced by one of another shape."""
    document = shared_world.document(name)
    _, node = data.draw(st.sampled_from(list(scalars(document.root))))
    value = data.draw(st.sampled_from(SCALARS))
    raw = document.text[: node.offset] + value + document.text[node.end :]
    _checked(shared_world, name, raw.encode())


# --- text in fields ------------------------------------------------------------------------

markdown_like = st.text(st.sampled_from(list("ab *_[]()@!<>&\"'`#-1.;:,\\/{}%\n|~="))) | st.text()


@given(markdown_like)
@example("[@a](javascript:x)")
@example("*" * 300)
@example("[" * 300)
@example("1. " * 50)
def test_prose_of_any_text(text):
    """Any text is rendered; of markup only our own few elements come out of it."""
    seen = []
    html = str(render_block(text, lambda group: seen.append(group) or ""))
    inline = str(render_inline(text, lambda group: ""))
    allowed = r"</?(p|ul|ol|li|em|strong)>|<ol start=\"\d+\">|<br( /)?>|<a href=\"[^\"<>]*\" rel=\"noopener\">|</a>"
    for out in (html, inline):
        assert "<" not in re.sub(allowed, "", out)
    assert [c.key for mark in seen if isinstance(mark, tuple) for c in mark] == [citation.key for citation in citations_in(text)]
    list(malformed_marks_in(text))
    plain_text(text)
    for address in refused_links_in(text):
        assert not allowed_link(address)


@given(st.text())
def test_printable_of_any_text(text):
    """No control character but the newline is left, and nothing that turns the direction of text."""
    shown = printable(text)
    assert not FORBIDDEN.search(shown)
    assert "\x1b" not in shown
    shown.encode()


@given(st.text(st.characters(blacklist_categories=("Cs",)), min_size=1).filter(lambda why: not FORBIDDEN.search(why)))
def test_reason_of_any_text(why):
    """The entry that `accept` writes is YAML that holds just the text that was given; it takes no invisible ones."""
    text = "\n".join(entry_lines(Rating("low", None, ("a/b",)), date(2026, 11, 23), why))
    found = Diagnostics()
    assert not FORBIDDEN.search(text)
    document = read_yaml(text, "x.yml", found)
    assert document is not None, list(found)
    assert document.plain()[0]["why"] == why


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_number_of_any_size(value):
    """A number is shown with digits, one point and a real minus sign at most, and means what it was."""
    shown = figures.number(value)
    assert set(shown) <= set("0123456789.\u2212")
    assert "-" not in shown
    assert shown not in ("\u22120", "")
    back = float(shown.replace("\u2212", "-"))
    assert abs(back - value) <= max(abs(value) * 1e-9, 5e-11)

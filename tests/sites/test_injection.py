# ruff: noqa: E501 (one case a line reads better here)
"""Text from the stores is data: whatever is typed into a field is shown as typed and runs nowhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from markupsafe import escape

from mkdocs_evidence import head
from mkdocs_evidence.pages import Page
from mkdocs_evidence.yaml_reader import Scalar, scalars

CLAIM = "claims/outcomes/sleep.yml"
SITE = "https://evidence.example.org/"

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "image": "\"><img src=x onerror=alert(1)>",
    "single quote": "' onmouseover='alert(1)",
    "sum in a template": "{{ 7*7 }}",
    "statement in a template": "{% raise %}",
    "remark in a template": "{# gone #}",
    "format": "{0.real} {I} %s",
    "end of data": "]]> --> </title></style>",
    "entities": "&lt;b&gt; &#60;i&#62;",
    "slot": "<!--evidence:prose-->",
    "heading": "</h2><h2 id=\"why\">Why</h2>",
    "snippet": "--8<-- \"mkdocs.yml\" [TOC] {: onclick=alert(1) }",
    "raw markdown": "![x](https://example.org/x.png) <https://example.org> `code` # head",
}  # fmt: skip

PLAIN = "studies/alpha.yml", "studies/beta.yml", "studies/instruments.yml", "claims/comparisons.yml", CLAIM

FIELDS = {
    CLAIM: [
        ("question",), ("claim",), ("outcome", "name"), ("outcome", "short"), ("outcome", "when"), ("key_messages", 0),
        ("summary",), ("evidence", 0, "note"), ("certainty", "risk_of_bias", "reason"), ("certainty", "imprecision", "reason"),
        ("history", 0, "why"), ("would_change", 0), ("search", "where"), ("search", "for"), ("reviewed", "by"),
        ("said_by", 0, "where"), ("certainty", "override", "reason"), ("certainty", "override", "by"),
    ],
    "claims/comparisons.yml": [
        ("rest", "population"), ("rest", "intervention", "short"), ("rest", "intervention", "full"),
        ("rest", "comparator", "short"), ("rest", "comparator", "full"), ("rest", "developers", 0),
    ],
    "claims/categories.yml": [(0, "name")],
    "studies/instruments.yml": [("scale", "name")],
    "studies/alpha.yml": [
        ("name",), ("population",), ("run_by", 0), ("arms", "rest", "name"), ("results", 0, "outcome"),
        ("results", 0, "when", "text"), ("results", 0, "from", "note"), ("paid_by", 0), ("blinding", "from", "note"),
        ("risk_of_bias", 0, "reason"), ("results", 1, "finding"), ("results", 1, "outcome"), ("includes", 0, "name"),
        ("results", 2, "same_people", "before", "at"), ("results", 2, "outcome"),
    ],
    "references.status.yml": [("snapshot", "source"), ("records", 0, "basis"), ("records", 0, "reason")],
    "content/index.md": [],
}  # fmt: skip


@pytest.fixture
def full(world):
    """A site in which every text field of every record holds something, all of it shown on a page."""
    world.edit(
        CLAIM, "{study: alpha, result: end, role: supports}", "{study: alpha, result: end, role: supports, note: x}"
    )
    world.edit(
        CLAIM,
        "  publication_bias: {step: 0}\n",
        "  publication_bias: {step: 0}\n  override: {level: low, reason: x, by: x, date: 2026-11-01}\n",
    )
    world.edit(
        CLAIM,
        "review_due: 2027-05-01\n",
        "review_due: 2027-05-01\nreviewed: {date: 2026-11-01, by: x}\nsaid_by: [{where: x, date: 2026-11-01}]\n",
    )
    world.edit("studies/alpha.yml", "    when: {weeks: 4}\n", "    when: {weeks: 4, text: x}\n    outcome: x\n")
    world.edit(
        "studies/alpha.yml",
        "where: table 2}\n",
        "where: table 2, note: x}\n"
        + """\
  - {id: words, outcome: x, found: lower, finding: x, from: {cite: alpha2020, where: abstract}}
  - id: before
    outcome: x
    same_people: {n: 9, before: {at: x, mean: 2}, after: {at: later, mean: 1}}
    from: {cite: alpha2020, where: abstract}
paid_by: [x]
blinding:
  planned: double
  guessed_right_percent: {rest: 90}
  from: {cite: alpha2020, where: abstract, note: x}
risk_of_bias:
  - {result: end, tool: rob2, overall: low, by: site, reason: x}
includes: [{name: x}]
""",
    )
    world.write(
        "references.status.yml",
        """\
snapshot: {date: 2026-11-01, source: x}
records:
  - {doi: 10.1000/alpha2020, status: retracted, date: 2026-11-02, seen: 2026-11-02, confirmed: false, basis: x, reason: x}
""",
    )
    assert world.problems() == []
    return world


def fill(site, payload: str, before: str = "") -> None:
    """Puts the payload into every text field, in the style of a quoted scalar.

    In the bibliography it takes the place of what is there or of `before`, put there in this way.
    """
    for name, paths in FIELDS.items():
        for path in paths:
            node = site.document(name).node(*path)
            assert isinstance(node, Scalar), (name, path)
            # Lists have a way in by the first letters of what they sort by.
            value = json.dumps(f"x{payload}" if path[-1] in ("question", "short") else payload, ensure_ascii=False)
            old = site.read(name)
            block = old[node.offset] in "|>"
            site.write(name, old[: node.offset] + value + ("\n" if block else "") + old[node.end :])
    site.write(
        "content/index.md",
        f"---\ntitle: {json.dumps(payload)}\ndescription: {json.dumps(payload)}\nlead: [sleep]\n---\n",
    )
    text = re.sub("[{}%#]", "", payload)  # these are BibTeX's own
    old = [before, f"x{before}", before] if before else ["The first trial", "Alpha, Jo", "A Journal"]
    bib = site.read("references.bib")
    for field, was in zip(("title", "author", "journal"), old, strict=True):
        pattern = re.compile(rf"{field} = {{+{re.escape(was)}}}+")
        shown = f"x{text}" if field == "author" else text
        bib = pattern.sub(lambda _, name=field, shown=shown: f"{name} = {{{{{shown}}}}}", bib, count=1)
    site.write("references.bib", bib)


class Markup(HTMLParser):
    """Everything a browser would make of a body: elements, attributes, and the text that is shown."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = ""
        self.structure: list[tuple[str, ...]] = []
        """Every element with the names of its attributes, in order."""
        self.addresses: list[str] = []
        self.remarks: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if found.get("href") != "https://example.org/x.png":  # the one link that a payload may make, in prose
            self.structure.append((tag, *found))
            self.addresses.append(found.get("href") or "")

    def handle_data(self, data):
        self.shown += data

    def handle_comment(self, data):
        self.remarks.append(data)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_payload_in_every_field(full, payload):
    """Each page shows it as typed, and has not one element, attribute, address or remark more for it."""
    as_x = {"site_name": "x", "support": "x", "site_url": SITE}
    fill(full, "x")
    before = {address: Markup(body) for address, body in full.bodies(**as_x).items()}
    fill(full, payload, "x")
    site = full.prepare(site_name=payload, support=payload, site_url=SITE)
    assert [str(d.location) + d.message for d in site.diagnostics if d.code.name != "bib-unknown-latex"] == []
    assert [page.address for page in site.pages] == list(before)
    for page in site.pages:
        markup, plain = Markup(page.body), before[page.address]
        # Lists are sorted by name, so the order may differ; what stands in them may not.
        assert Counter(markup.structure) - Counter(plain.structure) == Counter(), page.address
        assert sorted(markup.addresses) == sorted(plain.addresses), page.address
        assert markup.remarks == plain.remarks, page.address
        assert markup.shown.count("49") == plain.shown.count("49"), page.address
        if payload != PAYLOADS["raw markdown"] and page.address in ("claims/sleep/", "studies/alpha/", ""):
            assert " ".join(payload.split()) in " ".join(markup.shown.split()), page.address
    assert payload in Markup(site.support).shown
    in_heads(site, replace(full.settings, site_name=payload, site_url=SITE), payload)


def in_heads(site, settings, payload: str) -> None:
    """The tags of each head are as many as ever and hold the payload as typed; the feed is whole."""
    plain = Markup(head.tags(Page("", "x", "", description="x", card="low"), settings, "")).structure
    for page in site.pages:
        tags = Markup(head.tags(replace(page, description=page.description or "x"), settings, ""))
        assert tags.structure == plain, page.address
        if page.address == "claims/sleep/":
            assert f'content="x{escape(payload)}"' in head.tags(page, settings, "")
    feed = ElementTree.fromstring(site.assets["changes/feed.xml"])
    assert f"x{payload}" in [title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert json.loads(site.assets["site.webmanifest"])["name"] == payload


def test_titles_are_handed_over_raw(full):
    """A page's title and headings are plain text; escaping is left to the host, once."""
    fill(full, PAYLOADS["script"])
    titles = {page.address: page.title for page in full.prepare().pages}
    assert titles["studies/alpha/"] == titles[""] == "<script>alert(1)</script>"
    assert titles["claims/sleep/"] == "x<script>alert(1)</script>"


ADDRESSES = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//example.org",
             "java&#115;cript:alert(1)", "https://user:pass@example.org", "/etc/passwd", "../x", "#x", "https:\\\\example.org"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_of_a_link(world, address):
    """A link that is not http, https, mailto or doi is refused where it stands.

    Where the address was typed in a form that Markdown changes, that is where its text begins.
    """
    world.edit(CLAIM, "Two trials were found", f"Two [trials]({address}) were found")
    line, _ = world.place(CLAIM, "Two [trials]")
    begins, _ = world.place(CLAIM, "summary: |")
    [(code, found)] = [(d.code.name, d.location.line) for d in world.problems()]
    assert code == "link-not-allowed"
    assert found in ((line, begins) if "&" in address or "\\" in address else (line,))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd"])
def test_address_in_the_bibliography(world, address):
    """It is reported or left out; it never becomes a link."""
    world.edit("references.bib", "doi = {10.1000/alpha2020}", f"url = {{{address}}}")
    site = world.prepare()
    for page in site.pages:
        assert address not in Markup(page.body).addresses


def test_problems_page(world):
    """What an author typed stands escaped on the page that lists what is wrong, too."""
    world.edit(CLAIM, "kind: effect", "kind: <script>alert(1)</script>")
    world.write("claims/outcomes/{{ 7*7 }}<b>.yml", "a: 1\n")
    [page] = world.prepare().pages
    markup = Markup(page.body)
    assert not {"script", "b"} & {element[0] for element in markup.structure}
    assert "<script>alert(1)</script>" in markup.shown
    assert "{{ 7*7 }}<b>" in markup.shown


def test_name_of_a_file_with_a_line_break(world):
    """A problem at it stays on one line, so that nothing in a log can look like a line of its own."""
    world.write("claims/outcomes/a\n::error::x.yml", "a: 1\n")
    output = world.evidence("check").output
    assert not [line for line in output.split("\n") if line.startswith("::")]


def test_name_of_a_file_that_is_no_text(world):
    """A name that is no UTF-8 is reported, and everything that is shown can be written."""
    (world.root / "claims/outcomes").joinpath("a\udcff.yml").write_text("a: 1\n")
    result = world.run("check")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "bad-id" in result.stdout
    for page in world.prepare().pages:
        page.body.encode()


@pytest.mark.parametrize("character", ["\x1b[31m", "\x07", "\u202e", "\u2066", "\x9b31m", "\x7f", "\u2028"])
def test_control_character_in_a_file(world, character):
    """It is refused at its place, and no rendering of the problem holds it."""
    world.edit(CLAIM, "Two trials were found", f"Two {character}trials were found")
    line, column = world.place(CLAIM, character)
    assert world.places() == [("control-character", f"{CLAIM}:{line}:{column}")]
    for output in (world.evidence("check").output, world.evidence("check", "--format", "json").output):
        assert character not in output


def test_terminal(world):
    """A control character that comes in through a name is shown as an escape by every command."""
    world.write("claims/outcomes/\x1b[31m.yml", "a: 1\n")
    for form in ("text", "json"):
        output = world.evidence("check", "--format", form).output
        assert "\x1b" not in output
        assert "\\u001b[31m" in output
    assert "\x1b" not in world.evidence("show", "\x1b[31m").output
    assert "\x1b" not in world.evidence("explain", "\x1b[31m").output
    assert "\x1b" not in world.evidence("accept", "\x1b[31m", "--why", "x").output


def test_every_field_was_filled(full):
    """The list above misses no field of free text: every `x` of the full site is in it."""
    for name in (*PLAIN, "references.status.yml"):
        listed = set(FIELDS[name]) if name in FIELDS else set()
        free = {path for path, node in scalars(full.document(name).root) if node.text == "x"}
        assert free <= listed, name

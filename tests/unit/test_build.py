
"""Load, check, appraise, render: what comes back, and what a site's own templates may do."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN = "overrides/evidence/page/claim.html"


def test_pages(world):
    """Every claim and study has a page, and each page a heading of its own."""
    bodies = world.bodies()
    assert {"", "claims/sleep/", "studies/alpha/", "studies/beta/", "references/"} <= bodies.keys()
    assert all(body.count("<h1") == 1 for body in bodies.values())


def test_anchors(world):
    """No page has one id twice, and every link to a place on the same page leads somewhere."""
    for page in world.prepare().pages:
        ids = re.findall(r'\sid="([^"]+)"', page.body)
        assert len(ids) == len(set(ids)), page.address
        assert set(re.findall(r'href="#([^"]+)"', page.body)) <= set(ids), page.address


def test_every_claim_has_a_badge(real_site):
    """On every claim's page one big badge with its four attributes; a state is never empty."""
    for address, body in real_site.bodies().items():
        if address.startswith("claims/") and address != "claims/":
            states = re.findall(
                r'data-scale="(\w+)" data-level="([\w-]*)" data-state="([\w-]+)" data-direction="(\w*)"', body
            )
            assert states, address


def test_broken_site(world):
    """Only one page, at home, which lists every problem."""
    world.edit("claims/outcomes/sleep.yml", "kind: effect", "kind: afect")
    world.edit("studies/alpha.yml", "type: trial", "type: trail")
    site = world.prepare()
    assert site.broken
    [page] = site.pages
    assert (page.address, page.body.count("unknown-value")) == ("", 2)


def test_warning_does_not_break(world):
    world.status(("10.1000/alpha2020", "concern", True))
    site = world.prepare()
    assert not site.broken
    assert len(site.diagnostics.warnings) == 1


TEMPLATES = {
    "no such value": ("<h1>\n{{ claim.nonsense }}</h1>", 2),
    "syntax": ("<h1>\n\n{% if %}</h1>", 3),
    "unknown tag": ("{% raise %}", 1),
    "error while it runs": ("\n{{ 1 // 0 }}", 2),
    "unknown parent": ('{% extends "nowhere.html" %}', 1),
}


@pytest.mark.parametrize(("text", "line"), TEMPLATES.values(), ids=TEMPLATES)
def test_template_of_the_site_with_a_mistake(world, text, line):
    """A diagnostic at the template's line, once, and the site is broken."""
    world.write(OWN, text)
    site = world.prepare()
    assert site.broken
    assert [(d.code.name, str(d.location)) for d in site.diagnostics] == [("template-error", f"{OWN}:{line}:1")]


def test_template_of_the_site(world):
    """It takes the place of ours, may extend it, and has its values escaped."""
    world.edit("claims/outcomes/sleep.yml", "question: Does", "question: <b>Does")
    world.write(OWN, '{% extends "shipped/page/claim.html" %}{% block use %}<p>{{ claim.question }}</p>{% endblock %}')
    body = world.bodies()["claims/sleep/"]
    assert "<p>&lt;b&gt;Does rest therapy relieve bad sleep?</p>" in body
    assert 'id="use"' not in body


def test_blocks_that_a_site_may_replace():
    """The list in overrides/README.md is that of the claim page, in its order."""
    told = ROOT.joinpath("overrides/README.md").read_text("utf-8").partition("from top to bottom:")[2].partition(".")[0]
    page = files("mkdocs_evidence").joinpath("templates/page/claim.html").read_text("utf-8")
    assert re.findall(r"`(\w+)`", told) == re.findall(r"{% block (\w+) %}", page)


def test_sections_behind_a_rating(real_site):
    """They are folded where there is one; where no study was found the search stands open, and first."""
    bodies = real_site.bodies()
    rated, unfound = bodies["claims/ptsd-symptom-severity/"], bodies["claims/obsessive-compulsive-disorder/"]
    assert '<summary><h2 id="search">' in rated
    assert rated.index('id="change"') < rated.index('id="search"')
    assert "<summary>" not in unfound
    assert unfound.index('id="search"') < unfound.index('id="change"')
    assert unfound.count('id="search"') == 1


def test_label_of_the_site(world):
    """Single entries are laid over ours."""
    world.write("overrides/evidence/labels/en.yml", "level: {low: Little certainty}\n")
    assert "Little certainty" in world.bodies()["claims/sleep/"]


def test_claim_without_citations_or_search(world):
    """A page with hardly anything on it is a page."""
    name = "claims/outcomes/sleep.yml"
    for field in ("evidence", "certainty", "summary", "key_messages", "would_change", "search", "history"):
        world.remove(name, (field,))
    world.write(name, world.read(name) + "history:\n  - {date: 2026-11-01, level: not-searched, why: New}\n")
    assert 'data-state="not-searched"' in world.bodies()["claims/sleep/"]


def test_trust_page(world):
    """Only where the site has words of its own for it; the trials stand below them, each with a link."""
    assert "trust/" not in world.bodies()
    world.write("content/trust.md", "---\ntitle: Can they be trusted?\n---\n\nPerhaps [badge: sleep].\n")
    body = world.bodies()["trust/"]
    assert body.index("Can they be trusted?") < body.index("<!--evidence:prose-->") < body.index("ALPHA")
    assert 'href="../studies/alpha/"' in body


def test_styles_of_content_pages(world):
    """A page that shows badges loads what sets statements off; every other one does not."""
    world.write("content/read.md", "# Read\n\n> It helps.\n\n- [badge: sleep] [Does it?](claims/sleep.md)\n")
    world.write("content/about.md", "# About\n")
    assert world.prepare().content_styles == {"read.md": ("assets/evidence/prose.css",)}


def test_what_a_claim_page_says_of_results(world):
    """Each result of a study has its source, one in the background is named, and an unknown time is called that."""
    world.edit("studies/alpha.yml", "    from: {cite: alpha2020, where: table 2}\n", ALPHA_RESULTS)
    world.edit("claims/outcomes/sleep.yml", "  - {study: beta", "  - {study: alpha, result: naps, role: supports}\n"
               "  - {study: alpha, result: dreams, role: background}\n  - {study: beta")  # fmt: skip
    body = world.bodies(draft=True)["claims/sleep/"]
    assert "time not recorded" in body
    background = body[body.index('id="background"') :]
    assert "Sweet dreams" in background[: background.index("</ul>")]
    sources = body[body.index('id="study-alpha"') :]
    assert "Naps: " in sources[: sources.index("</details>")]


ALPHA_RESULTS = """\
    from: {cite: alpha2020, where: table 2}
  - {id: naps, outcome: Naps, found: lower, finding: Fewer, from: {cite: alpha2020, where: abstract}}
  - {id: dreams, outcome: Sweet dreams, found: higher, finding: More, from: {cite: alpha2020, where: abstract}}
"""

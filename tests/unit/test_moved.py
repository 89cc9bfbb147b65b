"""The pages of ids that were given up: where they lead, and what is not on them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from conftest import SiteFolder
from mkdocs_evidence import build
from mkdocs_evidence.addresses import SEARCH_INDEX

RENAMED = """\
- id: slumber
  date: 2026-11-20
  to: sleep
"""
RETIRED = """\
- id: cure
  date: 2026-11-20
  title: Does rest <b>cure</b> bad sleep?
  why: A cure was never measured
  to: sleep
"""


def made(site: SiteFolder, **options: object) -> dict[str, str]:
    found = build.prepare(replace(site.settings, **options))  # type: ignore[arg-type]
    assert not found.broken, [str(problem) for problem in found.diagnostics]
    assert not {"claims/slumber/", "claims/cure/"} & {page.address for page in found.pages}
    return {name: asset.decode() for name, asset in found.assets.items() if name.endswith((".html", ".json"))}


def test_an_old_name_sends_on(world: SiteFolder) -> None:
    """At once and without a script, from the page and from its summary; programs are told not to list it."""
    world.write("claims/moved.yml", RENAMED)
    files = made(world, site_url="https://rest.example/")
    page, sheet = files["claims/slumber/index.html"], files["claims/slumber/summary/index.html"]
    assert '<meta http-equiv="refresh" content="0; url=../../claims/sleep/">' in page
    assert '<meta http-equiv="refresh" content="0; url=../../../claims/sleep/summary/">' in sheet
    assert '<link rel="canonical" href="https://rest.example/claims/sleep/">' in page
    assert '<a href="../../claims/sleep/">Does rest therapy relieve bad sleep?</a>' in page
    for text in (page, sheet):
        assert '<meta name="robots" content="noindex">' in text
        assert "default-src 'none'" in text
        assert "Not medical advice" in text
        assert "<script" not in text
    assert "slumber" not in files[SEARCH_INDEX]


def test_an_old_name_of_a_study(world: SiteFolder) -> None:
    world.write("studies/moved.yml", "- {id: first, date: 2026-11-20, to: alpha}\n")
    page = made(world)["studies/first/index.html"]
    assert 'content="0; url=../../studies/alpha/"' in page
    assert '<a href="../../studies/alpha/">ALPHA</a>' in page


def test_a_retired_claim_says_why(world: SiteFolder) -> None:
    """Nobody is sent anywhere; the question, the reason, the day and the way on are text."""
    world.write("claims/moved.yml", RETIRED)
    files = made(world)
    page = files["claims/cure/index.html"]
    assert "refresh" not in page
    assert "canonical" not in page
    words = " ".join(re.sub("<[^>]*>", " ", page).split())
    for said in ("Retired on 20 November 2026", "Does rest &lt;b&gt;cure&lt;/b&gt; bad sleep?",
                 "A cure was never measured", "Does rest therapy relieve bad sleep?"):  # fmt: skip
        assert said in words
    assert 'content="0; url=../../../claims/cure/"' in files["claims/cure/summary/index.html"]


def test_renamed_and_then_retired(world: SiteFolder) -> None:
    """The older name leads to where it is said why there is nothing any more."""
    world.write("claims/moved.yml", RETIRED + "- {id: heal, date: 2026-11-01, to: cure}\n")
    assert 'content="0; url=../../claims/cure/"' in made(world)["claims/heal/index.html"]


@pytest.mark.parametrize("draft", [True, False])
def test_a_preview_has_no_policy(world: SiteFolder, draft: bool) -> None:
    """It reloads its pages with a script."""
    world.write("claims/moved.yml", RENAMED)
    assert ("Content-Security-Policy" in made(world, draft=draft)["claims/slumber/index.html"]) is not draft


def test_its_colours() -> None:
    """Dark where the reader's screen asks for it: no switch of the theme is there."""
    style = build._assets()["assets/evidence/moved.css"].decode()
    assert "prefers-color-scheme:dark){:root,[data-md-color-scheme]{--ev-paper:#10161d" in style
    assert style.count("{") == style.count("}")

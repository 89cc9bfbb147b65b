"""Stores served by the real generator: nothing stands in for anything here.

What can happen to a preview is tried on a small site, since every save builds all of it; the site of this repository
shows that it, too, can be served, changed and drafted.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .copies import PROJECT, SMALL, SMALL_DAY, Copy
from .little_site import Server

CLAIM = "claims/rated/naps-and-sleepiness.yml"
CLAIM_PAGE = "claims/naps-and-sleepiness/"

POLICY = "Content-Security-Policy"
BUILT = (f"{CLAIM_PAGE}index.html", f"{CLAIM_PAGE}summary/index.html", "404.html")

CHANGES = {
    CLAIM: ("question: Does a short nap make", "question: CHANGED Does a nap make", CLAIM_PAGE),
    "studies/nap-1.yml": ("name: NAP 1", "name: CHANGED NAP 1", "studies/nap-1/"),
    "references.bib": ("title = {A short nap", "title = {CHANGED A short nap", "references/"),
    "content/about.md": ("# About this site", "# CHANGED About this site", "about/"),
    "overrides/evidence/page/claim.html": ("OWN TEMPLATE", "CHANGED TEMPLATE", CLAIM_PAGE),
}
"""File to a text in it, what it is changed to, and the page that shows it."""

BREAKS = {
    CLAIM: ("kind: effect", "kind: efect", f"{CLAIM}:LINE:7: unknown-value"),
    "studies/nap-1.yml": ("type: trial", "type: [trial", "studies/nap-1.yml:LINE:7: yaml-syntax"),
    "references.bib": ("@article{drowse2020,", "@article{drowse 2020,", "references.bib:LINE:10: bib-bad-key"),
    "content/about.md": ("# About this site", "# About [this](gone.md) site", "content/about.md:LINE:16: broken-link"),
    "overrides/evidence/page/claim.html": (
        "OWN",
        "{{ own.words }} OWN",
        "overrides/evidence/page/claim.html:2:1: template-error",
    ),
    "mkdocs.yml": ("site_name: The", "site_name: [The", "mkdocs.yml:"),
}
"""File to a text in it, what breaks it, and how the terminal names the place; LINE is that of the text."""

OFTEN = """\
from mkdocs.livereload import LiveReloadServer

LiveReloadServer.__init__.__defaults__ = ("/", 0.1, 0.05)   # look for saves more often: the tests wait for it
"""


@pytest.fixture
def real(tmp_path: Path) -> Copy:
    """The site of this repository."""
    copy = Copy(tmp_path)
    copy.copy(PROJECT)
    return copy


@pytest.fixture
def small(tmp_path: Path) -> Copy:
    """A small site with a content page and a template of its own."""
    copy = Copy(tmp_path)
    copy.copy(SMALL)
    copy.environment["SOURCE_DATE_EPOCH"] = SMALL_DAY
    copy.edit("mkdocs.yml", "  name: material\n", "  name: material\n  custom_dir: overrides\n")
    copy.write("mkdocs.yml", copy.read("mkdocs.yml") + "hooks: [often.py]\n")
    copy.write("often.py", OFTEN)
    copy.write("content/about.md", "# About this site\n\nWho we are.\n")
    copy.write(
        "overrides/evidence/page/claim.html",
        '{% extends "shipped/page/claim.html" %}\n{% block crumb %}<p>OWN TEMPLATE</p>{% endblock %}\n',
    )
    return copy


@pytest.fixture
def server(small: Copy) -> Iterator[Server]:
    running = Server(small).begin()  # type: ignore[arg-type]
    yield running
    running.stop()


def test_every_kind_of_save_is_shown(small: Copy, server: Server) -> None:
    """A claim, a study, the bibliography, a content page and a template, one after another, without a restart."""
    for name, (old, new, page) in CHANGES.items():
        small.edit(name, old, new)
        server.until_shown("CHANGED", page)
        small.edit(name, new, old)


def test_only_a_build_has_a_policy(small: Copy, server: Server) -> None:
    """A preview reloads its pages with a script of MkDocs', which the policy of a published page would refuse."""
    pages = (CLAIM_PAGE, f"{CLAIM_PAGE}summary/", "no-such-page/")
    assert [POLICY in server.get(page)[1] for page in pages] == [False, False, False]
    built = _built(small)
    assert [POLICY in (built / page).read_text("utf-8") for page in BUILT] == [True, True, True]


@pytest.mark.parametrize(("configured", "language"), [("", "en"), ("language: de", "de")], ids=["English", "German"])
def test_language_of_every_page(small: Copy, configured: str, language: str) -> None:
    """Every page says its language and the way its script runs, also where only the plugin is told of it."""
    small.edit("mkdocs.yml", "  - evidence\n", f"  - evidence: {{{configured}}}\n")
    built = _built(small)
    pages = {path.relative_to(built).as_posix(): path.read_text("utf-8") for path in built.rglob("*.html")}
    assert set(BUILT) < set(pages)
    told = {name: re.findall(r'<html lang="([^"]*)"', page) for name, page in pages.items()}
    assert {name: found for name, found in told.items() if found != [language]} == {}
    ways = {name: re.findall(r'<(?:html|body)\b[^>]* dir="([^"]*)"', page) for name, page in pages.items()}
    assert {name: found for name, found in ways.items() if found != ["ltr"]} == {}


def _built(small: Copy) -> Path:
    """What `mkdocs build` makes of the site; the hook is for previews."""
    built = small.root.parent / "built"
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(built)]
    done = subprocess.run(command, cwd=small.root, env=small.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return built


def test_every_kind_of_broken_save_leaves_the_old_pages(small: Copy, server: Server) -> None:
    """Answered at once with the old page, told with its place, and shown again when it is mended."""
    for name, (old, new, told) in BREAKS.items():
        before, _, _ = (small.root / name).read_text(encoding="utf-8").partition(old)
        small.edit(name, old, new)
        server.until_printed(told.replace("LINE", str(before.count("\n") + 1)))
        status, body = server.get(CLAIM_PAGE)
        assert (status, "OWN TEMPLATE" in body) == (200, True), name
        small.edit(name, new, old)
        mark = f"mended {name}"
        small.edit("content/about.md", "# About this site", f"# {mark} About this site")
        server.until_shown(mark, "about/")
        small.edit("content/about.md", f"# {mark} ", "# ")


def test_a_broken_start_lists_the_problem(small: Copy) -> None:
    """The home page says what is wrong; mended, the site appears."""
    small.edit(CLAIM, "kind: effect", "kind: efect")
    running = Server(small).begin()  # type: ignore[arg-type]
    try:
        running.until_shown("unknown-value")
        small.edit(CLAIM, "kind: efect", "kind: effect")
        running.until_shown("OWN TEMPLATE", CLAIM_PAGE)
    finally:
        running.stop()


def test_a_draft_of_the_site_of_this_repository(real: Copy) -> None:
    """A step taken back shows the level that would follow, with the ribbon that says that nobody recorded it."""
    claim, page = "claims/trial-outcomes/ptsd-symptom-severity.yml", "claims/ptsd-symptom-severity/"
    running = Server(real).begin()  # type: ignore[arg-type]
    try:
        assert 'data-level="low"' in running.get(page)[1]
        real.edit(claim, "    step: -1", "    step: 0")
        running.until_shown("low → moderate, not recorded", page)
        _, body = running.get(page)
        assert 'data-level="moderate"' in body
        assert "data-draft" in body
    finally:
        running.stop()

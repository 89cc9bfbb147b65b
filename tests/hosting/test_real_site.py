"""The real site, built and served by the real generator: nothing stands in for anything here."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .little_site import Server

PROJECT = Path(__file__).parent.parent.parent
STORES = ("claims", "studies", "content", "overrides", "references.bib", "references.status.yml", "mkdocs.yml")

CLAIM = "claims/trial-outcomes/ptsd-symptom-severity.yml"
CLAIM_PAGE = "claims/ptsd-symptom-severity/"

CHANGES = {
    CLAIM: ("question: Does MDMA-assisted therapy relieve", "question: CHANGED Does MDMA relieve", CLAIM_PAGE),
    "studies/mapp2.yml": ("name: MAPP2", "name: CHANGED MAPP2", "studies/mapp2/"),
    "references.bib": ("title = {Ad", "title = {CHANGED Ad", "references/"),
    "content/about.md": ("# About this site", "# CHANGED About this site", "about/"),
    "overrides/evidence/page/claim.html": ("OWN TEMPLATE", "CHANGED TEMPLATE", CLAIM_PAGE),
}
"""File to a text in it, what it is changed to, and the page that shows it."""

BREAKS = {
    CLAIM: ("kind: effect", "kind: efect", f"{CLAIM}:LINE:7: unknown-value"),
    "studies/mapp2.yml": ("type: trial", "type: [trial", "studies/mapp2.yml:LINE:7: yaml-syntax"),
    "references.bib": ("@article{mitchell2021,", "@article{mitchell 2021,", "references.bib:LINE:10: bib-bad-key"),
    "content/about.md": ("# About this site", "# About [this](gone.md) site", "content/about.md:LINE:16: broken-link"),
    "overrides/evidence/page/claim.html": (
        "OWN",
        "{{ own.words }} OWN",
        "overrides/evidence/page/claim.html:2:1: template-error",
    ),
    "mkdocs.yml": ("site_name: The", "site_name: [The", "mkdocs.yml:"),
}
"""File to a text in it, what breaks it, and how the terminal names the place; LINE is that of the text."""


class RealSite:
    """A copy of the project's stores, in the shape that `Server` asks for."""

    mount = ""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "site"
        self.temporary = folder / "temporary"
        self.root.mkdir()
        self.temporary.mkdir()
        for name in STORES:
            source = PROJECT / name
            if source.is_dir():
                shutil.copytree(source, self.root / name)
            else:
                shutil.copy(source, self.root / name)
        self.write(
            "overrides/evidence/page/claim.html",
            '{% extends "shipped/page/claim.html" %}\n{% block crumb %}<p>OWN TEMPLATE</p>{% endblock %}\n',
        )

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, f"{old!r} does not stand in {name}"
        self.write(name, text.replace(old, new, 1))

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "TMPDIR": str(self.temporary), "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def real(tmp_path: Path) -> RealSite:
    return RealSite(tmp_path)


@pytest.fixture
def server(real: RealSite) -> Iterator[Server]:
    running = Server(real).begin()  # type: ignore[arg-type]
    yield running
    running.stop()


def test_every_kind_of_save_is_shown(real: RealSite, server: Server) -> None:
    """A claim, a study, the bibliography, a content page and a template, one after another, without a restart."""
    for name, (old, new, page) in CHANGES.items():
        real.edit(name, old, new)
        server.until_shown("CHANGED", page)
        real.edit(name, new, old)


def test_every_kind_of_broken_save_leaves_the_old_pages(real: RealSite, server: Server) -> None:
    """Answered at once with the old page, told with its place, and shown again when it is mended."""
    for name, (old, new, told) in BREAKS.items():
        before, _, _ = (real.root / name).read_text(encoding="utf-8").partition(old)
        real.edit(name, old, new)
        server.until_printed(told.replace("LINE", str(before.count("\n") + 1)))
        status, body = server.get(CLAIM_PAGE)
        assert (status, "OWN TEMPLATE" in body) == (200, True), name
        real.edit(name, new, old)
        mark = f"mended {name}"
        real.edit("content/about.md", "# About this site", f"# {mark} About this site")
        server.until_shown(mark, "about/")
        real.edit("content/about.md", f"# {mark} ", "# ")


def test_a_draft_is_shown_with_its_ribbon(real: RealSite, server: Server) -> None:
    """A step taken back shows the level that would follow, and that nobody recorded it."""
    real.edit(CLAIM, "    step: -1", "    step: 0")
    server.until_shown("low → moderate, not recorded", CLAIM_PAGE)
    _, body = server.get(CLAIM_PAGE)
    assert 'data-level="moderate"' in body
    assert "data-draft" in body


def test_a_broken_start_lists_the_problem(real: RealSite) -> None:
    """The home page says what is wrong; mended, the site appears."""
    real.edit(CLAIM, "kind: effect", "kind: efect")
    running = Server(real).begin()  # type: ignore[arg-type]
    try:
        running.until_shown("unknown-value")
        real.edit(CLAIM, "kind: efect", "kind: effect")
        running.until_shown("OWN TEMPLATE", CLAIM_PAGE)
    finally:
        running.stop()

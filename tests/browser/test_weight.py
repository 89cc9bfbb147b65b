"""How much a claim page makes a reader load, beside an empty page of the bare theme. Needs no browser."""

from __future__ import annotations

import gzip
import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest

from . import opening

ADDED = 20_000
SCRIPT = 10_000
"""Bytes, gzipped as a server does it: what a claim page may add, and what our scripts may weigh."""

BARE = """\
site_name: Bare
theme:
  name: material
  custom_dir: overrides
  font: false
  palette:
    - {scheme: default, primary: custom, accent: custom, toggle: {icon: material/weather-night, name: Dark}}
    - {scheme: slate, primary: custom, accent: custom, toggle: {icon: material/weather-sunny, name: Light}}
  features: [navigation.tabs]
plugins: [search]
docs_dir: content
"""

PUBLISHED = {
    "site_name:": "site_url: https://a-long-name-of-a-group.github.io/mdma-evidence-file/\nsite_name:",
    'repository: ""': "repository: https://github.com/a-long-name-of-a-group/mdma-evidence-file",
}
"""What a site says of itself before it is published: pages then name their address and where to suggest a change."""

LOADED = re.compile(r'<link rel="stylesheet" href="([^"]+)"|<script src="([^"]+)"')


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the theme alone, with one empty page."""
    root = tmp_path_factory.mktemp("bare")
    for name in ("content", "overrides"):
        (root / name).mkdir()
    (root / "mkdocs.yml").write_text(BARE, encoding="utf-8")
    (root / "content" / "index.md").write_text("", encoding="utf-8")
    return opening.build(root, root / "site")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository as it would be published."""
    root = tmp_path_factory.mktemp("published")
    for name in ("claims", "studies", "content", "overrides"):
        shutil.copytree(opening.ROOT / name, root / name)
    for name in ("references.bib", "references.status.yml"):
        shutil.copy(opening.ROOT / name, root / name)
    settings = (opening.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for plain, said in PUBLISHED.items():
        assert settings.count(plain) == 1, plain
        settings = settings.replace(plain, said)
    (root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    return opening.build(root, root / "site")


def _loaded(folder: Path, page: str) -> dict[str, int]:
    """The page and every style and script that it loads, to the gzipped bytes of each."""
    text = (folder / page).read_text(encoding="utf-8")
    links = [urljoin(f"/{page}", style or script).lstrip("/") for style, script in LOADED.findall(text)]
    return {name: len(gzip.compress((folder / name).read_bytes(), 9, mtime=0)) for name in (page, *links)}


def test_a_claim_page_beside_an_empty_one(published: Path, bare: Path) -> None:
    """What its HTML, our styles and our scripts add stays below 20 kB, on the heaviest claim, as published."""
    empty = sum(_loaded(bare, "index.html").values())
    added = {
        page.parent.name: sum(_loaded(published, page.relative_to(published).as_posix()).values()) - empty
        for page in (published / "claims").glob("*/index.html")
    }
    assert added
    assert {claim: size for claim, size in added.items() if size > ADDED} == {}


def test_our_scripts(folder: Path) -> None:
    """They weigh less than 10 kB together."""
    scripts = (folder / "assets" / "evidence").glob("*.js")
    assert sum(len(gzip.compress(script.read_bytes(), 9, mtime=0)) for script in scripts) < SCRIPT

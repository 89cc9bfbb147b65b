"""Bad files whose code and place were written down before they were run (see README.md)."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from mkdocs_evidence import build
from mkdocs_evidence.settings import Settings

HERE = Path(__file__).parent
BASE = HERE.parent / "diagnostics" / "_base"

with (HERE / "expected.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))

cases = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])


def site_with(changes: Path, root: Path) -> build.Site:
    """What is made of the base site with `changes` laid over it; an exception here is a traceback for the author."""
    shutil.copytree(BASE, root)
    shutil.copytree(changes, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("mended", "__pycache__"))
    return build.prepare(Settings(root=root, today=date(2026, 1, 2)))


@cases
def test_the_mistake_is_found_where_it_is(row: dict[str, str], tmp_path: Path) -> None:
    """A diagnostic with the code stands at exactly the place that was written down."""
    site = site_with(HERE / row["name"], tmp_path / "site")
    said = [f"{problem.location}: {problem.code.name}" for problem in site.diagnostics]
    assert f"{row['path']}:{row['line']}:{row['column']}: {row['code']}" in said, row["why"]


@cases
def test_the_advice_mends_it(row: dict[str, str], tmp_path: Path) -> None:
    """Nothing is refused once the author has followed the advice."""
    site = site_with(HERE / row["name"] / "mended", tmp_path / "site")
    assert [f"{error.location}: {error.code.name}: {error.message}" for error in site.diagnostics.errors] == []


def test_every_folder_has_its_line() -> None:
    """No situation is without an expectation, and none is expected that is not there."""
    folders = {folder.name for folder in HERE.iterdir() if folder.is_dir() and folder.name[0].isdigit()}
    assert folders == {row["name"] for row in ROWS}

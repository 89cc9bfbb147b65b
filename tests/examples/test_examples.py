"""The registry of codes: each has a bad example that provokes it and a good one that does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from mkdocs_evidence import build, serving
from mkdocs_evidence.codes import THEMES, all_codes, by_theme
from mkdocs_evidence.diagnostics import Diagnostic
from mkdocs_evidence.examples import examples
from mkdocs_evidence.plugin import build_site
from mkdocs_evidence.settings import Settings

SITE = Path(__file__).parent / "site"
SHOWN = [code for code, example in examples().items() if example.file]


def said_about(root: Path, file: str = "") -> list[Diagnostic]:
    """What is reported about the site; about its configuration, by a build."""
    if file != "mkdocs.yml":
        return list(build.prepare(Settings(root=root, today=date(2026, 1, 3))).diagnostics)
    told: list[Diagnostic] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "tell", lambda problems: told.extend(problems))
        build_site(root, day="2026-01-03")
    return told


def stripped(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines]


def lay(root: Path, file: str, good: str, bad: str) -> range:
    """Puts `bad` where the lines of `good` stand, with their indent; returns the lines it then has, from 1."""
    path = root / file
    lines, wanted = path.read_text(encoding="utf-8").split("\n"), stripped(good.rstrip("\n").split("\n"))
    found = [at for at in range(len(lines)) if stripped(lines[at : at + len(wanted)]) == wanted]
    assert len(found) == 1, f"the good example stands {len(found)} times in {file}"
    (at,) = found
    shift = len(lines[at]) - len(lines[at].lstrip()) - (len(good) - len(good.lstrip(" ")))
    new = [" " * shift + line if line.strip() else line for line in bad.rstrip("\n").split("\n")]
    path.write_text("\n".join([*lines[:at], *new, *lines[at + len(wanted) :]]), encoding="utf-8")
    return range(at + 1, at + 1 + len(new))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "site"))


def test_the_good_examples_are_good(root: Path) -> None:
    """Nothing is said about the little site in which all of them stand."""
    assert said_about(root) == []
    assert said_about(root, "mkdocs.yml") == []


@pytest.mark.parametrize("code", SHOWN)
def test_the_bad_example_is_reported(code: str, root: Path) -> None:
    """The code is reported; in the file of the example, at one of its lines."""
    example = examples()[code]
    lines = lay(root, example.file, example.good, example.bad)
    places = [problem.location for problem in said_about(root, example.file) if problem.code.name == code]
    assert places, "it is not reported"
    in_its_file = [place.line for place in places if place.path == example.file]
    assert all(line in lines for line in in_its_file[:1]), (places, lines)


def test_every_code_has_an_example() -> None:
    """In the order of the registry; shown in a file, or told where no text file can show it."""
    assert list(examples()) == list(all_codes())
    assert {code for code, example in examples().items() if bool(example.told) == bool(example.file)} == set()


def test_every_code_has_its_theme() -> None:
    assert [code for _, codes in by_theme() for code in codes] == list(all_codes().values())
    assert [title for title, _ in by_theme()] == [title for title, _ in THEMES]

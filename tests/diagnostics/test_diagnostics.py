"""Every diagnostic code, provoked by the smallest site that does, with the exact text it gives."""

from __future__ import annotations

import importlib.util
import shutil
from datetime import date
from pathlib import Path

import pytest

from mkdocs_evidence import build, checks, serving
from mkdocs_evidence.codes import all_codes, by_theme
from mkdocs_evidence.diagnostics import Diagnostic
from mkdocs_evidence.plugin import build_site
from mkdocs_evidence.reporters import render_text
from mkdocs_evidence.settings import Settings

HERE = Path(__file__).parent
BASE = HERE / "_base"
SITUATIONS = sorted(
    situation
    for code in HERE.iterdir()
    if code.is_dir() and code.name[0] not in "._"
    for situation in code.iterdir()
    if situation.is_dir() and situation.name[0] not in "._"
)
TOLD_BEFORE_PUBLISHING = {code.name for title, codes in by_theme() if title == "Before publishing" for code in codes}
NOT_PART_OF_THE_SITE = ("expected.txt", "make.py", "__pycache__")


def site_for(situation: Path, root: Path) -> Path:
    """The base site with the situation laid over it."""
    shutil.copytree(BASE, root)
    shutil.copytree(situation, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*NOT_PART_OF_THE_SITE))
    if (maker := situation / "make.py").exists():
        spec = importlib.util.spec_from_file_location("make", maker)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.make(root)
    return root


def said_about(root: Path, code: str = "") -> str:
    """What `evidence check` says; where the situation brings a configuration of MkDocs, what a build says.

    For a code that only `check --publish` gives, what that says.
    """
    if code in TOLD_BEFORE_PUBLISHING:
        return render_text(build.prepare(Settings(root=root, today=date(2026, 1, 2), publish=True)).diagnostics) + "\n"
    if (root / "mkdocs.yml").exists():
        return said_by_a_build(root)
    site = build.prepare(Settings(root=root, today=date(2026, 1, 2)))
    return render_text(site.diagnostics) + "\n"


def said_by_a_build(root: Path) -> str:
    told: list[Diagnostic] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "tell", told.extend)
        assert build_site(root, day="2026-01-02") == 1
    return render_text(told) + "\n"


def test_the_base_site_is_sound(tmp_path: Path) -> None:
    """Nothing is said about the site that all situations start from."""
    shutil.copytree(BASE, tmp_path / "site")
    assert said_about(tmp_path / "site") == "\n"


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_situation_is_reported(situation: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The code of the folder is among what is said, and all that is said is as expected."""
    said = said_about(site_for(situation, tmp_path / "site"), situation.parent.name)
    expected = situation / "expected.txt"
    if request.config.getoption("--update-goldens"):
        expected.write_text(said, encoding="utf-8")
    assert f" {situation.parent.name}: " in said
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", sorted(all_codes()))
def test_every_code_has_a_situation(code: str) -> None:
    """No code can be added without an example that provokes it."""
    assert any(situation.parent.name == code for situation in SITUATIONS)


@pytest.mark.parametrize("rule", checks.CHECKS, ids=lambda rule: rule.__name__)
def test_no_rule_can_be_removed_unseen(rule: checks.Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rule, at least one of the situations is told differently."""
    monkeypatch.setattr(build, "CHECKS", tuple(other for other in checks.CHECKS if other is not rule))
    names = {word for word in (rule.__doc__ or "").split("`") if word in all_codes()}
    affected = [situation for situation in SITUATIONS if situation.parent.name in names]
    assert any(is_told_differently(situation, tmp_path / str(number)) for number, situation in enumerate(affected)), (
        f"{rule.__name__} names {sorted(names)} and no situation under it needs the rule"
    )


def is_told_differently(situation: Path, root: Path) -> bool:
    try:
        said = said_about(site_for(situation, root))
    except Exception:  # what follows a rule may rely on it
        return True
    return said != (situation / "expected.txt").read_text(encoding="utf-8")

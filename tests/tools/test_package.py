"""The package as others install it: wheel and source archive lack nothing, and a site is built with the wheel.

The environment is empty but for the wheel. What the wheel depends on is read from the environment of the tests, whose
versions are locked: to install it anew would take most of a minute and look nothing else over.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).parents[2]
PACKAGE = "mkdocs_evidence"
BUILD = "import sys, setuptools.build_meta as backend; print(getattr(backend, sys.argv[1])(sys.argv[2]))"


class Made(NamedTuple):
    source: Path
    """What is in the repository, copied, so that building leaves nothing in it."""
    wheel: Path
    archive: Path


def run(*command: object, folder: Path) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False,
        env=env | {"NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def made(what: str, source: Path, to: Path) -> Path:
    to.mkdir(exist_ok=True)
    return to / run(sys.executable, "-c", BUILD, f"build_{what}", to, folder=source).splitlines()[-1]


def in_repository() -> list[str]:
    """Files that are committed, or would be with `git add`."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "generator", folder=PROJECT)
    return listed.splitlines()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Made:
    source = tmp_path_factory.mktemp("source")
    for name in (*in_repository(), "pyproject.toml", "README.md", "LICENSE"):
        if (PROJECT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, source / name)
    out = source / "out"
    return Made(source, made("wheel", source, out), made("sdist", source, out))


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wheel_holds_the_package(package: Made):
    """Every file of the package in the repository, byte for byte, and no other."""
    expected = {
        PurePosixPath(name).relative_to("generator").as_posix(): (PROJECT / name).read_bytes()
        for name in in_repository()
        if name.startswith(f"generator/{PACKAGE}/") and (PROJECT / name).is_file()
    }
    held = {name: data for name, data in contents(package.wheel).items() if name.startswith(f"{PACKAGE}/")}
    assert sorted(held) == sorted(expected)
    assert [name for name in held if held[name] != expected[name]] == []


def test_source_archive_gives_the_same_wheel(package: Made, tmp_path: Path):
    with tarfile.open(package.archive) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    assert contents(made("wheel", source, tmp_path / "out")) == contents(package.wheel)


def test_site_from_the_wheel(package: Made, tmp_path: Path):
    """In an empty environment: begin a site, check it, build it; the package that runs is the installed one."""
    environment, site = tmp_path / "environment", tmp_path / "site"
    run(sys.executable, "-m", "venv", "--without-pip", environment, folder=tmp_path)
    python = environment / "bin/python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index",
        "--disable-pip-version-check", package.wheel, folder=tmp_path)  # fmt: skip
    (own,) = environment.glob("lib/*/site-packages")
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = run(python, "-c", f"import {PACKAGE}; print({PACKAGE}.__file__)", folder=tmp_path)
    assert Path(where.strip()).is_relative_to(own)

    evidence = environment / "bin/evidence"
    run(evidence, "init", site, "--name", "Tea and sleep", "--question", "Does tea keep people awake?",
        "--category", "Sleep", folder=tmp_path)  # fmt: skip
    assert run(evidence, "check", "--strict", folder=site) == "no problems\n"
    run(evidence, "build", "--strict", folder=site)
    claim = (site / "site/claims/bcg-and-tuberculosis/index.html").read_text(encoding="utf-8")
    assert 'data-level="low"' in claim
    for kind in ("assets", "data"):
        assert any((site / "site" / kind).rglob("*.*")), kind

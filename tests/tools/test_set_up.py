"""`scripts/set-up` where something is missing: one line with the remedy.

That it works where nothing is missing, every run of the tests shows.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "set-up"
USED = ("cat", "cksum", "dirname", "flock", "grep", "head", "rm", "tail")

OLD = 'case "$*" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac'
WITHOUT_ENSUREPIP = 'case "$*" in *ensurepip*) echo ModuleNotFoundError >&2; exit 1 ;; esac'
# Makes an environment whose pip says what the last line of this says.
WITH_PIP = """
case "$*" in "-m venv .venv") /bin/mkdir -p .venv/bin; echo '#!/bin/sh
echo "$PIP_SAYS"; exit 1' > .venv/bin/python; /bin/chmod +x .venv/bin/python ;; esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout, with a blank in its path, and beside it `bin`, the only programs there are."""
    folder = tmp_path / "a checkout"
    (folder / "scripts").mkdir(parents=True)
    shutil.copy(SCRIPT, folder / "scripts")
    for name in ("requirements.lock", "requirements-test.lock", "pyproject.toml"):
        (folder / name).touch()
    (tmp_path / "bin").mkdir()
    for name in USED:
        if found := shutil.which(name):
            (tmp_path / "bin" / name).symlink_to(found)
    return folder


def set_up(folder: Path, python: str | None, **environment: str) -> subprocess.CompletedProcess[str]:
    programs = folder.parent / "bin"
    if python is not None:
        (programs / "python3").write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
        (programs / "python3").chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(folder / "scripts" / "set-up"), "site"],
        env={"PATH": str(programs), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
    )


@pytest.mark.parametrize(
    ("python", "said"),
    [
        (
            None,
            "make: python3 is missing: "
            "install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)\n",
        ),
        (OLD, "make: Python 3.9.2 is too old: install Python 3.11 or newer, or name one with PYTHON=\n"),
        (
            WITHOUT_ENSUREPIP,
            "make: python3 cannot make virtual environments: "
            "install its venv module (Debian: apt-get install python3-venv)\n",
        ),
    ],
    ids=["no python", "old python", "no venv module"],
)
def test_a_missing_piece(folder: Path, python: str | None, said: str) -> None:
    """One line; nothing is begun."""
    done = set_up(folder, python)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize(
    ("pip", "said"),
    [
        ("Failed to establish a new connection", "connect to the network"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one in the lock file"),
        ("OSError: [Errno 28] No space left on device", "make room"),
        ("something new", "could not be installed; see .venv/set-up.log"),
    ],
)
def test_an_installation_that_fails(folder: Path, pip: str, said: str) -> None:
    """One line on stderr instead of pip's many, and the next run begins again."""
    for _ in range(2):
        done = set_up(folder, WITH_PIP, PIP_SAYS=pip)
        assert done.returncode == 1
        assert done.stdout.startswith("Setting up .venv")
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
        assert not list((folder / ".venv").glob("made-from-*"))

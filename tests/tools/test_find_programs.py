"""`scripts/find-chromium` and `find-java`, which share all but their names, run with stand-ins
for every program that they could call.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
USED = ("grep", "head", "mktemp", "rm", "cp")


@dataclass
class Machine:
    """A machine with nothing but `programs`, on Debian."""

    programs: Path
    etc: Path

    def has(self, name: str, does: str = "exit 0") -> Path:
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def has_user(self, number: int) -> None:
        self.has("id", f"echo {number}")

    def find(self, script: str = "find-chromium", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", str(SCRIPTS / script)],
            env={"PATH": str(self.programs), "ETC": str(self.etc), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path / "bin", tmp_path / "etc")
    machine.programs.mkdir()
    machine.etc.mkdir()
    (machine.etc / "os-release").write_text("NAME=Debian\nID=debian\n", encoding="utf-8")
    for name in USED:
        found = shutil.which(name)
        assert found
        (machine.programs / name).symlink_to(found)
    machine.has_user(1000)
    return machine


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_an_installed_browser(machine: Machine, name: str) -> None:
    """Its path is printed, and nothing else."""
    path = machine.has(name)
    found = machine.find()
    assert (found.returncode, found.stdout, found.stderr) == (0, f"{path}\n", "")


def test_a_browser_that_is_named(machine: Machine) -> None:
    """CHROMIUM comes before what is installed."""
    machine.has("chromium")
    mine = machine.has("my-browser")
    assert machine.find(CHROMIUM=str(mine)).stdout == f"{mine}\n"


@pytest.mark.parametrize("does", [None, "exit 1"], ids=["missing", "broken"])
def test_a_named_browser_that_does_not_start(machine: Machine, does: str | None) -> None:
    """No other one is taken instead: the tests would speak of the wrong browser."""
    machine.has("chromium")
    if does:
        machine.has("my-browser", does)
    found = machine.find(CHROMIUM="my-browser")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("find-chromium: CHROMIUM=my-browser ")
    assert found.stderr.count("\n") == 1


def test_a_stand_in_that_does_not_start(machine: Machine) -> None:
    """It is passed over."""
    machine.has("chromium-browser", "echo 'install the snap' >&2; exit 1")
    path = machine.has("google-chrome")
    assert machine.find().stdout == f"{path}\n"


def test_no_browser_and_not_root(machine: Machine) -> None:
    """One line with the remedy; nothing is installed."""
    machine.has("apt-get", "echo called >&2; exit 0")
    found = machine.find()
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == (
        "find-chromium: no Chromium for the browser tests: "
        "install one (Debian: apt-get install chromium) or set CHROMIUM to its path\n"
    )


def test_root_elsewhere_than_on_debian(machine: Machine) -> None:
    """Nothing is installed."""
    machine.has_user(0)
    machine.has("apt-get", "echo called >&2; exit 0")
    (machine.etc / "os-release").write_text("ID=ubuntu\nID_LIKE=debian\n", encoding="utf-8")
    found = machine.find()
    assert found.returncode == 1
    assert "no Chromium" in found.stderr


# An apt-get that writes down how it was called, and installs once the lists are there.
APT = """
echo "$1" >> {calls}
case $1 in
    update) : > {lists} ;;
    install)
        [ -f {lists} ] || {{ echo 'E: Unable to locate package'; exit 100; }}
        cp {browser} {programs}/chromium ;;
esac
"""


@pytest.mark.parametrize(
    ("lists", "calls"),
    [(True, "install\n"), (False, "install\nupdate\ninstall\n")],
    ids=["lists", "no lists"],
)
def test_root_on_debian(machine: Machine, tmp_path: Path, lists: bool, calls: str) -> None:
    """Debian's own is installed, which is said; the package lists are fetched only where they are missing."""
    machine.has_user(0)
    browser = machine.has("stand-in")
    if lists:
        (tmp_path / "lists").touch()
    machine.has(
        "apt-get",
        APT.format(
            calls=tmp_path / "calls", lists=tmp_path / "lists", browser=browser, programs=machine.programs
        ),
    )
    found = machine.find()
    assert (found.returncode, found.stdout) == (0, f"{machine.programs}/chromium\n"), found.stderr
    assert found.stderr.startswith("Installing Debian's chromium")
    assert (tmp_path / "calls").read_text(encoding="utf-8") == calls


def test_root_on_debian_without_a_network(machine: Machine) -> None:
    """The reason that apt-get gave, and the remedy."""
    machine.has_user(0)
    machine.has("apt-get", "echo 'E: Could not resolve host'; exit 100")
    found = machine.find()
    assert (found.returncode, found.stdout) == (1, "")
    assert "(E: Could not resolve host): install one" in found.stderr


def test_an_installed_java(machine: Machine) -> None:
    """Its path is printed, and nothing else."""
    path = machine.has("java", '[ "$1" = -version ]')
    found = machine.find("find-java")
    assert (found.returncode, found.stdout, found.stderr) == (0, f"{path}\n", "")


def test_no_java_and_not_root(machine: Machine) -> None:
    """One line with the remedy."""
    found = machine.find("find-java")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == (
        "find-java: no Java for the HTML checker of the tests: "
        "install one (Debian: apt-get install default-jre-headless) or set JAVA to its path\n"
    )

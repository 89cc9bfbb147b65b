"""`evidence build` killed, at the moments that matter and at random ones, and on a disk that is full: there is the
old site or the new one at every moment, never a mix, and the next build clears up.

Two states of a site are built once. In every round one of them stands, the other is built, and the build is killed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .copies import PROJECT, SMALL, SMALL_DAY, Copy
from .little_site import fingerprint

SEED = int(os.environ.get("KILL_SEED", "20261129"))

KILLER = '''\
"""Kills this process at one touch of the disk, so that a moment of milliseconds can be hit."""

import os
import signal
import sys

WANTED = os.environ.get("KILL_AT", "").replace("PID", str(os.getpid()))


def kill_where(event, arguments):
    said = " ".join([event, *(str(argument) for argument in arguments if isinstance(argument, (str, os.PathLike)))])
    if all(word in said for word in WANTED.split(" ")):
        os.kill(os.getpid(), signal.SIGKILL)


if WANTED:
    sys.addaudithook(kill_where)
'''

MOMENTS = {
    "the folder is made": "os.chmod .site-building-",
    "the first page is written": "open .site-building- claims index.html",
    "MkDocs is done, and the marker is completed": "open .site-building- .mkdocs-evidence",
    "the folders are about to change places": "ctypes.dlsym renameat2",
    "they have, and the old site is being removed": "shutil.rmtree .site-building-PID",
    "the lock is given back": "os.remove .site.lock",
}
"""Moments of a build, and words of the event that Python reports then (its audit events); PID is the build's own."""


class TwoStates(Copy):
    """A copy of a site of which every page names the state it is in, A or B."""

    def __init__(self, folder: Path, source: Path, day: str) -> None:
        super().__init__(folder)
        self.copy(source)
        self.environment["SOURCE_DATE_EPOCH"] = day
        name = next(line for line in self.read("mkdocs.yml").splitlines() if line.startswith("site_name:"))
        self.named = f"{name} A"
        self.edit("mkdocs.yml", name, self.named)
        self.write("mkdocs.yml", self.read("mkdocs.yml") + "\nhooks: [killer.py]\n")
        self.write("killer.py", KILLER)
        self.whole: dict[str, dict[str, str]] = {}
        self.took = 0.0
        for state in "BA":
            self.to(state)
            began = time.monotonic()
            done = self.start()
            assert done.wait() == 0
            self.took = time.monotonic() - began
            self.whole[state] = fingerprint(self.output)
        assert self.whole["A"].keys() == self.whole["B"].keys()
        pages = [name for name in self.whole["A"] if name.endswith(".html")]
        assert all(self.whole["A"][name] != self.whole["B"][name] for name in pages if "summary/" not in name)

    @property
    def output(self) -> Path:
        return self.root / "site"

    def to(self, state: str) -> None:
        before = self.named
        self.named = f"{before[:-1]}{state}"
        self.edit("mkdocs.yml", before, self.named)

    def start(self, *, stderr: int = subprocess.DEVNULL, **environment: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "mkdocs_evidence", "build"], cwd=self.root, env={**self.environment, **environment},
            stdout=subprocess.DEVNULL, stderr=stderr,
        )  # fmt: skip

    def state(self) -> str:
        """Which of the two sites stands there, whole; "mix" for anything else."""
        found = fingerprint(self.output) if self.output.is_dir() else {}
        return next((state for state, whole in self.whole.items() if whole == found), "mix")

    def beside(self) -> list[str]:
        return sorted(path.name for path in self.root.iterdir() if path.name.startswith(".site"))

    def kill_after(self, seconds: float) -> bool:
        """Builds and kills; whether the build had ended by then."""
        running = self.start()
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
        return running.wait() == 0


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> TwoStates:
    return TwoStates(tmp_path_factory.mktemp("killed"), SMALL, SMALL_DAY)


def _other(state: str) -> str:
    return "B" if state == "A" else "A"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere two renames do it, and the next build mends the gap")
def test_killed_at_each_sharp_moment(small: TwoStates) -> None:
    """Once new, always new; and what one kill leaves, the next build clears up, which is killed a moment later."""
    seen = []
    for moment, event in MOMENTS.items():
        small.to(_other(small.state()))
        running = small.start(KILL_AT=event)
        assert running.wait() == -signal.SIGKILL, f"never happened: {moment}"
        seen.append(small.state() == small.named[-1])
        assert small.state() in "AB", moment
        assert len(small.beside()) <= 2, moment   # the lock, and what this one was building
    assert seen == [False, False, False, False, True, True]
    small.to(_other(small.state()))
    assert small.start().wait() == 0
    assert (small.state(), small.beside()) == (small.named[-1], [])


@pytest.mark.long
@pytest.mark.parametrize(("which", "kills"), [("small", 100), ("real", 10)])
def test_killed_at_random_moments(which: str, kills: int, tmp_path: Path, small: TwoStates) -> None:
    """The moments are drawn over all of a build and a little more; `KILL_SEED=n` draws others."""
    site = small if which == "small" else TwoStates(tmp_path, PROJECT, "1795910400")
    drawn = random.Random(SEED)
    ended, became = 0, {"old": 0, "new": 0}
    for number in range(kills):
        old = site.state()
        site.to(_other(old))
        moment = drawn.uniform(0, 1.1 * site.took)
        ended += site.kill_after(moment)
        now = site.state()
        assert now in "AB", f"seed {SEED}, kill {number + 1}, after {moment:.3f} s: neither site is whole"
        became["old" if now == old else "new"] += 1
    site.to(_other(site.state()))
    assert site.start().wait() == 0
    assert (site.state(), site.beside()) == (site.named[-1], [])
    print(f"\n{which}: seed {SEED}, {kills} builds of {site.took:.1f} s, killed {kills - ended}, ended before {ended}; "
          f"then the old site {became['old']} times, the new one {became['new']} times, a mix never")  # fmt: skip


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes, where this process may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root may make a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("steps", [2, pytest.param(12, marks=pytest.mark.long)])
def test_a_full_disk(small: TwoStates, small_disk: Path, steps: int) -> None:
    """Room for a part of the new site beside the old one, from almost none to almost enough."""
    output = small_disk / "site"
    small.write("mkdocs.yml", small.read("mkdocs.yml") + f"site_dir: {output}\n")
    try:
        small.to("A")
        assert small.start().wait() == 0
        old = fingerprint(output)
        used = shutil.disk_usage(small_disk).used
        small.to("B")
        for step in range(steps):
            room = used + int(used * (step + 0.5) / steps)
            subprocess.run(["mount", "-o", f"remount,size={room}", str(small_disk)], check=True)
            run = subprocess.run(
                [sys.executable, "-m", "mkdocs_evidence", "build"], cwd=small.root, env=small.environment,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert run.returncode == 1, f"there was room in {room:,} bytes"
            assert "No space left on device" in run.stderr
            assert "Traceback" not in run.stderr
            assert fingerprint(output) == old
            assert [path.name for path in small_disk.iterdir()] == ["site"]
        subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
        assert small.start().wait() == 0
        assert fingerprint(output) != old
    finally:
        small.write("mkdocs.yml", small.read("mkdocs.yml").replace(f"site_dir: {output}\n", ""))


def test_ctrl_c_leaves_nothing_beside_the_old_site(small: TwoStates) -> None:
    old = small.state()
    small.to(_other(old))
    running = small.start()
    deadline = time.monotonic() + 30
    while not list(small.root.glob(".site-building-*/assets")) and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    assert running.wait() != 0
    assert (small.state(), small.beside()) == (old, [])


def test_two_builds_at_once(small: TwoStates) -> None:
    """The second waits for the first, or where that takes long, says so; the site is whole all the same."""
    small.to(_other(small.state()))
    both = [small.start(stderr=subprocess.PIPE), small.start(stderr=subprocess.PIPE)]
    told = [running.communicate()[1].decode() for running in both]
    codes = [running.returncode for running in both]
    assert 0 in codes
    assert all(code == 0 or "is being built by process" in said for code, said in zip(codes, told, strict=True)), told
    assert (small.state(), small.beside()) == (small.named[-1], [])

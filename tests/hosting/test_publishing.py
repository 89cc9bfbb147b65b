"""The swap: whatever happens, readers find one whole site."""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mkdocs_evidence import publishing
from mkdocs_evidence.publishing import MARKER, OutputLocked, OutputRefused, Publication, PublishingError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "claims").mkdir()
    return tmp_path


@pytest.fixture(params=["in one step", "by two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How a site takes the place of the old one: as the system does it, and as others have to."""
    if request.param == "by two renames":
        monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    elif sys.platform != "linux":
        pytest.skip("only Linux lets two folders change places")
    return str(request.param)


def publication(root: Path, output: str | Path = "site", wait: float = 0) -> Publication:
    sources = [root / "claims", root / "references.bib"]
    return Publication(root / output, root=root, sources=sources, wait=wait)


def publish(root: Path, **files: str) -> None:
    new = publication(root)
    for name, text in files.items():
        (new.staging / name).write_text(text)
    new.commit()


def shown(root: Path) -> dict[str, str]:
    """What a reader of the site finds, without the marker."""
    return {p.name: p.read_text() for p in (root / "site").iterdir() if p.name != MARKER}


def beside(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.name not in ("claims", "site"))


def dead_process() -> int:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return gone.pid


def test_a_first_site_appears_whole_and_alone(root: Path) -> None:
    new = publication(root)
    (new.staging / "a").write_text("1")
    assert not (root / "site").exists()
    new.commit()
    assert shown(root) == {"a": "1"}
    assert beside(root) == []


@pytest.mark.usefixtures("way")
def test_a_new_site_replaces_the_old_one_whole(root: Path) -> None:
    publish(root, a="1", gone="x")
    publish(root, a="2")
    assert shown(root) == {"a": "2"}
    assert beside(root) == []


def test_a_discarded_build_leaves_the_old_site(root: Path) -> None:
    publish(root, a="1")
    new = publication(root)
    (new.staging / "a").write_text("2")
    new.discard()
    new.discard()
    assert shown(root) == {"a": "1"}
    assert beside(root) == []


def test_a_strict_umask_does_not_hide_the_site_from_a_web_server(root: Path) -> None:
    before = os.umask(0o077)
    try:
        publish(root, a="1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / "site").stat().st_mode) == 0o755


def test_hidden_entries_at_the_top_are_carried_over(root: Path) -> None:
    """MkDocs leaves them alone, and a work tree's `.git` must not be lost."""
    publish(root, a="1")
    (root / "site" / ".git").mkdir()
    (root / "site" / ".git" / "HEAD").write_text("ref")
    publish(root, a="2")
    assert (root / "site" / ".git" / "HEAD").read_text() == "ref"


@pytest.mark.parametrize("output", [".", "..", "/", "claims", "claims/site", "references.bib", Path.home()])
def test_a_place_that_holds_more_than_a_site_is_refused(root: Path, output: str | Path) -> None:
    with pytest.raises(OutputRefused, match="site_dir"):
        publication(root, output)
    assert beside(root) == []


def test_a_foreign_folder_is_refused_and_untouched(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site" / "thesis.txt").write_text("ten years")
    with pytest.raises(OutputRefused, match="not built by mkdocs-evidence"):
        publication(root)
    assert shown(root) == {"thesis.txt": "ten years"}
    assert beside(root) == []


def test_a_file_in_the_place_of_the_output_is_refused(root: Path) -> None:
    (root / "site").write_text("")
    with pytest.raises(OutputRefused, match="not a folder"):
        publication(root)


def test_an_empty_folder_is_replaced(root: Path) -> None:
    (root / "site").mkdir()
    publish(root, a="1")
    assert shown(root) == {"a": "1"}


def test_a_linked_output_stays_a_link(root: Path) -> None:
    (root / "target").mkdir()
    (root / "site").symlink_to(root / "target")
    publish(root, a="1")
    assert (root / "site").is_symlink()
    assert (root / "target" / "a").read_text() == "1"


def test_a_second_build_says_who_holds_the_site(root: Path) -> None:
    first = publication(root)
    with pytest.raises(OutputLocked, match=f"process {os.getpid()}"):
        publication(root, wait=0.2)
    first.discard()
    publication(root).discard()


def test_a_second_build_waits_a_little(root: Path) -> None:
    first = publication(root)
    threading.Timer(0.3, first.discard).start()
    second = publication(root, wait=5)
    second.commit()
    assert (root / "site").is_dir()


def test_what_killed_builds_left_is_removed_and_what_lives_is_not(root: Path) -> None:
    """Also where another process has the builder's id by now, as in containers it soon has."""
    stale = root / f".site-building-{dead_process()}"
    reused = root / f".site-building-{os.getppid()}"
    alive = root / ".site-building-123"
    somebodys = root / ".site-building-456"
    named_alike = root / ".site-building-notes"
    for folder in (stale, reused, alive, somebodys, named_alike):
        folder.mkdir()
    (reused / MARKER).write_text(publishing.MARKER_TEXT + '"a"\n"clai')   # killed while it listed what was built
    (reused / "a").write_text("1")
    (somebodys / "thesis.txt").write_text("ten years")
    hold = os.open(alive, os.O_RDONLY)
    fcntl.flock(hold, fcntl.LOCK_EX)
    publication(root).discard()
    os.close(hold)
    assert beside(root) == sorted([alive.name, somebodys.name, named_alike.name])
    publication(root).discard()
    assert beside(root) == sorted([somebodys.name, named_alike.name])


def test_a_build_holds_what_it_builds_in(root: Path) -> None:
    """Somebody who removes the lock lets a second build in; it leaves the first one's folder alone."""
    publish(root, a="1")
    first = publication(root)
    (root / ".site.lock").unlink()
    other = Path(str(first.staging) + "0")   # builds in one process have one name
    first.staging.rename(other)
    publish(root, a="2")
    assert other.is_dir()
    assert shown(root) == {"a": "2"}
    other.rename(first.staging)
    first.discard()


@pytest.mark.parametrize("empty_folder_made_since", [False, True])
def test_a_build_killed_between_the_renames_loses_nothing(root: Path, empty_folder_made_since: bool) -> None:
    publish(root, a="1")
    (root / "site").rename(root / f".site-old-{dead_process()}")
    if empty_folder_made_since:
        (root / "site").mkdir()
    publication(root).discard()
    assert shown(root) == {"a": "1"}
    assert beside(root) == []


@pytest.mark.parametrize("refusal", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=str)
def test_a_refused_rename_puts_the_old_site_back(
    root: Path, monkeypatch: pytest.MonkeyPatch, refusal: BaseException
) -> None:
    publish(root, a="1")
    new = publication(root)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == new.staging:
            raise refusal
        return rename(self, target)

    monkeypatch.setattr(publishing, "_exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises((PublishingError, KeyboardInterrupt)):
        new.commit()
    assert shown(root) == {"a": "1"}
    assert beside(root) == []


def test_a_marker_of_somebody_s_is_none(root: Path) -> None:
    """The name alone says nothing, and a link says what stands elsewhere."""
    (root / "real-marker").write_text(publishing.MARKER_TEXT)
    marker = root / "site" / MARKER
    for make in (lambda: marker.write_text("My notes on evidence\n"), lambda: marker.symlink_to(root / "real-marker")):
        (root / "site").mkdir(exist_ok=True)
        (root / "site" / "thesis.txt").write_text("ten years")
        make()
        with pytest.raises(OutputRefused, match="not built by mkdocs-evidence"):
            publication(root)
        assert (root / "site" / "thesis.txt").read_text() == "ten years"
        marker.unlink()


@pytest.mark.parametrize("when", ["before", "while it is built"])
def test_what_no_build_put_there_is_not_taken_away(root: Path, when: str) -> None:
    """As where a site with its marker was copied into a folder with other things."""
    publish(root, a="1")
    new = publication(root) if when != "before" else None
    (root / "site" / "thesis.txt").write_text("ten years")
    with pytest.raises(OutputRefused, match=r"holds what no build put there \(thesis\.txt\)"):
        new.commit() if new else publication(root)
    assert shown(root) == {"a": "1", "thesis.txt": "ten years"}
    assert beside(root) == []


def test_a_site_with_a_marker_from_before_there_was_a_list_is_replaced(root: Path) -> None:
    publish(root, a="1")
    (root / "site" / MARKER).write_text(publishing.MARKER_TEXT)
    publish(root, b="2")
    assert shown(root) == {"b": "2"}


def test_a_place_within_a_built_site_is_refused(root: Path) -> None:
    publish(root, a="1")
    with pytest.raises(OutputRefused, match="its next build replaces whole"):
        publication(root, "site/part")


def test_links_in_a_circle_are_one_line(root: Path) -> None:
    (root / "site").symlink_to(root / "other")
    (root / "other").symlink_to(root / "site")
    with pytest.raises(PublishingError):
        publication(root)


def test_a_link_in_the_place_of_the_lock_is_not_followed(root: Path) -> None:
    """Whoever can add a link to a repository could else have any file emptied."""
    (root / "diary").write_text("ten years")
    (root / ".site.lock").symlink_to(root / "diary")
    with pytest.raises(PublishingError, match="cannot be built"):
        publication(root)
    assert (root / "diary").read_text() == "ten years"


def test_a_stale_lock_is_taken_over(root: Path) -> None:
    (root / ".site.lock").write_text(f"{os.getppid()} 1\n")   # the process lives, but has no lock
    publication(root).discard()
    assert beside(root) == []


@contextlib.contextmanager
def _as_nobody() -> Iterator[Path]:
    """A folder of a user who may not write everywhere, and this process as that user."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "claims").mkdir()
        if os.geteuid() != 0:
            yield root
            return
        for path in (root, root / "claims"):
            os.chown(path, 65534, 65534)
        os.seteuid(65534)
        try:
            yield root
        finally:
            os.seteuid(0)


@pytest.mark.parametrize("first", [True, False])
def test_a_folder_that_cannot_be_written_is_one_line(first: bool) -> None:
    with _as_nobody() as root:
        if not first:
            publish(root, a="1")
        root.chmod(0o555)
        try:
            with pytest.raises(PublishingError, match="Permission denied"):
                publication(root)
        finally:
            root.chmod(0o755)
        assert first or shown(root) == {"a": "1"}


@pytest.mark.usefixtures("way")
def test_an_old_site_that_may_only_be_read_is_replaced_and_removed() -> None:
    with _as_nobody() as root:
        new = publication(root)
        (new.staging / "b").mkdir()
        (new.staging / "b" / "c").write_text("1")
        (new.staging / "b").chmod(0o555)
        new.commit()
        publish(root, a="2")
        assert shown(root) == {"a": "2"}
        assert beside(root) == []


def _in_a_child(work: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1]


def test_a_disk_without_room_for_a_byte_is_one_line(root: Path) -> None:
    publish(root, a="1")

    def build() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        with pytest.raises(PublishingError, match="cannot be built"):
            publication(root)

    assert _in_a_child(build) == 0
    assert shown(root) == {"a": "1"}
    assert beside(root) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_there_is_one_whole_site(root: Path, way: str) -> None:
    """Kills a build at each of its touches of the disk in turn, until one gets through."""
    old, new = {"a": "1", "b": "1"}, {"a": "2", "b": "2", "c": "2"}
    outcomes = []
    for moment in range(1, 400):
        publish(root, **old)
        finished = _build_until(root, moment, new)
        if way == "in one step":   # readers see no gap, whether there is a next build or not
            assert shown(root) in (old, new), f"killed at its touch number {moment}"
        publication(root).discard()   # what the next build does first
        assert shown(root) in (old, new), f"killed at its touch number {moment}"
        assert beside(root) == []
        outcomes.append(shown(root) == new)
        if finished:
            break
    assert finished
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert outcomes == sorted(outcomes)   # once new, always new


def _build_until(root: Path, moment: int, files: dict[str, str]) -> bool:
    """Publishes in a child that is killed at its `moment`-th touch of the disk; whether it ended first."""

    def build() -> None:
        touches = 0

        def count(event: str, arguments: object) -> None:
            nonlocal touches
            if event.split(".")[0] in ("os", "shutil", "open", "fcntl", "ctypes"):
                touches += 1
                if touches == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        publish(root, **files)

    status = _in_a_child(build)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFEXITED(status)


def test_the_wait_is_short_enough_for_a_person() -> None:
    assert 1 <= publishing.WAIT <= 60

"""The swap: whatever happens, readers find one whole site."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mkdocs_evidence import publishing
from mkdocs_evidence.publishing import MARKER, OutputLocked, OutputRefused, Publication, PublishingError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "claims").mkdir()
    return tmp_path


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
    stale = root / f".site-building-{dead_process()}"
    alive = root / f".site-building-{os.getppid()}"
    named_alike = root / ".site-building-notes"
    for folder in (stale, alive, named_alike):
        folder.mkdir()
    publication(root).discard()
    assert beside(root) == sorted([alive.name, named_alike.name])


@pytest.mark.parametrize("empty_folder_made_since", [False, True])
def test_a_build_killed_between_the_renames_loses_nothing(root: Path, empty_folder_made_since: bool) -> None:
    publish(root, a="1")
    (root / "site").rename(root / f".site-old-{dead_process()}")
    if empty_folder_made_since:
        (root / "site").mkdir()
    publication(root).discard()
    assert shown(root) == {"a": "1"}
    assert beside(root) == []


def test_a_refused_rename_puts_the_old_site_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(root, a="1")
    new = publication(root)
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == new.staging:
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PublishingError, match="No space left on device"):
        new.commit()
    assert shown(root) == {"a": "1"}
    assert beside(root) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_one_line(root: Path) -> None:
    root.chmod(0o555)
    try:
        with pytest.raises(PublishingError, match="Permission denied"):
            publication(root)
    finally:
        root.chmod(0o755)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_moment_there_is_one_whole_site(root: Path) -> None:
    """Kills a build at each of its touches of the disk in turn, until one gets through."""
    old, new = {"a": "1", "b": "1"}, {"a": "2", "b": "2", "c": "2"}
    outcomes = []
    for moment in range(1, 200):
        publish(root, **old)
        finished = _build_until(root, moment, new)
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
    child = os.fork()
    if child == 0:
        touches = 0

        def count(event: str, arguments: object) -> None:
            nonlocal touches
            if event.split(".")[0] in ("os", "shutil", "open", "fcntl"):
                touches += 1
                if touches == moment:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            publish(root, **files)
            os._exit(0)
        finally:
            os._exit(1)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFEXITED(status)


def test_the_wait_is_short_enough_for_a_person() -> None:
    assert 1 <= publishing.WAIT <= 60

"""The atomic swap: a site is built beside the old one and renamed into its place.

Knows folders, a lock file and process ids. What is built, and by whom, is left to the caller.
For an output `site/` everything lies beside it: the lock `.site.lock`, what is being built in
`.site-building-<pid>`, and for one instant the site before in `.site-old-<pid>`. Whatever moment
a build dies at, the next one finds the old site or puts it back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from .diagnostics import EvidenceError

if sys.platform != "win32":
    import fcntl

MARKER = ".mkdocs-evidence"
"""Stands in every site we build; a folder without it is nothing we may replace."""

MARKER_TEXT = "Built by mkdocs-evidence. The next build replaces this folder whole.\n"

WAIT = 10.0
"""Seconds that a build waits for another one of the same site."""


class PublishingError(EvidenceError):
    """The site cannot be written; the message is one line for the person who builds."""


class OutputRefused(PublishingError):
    """The output is a folder we must not replace."""


class OutputLocked(PublishingError):
    """Another process is building into the same output."""


class Publication:
    """One build of one site: `staging` is written to, then `commit` or `discard` ends it.

    Holds the site's lock from its making to its end.
    """

    output: Path
    """Where readers find the site; untouched until `commit`."""
    staging: Path
    """A fresh folder beside `output`, holding only our marker."""

    def __init__(self, output: Path, *, root: Path, sources: Iterable[Path], wait: float | None = None) -> None:
        """Takes the lock, clears up after builds that were killed and makes `staging`.

        `root` is the site's folder and `sources` what its author wrote. Raises `OutputRefused`,
        `OutputLocked` after `wait` seconds (None: `WAIT`), or `PublishingError` where the disk
        does not let us.
        """
        self.output = output.resolve()  # a linked output: swap what it points to, keep the link
        _refuse_place(self.output, root.resolve(), [source.resolve() for source in sources])
        self.staging = _sibling(self.output, "building")
        with _in_one_line(f"{self.output} cannot be built"):
            self.output.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _Lock(self.output.with_name(f".{self.output.name}.lock"))
            self._lock.acquire(self.output, WAIT if wait is None else wait)
            try:
                _recover(self.output)
                _refuse_foreign(self.output)
                _make(self.staging)
            except BaseException:
                self._lock.release()
                raise

    def commit(self) -> None:
        """Puts `staging` in the place of `output`; raises `PublishingError` with the old site whole."""
        try:
            with _in_one_line(f"{self.output} could not be replaced, the old site stays"):
                _carry_hidden(self.output, self.staging)
                _swap(self.staging, self.output)
        finally:
            self.discard()

    def discard(self) -> None:
        """Removes what is left of `staging` and gives the lock back; may be called again."""
        if self._lock.held:
            shutil.rmtree(self.staging, ignore_errors=True)
            self._lock.release()


def is_running(pid: int) -> bool:
    """Whether a process of that id lives on this machine; true where we cannot know."""
    if sys.platform == "win32":  # there os.kill(pid, 0) would end it
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _sibling(output: Path, word: str) -> Path:
    return output.with_name(f".{output.name}-{word}-{os.getpid()}")


def _leftovers(output: Path, word: str) -> list[Path]:
    """Siblings of that word whose builder is gone, oldest first.

    Our own id counts as gone: in a container every build may have the same one, and this one
    has made nothing yet.
    """
    prefix = f".{output.name}-{word}-"
    found = []
    for path in output.parent.iterdir():
        pid = path.name.removeprefix(prefix)
        ours = path.name.startswith(prefix) and pid.isdecimal() and path.is_dir() and not path.is_symlink()
        if ours and (int(pid) == os.getpid() or not is_running(int(pid))):
            found.append(path)
    return sorted(found, key=lambda path: path.stat().st_mtime)


def _recover(output: Path) -> None:
    """Ends what a killed build began. Needs the lock."""
    asides = _leftovers(output, "old")
    if asides and _is_vacant(output):  # killed between the two renames
        if output.exists():
            output.rmdir()
        asides.pop().rename(output)
    for path in (*asides, *_leftovers(output, "building")):
        shutil.rmtree(path, ignore_errors=True)


def _is_vacant(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _make(staging: Path) -> None:
    staging.mkdir()
    staging.chmod(0o755)  # whatever the umask: a web server reads it as somebody else
    (staging / MARKER).write_text(MARKER_TEXT, encoding="utf-8", newline="\n")


def _swap(staging: Path, output: Path) -> None:
    aside = _sibling(output, "old")
    standing = output.exists()
    if standing:
        output.rename(aside)
    try:
        staging.rename(output)
    except BaseException:  # Ctrl-C too
        if standing and not output.exists():
            aside.rename(output)
        raise
    shutil.rmtree(aside, ignore_errors=True)  # what resists goes at the next build


def _carry_hidden(old: Path, new: Path) -> None:
    """Copies hidden entries at the top, `.git` of a work tree say: MkDocs would not touch them either."""
    if not old.exists():
        return
    for entry in sorted(old.iterdir()):
        target = new / entry.name
        if not entry.name.startswith(".") or target.exists():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, target, symlinks=True)
        else:
            shutil.copy2(entry, target, follow_symlinks=False)


def _refuse_place(output: Path, root: Path, sources: Iterable[Path]) -> None:
    """Raises `OutputRefused` where replacing `output` would take away more than a site."""
    if output == root or output in root.parents:
        raise OutputRefused(f"{output} holds the sources of the site; set site_dir to a folder of its own")
    home = Path.home().resolve()
    if output == home or output in home.parents:
        raise OutputRefused(f"{output} holds your home folder; set site_dir to a folder of its own")
    for source in sources:
        if output == source or output in source.parents or source in output.parents:
            raise OutputRefused(f"{output} and {source} overlap; set site_dir to a folder of its own")
    if output.exists() and not output.is_dir():
        raise OutputRefused(f"{output} is not a folder; set site_dir to one")
    if os.path.ismount(output):
        raise OutputRefused(f"{output} is a mount point, no build can replace it; name a folder in it")


def _refuse_foreign(output: Path) -> None:
    if not _is_vacant(output) and not (output / MARKER).is_file():
        raise OutputRefused(
            f"{output} is not empty and was not built by mkdocs-evidence (no {MARKER} in it); "
            "move it away, or set site_dir to another folder"
        )


@contextlib.contextmanager
def _in_one_line(what: str) -> Iterator[None]:
    """Turns what a disk may refuse (full, read-only, not ours) into a `PublishingError`."""
    try:
        yield
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise PublishingError(f"{what}: {error.strerror or error}{where}") from error


class _Lock:
    """A lock file that vanishes with its release and lets go when its process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def acquire(self, output: Path, wait: float) -> None:
        """Returns holding the lock; raises `OutputLocked` after `wait` seconds."""
        deadline = time.monotonic() + wait
        while not self._try():
            if time.monotonic() >= deadline:
                raise OutputLocked(f"{output} is being built by {self._holder()}; wait for it, or end it")
            time.sleep(0.1)

    def release(self) -> None:
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()  # while still locked: whoever waits notices and makes a new file
            os.close(self._descriptor)
            self._descriptor = None

    def _try(self) -> bool:
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        if self._locks(descriptor):
            self._descriptor = descriptor
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()} {int(time.time())}\n".encode())
            return True
        os.close(descriptor)
        return False

    def _locks(self, descriptor: int) -> bool:
        if sys.platform != "win32":
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            # The file we locked may have been unlinked by its last holder in the meantime.
            try:
                return os.path.samestat(os.fstat(descriptor), self._path.stat())
            except FileNotFoundError:
                return False
        return True

    def _holder(self) -> str:
        try:
            pid, since = self._path.read_text(encoding="ascii").split()
            return f"process {pid}, begun {max(0, int(time.time()) - int(since))} s ago"
        except (OSError, ValueError):
            return "another process"

"""The atomic swap: a site is built beside the old one and changes places with it.

Knows folders, a lock file and process ids. What is built, and by whom, is left to the caller.
For an output `site/` everything lies beside it: the lock `.site.lock`, and what is being built in
`.site-building-<pid>`. Where the system can let two folders change places in one step (Linux, on
most file systems), there is a whole site at every moment. Elsewhere two renames do it: the site
before lies in `.site-old-<pid>` for an instant, and if a build dies in it, the next one puts it back.

Nothing is removed or replaced that does not carry our marker, which also lists what a build put
there: a folder that holds more is somebody's.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
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
"""The marker's first line; after it stands the name of each entry at the top, as a JSON string a line."""

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
        try:
            self.output = output.resolve()  # a linked output: swap what it points to, keep the link
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
            raise OutputRefused(f"{output} leads nowhere: {error}; set site_dir to a folder of its own") from error
        with _in_one_line(f"{self.output} cannot be built"):
            _refuse_place(self.output, root.resolve(), [source.resolve() for source in sources])
            self.staging = _sibling(self.output, "building")
            self.output.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _Lock(self.output.with_name(f".{self.output.name}.lock"))
            self._lock.acquire(self.output, WAIT if wait is None else wait)
            try:
                _recover(self.output)
                _refuse_foreign(self.output)
                self._hold = _make(self.staging)
            except BaseException:
                self._lock.release()
                raise

    def commit(self) -> None:
        """Puts `staging` in the place of `output`; raises `PublishingError` with the old site whole."""
        try:
            with _in_one_line(f"{self.output} could not be replaced, the old site stays"):
                _list_entries(self.staging)
                _refuse_foreign(self.output)  # a build takes its time; somebody may have put something there
                _carry_hidden(self.output, self.staging)
                _swap(self.staging, self.output)
        finally:
            self.discard()

    def discard(self) -> None:
        """Removes what is left of `staging` and gives the lock back; may be called again."""
        if self._lock.held:
            _remove(self.staging)  # what was built, or after a swap the site before
            if self._hold is not None:
                os.close(self._hold)
                self._hold = None
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
    """Siblings of that word which a build of ours has left, oldest first.

    Whoever has the lock is the only builder, unless somebody removed the lock's file; so a folder
    that a living one holds is left alone.
    """
    prefix = f".{output.name}-{word}-"
    found = []
    for path in output.parent.iterdir():
        pid = path.name.removeprefix(prefix)
        named = path.name.startswith(prefix) and pid.isdecimal() and path.is_dir() and not path.is_symlink()
        if named and _is_ours(path) and not _is_held(path, int(pid)):
            found.append(path)
    return sorted(found, key=lambda path: path.stat().st_mtime)


def _is_ours(folder: Path) -> bool:
    """Whether a build made the folder: it carries the marker, or holds nothing, or only a marker half-written."""
    try:
        return _marked(folder) is not None or {entry.name for entry in folder.iterdir()} <= {MARKER}
    except OSError:
        return False


def _is_held(folder: Path, pid: int) -> bool:
    """Whether a process is building in the folder. Its id alone would not tell: in containers and in time
    another process may have the same one."""
    if sys.platform == "win32":
        return pid != os.getpid() and is_running(pid)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _recover(output: Path) -> None:
    """Ends what a killed build began. Needs the lock."""
    asides = _leftovers(output, "old")
    if asides and _is_vacant(output):  # killed between the two renames
        if output.exists():
            output.rmdir()
        asides.pop().rename(output)
    for path in (*asides, *_leftovers(output, "building")):
        _remove(path)


def _remove(folder: Path) -> None:
    """Removes a folder of ours, its marker last, so that after a kill the rest is still known as ours.

    What resists stays for the next build.
    """
    for entry in _entries(folder):
        if entry.name == MARKER:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
            if entry.exists():  # folders copied from ones that nobody may write in
                _make_writable(entry)
                shutil.rmtree(entry, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                entry.unlink()
    if {entry.name for entry in _entries(folder)} <= {MARKER}:
        shutil.rmtree(folder, ignore_errors=True)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _make_writable(folder: Path) -> None:
    for place, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            Path(place).chmod(0o700)


def _is_vacant(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def _make(staging: Path) -> int | None:
    """Makes the folder; returns the descriptor by which this process holds it until its end."""
    staging.mkdir()
    hold = None
    try:
        if sys.platform != "win32":
            hold = os.open(staging, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
            fcntl.flock(hold, fcntl.LOCK_EX)
        staging.chmod(0o755)  # whatever the umask: a web server reads it as somebody else
        (staging / MARKER).write_text(MARKER_TEXT, encoding="utf-8", newline="\n")
    except BaseException:
        _remove(staging)
        if hold is not None:
            os.close(hold)
        raise
    return hold


def _list_entries(staging: Path) -> None:
    """Adds to the marker what was built. Appended: at no moment is the marker itself gone."""
    names = sorted(entry.name for entry in staging.iterdir() if not entry.name.startswith("."))
    with (staging / MARKER).open("a", encoding="utf-8", newline="\n") as marker:
        marker.writelines(f"{json.dumps(name)}\n" for name in names)


def _marked(folder: Path) -> frozenset[str] | None:
    """The names that the folder's marker lists, none in that of an unfinished build; None without a sound marker."""
    marker = folder / MARKER
    if marker.is_symlink() or not marker.is_file():
        return None
    text = marker.read_text("utf-8", errors="replace")
    if not text.startswith(MARKER_TEXT):
        return None
    names = set()
    for line in text.removeprefix(MARKER_TEXT).splitlines():
        with contextlib.suppress(ValueError):  # a line that a kill cut off, or that somebody changed
            names.add(str(json.loads(line)))
    return frozenset(names)


def _swap(staging: Path, output: Path) -> None:
    """Puts `staging` in the place of `output`; the site before is in `staging` then, or gone."""
    if not output.exists():
        staging.rename(output)
        return
    if _exchange(staging, output):
        return
    aside = _sibling(output, "old")
    try:
        output.rename(aside)
        staging.rename(output)
    except BaseException:  # Ctrl-C too
        if aside.exists() and not output.exists():
            aside.rename(output)
        raise
    _remove(aside)  # what resists goes at the next build


def _exchange(one: Path, other: Path) -> bool:
    """Lets two folders change places in one step; False, with nothing done, where this system cannot."""
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # a C library without it
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    # Whatever it refuses (an old kernel, a file system without it), the renames after it do or explain.
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


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
    for above in output.parents:
        if _marked(above) is not None:
            raise OutputRefused(
                f"{output} lies in {above}, a site that its next build replaces whole; set site_dir to another folder"
            )


def _refuse_foreign(output: Path) -> None:
    """Raises `OutputRefused` where there is anything in `output` that no build put there.

    Hidden entries at its top may be anybody's: they are carried over.
    """
    if _is_vacant(output):
        return
    built = _marked(output)
    if built is None:
        raise OutputRefused(
            f"{output} is not empty and was not built by mkdocs-evidence (no {MARKER} of ours in it); "
            "move it away, or set site_dir to another folder"
        )
    others = sorted(
        entry.name for entry in output.iterdir() if not entry.name.startswith(".") and entry.name not in built
    )
    if built and others:  # before there was a list, the marker stood for all
        raise OutputRefused(
            f"{output} holds what no build put there ({', '.join(others[:3])}{', …' if others[3:] else ''}); "
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
        # A link is not followed: it could lead to a file of somebody's, which would be emptied.
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self._path, flags, 0o644)
        if self._locks(descriptor):
            self._descriptor = descriptor
            with contextlib.suppress(OSError):  # a full disk: whoever waits is told less, that is all
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

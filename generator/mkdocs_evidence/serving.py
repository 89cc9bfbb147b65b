"""A preview that goes on answering: what `mkdocs serve` shows while an author's save is broken.

Knows the server's attributes (root, builder, observer), the folders a preview is built into, and
what an exception of a host means to an author. Imports no host: the server is handed in, and
`plugin.py` says what a build is.

Each save is one round. It builds into a fresh folder; only a round that ended well points the
server at it. MkDocs' own way, to empty the folder it serves from and to hang every request after a
build that raised, is thereby never taken.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from . import codes
from .diagnostics import Diagnostic, Location, Related
from .publishing import is_running
from .reporters import render_text

STORES = ("claims", "studies", "references.bib", "references.status.yml", "overrides")
"""What an author writes besides `content/` and `mkdocs.yml`, which MkDocs watches by itself."""

_PREFIX = "mkdocs_"  # MkDocs' own for its first folder, so that one sweep finds both
_OWNER = ".mkdocs-evidence-preview"


class Preview:
    """The folders behind one running server, and what happens at each save.

    Makes itself the server's builder. `close` removes the folders.
    """

    good: bool
    """Whether pages of the site are served, not only the list of what was wrong at the start."""

    def __init__(self, server: Any, *, root: Path, is_good: Callable[[], bool]) -> None:
        """`server` is MkDocs' live-reload server after its first build, `root` the site's folder.

        `is_good` says of the build that just ended whether it holds the site's pages.
        """
        self.good = is_good()
        self._is_good = is_good
        self._server = server
        self._root = root
        self._build = server.builder
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        claim_folder(self._folder)
        self._rounds = 0
        self._taken = False
        self._served: Path | None = None
        self._before: Path | None = None
        server.builder = self.rebuild
        server.error_handler = self._error_page  # MkDocs' own reads the first folder for ever

    def take_folder(self) -> Path:
        """The fresh folder of this round, for the build that is beginning."""
        self._taken = True
        return self._folder / str(self._rounds)

    def rebuild(self) -> None:
        """One round: shows what was saved, or says what is wrong and keeps what is shown. Never raises."""
        self._rounds += 1
        self._taken = False
        with _answering(self._server) as answer_new, listening() as heard:
            try:
                self._build()
                if not self._taken:
                    raise LookupError("the plugin `evidence` no longer stands under `plugins`")
            except (Exception, SystemExit) as error:  # SystemExit: a hook may call sys.exit
                shutil.rmtree(self._folder / str(self._rounds), ignore_errors=True)
                self._explain(error, heard)
            else:
                self._show(self._folder / str(self._rounds))
                answer_new()

    def close(self) -> None:
        """Removes every folder made here; MkDocs removes its own."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _show(self, folder: Path) -> None:
        self.good = self._is_good()
        self._server.root = str(folder)
        if self._before is not None:  # one round late: a request may be opening a file in it
            shutil.rmtree(self._before, ignore_errors=True)
        self._before, self._served = self._served, folder

    def _explain(self, error: BaseException, heard: Iterable[str]) -> None:
        if not self._taken:  # the build did not get as far as our plugin
            tell(configuration_problems(error, heard, self._root))
        elif message := getattr(error, "message", ""):  # told already, this is the summary
            print(message, file=sys.stderr)
        else:
            traceback.print_exception(error)
        print("The last pages that could be built go on being served; save again to retry.", file=sys.stderr)

    def _error_page(self, code: int) -> bytes | None:
        try:
            return (Path(self._server.root) / f"{code}.html").read_bytes()
        except OSError:
            return None


@contextlib.contextmanager
def _answering(server: Any) -> Iterator[Callable[[], None]]:
    """Lets the server answer with the old pages during a round; yields what ends that with new ones.

    MkDocs makes requests wait until the build that was begun is visible, because it builds in
    place. We build beside, so nobody has to wait, and after a failed round nobody waits for ever.
    """
    wanted = server._wanted_epoch

    def answer_new() -> None:
        server._wanted_epoch = wanted  # the server makes it visible next, and browsers reload

    with server._epoch_cond:
        server._wanted_epoch = server._visible_epoch
        server._epoch_cond.notify_all()
    # A request for a missing page is logged as a warning, and `--strict` would count it as the build's.
    requests = logging.getLogger("mkdocs.livereload")
    requests.propagate = False
    try:
        yield answer_new
    finally:
        requests.propagate = True


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextlib.contextmanager
def listening() -> Iterator[list[str]]:
    """What MkDocs logs meanwhile: it names a refused option there and nowhere else."""
    listener = _Listener()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listener)
    try:
        yield listener.heard
    finally:
        logger.removeHandler(listener)


# Watching


class StoreWatch:
    """Watches the stores, also those that appear, vanish or are replaced while serving.

    The server's own watch of a file or folder ends for good when it is deleted once, as a switch
    of branches does. So the site's folder itself is watched, not what lies below it, and a store
    that comes or goes is watched anew.
    """

    def __init__(self, server: Any, root: Path, also: Iterable[Path]) -> None:
        """`also` are folders and files that MkDocs watches already, and that may vanish as well."""
        self._server = server
        self._paths = {root / name for name in STORES} | {path.resolve() for path in also}
        for path in sorted(self._paths):
            if path.is_dir():
                server.watch(str(path))
        server.observer.schedule(self, str(root), recursive=False)

    def dispatch(self, event: Any) -> None:
        """Called by the observer for everything that happens directly in the site's folder."""
        touched = {Path(os.fsdecode(name)) for name in (event.src_path, event.dest_path) if name}
        for path in touched & self._paths:
            if not event.is_directory:
                self._request_round()
            elif event.event_type != "modified":
                self._watch_anew(path)
                self._request_round()

    def _watch_anew(self, path: Path) -> None:
        with contextlib.suppress(KeyError):  # when the last of its watches is gone
            while True:
                self._server.unwatch(str(path))
        if path.is_dir():
            with contextlib.suppress(OSError):  # gone again: its next coming is another event
                self._server.watch(str(path))

    def _request_round(self) -> None:
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()


# Folders


def claim_folder(folder: Path) -> None:
    """Notes in a preview's folder who serves from it, so that it is not left behind for ever."""
    (folder / _OWNER).write_text(f"{os.getpid()} {socket.gethostname()}\n", encoding="utf-8")


def sweep_folders() -> None:
    """Removes previews whose server was killed: ours by owner and note, on this machine."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    try:
        ours = not hasattr(os, "getuid") or folder.lstat().st_uid == os.getuid()
        if not ours or folder.is_symlink():
            return False
        pid, host = (folder / _OWNER).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return False
    return host == socket.gethostname() and pid.isdecimal() and not is_running(int(pid))


# What a host's exception means


def tell(problems: Iterable[Diagnostic]) -> None:
    """Prints problems, if any. Not through MkDocs' log, which wraps them and drops repeated lines."""
    if found := list(problems):
        colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
        print(render_text(found, colour=colour), file=sys.stderr, flush=True)


def configuration_problems(error: BaseException, heard: Iterable[str], root: Path) -> list[Diagnostic]:
    """What kept MkDocs from loading its configuration, each with its place; never empty.

    `heard` is what MkDocs logged on the way. A file that is no YAML is `yaml-syntax`, anything
    else `site-configuration`; without a better place it is the first line of `mkdocs.yml`.
    """
    for cause in _causes(error):
        if getattr(cause, "problem_mark", None):
            return [_yaml_problem(cause, root)]
        if isinstance(cause, SyntaxError) and cause.filename:
            place = Location(_shown(cause.filename, root), cause.lineno or 1, cause.offset or 1)
            return [_configuration(place, f"MkDocs cannot load this hook: {cause.msg}")]
    path = configuration_path(root)
    problems = []
    for line in heard:
        if refusal := re.match(r"Config value '([^']+)': (.+)", line, re.DOTALL):
            option, reason = refusal.groups()
            place = Location(_shown(path, root), *_option_place(path, option, reason))
            problems.append(_configuration(place, f"`{option}` cannot be used: {' '.join(reason.split())}"))
    if problems:
        return problems
    message = " ".join(str(getattr(error, "message", "") or error).split()) or type(error).__name__
    return [_configuration(Location(_shown(path, root)), message)]


def configuration_path(root: Path) -> Path:
    """Where MkDocs finds its configuration, also if there is none yet."""
    other = root / "mkdocs.yaml"
    return other if other.is_file() and not (root / "mkdocs.yml").is_file() else root / "mkdocs.yml"


def _configuration(place: Location, message: str) -> Diagnostic:
    return Diagnostic(codes.SITE_CONFIGURATION, place, message, hint=codes.SITE_CONFIGURATION.mend)


def _yaml_problem(error: Any, root: Path) -> Diagnostic:
    """A syntax error; its own place is often a line late, so where its context began is given as well."""
    begun = error.context_mark
    return Diagnostic(
        codes.YAML_SYNTAX,
        _mark_place(error.problem_mark, root),
        error.problem or "this is no YAML",
        hint="Look here and one line above for a missing colon, quote or bracket, or another indent.",
        related=(Related(_mark_place(begun, root), error.context or "it began here"),) if begun else (),
    )


def _mark_place(mark: Any, root: Path) -> Location:
    return Location(_shown(mark.name, root), mark.line + 1, mark.column + 1)


def page_problem(error: BaseException, page: str, root: Path) -> Diagnostic:
    """The problem that kept a page from being built, at the file that causes it.

    `page` is the content page at hand, relative to the root, or empty where there was none.
    """
    if isinstance(error, UnicodeDecodeError):
        before = bytes(error.object[: error.start])
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        return Diagnostic(
            codes.NOT_UTF_8,
            Location(page, line, column),
            f"the byte 0x{error.object[error.start]:02x} is not UTF-8",
            hint=codes.NOT_UTF_8.mend,
        )
    place = _author_place(error, root) or Location(page or "mkdocs.yml")
    reason = f"{type(error).__name__}: {' '.join(str(error).split()) or 'no message'}"
    return Diagnostic(
        codes.PAGE_NOT_BUILT,
        place,
        f"{page} cannot be built: {reason}" if page and place.path != page else reason,
        hint="Correct it here; `--verbose` shows where the error was raised.",
    )


def is_author_error(error: BaseException, page: str, root: Path) -> bool:
    """Whether the error belongs to something in the site rather than to a program we run on."""
    return bool(page) or _author_place(error, root) is not None


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _author_place(error: BaseException, root: Path) -> Location | None:
    """The innermost file of the site's theme or hooks that the error passed through."""
    named = getattr(error, "filename", None)  # a template that cannot be parsed
    if isinstance(named, str) and _is_written(named, root):
        return Location(_shown(named, root), getattr(error, "lineno", None) or 1)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):  # Jinja puts templates there too
        if _is_written(frame.filename, root):
            return Location(_shown(frame.filename, root), frame.lineno or 1)
    return None


def _is_written(name: str, root: Path) -> bool:
    """Whether that file is the author's: in the site, and no program installed or developed there."""
    path = Path(name)
    return (
        path.is_relative_to(root)
        and "site-packages" not in path.parts
        and not path.is_relative_to(Path(__file__).parent)
    )


def _shown(name: str | Path, root: Path) -> str:
    path = Path(name)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _option_place(path: Path, option: str, message: str) -> tuple[int, int]:
    """Line and column of an option, or of the innermost name within it that the message quotes."""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return 1, 1
    key = re.compile(rf"['\"]?{re.escape(option)}['\"]?\s*:")
    start = next((number for number, line in enumerate(lines) if key.match(line)), None)
    if start is None:
        return 1, 1
    found = (start + 1, 1)
    end = next((n for n in range(start + 1, len(lines)) if re.match(r"[^\s#-]", lines[n])), len(lines))
    for quoted in re.findall(r"['\"]([\w./ -]+)['\"]", message):
        for number in range(found[0] - 1, end):
            if (at := lines[number].find(quoted)) >= 0:
                found = (number + 1, at + 1)
                break
    return found

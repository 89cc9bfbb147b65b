"""A site's files as they stand in a git commit, or in the working tree, copied out to be read.

Nothing is checked out and nothing of what is read is run: git's plumbing lists and prints objects,
and no hook, filter or attribute of the repository has a say in that. Names and files are a
stranger's: a revision can never be taken for an option, links and submodules are not followed,
a name that leads out of the folder is not written, and there are limits on number and size.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .diagnostics import EvidenceError

MAX_FILES = 50_000
"""Files of one side that are listed; the largest site that was measured has some 13,000."""
MAX_BYTES = 200_000_000
"""What is copied out of one side at most."""
MAX_OUTPUT = 60_000_000
"""Characters that git may print as a list."""
SECONDS = 120
REGULAR = frozenset({"100644", "100755"})
KINDS = {"120000": "a link", "160000": "a submodule"}
READ = re.compile(
    r"(?:claims|studies)/.+|content/.+\.(?:md|ya?ml)|references(?:\.status)?\.(?:bib|yml)|mkdocs\.yml"
    r"|overrides/evidence/labels/[^/]+\.yml",
    re.DOTALL,
)
"""What is copied out: the stores, and the words that a site puts in the place of ours. No template, no script."""
HEX = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
UNSAFE = re.compile(r"[\x00-\x1f\x7f\\:]")


class GitProblem(EvidenceError):
    """Git is not there, there is no repository, or there is no such revision."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a side."""

    mode: str
    """Git's mode in octal digits."""
    object: str
    """Git's name for the content: equal where the content is."""
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Side:
    """The files of a site at one commit, or in the working tree."""

    name: str
    """As it was asked for, for people."""
    commit: str
    """Full hash; empty for the working tree."""
    files: Mapping[str, File] = field(default_factory=dict)
    """By path below the site's folder, with forward slashes; regular files only."""
    not_followed: tuple[str, ...] = ()
    """Links, submodules and names that cannot be written here, each with what it is; sorted."""


class Repository:
    """The git repository around a site's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._git("rev-parse", "--git-dir")

    def span(self, text: str) -> tuple[Side, Side]:
        """Both sides of `BASE..HEAD`, `BASE...HEAD` (from where they parted) or `BASE` (to the working tree).

        Raises `GitProblem` where a revision is none, or a side is too large.
        """
        for dots in ("...", ".."):
            before, found, after = text.partition(dots)
            if found:
                names = before or "HEAD", after or "HEAD"
                first, last = map(self.commit, names)
                if dots == "...":
                    first = self._fork(first, last, text)
                return self._side(names[0], first), self._side(names[1], last)
        return self._side(text, self.commit(text)), self._working_tree()

    def commit(self, revision: str) -> str:
        """The full hash of the commit that `revision` names."""
        if not revision or revision.startswith("-") or len(revision) > 250 or re.search(r"[\s\x00-\x1f\x7f]", revision):
            raise GitProblem(f"{revision!r} cannot be a revision")
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", fail=False)
        if not HEX.fullmatch(found.strip()):
            raise GitProblem(f"there is no revision {revision!r} here; `git fetch` may bring it")
        return found.strip()

    def copy(self, side: Side, folder: Path) -> None:
        """Writes what is read of a side (see `READ`) below `folder`, which is empty."""
        wanted = {path: file for path, file in side.files.items() if READ.fullmatch(path)}
        if sum(file.size for file in wanted.values()) > MAX_BYTES:
            raise GitProblem(f"{side.name} holds more than {MAX_BYTES // 1_000_000} MB of text; that is not compared")
        contents = self._contents(wanted) if side.commit else self._present(wanted)
        for path, content in contents:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as out:
                out.write(content)

    def touched(self, before: Side, after: Side) -> list[str]:
        """Every path of the whole repository that differs between two commits, from its top, sorted.

        Of a renamed file both names; of a changed mode the name.
        """
        listed = self._git(
            "diff-tree", "-r", "-z", "--no-renames", "--name-only", "--no-ext-diff", before.commit, after.commit
        )
        return sorted(filter(None, listed.split("\0")))

    def modes(self, commit: str) -> dict[str, str]:
        """The mode of every path of the whole repository at a commit, from its top."""
        return {path: file.mode for path, file in self._listed("--full-tree", commit)}

    def prefix(self) -> str:
        """What leads from the top of the repository to the site's folder; empty or with a slash at its end."""
        return self._git("rev-parse", "--show-prefix").removesuffix("\n")

    # --- reading -----------------------------------------------------------------------------

    def _fork(self, first: str, last: str, text: str) -> str:
        found = self._git("merge-base", first, last, fail=False).strip()
        if not HEX.fullmatch(found):
            raise GitProblem(f"the two sides of {text!r} have no commit in common; `git fetch --unshallow` may help")
        return found

    def _side(self, name: str, commit: str) -> Side:
        files: dict[str, File] = {}
        left: list[str] = []
        taken: set[str] = set()
        for path, file in self._listed(commit):
            folded = path.casefold()
            if file.mode not in REGULAR:
                left.append(f"{path} ({KINDS.get(file.mode, 'no regular file')})")
            elif not _can_stand(path):
                left.append(f"{path} (a name that is not written)")
            elif folded in taken:
                left.append(f"{path} (only capitals tell it from another file)")
            else:
                taken.add(folded)
                files[path] = file
        return Side(name, commit, files, tuple(sorted(left)))

    def _listed(self, *arguments: str) -> Iterator[tuple[str, File]]:
        """Path and file of everything in a commit, below the site's folder unless told otherwise."""
        listed = self._git("ls-tree", "-r", "-z", "--long", *arguments)
        entries = list(filter(None, listed.split("\0")))
        if len(entries) > MAX_FILES:
            raise GitProblem(f"there are more than {MAX_FILES:,} files; that is not compared")
        for entry in entries:
            about, _, path = entry.partition("\t")
            mode, _, name, size = about.split()
            yield path, File(mode, name, int(size) if size.isdigit() else 0)

    def _working_tree(self) -> Side:
        files: dict[str, File] = {}
        left: list[str] = []
        digest = hashlib.sha256 if len(self.commit("HEAD")) > 40 else hashlib.sha1
        for path in _walk(self.root):
            status = path.lstat()
            name = path.relative_to(self.root).as_posix()
            if not stat.S_ISREG(status.st_mode):
                left.append(f"{name} ({'a link' if path.is_symlink() else 'no regular file'})")
                continue
            if len(files) >= MAX_FILES or status.st_size > MAX_BYTES:
                raise GitProblem(f"{name}: more than is compared")
            content = path.read_bytes()
            mode = "100755" if status.st_mode & stat.S_IXUSR else "100644"
            files[name] = File(mode, digest(b"blob %d\0" % len(content) + content).hexdigest(), len(content))
        return Side("the working tree", "", files, tuple(sorted(left)))

    def _present(self, wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for path in wanted:
            yield path, (self.root / path).read_bytes()

    def _contents(self, wanted: Mapping[str, File]) -> Iterator[tuple[str, bytes]]:
        """Path and content of files of a commit, from one `git cat-file`."""
        if not wanted:
            return
        asked = "".join(f"{file.object}\n" for file in wanted.values()).encode()
        answer = memoryview(self._run(["cat-file", "--batch"], asked).stdout)
        start = 0
        for path, file in wanted.items():
            head_end = start + bytes(answer[start : start + 200]).index(b"\n")
            name, kind, size = bytes(answer[start:head_end]).decode().split()
            if name != file.object or kind != "blob":
                raise GitProblem(f"{path} could not be read from the repository")
            start = head_end + 1
            yield path, bytes(answer[start : start + int(size)])
            start += int(size) + 1

    def _git(self, *arguments: str, fail: bool = True) -> str:
        """What git prints; where it fails, an error with its last line, or nothing if it may fail."""
        done = self._run(list(arguments))
        if done.returncode and fail:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise GitProblem(said[-1] if said else f"git {arguments[0]} failed")
        if len(done.stdout) > MAX_OUTPUT:
            raise GitProblem("the repository lists more than can be compared")
        return "" if done.returncode else done.stdout.decode("utf-8", errors="backslashreplace")

    def _run(self, arguments: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        # Replacements and a file-system monitor could show something else than the commit, or run a program;
        # a partial clone could ask the network.
        command = ["git", "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", *arguments]
        quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
        try:
            return subprocess.run(
                command, cwd=self.root, env={**os.environ, **quiet}, input=given, capture_output=True,
                timeout=SECONDS, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            raise GitProblem("git is not installed, or not on the path") from None
        except subprocess.TimeoutExpired:
            raise GitProblem(f"git did not answer within {SECONDS} seconds") from None


def _can_stand(path: str) -> bool:
    """True for a path that stays below the folder into which it is written, on every system."""
    parts = path.split("/")
    return not UNSAFE.search(path) and not any(part in ("", ".", "..") or part.casefold() == ".git" for part in parts)


def _walk(root: Path) -> Iterator[Path]:
    """Every file of the stores and of what a site puts in the place of ours; links are listed and not followed."""
    for name in ("references.bib", "references.status.yml", "mkdocs.yml"):
        if os.path.lexists(root / name):
            yield root / name
    for name in ("claims", "studies", "content", "overrides"):
        if (root / name).is_symlink():
            yield root / name
        else:
            yield from sorted(p for p in (root / name).rglob("*") if p.is_symlink() or not p.is_dir())

"""Files written whole, several at once: all of them, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from .diagnostics import EvidenceError


class CannotWriteAll(EvidenceError):
    """A file could not be written; every other one is as it was."""


def write_together(contents: Mapping[Path, bytes | None]) -> None:
    """Writes each file, or removes it where its content is None.

    First everything is written beside its place, then put there; what was put there is taken back where one
    of the files fails. Raises `CannotWriteAll`.
    """
    ready: dict[Path, Path] = {}
    before: dict[Path, tuple[bytes, int] | None] = {}
    failed: Path | None = None
    try:
        for path, content in contents.items():
            failed = path
            if content is not None:
                ready[path] = _beside(path, content, _mode(path))
        for path in contents:
            failed = path
            before[path] = (path.read_bytes(), _mode(path)) if path.exists() else None
            if path in ready:
                ready[path].replace(path)
            else:
                path.unlink()
    except BaseException as error:
        for path, was in before.items():
            _restore(path, was)
        if isinstance(error, OSError) and failed:
            raise CannotWriteAll(f"{failed.name} cannot be written: {error.strerror}") from error
        raise
    finally:
        for temporary in ready.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The mode that a file has, or a new one gets."""
    return path.stat().st_mode & 0o777 if path.exists() else 0o644


def _beside(path: Path, content: bytes, mode: int) -> Path:
    """The content as a file beside its place."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(mode)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _restore(path: Path, was: tuple[bytes, int] | None) -> None:
    """Puts back what stood there, with its mode; what cannot be put back is left: there is nobody left to ask."""
    with suppress(OSError):
        if was is None:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_bytes() != was[0]:
            _beside(path, *was).replace(path)

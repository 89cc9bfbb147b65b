"""Bytes of a store to text, or a diagnostic that says why not.

Shared by every reader: regular files only (a link is never followed, a pipe never opened),
a limit on size, UTF-8 with or without a byte-order mark, and no control or direction-changing
characters. Knows nothing of YAML, BibTeX or Markdown.
"""

from __future__ import annotations

import re
import stat
from itertools import islice
from pathlib import Path

from . import codes
from .diagnostics import Diagnostics, Location

MEGABYTE = 1_000_000
MOST = 20
"""Invisible characters reported one by one; a file with more is hardly text."""

# C0 and C1 controls except tab and line feed (CRLF is normalised before); line and paragraph separators;
# characters that change the direction of the text after them (U+202A-E, U+2066-9) or are not
# characters at all. They can make a line read otherwise than it is, in a diff and in a terminal.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def read_text(path: Path, name: str, diagnostics: Diagnostics, *, limit: int = MEGABYTE) -> str | None:
    """The file's text with newlines normalised and no byte-order mark, or None.

    Reports `unreadable-file`, `file-too-large`, `not-utf-8` and `control-character`.
    `name` is the path as messages show it, relative to the site's root.
    """
    raw = _read_bytes(path, name, diagnostics, limit)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace").removeprefix("\ufeff")
        diagnostics.report(
            codes.NOT_UTF_8,
            Location(name, *line_and_column(before, len(before))),
            f"byte 0x{raw[error.start]:02x} is not UTF-8 text",
            hint="save the file with the encoding UTF-8",
        )
        return None
    text = text.replace("\r\n", "\n")
    return None if _report_forbidden(text, name, diagnostics) else text


def _read_bytes(path: Path, name: str, diagnostics: Diagnostics, limit: int) -> bytes | None:
    try:
        status = path.lstat()
    except OSError as error:
        diagnostics.report(codes.UNREADABLE_FILE, Location(name), f"cannot be read: {error.strerror}")
        return None
    if not stat.S_ISREG(status.st_mode):
        what = "a link" if stat.S_ISLNK(status.st_mode) else "no regular file"
        diagnostics.report(
            codes.UNREADABLE_FILE,
            Location(name),
            f"is {what}; stores are read from plain files only",
            hint="put a copy of the file in its place, or remove it",
        )
        return None
    if status.st_size > limit:
        diagnostics.report(
            codes.FILE_TOO_LARGE,
            Location(name),
            f"holds {status.st_size:,} bytes; the limit is {limit:,}",
        )
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        diagnostics.report(codes.UNREADABLE_FILE, Location(name), f"cannot be read: {error.strerror}")
        return None


def _report_forbidden(text: str, name: str, diagnostics: Diagnostics) -> bool:
    found = False
    for match in islice(FORBIDDEN.finditer(text), MOST):
        found = True
        line, column = line_and_column(text, match.start())
        diagnostics.report(
            codes.CONTROL_CHARACTER,
            Location(name, line, column),
            f"the invisible character U+{ord(match.group()):04X} is not allowed",
            hint="delete it; it may have come along with pasted text",
        )
    return found


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of the character at `offset`, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1

"""Bytes of a store to text, or a diagnostic that says why not.

Shared by every reader: regular files only (a link is never followed, a pipe never opened),
a limit on size, UTF-8 with or without a byte-order mark, and no control or direction-changing
characters. Knows nothing of YAML, BibTeX or Markdown.
"""

from __future__ import annotations

import codecs
import re
import stat
from itertools import islice
from pathlib import Path

from . import codes
from .diagnostics import Diagnostics, Location

MEGABYTE = 1_000_000
MAX_FORBIDDEN = 20
"""Invisible characters of one file that are reported one by one."""

# C0 and C1 controls except tab and line feed (CRLF is normalised before); line and paragraph separators;
# characters that change the direction of the text after them (U+202A-E, U+2066-9) or are not
# characters at all. They can make a line read otherwise than it is, in a diff and in a terminal.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def read_text(
    path: Path, name: str, diagnostics: Diagnostics, *, limit: int = MEGABYTE, smallest: str = ""
) -> str | None:
    """The file's text with newlines normalised and no byte-order mark, or None.

    Reports `unreadable-file`, `file-too-large`, `not-utf-8` and `control-character`.
    `name` is the path as messages show it, relative to the site's root; `smallest` is a clause
    that says what the file holds at least, for the hint where it is missing.
    """
    raw = _read_bytes(path, name, diagnostics, limit, smallest)
    if raw is None:
        return None
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        diagnostics.report(
            codes.NOT_UTF_8,
            Location(name, *line_and_column(before, len(before))),
            f"byte 0x{raw[error.start]:02x} is not UTF-8 text",
            hint="save the file with the encoding UTF-8",
        )
        return None
    text = text.replace("\r\n", "\n")
    return None if _report_forbidden(text, name, diagnostics) else text


def is_own_folder(path: Path, name: str, diagnostics: Diagnostics) -> bool:
    """True for a folder that is no link; anything else is reported as `unreadable-file`."""
    if path.is_symlink():
        problem = "is a link; stores are read from their own folders only", "put the folder itself in its place"
    elif not path.exists():
        problem = "the folder is missing", f"add the folder {name}/"
    elif not path.is_dir():
        problem = "is no folder", f"put a folder {name}/ in its place"
    else:
        return True
    message, hint = problem
    diagnostics.report(codes.UNREADABLE_FILE, Location(name), message, hint=hint)
    return False


def _read_bytes(path: Path, name: str, diagnostics: Diagnostics, limit: int, smallest: str) -> bytes | None:
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            diagnostics.report(
                codes.UNREADABLE_FILE,
                Location(name),
                f"is {_kind_of(status.st_mode)}; stores are read from plain files only",
                hint="put a copy of the file in its place, or remove it",
            )
        elif status.st_size > limit:
            diagnostics.report(
                codes.FILE_TOO_LARGE,
                Location(name),
                f"holds {status.st_size:,} bytes; the limit is {limit:,}",
                hint="split the file, or remove what does not belong in it",
            )
        else:
            return path.read_bytes()
    except FileNotFoundError:
        hint = f"add the file; {smallest}" if smallest else "add the file"
        diagnostics.report(codes.UNREADABLE_FILE, Location(name), "the file is missing", hint=hint)
    except OSError as error:
        diagnostics.report(
            codes.UNREADABLE_FILE,
            Location(name),
            f"cannot be read: {error.strerror}",
            hint="look at the rights of the file and its folder",
        )
    return None


def _kind_of(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "a link"
    return "a folder" if stat.S_ISDIR(mode) else "a pipe or device"


def _report_forbidden(text: str, name: str, diagnostics: Diagnostics) -> bool:
    """Whether there are any; the first of them are reported one by one, the others counted."""
    found = FORBIDDEN.finditer(text)
    first = list(islice(found, MAX_FORBIDDEN))
    for match in first:
        report_forbidden(match.group(), Location(name, *line_and_column(text, match.start())), diagnostics)
    if following := next(found, None):
        count = 1 + sum(1 for _ in found)
        diagnostics.report(
            codes.CONTROL_CHARACTER,
            Location(name, *line_and_column(text, following.start())),
            f"and {count:,} more invisible characters from here on",
            hint="save the file again as plain text with the encoding UTF-8",
        )
    return bool(first)


def report_forbidden(character: str, location: Location, diagnostics: Diagnostics) -> None:
    diagnostics.report(
        codes.CONTROL_CHARACTER,
        location,
        f"the invisible character U+{ord(character):04X} is not allowed",
        hint="delete it; it may have come along with pasted text",
    )


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of the character at `offset`, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1

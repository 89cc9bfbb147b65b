"""Bytes of a store to text, or a diagnostic that says why not.

Shared by every reader: regular files only (a link is never followed, a pipe never opened),
a limit on size, UTF-8 with or without a byte-order mark, composed letters (NFC), and no
characters that hide or change what a line says. Knows nothing of YAML, BibTeX or Markdown.
"""

from __future__ import annotations

import codecs
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from . import codes
from .diagnostics import Code, Diagnostics, Location

MEGABYTE = 1_000_000
MAX_FORBIDDEN = 20
"""Characters or words of one kind in one file that are reported one by one."""
MAX_MARKS = 4
"""Combining marks on one letter; no writing system needs more once letters are composed."""

INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls except tab and line feed (CRLF is normalised before)
    "\u2028\u2029"  # line and paragraph separators
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # change the direction of the text around them
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"  # no width
    "\ufff0-\ufffb\U000e0000-\U000e007f"  # annotations and tags
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
)
"""As a class of `re`: what nobody sees, or what makes a line read otherwise than it is in a diff or terminal."""
JOINERS = "\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""As a class of `re`: joiners and variation selectors, which some scripts and emoji need."""
FORBIDDEN = re.compile(
    # After a Latin, Greek, Cyrillic or Hebrew letter, at a beginning, or twice, a joiner only hides.
    f"[{INVISIBLE}]|(?<![\u0600-\U0010ffff])[{JOINERS}]|\u200c(?=\u200c)|\u200d(?=\u200d)"
)
_SUSPECT = re.compile(f"[{INVISIBLE}{JOINERS}]")
"""Found wherever `FORBIDDEN` is, and sometimes elsewhere; ten times as fast, and most texts hold none."""

_TOO_MANY = f"{{{MAX_MARKS + 1},}}"
_NOT_LATIN = re.compile("[^\x00-\u02ff]" + _TOO_MANY)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
# Only letters that look like Latin ones: TNFα and ΔFosB are words of the field.
_GREEK_TWINS = re.compile("[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ]")
_FOREIGN = re.compile(f"{_CYRILLIC.pattern}|{_GREEK_TWINS.pattern}")


SAVE_AS_UTF_8 = "save the file with the encoding UTF-8"


def read_text(
    path: Path, name: str, diagnostics: Diagnostics, *, limit: int = MEGABYTE, smallest: str = ""
) -> str | None:
    """The file's text with newlines normalised, letters composed (NFC) and no byte-order mark, or None.

    Reports `unreadable-file`, `file-too-large`, `not-utf-8`, `control-character` and `stacked-marks`, and
    `mixed-scripts` of a text that can be used.
    `name` is the path as messages show it, relative to the site's root; `smallest` is a clause
    that says what the file holds at least, for the hint where it is missing.
    """
    raw = _read_bytes(path, name, diagnostics, limit, smallest)
    if raw is None:
        return None
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:2]:
        diagnostics.report(codes.NOT_UTF_8, Location(name), "the file is UTF-16 text", hint=SAVE_AS_UTF_8)
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        diagnostics.report(
            codes.NOT_UTF_8,
            Location(name, *line_and_column(before, len(before))),
            f"byte 0x{raw[error.start]:02x} is not UTF-8 text",
            hint=SAVE_AS_UTF_8,
        )
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    report = _Findings(text, name, diagnostics).report
    is_bad = [
        report(codes.CONTROL_CHARACTER, _forbidden_in(text), forbidden),
        report(codes.STACKED_MARKS, _stacked_marks_in(text), _stacked),
    ]
    if any(is_bad):
        return None
    report(codes.MIXED_SCRIPTS, _mixed_words_in(text), _mixed)
    return text


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


def is_plain_file(path: Path, name: str, diagnostics: Diagnostics) -> bool:
    """True for a regular file; a link, pipe, device or folder is reported as `unreadable-file` and never opened."""
    mode = path.lstat().st_mode
    if stat.S_ISREG(mode):
        return True
    diagnostics.report(
        codes.UNREADABLE_FILE,
        Location(name),
        f"is {_kind_of(mode)}; stores are read from plain files only",
        hint="put a copy of the file in its place, or remove it",
    )
    return False


def _read_bytes(path: Path, name: str, diagnostics: Diagnostics, limit: int, smallest: str) -> bytes | None:
    try:
        if not is_plain_file(path, name, diagnostics):
            return None
        if (size := path.lstat().st_size) <= limit:
            return path.read_bytes()
        diagnostics.report(
            codes.FILE_TOO_LARGE,
            Location(name),
            f"holds {size:,} bytes; the limit is {limit:,}",
            hint="split the file, or remove what does not belong in it",
        )
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


# --- what a text may not hold --------------------------------------------------------------

Found = Iterator[tuple[int, str]]
"""Where something stands in a text, and what was typed there."""


class _Findings:
    """What is wrong with one text: the first few one by one, the others counted."""

    def __init__(self, text: str, name: str, diagnostics: Diagnostics) -> None:
        self.text = text
        self.name = name
        self.diagnostics = diagnostics

    def report(self, code: Code, found: Found, words: Callable[[str], tuple[str, str]]) -> bool:
        """Whether anything was found; `words` gives message and hint for what was typed."""
        first = list(islice(found, MAX_FORBIDDEN))
        for offset, typed in first:
            message, hint = words(typed)
            self.diagnostics.report(code, self._at(offset), message, hint=hint)
        if following := next(found, None):
            message = f"and {1 + sum(1 for _ in found):,} more from here on"
            hint = "save the file again as plain text with the encoding UTF-8"
            self.diagnostics.report(code, self._at(following[0]), message, hint=hint)
        return bool(first)

    def _at(self, offset: int) -> Location:
        return Location(self.name, *line_and_column(self.text, offset))


def _forbidden_in(text: str) -> Found:
    matches = FORBIDDEN.finditer(text) if _SUSPECT.search(text) else ()
    return ((match.start(), match.group()) for match in matches)


def first_forbidden(text: str) -> str:
    """The first character of `FORBIDDEN` in `text`; empty where there is none."""
    match = FORBIDDEN.search(text) if _SUSPECT.search(text) else None
    return match.group() if match else ""


def forbidden(character: str) -> tuple[str, str]:
    """Message and hint for a character of `FORBIDDEN`."""
    hint = "delete it; it may have come along with pasted text"
    if character == "\r":
        hint = "save the file with line ends of one kind, LF or CRLF"
    return f"the invisible character U+{ord(character):04X} is not allowed", hint


def _stacked_marks_in(text: str) -> Found:
    for run in _NOT_LATIN.finditer(text):
        kinds = "".join("m" if unicodedata.category(letter) in ("Mn", "Me") else "-" for letter in run.group())
        for marks in re.finditer("m" + _TOO_MANY, kinds):
            start = run.start() + marks.start()
            yield start, text[start : run.start() + marks.end()]


def _stacked(marks: str) -> tuple[str, str]:
    message = f"{len(marks):,} marks stand on one letter; the limit is {MAX_MARKS}"
    return message, "delete them, and type the letter anew"


def _mixed_words_in(text: str) -> Found:
    if _FOREIGN.search(text) is None:
        return
    for match in _WORD.finditer(text):
        word = match.group()
        if not word.isascii() and _foreign_letter(word):
            yield match.start(), word


def _foreign_letter(word: str) -> str:
    """The first letter of a word that looks like one of another alphabet in the same word; else nothing."""
    foreign = _CYRILLIC.search(word)
    if foreign is None or not (_LATIN.search(word) or _GREEK.search(word)):
        foreign = _GREEK_TWINS.search(word) if _LATIN.search(word) else None
    return foreign.group() if foreign else ""


def _mixed(word: str) -> tuple[str, str]:
    letter = _foreign_letter(word)
    name = unicodedata.name(letter).lower()
    message = f"`{word[:60]}` mixes letters of two alphabets: `{letter}` is U+{ord(letter):04X}, {name}"
    return message, "type the word anew; put a hyphen between the parts if both alphabets are meant"


def disguises_in(text: str) -> Iterator[tuple[Code, str, str]]:
    """Code, message and hint of the first stacked marks and the first mixed word in a text.

    For values whose letters were written as escapes, which the file's own text does not show.
    """
    for code, found, words in (
        (codes.STACKED_MARKS, _stacked_marks_in(text), _stacked),
        (codes.MIXED_SCRIPTS, _mixed_words_in(text), _mixed),
    ):
        for _, typed in islice(found, 1):
            yield code, *words(typed)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of the character at `offset`, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1

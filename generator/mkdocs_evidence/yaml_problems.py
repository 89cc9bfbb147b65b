"""What the YAML parser's faults mean, in words for people who do not know YAML.

The parser often gives up a line late and speaks its own language; here each fault gets the
place where the author has to look. Knows nothing of claims or studies.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

import yaml

from . import codes
from .diagnostics import Code

QUOTES = "put the whole text in quotes, or on lines of its own below `|`"
REMARK = "a blank and `#` begin a remark that hides the rest of the line: put the text in quotes"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a text, ready to report; line and column are counted from 1."""

    code: Code
    line: int
    column: int
    message: str
    hint: str


def explain(error: yaml.MarkedYAMLError, text: str) -> Fault:
    """The fault behind an error of the parser, at the place where it can be mended."""
    return _Explanation(error, text).fault()


class _Explanation:
    """One error beside the lines that it speaks of; lines and columns are counted from 0."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        self.problem = error.problem or ""
        self.context = error.context or ""
        self.lines = text.split("\n")
        mark = error.problem_mark or error.context_mark
        self.line, self.column = (mark.line, mark.column) if mark else (0, 0)
        start = error.context_mark or mark
        self.start = (start.line, start.column) if start else (0, 0)

    def fault(self) -> Fault:
        found = (
            self._tab()
            or self._sign_at_the_beginning()
            or self._something_open()
            or self._colon()
            or self._text_behind()
            or self._indent()
            or self._in_plain_words()
        )
        return found or self._here("the file cannot be read from here on", "look at this line and the one above")

    def _here(self, message: str, hint: str, code: Code = codes.YAML_SYNTAX) -> Fault:
        return self._at(self.line, self.column, message, hint, code)

    def _at(self, line: int, column: int, message: str, hint: str, code: Code = codes.YAML_SYNTAX) -> Fault:
        return Fault(code, line + 1, column + 1, message, hint)

    @property
    def around(self) -> str:
        return self._line(self.line)

    def _line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    @property
    def before(self) -> str:
        """What stands before the place on its line."""
        return self.around[: self.column].rstrip()

    def _above(self, number: int) -> int:
        """The nearest line above that holds something; -1 where there is none."""
        number -= 1
        while number >= 0 and not self._line(number).strip():
            number -= 1
        return number

    # --- one kind of fault each ------------------------------------------------------------

    def _tab(self) -> Fault | None:
        indent = self.around[: _indent(self.around)]
        if "\t" in indent:
            return self._here("the line is indented with a tab", "use two spaces for each step", codes.TAB_INDENT)
        if self.around[self.column : self.column + 1] == "\t":
            return self._here("a tab stands where a blank is expected", "use a blank", codes.TAB_INDENT)
        return None

    def _sign_at_the_beginning(self) -> Fault | None:
        """Text whose first character means something else to YAML."""
        line, column = self.start
        sign = self._line(line)[column : column + 1]
        if self.context in ("while scanning an alias", "while scanning an anchor"):
            return self._at(line, column, f"text that begins with `{sign}` needs quotes", QUOTES, codes.ANCHOR_OR_ALIAS)
        if sign == "!" and ("tag" in self.context or "tag handle" in self.problem):
            return self._at(line, column, "text that begins with `!` needs quotes", QUOTES, codes.TAG)
        here = self.around[self.column : self.column + 1]
        if "cannot start any token" in self.problem and here == "@" and self.before.endswith("["):
            return self._at(
                self.line,
                len(self.before) - 1,
                "text that begins with a citation needs quotes",
                "put the whole text in quotes; in a list of keys leave out the `@`",
            )
        if "cannot start any token" in self.problem or "expected node content" in self.problem:
            shown = "a back tick" if here == "`" else f"`{here}`"
            return self._here(f"a value cannot begin with {shown}", QUOTES)
        if self.around.startswith("%"):
            return self._at(self.line, 0, "a line cannot begin with `%`", f"remove it; if it is text, {QUOTES}")
        return None

    def _something_open(self) -> Fault | None:
        """A quote, bracket or brace without its end: at the sign that opens it."""
        if self.context == "while scanning a quoted scalar":
            return self._at(*self.start, "the quote that opens here is not closed", "close it with the same quote")
        if "flow" not in self.context or self._behind_a_closing_sign():
            return None
        line, column = self.start
        what, closing = ("brace", "}") if "mapping" in self.context else ("bracket", "]")
        cut = re.search(r" #\S", self._line(line)[column:])
        hint = REMARK if cut else f"close it with `{closing}`"
        return self._at(line, column, f"the {what} that opens here is not closed", hint)

    def _behind_a_closing_sign(self) -> bool:
        here = self.around[self.column : self.column + 1]
        return self.before[-1:] in ("'", '"', "]", "}") and here not in ("]", "}", "")

    def _colon(self) -> Fault | None:
        if "could not find expected ':'" in self.problem:
            return self._field_without_colon(self.start[0])
        if "mapping values are not allowed" not in self.problem:
            return None
        above = self._above(self.line)
        if _DASH.match(self.around):
            return self._field_without_colon(self.line)
        is_first = not re.search(r":\s", self.around[: self.column])
        if is_first and above >= 0:
            if _indent(self.around) > _indent(self._line(above)):
                return self._at(
                    self.line,
                    _indent(self.around),
                    "the line is indented further than the line above",
                    "give it the indent of the line above; text of several lines stands below `|`",
                )
            if _indent(self.around) == _indent(self._line(above)) and not re.search(r":(\s|$)", self._line(above)):
                return self._field_without_colon(above)
        return self._here("a colon and a blank cut the text", QUOTES)

    def _field_without_colon(self, number: int) -> Fault:
        line = self._line(number)
        if match := re.match(r"\s*(?:- +)?(?P<name>[\w-]+):(?=\S)(?P<value>.*)", line):
            written = f"{match['name']}: {match['value'].strip()}"
            hint = f"write `{written}`" if len(written) < 60 else f"write `{match['name']}: …`"
            return self._at(number, match.end("name"), "a blank is missing after the colon", hint)
        if match := _DASH.match(line):
            return self._at(number, match.end() - 1, "a blank is missing after the dash", "write `- ` before each item")
        return self._at(
            number,
            _indent(line),
            "this line is no field: it has no name with a colon",
            self._cut_above() or "write `name: value`; text of several lines stands below `|`, indented",
        )

    def _text_behind(self) -> Fault | None:
        """Text after a quote or bracket that closed too early."""
        here = self.around[self.column : self.column + 1]
        if "block scalar" in self.context and "comment or line break" in self.problem:
            return self._here("text stands after `|` or `>`", "begin the text on the next line, indented")
        if "did not find expected" not in self.problem or not self.before.strip("- "):
            return None
        if here in ("]", "}"):
            return self._here(f"`{here}` closes nothing", "remove it, or open it before")
        if self.before[-1] == "'" and re.match(r"\w'?", here) and self.before == self.around[: self.column]:
            return self._here(
                "the apostrophe closes the quote, and text stands after it",
                "write an apostrophe in single quotes twice, or use double quotes",
            )
        if self.before[-1] in ("'", '"'):
            return self._here("text stands after the closing quote", QUOTES)
        if self.before[-1] in ("]", "}"):
            return self._here("text stands after the closing bracket", QUOTES)
        return None

    def _indent(self) -> Fault | None:
        if self.before or "did not find expected" not in self.problem:
            return None
        if self.around.lstrip().startswith("- "):
            return self._here(
                "a list item stands among fields", "begin a list below the name of its field, or remove the dash"
            )
        if self.around.lstrip().startswith(": "):
            return self._here("the name of a field is missing", "write the name before the colon", codes.KEY_NOT_TEXT)
        return self._here(
            "the indent of this line fits no line above",
            self._cut_above() or "give it the indent of the fields it belongs to",
        )

    def _cut_above(self) -> str:
        """The hint where the line above ends in a remark, perhaps unmeant; else nothing."""
        above = self._line(self._above(self.line))
        return f"in the line above {REMARK}" if _HASH.search(above) else ""

    def _in_plain_words(self) -> Fault | None:
        for jargon, message, hint in _PLAIN_WORDS:
            if jargon in self.problem:
                return self._here(message, hint)
        return None


_DASH = re.compile(r"\s*-(?=[^\s\d.-])")
"""A dash without its blank, which begins no item."""
_BACKSLASH = "write the backslash twice, or put the text in single quotes"
_PLAIN_WORDS = (
    ("unknown escape character", "a backslash does not fit the letter after it", _BACKSLASH),
    ("expected hexdecimal number", "the number after the backslash is not complete", _BACKSLASH),
    ("invalid Unicode", "the number after the backslash stands for no character", "write the character itself"),
    ("block sequence entries", "a list cannot begin on the line of its field",
     f"begin it on the next line; if it is text, {QUOTES}"),
    ("document start", "this stands outside of what is above", "look at the indent and brackets of the lines above"),
)  # fmt: skip


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


# --- text that YAML cuts without a word ----------------------------------------------------

_DIGITS = re.compile(r"[+-]?[0-9]{1,15}")
_HASH = re.compile(r" #(?=\w)")


def hash_behind(text: str, end: int) -> int | None:
    """Where `#` cuts plain text that ends at `end`: one blank before it and none after, unlike a remark."""
    match = _HASH.match(text, end)
    return match.start() + 1 if match else None


def comma_cut(value: str, rest: str, between: str) -> tuple[Code, str, str] | None:
    """What happened where `rest` stands without a colon behind `value` in braces; None where that is not sure."""
    if _DIGITS.fullmatch(value) and _DIGITS.fullmatch(rest) and between == ",":
        hint = f"write a decimal point: {value}.{rest}"
        if len(rest) == 3:
            hint = f"write {value}{rest}, or {value}.{rest} where the comma is a decimal one"
        return codes.BAD_NUMBER, f"`{value},{rest}`: a number with a decimal point is expected, not a comma", hint
    if value and "," in between and not re.fullmatch(r"[a-z_]+", rest):
        return codes.COMMA_CUT, f"the comma cuts the text: `{shorten(rest)}` is read as the name of a field", QUOTES
    return None


def shorten(text: str, limit: int = 60) -> str:
    """One line of at most `limit` characters of what an author typed."""
    line = " ".join(text[: 10 * limit].split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def nearest(word: str, known: list[str], show: Callable[[str], str] = str) -> str:
    """ "did you mean …?" with the nearest known word as `show` puts it, or an empty string."""
    word = word[:100]
    plain = "-".join(word.lower().replace("_", " ").split())
    found = get_close_matches(word, known, n=1, cutoff=0.65) or get_close_matches(plain, known, n=1, cutoff=0.65)
    return f"did you mean `{show(found[0])}`?" if found else ""

"""BibTeX text to entries that remember line and column.

pybtex takes single entries apart; this module finds where each one begins and ends, so that
a fault costs one entry and is reported there, turns LaTeX into plain text without running
anything, and says what a page cannot be honest without. How a reference looks is left to
`references.py`.

The text is split where a line begins with `@word{`. `%` at the start of a line between two
entries makes it a remark.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from pybtex.bibtex.utils import split_name_list  # type: ignore[import-untyped]
from pybtex.database import Person as PybtexPerson  # type: ignore[import-untyped]
from pybtex.database.input.bibtex import LowLevelParser, month_names  # type: ignore[import-untyped]
from pybtex.scanner import PrematureEOF, PybtexSyntaxError, Token  # type: ignore[import-untyped]
from pybtex.utils import CaseInsensitiveDict  # type: ignore[import-untyped]

from . import codes
from .bibtex_entry import Entry, Person
from .bibtex_rules import report_content, report_twins
from .diagnostics import Code, Diagnostics, Location, Related
from .latex import BRACES, decode_latex, end_of_group, verbatim
from .sources import MEGABYTE, read_text

MAX_FILE = 20 * MEGABYTE
MAX_ENTRY = 200_000
MAX_VALUE = 100_000
MAX_STRING = 500
"""Characters of an `@string`; a short limit, because abbreviations multiply when nested."""
MAX_DEPTH = 20
MAX_PROBLEMS = 100

PERSON_ROLES = ("author", "editor")
VERBATIM_FIELDS = frozenset(
    ("date", "doi", "eprint", "file", "isbn", "issn", "pmcid", "pmid", "url", "urldate", "year")
)
"""Fields in which `--` and `~` are themselves and not LaTeX."""

MAX_KEY = 100
KEY = re.compile(rf"[A-Za-z0-9](?!.*\.\.)[A-Za-z0-9:_./+-]{{0,{MAX_KEY - 1}}}")
FIELD = re.compile(r"[a-z_][a-z0-9_+:.-]*")


def read_bibliography(path: Path, name: str, diagnostics: Diagnostics, *, smallest: str = "") -> dict[str, Entry]:
    """The file's entries by key, in the order of the file.

    `name` is the path messages show, `smallest` what the file holds at least.

    An entry that could be read in part is returned with `complete` False, so that cites of it
    are not reported again as unknown. Of two entries with one key the first is returned; an
    entry without a usable key is left out.

    Reports what `sources.read_text` does, and every `bib-…` code.
    """
    text = read_text(path, name, diagnostics, limit=MAX_FILE, smallest=smallest)
    if text is None:
        return {}
    entries = _Bibliography(text, name, diagnostics).read()
    report_twins(entries, diagnostics)
    return entries


# --- from text to entries ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A piece of the file that begins with @, and how its braces fare."""

    type: str
    start: int
    end: int
    closed: bool
    too_deep_at: int | None = None
    spilled: bool = False
    """True where a closing brace too many ends the entry before its last fields."""


class _Bibliography:
    """Reads one text; keeps the abbreviations and keys met so far."""

    def __init__(self, text: str, name: str, diagnostics: Diagnostics) -> None:
        self.text = text
        self.name = name
        self.diagnostics = diagnostics
        self.entries: dict[str, Entry] = {}
        self.keys: dict[str, Location] = {}
        self.macros: Any = CaseInsensitiveDict(month_names)
        self.strings: dict[str, Location] = {}
        self._typed_keys: set[str] | None = None
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def read(self) -> dict[str, Entry]:
        limit = len(self.diagnostics) + MAX_PROBLEMS
        for chunk in self._chunks():
            if len(self.diagnostics) > limit:
                self._report(
                    codes.BIB_TOO_MANY_PROBLEMS,
                    chunk.start,
                    f"the file was read up to here only, after more than {MAX_PROBLEMS} problems",
                    "mend those above first",
                )
                break
            if chunk.type == "comment":
                continue
            if self._is_readable(chunk):
                self._read_chunk(chunk)
        return self.entries

    def at(self, offset: int) -> Location:
        line = bisect_right(self._lines, offset)
        return Location(self.name, line, offset - self._lines[line - 1] + 1)

    def _report(
        self, code: Code, place: int | Location, message: str, hint: str = "", related: Sequence[Related] = ()
    ) -> None:
        location = self.at(place) if isinstance(place, int) else place
        self.diagnostics.report(code, location, message, hint=hint, related=related)

    # --- where entries begin and end -------------------------------------------------------

    def _chunks(self) -> Iterator[_Chunk]:
        starts = [match.start("at") for match in _LINE_ENTRY.finditer(self.text)]
        position = 0
        while True:
            match = _NEXT_ENTRY.match(self.text, position)
            if match is None:
                following = bisect_right(starts, position - 1)
                upto = starts[following] if following < len(starts) else len(self.text)
                self._report_text_outside(position, upto)
                if upto == len(self.text):
                    return
                match = _NEXT_ENTRY.match(self.text, upto)
                assert match is not None, "both patterns describe the same beginning"
            start = match.start("at")
            following = bisect_right(starts, start)
            limit = starts[following] if following < len(starts) else len(self.text)
            chunk = _extent(self.text, match["type"].lower(), start, match.end(), limit)
            rest = self.text[chunk.end : limit]
            if chunk.closed and _SPILL.match(rest) and rest.count("}") > rest.count("{"):
                self._report_spill(chunk.end - 1)
                yield replace(chunk, spilled=True)
                position = limit
            else:
                yield chunk
                position = chunk.end
            if position == len(self.text):
                return

    def _report_spill(self, brace: int) -> None:
        self._report(
            codes.BIB_TEXT_OUTSIDE,
            brace,
            "this brace ends the entry; the fields after it stand outside and are not read",
            "remove the brace; it is one too many",
        )

    def _report_text_outside(self, start: int, end: int) -> None:
        """At most one report for each stretch between two entries."""
        for line in re.finditer(r"[^\n]+", self.text[start:end]):
            content = line.group().strip()
            # A closing brace may follow on the line of the entry it does not belong to.
            if not content.startswith("%") and re.search(r"[{}=]|^@", content):
                indent = len(line.group()) - len(line.group().lstrip())
                self._report(
                    codes.BIB_TEXT_OUTSIDE,
                    start + line.start() + indent,
                    "this stands outside of any entry and is not read; an entry begins with `@type{key,`",
                    "begin each entry on a line of its own: @type{key,"
                    if "@" in content
                    else "move it into its entry, before the closing brace; if it is a remark, begin its lines with %",
                )
                return

    def _is_readable(self, chunk: _Chunk) -> bool:
        if chunk.end - chunk.start > MAX_ENTRY:
            self._report(
                codes.BIB_TOO_LONG,
                chunk.start,
                f"the entry has {chunk.end - chunk.start:,} characters; the limit is {MAX_ENTRY:,}",
                "shorten it; a reference needs no full text",
            )
        elif chunk.too_deep_at is not None:
            self._report(
                codes.BIB_TOO_DEEP,
                chunk.too_deep_at,
                f"more than {MAX_DEPTH} braces are open here",
                "remove the superfluous braces",
            )
        elif not chunk.closed:
            self._report_unclosed(chunk)
        else:
            return True
        self._keep_key(chunk)
        return False

    def _report_unclosed(self, chunk: _Chunk) -> None:
        key = _ENTRY_KEY.match(self.text, chunk.start, chunk.end)
        suspect = _suspect_field(self.text, chunk)
        what = f"the braces of `{key['key']}`" if key else "the braces opened here"
        self._report(
            codes.BIB_UNCLOSED_BRACE,
            key.start("key") if key else chunk.start,
            f"{what} are still open where the next entry begins or the file ends",
            f"look at the field `{suspect[0]}`; its brace seems not to be closed"
            if suspect
            else "close the entry with a brace on a line of its own",
            [Related(self.at(suspect[1]), "this brace seems not to be closed")] if suspect else (),
        )

    def _keep_key(self, chunk: _Chunk) -> None:
        """Keeps the key of an entry that cannot be read, so that its cites lead somewhere."""
        match = _ENTRY_KEY.match(self.text, chunk.start, chunk.end)
        if chunk.type in _COMMANDS or match is None or not self._may_use(match["key"], match.start("key")):
            return
        location = self.at(match.start("key"))
        source = self.text[chunk.start : chunk.end]
        self.entries[match["key"]] = Entry(match["key"], chunk.type, {}, {}, location, source, complete=False)

    # --- one entry -------------------------------------------------------------------------

    def _read_chunk(self, chunk: _Chunk) -> None:
        source = self.text[chunk.start : chunk.end]
        parser = _EntryParser(source, self.macros)
        fault: PybtexSyntaxError | None = None
        try:
            next(iter(parser), None)
        except PybtexSyntaxError as error:
            fault = error
        bare = fault is not None and self._report_bare_words(chunk, parser, fault)
        self._report_parser_findings(chunk, parser)
        if chunk.type not in _COMMANDS and not self._has_key(chunk, parser):
            return
        if fault is not None and not bare:
            self._report_syntax(chunk, parser, fault)
        if chunk.type == "string":
            self._note_string(chunk, parser)
        elif chunk.type != "preamble":
            self._add_entry(chunk, parser, complete=fault is None and not chunk.spilled)

    def _report_bare_words(self, chunk: _Chunk, parser: _EntryParser, fault: PybtexSyntaxError) -> bool:
        """Whether the fault is a value of several words without braces; reports that, once for all of them."""
        position: int = fault.error_context_info[2]
        if not parser.spans or not parser.undefined:
            return False
        name_at, begin, _ = parser.spans[-1]
        is_next_word = re.match(r"[^\s,={}\"#]", parser.text[position:]) and "\n" not in parser.text[begin:position]
        if parser.undefined[-1][1] != begin or not is_next_word:
            return False
        parser.undefined.pop()
        name = _name_in(parser.text[name_at:begin])
        self._report(
            codes.BIB_UNDEFINED_STRING,
            chunk.start + begin,
            f"the value of `{name}` stands without braces",
            f"put the whole value in braces: {name} = {{…}}",
        )
        return True

    def _report_parser_findings(self, chunk: _Chunk, parser: _EntryParser) -> None:
        for name, position in parser.undefined:
            near = get_close_matches(name.lower(), [macro.lower() for macro in islice(self.macros, 500)], n=1)
            own = parser.current_field_name if chunk.type == "string" else None
            hint = "put the value in braces"
            if near:
                hint = f"write `{near[0]}` if that is meant, or put the value in braces"
            message = f"`{name}` stands without braces and is no abbreviation defined above"
            if own and own.lower() == name.lower():
                message, hint = f"`{name}` is defined by itself", "give it a value in braces"
            self._report(codes.BIB_UNDEFINED_STRING, chunk.start + position, message, hint)
        for position, length, limit in parser.too_long:
            self._report(
                codes.BIB_TOO_LONG,
                chunk.start + position,
                f"the value has {length:,} characters; the limit is {limit:,}",
                "shorten it; a reference needs no full text",
            )

    def _report_syntax(self, chunk: _Chunk, parser: _EntryParser, fault: PybtexSyntaxError) -> None:
        name = parser.current_field_name
        position: int = fault.error_context_info[2]
        if isinstance(fault, PrematureEOF) or "unbalanced" in str(fault):
            self._report(
                codes.BIB_SYNTAX,
                chunk.start + parser.value_start,
                f"the value of `{name}` begins with a quotation mark and does not end with one",
                "close the quotation mark, or put the value in braces",
            )
        elif name is not None and "field value" in str(fault):
            self._report(
                codes.BIB_SYNTAX,
                chunk.start + parser.name_start,
                f"a value for `{name}` is expected, in braces or quotes",
                f"write {name} = {{…}}",
            )
        elif name is not None and "'='" in str(fault):
            self._report(
                codes.BIB_SYNTAX,
                chunk.start + position,
                f"an equals sign is expected after `{name}`",
                f"write {name} = {{…}}",
            )
        elif parser.text[position : position + 1] == "=":
            self._report(
                codes.BIB_SYNTAX,
                chunk.start + position,
                "the name of a field is missing before `=`",
                "write name = {…}",
            )
        elif parser.spans:
            self._report_missing_comma(chunk, parser, position)
        else:
            self._report(
                codes.BIB_SYNTAX,
                chunk.start + position,
                "a field is expected here, written name = {value}",
                "write name = {value}, or remove what stands here",
            )

    def _report_missing_comma(self, chunk: _Chunk, parser: _EntryParser, position: int) -> None:
        name_at, begin, end = parser.spans[-1]
        last = _name_in(parser.text[name_at:begin])
        end = begin + len(parser.text[begin:end].rstrip())
        hint = "put a comma there"
        if parser.text[begin].isdigit() and parser.text[end].strip():
            hint = f"put the whole value in braces: {last} = {{…}}"
        if parser.text[begin] == '"':
            hint = "put a comma there; if a quotation mark inside of the value has ended it, put the value in braces"
        self._report(
            codes.BIB_SYNTAX,
            chunk.start + end,
            f"a comma or the closing brace is expected after the value of `{last}`",
            hint,
            [Related(self.at(chunk.start + begin), f"the value of `{last}` begins here")],
        )

    def _note_string(self, chunk: _Chunk, parser: _EntryParser) -> None:
        name = parser.current_field_name
        if name is None:
            return
        beginning = _NEXT_ENTRY.match(parser.text)
        inside = parser.text[beginning.end() :] if beginning else parser.text
        location = self.at(chunk.start + len(parser.text) - len(inside.lstrip()))
        if first := self.strings.get(name.lower()):
            self._report(
                codes.BIB_DUPLICATE_STRING,
                location,
                f"the abbreviation `{name}` is defined a second time",
                "remove one of the two",
                [Related(first, "first defined here")],
            )
        self.strings.setdefault(name.lower(), location)

    def _add_entry(self, chunk: _Chunk, parser: _EntryParser, *, complete: bool) -> None:
        key = parser.current_entry_key
        assert key is not None and parser.key_start is not None, "pybtex has met the entry's fields"
        location = self.at(chunk.start + parser.key_start)
        if not self._may_use(key, location):
            return
        values, places, names = self._values(chunk, parser)
        fields = {name: self._plain(name, value) for name, value in values.items() if name not in PERSON_ROLES}
        people = {role: self._people(values[role]) for role in PERSON_ROLES if role in values}
        entry = Entry(
            key,
            chunk.type,
            fields,
            {role: persons for role, (persons, _) in people.items() if persons},
            location,
            self.text[chunk.start : chunk.end],
            frozenset(role for role, (_, others) in people.items() if others),
            {name.lower(): self.macros[name] for name in parser.used if name.lower() in self.strings},
            complete,
            places,
            names,
            self.at(chunk.start + 1 + len(parser.text[1:]) - len(parser.text[1:].lstrip())),
        )
        self.entries[key] = entry
        named = {role for role in people if values[role].text}
        report_content(entry, self.diagnostics, named=named, is_key=self._is_typed_key)

    def _has_key(self, chunk: _Chunk, parser: _EntryParser) -> bool:
        """Whether a key in one piece stands where one belongs; reports that, and a comma missing after it."""
        key = parser.current_entry_key or ""
        start = 0 if parser.key_start is None else parser.key_start
        after = parser.text[start + len(key) :].lstrip()
        # With the key missing, pybtex takes the first field's name for it.
        if parser.key_start is None or after.startswith("="):
            self._report(
                codes.BIB_BAD_KEY,
                chunk.start,
                "the entry has no key",
                "write a key and a comma after the opening brace: @article{mitchell2023,",
            )
            return False
        if after[:1] in (",", "}", ")", ""):
            return True
        if re.match(r"[^\s,={}]+\s*=", after):
            self._report(
                codes.BIB_MISSING_COMMA,
                chunk.start + start + len(key),
                f"a comma is expected after the key `{key}`",
                "put a comma after the key",
            )
            return True
        whole = re.split(r"[,\n{}=]", parser.text[start:], maxsplit=1)[0].strip()
        self._report_bad_key(whole, self.at(chunk.start + start))
        return False

    def _may_use(self, key: str, place: int | Location) -> bool:
        """Whether an entry may have this key; reports a bad and a second one."""
        location = self.at(place) if isinstance(place, int) else place
        if not KEY.fullmatch(key):
            self._report_bad_key(key, location)
            return False
        if first := self.keys.get(key.lower()):
            self._report(
                codes.BIB_DUPLICATE_KEY,
                location,
                f"the key `{key}` is taken by an entry above",
                "remove one of the two entries, or give one another key",
                [Related(first, "first used here")],
            )
            return False
        self.keys[key.lower()] = location
        return True

    def _report_bad_key(self, key: str, location: Location) -> None:
        near = _mended_key(key)
        expected = "letters without accents, digits and : _ . / + - are expected"
        if len(key) > MAX_KEY:
            expected = f"it has {len(key):,} characters, and {MAX_KEY} are the limit"
        elif foreign := _foreign_letter(key):
            expected += f"; `{foreign}` is U+{ord(foreign):04X}"
        self._report(
            codes.BIB_BAD_KEY,
            location,
            f"`{key[:100]}` cannot be a key: {expected}",
            f"write `{near}`" if near else "write a key such as mitchell2023",
        )

    def _is_typed_key(self, key: str) -> bool:
        """Whether any entry of the file, read or not, begins with this key."""
        if self._typed_keys is None:
            self._typed_keys = {match["key"].lower() for match in _ENTRY_KEY.finditer(self.text)}
        return key.lower() in self._typed_keys

    # --- one value -------------------------------------------------------------------------

    def _values(
        self, chunk: _Chunk, parser: _EntryParser
    ) -> tuple[dict[str, _Value], dict[str, Location], dict[str, Location]]:
        """The values by name, their places and those of the names; of two fields with one name, the first."""
        values: dict[str, _Value] = {}
        places: dict[str, Location] = {}
        names: dict[str, Location] = {}
        for (typed, parts), (name_at, begin, end) in zip(parser.current_fields, parser.spans, strict=True):
            name = typed.lower()
            if not FIELD.fullmatch(name):
                self._report(
                    codes.BIB_SYNTAX,
                    chunk.start + name_at,
                    f"`{typed[:80]}` cannot be the name of a field",
                    "look for a comma or brace out of place before it",
                )
                continue
            if name in values:
                self._report(
                    codes.BIB_DUPLICATE_FIELD,
                    chunk.start + name_at,
                    f"the field `{name}` stands here a second time",
                    "keep one of the two",
                    [Related(names[name], "first given here")],
                )
                continue
            values[name] = _Value(" ".join("".join(parts).split()), chunk.start + begin, chunk.start + end)
            places[name] = self.at(chunk.start + begin)
            names[name] = self.at(chunk.start + name_at)
        return values, places, names

    def _plain(self, name: str, value: _Value) -> str:
        if name in VERBATIM_FIELDS:
            return verbatim(value.text)
        return self._decoded(value.text, value)

    def _decoded(self, text: str, value: _Value) -> str:
        plain, unknown = decode_latex(text)
        for typed in unknown:
            self._report(
                codes.BIB_UNKNOWN_LATEX,
                self._within(value, typed),
                f"`{typed[:80]}` is not understood and shown as typed",
                "write the characters themselves",
            )
        return plain

    def _within(self, value: _Value, text: str) -> int:
        """Where `text` stands in the value, or else where the value begins."""
        found = self.text.find(text, value.start, value.end)
        return found if found >= 0 else value.start

    def _people(self, value: _Value) -> tuple[tuple[Person, ...], bool]:
        """The people of a list of names, and whether it ends in `and others`."""
        names = [name.strip() for name in split_name_list(value.text)]
        others = bool(names) and names[-1].lower() == "others"
        if others and len(names) == 1:
            self._report(
                codes.BIB_BAD_NAME,
                value.start,
                "`others` stands without a name before it",
                "write at least one name, then `and others`",
            )
        people = []
        for name in names[:-1] if others else names:
            if problem := _name_problem(name):
                self._report(codes.BIB_BAD_NAME, self._within(value, name), *problem)
                if plain := decode_latex(name)[0]:
                    people.append(Person(plain))
            else:
                people.append(self._person(name, value))
        return tuple(people), others

    def _person(self, name: str, value: _Value) -> Person:
        if _is_braced(name):
            return Person(self._decoded(name, value))
        given, family, suffix = (part and self._decoded(part, value) for part in _name_parts(name))
        return Person(" ".join(filter(None, (given, family, suffix))), family, given, suffix)


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    """As typed, with abbreviations put in and blanks made single."""
    start: int
    end: int


_COMMANDS = ("string", "preamble", "comment")
_BEGINNING = r"(?P<at>@)[ \t]*(?P<type>[A-Za-z]+)\s*[{(]"
_LINE_ENTRY = re.compile(r"^[ \t]*" + _BEGINNING, re.MULTILINE)
_NEXT_ENTRY = re.compile(r"\s*" + _BEGINNING)
_ENTRY_KEY = re.compile(r"@[ \t]*[A-Za-z]+\s*[{(]\s*(?P<key>[^\s,={}()]+)\s*,")
_SPILL = re.compile(r"\s*,?\s*[A-Za-z][\w-]*\s*=")
"""A field that goes on where its entry has ended."""
_BRACES_AND_QUOTES = re.compile(r'[{}()"]')
_FIELD_LINE = re.compile(r"^[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*=[ \t]*(?P<open>[{\"]?)", re.MULTILINE)


def _extent(text: str, type: str, start: int, inside: int, limit: int) -> _Chunk:
    """The chunk whose body begins at `inside`; it never reaches beyond `limit`."""
    closing = "}" if text[inside - 1] == "{" else ")"
    depth, quoted, too_deep_at = 1, False, None
    tokens = BRACES if closing == "}" else _BRACES_AND_QUOTES
    for match in tokens.finditer(text, inside, limit):
        token = match.group()
        if token == "{":
            depth += 1
            if depth > MAX_DEPTH and too_deep_at is None:
                too_deep_at = match.start()
        elif token == '"' and depth == 1:
            quoted = not quoted
        elif token == closing and depth == 1 and not quoted:
            return _Chunk(type, start, match.end(), True, too_deep_at)
        elif token == "}" and depth > 1:
            depth -= 1
    return _Chunk(type, start, limit, False, too_deep_at)


def _name_in(text: str) -> str:
    """The name of a field in what stands before its value."""
    return text.rstrip("= \t\n")


def _suspect_field(text: str, chunk: _Chunk) -> tuple[str, int] | None:
    """Name and opening brace of the first field of an unclosed entry that does not end before the next."""
    before: tuple[str, int] | None = None
    depth, position = 0, chunk.start
    for match in _FIELD_LINE.finditer(text, chunk.start, chunk.end):
        depth += _opened(text[position : match.start()])
        if depth > 1 and before is not None:
            return before
        before, position = (match["name"], match.start("open")), match.start()
    return before if depth + _opened(text[position : chunk.end]) > 1 else None


def _opened(text: str) -> int:
    """How many more braces are opened than closed."""
    return text.count("{") - text.count("}")


class _EntryParser(LowLevelParser):  # type: ignore[misc]
    """pybtex's parser for a single entry; notes where things stand and goes on after an unknown word."""

    text: str
    pos: int
    current_entry_key: str | None
    current_field_name: str | None
    current_value: list[str]

    def __init__(self, text: str, macros: Any) -> None:
        super().__init__(text, macros=macros)
        self.key_start: int | None = None
        self.spans: list[tuple[int, int, int]] = []
        """Where each field's name begins, its value begins and its value ends."""
        self.undefined: list[tuple[str, int]] = []
        self.used: list[str] = []
        self.too_long: list[tuple[int, int, int]] = []
        """Place, length and limit of each value that was left out."""
        self.name_start = 0
        self.value_start = 0
        """Where the latest field's name and its value begin."""

    def update_lineno(self, value: str) -> None:
        """Nothing: places follow from offsets here, and counting lines token by token takes time."""

    def skip_to(self, patterns: Sequence[Any]) -> Token | None:
        # pybtex searches each pattern by itself to the end of the text: quadratic on many braces.
        match = _any_of(tuple(patterns)).search(self.text, self.pos)
        if match is None or match.lastindex is None:
            return None
        value = self.text[self.pos : match.end()]
        self.pos = match.end()
        return Token(value, patterns[match.lastindex - 1])

    def parse_entry_fields(self) -> None:
        assert self.current_entry_key is not None, "pybtex reads the key first"
        self.key_start = self.pos - len(self.current_entry_key)
        super().parse_entry_fields()

    def parse_field(self) -> None:
        self.eat_whitespace()
        start = self.name_start = self.pos
        super().parse_field()
        if self.current_field_name:
            self.spans.append((start, self.value_start, self.pos))

    def parse_value(self) -> None:
        self.eat_whitespace()
        self.value_start = self.pos
        super().parse_value()
        # Measured before the parts are joined: a nest of abbreviations may not grow without limit.
        length = sum(len(part) for part in self.current_value)
        is_string = self.current_entry_key is None and self.current_field_name is not None
        limit = MAX_STRING if is_string else MAX_VALUE
        if length > limit:
            self.too_long.append((self.value_start, length, limit))
            self.current_value = [""]

    def substitute_macro(self, name: str) -> str:
        if name in self.macros:
            self.used.append(name)
            return str(self.macros[name])
        self.undefined.append((name, self.pos - len(name)))
        return name


@cache
def _any_of(patterns: tuple[Any, ...]) -> re.Pattern[str]:
    """One pattern that finds the first of pybtex's literals, with a group for each."""
    return re.compile("|".join(f"({re.escape(pattern.description.strip(chr(39)))})" for pattern in patterns))


def _foreign_letter(key: str) -> str:
    """The first letter that is no Latin one, with or without accents; else nothing."""
    plain = unicodedata.normalize("NFKD", key)
    return next((letter for letter in plain if letter.isalpha() and not letter.isascii()), "")


def _mended_key(key: str) -> str:
    """A key that would do in place of this one; empty where none suggests itself."""
    if _foreign_letter(key):
        return ""  # without it, it would be another word
    plain = unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
    mended = re.sub(r"\.\.+", ".", re.sub(r"[^A-Za-z0-9:_./+-]+", "-", plain)).strip("-./:_+")[:MAX_KEY]
    return mended if KEY.fullmatch(mended) else ""


# --- names ---------------------------------------------------------------------------------

_SUFFIX = re.compile(r"(jr|sr|junior|senior|filho|neto|[ivx]+|2nd|3rd|[4-9]th)\.?", re.IGNORECASE)


_SPLIT_AT_BRACES = re.compile(r"([{}])")
_BIBLATEX_NAME = re.compile(r"(family|given|prefix|suffix|useprefix)\w*\s*=")


def _name_problem(name: str) -> tuple[str, str] | None:
    """Message and hint for a name that cannot be taken apart, or None."""
    outside = _outside_braces(name)
    words = [word.rstrip(".") for word in outside.lower().split()]
    if not words or "and" in words:
        return "a name is missing before or after `and`", "remove the `and` that has no name beside it"
    if _BIBLATEX_NAME.match(outside):
        return f"`{name[:80]}` is written the biblatex way, which is not supported", "write Family, Given"
    if ";" in outside:
        return f"`{name[:80]}` holds a semicolon; people are separated by `and`", "write `and` between people"
    if words[-2:] == ["et", "al"]:
        return f"`{name[:80]}` ends in `et al`", "write `and others` after the last name"
    if outside == "{}" and not decode_latex(name)[0]:
        return "a name in braces is empty", "write the name, or remove the braces"
    parts = [part.strip() for part in outside.split(",")]
    if not all(parts):
        return f"`{name[:80]}` has a comma with no name beside it", "write Family, Given"
    if len(parts) > 3 or (len(parts) == 3 and not _SUFFIX.fullmatch(parts[1])):
        return (
            f"`{name[:80]}` has {len(parts) - 1} commas; one is expected, between family and given name",
            "write `and` between people, and put an organization's name in braces",
        )
    return None


@lru_cache(maxsize=4096)
def _name_parts(name: str) -> tuple[str, str, str]:
    """Given name, family name with particles, and suffix, as typed."""
    if name.count(",") == 1 and "~" not in name and "," in _outside_braces(name):
        # Most names are written so, and a comma alone says where to cut; pybtex takes every word apart.
        family, given = name.split(",")
        return " ".join(given.split()), " ".join(family.split()), ""
    person = PybtexPerson(name)
    return (
        " ".join(person.first_names + person.middle_names),
        " ".join(person.prelast_names + person.last_names),
        " ".join(person.lineage_names),
    )


def _outside_braces(text: str) -> str:
    """The text with every outer pair of braces emptied."""
    if "{" not in text:
        return text
    pieces, depth = [], 0
    for piece in _SPLIT_AT_BRACES.split(text):
        depth -= piece == "}"
        if depth == 0:
            pieces.append(piece)
        depth += piece == "{"
    return "".join(pieces)


def _is_braced(name: str) -> bool:
    """True where one pair of braces holds the whole name, which keeps it in one piece."""
    return name.startswith("{") and end_of_group(name, 0) == len(name)

"""YAML text to values that remember line and column.

Every scalar stays the text that was typed: `no`, `10.1000` and `2024-02-31` arrive as those
characters, and the models give them types. The tree is built from the C parser's events,
without recursion; anchors, aliases, tags, duplicate keys and deep nesting are refused.
Knows nothing of claims or studies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, cast

import yaml

from . import codes
from .diagnostics import Code, Diagnostics, Location, Related, Severity
from .sources import disguises_in, first_forbidden, line_and_column
from .yaml_problems import comma_cut, explain, hash_behind, nearest, shorten

__all__ = ["Document", "Mapping", "Node", "Scalar", "Sequence", "Step", "nearest", "plain", "read_yaml", "scalars"]

MAX_DEPTH = 20
MAX_ENTRIES = 10_000
"""Items of one list, or fields of one mapping; far more than any record may have, and few enough to stay cheap."""
MAX_PROBLEMS = 50
"""Problems of one file that are reported one by one."""
ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
"""An escape in double quotes."""

Step = str | int
"""One step of a path into a document: a key, or a position in a list counted from 0."""


@dataclass(slots=True)
class Scalar:
    text: str
    line: int
    column: int
    offset: int
    """Where it begins in the document's text, in characters (at the quote or the `|`)."""
    end: int
    plain: bool
    """True where it stands without quotes and in no block."""


@dataclass(slots=True)
class Sequence:
    line: int
    column: int
    flow: bool = False
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    line: int
    column: int
    flow: bool = False
    keys: dict[str, Scalar] = field(default_factory=dict)
    values: dict[str, Node] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document with its text."""

    name: str
    """Path relative to the site's root, as locations show it."""
    text: str
    root: Node

    def node(self, *path: Step) -> Node | None:
        """The node at `path`, or None where there is none."""
        here: Node | None = self.root
        for step in path:
            if isinstance(here, Mapping) and isinstance(step, str):
                here = here.values.get(step)
            elif isinstance(here, Sequence) and isinstance(step, int) and step < len(here.items):
                here = here.items[step]
            else:
                return None
        return here

    def at(self, *path: Step) -> Location:
        """Where the value at `path` begins; where it is missing, the nearest thing that is there."""
        path_left = list(path)
        while path_left and self.node(*path_left) is None:
            path_left.pop()
            if path_left and self.node(*path_left) is not None and isinstance(path_left[-1], str):
                return self.key_at(*path_left)
        here = self.node(*path_left) or self.root
        return Location(self.name, here.line, here.column)

    def key_at(self, *path: Step) -> Location:
        """Where the key of the value at `path` begins; for an item of a list, the item itself."""
        if path and isinstance(parent := self.node(*path[:-1]), Mapping) and path[-1] in parent.keys:
            key = parent.keys[str(path[-1])]
            return Location(self.name, key.line, key.column)
        return self.at(*path)

    def match_at(self, pattern: re.Pattern[str], occurrence: int, *path: Step) -> Location:
        """Where `pattern` matches for the `occurrence`-th time (from 0) inside the scalar at `path`.

        The place is that of its first group, or of the match where there is none. Searches the text
        as typed, so that it holds for blocks and quoted text alike; falls back to the scalar's own place.
        """
        here = self.node(*path)
        if isinstance(here, Scalar):
            match = next(islice(pattern.finditer(self.text, here.offset, here.end), occurrence, None), None)
            if match is not None:
                start = match.start(1 if pattern.groups else 0)
                line_start = self.text.rfind("\n", 0, start) + 1
                return Location(self.name, self.text.count("\n", 0, start) + 1, start - line_start + 1)
        return self.at(*path)

    def plain(self) -> Any:
        """The document as dicts, lists and strings."""
        return plain(self.root)


def plain(node: Node) -> Any:
    """Dicts, lists and strings of a tree no deeper than `MAX_DEPTH`."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}


def scalars(node: Node, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Scalar]]:
    """Every scalar value below `node` with its path, in the order of the file."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Sequence):
        for position, item in enumerate(node.items):
            yield from scalars(item, (*path, position))
    else:
        for key, value in node.values.items():
            yield from scalars(value, (*path, key))


def read_yaml(text: str, name: str, diagnostics: Diagnostics) -> Document | None:
    """The document in `text`, or None where it cannot be used.

    Reports `yaml-syntax`, `tab-indent`, `empty-file`, `two-documents`, `anchor-or-alias`, `tag`,
    `duplicate-key`, `key-not-text`, `control-character`, `text-too-long` and `too-deep`. A document with any of these
    is not returned, except that the other problems of the same file are still reported with it.
    `comma-cut`, `hash-cut` and `bad-number` (a decimal comma in braces) are reported as well and
    leave a document that can be used: what was cut off is not in it.
    """
    reader = _Reader(text, name, diagnostics)
    root = reader.read()
    return None if root is None or reader.refused else Document(name, text, root)


class _Reader:
    """Builds the tree of one document from parser events, with its own stack."""

    def __init__(self, text: str, name: str, diagnostics: Diagnostics) -> None:
        self.text = text
        self.name = name
        self.diagnostics = diagnostics
        self.refused = False
        self.has_hash = " #" in text
        self.root: Node | None = None
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []  # beside the stack: the key whose value comes next
        self.last: Scalar | None = None
        """The scalar that was read last."""
        self.alias_line = 0
        """The line of the last alias: text that began with `*` breaks off there."""
        self.cut: Scalar | None = None
        """The text last reported as cut by a comma; further commas in it are not reported again."""
        self.reported = 0
        self.left_out: tuple[Code, Location] | None = None
        """Code and place of the first problem beyond `MAX_PROBLEMS`."""

    def read(self) -> Node | None:
        documents = 0
        try:
            for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
                kind = type(event)  # the parser makes exactly these; to ask for base classes takes longer
                if kind in _NODE_EVENTS:
                    if not self._take(event):
                        break
                elif kind in _END_EVENTS:
                    self.stack.pop()
                    self.keys.pop()
                elif kind is yaml.DocumentStartEvent:
                    documents += 1
                    if documents == 2:
                        self._refuse(
                            codes.TWO_DOCUMENTS,
                            event.start_mark,
                            "a second document starts here",
                            hint="one file holds one document: remove the line `---` or split the file",
                        )
                        break
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        if not self.refused and (self.root is None or _is_nothing(self.root)):
            self._empty()
        self._count_the_rest()
        return self.root

    def _empty(self) -> None:
        self.refused = True
        lines = [line.strip() for line in self.text.split("\n") if line.strip()]
        what = "is empty"
        if lines:
            what = "holds only comments" if all(line.startswith("#") for line in lines) else "holds no fields"
        self.diagnostics.report(
            codes.EMPTY_FILE, Location(self.name), f"the file {what}", hint="fill it in, or remove it"
        )

    # --- events to nodes -------------------------------------------------------------------

    def _take(self, event: Any) -> bool:
        """Adds one node; False where reading has to stop."""
        mark: Any = event.start_mark
        if event.anchor is not None:
            self._refuse_anchor(event)
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._add(Scalar("", mark.line + 1, mark.column + 1, mark.index, cast(Any, event.end_mark).index, True))
            return True
        tag = event.tag
        if tag is not None and tag != "!":
            shown = str(tag).replace("tag:yaml.org,2002:", "!!", 1)
            self._refuse(
                codes.TAG,
                mark,
                f"`{shorten(shown)}` is a YAML tag",
                hint="remove it; if the text itself begins with `!`, put it in quotes",
            )
        if self.stack and _is_full(self.stack[-1]):
            self._refuse(
                codes.TEXT_TOO_LONG,
                mark,
                f"a list or mapping has more than {MAX_ENTRIES:,} entries",
                hint="remove what does not belong there, or split the file",
            )
            return False
        if kind is yaml.ScalarEvent:
            self._take_scalar(event)
            return True
        return self._open(event)

    def _refuse_anchor(self, event: Any) -> None:
        is_alias = isinstance(event, yaml.AliasEvent)
        sign, what = ("*", "alias") if is_alias else ("&", "anchor")
        if is_alias:
            self.alias_line = event.start_mark.line + 1
        self._refuse(
            codes.ANCHOR_OR_ALIAS,
            event.start_mark,
            f"`{sign}{shorten(event.anchor)}` is a YAML {what}",
            hint="write the value out; if the text itself begins with this sign, put it in quotes",
        )

    def _take_scalar(self, event: Any) -> None:
        mark, style = event.start_mark, event.style
        node = Scalar(event.value, mark.line + 1, mark.column + 1, mark.index, event.end_mark.index, not style)
        if hidden := first_forbidden(event.value):
            self._refuse_escape(node, hidden)
        elif style == '"' and ESCAPE.search(self.text, node.offset, node.end):
            for code, message, hint in disguises_in(event.value):
                self._report(code, self._at(node.offset), f"{message}, however it is written", hint=hint)
                self.refused = self.refused or code.severity is Severity.ERROR
        self.last = node
        self._add(node)

    def _refuse_escape(self, node: Scalar, character: str) -> None:
        """An invisible character can only have come in through an escape in double quotes."""
        escapes = ESCAPE.finditer(self.text, node.offset, node.end)
        found = next((match for match in escapes if unescaped(match.group()) == character), None)
        self._report(
            codes.CONTROL_CHARACTER,
            self._at(found.start() if found else node.offset),
            f"the invisible character U+{ord(character):04X} is not allowed, however it is written",
            hint="delete the escape",
        )
        self.refused = True

    def _open(self, event: Any) -> bool:
        kind = Mapping if type(event) is yaml.MappingStartEvent else Sequence
        node = kind(event.start_mark.line + 1, event.start_mark.column + 1, bool(event.flow_style))
        self._add(node)
        if len(self.stack) == MAX_DEPTH:
            self._refuse(
                codes.TOO_DEEP,
                event.start_mark,
                f"lists and mappings stand more than {MAX_DEPTH} deep in each other",
                hint="remove the brackets or indents that do not belong there",
            )
            return False
        self.stack.append(node)
        self.keys.append(None)
        return True

    def _add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            if self.has_hash:
                self._warn_of_hash(parent, node)
            parent.items.append(node)
        elif (key := self.keys[-1]) is not None:
            self.keys[-1] = None
            if parent.flow and isinstance(node, Scalar) and self._is_cut_off(parent, key, node):
                parent.keys.pop(key.text, None)
                return
            if self.has_hash:
                self._warn_of_hash(parent, node)
            parent.values[key.text] = node
        else:
            self._take_key(parent, node)

    def _take_key(self, parent: Mapping, node: Node) -> None:
        if not isinstance(node, Scalar):
            self._refuse(
                codes.KEY_NOT_TEXT,
                node,
                "a list or mapping stands where the name of a field should be",
                hint="put text that begins with a sign such as `{` or `[` in quotes",
            )
            node = Scalar(f"<{node.line}:{node.column}>", node.line, node.column, 0, 0, True)
        elif not node.text:
            self._refuse(
                codes.KEY_NOT_TEXT, node, "the name of a field is missing", hint="write the name before the colon"
            )
        elif node.text == "<<":
            self._refuse(codes.ANCHOR_OR_ALIAS, node, "`<<` is a YAML merge key", hint="write the fields out")
        elif first := parent.keys.get(node.text):
            self._refuse(
                codes.DUPLICATE_KEY,
                node,
                f"`{shorten(node.text)}` stands here for the second time",
                hint="keep one of the two",
                related=[Related(Location(self.name, first.line, first.column), "the first one")],
            )
        else:
            parent.keys[node.text] = node
        self.keys[-1] = node

    # --- text that YAML cuts without a word ------------------------------------------------

    def _is_cut_off(self, parent: Mapping, key: Scalar, value: Scalar) -> bool:
        """Whether `key` is no field but what a comma in braces cut off the value before it; reports that."""
        has_colon = ":" in self.text[key.end : value.offset]
        before = next(reversed(parent.values.values()), None)
        if value.text or has_colon or not key.plain or not isinstance(before, Scalar) or not before.plain:
            return False
        if before is self.cut:
            return True
        between = self.text[before.end : key.offset]
        found = comma_cut(before.text, key.text, between)
        if found is None:
            return False
        self.cut = before
        code, message, hint = found
        place = before.offset if code is codes.BAD_NUMBER else before.end + between.index(",")
        self._report(code, self._at(place), message, hint=hint)
        return True

    def _warn_of_hash(self, parent: Sequence | Mapping, node: Node) -> None:
        if parent.flow or not isinstance(node, Scalar) or not node.plain or not node.text:
            return
        place = hash_behind(self.text, node.end)
        if place is not None:
            self._report(
                codes.HASH_CUT,
                self._at(place),
                "the text is cut here: a blank and `#` begin a remark",
                hint="put the whole text in quotes; if it is a remark, write a blank after `#`",
            )

    # --- reports ---------------------------------------------------------------------------

    def _at(self, offset: int) -> Location:
        """The place of a character; not worked out any more once nobody will be told."""
        if self.left_out is not None:
            return self.left_out[1]
        return Location(self.name, *line_and_column(self.text, offset))

    def _refuse(
        self, code: Code, where: Any, message: str, *, hint: str = "", related: list[Related] | None = None
    ) -> None:
        self.refused = True
        line, column = (where.line, where.column) if isinstance(where, Node) else (where.line + 1, where.column + 1)
        self._report(code, Location(self.name, line, column), message, hint=hint, related=related or [])

    def _report(
        self, code: Code, location: Location, message: str, *, hint: str, related: list[Related] | None = None
    ) -> None:
        self.reported += 1
        if self.reported <= MAX_PROBLEMS:
            self.diagnostics.report(code, location, message, hint=hint, related=related or [])
        elif self.left_out is None:
            self.left_out = code, location

    def _count_the_rest(self) -> None:
        if self.left_out is not None:
            code, location = self.left_out
            message = f"and {self.reported - MAX_PROBLEMS:,} more problems from here on"
            self.diagnostics.report(code, location, message, hint="mend those above first")

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        """One diagnostic for a text that is no YAML."""
        self.refused = True
        fault = explain(error, self.text)
        stopped = error.problem_mark
        if self.alias_line and stopped is not None and stopped.line + 1 == self.alias_line:
            return  # what stands behind the alias; that has been said
        related = []
        if "closing quote" in fault.message and self.last is not None and self.last.line < fault.line:
            related.append(Related(Location(self.name, self.last.line, self.last.column), "the quote opens here"))
        self._report(
            fault.code, Location(self.name, fault.line, fault.column), fault.message, hint=fault.hint, related=related
        )


def _is_full(parent: Sequence | Mapping) -> bool:
    entries = parent.items if isinstance(parent, Sequence) else parent.keys
    return len(entries) > MAX_ENTRIES


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def unescaped(escape: str) -> str:
    """The character that an escape in double quotes stands for; the escape itself where it is none of `ESCAPE`."""
    if escape[1] in "xuU":
        number = int(escape[2:], 16)
        return chr(number) if number <= 0x10FFFF else escape
    return _LETTERS.get(escape[1], escape)


_NODE_EVENTS = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.AliasEvent)
_END_EVENTS = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_LETTERS = {
    "0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "v": "\v", "f": "\f", "r": "\r",
    "N": "\x85", "L": "\u2028", "P": "\u2029",
}  # fmt: skip

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
from difflib import get_close_matches
from itertools import islice
from typing import Any

import yaml

from . import codes
from .diagnostics import Code, Diagnostics, Location, Related
from .sources import FORBIDDEN

MAX_DEPTH = 20
ESCAPE = re.compile(r"\\(?:x(?!09|0A|0a)[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0abevfrNLP])")
"""An escape in double quotes that can stand for a character nobody sees."""

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
    `duplicate-key`, `key-not-text` and `too-deep`. A document with any of these is not returned,
    except that the other problems of the same file are still reported with it.
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
        self.root: Node | None = None
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []  # beside the stack: the key whose value comes next

    def read(self) -> Node | None:
        documents = 0
        try:
            for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents == 2:
                        self._refuse(
                            codes.TWO_DOCUMENTS,
                            event.start_mark,
                            "a second document starts here",
                            hint="one file holds one document: remove the line `---` or split the file",
                        )
                        break
                elif isinstance(event, yaml.NodeEvent):
                    if not self._take(event):
                        break
                elif isinstance(event, yaml.CollectionEndEvent):
                    self.stack.pop()
                    self.keys.pop()
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        if not self.refused and (self.root is None or _is_nothing(self.root)):
            self._empty()
        return self.root

    def _empty(self) -> None:
        self.refused = True
        self.diagnostics.report(
            codes.EMPTY_FILE, Location(self.name), "the file is empty", hint="fill it in, or remove it"
        )

    def _take(self, event: Any) -> bool:
        """Adds one node; False where reading has to stop."""
        mark: Any = event.start_mark
        if event.anchor is not None:
            is_alias = isinstance(event, yaml.AliasEvent)
            self._refuse(
                codes.ANCHOR_OR_ALIAS,
                mark,
                f"`{'*' if is_alias else '&'}{event.anchor}` is a YAML {'alias' if is_alias else 'anchor'}",
                hint="write the value out; if the text itself begins with this sign, put it in quotes",
            )
            if is_alias:
                self._add(Scalar("", mark.line + 1, mark.column + 1, mark.index, event.end_mark.index, True))
                return True
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self._refuse(
                codes.TAG,
                mark,
                f"`{tag}` is a YAML tag",
                hint="remove it; if the text itself begins with `!`, put it in quotes",
            )
        if isinstance(event, yaml.ScalarEvent):
            end: Any = event.end_mark
            plain = event.style is None or event.style == ""
            if match := FORBIDDEN.search(event.value):
                self._refuse(
                    codes.CONTROL_CHARACTER,
                    self._escape_in(mark.index, end.index) or mark,
                    f"the text holds the invisible character U+{ord(match.group()):04X}, written as an escape",
                    hint="delete it",
                )
            self._add(Scalar(event.value, mark.line + 1, mark.column + 1, mark.index, end.index, plain))
            return True
        return self._open(event)

    def _open(self, event: Any) -> bool:
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        node = kind(event.start_mark.line + 1, event.start_mark.column + 1, bool(event.flow_style))
        self._add(node)
        if len(self.stack) == MAX_DEPTH:
            self._refuse(
                codes.TOO_DEEP,
                event.start_mark,
                f"lists and mappings stand more than {MAX_DEPTH} deep in each other",
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
            parent.items.append(node)
        elif (key := self.keys[-1]) is not None:
            parent.values[key.text] = node
            self.keys[-1] = None
        else:
            self._take_key(parent, node)

    def _take_key(self, parent: Mapping, node: Node) -> None:
        if not isinstance(node, Scalar):
            self._refuse(
                codes.KEY_NOT_TEXT,
                node,
                "a list or mapping stands where the name of a field should be",
                hint="a sign such as `{` or `[` at the beginning of text needs quotes around the text",
            )
            node = Scalar(f"<{node.line}:{node.column}>", node.line, node.column, 0, 0, True)
        elif node.text == "<<":
            self._refuse(codes.ANCHOR_OR_ALIAS, node, "`<<` is a YAML merge key", hint="write the fields out")
        elif first := parent.keys.get(node.text):
            self._refuse(
                codes.DUPLICATE_KEY,
                node,
                f"`{node.text}` stands here for the second time",
                hint="keep one of the two",
                related=[Related(Location(self.name, first.line, first.column), "the first one")],
            )
        else:
            parent.keys[node.text] = node
        self.keys[-1] = node

    def _refuse(
        self, code: Code, where: Any, message: str, *, hint: str = "", related: list[Related] | None = None
    ) -> None:
        self.refused = True
        line, column = (where.line, where.column) if isinstance(where, Node) else (where.line + 1, where.column + 1)
        self.diagnostics.report(code, Location(self.name, line, column), message, hint=hint, related=related or [])

    def _escape_in(self, start: int, end: int) -> Scalar | None:
        """The place of the escape that stands for a forbidden character, as far as one can be found."""
        for match in ESCAPE.finditer(self.text, start, end):
            line = self.text.count("\n", 0, match.start()) + 1
            return Scalar("", line, match.start() - self.text.rfind("\n", 0, match.start()), 0, 0, False)
        return None

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        """One diagnostic for a text that is no YAML; the parser's own place is often a line late."""
        self.refused = True
        mark = _telling_mark(error, self.text)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        code, message, hint = _explain_syntax(error, self.text, line)
        related = []
        begun = error.context_mark
        if begun and begun is not mark and (begun.line, begun.column) != (0, 0):
            place = Location(self.name, begun.line + 1, begun.column + 1)
            related.append(Related(place, error.context or "it began here"))
        self.diagnostics.report(code, Location(self.name, line, column), message, hint=hint, related=related)


def _telling_mark(error: yaml.MarkedYAMLError, text: str) -> Any:
    """The place that helps: where a quote or bracket was opened, else where reading had to stop."""
    begun, stopped = error.context_mark, error.problem_mark
    if begun is None or stopped is None:
        return stopped or begun
    opened = _character_at(begun, text)
    unclosed = opened in ("[", "{", "*", "&") or (opened in ("'", '"') and "end of stream" in (error.problem or ""))
    return begun if unclosed else stopped


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _explain_syntax(error: yaml.MarkedYAMLError, text: str, line: int) -> tuple[Code, str, str]:
    """Code, message and hint for a syntax error, in words for people who do not know YAML."""
    problem = error.problem or ""
    opened, met = _character_at(error.context_mark, text), _character_at(error.problem_mark, text)
    lines = text.split("\n")
    around = lines[line - 1] if line <= len(lines) else ""
    if "\t" in around[: len(around) - len(around.lstrip())] or met == "\t":
        return codes.TAB_INDENT, "a tab stands here, where YAML allows only spaces", "use two spaces for each step"
    if opened and opened in "*&":
        what = "alias" if opened == "*" else "anchor"
        return (
            codes.ANCHOR_OR_ALIAS,
            f"text that begins with `{opened}` is read as a YAML {what}",
            "put quotes around the whole text, or begin it with another character",
        )
    message, hint = _syntax_words(problem, opened, met)
    return codes.YAML_SYNTAX, message, hint


def _syntax_words(problem: str, opened: str, met: str) -> tuple[str, str]:
    """Message and hint; `opened` and `met` are the characters where reading began and had to stop."""
    if opened and opened in "'\"" and "end of stream" in problem:
        return "the quote that opens here is not closed", "close it, or remove it"
    if opened and opened in "[{":
        return "the bracket that opens here is not closed", "close it, or put quotes around the text"
    if "mapping values are not allowed" in problem:
        return (
            "a colon followed by a blank cuts the text here",
            "put the whole text in quotes, or on lines of its own below `|`; or the line is indented too far",
        )
    if "cannot start any token" in problem:
        what = "a citation" if met == "@" else f"`{met}`"
        return f"text cannot begin with {what} as it stands", "put quotes around the whole text"
    if "could not find expected ':'" in problem:
        return (
            "a field is expected here, with a colon and a blank after its name",
            "look at the line above as well: long text needs `|` or quotes",
        )
    if "escape" in problem:
        return "a backslash in double quotes has a meaning of its own", "use single quotes, or write it twice"
    if "did not find expected" in problem:
        return (
            "this does not go on from the line above",
            "the indent may be off, or text stands after a closing quote: put quotes around the whole text",
        )
    return f"this is no valid YAML: {problem or 'not understood'}", "look at this line and the one above"


def _character_at(mark: Any, text: str) -> str:
    """The character at a parser's mark; empty where there is none."""
    return text[mark.index : mark.index + 1] if mark is not None and mark.index is not None else ""


def nearest(word: str, known: list[str]) -> str:
    """ "did you mean …?" with the nearest known word, or an empty string."""
    found = get_close_matches(word, known, n=1, cutoff=0.65) or get_close_matches(
        word.lower().replace("_", "-"), known, n=1, cutoff=0.65
    )
    return f"did you mean `{found[0]}`?" if found else ""

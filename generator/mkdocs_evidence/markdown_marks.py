"""Citations, badges and terms in Python-Markdown: the adapter for content pages, beside the one in `prose.py`.

Two users: `find_marks` reads a page before any engine runs, with the place of each mark;
`markdown_extension.py` replaces the marks while an engine renders the page. Code and what a
backslash holds back are left alone by both, since Python-Markdown itself tells what is code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from .citations import OPENING, Mark, mark_at
from .prose import TermFinder

TAG = "evidence-mark"
"""Stands in the tree for a mark, until the whole page has been read and its marks have an order."""
PRIORITY = 175
"""Of the inline pattern: after code (190) and backslashes (180), before links (170 and less)."""
AFTER_INLINE = 15
"""Of the tree's processors: after inline patterns (20), before headings get their ids (5)."""
AFTER_HEADINGS = 0.5
"""After headings have got their ids (5) and the page its title (1, MkDocs), which no citation is part of."""

WITHOUT_TERMS = frozenset({"a", "blockquote", "code", "kbd", "pre", "samp", "summary", *(f"h{n}" for n in range(1, 7))})
"""Elements in which no term is linked: links, headings, code, and what somebody else said."""
_TO_COME = re.compile(f"{STX}[^{ETX}]*{ETX}")
"""Stands in a text for what Python-Markdown puts there at the end, such as a mark or an escaped character."""

READ_WITH = ("pymdownx.extra", "pymdownx.details", "pymdownx.tabbed", "markdown.extensions.admonition")
"""What a page is read with, whatever the engine uses: what only an extension takes for text is read as text."""
QUIET = {"pymdownx.highlight": {"use_pygments": False}}

# Around the number of an opening in the text that is read; for private use, so that nobody types them.
_FIRST, _LAST = "\ue000", "\ue001"
_NUMBERED = re.compile(rf"\[{_FIRST}(\d+){_LAST}(?=@|badge:)")


@dataclass(frozen=True, slots=True)
class Found:
    """A mark in a page's text, or what only begins like one."""

    offset: int
    """Where its bracket opens."""
    mark: Mark | None
    """None where it is malformed or misplaced."""
    misplaced: bool = False
    """True for a mark where none can stand: in a link's text, a picture's description, a tag or a remark."""


class MarkPattern(InlineProcessor):
    """Puts an element in the place of each mark; what it stands for is kept in `marks` under its number."""

    def __init__(self, md: Markdown, pattern: re.Pattern[str] = OPENING) -> None:
        super().__init__(pattern.pattern, md)
        self.marks: list[tuple[Mark, str]] = []
        """Each mark with the text it was made from."""
        self.numbers: list[int] = []
        """For each mark the number that stood in its opening; empty where openings have none."""

    def handleMatch(self, match: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:
        rest = "[" + data[match.end() :] if match.groups() else data[match.start() :]
        found = mark_at(rest, 0)
        # A locator that holds code or an escape is none: STX and ETX stand around what is to come in its place.
        if found is None or STX in rest[: found[1]] or ETX in rest[: found[1]]:
            return None, None, None
        mark, length = found
        element = Element(TAG, {"n": str(len(self.marks))})
        self.marks.append((mark, rest[:length]))
        if match.groups():
            self.numbers.append(int(match[1]))
        skipped = len(match[0]) - 1 if match.groups() else 0
        return element, match.start(), match.start() + length + skipped

    def reset(self) -> None:
        self.marks.clear()
        self.numbers.clear()


class TreeVisitor(Treeprocessor):
    """Hands the finished tree over."""

    def __init__(self, md: Markdown, visit: Callable[[Element], None]) -> None:
        super().__init__(md)
        self.visit = visit

    def run(self, root: Element) -> None:
        self.visit(root)


def add_to(
    md: Markdown, visits: dict[float, Callable[[Element], None]], pattern: re.Pattern[str] = OPENING
) -> MarkPattern:
    """Registers the pattern in `md`, and by priority what visits the tree that then holds an element for each mark."""
    marks = MarkPattern(md, pattern)
    md.inlinePatterns.register(marks, TAG, PRIORITY)
    for priority, visit in visits.items():
        md.treeprocessors.register(TreeVisitor(md, visit), f"{TAG}-{priority}", priority)
    return marks


def link_terms(root: Element, link: Callable[[str, str], str], terms: TermFinder) -> None:
    """Puts what `link` makes of an address and the words there in the place of each term, in the order of the page."""
    if root.tag in WITHOUT_TERMS:
        return
    root.text = _with_terms(root.text, link, terms)
    for child in root:
        link_terms(child, link, terms)
        child.tail = _with_terms(child.tail, link, terms)


def _with_terms(text: str | None, link: Callable[[str, str], str], terms: TermFinder) -> str | None:
    if not text or text.isspace():
        return text
    parts, end = [], 0
    for start, stop, address in terms(_TO_COME.sub(lambda part: "\0" * len(part[0]), text)):
        parts += [text[end:start], link(address, text[start:stop])]
        end = stop
    return "".join([*parts, text[end:]])


# --- reading -------------------------------------------------------------------------------


def find_marks(text: str) -> list[Found]:
    """Every mark that a page of this text shows, and everything malformed, in the order of the text.

    Not seen is what stands in blocks of raw HTML.
    """
    openings = list(OPENING.finditer(text))
    return _reader().read(text, openings) if openings else []


class _Reader:
    """Python-Markdown as far as it is needed to tell text from code."""

    def __init__(self) -> None:
        self.md = Markdown(extensions=list(READ_WITH), extension_configs=QUIET)
        self.pattern = add_to(self.md, {AFTER_INLINE: self._look}, _NUMBERED)
        self.shown: dict[int, Mark] = {}
        self.nested: set[int] = set()
        self.left: set[int] = set()
        """Numbers of openings that stand in text and began no mark."""

    def read(self, text: str, openings: list[re.Match[str]]) -> list[Found]:
        self.md.reset()
        self.pattern.reset()
        self.shown, self.nested, self.left = {}, set(), set()
        self.md.convert(_numbered(text, openings))
        made = dict(zip(self.pattern.numbers, (mark for mark, _ in self.pattern.marks), strict=True))
        found = []
        for number, opening in enumerate(openings):
            if number in self.shown and number not in self.nested:
                found.append(Found(opening.start(), self.shown[number]))
            elif number in made:
                found.append(Found(opening.start(), None, misplaced=True))
            elif number in self.left:
                found.append(Found(opening.start(), None))
        return found

    def _look(self, root: Element) -> None:
        for element in root.iter(TAG):
            index = int(element.get("n", ""))
            self.shown[self.pattern.numbers[index]] = self.pattern.marks[index][0]
        for link in root.iter("a"):
            self.nested |= {self.pattern.numbers[int(element.get("n", ""))] for element in link.iter(TAG)}
        self.left = {int(number) for text in _texts(root) for number in _NUMBERED.findall(text)}


@cache
def _reader() -> _Reader:
    return _Reader()


def _numbered(text: str, openings: list[re.Match[str]]) -> str:
    """The text with the number of each opening inside its bracket."""
    text = text.replace(_FIRST, "?").replace(_LAST, "?")
    parts, end = [], 0
    for number, opening in enumerate(openings):
        parts.append(f"{text[end : opening.start() + 1]}{_FIRST}{number}{_LAST}")
        end = opening.start() + 1
    return "".join([*parts, text[end:]])


def _texts(element: Element) -> list[str]:
    """All text below an element that is not code."""
    texts = [] if element.tag in ("code", "pre") else [element.text or ""]
    for child in element:
        if element.tag not in ("code", "pre"):
            texts += [*_texts(child), child.tail or ""]
    return texts

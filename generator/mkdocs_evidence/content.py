"""The prose around: what content/*.md hold besides their text, namely front matter, links, citations and badges.

MkDocs turns the text into pages; here is read only what has to be right before that.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pydantic import ValidationError

from . import codes
from .citations import OPENING, Citation, EmbeddedBadge, Mark, mention_of, typed_at, without_marks
from .content_model import LISTS
from .diagnostics import Diagnostics, Location
from .markdown_limits import too_costly
from .model import HomeFront
from .model_errors import report_model_errors
from .settings import Settings
from .sources import is_own_folder, is_plain_file, line_and_column, read_text
from .yaml_reader import Document, Mapping, read_yaml

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
UNCLOSED = re.compile(r"---[ \t]*\n[A-Za-z_][\w-]*[ \t]*:")
"""How front matter begins; a line `---` alone may also be a rule across the page."""
HOME = "index.md"
PLACEHOLDER = re.compile(r"\[to be added:[^\[\]]*\]", re.IGNORECASE)
"""What an author writes for what is not known yet; shown as typed, and refused before publishing."""
MAX_PAGE = 100_000
"""Bytes of a page, some 15,000 words. The time that MkDocs takes may grow with the square of it."""
LIST_FILES = frozenset(f"{name}{ending}" for name in LISTS for ending in (".yml", ".yaml"))
"""Lists of entries with a page of their own (see `content_model.py`), below `content/`."""
HOST_FIELDS = frozenset({"hide", "template", "icon", "status", "search", "tags", "subtitle"})
"""Front matter that MkDocs and its theme read, and we do not."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a content page to another file of the site."""

    target: str
    """Path below `content/`, without anchor; `..` resolved as far as it goes."""
    shown: str
    """The address as typed."""
    location: Location


@dataclass(frozen=True, slots=True)
class Malformed:
    """What begins like a citation or a badge and is none."""

    typed: str
    location: Location
    misplaced: bool
    """True where it is well formed and stands where none can, such as in a link's text."""


@dataclass(frozen=True, slots=True)
class ContentPage:
    path: str
    """Below `content/`, with forward slashes: `about/money.md`."""
    title: str
    """From the front matter, else the first heading, else the file's name, as MkDocs has it."""
    links: tuple[Link, ...] = ()
    citations: tuple[tuple[Citation, Location], ...] = ()
    """In the order of the text, each with the place of its key."""
    badges: tuple[tuple[EmbeddedBadge, Location], ...] = ()
    """Claims whose badges it shows, in the order of the text, each with the place of the id."""
    malformed: tuple[Malformed, ...] = ()
    placeholders: tuple[tuple[str, Location], ...] = ()
    """What is still to be added, as typed, in the order of the text; not in code."""
    text: str = ""
    """Its words without marks and addresses, for the search."""


@dataclass(frozen=True, slots=True)
class Content:
    pages: tuple[ContentPage, ...] = ()
    files: frozenset[str] = frozenset()
    """Every file below `content/`, by path."""
    home: HomeFront | None = None
    """None where content/index.md is missing or its front matter cannot be read."""

    def page(self, path: str) -> ContentPage | None:
        return next((page for page in self.pages if page.path == path), None)


def read_content(settings: Settings, diagnostics: Diagnostics) -> Content:
    """All pages below `content/`. Reports what `read_text`, `read_yaml` and the models report."""
    pages: list[ContentPage] = []
    files: set[str] = set()
    home = None
    if settings.content.is_symlink():
        is_own_folder(settings.content, settings.content.relative_to(settings.root).as_posix(), diagnostics)
        return Content()
    if not os.path.lexists(settings.content / HOME):
        _report_no_home(settings, diagnostics)
    for path in sorted(settings.content.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        below = path.relative_to(settings.content).as_posix()
        if below in LIST_FILES:
            continue  # read by `loading.py`, and not published as it is
        files.add(below)
        name = path.relative_to(settings.root).as_posix()
        if path.suffix != ".md":
            is_plain_file(path, name, diagnostics)  # MkDocs would publish what a link leads to, and wait for a pipe
            continue
        text = read_text(path, name, diagnostics, limit=MAX_PAGE)
        if text is None or _is_too_costly(text, name, diagnostics):
            continue
        usable, front = _front_matter(text, name, diagnostics)
        pages.append(_page(text, front, below, name))
        if below == HOME and usable:
            home = _home(front, name, diagnostics)
    return Content(tuple(pages), frozenset(files), home)


def _report_no_home(settings: Settings, diagnostics: Diagnostics) -> None:
    name = (settings.content / HOME).relative_to(settings.root).as_posix()
    diagnostics.report(
        codes.UNREADABLE_FILE,
        Location(name),
        "the home page is missing",
        hint="make it; the smallest one is\n---\ntitle: The question of this site\n---",
    )


def _is_too_costly(text: str, name: str, diagnostics: Diagnostics) -> bool:
    """Whether MkDocs would not come to an end with the text; reports that as `too-deep`."""
    problem = too_costly(text)
    if problem:
        offset, message, hint = problem
        diagnostics.report(codes.TOO_DEEP, Location(name, *line_and_column(text, offset)), message, hint=hint)
    return problem is not None


def _front_matter(text: str, name: str, diagnostics: Diagnostics) -> tuple[bool, Document | None]:
    """Whether the block between `---` lines at the top can be used, and it as YAML (None where there is none)."""
    match = FRONT_MATTER.match(text)
    if match is None:
        if UNCLOSED.match(text):
            diagnostics.report(
                codes.YAML_SYNTAX,
                Location(name),
                "the front matter that begins here is not closed",
                hint="end it with a line `---`",
            )
            return False, None
        return True, None
    if not (match[1] or "").strip():
        return True, None
    # A blank line in place of the opening `---` keeps the line numbers of the file.
    document = read_yaml("\n" + match[1], name, diagnostics)
    return document is not None, document


def _home(front: Document | None, name: str, diagnostics: Diagnostics) -> HomeFront | None:
    document = front or Document(name, "", Mapping(1, 1))
    values = document.plain()
    if isinstance(values, dict):
        values = {key: value for key, value in values.items() if key not in HOST_FIELDS}
    try:
        return HomeFront.model_validate(values).place("index", document)
    except ValidationError as error:
        report_model_errors(HomeFront, error, document, (), diagnostics)
        return None


def _page(text: str, front: Document | None, below: str, name: str) -> ContentPage:
    body = FRONT_MATTER.sub(_blank, text)
    tokens = MarkdownIt("commonmark").parse(body)
    citations: list[tuple[Citation, Location]] = []
    badges: list[tuple[EmbeddedBadge, Location]] = []
    malformed = []
    for offset, mark, misplaced in _marks(body):
        if mark is None:
            where = Location(name, *line_and_column(body, offset))
            malformed.append(Malformed(typed_at(body, offset), where, misplaced))
        elif isinstance(mark, EmbeddedBadge):
            start = body.index(mark.claim, offset + len("[badge:"))
            badges.append((mark, Location(name, *line_and_column(body, start))))
        else:
            citations += _placed(mark, body, offset, name)
    return ContentPage(
        below,
        _title(front, tokens, below),
        tuple(_links(text, tokens, below, name)),
        tuple(citations),
        tuple(badges),
        tuple(malformed),
        tuple(_placeholders(body, tokens, name)),
        _words(tokens),
    )


def _placeholders(body: str, tokens: Sequence[Token], name: str) -> Iterator[tuple[str, Location]]:
    """Each placeholder that stands in text and not in code, with its place."""
    shown = " ".join(
        "".join(child.content if child.type == "text" else " " for child in token.children or ()) for token in tokens
    )
    wanted = Counter(" ".join(match[0].split()) for match in PLACEHOLDER.finditer(shown))
    for match in PLACEHOLDER.finditer(body):
        typed = " ".join(match[0].split())
        if wanted[typed] > 0:
            wanted[typed] -= 1
            yield typed, Location(name, *line_and_column(body, match.start()))


def _words(tokens: Sequence[Token]) -> str:
    """All that is said on a page, without marks; a table stands there as its Markdown, which does no harm."""
    inline = (child for token in tokens for child in token.children or ())
    return without_marks(" ".join(child.content for child in inline if child.type in ("text", "code_inline")))


def _marks(body: str) -> Iterable[tuple[int, Mark | None, bool]]:
    """Offset and mark (see `find_marks`), in the order of the text; most pages need no Python-Markdown for it."""
    if OPENING.search(body) is None:
        return
    from .markdown_marks import find_marks  # takes longer to import than most pages to read

    for found in find_marks(body):
        yield found.offset, found.mark, found.misplaced


def _placed(group: tuple[Citation, ...], body: str, offset: int, name: str) -> Iterator[tuple[Citation, Location]]:
    """Each citation of a bracket with the place of its key."""
    for citation in group:
        match = mention_of(citation.key).search(body, offset)
        offset = match.start(1) if match else offset
        yield citation, Location(name, *line_and_column(body, offset))


def _title(front: Document | None, tokens: Sequence[Token], below: str) -> str:
    values = front.plain() if front else None
    if isinstance(values, dict) and isinstance(values.get("title"), str) and values["title"].strip():
        return str(values["title"]).strip()
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and before.tag == "h1":
            words = (child.content for child in token.children or () if child.type in ("text", "code_inline"))
            return without_marks("".join(words))
    return below.rsplit("/", 1)[-1].removesuffix(".md").replace("-", " ").replace("_", " ").capitalize()


def _links(text: str, tokens: Sequence[Token], below: str, name: str) -> list[Link]:
    """Links and pictures that lead to files of the site, in the order of the text.

    Not seen are those in raw HTML, and in text that only an extension of Markdown takes for such
    (below `!!! note`, for instance). A link whose address stands elsewhere has its block's place.
    """
    links = []
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    searched: dict[tuple[int, str], int] = {}
    for token in tokens:
        for child in token.children or ():
            address = str(child.attrs.get("href") or child.attrs.get("src") or "")
            target = _target(address, below)
            if target is None or token.map is None:
                continue
            # Letters beyond ASCII and blanks arrive encoded, also where they were not typed so.
            shown = address if address in text else unquote(address)
            block = starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]
            offset = _spot(shown, text, block, searched)
            links.append(Link(target, shown, Location(name, *line_and_column(text, offset))))
    return links


def _spot(shown: str, text: str, block: tuple[int, int], searched: dict[tuple[int, str], int]) -> int:
    """Where the next address `shown` stands in a block; where the block begins if it is not there."""
    start, end = block
    after = searched.get((start, shown), start)
    if text.find(shown, after, end) >= 0:
        for pattern in (re.compile(rf"\]\(\s*<?({re.escape(shown)})"), re.compile(f"({re.escape(shown)})")):
            if match := pattern.search(text, after, end):
                searched[start, shown] = match.end()
                return match.start(1)
    return start


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _target(address: str, below: str) -> str | None:
    """The path below `content/` that a relative address leads to; None for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    steps: list[str] = below.split("/")[:-1]
    for step in unquote(parts.path).split("/"):
        if step == "..":
            if not steps:
                return parts.path
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)

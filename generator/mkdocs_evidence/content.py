"""The prose around: what content/*.md hold besides their text, namely front matter and links.

MkDocs turns the text into pages; here is read only what has to be right before that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from pydantic import ValidationError

from . import codes
from .diagnostics import Diagnostics, Location
from .model import HomeFront
from .model_errors import report_model_errors
from .settings import Settings
from .sources import read_text
from .yaml_reader import Document, Mapping, read_yaml

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
HOME = "index.md"
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
class ContentPage:
    path: str
    """Below `content/`, with forward slashes: `about/money.md`."""
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Content:
    pages: tuple[ContentPage, ...] = ()
    files: frozenset[str] = frozenset()
    """Every file below `content/`, by path."""
    home: HomeFront | None = None
    """None where content/index.md is missing or its front matter cannot be read."""


def read_content(settings: Settings, diagnostics: Diagnostics) -> Content:
    """All pages below `content/`. Reports what `read_text`, `read_yaml` and the models report."""
    pages: list[ContentPage] = []
    files: set[str] = set()
    home = None
    if not (settings.content / HOME).is_file():
        _report_no_home(settings, diagnostics)
    for path in sorted(settings.content.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        below = path.relative_to(settings.content).as_posix()
        files.add(below)
        if path.suffix != ".md":
            continue
        name = path.relative_to(settings.root).as_posix()
        text = read_text(path, name, diagnostics)
        if text is None:
            continue
        usable, front = _front_matter(text, name, diagnostics)
        pages.append(ContentPage(below, tuple(_links(text, below, name))))
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


def _front_matter(text: str, name: str, diagnostics: Diagnostics) -> tuple[bool, Document | None]:
    """Whether the block between `---` lines at the top can be used, and it as YAML (None where there is none)."""
    match = FRONT_MATTER.match(text)
    if match is None:
        if text.startswith("---\n"):
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


def _links(text: str, below: str, name: str) -> list[Link]:
    """Links and pictures that lead to files of the site, in the order of the text; not those in raw HTML."""
    links = []
    lines = text.split("\n")
    searched: dict[tuple[int, str], int] = {}
    for token in MarkdownIt("commonmark").parse(FRONT_MATTER.sub(_blank, text)):
        for child in token.children or ():
            shown = str(child.attrs.get("href") or child.attrs.get("src") or "")
            target = _target(shown, below)
            if target is None or token.map is None:
                continue
            start, end = token.map
            line, column = start, -1
            for line in range(start, end):
                column = lines[line].find(shown, searched.get((line, shown), 0))
                if column >= 0:
                    break
            else:
                line = start  # written in another way: a reference, an escape
            searched[line, shown] = column + len(shown)
            links.append(Link(target, shown, Location(name, line + 1, max(column, 0) + 1)))
    return links


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

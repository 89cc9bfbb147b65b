"""The prose around: what content/*.md hold besides their text, namely front matter and links.

MkDocs turns the text into pages; here is read only what has to be right before that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from pydantic import ValidationError

from .diagnostics import Diagnostics, Location
from .model import HomeFront
from .model_errors import report_model_errors
from .settings import Settings
from .sources import read_text
from .yaml_reader import Document, Mapping, read_yaml

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
HOME = "index.md"


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
        front = _front_matter(text, name, diagnostics)
        pages.append(ContentPage(below, tuple(_links(text, below, name))))
        if below == HOME:
            home = _home(front, name, diagnostics)
    return Content(tuple(pages), frozenset(files), home)


def _front_matter(text: str, name: str, diagnostics: Diagnostics) -> Document | None:
    """The block between `---` lines at the top as YAML, or None where there is none."""
    match = FRONT_MATTER.match(text)
    if match is None or not (match[1] or "").strip():
        return None
    # A blank line in place of the opening `---` keeps the line numbers of the file.
    return read_yaml("\n" + match[1], name, diagnostics)


def _home(front: Document | None, name: str, diagnostics: Diagnostics) -> HomeFront | None:
    document = front or Document(name, "", Mapping(1, 1))
    try:
        return HomeFront.model_validate(document.plain()).place("index", document)
    except ValidationError as error:
        report_model_errors(HomeFront, error, document, (), diagnostics)
        return None


def _links(text: str, below: str, name: str) -> list[Link]:
    """Links to files of the site, in the order of the text."""
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
            for number in range(start, end):
                column = lines[number].find(shown, searched.get((number, shown), 0))
                if column >= 0:
                    searched[number, shown] = column + len(shown)
                    links.append(Link(target, shown, Location(name, number + 1, column + 1)))
                    break
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

"""The built files as a machine reads them: links, anchors, headings, tables. Needs no browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest

LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    inside_content: bool


@dataclass
class Reader(HTMLParser):
    """The elements of one page, in order."""

    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._content_at = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
            if not {"md-content__inner", "ev-sheet__paper"}.isdisjoint(attributes.get("class", "").split()):
                self._content_at = len(self._open)
        self.elements.append(Element(tag, attributes, bool(self._content_at)))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
            if len(self._open) < self._content_at:
                self._content_at = 0


@dataclass
class Files:
    """Every page of the site by its file."""

    folder: Path
    pages: dict[str, list[Element]]

    def content(self, page: str) -> list[Element]:
        """What stands in the article."""
        return [element for element in self.pages[page] if element.inside_content]

    def ids(self, page: str) -> set[str]:
        return {element.attributes["id"] for element in self.pages[page] if "id" in element.attributes}


@pytest.fixture(scope="module")
def files(folder: Path) -> Files:
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        reader = Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        pages[path.relative_to(folder).as_posix()] = reader.elements
    assert len(pages) > 3
    return Files(folder, pages)


def test_links_and_anchors(files: Files) -> None:
    """Every link within the site leads to a file, and every anchor to an element of it."""
    broken = []
    for page, elements in files.pages.items():
        for element in elements:
            address = (
                element.attributes.get("href")
                if element.tag == "a"
                else element.attributes.get(LOADS.get(element.tag, ""))
            )
            if address is not None and (problem := _problem(files, page, address)):
                broken.append(f"{page}: {address} {problem}")
    assert broken == []


def _problem(files: Files, page: str, address: str) -> str:
    """What is wrong with an address on a page; empty where it leads somewhere or out of the site."""
    if urlsplit(address).scheme or urlsplit(address).netloc:
        return ""
    path, anchor = urldefrag(urljoin(f"/{page}", address))
    name = unquote(path).lstrip("/")
    if name == "" or name.endswith("/"):
        name += "index.html"
    if not (files.folder / name).is_file():
        return "leads nowhere"
    if anchor and name in files.pages and unquote(anchor) not in files.ids(name):
        return "names no element"
    return ""


def test_nothing_from_other_hosts(files: Files) -> None:
    """No script, style, font or image is loaded from anywhere else."""
    foreign = [
        (page, element.attributes[LOADS[element.tag]])
        for page, elements in files.pages.items()
        for element in elements
        if element.tag in LOADS
        and element.attributes.get("rel") != "canonical"
        and urlsplit(element.attributes.get(LOADS[element.tag], "")).netloc
    ]
    assert foreign == []


def test_links_do_not_say_where_they_were_followed(files: Files) -> None:
    """Every page, the one for a wrong address too, asks the browser to send no referrer."""
    without = [
        page
        for page, elements in files.pages.items()
        if not any(
            (element.attributes.get("name"), element.attributes.get("content")) == ("referrer", "no-referrer")
            for element in elements
            if element.tag == "meta"
        )
    ]
    assert without == []


def test_anchors_are_unique(files: Files) -> None:
    """No id stands twice on a page."""
    for page, elements in files.pages.items():
        ids = [
            element.attributes["id"] for element in elements if element.inside_content and "id" in element.attributes
        ]
        assert len(ids) == len(set(ids)), page


def test_headings_in_order(files: Files) -> None:
    """Each page has one first-level heading, before all others, and no level is left out."""
    for page in files.pages:
        levels = [
            int(element.tag[1])
            for element in files.content(page)
            if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6")
        ]
        assert levels[:1] == [1] and levels.count(1) == 1, (page, levels)
        steps = [after - before for before, after in pairwise(levels)]
        assert max(steps, default=0) <= 1, (page, levels)


def test_tables_are_labelled(files: Files) -> None:
    """Each of our tables has a name that stands on the page, and each of its heads says what it heads."""
    seen = 0
    for page in files.pages:
        for element in files.content(page):
            if element.tag == "table" and "ev-table" in element.attributes.get("class", "").split():
                seen += 1
                assert element.attributes.get("aria-labelledby") in files.ids(page), page
            if element.tag == "th" and seen and "role" in element.attributes:
                assert element.attributes.get("scope") in ("col", "row", "rowgroup"), page
    assert seen


def test_no_inline_style_and_no_script(files: Files) -> None:
    """What we write needs neither."""
    found = [
        (page, element.tag)
        for page in files.pages
        for element in files.content(page)
        if element.tag in ("script", "style")
        or "onclick" in element.attributes
        or ("style" in element.attributes and element.tag not in ("th", "td"))  # alignment in an author's table
    ]
    assert found == []


def test_help_on_every_page(files: Files) -> None:
    """Every page that has content says that it is no medical advice and where to find help."""
    without = [
        page
        for page in files.pages
        if not any("ev-support" in element.attributes.get("class", "") for element in files.content(page))
    ]
    assert without == []

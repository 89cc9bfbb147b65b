"""A site without an engine, written into a folder of its own: its data files, or every page for another engine.

A page for another engine is a file of Markdown: front matter, and its finished HTML as one block, which Python-Markdown
leaves as it is. Content pages are rendered here as well, so the engine needs neither our extension nor MkDocs' way with
links. What is around the pages, a navigation and the links to stylesheets, is the engine's.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from . import build
from .addresses import DATA, FEED, content_address, generated_sources
from .configuration import with_configured_site
from .content import FRONT_MATTER
from .diagnostics import Diagnostics
from .markdown_extension import EvidenceExtension
from .pages import PROSE_SLOT, Page
from .publishing import Publication, PublishingError
from .settings import Settings
from .sources import read_text

FOLDERS = (DATA, "badges/", "plots/")
WRITTEN_WITH = ("tables", "toc", "fenced_code", "attr_list", "footnotes", "def_list")
"""Extensions of Python-Markdown for content pages: those that MkDocs and most sites have."""


def export_data(settings: Settings, folder: Path) -> tuple[build.Site, int]:
    """Writes what a build would publish in `FOLDERS`, and the feed, below `folder`; returns the site and their number.

    Writes nothing where the site is broken. Raises what `Publication` raises.
    """
    settings = with_configured_site(settings)
    site = build.prepare(settings)
    if site.broken:
        return site, 0
    files = {place: data for place, data in site.assets.items() if place.startswith(FOLDERS) or place == FEED}
    return site, _write(settings, folder, files)


def export_pages(settings: Settings, folder: Path) -> tuple[build.Site, int]:
    """Writes every page, every asset and what stands beside the content pages; otherwise as `export_data`."""
    settings = with_configured_site(settings)
    site = build.prepare(settings)
    if site.broken or site.prose is None:
        return site, 0
    files = dict(site.assets)
    prose = _Prose(site, settings)
    for page in site.pages:
        body = page.body
        if PROSE_SLOT in body:
            body = body.replace(PROSE_SLOT, prose.html(_source(page), page.address, listed=False), 1)
        files[_source(page)] = _page_file(page, body, site)
    for page in prose.other_pages():
        files[_source(page)] = _page_file(page, page.body, site)
    return site, _write(settings, folder, {**prose.beside(), **files})


def _source(page: Page) -> str:
    """The file of a page, where engines that make folders of files put it at its address."""
    return f"{page.address.rstrip('/') or 'index'}.md"


def _page_file(page: Page, body: str, site: build.Site) -> bytes:
    front = {
        "title": page.title,
        "description": page.description,
        "styles": [*site.stylesheets, *page.styles],
        "scripts": [*site.scripts, *page.scripts],
    }
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items() if value]
    html = f'<div class="md-typeset">\n{body}\n{site.support}\n</div>'
    return "\n".join(["---", *lines, "---", "", html, ""]).encode()


class _Prose:
    """The content pages of a site as HTML."""

    def __init__(self, site: build.Site, settings: Settings) -> None:
        if site.prose is None:
            raise AssertionError("a broken site has no prose")
        self.open = site.prose
        self.settings = settings
        self.content = site.prose("").renderer.library.content
        self.generated = generated_sources(site.prose("").renderer.library)

    def html(self, source: str, address: str, *, listed: bool) -> str:
        """The page at `source` below content/ for `address`; with `listed`, its references stand at its end."""
        path = self.settings.content / source
        text = read_text(path, source, Diagnostics()) if path.exists() else ""
        scope = self.open(address)
        extensions = [*WRITTEN_WITH, EvidenceExtension(lambda: (scope, listed)), _Links(source, address)]
        return str(Markdown(extensions=extensions).convert(FRONT_MATTER.sub("", text or "")))

    def other_pages(self) -> Iterator[Page]:
        """The content pages in whose place nothing generated stands."""
        for page in self.content.pages:
            if page.path not in self.generated and not _is_hidden(page.path):
                address = content_address(page.path)
                yield Page(address, page.title, self.html(page.path, address, listed=True))

    def beside(self) -> dict[str, bytes]:
        """Pictures and other files below content/."""
        names = (name for name in self.content.files if not name.endswith(".md") and not _is_hidden(name))
        return {name: (self.settings.content / name).read_bytes() for name in sorted(names)}


class _Links(Extension):
    """Makes addresses that lead from file to file lead from page to page."""

    def __init__(self, source: str, address: str) -> None:
        super().__init__()
        self.folder = posixpath.dirname(source)
        self.up = "../" * address.count("/")

    def extendMarkdown(self, md: Markdown) -> None:
        rewriting = Treeprocessor(md)
        rewriting.run = self._rewrite
        md.treeprocessors.register(rewriting, "links-of-pages", 17)  # after inline patterns (20)

    def _rewrite(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                if (typed := element.get(name)) is not None:
                    element.set(name, self._address(typed))

    def _address(self, typed: str) -> str:
        parts = urlsplit(typed)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return typed
        target = posixpath.normpath(posixpath.join(self.folder, unquote(parts.path)))
        place = content_address(target) if target.endswith(".md") else target
        return urlunsplit(("", "", f"{self.up}{place}" or "./", parts.query, parts.fragment))


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _write(settings: Settings, folder: Path, files: Mapping[str, bytes]) -> int:
    """Puts the files into `folder`, which they replace whole; returns their number."""
    sources = [settings.claims, settings.studies, settings.content, settings.overrides, settings.references]
    publication = Publication(folder, root=settings.root, sources=sources)
    try:
        for place, data in files.items():
            path = publication.staging / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        publication.discard()
        raise PublishingError(f"{folder}: {error.strerror or error}; nothing was written") from error
    except BaseException:
        publication.discard()
        raise
    publication.commit()
    return len(files)

"""Citations, badges and terms in any engine that runs Python-Markdown: the extension `mkdocs_evidence`.

Left to itself it loads the stores of the site at `root`. A host that has them loaded gives what
opens a page (as `plugin.py` does), and the extension asks that for every page. At the end of each
page stands the list of what it cites.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markupsafe import Markup

from . import build
from .diagnostics import EvidenceError
from .markdown_marks import AFTER_HEADINGS, AFTER_INLINE, TAG, add_to, link_terms
from .rendering import Renderer, Scope
from .reporters import count_line, render_text
from .settings import CITATION_STYLES, LANGUAGES, Settings, languages, today

log = logging.getLogger(__name__)

GLOSSARY = "content/glossary.yml"
OpenPage = Callable[[], tuple[Scope, bool]]
"""Begins a page: what renders its marks, and whether the list of references stands at its end."""


class StoresAreBroken(EvidenceError):
    """The stores have problems that must not be published."""


class EvidenceExtension(Extension):
    """Replaces `[@key, table 2]` and `[badge: claim-id]`, except in code and behind a backslash; links terms.

    Raises `EvidenceError` for a root without stores, and `StoresAreBroken` where `evidence check` fails.
    """

    def __init__(self, open_page: OpenPage | None = None, **options: Any) -> None:
        """With `open_page` every page is opened; the extension's own stores are read for a page that needs them."""
        self.config = {
            "root": [".", "The site's folder, with claims/, studies/ and references.bib"],
            "base": ["/", "The site's address as links begin with it: / or /folder/ or https://…/"],
            "language": ["en", f"Of badges and links: {' or '.join(LANGUAGES)}"],
            "evidence_language": ["", "That the stores are written in; empty: the same"],
            "citations": [CITATION_STYLES[0], f"How citations read: {' or '.join(CITATION_STYLES)}"],
        }
        super().__init__(**options)
        self._given = open_page

    def extendMarkdown(self, md: Markdown) -> None:
        has_terms = self._given is not None or (Path(self.getConfig("root")) / GLOSSARY).exists()
        md.registerExtension(_Page(md, self._given or self._open_own, has_terms))

    def _open_own(self) -> tuple[Scope, bool]:
        root = Path(self.getConfig("root")).resolve()
        language, evidence = languages(self.getConfig("language"), self.getConfig("evidence_language"))
        settings = Settings(
            root, today(), citations=self.getConfig("citations"), language=language, evidence_language=evidence
        )
        if settings.citations not in CITATION_STYLES:
            raise EvidenceError(f"`citations` is {settings.citations}; set it to {' or '.join(CITATION_STYLES)}")
        return Scope(_renderer(settings, _stamp(root)), self.getConfig("base")), True


def makeExtension(**options: Any) -> EvidenceExtension:
    """The name by which Python-Markdown asks for it."""
    return EvidenceExtension(**options)


class _Page:
    """The marks of the page that one Markdown object is converting; it may convert several, one by one."""

    def __init__(self, md: Markdown, open_page: OpenPage, has_terms: bool) -> None:
        self.md = md
        self._open_page = open_page
        self._has_terms = has_terms
        self.pattern = add_to(md, {AFTER_INLINE: self._render, AFTER_HEADINGS: self._place})
        self._shown: dict[Element, str] = {}
        """Each mark's element in the tree, with what comes in its place."""
        self._scope: Scope | None = None

    def reset(self) -> None:
        self.pattern.reset()
        self._shown = {}
        self._scope = None

    def _render(self, root: Element) -> None:
        """Renders the marks in the order of the page, and adds the list of what they cite."""
        elements = list(root.iter(TAG))
        if not elements and not self._has_terms:
            return
        scope, has_list = self._open_page()
        self._scope = scope
        self._shown = {element: self._html(element, scope) for element in elements}
        if has_list and (references := scope.references()):
            # A heading of the page, so that the engine's table of contents has it, with an id that is free.
            SubElement(root, "h2").text = scope.renderer.labels["ui"]["references"]
            SubElement(root, "p").text = self.md.htmlStash.store(str(references))

    def _place(self, root: Element) -> None:
        for parent in list(root.iter()) if self._shown else ():
            _replace(parent, self._shown)
        if self._scope is not None:
            link_terms(root, self._term, self._scope.terms)
        self.reset()

    def _term(self, address: str, words: str) -> str:
        """The link to a term as what stands for it until the end; as an element, an engine would look for its file."""
        return str(self.md.htmlStash.store(Markup('<a href="{}">{}</a>').format(address, words)))

    def _html(self, element: Element, scope: Scope) -> str:
        mark, typed = self.pattern.marks[int(element.get("n", ""))]
        if scope.knows(mark):
            return str(self.md.htmlStash.store(str(scope.mark(mark))))
        log.warning("%s leads nowhere and is shown as typed", typed)
        return typed


def _replace(parent: Element, shown: dict[Element, str]) -> None:
    """Puts text in the place of the children of `parent` that are marks."""
    before: Element | None = None
    for child in list(parent):
        if child not in shown:
            before = child
            continue
        text = shown[child] + (child.tail or "")
        if before is None:
            parent.text = (parent.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        parent.remove(child)


# --- stores of its own ---------------------------------------------------------------------


@lru_cache(maxsize=1)
def _renderer(settings: Settings, stamp: tuple[Any, ...]) -> Renderer:
    """The renderer of a site, made once until one of its files changes."""
    site = build.prepare(settings)
    if site.prose is None:
        raise StoresAreBroken(f"{count_line(site.diagnostics)} in {settings.root}:\n{render_text(site.diagnostics)}")
    return site.prose("").renderer


def _stamp(root: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, times and sizes of the files that the stores consist of."""
    folders = [path for name in ("claims", "studies", "content", "overrides") for path in (root / name).rglob("*")]
    files = [path for path in (*folders, *root.glob("references.*")) if path.is_file()]
    return tuple(sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files))

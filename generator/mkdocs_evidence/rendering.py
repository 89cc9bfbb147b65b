"""The Jinja environment, the look-up of a site's own templates, and the numbering of citations.

Autoescaping is always on, undefined names are errors, and no template ever comes from a store.
A site replaces a template by one of the same name in overrides/evidence/; it can extend ours
under the name `shipped/…` and replace a single block.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from markupsafe import Markup

from . import codes
from .addresses import REFERENCES, reference_anchor
from .citations import Citation
from .diagnostics import Diagnostics, Location
from .identifiers import doi_url
from .labels import Labels
from .library import Library
from .pages import Heading, Page
from .prose import render_block, render_inline
from .references import authors_line, imprint, short
from .reporters import printable
from .settings import Settings
from .sources import read_text
from .yaml_problems import nearest

ANCHOR = re.compile(r'\sid="([^"]+)"')
HEADING = re.compile(r'<h([123]) id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
UNCLOSED = re.compile(r"innermost block that needs to be closed is '(\w+)'")
"""How Jinja says at the end of a template that a block is still open."""
BLOCKS = frozenset({"autoescape", "block", "call", "filter", "for", "if", "macro", "with"})
"""Jinja's statements that a statement of the same name with `end` before it closes."""


class Renderer:
    """Templates to pages of one site. Formats each reference once."""

    def __init__(self, library: Library, labels: Labels, settings: Settings, diagnostics: Diagnostics) -> None:
        self.library = library
        self.labels = labels
        self.settings = settings
        self.diagnostics = diagnostics
        self._formatted: dict[str, Markup] = {}
        self._broken: set[str] = set()

    @cached_property
    def environment(self) -> Environment:
        shipped = PackageLoader(__package__, "templates")
        own = FileSystemLoader(self.settings.overrides)
        environment = Environment(
            loader=ChoiceLoader([own, shipped, PrefixLoader({"shipped": shipped})]),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,  # a renderer lives for one build
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(labels=self.labels, ui=self.labels["ui"])
        environment.filters["day"] = self.labels.date
        environment.filters["printable"] = printable
        return environment

    def page(self, template: str, address: str, title: str, /, **values: Any) -> Page | None:
        """The page that `template` makes, or None where the template cannot be used.

        Reports `template-error` with the template's file and line, once a template.
        """
        body = self.fragment(template, address, **values)
        if body is None:
            return None
        headings = tuple(
            Heading(int(level), anchor, str(Markup(TAGS.sub("", text)).unescape()).strip())
            for level, anchor, text in HEADING.findall(body)
        )
        return Page(address, title, str(body), headings, frozenset(ANCHOR.findall(body)))

    def fragment(self, template: str, address: str, /, **values: Any) -> Markup | None:
        """The HTML that `template` makes for the page at `address`, or None (see `page`)."""
        if template in self._broken:
            return None
        scope = _Scope(self, address)
        try:
            html = self.environment.get_template(template).render(**scope.names(), **values)
        except Exception as error:  # a template of a site can raise anything
            self._broken.add(template)
            self._report(error, template)
            return None
        return Markup(html)

    def _report(self, error: Exception, template: str) -> None:
        """Reports `template-error`, or `not-utf-8` where a site's own template is in another encoding."""
        if isinstance(error, UnicodeDecodeError):
            for path in sorted(self.settings.overrides.rglob("*.*")):
                if path.is_file() and path.read_bytes() == error.object:
                    read_text(path, path.relative_to(self.settings.root).as_posix(), self.diagnostics)
                    return
        where, message = _place(error, template, self.settings)
        match error:
            case TemplateNotFound():
                message = f"there is no template `{error.name}`"
                hint = self._template_like(str(error.name)) or "put it into overrides/evidence/, or take one of ours"
            case TemplateSyntaxError() if opened := self._unclosed(error):
                line, tag = opened
                where, message = Location(where.path, line), f"`{{% {tag} %}}` is opened here and not closed"
                hint = f"add `{{% end{tag} %}}` where it ends"
            case UndefinedError():
                hint = "look into the shipped template of the same name: it shows which values there are"
            case RecursionError():
                message, hint = (
                    "it includes or extends itself without end",
                    "remove the line that names the template itself",
                )
            case TemplateSyntaxError():
                hint = "look at this line and the one above it; Jinja's documentation lists what can stand there"
            case _:
                hint = "look at this line of the template"
        self.diagnostics.report(codes.TEMPLATE_ERROR, where, message.removesuffix("."), hint=hint)

    def _template_like(self, name: str) -> str:
        """ "did you mean …?" with the template whose last name is nearest, or an empty string."""
        names = self.environment.list_templates(extensions=["html"])
        named = {Path(one).stem: one for one in names if one.startswith("shipped/") == name.startswith("shipped/")}
        return nearest(Path(name).stem, list(named), lambda stem: named[stem])

    def _unclosed(self, error: TemplateSyntaxError) -> tuple[int, str] | None:
        """Line and name of the innermost block that a template leaves open, or None where that is not the error."""
        wanted = UNCLOSED.search(error.message or "")
        if wanted is None or error.source is None:
            return None
        opened: list[tuple[int, str]] = []
        before = ""
        for line, kind, value in self.environment.lex(error.source):
            if kind == "whitespace":
                continue
            if before == "block_begin" and value.startswith("end") and opened:
                opened.pop()
            elif before == "block_begin" and value in BLOCKS:
                opened.append((line, value))
            before = kind
        return next((block for block in reversed(opened) if block[1] == wanted[1]), None)

    def reference(self, key: str) -> Markup:
        """One reference as the list of references shows it; the same for every page."""
        if key not in self._formatted:
            reference = self.library.references[key]
            html = self.environment.get_template("partial/reference.html").render(
                reference=reference,
                authors=authors_line(reference),
                imprint=imprint(reference),
                doi_url=doi_url(reference.doi) if reference.doi else "",
                retracted=self.library.standing(key).retracted,
                concern=self.library.standing(key).concern,
            )
            self._formatted[key] = Markup(html)
        return self._formatted[key]


class _Scope:
    """What a template can call while one page is made: links from here, citations numbered here."""

    def __init__(self, renderer: Renderer, address: str) -> None:
        self.renderer = renderer
        self.up = "../" * address.count("/")
        self.numbers: dict[str, int] = {}

    def names(self) -> Mapping[str, Any]:
        return {
            "link": self.link,
            "cite": self.cite,
            "block": lambda text: render_block(text, self._cite_group),
            "inline": lambda text: render_inline(text, self._cite_group),
            "cited": self.cited,
            "short": lambda key: short(self.renderer.library.references[key]),
            "reference_link": lambda key: self.link(f"{REFERENCES}#{reference_anchor(key)}"),
            "reference_anchor": reference_anchor,
            "reference": self.renderer.reference,
        }

    def link(self, address: str) -> str:
        """The relative address of a page of this site."""
        return f"{self.up}{address}" or "./"

    def cite(self, key: str) -> Markup:
        """A citation of one reference, outside prose."""
        return self._cite_group((Citation(key),))

    def cited(self) -> list[tuple[int, str]]:
        """Number and key of everything cited so far on this page, in order."""
        return [(number, key) for key, number in self.numbers.items()]

    def _cite_group(self, citations: tuple[Citation, ...]) -> Markup:
        library = self.renderer.library
        shown = [
            {
                "key": citation.key,
                "locator": citation.locator,
                "number": self.numbers.setdefault(citation.key, len(self.numbers) + 1),
                "title": short(library.references[citation.key]),
                "standing": library.standing(citation.key),
            }
            for citation in citations
        ]
        template = self.renderer.environment.get_template("partial/citation.html")
        return Markup(template.render(citations=shown, reference_anchor=reference_anchor).strip())


def _place(error: Exception, template: str, settings: Settings) -> tuple[Location, str]:
    """Where in which template an error arose, and what it says."""
    name, line = template, 1
    if isinstance(error, TemplateSyntaxError):
        name, line = error.filename or error.name or template, error.lineno
    else:
        trace = error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file.endswith((".html", ".svg", ".xml")):
                name, line = file, trace.tb_lineno
            trace = trace.tb_next
    path = Path(name)
    if path.is_absolute():
        name = path.relative_to(settings.root).as_posix() if path.is_relative_to(settings.root) else _shipped(path)
    kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    return Location(name, line), f"{kind}{error}"


def _shipped(path: Path) -> str:
    """The name of one of our own templates, without the folder it is installed in."""
    parts = path.parts
    return "/".join(parts[parts.index(__package__) :]) if __package__ in parts else path.name

"""The Jinja environment, the look-up of a site's own templates, and the citations of each page.

Autoescaping is always on, undefined names are errors, and no template ever comes from a store.
A site replaces a template by one of the same name in overrides/evidence/; it can extend ours
under the name `shipped/…` and replace a single block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
from markupsafe import Markup, escape

from . import codes, views
from .addresses import (
    GLOSSARY,
    REFERENCES,
    citation_anchor,
    claim_address,
    content_address,
    reference_anchor,
    term_anchor,
)
from .appraisal import Appraisal
from .citations import Citation, EmbeddedBadge, Mark, letters
from .content import ContentPage
from .diagnostics import Diagnostics, Location
from .glossary import FirstUses, Terms, Use
from .identifiers import doi_url
from .labels import LANGUAGE, Labels
from .library import Library
from .pages import Heading, Page
from .prose import render_block, render_inline
from .references import authors_line, imprint
from .reporters import printable
from .settings import Settings
from .sources import read_text
from .yaml_problems import nearest

ANCHOR = re.compile(r'\sid="([^"]+)"')
CITED_AT = re.compile(r'\sid="cite-([^"]+)-(\d+)"')
HEADING = re.compile(r'<h([123]) id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
TAGS = re.compile(r"<[^>]+>")
CODE_SPAN = re.compile(r"`([^`]+)`")
UNCLOSED = re.compile(r"innermost block that needs to be closed is '(\w+)'")
"""How Jinja says at the end of a template that a block is still open."""
BLOCKS = frozenset({"autoescape", "block", "call", "filter", "for", "if", "macro", "with"})
"""Jinja's statements that a statement of the same name with `end` before it closes."""


@dataclass(frozen=True, slots=True)
class CitingPage:
    """A page and the places on it at which one reference is cited."""

    title: str
    address: str
    places: tuple[tuple[str, str], ...] = ()
    """Letter and anchor of each; empty where the page mentions the reference without a citation."""


class Renderer:
    """Templates to pages of one site. Formats each reference once, and knows which page cites what."""

    def __init__(
        self,
        library: Library,
        labels: Labels,
        settings: Settings,
        diagnostics: Diagnostics,
        appraisals: Mapping[str, Appraisal] | None = None,
    ) -> None:
        self.library = library
        self.labels = labels
        self.settings = settings
        self.diagnostics = diagnostics
        self.appraisals = appraisals or {}
        self.citing: dict[str, list[CitingPage]] = {}
        """Citation key to the pages rendered so far that cite it."""
        self.using: dict[str, list[CitingPage]] = {}
        """Id of a term to the pages rendered so far that lead to it in the glossary, without content pages."""
        self._formatted: dict[str, Markup] = {}
        self._broken: set[str] = set()

    @cached_property
    def cards(self) -> dict[str, views.ClaimCard]:
        """Every claim as lists and badges show it, by id."""
        today = self.settings.today
        return {id: views.claim_card(a, self.library, self.labels, today) for id, a in self.appraisals.items()}

    @cached_property
    def terms(self) -> Terms:
        """The spellings of every term that is linked where it is used."""
        return Terms({id: term.spellings for id, term in self.library.glossary.items() if term.linked})

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
        environment.filters["inside"] = self.labels.inside
        environment.filters["in_evidence"] = self.in_evidence
        environment.filters["evidence_within"] = self.evidence_within
        environment.filters["in_english"] = self.in_english
        environment.filters["day"] = self.labels.date
        environment.filters["partial_date"] = self.labels.partial_date
        environment.filters["printable"] = printable
        environment.filters["code_spans"] = code_spans
        return environment

    def page(
        self, template: str, address: str, title: str, /, prose: ContentPage | None = None, **values: Any
    ) -> Page | None:
        """The page that `template` makes, or None where the template cannot be used.

        `prose` is what a host will put into the page's slot: it is numbered first, and what it cites
        stands in the page's list of references. Reports `template-error` with the template's file and
        line, once a template.
        """
        scope = Scope(self, _up(address), prose)
        body = self._fragment(template, scope, values)
        if body is None:
            return None
        self._note(title, address, [*scope.cited_in_prose, *CITED_AT.findall(body)])
        for term in scope.first_uses.linked:
            self.using.setdefault(term, []).append(CitingPage(title, address))
        headings = tuple(
            Heading(int(level), anchor, str(Markup(TAGS.sub("", text)).unescape()).strip())
            for level, anchor, text in HEADING.findall(body)
        )
        return Page(address, title, str(body), headings, frozenset(ANCHOR.findall(body)))

    def fragment(self, template: str, address: str, /, **values: Any) -> Markup | None:
        """The HTML that `template` makes for the page at `address`, or None (see `page`)."""
        return self._fragment(template, Scope(self, _up(address)), values)

    def content_page(self, page: ContentPage) -> None:
        """Notes what a content page cites; its text is rendered by the host, with `prose`."""
        address = content_address(page.path, self.settings.directory_urls)
        self._note(page.title, address, Scope(self, _up(address), page).cited_in_prose)

    def prose(self, address: str) -> Scope:
        """What a host needs to render the marks of the prose at `address`, numbered from 1."""
        return Scope(self, _up(address))

    def _note(self, title: str, address: str, places: Iterable[tuple[str, str]]) -> None:
        """Remembers the places, each a key and a number, at which a page cites."""
        numbers: dict[str, set[int]] = {}
        for key, number in places:
            numbers.setdefault(key, set()).add(int(number))
        for key, found in numbers.items():
            anchors = [citation_anchor(key, number) for number in sorted(found)]
            places_of_key = tuple((letters(position), anchor) for position, anchor in enumerate(anchors))
            self.citing.setdefault(key, []).append(CitingPage(title, address, places_of_key))

    def _fragment(self, template: str, scope: Scope, values: Mapping[str, Any]) -> Markup | None:
        if template in self._broken:
            return None
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

    def in_evidence(self, text: str, tag: str = "span") -> str:
        """A text of the stores, marked with its language where that is not the page's; else as it is."""
        return self._in_language(self.settings.evidence_language, text, tag)

    def evidence_within(self, text: str, parts: Iterable[str]) -> str:
        """A plain text in which those parts that are words of the stores are marked with their language, each once."""
        left = [part for part in parts if part]
        pattern = "|".join(map(re.escape, sorted(left, key=len, reverse=True)))
        html = Markup()
        for piece in re.split(f"({pattern})", text) if left else [text]:
            if piece in left:
                left.remove(piece)
                html += self.in_evidence(piece)
            else:
                html += piece
        return html

    def in_english(self, text: str) -> str:
        """The same for what the check says, which is English on every site."""
        return self._in_language(LANGUAGE, text)

    def _in_language(self, language: str, text: str, tag: str = "span") -> str:
        if not text or language == self.settings.language:
            return text
        # English is the only language of what the check says, and runs from left to right.
        way = self.labels.of_evidence.script_direction if language == self.settings.evidence_language else "ltr"
        turned = Markup("") if way == self.labels.script_direction else Markup(' dir="{}"').format(way)
        return Markup('<{tag} lang="{lang}"{turned}>{text}</{tag}>').format(
            tag=tag, lang=language, turned=turned, text=text
        )

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
                paid_by=views.paid_by(key, self.library, self.labels),
                cited_by=views.claims_citing(key, self.library, self.labels),
            )
            self._formatted[key] = Markup(html)
        return self._formatted[key]


def code_spans(text: str) -> Markup:
    """`text` for HTML, escaped, with what stands between two backticks as code."""
    return Markup(CODE_SPAN.sub(r"<code>\1</code>", str(escape(text))))


class Scope:
    """What can be called while one page is made: links from here, marks numbered and anchored here."""

    def __init__(self, renderer: Renderer, up: str, prose: ContentPage | None = None) -> None:
        self.renderer = renderer
        self.library = renderer.library
        self.up = up
        """What leads from this page to the site's root: `../../`, or an address that ends with a slash."""
        self.numbers: dict[str, int] = {}
        self._places: Counter[str] = Counter()
        self._has_locators = any(citation.locator for citation, _ in (prose.citations if prose else ()))
        known = [citation.key for citation, _ in (prose.citations if prose else ())]
        self.cited_in_prose = [(key, str(self._number(key)[1])) for key in known if key in self.library.references]
        """Key and place of each citation in the page's prose, which comes before everything else."""
        self.first_uses = FirstUses(renderer.terms)

    def names(self) -> Mapping[str, Any]:
        return {
            "link": self.link,
            "cite": self.cite,
            "cite_by_name": self.cite_by_name,
            "block": lambda text: self.renderer.in_evidence(render_block(text, self.mark, self.terms), "div"),
            "inline": lambda text: self.renderer.in_evidence(render_inline(text, self.mark, self.terms)),
            "explained": self.explained,
            "terms": self.plain,
            "cited": self.cited,
            "has_locators": lambda: self._has_locators,
            "short": self.library.short_names.__getitem__,
            "reference_link": lambda key: self.link(f"{REFERENCES}#{reference_anchor(key)}"),
            "reference_anchor": reference_anchor,
            "reference": self.renderer.reference,
            "notices_of": self.notices,
            "numbered": self.numbered,
        }

    @property
    def numbered(self) -> bool:
        return self.renderer.settings.citations == "numbers"

    def link(self, address: str) -> str:
        """The relative address of a page of this site."""
        return f"{self.up}{address}" or "./"

    def notices(self, key: str) -> list[views.Notice]:
        """What has happened to one publication, gravest first; mostly empty."""
        return views.notices(self.library.standing(key), key, self.renderer.labels)

    def knows(self, mark: Mark) -> bool:
        """True where everything that the mark names is there."""
        if isinstance(mark, EmbeddedBadge):
            return mark.claim in self.renderer.cards
        return all(citation.key in self.library.references for citation in mark)

    def mark(self, mark: Mark) -> Markup:
        """The citations of one bracket, or the badge of a claim, as HTML."""
        return self._badge(mark.claim) if isinstance(mark, EmbeddedBadge) else self._cite_group(mark)

    def terms(self, text: str) -> list[tuple[int, int, str]]:
        """What of a plain text, the next of the page, leads to the glossary: beginning, end and address of each."""
        return self._lead(self.first_uses.take(text))

    def plain(self, text: str) -> Markup:
        """Plain text as HTML, in which terms lead to the glossary."""
        parts, end = [], 0
        for start, stop, address in self.terms(text):
            parts += [escape(text[end:start]), Markup('<a href="{}">{}</a>').format(address, text[start:stop])]
            end = stop
        return Markup("").join([*parts, escape(text[end:])])

    def explained(self, text: str, term: str) -> str:
        """What the glossary says of a term, in which each other term leads to its entry once."""
        first = FirstUses(self.renderer.terms, term)
        html = render_block(text, self.mark, lambda plain: self._lead(first.take(plain)))
        return self.renderer.in_evidence(html, "div")

    def _lead(self, uses: Iterable[Use]) -> list[tuple[int, int, str]]:
        return [(use.start, use.end, self.link(f"{GLOSSARY}#{term_anchor(use.term)}")) for use in uses]

    def cite(self, key: str) -> Markup:
        """A citation of one reference, outside prose."""
        return self._cite_group((Citation(key),))

    def cite_by_name(self, key: str) -> Markup:
        """The same with the reference's name, which stands there once, whatever the style."""
        return self._cite_group((Citation(key),), named=True)

    def cited(self) -> list[dict[str, Any]]:
        """Everything cited so far on this page with the places that cite it: by number, or by name."""
        names = self.library.short_names
        by_name = sorted(self.numbers, key=lambda key: (names[key].casefold(), key))
        return [
            {
                "key": key,
                "number": self.numbers[key],
                "places": [(letters(n - 1), citation_anchor(key, n)) for n in range(1, self._places[key] + 1)],
            }
            for key in (self.numbers if self.numbered else by_name)
        ]

    def references(self) -> Markup:
        """The list of everything cited so far, without its heading; empty where nothing is."""
        template = self.renderer.environment.get_template("partial/reference_list.html")
        return Markup(template.render(**self.names()).strip()) if self.numbers else Markup()

    def _number(self, key: str) -> tuple[int, int]:
        """The number of a reference on this page, and how often it has been cited by now."""
        self._places[key] += 1
        return self.numbers.setdefault(key, len(self.numbers) + 1), self._places[key]

    def _badge(self, id: str) -> Markup:
        card = self.renderer.cards[id]
        template = self.renderer.environment.get_template("partial/embedded_badge.html")
        href = self.link(f"{claim_address(id)}#why" if card.badge.level else claim_address(id))
        return Markup(template.render(badge=card.badge, question=card.question, href=href).strip())

    def _cite_group(self, citations: tuple[Citation, ...], named: bool = False) -> Markup:
        template = self.renderer.environment.get_template("partial/citation.html")
        shown = [self._shown(citation) for citation in citations]
        html = template.render(citations=shown, named=named, numbered=self.numbered, reference_anchor=reference_anchor)
        return Markup(html.strip())

    def _shown(self, citation: Citation) -> dict[str, Any]:
        number, place = self._number(citation.key)
        self._has_locators |= bool(citation.locator)
        return {
            "key": citation.key,
            "locator": citation.locator,
            "number": number,
            "anchor": citation_anchor(citation.key, place),
            "name": self.library.short_names[citation.key],
            "standing": self.library.standing(citation.key),
        }


def _up(address: str) -> str:
    """What leads from the page at `address` to the site's root."""
    return "../" * address.count("/")


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

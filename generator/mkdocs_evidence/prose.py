"""Restricted Markdown of text fields: paragraphs, lists, emphasis, links, citations and badges of claims.

Everything else is shown as typed: no HTML, images, headings, code or tables. Turns text into
tokens (kept, since a text is first checked and then shown) and tokens into HTML. Which fields
hold such text is read from the models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Annotated, Any, get_args, get_origin
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup
from pydantic import BaseModel

from .citations import OPENING, Citation, EmbeddedBadge, Mark, mark_at, typed_at
from .identifiers import doi_url
from .model import RestrictedMarkdown, Stored
from .yaml_reader import Step

ALLOWED_SCHEMES = frozenset({"http", "https", "mailto", "doi"})

MarkRenderer = Callable[[Mark], Markup]
"""Turns what one bracket holds into HTML."""
TermFinder = Callable[[str], Sequence[tuple[int, int, str]]]
"""Finds in plain text what is to lead to the glossary: beginning, end and address of each, in order."""


def marks_in(text: str) -> Iterator[Mark]:
    """Every citation group and badge in `text`, in order."""
    for token in _bracketed(text):
        if token.type == "mark":
            yield token.meta["mark"]


def citations_in(text: str) -> Iterator[Citation]:
    """Every citation in `text`, in order."""
    for mark in marks_in(text):
        if not isinstance(mark, EmbeddedBadge):
            yield from mark


def malformed_marks_in(text: str) -> Iterator[str]:
    """What begins like a citation or badge and is none, as typed up to its end or 40 characters."""
    for token in _bracketed(text):
        if token.type == "opening":
            yield token.meta["typed"]


_LINK = re.compile(r"(?<!\\)\[(?:\\.|[^\[\]\\\n]|\n(?![ \t]*\n))*\]\(")
"""The text of a link up to where its address begins."""


def misplaced_marks_in(text: str) -> Iterator[tuple[int, str]]:
    """Each citation and badge in what is typed as the text of a link: which opening (from 0) it is, and as typed.

    Markdown has no links in links: all of it would be shown as typed.
    """
    if "](" not in text:
        return
    found = [
        (number, opening.start(), mark[1])
        for number, opening in enumerate(OPENING.finditer(text))
        if (mark := mark_at(text, opening.start()))
    ]
    without = text
    for _, start, end in found:
        without = f"{without[:start]}{'-' * (end - start)}{without[end:]}"
    links = [match.span() for match in _LINK.finditer(without)]
    for number, start, end in found:
        if any(begin < start and end < stop for begin, stop in links):
            yield number, text[start:end]


def refused_links_in(text: str) -> Iterator[str]:
    """Addresses of links whose scheme is not allowed, as typed where they stand in `text` as such."""
    for token in _bracketed(text):
        if token.type == "link_open" and not allowed_link(address := str(token.attrs["href"])):
            typed = unquote(address)  # letters beyond ASCII arrive encoded
            yield typed if address not in text and typed in text else address


def link_to(address: str) -> re.Pattern[str]:
    """What a link to `address` looks like in text as typed; its first group is the address."""
    return re.compile(rf"\]\(\s*<?({re.escape(address)})")


def allowed_link(address: str) -> bool:
    """True for an absolute address with one of the allowed schemes and without user or password."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname) and "@" not in parts.netloc and "\\" not in address
    return parts.scheme in ALLOWED_SCHEMES and bool(parts.path) and not parts.netloc


def _no_terms(text: str) -> Sequence[tuple[int, int, str]]:
    return ()


def render_block(text: str, mark: MarkRenderer, terms: TermFinder = _no_terms) -> Markup:
    """Paragraphs and lists as HTML."""
    tokens = [_with_terms(token, terms) if token.type == "inline" else token for token in _tokens(text)]
    return Markup(_renderer().render(tokens, _options(), {"mark": mark}))


def render_inline(text: str, mark: MarkRenderer, terms: TermFinder = _no_terms) -> Markup:
    """One line of HTML without a paragraph around it; several paragraphs are joined by a blank."""
    inline = [_with_terms(token, terms) for token in _tokens(text) if token.type == "inline"]
    parts = [_renderer().renderInline(token.children or [], _options(), {"mark": mark}) for token in inline]
    return Markup(" ".join(parts))


def plain_text(text: str) -> str:
    """The text on one line without its marks, citations and badges, and without the blanks that these leave."""
    words = render_block(text, lambda _: Markup()).striptags()
    return _LEFT_BLANK.sub("", " ".join(words.split()))


_LEFT_BLANK = re.compile(r" +(?=[.,;:)])")


# --- the fields that hold such text --------------------------------------------------------


def prose_in(record: Stored) -> tuple[tuple[tuple[Step, ...], str], ...]:
    """Every restricted-Markdown text in `record` and below, with its path as written in YAML."""
    if record._texts is None:  # every check of texts asks for them, and a record does not change
        record._texts = tuple(_prose_below(record, ()))
    return record._texts


def _prose_below(record: BaseModel, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    for name, key, is_prose in _plan(type(record)):
        yield from _prose_of(getattr(record, name), (*path, key), is_prose)


def _prose_of(value: Any, path: tuple[Step, ...], is_prose: bool) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(value, BaseModel):
        yield from _prose_below(value, path)
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _prose_of(item, (*path, position), is_prose)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _prose_of(item, (*path, key), is_prose)
    elif is_prose and isinstance(value, str):
        yield path, value


@cache
def _plan(kind: type[BaseModel]) -> tuple[tuple[str, str, bool], ...]:
    """Field name, name in YAML, and whether it holds prose, of the fields worth a look."""
    plan = []
    for name, info in kind.model_fields.items():
        is_prose = any(isinstance(mark, RestrictedMarkdown) for mark in info.metadata) or _holds_prose(info.annotation)
        if is_prose or _holds_records(info.annotation):
            plan.append((name, info.alias or name, is_prose))
    return tuple(plan)


def _holds_prose(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return any(isinstance(mark, RestrictedMarkdown) for mark in get_args(annotation)[1:])
    return any(_holds_prose(part) for part in get_args(annotation))


def _holds_records(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_records(part) for part in get_args(annotation))


# --- markdown-it ---------------------------------------------------------------------------


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False, "maxNesting": 20})
    parser.enable(["list", "emphasis", "link", "escape", "newline"])
    # Before `link`, or a citation with a locator would be read as the start of one.
    parser.inline.ruler.before("link", "mark", _mark_rule)
    # Every address becomes a link here; `refused_links_in` then names those that may not be one.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _mark_rule(state: StateInline, silent: bool) -> bool:
    """A citation or badge; a bracket that only begins like one stays text and can begin no link."""
    if OPENING.match(state.src, state.pos) is None:
        return False
    found = mark_at(state.src, state.pos)
    if not silent:
        token = state.push("mark" if found else "opening", "", 0)
        token.content = "["
        token.meta = {"mark": found[0]} if found else {"typed": typed_at(state.src, state.pos)}
    state.pos = found[1] if found else state.pos + 1
    return True


@lru_cache(maxsize=65_536)
def _tokens(text: str) -> Sequence[Token]:
    return _parser().parse(text)


def _bracketed(text: str) -> Iterator[Token]:
    """The tokens of a text in which marks and links may stand; a text without a bracket is not even read."""
    for token in _tokens(text) if "[" in text else ():
        yield from token.children or ()


def _options() -> Any:
    return _parser().options


@cache
def _renderer() -> RendererHTML:
    renderer = RendererHTML()
    rules: dict[str, Any] = renderer.rules  # bound methods by default; plain functions serve as well
    rules["mark"] = _render_mark
    rules["text"] = rules["opening"] = _render_text
    rules["link_open"] = _render_link_open
    return renderer


# --- terms ---------------------------------------------------------------------------------

_LINE_END = "softbreak"


def _with_terms(token: Token, terms: TermFinder) -> Token:
    """The inline token, or a copy of it in which terms are links; none within a link, and none over a mark."""
    children: list[Token] = []
    run: list[Token] = []  # text and line ends without anything else between
    depth, found = 0, False
    for child in token.children or ():
        if child.type in ("text", _LINE_END) and not depth:
            run.append(child)
            continue
        linked = _linked(run, terms)
        found |= linked is not run
        children += [*linked, child]
        run = []
        depth += (child.type == "link_open") - (child.type == "link_close")
    linked = _linked(run, terms)
    found |= linked is not run
    return token.copy(children=[*children, *linked]) if found else token


def _linked(run: list[Token], terms: TermFinder) -> list[Token]:
    """The run with a link around each term; itself where it has none."""
    text = "".join("\n" if token.type == _LINE_END else token.content for token in run)
    uses = terms(text) if text else ()
    tokens: list[Token] = []
    end = 0
    for start, stop, address in uses:
        opening = Token("term_open", "a", 1, attrs={"href": address})
        tokens += [*_text(text[end:start]), opening, *_text(text[start:stop]), Token("term_close", "a", -1)]
        end = stop
    return [*tokens, *_text(text[end:])] if uses else run


def _text(text: str) -> Iterator[Token]:
    """Tokens of plain text, its line ends as such."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Token(_LINE_END, "br", 0)
        if line:
            yield Token("text", "", 0, content=line)


_MINUS = re.compile(r"(?<![\w.-])-(?=\d)")
"""A hyphen typed for a minus: before a number, and after nothing that it could join to it."""


def _render_text(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return escapeHtml(_MINUS.sub("−", tokens[index].content))


def _render_mark(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return str(env["mark"](tokens[index].meta["mark"]))


def _render_link_open(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    address = str(tokens[index].attrs["href"])
    if not allowed_link(address):
        address = ""
    elif address.startswith("doi:"):
        address = doi_url(address.removeprefix("doi:"))
    return Markup('<a href="{}" rel="noopener">').format(address)

"""What readers search: claims, then studies, references, words explained and pages, as one file that the search loads.

The file holds what is shown of each (title, a line, the badge as the pages show it) and, for each word, where it
stands and how much it weighs there. Nothing in it depends on where the site lives. `assets/search.js` reads it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, ClassVar

from markupsafe import Markup

from . import addresses, views
from .checks import World
from .content_model import LISTS, Term
from .everyday_words import WordRules
from .labels import Labels
from .model import Claim
from .pages import Page
from .prose import plain_text
from .references import authors_line, imprint
from .rendering import TAGS, Renderer

KINDS = ("claim", "study", "reference", "term", "page")
"""What can be found, in the order in which results stand."""
TITLE, NAME, BODY = 3, 2, 1
"""How much a word weighs in what a thing is called or asked for, in what it is about, and in what is said of it."""
BRIEF = 4
"""In a title of fewer telling words than these each weighs more: "Does it work?" is about nothing else."""
MOST = 7
"""More than this no word weighs at one place, however often it stands there."""
LISTS_OF_ENTRIES = frozenset(map(addresses.list_address, LISTS)) - {addresses.GLOSSARY}
"""Pages whose entries are not found one by one."""
LEADS = (("questions", addresses.QUESTIONS), ("map", addresses.MAP))
"""Where the search leads whatever was typed: labels and addresses."""

Tree = list[Any]
"""An element: its name, its attributes, then texts and elements."""


@dataclass(slots=True)
class Entry:
    """One thing that can be found."""

    kind: str
    address: str
    """Below the site's root."""
    title: str
    line: str = ""
    """What is shown below the title; plain text."""
    badge: str = ""
    """HTML of ours; empty for all but claims."""
    flag: str = ""
    """What has happened to it, in a word, such as `retracted`."""
    words: list[tuple[int, str]] = field(default_factory=list)
    """Weight and text; the texts are searched and not shown."""


def search_index(world: World, labels: Labels, renderer: Renderer, pages: Iterable[Page]) -> bytes:
    """The index of a site as JSON; `pages` are those that were rendered."""
    entries = [
        *_claims(world, labels, renderer),
        *_studies(world, labels),
        *_references(world, labels),
        *_terms(world),
        *_pages(world, pages),
    ]
    return _written(entries, labels)


def _claims(world: World, labels: Labels, renderer: Renderer) -> Iterator[Entry]:
    library = world.library
    spellings = _Spellings(library.glossary.values(), WordRules.of(labels.of_evidence["search"]))
    for id, card in renderer.cards.items():
        claim = library.claims[id]
        badge = renderer.fragment("partial/found_badge.html", "", badge_of=card.badge)
        entry = Entry("claim", card.address, card.question, card.sentence, str(badge or ""))
        entry.words = [
            (TITLE, claim.question),
            *((TITLE, asked) for asked in claim.asked_as),
            (NAME, claim.claim),
            *((NAME, text) for text in _about(claim)),
            (BODY, card.sentence),
            (BODY, card.badge.words),
            *((BODY, plain_text(message)) for message in claim.key_messages),
        ]
        called = [text for weight, text in entry.words if weight >= NAME]
        entry.words += [(BODY, spelling) for spelling in spellings.others(called)]
        if comparison := library.comparison_of(claim):
            entry.words += [(BODY, comparison.population), (BODY, comparison.intervention.short)]
            entry.words.append((BODY, comparison.comparator.short))
        if category := library.categories.get(claim.category):
            entry.words.append((BODY, category.name))
        yield entry


def _about(claim: Claim) -> Iterator[str]:
    if claim.short:
        yield claim.short
    if claim.outcome:
        yield from (claim.outcome.name, claim.outcome.short)
    if claim.factor:
        yield claim.factor
    if claim.link:
        yield from (claim.link.start, claim.link.end)


def _studies(world: World, labels: Labels) -> Iterator[Entry]:
    library = world.library
    for study in library.studies.values():
        card = views.study_card(study, labels)
        yield Entry(
            "study",
            card.address,
            card.name,
            f"{card.kind}. {card.population}",
            flag=labels["publication"]["retracted"] if library.withdrawn(study) else "",
            words=[
                (TITLE, study.name),
                (NAME, " ".join(study.registrations)),
                (NAME, study.population),
                (BODY, card.kind),
                (BODY, " ".join(arm.name for arm in study.arms.values())),
                (BODY, " ".join((*study.run_by, *study.paid_by))),
            ],
        )


def _references(world: World, labels: Labels) -> Iterator[Entry]:
    library = world.library
    for key, reference in library.references.items():
        printed = imprint(reference)
        address = f"{addresses.REFERENCES}#{addresses.reference_anchor(key)}"
        shown = [authors_line(reference), " ".join(filter(None, (printed.container, printed.year)))]
        yield Entry(
            "reference",
            address,
            reference.title or library.short_names[key],
            ". ".join(filter(None, (part.rstrip(".") for part in shown))),
            flag=labels["publication"]["retracted"] if library.standing(key).retracted else "",
            words=[
                (TITLE, library.short_names[key]),
                (NAME, reference.title),
                (NAME, " ".join(reference.authors)),
                (BODY, f"{reference.container} {reference.year}"),
                (NAME, f"{reference.doi} {reference.pmid}"),
            ],
        )


def _terms(world: World) -> Iterator[Entry]:
    for term in world.library.glossary.values():
        meaning = plain_text(term.meaning)
        shown = f"{term.term}: {term.full}" if term.full else term.term
        yield Entry(
            "term",
            f"{addresses.GLOSSARY}#{addresses.term_anchor(term.id)}",
            shown,
            meaning,
            words=[*((TITLE, spelling) for spelling in term.spellings), (BODY, meaning)],
        )


class _Spellings:
    """The words explained, by each of their spellings: what one text calls so, others may ask for otherwise."""

    def __init__(self, terms: Iterable[Term], rules: WordRules) -> None:
        self.rules = rules
        self.by_first: defaultdict[str, list[tuple[tuple[str, ...], Term]]] = defaultdict(list)
        for term in terms:
            for spelling in term.spellings:
                if stems := tuple(rules.stems(spelling)):
                    self.by_first[stems[0]].append((stems, term))

    def others(self, texts: Iterable[str]) -> list[str]:
        """All spellings of each term that one of the texts names."""
        named: dict[str, Term] = {}
        for text in texts:
            stems = tuple(self.rules.stems(text))
            for start, stem in enumerate(stems):
                for spelling, term in self.by_first.get(stem, ()):
                    if stems[start : start + len(spelling)] == spelling:
                        named[term.id] = term
        return [spelling for term in named.values() for spelling in term.spellings]


def _pages(world: World, pages: Iterable[Page]) -> Iterator[Entry]:
    """Every page that is not there for one claim or study alone; of content pages, their words as well."""
    library, settings = world.library, world.settings
    single = {addresses.claim_address(id) for id in library.claims}
    single |= {addresses.study_address(id) for id in library.studies}
    prose = {
        addresses.content_address(page.path, settings.directory_urls): page
        for page in library.content.pages
        if page.path not in settings.unpublished and not page.path.startswith(addresses.CONTRIBUTE.rstrip("/"))
    }
    made = {page.address: page for page in pages}
    for address, page in made.items():
        for_authors = not page.searchable or address.startswith(addresses.CONTRIBUTE)
        if for_authors or address in single or address == addresses.QUESTIONS:
            continue
        yield Entry(
            "page",
            address,
            page.title,
            words=[
                (TITLE, page.title),
                *((BODY, text) for text in _said(page)),
                *([(BODY, prose[address].text)] if address in prose else []),
            ],
        )
    for address, page_of_prose in prose.items():
        if address not in made:
            title = page_of_prose.title
            yield Entry("page", address, title, words=[(TITLE, title), (BODY, page_of_prose.text)])


def _said(page: Page) -> Iterator[str]:
    """What nothing else that is found says: all that stands in a list of events and the like, else the headings."""
    if page.address in LISTS_OF_ENTRIES:
        yield str(Markup(TAGS.sub(" ", page.body)).unescape())
    else:
        yield from (heading.text for heading in page.headings)


def _written(entries: list[Entry], labels: Labels) -> bytes:
    words = labels["search"]
    rules = WordRules.of(labels.of_evidence["search"])
    trees: dict[str, int] = {}
    for entry in entries:
        if entry.badge:
            trees.setdefault(entry.badge, len(trees))
    weights: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        for weight, text in entry.words:
            stems = set(rules.stems(text))
            more = max(0, BRIEF - len(stems)) if weight == TITLE else 0
            for stem in stems:
                weights[stem][number] = min(MOST, weights[stem].get(number, 0) + weight + more)
    terms = sorted(weights)
    index = {
        "stop": sorted(rules.stop),
        "endings": sorted(rules.endings),
        "words": {name: text for name, text in words.items() if name not in ("stop", "endings")},
        "leads": [[labels["ui"][name], address] for name, address in LEADS],
        "found": labels["count"]["found"],
        "kinds": [labels["search_kinds"][kind] for kind in KINDS],
        "badges": [tree(badge) for badge in trees],
        "entries": [
            _row(KINDS.index(entry.kind), entry.address, entry.title, entry.line, trees.get(entry.badge), entry.flag)
            for entry in entries
        ],
        "terms": " ".join(terms),
        "places": [_places(weights[term]) for term in terms],
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _row(*values: object) -> list[object]:
    """The values without those at the end that say nothing."""
    row = list(values)
    while row[-1] in ("", None):
        row.pop()
    return row


def _places(weights: Mapping[int, int]) -> list[int]:
    """Where a word stands: for each place the steps from the one before times 8, plus its weight."""
    places, before = [], 0
    for number, weight in sorted(weights.items()):
        places.append((number - before) * (MOST + 1) + weight)
        before = number
    return places


class _Trees(HTMLParser):
    """HTML of ours to elements that a script can make without reading HTML."""

    VOID = frozenset({"br", "hr", "img", "wbr"})
    CAPITALS: ClassVar = {"viewbox": "viewBox"}
    """Names of attributes in which capitals count, as the parser gives them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Tree] = [["", {}]]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attributes)
        if tag not in self.VOID:
            self.open.append(self.open[-1][-1])

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.open[-1].append([tag, {self.CAPITALS.get(name, name): value or "" for name, value in attributes}])

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1][0] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].append(data)


def tree(html: str) -> list[Any]:
    """The texts and elements of `html`, which is well formed: an element is name, attributes, then what it holds."""
    parser = _Trees()
    parser.feed(html.strip())
    parser.close()
    return parser.open[0][2:]

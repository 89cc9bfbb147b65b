"""What was published: references made from the entries of a bibliography, and their parts as text.

The parts follow the Vancouver style (`Mitchell JM`), as biomedical journals print it. All of
it is plain text; templates escape it and decide what stands in italics. What is wrong with an
entry has been reported by `bibtex_rules.py` before; here a part that is missing is empty.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .bibtex_entry import Entry, Person, year_of
from .citations import letters
from .diagnostics import Location
from .identifiers import is_doi, normal_doi, safe_url

AUTHORS_SHOWN = 6
"""Names before `et al.` in a list of references, as the Vancouver style has it."""

CONTAINER_FIELDS = (
    "journal", "journaltitle", "booktitle", "institution", "school", "publisher", "howpublished",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """One publication, as pages show it. Every text is plain and may be empty."""

    key: str
    type: str
    """BibTeX's word for it: article, book, misc, techreport and so on."""
    title: str
    authors: tuple[str, ...]
    """Names ready to show; editors or an organization where nobody is named as author."""
    year: str
    container: str
    """Where it appeared: journal, book, institution or publisher."""
    volume: str
    number: str
    pages: str
    """A range has an en dash."""
    doi: str
    """In lower case, as DOIs are compared; empty where the field holds no DOI."""
    doi_shown: str
    """As its author typed it, without address or prefix."""
    pmid: str
    url: str
    """An http or https address that may be linked, or empty."""
    location: Location
    entry: Entry


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where a publication is found. A template joins the parts and sets the container apart."""

    container: str
    year: str
    volume: str
    number: str
    pages: str

    @property
    def place(self) -> str:
        """Volume, issue and pages: `27(6):1025–1033`; may be empty."""
        issue = f"({self.number})" if self.number else ""
        return ":".join(filter(None, (self.volume + issue, self.pages)))


def reference_from(entry: Entry) -> Reference:
    """The reference of an entry; never fails, also where fields are missing or wrong."""
    fields = entry.fields
    doi = normal_doi(fields.get("doi", ""))
    doi = doi if is_doi(doi) else ""
    pmid = fields.get("pmid", "")
    return Reference(
        key=entry.key,
        type=entry.type,
        title=fields.get("title", ""),
        authors=_authors(entry),
        year=year_of(entry),
        container=next((fields[name] for name in CONTAINER_FIELDS if fields.get(name)), ""),
        volume=fields.get("volume", ""),
        number=fields.get("number") or fields.get("issue", ""),
        pages=_range(fields.get("pages", "")),
        doi=doi.lower(),
        doi_shown=doi,
        pmid=pmid if pmid.isascii() and pmid.isdigit() else "",
        url=safe_url(fields.get("url", "")),
        location=entry.location,
        entry=entry,
    )


def short(reference: Reference) -> str:
    """The name by which text speaks of it: `Mitchell et al. 2021`, `Mithoefer and Wagner 2013`.

    Without people, the organization; without that, the title.
    """
    people, cut_short = _people(reference.entry)
    names = [_family(person) for person in people] or [reference.entry.organization or reference.title]
    who = f"{names[0]} et al." if len(names) > 2 or cut_short else " and ".join(names)
    return f"{who} {reference.year}".strip()


def short_names(references: Mapping[str, Reference]) -> dict[str, str]:
    """Citation key to short name; those that would be alike get a, b, … in the order of their keys."""
    alike: dict[str, list[str]] = defaultdict(list)
    for key in sorted(references):
        alike[short(references[key])].append(key)
    names = {}
    for name, keys in alike.items():
        for position, key in enumerate(keys):
            names[key] = _told_apart(name, references[key].year, position) if len(keys) > 1 else name
    return names


def _told_apart(name: str, year: str, position: int) -> str:
    return f"{name}{letters(position)}" if year else f"{name} ({letters(position)})".strip()


def authors_line(reference: Reference, limit: int = AUTHORS_SHOWN) -> str:
    """The first `limit` names separated by commas, then `et al.` if there are more.

    Editors who stand in for authors are marked as such. Raises `ValueError` for a limit below 1.
    """
    if limit < 1:
        raise ValueError("at least one name must be shown")
    people, cut_short = _people(reference.entry)
    shown = list(reference.authors[:limit])
    if cut_short or len(reference.authors) > limit:
        shown.append("et al.")
    if people and people == reference.entry.persons.get("editor") and "author" not in reference.entry.persons:
        shown.append("editor" if len(people) == 1 and not cut_short else "editors")
    return ", ".join(shown)


def imprint(reference: Reference) -> Imprint:
    """Container, year, volume, issue and pages."""
    return Imprint(reference.container, reference.year, reference.volume, reference.number, reference.pages)


def display_name(person: Person) -> str:
    """Family name and initials, `van der Kolk BA`; an organization's name as it is."""
    if person.is_group:
        return person.name
    return " ".join(filter(None, (_family(person), initials(person.given), person.suffix.rstrip("."))))


def initials(given: str) -> str:
    """The initials of given names without full stops or hyphens: `Jean-Pierre A.` → `JPA`.

    Letters that already are initials (`JM`) stay; particles in small letters are passed over.
    """
    words = re.split(r"[\s.\-‐–]+", given)
    if len(words) == 1 and given.isupper() and len(given) <= 3:
        return given
    names = [word for word in words if word[:1].isupper()] or [word for word in words if word]
    return "".join(word[0].upper() for word in names)


def _people(entry: Entry) -> tuple[tuple[Person, ...], bool]:
    """Those who stand for the publication, and whether more are left unnamed."""
    for role in ("author", "editor"):
        if people := entry.persons.get(role):
            return people, role in entry.cut_short
        if role == "author" and entry.organization:
            break
    return (), False


def _authors(entry: Entry) -> tuple[str, ...]:
    people, _ = _people(entry)
    if people:
        return tuple(map(display_name, people))
    return (entry.organization,) if entry.organization else ()


def _family(person: Person) -> str:
    """The family name without full stops (`Ot'alora G.` → `Ot'alora G`), a group's name as it is."""
    return person.name if person.is_group else re.sub(r"\.(?=\s|$)", "", person.family)


def _range(pages: str) -> str:
    """`115-125` with an en dash; article numbers such as `e2023-4` stay as they are."""
    return re.sub(r"\A([A-Za-z]?\d+) ?- ?([A-Za-z]?\d+)\Z", r"\1–\2", pages)

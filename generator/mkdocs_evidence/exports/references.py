"""References for reference managers: CSL-JSON and RIS. (BibTeX is the store itself, byte for byte.)

A retraction stands in the title as well, as RP-45 of NISO asks for: other programs keep titles and drop notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..bibtex_entry import Person
from ..library import Library
from ..references import Reference

RETRACTED = "RETRACTED: "
TYPES = {
    "article": ("article-journal", "JOUR"),
    "book": ("book", "BOOK"), "booklet": ("book", "BOOK"), "collection": ("book", "BOOK"),
    "proceedings": ("book", "BOOK"), "manual": ("book", "BOOK"),
    "inbook": ("chapter", "CHAP"), "incollection": ("chapter", "CHAP"),
    "inproceedings": ("paper-conference", "CPAPER"), "conference": ("paper-conference", "CPAPER"),
    "mastersthesis": ("thesis", "THES"), "phdthesis": ("thesis", "THES"), "thesis": ("thesis", "THES"),
    "report": ("report", "RPRT"), "techreport": ("report", "RPRT"),
    "dataset": ("dataset", "DATA"), "software": ("software", "COMP"), "patent": ("patent", "PAT"),
    "electronic": ("webpage", "ELEC"), "online": ("webpage", "ELEC"), "www": ("webpage", "ELEC"),
    "unpublished": ("manuscript", "UNPB"),
}  # fmt: skip
"""BibTeX's types to those of CSL 1.0.2 and RIS."""
OTHER = ("document", "GEN")
OF_PUBLISHERS = ("book", "report", "thesis", "dataset", "software", "manuscript", "document", "webpage")
"""Types of CSL that stand for themselves: who published them is no container."""


def csl_json(library: Library) -> bytes:
    """Every reference as an item of CSL-JSON, by key."""
    items = [_item(library.references[key], library) for key in sorted(library.references)]
    return (json.dumps(items, ensure_ascii=False, indent=1) + "\n").encode()


def ris(library: Library) -> bytes:
    """Every reference as a record of RIS, by key. UTF-8: the format has no way to say so."""
    lines = [line for key in sorted(library.references) for line in _record(library.references[key], library)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _item(reference: Reference, library: Library) -> dict[str, Any]:
    kind, entry = TYPES.get(reference.type, OTHER)[0], reference.entry
    item: dict[str, Any] = {"id": reference.key, "type": kind, "title": _title(reference, library)}
    for role in ("author", "editor"):
        if people := [_name(person) for person in entry.persons.get(role, ())]:
            item[role] = people
    if "author" not in item and entry.organization:
        item["author"] = [{"literal": entry.organization}]
    if when := _issued(reference):
        item["issued"] = when
    fields = {
        "publisher" if kind in OF_PUBLISHERS else "container-title": reference.container,
        "volume": reference.volume,
        "issue": reference.number,
        "page": reference.pages.replace("–", "-"),
        "DOI": reference.doi_shown,
        "PMID": reference.pmid,
        "URL": reference.url,
        "note": "; ".join(_notes(reference, library)),
    }
    return item | {name: value for name, value in fields.items() if value}


def _record(reference: Reference, library: Library) -> Iterator[str]:
    entry = reference.entry
    kind, type = TYPES.get(reference.type, OTHER)
    yield f"TY  - {type}"
    if "author" not in entry.persons and entry.organization:
        yield f"AU  - {entry.organization}"
    for role, tag in (("author", "AU"), ("editor", "ED")):
        for person in entry.persons.get(role, ()):
            yield f"{tag}  - {_in_line(person)}"
    several = reference.pages.count("–") > 1  # `1–3, 7–9`: no first and last page
    first, _, last = (reference.pages, "", "") if several else reference.pages.partition("–")
    year = reference.year[:4]
    for tag, value in (
        ("TI", _title(reference, library)),
        ("PB" if kind in OF_PUBLISHERS else "T2", reference.container),
        ("PY", year if year.isdigit() else ""),
        ("VL", reference.volume),
        ("IS", reference.number),
        ("SP", first),
        ("EP", last),
        ("DO", reference.doi_shown),
        ("AN", reference.pmid),
        ("UR", reference.url),
        ("ID", reference.key),
    ):
        if value:
            yield f"{tag}  - {' '.join(value.split())}"
    for note in _notes(reference, library):
        yield f"N1  - {note}"
    yield "ER  - "


def _title(reference: Reference, library: Library) -> str:
    retracted = library.standing(reference.key).retracted
    return f"{RETRACTED}{reference.title}" if retracted else reference.title


def _notes(reference: Reference, library: Library) -> Iterator[str]:
    standing = library.standing(reference.key)
    if standing.record:
        yield f"publication status: {standing.status.value}"
    if standing.corrections:
        yield "corrected since"
    for record in standing.unconfirmed:
        yield f"reported as {record.status.value}; not confirmed"
    if reference.entry.cut_short:
        yield "not all names are listed"
    if not reference.year[:4].isdigit() and reference.year:
        yield reference.year


def _issued(reference: Reference) -> dict[str, Any] | None:
    date = reference.entry.fields.get("date", "") or reference.year[:4]
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):
        return {"date-parts": [[int(part) for part in date.split("-")]]}
    return None


def _name(person: Person) -> dict[str, str]:
    if person.is_group:
        return {"literal": person.name}
    parts = {"family": person.family, "given": person.given, "suffix": person.suffix}
    return {name: value for name, value in parts.items() if value}


def _in_line(person: Person) -> str:
    """`Family, Given, Suffix`; a group's name as it is."""
    return ", ".join(filter(None, (person.family, person.given, person.suffix))) if person.family else person.name

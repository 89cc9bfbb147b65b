"""What an entry of the bibliography must say, and what it must not: the rules of references.bib.

How an entry is read stands in `bibtex_reader.py`; a rule reports what a page could not be honest with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from difflib import get_close_matches
from functools import partial

from . import codes
from .bibtex_entry import Entry
from .diagnostics import Code, Diagnostic, Diagnostics, Related
from .identifiers import is_doi, normal_doi, safe_url

PMID = re.compile(r"[0-9]{1,9}")
YEAR = re.compile(r"[12][0-9]{3}[a-z]?|in press|forthcoming", re.IGNORECASE)
DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")

BORROWING_FIELDS = ("crossref", "xdata")
ENTRY_TYPES = (
    "article", "book", "booklet", "collection", "conference", "dataset", "electronic", "inbook",
    "incollection", "inproceedings", "manual", "mastersthesis", "misc", "online", "patent",
    "periodical", "phdthesis", "proceedings", "report", "software", "techreport", "thesis",
    "unpublished", "www",
)  # fmt: skip


def report_content(
    entry: Entry, diagnostics: Diagnostics, *, named: Container[str] = (), is_key: Callable[[str], bool] = bool
) -> None:
    """What is missing in an entry or wrong; of the roles in `named` people stand there, if unreadably.

    `is_key` says whether an entry with a key stands in the file.
    """
    borrows = [name for name in BORROWING_FIELDS if name in entry.fields]
    for name in borrows:
        message, hint = _borrowing(name, entry.fields[name], entry.key, is_key)
        diagnostics.report(codes.BIB_CROSSREF, entry.name_at(name), message, hint=hint)
    if entry.complete and not borrows:
        _report_missing(entry, diagnostics, named)
    _report_identifiers(entry, diagnostics)
    if entry.type not in ENTRY_TYPES:
        near = get_close_matches(entry.type[:100], ENTRY_TYPES, n=1)
        diagnostics.report(
            codes.BIB_UNKNOWN_TYPE,
            entry.type_at or entry.location,
            f"`@{entry.type[:100]}` is no usual type of entry",
            hint=f"write `@{near[0]}`, if that is meant" if near else "write `@misc` where no other type fits",
        )


def _borrowing(name: str, source: str, key: str, is_key: Callable[[str], bool]) -> tuple[str, str]:
    """Message and hint for a field that borrows from the entry `source`."""
    if source.lower() == key.lower():
        return f"`{name}` leads to the entry itself", f"remove `{name}`"
    if not is_key(source):
        return f"`{name}` leads to `{source[:100]}`, which is no entry", f"remove `{name}`"
    hint = f"copy what is needed from `{source[:100]}` into this entry, and remove `{name}`"
    return f"`{name}` is not supported", hint


def _report_missing(entry: Entry, diagnostics: Diagnostics, named: Container[str]) -> None:
    """At the field that is empty or misspelt, or else at the entry's key."""
    has = {name for name, value in entry.fields.items() if value} | set(entry.persons)
    wanted = {
        "title": ("title",),
        "year": ("year", "date"),
        "author, editor or organization": ("author", "editor", "organization"),
    }
    unused = [name for name in entry.fields if name not in ("month", "note", "keywords")]
    for what, names in wanted.items():
        if not has.isdisjoint(names) or any(name in named for name in names):
            continue
        near = [close for name in names for close in get_close_matches(name, unused, n=1, cutoff=0.75)]
        misspelt = next((close for close in near if close not in names), None)
        empty = next((name for name in names if name in entry.names), None)
        if misspelt:
            place, hint = entry.name_at(misspelt), f"is `{misspelt}` meant as `{names[0]}`?"
        elif empty:
            place, hint = entry.name_at(empty), f"write a value: {empty} = {{…}}"
        else:
            place, hint = entry.location, f"add {names[0]} = {{…}}"
        diagnostics.report(codes.BIB_MISSING_FIELD, place, f"`{entry.key}` has no {what}", hint=hint)


def _report_identifiers(entry: Entry, diagnostics: Diagnostics) -> None:
    for name, code, is_good, what, expected, hint in _IDENTIFIERS:
        value = entry.fields.get(name, "")
        if value and not is_good(value):
            message = f"`{value[:100]}` is no {what}: {expected} expected"
            mended = _mended_pmid(value) if name == "pmid" else ""
            diagnostics.report(code, entry.at(name), message, hint=mended or hint)


def _mended_pmid(value: str) -> str:
    """The hint for a number that stands in the wrong field or has its name before it."""
    if re.fullmatch(r"PMC[0-9]{1,9}", value, re.IGNORECASE):
        return f"write pmcid = {{{value.upper()}}} in place of it; pmid is PubMed's own number"
    number = re.fullmatch(r"(?:pmid[:\s]*|https?://\S+[/=])([0-9]{1,9})/?", value, re.IGNORECASE)
    return f"write pmid = {{{number[1]}}}" if number else ""


_IDENTIFIERS: tuple[tuple[str, Code, Callable[[str], object], str, str, str], ...] = (
    ("year", codes.BIB_BAD_YEAR, YEAR.fullmatch, "year", "four digits such as 2023 are",
     "write the year of publication, or `in press`"),
    ("date", codes.BIB_BAD_YEAR, DATE.fullmatch, "date", "2023-09-14, 2023-09 or 2023 is",
     "write the date of publication"),
    ("doi", codes.BIB_BAD_DOI, lambda text: is_doi(normal_doi(text)), "DOI",
     "something like 10.1038/s41591-023-02565-4 is",
     "copy it from the publisher's page, or remove the field"),
    ("pmid", codes.BIB_BAD_PMID, PMID.fullmatch, "PMID", "one to nine digits are",
     "copy the number from PubMed, or remove the field"),
    ("url", codes.BIB_BAD_URL, safe_url, "address that may be linked", "one that begins with https:// is",
     "copy the address from the browser, or remove the field"),
)  # fmt: skip


def report_twins(entries: Mapping[str, Entry], diagnostics: Diagnostics) -> None:
    """`bib-twin-doi` and `bib-twin-pmid` at the later of two entries, once for the same two."""
    by_doi = _twins(entries.values(), lambda entry: normal_doi(entry.fields.get("doi", "")).lower())
    diagnostics.report_alike(by_doi, partial(_are_twins, codes.BIB_TWIN_DOI, "doi", "DOI"))
    told = {(entry.key, other.key) for entry, other in by_doi}
    by_pmid = [
        (entry, other) for entry, other in _twins(entries.values(), _pmid) if (entry.key, other.key) not in told
    ]
    diagnostics.report_alike(by_pmid, partial(_are_twins, codes.BIB_TWIN_PMID, "pmid", "PMID"))


def _pmid(entry: Entry) -> str:
    """The number without zeros in front; empty where it is none."""
    value = entry.fields.get("pmid", "")
    return value.lstrip("0") if PMID.fullmatch(value) else ""


def _twins(entries: Iterable[Entry], identifier: Callable[[Entry], str]) -> list[tuple[Entry, Entry]]:
    """Each entry whose identifier an earlier one has, with that one."""
    first: dict[str, Entry] = {}
    return [
        (entry, other)
        for entry in entries
        if (id := identifier(entry)) and (other := first.setdefault(id, entry)) is not entry
    ]


def _are_twins(code: Code, field: str, name: str, twins: tuple[Entry, Entry]) -> Diagnostic:
    entry, other = twins
    return Diagnostic(
        code,
        entry.at(field),
        f"`{entry.key}` has the same {name} as `{other.key}`",
        f"if both are the same publication, keep one and cite that; otherwise correct one {name}",
        (Related(other.at(field), f"the {name} of `{other.key}`"),),
    )

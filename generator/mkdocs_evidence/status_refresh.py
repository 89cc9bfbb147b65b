"""Looking up again what has happened to what is cited: new records below those that are there, and a new snapshot.

What people wrote stays as it is. A record is never taken out: where it is not found any more, that is told.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from .crossref import Crossref, Event, UnknownWork, is_same
from .diagnostics import Diagnostics, EvidenceError
from .library import Library
from .model import Claim, StatusFile, StatusRecord, Study
from .references import Reference
from .retraction_watch import Table
from .retraction_watch import read as read_table
from .together import CannotWriteAll, write_together
from .yaml_reader import read_yaml


class CannotRefresh(EvidenceError):
    """The status file cannot be brought up to date; nothing was written."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up gave."""

    source: str
    """Where was looked and what could not be, in sentences."""
    looked_up: frozenset[str]
    """The DOIs, in lower case, about which the source can say something."""
    events: tuple[Event, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The status file as it will stand, and what a person has to know of it."""

    text: str
    new: tuple[Event, ...]
    lines: tuple[str, ...]
    """What is told."""


def cited_dois(library: Library) -> dict[str, str]:
    """DOI (lower case) to citation key of everything cited, in the order of the keys.

    Where a file cannot be read, nobody knows what it cites: then it is every entry of the bibliography.
    """
    return {
        reference.doi: key
        for key, reference in sorted(library.references.items())
        if reference.doi and (key in library.cited or library.unread)
    }


def from_crossref(client: Crossref, library: Library) -> Found:
    """Asks a server for every cited DOI. Raises `LookupFailed` where one could not be asked."""
    dois = cited_dois(library)
    unknown: list[str] = []
    events: list[Event] = []
    for doi in dois:
        try:
            events += client.events(doi)
        except UnknownWork:
            unknown.append(doi)
    if dois and len(unknown) == len(dois):
        raise CannotRefresh(f"{client.base} knows none of the {len(dois)} DOIs cited here; is it the right address?")
    source = (
        f"{_counted(len(dois) - len(unknown), 'DOI')} cited here were looked up at {client.base}, "
        "in what each work says of its updates (with those from Retraction Watch) and in the notices that name it."
    )
    if unknown:
        source += f" Not known there or not possible to ask for, and so not checked: {', '.join(unknown)}."
    return Found(source + _without_doi(library), frozenset(dois) - set(unknown), tuple(events))


def from_table(path: Path, library: Library, today: date) -> Found:
    """Looks every cited DOI up in a copy of the Retraction Watch data. Raises `BadTable`."""
    dois = cited_dois(library)
    table: Table = read_table(path, dois.keys(), today)
    newest = f", whose newest notice is of {table.newest}" if table.newest else ""
    rows = f"{table.rows:,} row{'' if table.rows == 1 else 's'}"
    source = (
        f"{_counted(len(dois), 'DOI')} cited here were looked up in a copy of the Retraction Watch data "
        f"({rows}{newest}). What happened after the copy was made is not in it."
    )
    notes = [f"{_counted(table.unread, 'row')} about what is cited had an unknown nature"] if table.unread else []
    return Found(source + _without_doi(library), frozenset(dois), table.events, tuple(notes))


def refreshed(text: str, name: str, found: Found, library: Library, today: date) -> Refreshed:
    """The status file's new text. Raises `CannotRefresh` where its layout leaves no place for it.

    Comments, order and every record stay; only the snapshot's two values change, and new records come last.
    """
    old = _read(text, name)
    if old.snapshot.date and old.snapshot.date > today:
        raise CannotRefresh(f"{name}: the snapshot is of {old.snapshot.date}, which is after {today}")
    known = [(record, _event(record)) for record in old.records]
    new, seen_again, differing = list[Event](), set[int](), list[str]()
    for event in found.events:
        if event.date and event.date > today:
            event = Event(event.doi, event.status, None, event.notice, event.index)
        same = [place for place, (_, is_known) in enumerate(known) if _matches(event, is_known)]
        seen_again.update(same)
        if not same:
            new.append(event)
        for place in same[:1]:
            differing += _differences(known[place][0], event)
    written = _with_snapshot(text, name, today, found.source)
    written = _with_records(written, name, new, today)
    _prove(written, name, old, new, today)
    gone = [
        f"{record.doi}: {record.status}, recorded as seen on {record.seen}, is not found there; the record stays"
        for place, (record, _) in enumerate(known)
        if place not in seen_again and record.doi.lower() in found.looked_up
    ]
    return Refreshed(written, tuple(new), tuple(_told(new, gone, [*differing, *found.notes], old, library, found)))


def write(path: Path, content: bytes) -> None:
    """Replaces the file at once or not at all. Raises `CannotRefresh`."""
    try:
        write_together({path: content})
    except CannotWriteAll as error:
        raise CannotRefresh(str(error)) from None


# --- what is the same ----------------------------------------------------------------------


def _event(record: StatusRecord) -> Event:
    return Event(record.doi.lower(), record.status, record.date, (record.notice or "").lower(), "")


def _matches(event: Event, known: Event) -> bool:
    """As `is_same`; a grave event whose notice was not recorded is the same on any day, as indexes differ on it."""
    grave = event.status != "corrected" and not (event.notice and known.notice)
    return (event.doi, event.status) == (known.doi, known.status) if grave else is_same(event, known)


def _differences(record: StatusRecord, event: Event) -> list[str]:
    told = []
    if event.notice and not record.notice:
        told.append(f"{record.doi}: {record.status}; the notice is {event.notice}, and none is recorded")
    if event.date and record.date and event.date != record.date:
        told.append(f"{record.doi}: {record.status}; recorded for {record.date}, found for {event.date}")
    return told


# --- the file ------------------------------------------------------------------------------


def _read(text: str, name: str) -> StatusFile:
    problems = Diagnostics()
    document = read_yaml(text, name, problems)
    if document is None or problems.errors:
        raise CannotRefresh(f"{name} cannot be read; mend it first (`evidence check` says where)")
    try:
        return StatusFile.model_validate(document.plain())
    except ValidationError:
        raise CannotRefresh(f"{name} has a problem; mend it first (`evidence check` says where)") from None


def _block(lines: list[str], key: str) -> tuple[int, int] | None:
    """The lines of a top-level field: the first, and the one after its last that is more than blank or comment."""
    first = next((n for n, line in enumerate(lines) if re.match(rf"{key}[ \t]*:(\s|$)", line)), None)
    if first is None:
        return None
    end = last = first + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t#" or re.match(r"-(\s|$)", lines[end])):
        end += 1
        if lines[end - 1].strip() and lines[end - 1][0] != "#":
            last = end
    return first, last


def _with_snapshot(text: str, name: str, today: date, source: str) -> str:
    lines = text.split("\n")
    place = _block(lines, "snapshot")
    if place is None:
        raise CannotRefresh(f"{name}: `snapshot:` does not begin a line; write it so")
    first, last = place
    comments = [line for line in lines[first:last] if line.lstrip().startswith("#")]
    folded = textwrap.wrap(source, 96, break_long_words=False, break_on_hyphens=False)
    new = ["snapshot:", *comments, f"  date: {today}", "  source: >-", *(f"    {line}" for line in folded)]
    return "\n".join(lines[:first] + new + lines[last:])


def _with_records(text: str, name: str, new: Iterable[Event], today: date) -> str:
    items = [_item(event, today) for event in new]
    if not items:
        return text
    lines = text.rstrip("\n").split("\n")
    place = _block(lines, "records")
    if place is None:
        lines.append("records:")
        place = len(lines) - 1, len(lines)
    first, last = place
    if re.fullmatch(r"records[ \t]*:[ \t]*\[\s*\][ \t]*(#.*)?", lines[first]):
        lines[first] = "records:"
    dash = next((re.match(r" *(?=- )", line) for line in lines[first + 1 : last] if re.match(r" *- ", line)), None)
    indent = dash.group() if dash else "  "
    added = [indent + line for item in items for line in item]
    return "\n".join(lines[:last] + added + lines[last:]) + "\n"


def _item(event: Event, today: date) -> list[str]:
    lines = [f"- doi: {_plain(event.doi)}", f"  status: {event.status}"]
    lines += [f"  date: {event.date}"] if event.date else []
    lines += [f"  seen: {today}"]
    lines += [f"  notice: {_plain(event.notice)}"] if event.notice else []
    basis = (f"    {line}" for line in textwrap.wrap(_basis(event, today), 92))
    return [*lines, "  basis: >-", *basis, "  confirmed: false"]


def _basis(event: Event, today: date) -> str:
    return f"Listed by {event.index}, looked up on {today}. Nobody has read the notice yet."


def _plain(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9][\w .,/()+-]*", text, re.ASCII) else json.dumps(text)


def _prove(text: str, name: str, old: StatusFile, new: list[Event], today: date) -> None:
    """Reads the new text back; raises `CannotRefresh` where it says anything but what was meant."""
    try:
        read = _read(text, name)
    except CannotRefresh:
        read = None
    kept = read is not None and read.records[: len(old.records)] == old.records
    added = [_event(record) for record in read.records[len(old.records) :]] if read else []
    meant = [Event(event.doi, event.status, event.date, event.notice, "") for event in new]
    if not kept or added != meant or read is None or read.snapshot.date != today:
        raise CannotRefresh(f"{name}: its layout leaves no place for what was found; write each record as `- doi: …`")


# --- what is told --------------------------------------------------------------------------


def _told(
    new: list[Event], gone: list[str], notes: list[str], old: StatusFile, library: Library, found: Found
) -> list[str]:
    lines = [found.source, ""]
    lines += [f"{_counted(len(new), 'new record')}, not confirmed: a person reads the notice, says so under `basis`,"
              " and sets `confirmed: true`." if new else "Nothing new."]  # fmt: skip
    for event in new:
        notice = f", notice {event.notice}" if event.notice else ""
        lines.append(f"  {event.doi}: {event.status} {event.date or '(no date)'}{notice}")
    for heading, said in (("Recorded and not found", gone), ("To look at", notes)):
        lines += ["", heading, *(f"  {line}" for line in said)] if said else []
    waiting = {event.doi: str(event.status) for event in new}
    waiting |= {r.doi.lower(): str(r.status) for r in old.records if not r.confirmed and r.doi.lower() not in waiting}
    claims = _claims(waiting, library)
    if claims:
        lines += ["", "Claims that need a person"]
        lines += [f"  {claim}: {doi} is listed as {waiting[doi]}" for claim, doi in claims]
    return lines


def _claims(dois: Iterable[str], library: Library) -> list[tuple[str, str]]:
    """Claim and DOI, wherever a claim mentions the publication or lists a study that does."""
    found = set()
    for doi in dois:
        for reference in library.references.values():
            if reference.doi == doi:
                found |= {(claim, doi) for claim in _mentioning(reference, library)}
    return sorted(found)


def _mentioning(reference: Reference, library: Library) -> set[str]:
    claims = set()
    for record in library.citing.get(reference.key, ()):
        if isinstance(record, Claim):
            claims.add(record.id)
        elif isinstance(record, Study):
            claims |= {claim.id for claim in library.claims_by_study.get(record.id, ())}
    return claims


def _without_doi(library: Library) -> str:
    keys = sorted(k for k, reference in library.references.items() if k in library.cited and not reference.doi)
    return f" Without a DOI, and so not checked: {_counted(len(keys), 'publication')}." if keys else ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

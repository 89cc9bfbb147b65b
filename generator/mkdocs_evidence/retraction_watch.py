"""A copy of the Retraction Watch data to events: a CSV file from elsewhere, read row by row."""

from __future__ import annotations

import codecs
import csv
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from .crossref import Event, clean_doi, merged
from .diagnostics import EvidenceError
from .vocabulary import StatusEvent

LIMIT = 500_000_000
"""Bytes of the file; the copy of 2025 has about 60 million."""
CELL = 200_000
"""Characters of one cell; an unclosed quote makes the rest of the file one."""

NATURES = {
    "retraction": StatusEvent.RETRACTED,
    "expression of concern": StatusEvent.CONCERN,
    "correction": StatusEvent.CORRECTED,
    "reinstatement": StatusEvent.REINSTATED,
}
COLUMNS = ("OriginalPaperDOI", "RetractionDOI", "RetractionDate", "RetractionNature")


class BadTable(EvidenceError):
    """The file is no copy of the Retraction Watch data that can be read to its end."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a copy says about the publications that were asked for."""

    events: tuple[Event, ...]
    rows: int
    newest: date | None
    """The newest day of any notice in it, which says how old the copy is."""
    unread: int
    """Rows about publications that were asked for, of a nature that is not known here."""


def read(path: Path, dois: Collection[str], today: date) -> Table:
    """The rows about `dois` (lower case). UTF-8, with or without a mark, or Windows-1252. Raises `BadTable`."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise BadTable(f"{path.name} is no regular file")
        if about.st_size > LIMIT:
            raise BadTable(f"{path.name} has more than {LIMIT:,} bytes")
        with path.open("rb") as file:
            encoding = _encoding(file)
            file.seek(0)
            # Windows-1252 leaves five bytes undefined; a name with one of them is no reason to lose a retraction.
            errors = "strict" if encoding == "utf-8-sig" else "replace"
            with TextIOWrapper(file, encoding, errors=errors, newline="") as text:
                return _table(text, path.name, dois, today)
    except OSError as error:
        raise BadTable(f"{path.name} cannot be read: {error.strerror}") from None


def _encoding(file: IO[bytes]) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while part := file.read(1_000_000):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _table(text: IO[str], name: str, dois: Collection[str], today: date) -> Table:
    before = csv.field_size_limit(CELL)
    rows, newest, unread, found = 0, None, 0, list[Event]()
    try:
        for doi, notice, day_text, nature in _cells(text, name):
            rows += 1
            day = _day(day_text)
            if day and day <= today and (newest is None or day > newest):
                newest = day
            doi = clean_doi(doi)
            if doi not in dois:
                continue
            status = NATURES.get(" ".join(nature.lower().split()))
            if status is None:
                unread += 1
                continue
            found.append(Event(doi, status, day, clean_doi(notice, doi), "Retraction Watch"))
    finally:
        csv.field_size_limit(before)
    if not rows:
        raise BadTable(f"{name} holds no row, so it would say that nothing has happened to anything")
    return Table(tuple(merged(found)), rows, newest, unread)


def _cells(text: IO[str], name: str) -> Iterator[tuple[str, str, str, str]]:
    """The four columns that are used, of each row. Raises `BadTable` at a row that has not all of them."""
    reader = csv.reader(text, strict=True)
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        if missing := [column for column in COLUMNS if column.lower() not in head]:
            raise BadTable(f"{name} has no column {missing[0]}: is it a copy of the Retraction Watch data?")
        original, notice, day, nature = (head.index(column.lower()) for column in COLUMNS)
        longest = max(original, notice, day, nature)
        for row in reader:
            if not row:
                continue
            if len(row) <= longest:
                raise BadTable(f"{name}:{reader.line_num}: a row ends too early; is the file whole?")
            yield row[original].strip(), row[notice].strip(), row[day].strip(), row[nature]
    except csv.Error as error:
        raise BadTable(f"{name}:{reader.line_num}: the file cannot be read as CSV ({error})") from None


def _day(text: str) -> date | None:
    """`8/10/2024 0:00` (month first, as the copies have it) or `2024-08-10`."""
    first = text.split(" ")[0].split("T")[0]
    try:
        if "/" in first:
            month, day, year = (int(part) for part in first.split("/"))
            return date(year, month, day)
        return date.fromisoformat(first)
    except ValueError:
        return None

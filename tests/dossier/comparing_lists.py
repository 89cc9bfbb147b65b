"""The figures and dates of the lists in content/, each held against the records of what its entry cites.

A figure has to be stated in a record that is cited in its entry, or in a study of the claims that the entry names. A
date has to be one that such a record states to the day, month or year: the date of the entry itself, and each day that
a text names ("26 August"). What comes from elsewhere stands in `elsewhere.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mkdocs_evidence.diagnostics import Location
from mkdocs_evidence.yaml_reader import Document, Mapping, Scalar, Sequence, scalars

from .comparing import Compared, Difference, Excused, Figure, amounts_of
from .comparing_prose import keys_cited
from .records import Record, record

DATES = ("date", "status_date")
"""Fields of an entry that are a date."""
NO_TEXT = {"id", "cites", "claims", "kind", "verdict", "status", "key", "body", "registration", *DATES}
"""Fields that say nothing in words."""
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
IN_WORDS = re.compile(rf"(?:(\d{{1,2}}) )?\b({'|'.join(SHORT)})[a-z]*(?: (\d{{4}}))?(?![a-z])")
Date = tuple[str, str, str]
"""Year, month and day in figures without zeros in front; empty where one is not said."""


def dates_in(text: str) -> Iterator[Date]:
    """Every date that a text names with a month: `2024-06-04`, `4 June`, `June 2022`."""
    for match in ISO.finditer(text):
        yield match[1], match[2].removeprefix("0"), (match[3] or "").removeprefix("0")
    for match in IN_WORDS.finditer(text):
        if match[1] or match[3]:
            yield match[3] or "", str(SHORT[match[2]]), match[1] or ""


def fits(said: Date, stated: Date) -> bool:
    """Whether a date agrees with one of a record, which is at least as exact."""
    return all(not ours or ours == theirs for ours, theirs in zip(said, stated, strict=True))


def compare_list(document: Document, studies: dict[str, frozenset[Decimal]], excused: Excused) -> Compared:
    """Every figure and date of a list; `studies` maps a claim's id to the amounts in the studies of its evidence."""
    found = Compared()
    assert isinstance(document.root, Sequence)
    for entry in document.root.items:
        assert isinstance(entry, Mapping)
        _compare_entry(document, entry, studies, excused, found)
    return found


def _compare_entry(
    document: Document, entry: Mapping, studies: dict[str, frozenset[Decimal]], excused: Excused, found: Compared
) -> None:
    plain = dict(scalars(entry))
    name = plain[("id",)].text
    keys = {node.text for path, node in plain.items() if path[0] == "cites"}
    keys |= {key for node in plain.values() for key in keys_cited(node.text)}
    records = [one for key in sorted(keys) if (one := record(key)) is not None]
    amounts = frozenset[Decimal]().union(*(one.amounts for one in records))
    amounts = amounts.union(*(studies[node.text] for path, node in plain.items() if path[0] == "claims"))
    dates = [date for one in records for date in _dated(_said(one))]

    def tell(path: tuple[object, ...], text: str, at: Location, problem: str) -> None:
        figure = Figure((name, *map(str, path)), text, at)
        found.figures += 1
        if problem and not excused(figure):
            found.differences.append(Difference(figure, problem))

    cited = f"that is cited: {', '.join(sorted(keys))}"
    for path, node in plain.items():
        if path[0] in DATES:
            said = next(dates_in(node.text), (node.text, "", ""))
            borne_out = any(fits(said, date) for date in dates)
            tell(path, node.text, _place(document, node), "" if borne_out else f"is no date of a record {cited}")
        elif path[0] not in NO_TEXT:
            days = {(date[2], date[1]): date for date in dates_in(node.text)}
            for (day, month), said in days.items():
                at = _place(document, node)
                text = f"{day} {MONTHS[int(month) - 1]}".strip()
                borne_out = any(fits(said, date) for date in dates)
                tell(path, text, at, "" if borne_out else f"is no date of a record {cited}")
            for text, amount, at, _ in amounts_of(document, node):
                dated = text.isdigit() and any(text in (date[0], date[2]) for date in days.values())
                if not dated:
                    tell(path, text, at, "" if amount in amounts else f"stands in no record {cited}")


def _dated(text: str) -> Iterator[Date]:
    """Every date that a record names; one without a year is of the year named last: "2022-06 … on 22 June"."""
    last = ""
    for year, month, day in dates_in(text):
        last = year or last
        yield last, month, day


def _said(one: Record) -> str:
    """What a record says, without the addresses it was read at: a path in one may look like a date."""
    return "\n".join(line for line in one.words.split("\n") if "http" not in line)


def _place(document: Document, node: Scalar) -> Location:
    return Location(document.name, node.line, node.column)

"""The dates and figures of the lists in content/ are those of the records that they cite."""

from __future__ import annotations

import re
from functools import cache

import pytest

from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.yaml_reader import Document, read_yaml

from .comparing import Compared
from .comparing_lists import compare_list, dates_in
from .elsewhere import Elsewhere, elsewhere
from .test_claims import CLAIMS, known
from .test_studies import PROJECT

LISTS = ("timeline", "positions", "misreadings", "trials")


def read(name: str, text: str | None = None) -> Document:
    path = PROJECT / "content" / f"{name}.yml"
    document = read_yaml(text or path.read_text(encoding="utf-8"), f"content/{name}.yml", Diagnostics())
    assert document is not None
    return document


@cache
def studies() -> dict[str, frozenset]:
    return {path.stem: known(path).amounts for path in CLAIMS}


def compared(name: str, text: str | None = None, aside: Elsewhere | None = None) -> Compared:
    return compare_list(read(name, text), studies(), (aside or elsewhere("content/")).excuses)


@pytest.mark.parametrize("name", LISTS)
def test_every_date_and_figure_is_borne_out(name: str) -> None:
    assert [str(one) for one in compared(name).differences] == []


def test_there_is_much_to_compare() -> None:
    assert sum(compared(name).figures for name in LISTS) > 150


def test_every_entry_of_the_list_is_needed() -> None:
    aside = elsewhere("content/")
    for name in LISTS:
        compared(name, aside=aside)
    assert aside.unused() == []


BOTH_STATED = {"2024-08-08: 08 changed to 09"}
"""A record states both days: the letter of 8 August was announced on the 9th."""


@pytest.mark.parametrize("name", ["timeline", "positions"])
def test_every_changed_part_of_a_date_is_found(name: str) -> None:
    """Of the day, month or year in which something is said to have happened."""
    text = read(name).text
    missed = set()
    for match in re.finditer(r"^  (?:status_)?date: ([\d-]+)$", text, re.MULTILINE):
        for part in re.finditer(r"\d+", match[1]):
            instead = f"{int(part[0]) + 1:0{len(part[0])}}"
            at = match.start(1) + part.start()
            if not compared(name, text[:at] + instead + text[at + len(instead) :]).differences:
                missed.add(f"{match[1]}: {part[0]} changed to {instead}")
    assert missed - BOTH_STATED == set()


@pytest.mark.parametrize(
    ("name", "said", "instead"),
    [
        ("timeline", "2 yes, 9 no", "2 yes, 8 no"),
        ("timeline", "26 August", "27 August"),
        ("positions", "14 to 1", "13 to 1"),
        ("misreadings", "d 0.91", "d 0.97"),
        ("misreadings", "4 June 2024", "4 July 2024"),
        ("trials", "people: 80", "people: 81"),
    ],
)
def test_a_false_figure_or_day_is_found(name: str, said: str, instead: str) -> None:
    text = read(name).text
    assert text.count(said) >= 1
    assert len(compared(name, text.replace(said, instead, 1)).differences) == 1


def test_dates_are_read_as_they_are_written() -> None:
    assert list(dates_in("2017-08-16, and 4 June 2024 or 26 August; in June 2022. It may be 9 yes.")) == [
        ("2017", "8", "16"),
        ("2024", "6", "4"),
        ("", "8", "26"),
        ("2022", "6", ""),
    ]

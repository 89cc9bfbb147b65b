"""A page as one record for reference managers: whole, and with nothing in it that a text could smuggle in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from mkdocs_evidence.bibtex_reader import read_bibliography
from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.exports.page_citation import bibtex, ris
from mkdocs_evidence.quoting import Record

ADDRESS = "https://example.org/file/claims/sleep/#h-2026-11-01"
CLAIM = Record("sleep", "Does rest help?", "en", date(2026, 11, 1), "Low certainty, as of 1 November 2026.", "It may.")
STUDY = Record("alpha", "ALPHA: what was done and found", "en")
NASTY = Record(
    "sleep", "100 % of {a} & b_c \\input{x}\nER  - \nTY  - BOOK #1", "en", shows="Line\r\nUR  - https://else.example/"
)


def test_ris() -> None:
    """Type first, end last, a tag a line; sure and since when stand beside what is shown."""
    assert ris(CLAIM, "A file", ADDRESS).split("\r\n") == [
        "TY  - ELEC",
        "TI  - Does rest help?",
        "T2  - A file",
        "PB  - A file",
        "PY  - 2026",
        "DA  - 2026/11/01",
        "AB  - It may. Low certainty, as of 1 November 2026.",
        "N1  - Low certainty, as of 1 November 2026.",
        "LA  - en",
        f"UR  - {ADDRESS}",
        "ER  - ",
        "",
    ]


def test_page_without_a_rating() -> None:
    """No day and no abstract are made up."""
    assert re.findall("(?m)^(?:PY|DA|AB|N1)", ris(STUDY, "A file", ADDRESS)) == []
    assert bibtex(STUDY, "A file", ADDRESS).startswith("@misc{alpha,\n")


def test_text_with_breaks_and_tags() -> None:
    """It stays in its line and opens no other record."""
    lines = ris(NASTY, "A file", ADDRESS).split("\r\n")
    tags = [line[:6] for line in lines if line]
    assert tags == ["TY  - ", "TI  - ", "T2  - ", "PB  - ", "AB  - ", "LA  - ", "UR  - ", "ER  - "]
    assert all("\n" not in line for line in lines)


@pytest.mark.parametrize("record", [CLAIM, STUDY, NASTY], ids=["claim", "study", "nasty"])
def test_bibtex_is_read_back(tmp_path: Path, record: Record) -> None:
    """As one entry with the same title and address; nothing in a text is a command."""
    (tmp_path / "page.bib").write_text(bibtex(record, "A file", ADDRESS), encoding="utf-8")
    entries = read_bibliography(tmp_path / "page.bib", "page.bib", Diagnostics())
    assert len(entries) == 1
    entry = next(iter(entries.values()))
    assert re.sub(r"\s+", " ", entry.fields["title"]) == " ".join(record.title.split())
    assert entry.fields["url"] == ADDRESS

"""`evidence cite`: what is asked, the entry that is written, and what is refused with the file as it was."""

from __future__ import annotations

from typing import Any

import pytest
from test_status_refresh import Server, send, server  # noqa: F401  (a fixture)

from mkdocs_evidence import citing
from mkdocs_evidence.bibtex_reader import read_bibliography
from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.references import reference_from

FILE = "references.bib"
DOI = "10.1000/new2020"
WORK: dict[str, Any] = {
    "type": "journal-article",
    "title": ["Rest &amp; sleep: a <i>randomised</i> trial of REST"],
    "author": [{"family": "Ot’alora G.", "given": "Marcela Ann"}, {"name": "The Rest and Sleep Group"}],
    "container-title": ["A Journal"],
    "published-print": {"date-parts": [[2020, 3]]},
    "issued": {"date-parts": [[2019, 12, 1]]},
    "volume": "7",
    "issue": "2",
    "page": "115-125",
}  # fmt: skip
ENTRY = """\
@article{otalorag2020,
  author = {Ot’alora G., M. A. and {The Rest and Sleep Group}},
  title = {Rest \\& sleep: a randomised trial of {REST}},
  journal = {A Journal},
  year = {2020},
  volume = {7},
  number = {2},
  pages = {115--125},
  doi = {10.1000/new2020}
}
"""


@pytest.fixture
def works(server: Server) -> Server:  # noqa: F811
    server.works[DOI] = WORK
    return server


def cite(world, server: Server, what: str, *more: str):  # noqa: F811
    return world.evidence("cite", what, "--crossref", server.address, "--pubmed", server.address, *more, day=None)


@pytest.mark.parametrize("typed", [DOI, "https://doi.org/10.1000/NEW2020.", "doi: 10.1000/New2020"])
def test_entry(world, works, typed):
    """At the end of the file, after a blank line; the file still passes its check."""
    before = world.read(FILE)
    result = cite(world, works, typed)
    assert result.exit_code == 0, result.output
    assert world.read(FILE) == before.rstrip("\n") + "\n\n" + ENTRY
    assert result.output == f"{ENTRY}references.bib: added otalorag2020\n"
    assert not [p for p in world.problems() if p.location.path == FILE and p.severity == "error"]


def test_line_ends_and_mark_stay(world, works):
    raw = b"\xef\xbb\xbf" + world.read(FILE).replace("\n", "\r\n").encode()
    world.write(FILE, raw)
    assert cite(world, works, DOI).exit_code == 0
    new = (world.root / FILE).read_bytes()
    assert new.startswith(raw.rstrip(b"\r\n"))
    assert new.count(b"\n") == new.count(b"\r\n")


def test_dry_run(world, works):
    before = world.read(FILE)
    assert ENTRY in cite(world, works, DOI, "--dry-run").output
    assert world.read(FILE) == before


@pytest.mark.parametrize(
    "typed", ["10.1000/ALPHA2020", "https://dx.doi.org/10.1000/alpha2020", "DOI:10.1000/alpha2020."]
)
def test_twice(world, works, typed):
    """What is there already is refused before anything is asked."""
    result = cite(world, works, typed)
    assert (result.exit_code, result.output) == (1, "references.bib has it already: alpha2020; nothing was written\n")
    assert works.asked == []


def test_pmid(world, works):
    """PubMed gives the DOI, and the number is kept."""
    answers = {"result": {"12": {"articleids": [{"idtype": "doi", "value": DOI.upper()}]}}}
    works.instead = lambda h: "/esummary.fcgi?db=pubmed&retmode=json&id=12" in h.path and send(h, 200, answers)
    assert cite(world, works, "PMID: 12").exit_code == 0
    assert f"  doi = {{{DOI}}},\n  pmid = {{12}}\n}}\n" in world.read(FILE)
    assert "has it already: otalorag2020" in cite(world, works, "12").output


@pytest.mark.parametrize(
    ("answer", "message"),
    [({"result": {"12": {"error": "x"}}}, "knows no PMID 12"), ({"result": {"12": {"articleids": []}}}, "no DOI for")],
)  # fmt: skip
def test_pmid_without_doi(world, works, answer, message):
    works.instead = lambda h: send(h, 200, answer)
    result = cite(world, works, "12")
    assert (result.exit_code, message in result.output) == (1, True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": []}, "no title"),
        ({"title": "x"}, "no title"),
        ({"title": ["x" * 3_000]}, "a text of 3,000 characters"),
        ({"author": []}, "names no author"),
        ({"author": [{"name": "x"}] * 1_001}, "names 1,001 authors"),
        ({"published-print": {}, "issued": {"date-parts": [[None]]}}, "no year"),
    ],
)
def test_too_little_or_too_much(world, works, change, message):
    before = world.read(FILE)
    works.works[DOI] = WORK | change
    result = cite(world, works, DOI)
    assert (result.exit_code, message in result.output) == (1, True), result.output
    assert world.read(FILE) == before


def test_unknown(world, works):
    result = cite(world, works, "10.1000/none")
    assert (result.exit_code, "knows no work 10.1000/none; nothing was written" in result.output) == (1, True)


def test_neither(world, works):
    assert cite(world, works, "10.1000").exit_code == 2


@pytest.mark.parametrize("key", ["x,}\n@book{y", "../x", "BETA2021"])
def test_keys_that_are_refused(world, works, key):
    before = world.read(FILE)
    assert cite(world, works, DOI, "--key", key).exit_code == 1
    assert world.read(FILE) == before


@pytest.mark.parametrize(
    "title",
    [r"\input{/etc/passwd} and \write18{x}", "} @book{x, title = {y", "100% of $5_a^b~c & #1",
     "a -- b --- c ''d'' ``e``",
     "p < 0.05 > q", "5-HT2A and the µ-receptor: naïve {curly", "trailing \\", "\u202eright to left\x00\x07"],
)  # fmt: skip
def test_hostile_titles(tmp_path, title):
    """Whatever a title holds, it comes back as that text, in one entry."""
    new = citing.citation(WORK | {"title": [title]}, DOI)
    raw = citing.appended(b"", FILE, new, "key")
    (tmp_path / FILE).write_bytes(raw)
    entries = read_bibliography(tmp_path / FILE, FILE, Diagnostics())
    assert list(entries) == ["key"]
    assert reference_from(entries["key"]).title == new.value("title")


@pytest.mark.parametrize(
    ("family", "taken", "key"),
    [("Høyer-Łuk", (), "hoyerluk2020"), ("van der Kolk", (), "vanderkolk2020"), ("王", (), "anonymous2020"),
     ("Müller", ("Muller2020",), "muller2020b"), ("A", ("a2020", "a2020b"), "a2020c")],
)  # fmt: skip
def test_keys(family, taken, key):
    assert citing.key_for(citing.citation(WORK | {"author": [{"family": family}]}, DOI), taken) == key

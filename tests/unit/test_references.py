"""References made from entries, and the parts in which pages show them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mkdocs_evidence.bibtex_entry import Person
from mkdocs_evidence.bibtex_reader import read_bibliography
from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.identifiers import doi_url
from mkdocs_evidence.references import (
    Imprint,
    Reference,
    authors_line,
    display_name,
    imprint,
    initials,
    reference_from,
    short,
    short_names,
)


@pytest.fixture
def reference(tmp_path: Path):
    """Makes the reference of one entry, given its fields as BibTeX."""

    def making(fields: str, type: str = "article") -> Reference:
        path = tmp_path / "references.bib"
        path.write_text(f"@{type}{{one,\n{fields}\n}}\n", encoding="utf-8")
        return reference_from(read_bibliography(path, path.name, Diagnostics())["one"])

    return making


def test_reference_of_a_full_entry(reference):
    """Every part is there; the DOI is in lower case and shown as typed."""
    one = reference(
        "title = {{MDMA}-assisted therapy}, author = {Mitchell, J. M. and van der Kolk, B.}, year = 2023,"
        "journal = {Nature Medicine}, volume = 29, number = 10, pages = {2473--2480},"
        "doi = {https://doi.org/10.1016/S2215-0366(18)30135-4.}, pmid = 37709999, url = {https://example.org/x}"
    )
    assert (one.key, one.type, one.title, one.year) == ("one", "article", "MDMA-assisted therapy", "2023")
    assert one.authors == ("Mitchell JM", "van der Kolk B")
    assert (one.doi, one.doi_shown) == ("10.1016/s2215-0366(18)30135-4", "10.1016/S2215-0366(18)30135-4")
    assert (one.pmid, one.url) == ("37709999", "https://example.org/x")
    assert imprint(one) == Imprint("Nature Medicine", "2023", "29", "10", "2473–2480")
    assert imprint(one).place == "29(10):2473–2480"
    assert str(one.location) == "references.bib:1:10"
    assert one.entry.fields["journal"] == "Nature Medicine"


def test_reference_of_an_entry_with_nothing_but_a_key(reference):
    """It has empty parts and raises nothing; what is missing was reported by the reader."""
    one = reference("")
    assert (one.title, one.authors, one.year, one.doi, one.url) == ("", (), "", "", "")
    assert (short(one), authors_line(one), imprint(one).place) == ("", "", "")


@pytest.mark.parametrize(
    ("fields", "part", "expected"),
    [
        ("doi = {11.1/x}", "doi", ""),
        ("doi = {javascript:alert(1)}", "doi", ""),
        ("pmid = {PMC1}", "pmid", ""),
        ("pmid = {١٢}", "pmid", ""),
        ("url = {javascript:alert(1)}", "url", ""),
        ("url = {//evil.example}", "url", ""),
    ],
)
def test_identifier_that_is_wrong(reference, fields, part, expected):
    """It gives no link."""
    assert getattr(reference(fields), part) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("author = {Mitchell, Jennifer}, year = 2021", "Mitchell 2021"),
        ("author = {Mithoefer, M. and Wagner, M.}, year = 2013", "Mithoefer and Wagner 2013"),
        ("author = {Mitchell, J. and Able, A. and Brown, B.}, year = 2021", "Mitchell et al. 2021"),
        ("author = {Mitchell, J. and others}, year = 2021", "Mitchell et al. 2021"),
        ("author = {Ot'alora G., M. and Able, A. and Brown, B.}, year = 2018", "Ot'alora G et al. 2018"),
        ("author = {van der Kolk, Bessel}, year = 2014", "van der Kolk 2014"),
        ("author = {{US Food and Drug Administration}}, year = 2024", "US Food and Drug Administration 2024"),
        ("author = {{Study Group} and Able, Ann}, year = 2024", "Study Group and Able 2024"),
        ("editor = {Able, Ann}, year = 2020", "Able 2020"),
        ("organization = {WHO}, editor = {Able, Ann}, year = 2020", "WHO 2020"),
        ("title = {Anonymous}, year = 2020", "Anonymous 2020"),
        ("author = {Able, Ann}", "Able"),
        ("author = {Able, Ann}, date = {2020-05-01}", "Able 2020"),
    ],
)
def test_short_name(reference, fields, expected):
    """One name, two names, or the first and et al.; then the year."""
    assert short(reference(fields)) == expected


@pytest.mark.parametrize(
    ("fields", "limit", "expected"),
    [
        ("author = {Able, Ann and Brown, Bo}", 6, "Able A, Brown B"),
        ("author = {A, A and B, B and C, C}", 3, "A A, B B, C C"),
        ("author = {A, A and B, B and C, C and D, D}", 3, "A A, B B, C C, et al."),
        ("author = {A, A and B, B and others}", 6, "A A, B B, et al."),
        ("editor = {Able, Ann}", 6, "Able A, editor"),
        ("editor = {Able, Ann and Brown, Bo}", 6, "Able A, Brown B, editors"),
        ("author = {Able, Ann}, editor = {Brown, Bo}", 6, "Able A"),
        ("organization = {WHO}", 6, "WHO"),
        ("author = {{WHO} and Able, Ann}", 6, "WHO, Able A"),
    ],
)
def test_line_of_authors(reference, fields, limit, expected):
    """Up to the limit all names stand; above it, et al."""
    assert authors_line(reference(fields), limit) == expected


def test_line_of_no_authors(reference):
    """A limit below one is a mistake of the caller."""
    with pytest.raises(ValueError, match="at least one"):
        authors_line(reference("author = {Able, Ann}"), 0)


@pytest.mark.parametrize(
    ("fields", "type", "container", "place"),
    [
        ("journal = {J}, volume = 1, number = 2, pages = {3--4}", "article", "J", "1(2):3–4"),
        ("journal = {J}, volume = 1, pages = {3-4}", "article", "J", "1:3–4"),
        ("journal = {J}, number = 2", "article", "J", "(2)"),
        ("journal = {J}, pages = {e1023-4-5}", "article", "J", "e1023-4-5"),
        ("journal = {J}, volume = 1, pages = {S1 - S9}", "article", "J", "1:S1–S9"),
        ("journaltitle = {J}, volume = 1, issue = 3", "article", "J", "1(3)"),
        ("booktitle = {B}, publisher = {P}", "incollection", "B", ""),
        ("institution = {I}", "techreport", "I", ""),
        ("publisher = {P}", "book", "P", ""),
    ],
)
def test_imprint(reference, fields, type, container, place):
    """Where it appeared, and volume, issue and pages as far as they are known."""
    found = imprint(reference(fields, type))
    assert (found.container, found.place) == (container, place)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Jennifer M.", "JM"),
        ("Jean-Pierre A.", "JPA"),
        ("J.M.", "JM"),
        ("J M", "JM"),
        ("JM", "JM"),
        ("Élodie", "É"),
        ("Maria de", "M"),
        ("danah", "D"),
        ("", ""),
    ],
)
def test_initials(given, expected):
    """One letter for each given name, without full stops."""
    assert initials(given) == expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (Person("Bessel A. van der Kolk", "van der Kolk", "Bessel A."), "van der Kolk BA"),
        (Person("Marcela Ot'alora G.", "Ot'alora G.", "Marcela"), "Ot'alora G M"),
        (Person("John Doe Jr.", "Doe", "John", "Jr."), "Doe J Jr"),
        (Person("Plato", "Plato"), "Plato"),
        (Person("U.S. Food and Drug Administration"), "U.S. Food and Drug Administration"),
    ],
)
def test_name_to_show(person, expected):
    """Family name and initials; a group's name stays whole."""
    assert display_name(person) == expected


@pytest.mark.parametrize(
    ("doi", "expected"),
    [
        ("10.1038/s41591-023-02565-4", "https://doi.org/10.1038/s41591-023-02565-4"),
        ("10.1016/s2215-0366(18)30135-4", "https://doi.org/10.1016/s2215-0366%2818%2930135-4"),
        ("10.1002/a<b>c;d#e?f", "https://doi.org/10.1002/a%3Cb%3Ec%3Bd%23e%3Ff"),
        ('10.1000/"><script>', "https://doi.org/10.1000/%22%3E%3Cscript%3E"),
        ("10.1000/ä", "https://doi.org/10.1000/%C3%A4"),
    ],
)
def test_address_of_a_doi(doi, expected):
    """Nothing in it can end the address or mean something in it."""
    assert doi_url(doi) == expected


def test_markup_in_a_title(reference):
    """Text stays text: escaping is left to the templates, once."""
    assert reference("title = {{\\textless}i{\\textgreater}x & y}").title == "<i>x & y"


def test_names_that_would_be_alike(reference, tmp_path):
    """They get a, b, … in the order of their keys; without a year the letter stands apart."""

    def one(key: str, fields: str) -> Reference:
        return replace(reference(fields), key=key)

    references = {
        key: one(key, fields)
        for key, fields in {
            "z": "author = {Doe, A.}, year = 2020",
            "b": "author = {Doe, B.}, year = 2020",
            "m": "author = {Doe, A.}, year = 2021",
            "u": "author = {Roe, A.}",
            "t": "author = {Roe, B.}",
        }.items()
    }
    assert short_names(references) == {
        "b": "Doe 2020a", "z": "Doe 2020b", "m": "Doe 2021", "t": "Roe (a)", "u": "Roe (b)",
    }  # fmt: skip

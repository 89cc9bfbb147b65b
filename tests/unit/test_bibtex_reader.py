"""BibTeX text to entries: what is read, what is reported, and where."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from pybtex.database import Person as PybtexPerson

from mkdocs_evidence import codes
from mkdocs_evidence.bibtex_entry import Entry, Person
from mkdocs_evidence.bibtex_reader import MAX_DEPTH, _name_parts, read_bibliography
from mkdocs_evidence.diagnostics import Diagnostics, Severity
from mkdocs_evidence.identifiers import is_doi, normal_doi, safe_url
from mkdocs_evidence.latex import decode_latex

NAME = "references.bib"
SOUND = "@book{sound, title = {Sound}, author = {Able, Ann}, year = 2020}\n"


def entry(more: str = "", *, key: str = "one,", title: str = "{A title}", author: str = "{Smith, Jo}") -> str:
    """An entry that nothing is wrong with, but for what is passed in; `more` stands on line 5."""
    return f"@article{{{key}\n  title = {title},\n  author = {author},\n  year = {{2020}},\n{more}}}\n"


@pytest.fixture
def read(tmp_path: Path):
    """Reads a text; returns the entries and the problems as (code, line, column)."""

    def reading(text: str | bytes) -> tuple[dict[str, Entry], Diagnostics]:
        path = tmp_path / NAME
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        diagnostics = Diagnostics()
        return read_bibliography(path, NAME, diagnostics), diagnostics

    return reading


def places(diagnostics: Diagnostics) -> list[tuple[str, int, int]]:
    return [(found.code.name, found.location.line, found.location.column) for found in diagnostics]


# --- what is read --------------------------------------------------------------------------


def test_sound_entry(read):
    """Key, type, fields, people and places are there, and nothing is reported."""
    text = (
        "A remark.\n\n@Article{Mitchell2023,\n  Title = {{MDMA} for {PTSD}},\n"
        '  author = "Mitchell, Jennifer M. and {MAPP2 Study Group} and van der Kolk, Jr, Bessel A.",\n'
        "  year = 2023, month = sep,\n  pages = {2473--2480},\n  doi = {10.1038/s41591-023-02565-4}\n}\n"
    )
    entries, diagnostics = read(text)
    one = entries["Mitchell2023"]
    assert places(diagnostics) == []
    assert (one.key, one.type, one.complete) == ("Mitchell2023", "article", True)
    assert dict(one.fields) == {
        "title": "MDMA for PTSD",
        "year": "2023",
        "month": "September",
        "pages": "2473–2480",
        "doi": "10.1038/s41591-023-02565-4",
    }
    assert dict(one.persons) == {
        "author": (
            Person("Jennifer M. Mitchell", "Mitchell", "Jennifer M."),
            Person("MAPP2 Study Group"),
            Person("Bessel A. van der Kolk Jr", "van der Kolk", "Bessel A.", "Jr"),
        )
    }
    assert [person.is_group for person in one.persons["author"]] == [False, True, False]
    assert str(one.location) == "references.bib:3:10"
    assert str(one.at("title")) == "references.bib:4:11"
    assert str(one.at("YEAR")) == "references.bib:6:10"
    assert one.at("volume") == one.location
    assert one.source == text[text.index("@") :].rstrip("\n")


def test_list_of_names_that_ends_in_and_others(read):
    """The role is noted as cut short, and nobody is called others."""
    entries, diagnostics = read(entry(author="{Smith, Jo and others}"))
    assert [person.name for person in entries["one"].persons["author"]] == ["Jo Smith"]
    assert entries["one"].cut_short == {"author"}
    assert places(diagnostics) == []


def test_abbreviations(read):
    """They are put in, joined with #, and handed on with the entry that uses them."""
    entries, diagnostics = read(
        "@string{natmed = {Nature Medicine}}\n@string{other = {Other}}\n"
        + entry('  journal = NatMed # ", part " # 2,\n')
    )
    assert entries["one"].fields["journal"] == "Nature Medicine, part 2"
    assert dict(entries["one"].strings) == {"natmed": "Nature Medicine"}
    assert places(diagnostics) == []


@pytest.mark.parametrize(
    "text",
    [
        "@comment{@article{x, title = {y}}}\n" + SOUND,
        "@Comment{\n  jabref { saved }\n}\n" + SOUND,
        "% a remark with = and {\n%@article{x,\n" + SOUND,
        '@preamble{"\\newcommand{\\x}{y}"}\n' + SOUND,
        SOUND + "Words between entries, and an address: a@example.org\n",
        '@article(x,\n  title = {T) "},\n  author = "Able (Ann), {"}B{"}",\n  year = 2020\n)\n' + SOUND,
        SOUND.rstrip() + " @misc{x, title = {T}, author = {A, B}, year = 2020}",
        "   @misc{x, title = {T}, author = {A, B}, year = 2020}\n" + SOUND,
    ],
)
def test_forms_that_are_accepted(read, text):
    """Remarks, comments, preambles, round brackets and indents are no problem."""
    entries, diagnostics = read(text)
    assert places(diagnostics) == []
    assert "sound" in entries


def test_byte_order_mark_and_crlf(read):
    """Both are accepted; columns do not count the mark."""
    text = entry("  doi = {x},\n").replace("\n", "\r\n")
    entries, diagnostics = read(b"\xef\xbb\xbf" + text.encode())
    assert places(diagnostics) == [("bib-bad-doi", 5, 9)]
    assert str(entries["one"].location) == "references.bib:1:10"
    assert "\r" not in entries["one"].source


def test_empty_file(read):
    """A site without references has no entries and no problem."""
    entries, diagnostics = read("")
    assert (entries, places(diagnostics)) == ({}, [])


# --- what is reported, and where -----------------------------------------------------------

ONE_PROBLEM = {
    "unclosed field": (
        "@article{one,\n  title = {A {title},\n  year = {2020}\n}\n" + SOUND,
        ("bib-unclosed-brace", 1, 10),
    ),
    "unclosed entry": (entry().rstrip("}\n") + "\n\n" + SOUND, ("bib-unclosed-brace", 1, 10)),
    "unclosed last entry": (SOUND + "@misc{one,\n  title = {x,\n}\n", ("bib-unclosed-brace", 2, 7)),
    "a brace too many": (SOUND + "}\n", ("bib-text-outside", 2, 1)),
    "a field after the end": (
        "@misc{one, title = {T}, author = {A, B}, year = 2020},\n  doi = {10.1000/x}\n}\n" + SOUND,
        ("bib-text-outside", 1, 53),
    ),
    "entry without @": (SOUND + "article{one,\n  title = {T}\n}\n", ("bib-text-outside", 2, 1)),
    "@ without type": (SOUND + "@{one, title = {T}}\n", ("bib-text-outside", 2, 1)),
    "comma missing after the key": (SOUND + entry(key="one"), ("bib-missing-comma", 2, 13)),
    "comma missing after the key, one line": (
        SOUND + "@misc{one title = {T}, author = {A, B}, year = 2020}",
        ("bib-missing-comma", 2, 10),
    ),
    "comma missing between fields": (
        SOUND + "@misc{one,\n  title = {T}\n  year = 2020\n}",
        ("bib-syntax", 3, 14),
    ),
    "equals sign missing": (SOUND + "@misc{one,\n  title {T}\n}", ("bib-syntax", 3, 9)),
    "value missing": (SOUND + "@misc{one,\n  title = ,\n}", ("bib-syntax", 3, 3)),
    "quotation mark missing": (SOUND + '@misc{one,\n  title = "T\n}', ("bib-syntax", 3, 11)),
    "name of a field with a bracket": (SOUND + entry("  <b> = {x},\n"), ("bib-syntax", 6, 3)),
    "duplicate key": (SOUND + entry(key="sound,"), ("bib-duplicate-key", 2, 10)),
    "duplicate key in capitals": (SOUND + entry(key="SOUND,"), ("bib-duplicate-key", 2, 10)),
    "duplicate field": (SOUND + entry("  Title = {Another},\n"), ("bib-duplicate-field", 6, 3)),
    "duplicate abbreviation": (
        "@string{a = {x}}\n@STRING{A = {y}}\n" + SOUND,
        ("bib-duplicate-string", 2, 9),
    ),
    "undefined abbreviation": (SOUND + entry("  journal = natmed,\n"), ("bib-undefined-string", 6, 13)),
    "abbreviation defined by itself": (
        "@string{a = a # {x}}\n" + SOUND,
        ("bib-undefined-string", 1, 13),
    ),
    "abbreviations in a ring": (
        "@string{a = b}\n@string{b = a}\n" + SOUND,
        ("bib-undefined-string", 1, 13),
    ),
    "abbreviation defined further down": (
        SOUND + entry("  journal = nm\n") + "@string{nm = {x}}\n",
        ("bib-undefined-string", 6, 13),
    ),
    "no key": (SOUND + entry(key=""), ("bib-bad-key", 2, 1)),
    "empty key": (SOUND + entry(key=","), ("bib-bad-key", 2, 1)),
    "key with markup": (SOUND + entry(key="<script>,"), ("bib-bad-key", 2, 10)),
    "key that is a path": (SOUND + entry(key="../../x,"), ("bib-bad-key", 2, 10)),
    "key that hides a path": (SOUND + entry(key="x/../../y,"), ("bib-bad-key", 2, 10)),
    "key with an accent": (SOUND + entry(key="Müller2020,"), ("bib-bad-key", 2, 10)),
    "key with a blank": (SOUND + entry(key="Smith 2020,"), ("bib-bad-key", 2, 10)),
    "key too long": (SOUND + entry(key="k" * 101 + ","), ("bib-bad-key", 2, 10)),
    "too many braces": (
        SOUND + entry("  note = " + "{" * MAX_DEPTH + "x" + "}" * MAX_DEPTH + ",\n"),
        ("bib-too-deep", 6, 29),
    ),
    "value too long": (SOUND + entry("  note = {" + "x" * 100_001 + "},\n"), ("bib-too-long", 6, 10)),
    "entry too long": (
        SOUND + entry("".join(f"  f{i} = {{{'x' * 50_000}}},\n" for i in range(5))),
        ("bib-too-long", 2, 1),
    ),
    "three commas in a name": (SOUND + entry(author="{A, B, C, D}"), ("bib-bad-name", 4, 13)),
    "people separated by commas": (
        SOUND + entry(author="{Able A, Brown B, Clark C}"),
        ("bib-bad-name", 4, 13),
    ),
    "people separated by semicolons": (
        SOUND + entry(author="{Able, A and Brown B; Clark C}"),
        ("bib-bad-name", 4, 25),
    ),
    "biblatex names": (SOUND + entry(author="{given=Jo, family=Smith}"), ("bib-bad-name", 4, 13)),
    "and twice": (SOUND + entry(author="{Able, A and and Brown, B}"), ("bib-bad-name", 4, 25)),
    "and at the end": (SOUND + entry(author="{Able, A and }"), ("bib-bad-name", 4, 13)),
    "et al": (SOUND + entry(author="{Able, A and Brown, B et al.}"), ("bib-bad-name", 4, 25)),
    "name that is only a comma": (SOUND + entry(author="{Able, A and , B}"), ("bib-bad-name", 4, 25)),
    "crossref": (SOUND + entry("  crossref = {sound},\n"), ("bib-crossref", 6, 3)),
    "crossref to itself": (SOUND + entry("  crossref = {one},\n"), ("bib-crossref", 6, 3)),
    "no title": (SOUND + entry(title="{}"), ("bib-missing-field", 3, 3)),
    "no author": (SOUND + entry(author="{}"), ("bib-missing-field", 4, 3)),
    "no year": (SOUND + entry().replace("year", "note"), ("bib-missing-field", 2, 10)),
    "year with five digits": (SOUND + entry().replace("2020", "20201"), ("bib-bad-year", 5, 10)),
    "date that is none": (SOUND + entry("  date = {2020-13},\n"), ("bib-bad-year", 6, 10)),
    "DOI that is none": (SOUND + entry("  doi = {11.1000/x},\n"), ("bib-bad-doi", 6, 9)),
    "DOI with a blank": (SOUND + entry("  doi = {10.1000/a b},\n"), ("bib-bad-doi", 6, 9)),
    "PMID with letters": (SOUND + entry("  pmid = {PMC123},\n"), ("bib-bad-pmid", 6, 10)),
    "address that runs a script": (SOUND + entry("  url = {javascript:alert(1)},\n"), ("bib-bad-url", 6, 9)),
    "unknown type": (SOUND + entry().replace("@article", "@artcle"), ("bib-unknown-type", 2, 2)),
    "unknown command": (SOUND + entry("  note = {see \\foo{bar}},\n"), ("bib-unknown-latex", 6, 15)),
}


@pytest.mark.parametrize(("text", "place"), ONE_PROBLEM.values(), ids=ONE_PROBLEM.keys())
def test_one_problem(read, text, place):
    """It is reported once, at its place, and the entry beside it is read in full."""
    entries, diagnostics = read(text)
    assert places(diagnostics) == [place]
    assert entries["sound"].complete
    assert all("\n" not in found.message for found in diagnostics)


def test_every_code_has_a_situation():
    """No code of the bibliography goes untested."""
    every = {name for name in codes.all_codes() if name.startswith("bib-")}
    tested = {place[0] for _, place in ONE_PROBLEM.values()}
    assert every - tested == {"bib-twin-doi", "bib-twin-pmid", "bib-too-many-problems"}, "these have tests of their own"


@pytest.mark.parametrize(
    ("situation", "related", "note"),
    [
        ("unclosed field", (2, 11), "brace"),
        ("duplicate key", (1, 7), "first used here"),
        ("duplicate key in capitals", (1, 7), "first used here"),
        ("duplicate field", (3, 3), "first given here"),
        ("duplicate abbreviation", (1, 9), "first defined here"),
        ("comma missing between fields", (3, 11), "begins here"),
    ],
)
def test_problem_with_a_second_place(read, situation, related, note):
    """The second place is named, and so is what stands there."""
    _, diagnostics = read(ONE_PROBLEM[situation][0])
    [second] = next(iter(diagnostics)).related
    assert (second.location.line, second.location.column) == related
    assert note in second.note


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (entry().replace("@article", "@artcle"), "`@article`"),
        (entry("  month = sept,\n"), "`sep`"),
        (entry(key="Müller 2020,"), "`Muller-2020`"),
        (entry().replace("title", "titel"), "`titel` meant as `title`"),
        (entry().replace("author", "authors"), "`authors` meant as `author`"),
        (entry().rstrip("}\n"), "close the entry"),
    ],
)
def test_hint_offers_the_nearest_thing(read, text, hint):
    """What was probably meant is named."""
    _, diagnostics = read(text)
    [found] = diagnostics
    assert hint in found.hint


def test_unclosed_brace_in_each_of_three_entries(read):
    """Each costs itself only; cites of all three lead somewhere."""
    text = "".join(f"@misc{{k{i},\n  title = {{x,\n}}\n" for i in range(3)) + SOUND
    entries, diagnostics = read(text)
    assert places(diagnostics) == [("bib-unclosed-brace", line, 7) for line in (1, 4, 7)]
    assert {key: one.complete for key, one in entries.items()} == {
        "k0": False,
        "k1": False,
        "k2": False,
        "sound": True,
    }


def test_broken_entry_keeps_what_was_read(read):
    """What stands before the fault is there; what is missing after it is not reported as well."""
    entries, diagnostics = read("@misc{one,\n  title = {T}\n  year = 2020\n}")
    assert entries["one"].fields == {"title": "T"}
    assert not entries["one"].complete
    assert places(diagnostics) == [("bib-syntax", 2, 14)]


def test_first_of_two_entries_with_one_key(read):
    """The first one is kept."""
    entries, _ = read(entry(title="{First}") + entry(title="{Second}", key="ONE,"))
    assert [(key, one.fields["title"]) for key, one in entries.items()] == [("one", "First")]


def test_entry_with_a_bad_key(read):
    """It is left out, so that the key gets nowhere."""
    entries, _ = read(entry(key="<script>,") + SOUND)
    assert list(entries) == ["sound"]


def test_two_entries_with_one_doi(read):
    """A warning at the second, whatever the case and form of the DOI."""
    text = entry("  doi = {10.1000/ABC},\n") + entry("  doi = {https://doi.org/10.1000/abc.},\n", key="two,")
    _, diagnostics = read(text)
    assert places(diagnostics) == [("bib-twin-doi", 11, 9)]
    [found] = diagnostics
    assert found.severity is Severity.WARNING
    assert (found.related[0].location.line, found.related[0].location.column) == (5, 9)


def test_two_entries_with_one_pmid(read):
    """A warning at the second; once only where the DOI has told the same two."""
    one, two = "  pmid = {0123},\n", "  pmid = {123},\n"
    _, diagnostics = read(entry(one) + entry(two, key="two,") + entry("  pmid = {PMC123},\n", key="three,"))
    assert places(diagnostics) == [("bib-twin-pmid", 11, 10), ("bib-bad-pmid", 17, 10)]
    doi = "  doi = {10.1000/abc},\n"
    _, diagnostics = read(entry(one + doi) + entry(two + doi, key="two,"))
    assert [code for code, _, _ in places(diagnostics)] == ["bib-twin-doi"]


def test_nest_of_abbreviations(read):
    """Its growth is stopped where it begins, long before memory fills."""
    strings = "".join(f"@string{{a{i} = a{i - 1} # a{i - 1}}}\n" for i in range(1, 60))
    _, diagnostics = read("@string{a0 = {12345678}}\n" + strings + entry("  journal = a59\n"))
    assert places(diagnostics) == [("bib-too-long", 7, 14)]


def test_hundreds_of_problems(read):
    """Reading is given up with one last word about it."""
    _, diagnostics = read("@misc{x,\n" * 2_000)
    assert sum(found.code is codes.BIB_TOO_MANY_PROBLEMS for found in diagnostics) == 1
    assert len(diagnostics) < 600


# --- files ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (SOUND.encode() + "@misc{x, title = {\xe9}}".encode("latin-1"), ("not-utf-8", 2, 19)),
        (SOUND.encode("utf-16"), ("not-utf-8", 1, 1)),
        (entry(title="{A\x07}").encode(), ("control-character", 2, 13)),
        (entry(title="{A\u202eB}").encode(), ("control-character", 2, 13)),
    ],
)
def test_file_that_is_no_plain_text(read, raw, place):
    """One diagnostic with its place; nothing is read."""
    entries, diagnostics = read(raw)
    assert places(diagnostics) == [place]
    assert entries == {}


def test_file_that_is_missing_or_not_regular(tmp_path):
    """Reported and never opened: a pipe would wait for ever."""
    target = tmp_path / "elsewhere.bib"
    target.write_text(SOUND)
    link, pipe = tmp_path / "link.bib", tmp_path / "pipe.bib"
    link.symlink_to(target)
    os.mkfifo(pipe)
    for path in (tmp_path / "none.bib", link, pipe, tmp_path):
        diagnostics = Diagnostics()
        assert read_bibliography(path, NAME, diagnostics) == {}
        assert places(diagnostics) == [("unreadable-file", 1, 1)]


def test_file_above_the_limit(tmp_path):
    """Refused by its size, without reading it."""
    path = tmp_path / NAME
    with path.open("wb") as file:
        file.truncate(20_000_001)
    diagnostics = Diagnostics()
    assert read_bibliography(path, NAME, diagnostics) == {}
    assert places(diagnostics) == [("file-too-large", 1, 1)]


def test_large_file(read):
    """3,600 entries in 2.7 MB stay near three seconds of one processor; ten is the alarm."""
    abstract = "word and more words, five per cent " * 15
    text = "\n".join(
        f"@article{{key{i},\n  author = {{{' and '.join(f'Name{i}x{j}, Jo A.' for j in range(5))}}},\n"
        f"  title = {{{{The}} {{\\'E}}tude {i} \\& others}},\n  year = {{2020}},\n"
        f"  doi = {{10.1000/{i}}},\n  abstract = {{{abstract}}}\n}}\n"
        for i in range(3_600)
    )
    before = time.process_time()
    entries, diagnostics = read(text)
    assert time.process_time() - before < 10
    assert (len(text) > 2_600_000, len(entries), places(diagnostics)) == (True, 3_600, [])


@pytest.mark.parametrize(
    "value",
    [
        "{}" * 45_000,
        "\\(" * 45_000,
        "\\foo{x}" * 12_000,
        "\\'e" * 30_000,
        "\\&" + "~" * 90_000,
        "$x" * 45_000,
    ],
    ids=["braces", "formulas", "commands", "accents", "ties", "dollars"],
)
def test_value_made_to_stall(read, value):
    """The time grows with the length and not with its square."""
    before = time.process_time()
    read(f'@misc{{x, title = "{value}", author = {{A, B}}, year = 2020}}')
    assert time.process_time() - before < 5


# --- LaTeX ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (r"{\"O}zg{\"u}r Mart{\'\i}n \'{\i} na\"{\i}ve", "Özgür Martín í naïve"),
        (r"Fran\c cais \c{C} \v{S}imon \v S \k{e} \H{o}", "Français Ç Šimon Š ę ő"),
        (r"\aa ngstr{\o}m \AA{} \ss{} \L{}ukasz {\ae}", "ångstrøm Å ß Łukasz æ"),
        (r"\'{x}", "x\u0301"),
        (r"AT\&T, 94\% and 94% of \$5, a\_b \#1 \{x\}", "AT&T, 94% and 94% of $5, a_b #1 {x}"),
        ("from $5 to $6", "from $5 to $6"),
        ("10--20 --- ``quoted'' Ot'alora", "10–20 — “quoted” Ot'alora"),
        ("a~b ~50%", "a b ~50%"),
        (r"{\textless}p{\textgreater} \textbackslash x", r"<p> \x"),
        (r"\textless script\textgreater", "<script>"),
        (r"$\alpha$-x 5-HT$_{2A}$ 10$^{-3}$ $p<0.05$ \(\beta\)", "α-x 5-HT2A 10⁻³ p<0.05 β"),
        (r"\textit{N}-methyl H\textsubscript{2}O x\textsuperscript{2}", "N-methyl H2O x²"),
        (r"100\,mg \\ \ldots\ z", "100 mg … z"),
        ("two\n   lines", "two lines"),
        ("e\u0301", "é"),
        ("\ufdd0 \\& \ufdd0", "\ufffd & \ufffd"),
    ],
)
def test_latex_that_is_understood(typed, plain):
    """It becomes the characters it stands for."""
    assert decode_latex(typed) == (plain, ())


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [
        (r"\href{https://x.org}{y}", r"\href{https://x.org}{y}"),
        (r"\input{/etc/passwd}", r"\input{/etc/passwd}"),
        (r"\write18{ls}", r"\write18{ls}"),
        (r"\foo[a]{b{c}}{d}", r"\foo[a]{b{c}}{d}"),
        (r"$\frac{1}{2}$", r"$\frac{1}{2}$"),
        ("\\", "\\"),
    ],
)
def test_latex_that_is_not_understood(typed, unknown):
    """It stays as typed, between text that is decoded, and is named."""
    assert decode_latex(rf"a\&b {typed}") == (f"a&b {unknown}", (unknown,))


def test_field_that_is_verbatim(read):
    """Addresses and DOIs keep their dashes and ties; escapes and braces go."""
    entries, diagnostics = read(
        entry("  url = {https://example.org/~a\\_b--c\\%20d},\n  doi = {10.1000/a--b{\\_}c{\\textless}1},\n")
    )
    assert entries["one"].fields["url"] == "https://example.org/~a_b--c%20d"
    assert entries["one"].fields["doi"] == "10.1000/a--b_c<1"
    assert places(diagnostics) == []


# --- identifiers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "10.1038/ABC-d",
        "https://doi.org/10.1038/ABC-d",
        "http://dx.doi.org/10.1038/ABC-d",
        "HTTPS://DOI.ORG/10.1038%2FABC-d",
        "doi.org/10.1038/ABC-d",
        "doi:10.1038/ABC-d",
        "DOI: 10.1038/ABC-d",
        "10.1038/ABC-d.",
        " 10.1038/ABC-d, ",
    ],
)
def test_doi_in_another_form(typed):
    """Address, prefix and punctuation go; the case stays."""
    assert normal_doi(typed) == "10.1038/ABC-d"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1002/(SICI)1096(1996)99:1<1::AID-A1>3.0.CO;2-1", True),
        ("10.123/x", False),
        ("10.1234567890/x", False),
        ("10.1000/", False),
        ("10.1000/a b", False),
        ("110.1000/x", False),
        ("", False),
    ],
)
def test_what_is_a_doi(text, expected):
    """`10.`, four to nine digits, a slash and something without blanks."""
    assert is_doi(text) is expected


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d",
        "http://example.org:8080/",
        "https://[2001:db8::1]/",
        "https://example.org/ä",
    ],
)
def test_address_that_may_be_linked(address):
    """It comes back as it is."""
    assert safe_url(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org",
        "//example.org",
        "/path",
        "https://",
        "https://user:word@example.org",
        "https://@example.org",
        "https://example.org\\@evil.example",
        'https://example.org/"onmouseover=',
        "https://example.org/<b>",
        "https://exаmple.org",  # the а is Cyrillic
        "https://example.org:port/",
        "https://[broken",
        "https://example.org/" + "x" * 2_000,
        "",
    ],
)
def test_address_that_may_not_be_linked(address):
    """Nothing comes back."""
    assert safe_url(address) == ""


@pytest.mark.parametrize(
    "typed",
    ["van der Kolk, Bessel A.", r"M{\"u}ller  Lüd, D.", "{Big, Org} Dam,  A.", "d'Arc, {Jeanne, of}", "D., A.~B."],
)
def test_names_with_one_comma_are_cut_as_pybtex_cuts_them(typed):
    """The short way for most names gives what the long one gives."""
    person = PybtexPerson(typed)
    given, family = person.first_names + person.middle_names, person.prelast_names + person.last_names
    assert _name_parts(typed) == (" ".join(given), " ".join(family), "")

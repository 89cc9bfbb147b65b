# ruff: noqa: E501 (one case a line reads better here)
"""YAML that must be refused, with code and place, and YAML that must arrive as it was typed."""

from __future__ import annotations

import re
import time

import pytest

from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.yaml_reader import MAX_DEPTH, nearest, plain, read_yaml, scalars

CLAIM = "claims/outcomes/sleep.yml"


def refusals(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of everything that is wrong with `text`."""
    found = Diagnostics()
    read_yaml(text, "x.yml", found)
    return [(d.code.name, d.location.line, d.location.column) for d in found]


def read(text: str):
    found = Diagnostics()
    document = read_yaml(text, "x.yml", found)
    assert document is not None, list(found)
    return document


def test_a_letter_of_another_alphabet_written_as_an_escape():
    """Told like one that was typed; the text can be used."""
    found = Diagnostics()
    document = read_yaml('a: "T\\u0435a"\n', "x.yml", found)
    assert [(d.code.name, d.location.column) for d in found] == [("mixed-scripts", 4)]
    assert document is not None and plain(document.root) == {"a": "T\u0435a"}


REFUSED = {
    "accents without end, written as escapes": ('a: "x\\u0301\\u0302\\u0303\\u0304\\u0305"\n', [("stacked-marks", 1, 4)]),
    "anchor": ("a: &x 1\n", [("anchor-or-alias", 1, 4)]),
    "alias": ("b: 1\na: *x\n", [("anchor-or-alias", 2, 4)]),
    "anchor and alias": ("a: &x 1\nb: *x\n", [("anchor-or-alias", 1, 4), ("anchor-or-alias", 2, 4)]),
    "anchor on a list": ("a: &x [1]\n", [("anchor-or-alias", 1, 4)]),
    "anchor on a mapping": ("a: &x\n  b: 1\n", [("anchor-or-alias", 1, 4)]),
    "anchor that holds itself": ("a: &x [*x]\n", [("anchor-or-alias", 1, 4), ("anchor-or-alias", 1, 8)]),
    "merge key": ("a:\n  <<: {b: 1}\n", [("anchor-or-alias", 2, 3)]),
    "merge key with aliases": ("<<: [*x, *y]\n", [
        ("anchor-or-alias", 1, 1), ("anchor-or-alias", 1, 6), ("anchor-or-alias", 1, 10)]),
    "python tag": ("a: !!python/object/apply:os.system [id]\n", [("tag", 1, 4)]),
    "own tag": ("a: !x 1\n", [("tag", 1, 4)]),
    "binary tag": ("a: !!binary aGk=\n", [("tag", 1, 4)]),
    "tag on a key": ("!!str a: 1\n", [("tag", 1, 1)]),
    "tag with a handle that nobody declared": ("a: !e!x 1\n", [("tag", 1, 4)]),
    "text that begins with a star": ("a: *bold* text\n", [("anchor-or-alias", 1, 4)]),
    "key twice": ("a: 1\nb: 2\na: 3\n", [("duplicate-key", 3, 1)]),
    "key twice in a nested mapping": ("x:\n  - {a: 1, a: 2}\n", [("duplicate-key", 2, 12)]),
    "key twice, once in quotes": ('a: 1\n"a": 2\n', [("duplicate-key", 2, 1)]),
    "two keys twice": ("a: 1\na: 2\nb: 1\nb: 2\n", [("duplicate-key", 2, 1), ("duplicate-key", 4, 1)]),
    "tab as indent": ("a:\n\tb: 1\n", [("tab-indent", 2, 1)]),
    "tab as indent of a later line": ("a:\n  b: 1\n\tc: 1\n", [("tab-indent", 3, 1)]),
    "empty": ("", [("empty-file", 1, 1)]),
    "nothing but a remark": ("# later\n", [("empty-file", 1, 1)]),
    "nothing but a marker": ("---\n", [("empty-file", 1, 1)]),
    "two documents": ("a: 1\n---\nb: 2\n", [("two-documents", 2, 1)]),
    "list as a key": ("[a]: 1\n", [("key-not-text", 1, 1)]),
    "mapping as a key": ("{a: 1}: 2\n", [("key-not-text", 1, 1)]),
    "unfinished template as a value": ("a: {{ b }}\n", [("key-not-text", 1, 5)]),
    "colon in plain text": ("a: one: two\n", [("yaml-syntax", 1, 7)]),
    "open bracket": ("a: [1\nb: 2\n", [("yaml-syntax", 1, 4)]),
    "at sign at the start": ("a: @b\n", [("yaml-syntax", 1, 4)]),
    "back tick at the start": ("a: `b`\n", [("yaml-syntax", 1, 4)]),
    "percent directive": ("%YAML 9.9\n---\na: 1\n", [("yaml-syntax", 1, 1)]),
    "mapping deeper than the limit": ("{a: " * 21 + "1" + "}" * 21, [("too-deep", 1, 81)]),
    "list deeper than the limit": ("[" * 21 + "]" * 21, [("too-deep", 1, 21)]),
    "block list deeper than the limit": ("- " * 21 + "a\n", [("too-deep", 1, 41)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REFUSED.values(), ids=REFUSED)
def test_refused(text, expected):
    """Every problem of the text is named with its line and column, and no document comes back."""
    assert refusals(text) == expected
    assert read_yaml(text, "x.yml", Diagnostics()) is None


def test_unclosed_quote():
    """Said where the quote opens, since the parser gives up far away."""
    found = Diagnostics()
    read_yaml('a: 1\nb: "open\nc: 2\n', "x.yml", found)
    [problem] = found
    assert problem.code.name == "yaml-syntax"
    assert (problem.location.line, problem.location.column) == (2, 4)


CUT = {
    "sentence in braces": ("{a: one, and two, b: c}", [("comma-cut", 1, 8)], {"a": "one", "b": "c"}),
    "two commas in a sentence": ("{a: one, and two, and three}", [("comma-cut", 1, 8)], {"a": "one"}),
    "decimal comma in braces": ("{a: 2,5, b: 1,5}", [("bad-number", 1, 5), ("bad-number", 1, 13)], {"a": "2", "b": "1"}),
    "field without a value": ("{a: one, b}", [], {"a": "one", "b": ""}),
    "first field without a value": ("{A one, b: c}", [], {"A one": "", "b": "c"}),
    "quoted text": ("{a: 'one, two', b: c}", [], {"a": "one, two", "b": "c"}),
    "number sign": ("a: Trial #2", [("hash-cut", 1, 10)], {"a": "Trial"}),
    "number sign in a list": ("- Trial #2", [("hash-cut", 1, 9)], ["Trial"]),
    "remark": ("a: Trial # 2", [], {"a": "Trial"}),
    "remark in a column": ("a: Trial   #2", [], {"a": "Trial"}),
    "number sign in quotes": ("a: 'Trial #2'", [], {"a": "Trial #2"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "problems", "value"), CUT.values(), ids=CUT)
def test_text_that_is_cut(text, problems, value):
    """What a comma or a hash cuts off is reported, and the rest of the document can be used."""
    assert refusals(text) == problems
    document = read_yaml(text, "x.yml", Diagnostics())
    assert document is not None and document.plain() == value


def test_more_problems_than_anybody_reads():
    """The first fifty are named, the others counted."""
    found = Diagnostics()
    read_yaml("a: 1\n" * 1001, "x.yml", found)
    assert len(found) == 51
    assert "950 more" in list(found)[-1].message


def test_first_of_two_equal_keys():
    """The second place is the problem's, the first one stands beside it."""
    found = Diagnostics()
    read_yaml("a: 1\nb: 2\na: 3\n", "x.yml", found)
    [problem] = found
    assert [str(r.location) for r in problem.related] == ["x.yml:1:1"]


ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGE_BOMB = "a: &a {k: v}\n" + "".join(
    f"{b}: &{b} {{<<: [{', '.join(['*' + a] * 9)}]}}\n" for a, b in zip("abcdefg", "bcdefgh", strict=True)
)
HOSTILE = {
    "alias bomb": ALIAS_BOMB,
    "merge bomb": MERGE_BOMB,
    "5,000 brackets": "[" * 5000,
    "5,000 brackets that close": "[" * 5000 + "]" * 5000,
    "5,000 braces": "{a: " * 5000,
    "5,000 dashes": "- " * 5000 + "x",
    "5,000 steps of indent": "".join(" " * n + "a:\n" for n in range(1500)),
    "100,000 digits": "a: " + "9" * 100_000,
    "key of 100,000 characters": "? " + "k" * 100_000 + "\n: v\n",
    "5,000 equal keys": "a: 1\n" * 5000,
    "100,000 number signs": "- x #y\n" * 100_000,
    "50,000 commas in braces": "{a: x" + ", b c" * 50_000 + "}",
    "50,000 escapes": '- "\\e"\n' * 50_000,
    "5,000 anchors": "".join(f"a{n}: &x{n} 1\n" for n in range(5000)),
    "unclosed quote over 500,000 characters": 'a: "' + "x " * 250_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_made_to_stall(text):
    """Nothing is raised, and no text takes longer than a moment (about 0.1 s is usual)."""
    began = time.perf_counter()
    read_yaml(text, "x.yml", Diagnostics())
    assert time.perf_counter() - began < 5


def test_two_megabytes_of_text():
    """Reading takes a moment and keeps every character; limits are set by files and fields."""
    text = "x" * 2_000_000
    assert plain(read(f"a: {text}\n").root) == {"a": text}


TYPED = ["no", "on", "off", "y", "~", "null", "yes", "2024-02-31", "1e5", "1_000", "0123", "0x1F", "12:30:45",
         ".nan", ".inf", "1.0e+400", "00123456", "10.1000", "−0.5", "0,46"]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_scalar_stays_as_typed(typed):
    """No word becomes true, false or nothing, and no number changes its look."""
    assert read(f"a: {typed}\n").plain() == {"a": typed}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 'it''s'\n", "it's"),
        ('a: "a\\tb\\u00e9"\n', "a\tbé"),
        ("a: |\n  one\n  two\n", "one\ntwo\n"),
        ("a: >-\n  one\n  two\n", "one two"),
        ("a: one\n  two\n", "one two"),
        ("a: one # remark\n", "one"),
        ("a:\n", ""),
        ("---\na: b\n...\n", "b"),
        ("%YAML 1.1\n---\na: b\n", "b"),
    ],
)
def test_forms_of_text(text, value):
    assert read(text).plain() == {"a": value}


def test_depth_at_the_limit():
    assert refusals("[" * MAX_DEPTH + "]" * MAX_DEPTH) == []


def test_list_and_text_at_the_top():
    """What stands at the top is for the models to judge."""
    assert read("- a\n- b\n").plain() == ["a", "b"]
    assert read("just text\n").plain() == "just text"


# --- places --------------------------------------------------------------------------------

TEXT = """\
a: one
list:
  - {k: v, w: "x y"}
  - k: z
    because: [b, c]
text: |
  First [@one] and
  [@two], then [@one].
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("a",), (1, 4)),
        (("list",), (3, 3)),
        (("list", 0), (3, 5)),
        (("list", 0, "w"), (3, 15)),
        (("list", 1, "because", 1), (5, 18)),
        (("list", 1, "missing"), (4, 5)),
        (("list", 7), (2, 1)),
        (("missing",), (1, 1)),
        (("a", "below"), (1, 1)),
    ],
)
def test_place_of_a_value(path, place):
    """A value's place, or that of the nearest thing that is there."""
    location = read(TEXT).at(*path)
    assert (location.line, location.column) == place


@pytest.mark.parametrize(
    ("path", "place"),
    [(("a",), (1, 1)), (("list", 0, "w"), (3, 12)), (("list", 1), (4, 5)), (("list", 1, "because"), (5, 5))],
)
def test_place_of_a_key(path, place):
    location = read(TEXT).key_at(*path)
    assert (location.line, location.column) == place


@pytest.mark.parametrize(
    ("token", "occurrence", "place"),
    [("@one", 0, (7, 10)), ("@two", 0, (8, 4)), ("@one", 1, (8, 17)), ("@one", 2, (6, 7)), ("@none", 0, (6, 7))],
)
def test_place_of_a_word_in_a_block(token, occurrence, place):
    """The word's own place; the block's where it stands there less often."""
    location = read(TEXT).match_at(re.compile(token), occurrence, "text")
    assert (location.line, location.column) == place


def test_places_count_characters():
    """A letter outside the basic plane is one column, like any other."""
    found = Diagnostics()
    read_yaml("é𝄞: 1\nü: {ß𝄞: 1, a: *x}\n", "x.yml", found)
    assert [str(problem.location) for problem in found] == ["x.yml:2:15"]


def test_every_scalar_with_its_path():
    assert [(path, scalar.text) for path, scalar in scalars(read("a: 1\nb: [2, {c: 3}]\n").root)] == [
        (("a",), "1"), (("b", 0), "2"), (("b", 1, "c"), "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("supports", ["supports", "against"], "did you mean `supports`?"),
        ("suports", ["supports", "against"], "did you mean `supports`?"),
        ("VERY_LOW", ["very-low", "low"], "did you mean `very-low`?"),
        ("zebra", ["supports", "against"], ""),
        ("", ["supports"], ""),
        ("x", [], ""),
    ],
)
def test_nearest_word(word, known, hint):
    assert nearest(word, known) == hint


# --- through the files of a site -----------------------------------------------------------

IN_A_CLAIM = {
    "word for false": ("supports}\n  - {study: beta", "no}\n  - {study: beta", "unknown-value", "no}"),
    "nothing": ("kind: effect", "kind:", "empty-value", "\ncomparison"),
    "tilde": ("kind: effect", "kind: ~", "unknown-value", "~"),
    "31 February": ("date: 2026-11-01\n    level", "date: 2024-02-31\n    level", "bad-date", "2024-02-31"),
    "date without zeros": ("date: 2026-11-01\n    level", "date: 2024-1-5\n    level", "bad-date", "2024-1-5"),
    "year only": ("date: 2026-11-01\n    level", "date: 2024\n    level", "bad-date", "2024\n"),
    "date with a time": ("date: 2026-11-01\n    level", "date: 2024-01-01T10:00\n    level", "bad-date", "2024-01-01T"),
    "step with a typographic minus": ("step: -1\n    because", "step: −1\n    because", "bad-number", "−1"),
    "step that is no whole number": ("step: -1\n    because", "step: -0.5\n    because", "bad-number", "-0.5"),
    "misspelt field": ("question:", "qestion:", "unknown-field", "qestion"),
    "text where a list is expected": ("would_change:\n  - A larger trial", "would_change: A larger trial", "wrong-shape", "A larger"),
    "list where text is expected": ("kind: effect", "kind: [effect]", "wrong-shape", "[effect]"),
    "mapping where text is expected": ("  when: end of treatment", "  when: {text: end}", "wrong-shape", "{text"),
    "list in a comma": ("  - A larger trial", "  - {A larger, trial}", "wrong-shape", "{A larger"),
    "id in Cyrillic": ("study: alpha,", "study: аlpha,", "bad-id", "аlpha"),
    "id that climbs": ("study: alpha,", "study: ../../x,", "bad-id", "../../x"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "where"), IN_A_CLAIM.values(), ids=IN_A_CLAIM)
def test_value_in_a_claim(world, old, new, code, where):
    """The typed word is refused at its own place, and nothing is guessed."""
    world.edit(CLAIM, old, new)
    line, column = world.place(CLAIM, where)  # an empty value stands right behind its colon
    assert (code, f"{CLAIM}:{line}:{column}") in world.places()


NUMBERS = {
    "exponent": ("1e1", None),
    "long fraction": ("12.123456789", None),
    "leading dot": (".5", None),
    "zeros in front": ("0020.5", "bad-number"),
    "plus sign": ("+20.5", None),
    "underscore": ("1_000", "bad-number"),
    "hexadecimal": ("0x1F", "bad-number"),
    "minutes": ("12:30", "bad-number"),
    "not a number": (".nan", "bad-number"),
    "infinite": (".inf", "bad-number"),
    "nan as a word": ("nan", "bad-number"),
    "infinity as a word": ("Infinity", "bad-number"),
    "beyond the largest": ("1.0e+400", "bad-number"),
    "5,000 digits": ("9" * 5000, "bad-number"),
    "decimal comma": ('"0,46"', "bad-number"),
    "typographic minus": ("−0.5", "bad-number"),
    "trailing dot": ("20.", "bad-number"),
    "digits of another script": ("٢٠", "bad-number"),
    "wide digits": ("２０", "bad-number"),
}


@pytest.mark.parametrize(("typed", "code"), NUMBERS.values(), ids=NUMBERS)
def test_number(world, typed, code):
    """Plain decimals and exponents only; anything else is refused at its place."""
    name = "studies/alpha.yml"
    world.edit(name, "mean: 20.5", f"mean: {typed}")
    line, column = world.place(name, "mean: ")
    assert world.places() == ([] if code is None else [(code, f"{name}:{line}:{column + 6}")])


ESCAPES = {
    "null": "\\0", "null in four digits": "\\u0000", "bell": "\\a", "escape": "\\e[31m", "next line": "\\N",
    "right-to-left override": "\\u202e", "isolate": "\\u2066", "line separator": "\\L", "lone surrogate": "\\ud800",
    "no character": "\\uffff",
}  # fmt: skip


@pytest.mark.parametrize("escape", ESCAPES.values(), ids=ESCAPES)
def test_control_character_in_an_escape(world, escape):
    """A character that may not stand in a file may not come in through an escape either."""
    world.edit(CLAIM, "question: Does rest therapy relieve bad sleep?", f'question: "Does rest {escape} help?"')
    line, _ = world.place(CLAIM, '"Does')
    problems = world.problems()
    assert [(d.code.name, d.location.line) for d in problems] in (
        [("control-character", line)], [("yaml-syntax", line)],
    )  # fmt: skip

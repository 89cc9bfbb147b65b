# ruff: noqa: E501 (one case a line reads better here)
"""Records that are not what they should be: code, place and hint of each problem."""

from __future__ import annotations

import pytest

CLAIM = "claims/outcomes/sleep.yml"
ALPHA = "studies/alpha.yml"
STATUS = "references.status.yml"

TABLE = {
    "misspelt field": (CLAIM, "asserts:", "assert:", "unknown-field", "assert:", "did you mean `asserts`?"),
    "misspelt field in a step": (CLAIM, "    because: [alpha]", "    becuase: [alpha]", "unknown-field", "becuase", "did you mean `because`?"),
    "misspelt field of an arm": (ALPHA, "rest: {n: 28,", "rest: {m: 28,", "unknown-field", "m: 28", "the fields here: "),
    "unknown field": (CLAIM, "kind: effect", "kind: effect\nzzz: 1", "unknown-field", "zzz", "the fields here: "),
    "misspelt word": (CLAIM, "role: supports}\n  - {study: beta", "role: suports}\n  - {study: beta", "unknown-value", "suports", "did you mean `supports`?"),
    "missing field of a nested record": (CLAIM, "  scope: databases\n", "", "missing-field", "search:", "add `scope:`"),
    "five domains": (CLAIM, "  publication_bias: {step: 0}\n", "", "missing-field", "certainty:", "add `publication_bias:`"),
    "empty text": (CLAIM, "claim: Rest therapy relieves bad sleep", 'claim: ""', "empty-value", '""', ""),
    "blank text": (CLAIM, "claim: Rest therapy relieves bad sleep", 'claim: "  "', "empty-value", '"  "', ""),
    "two lines in a title": (CLAIM, "claim: Rest therapy relieves bad sleep", "claim: |\n  Rest\n  relieves", "text-too-long", "|\n  Rest", ""),
    "501 characters in a title": (CLAIM, "claim: Rest therapy relieves bad sleep", "claim: " + "x" * 501, "text-too-long", "xxx", ""),
    "5,001 characters of prose": (CLAIM, "why: First rating", "why: " + "x" * 5001, "text-too-long", "xxx", ""),
    "201 items": (CLAIM, "would_change:\n  - A larger trial", "would_change: [" + "a, " * 200 + "a]", "text-too-long", "[a, a", ""),
    "level that is a number": (CLAIM, "level: low", "level: 2", "unknown-value", "2\n    direction", ""),
    "result without a slash": (CLAIM, "[alpha/end, beta/end]", "[alpha, beta/end]", "bad-id", "alpha, beta/end]", ""),
    "no reports": (ALPHA, "reports: [alpha2020]", "reports: []", "empty-value", "[]", ""),
    "three arms compared": (ALPHA, "compare: [rest, wait]", "compare: [rest, wait, rest]", "wrong-shape", "[rest, wait, rest]", ""),
    "guessed page": (ALPHA, "where: table 2", "where: somewhere", "unknown-value", "somewhere", ""),
    "negative count": (ALPHA, "{n: 28,", "{n: -28,", "bad-number", "-28", ""),
    "half a person": (ALPHA, "{n: 28,", "{n: 28.5,", "bad-number", "28.5", ""),
    "arm with a bad name": (ALPHA, "  wait: {name", "  Wait List: {name", "bad-id", "Wait List", ""),
    "list for a mapping": (ALPHA, "arms:\n  rest: {name: Rest, randomised: 30, completed: 28}\n  wait: {name: Waiting, randomised: 30, completed: 27}\n",
                           "arms: [rest, wait]\n", "wrong-shape", "[rest, wait]\nresults", ""),
    "one end of a range": ("studies/instruments.yml", "[0, 80]", "[0]", "wrong-shape", "range: [0]", ""),
    "doi that is none": (STATUS, "records: []", "records:\n  - {doi: 11.1/x, status: retracted, seen: 2026-11-01, basis: x, confirmed: true}", "bad-doi", "11.1/x", ""),
    "word for true": (STATUS, "records: []", "records:\n  - {doi: 10.1000/x, status: retracted, seen: 2026-11-01, basis: x, confirmed: yes}", "bad-boolean", "yes}", ""),
    "more than 100 per cent": (ALPHA, "arms:\n  rest: {name", "blinding: {planned: double, guessed_right_percent: {rest: 101}}\narms:\n  rest: {name", "bad-number", "101", ""),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "code", "where", "hint"), TABLE.values(), ids=TABLE)
def test_record(world, name, old, new, code, where, hint):
    """The problem is named at the value (a missing field at the record's name), with a hint where one is due."""
    world.edit(name, old, new)
    line, column = world.place(name, where)
    problems = [d for d in world.problems() if d.location.path == name]
    assert [(d.code.name, d.location.line, d.location.column) for d in problems] == [(code, line, column)]
    assert hint in problems[0].hint


EMPTY = {
    "study that a review includes": (ALPHA, "run_by: [Rest Inc]", "run_by: [Rest Inc]\nincludes: [{}]"),
    "arm data": (
        "studies/beta.yml",
        "    estimate: {measure: md, value: -8.9, low: -13.7, high: -4.12}\n",
        "    arms: {a: {}}\n",
    ),
    "half an interval": ("studies/beta.yml", ", high: -4.12", ""),
}


@pytest.mark.parametrize(("name", "old", "new"), EMPTY.values(), ids=EMPTY)
def test_record_that_says_nothing(world, name, old, new):
    """What is there but empty is reported; nothing is left out silently."""
    if name == "studies/beta.yml":
        world.edit(name, "results:", "arms: {a: {name: A}}\nresults:")
    world.edit(name, old, new)
    assert [d.location.path for d in world.problems()] == [name]


def test_all_problems_of_one_record(world):
    """Three mistakes in one file are three problems."""
    world.edit(CLAIM, "kind: effect", "kind: afect")
    world.edit(CLAIM, "asserts: lower", "asserts: down")
    world.edit(CLAIM, "review_due: 2027-05-01", "review_due: soon")
    assert sorted(world.codes()) == ["bad-date", "unknown-value", "unknown-value"]


def test_long_value_in_a_message(world):
    """A message shows the beginning of what was typed, on one line."""
    world.edit(CLAIM, "kind: effect", "kind: " + "effect " * 1000)
    [problem] = world.problems()
    assert len(problem.message) < 200

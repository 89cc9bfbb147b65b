# ruff: noqa: E501 (one case a line reads better here)
"""One list of diagnostics for people and for machines."""

from __future__ import annotations

import json
import re

import pytest

from mkdocs_evidence.diagnostics import Code, Diagnostic, Diagnostics, Location, Related, Severity
from mkdocs_evidence.reporters import count_line, printable, render_github, render_json, render_sarif, render_text

ERROR = Code("some-error", "t", "w", "y", "m")
WARNING = Code("some-warning", "t", "w", "y", "m", Severity.WARNING)


def problem(code: Code = ERROR, message: str = "is wrong", **more) -> Diagnostic:
    return Diagnostic(code, Location("a.yml", 2, 3), message, **more)


def test_text():
    shown = render_text([
        problem(hint="one\ntwo", related=(Related(Location("b.yml", 4, 5), "the first one"),)), problem(WARNING),
    ])  # fmt: skip
    assert shown == (
        "a.yml:2:3: some-error: is wrong\n  hint: one\n        two\n  see b.yml:4:5: the first one\n"
        "a.yml:2:3: warning: some-warning: is wrong\n\n1 error, 1 warning"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("::error file=a::x", "\\u003a:error file=a::x"), ("  ::set-output name=a::b", "  \\u003a:set-output name=a::b"), ("a ::b", "a ::b"),
        ("x\n::stop-commands::y", "x\n\\u003a:stop-commands::y"), ("a ##[add-mask]b", "a \\u0023#[add-mask]b"), ("##vso[task.x]b", "\\u0023#vso[task.x]b"), ("## b", "## b"),
        ("\x1b]8;;x\x07a\r", "\\u001b]8;;x\\u0007a\\u000d"), ("a\u202eb", "a\\u202eb"), ("a\u200bb", "a\\u200bb"), ("a\U000e0041b", "a\\U000e0041b"), ("β\u200db", "β\\u200db"),
    ],
)  # fmt: skip
def test_commands_to_a_terminal_or_a_ci_service(typed, shown):
    """None is left in what is printed, on whatever line it stands; ordinary signs stay."""
    assert printable(typed) == shown


def test_hint_that_begins_with_a_command():
    """A line of a hint is a line of the log as well."""
    assert "\n        \\u003a:error::x" in render_text([problem(hint="write\n::error::x")])


def test_nothing():
    assert render_text([]) == ""
    assert json.loads(render_json([])) == {"errors": 0, "warnings": 0, "problems": []}


@pytest.mark.parametrize(
    ("errors", "warnings", "line"),
    [(0, 0, "0 errors"), (1, 0, "1 error"), (2, 0, "2 errors"), (0, 1, "1 warning"), (3, 2, "3 errors, 2 warnings")],
)
def test_count(errors, warnings, line):
    assert count_line([problem()] * errors + [problem(WARNING)] * warnings) == line


def test_colour():
    """Our own escapes only, around the place."""
    shown = render_text([problem(message="\x1b[31mred")], colour=True)
    assert shown.startswith("\x1b[1ma.yml:2:3\x1b[0m: some-error: \\u001b[31mred")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\nb"), ("\x1b[2J", "\\u001b[2J"), ("\r", "\\u000d"), ("\t", "\\u0009"), ("\x07\x00", "\\u0007\\u0000"),
        ("\x9b1m", "\\u009b1m"), ("\u202e", "\\u202e"), ("\u2066", "\\u2066"), ("\u2028", "\\u2028"), ("\udcff", "\\udcff"),
        ("é 大 𝄞 −", "é 大 𝄞 −"),
    ],
)  # fmt: skip
def test_printable(text, shown):
    assert printable(text) == shown


def test_line_break_in_a_message_or_path():
    """One problem begins one line, whatever an author put into a name."""
    odd = Diagnostic(ERROR, Location("a\n::error::b.yml"), "x\ny", related=(Related(Location("c\nd.yml"), "e\nf"),))
    assert [line.startswith(("a", "  see", "1 error")) or not line for line in render_text([odd]).split("\n")] == [
        True
    ] * 4


def test_order():
    """By place, then code; the same problem twice is one."""
    found = Diagnostics()
    for line in (3, 1, 2, 1):
        found.report(ERROR, Location("b.yml", line), "x")
    found.report(WARNING, Location("a.yml", 9), "x")
    assert [str(d.location) for d in found] == ["a.yml:9:1", "b.yml:1:1", "b.yml:2:1", "b.yml:3:1"]
    assert (len(found.errors), len(found.warnings), len(found)) == (3, 1, 4)


# --- github --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "message", "command"),
    [
        ("a.yml", "is wrong", "::error file=a.yml,line=2,col=3,title=some-error::is wrong"),
        ("a,b:c%.yml", "50%, so: no", "::error file=a%2Cb%3Ac%25.yml,line=2,col=3,title=some-error::50%25, so: no"),
        ("a.yml", "%0A::error::x", "::error file=a.yml,line=2,col=3,title=some-error::%250A::error::x"),
        ("a\n::b.yml", "x\r\ny", "::error file=a%0A\\u003a%3Ab.yml,line=2,col=3,title=some-error::x\\u000d y"),
    ],
)
def test_workflow_command(path, message, command):
    """One line each, whose parts an author's text cannot leave."""
    assert render_github([Diagnostic(ERROR, Location(path, 2, 3), message)]) == f"{command}\n1 error"


def test_workflow_command_of_a_warning_with_hint_and_place():
    """All in one command; its line breaks are escaped."""
    told = problem(WARNING, hint="write\n  a: 1", related=(Related(Location("b.yml", 4, 5), "the first one"),))
    assert render_github([told]).split("\n") == [
        "::warning file=a.yml,line=2,col=3,title=some-warning::is wrong%0Ahint: write%0A  a: 1%0Asee b.yml:4:5: the first one",
        "1 warning",
    ]
    assert render_github([]) == ""


# --- sarif ---------------------------------------------------------------------------------


def sarif(*found: Diagnostic, **more: str) -> dict:
    [run] = json.loads(render_sarif(found, version="1.2", **more))["runs"]
    return run


def test_sarif():
    """What code scanning needs: a version, rules, results that name theirs by id and place, and columns by characters."""
    document = json.loads(render_sarif([], version="1.2"))
    assert (document["version"], document["runs"][0]["results"]) == ("2.1.0", [])
    assert document["$schema"].endswith("sarif-2.1.0.json")
    run = sarif(problem(WARNING), problem(hint="mend it"), problem(WARNING, "again"), help_page="https://x.example/c/")
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"], run["columnKind"]) == ("evidence", "1.2", "unicodeCodePoints")
    assert [driver["rules"][result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ] == ["some-warning", "some-error", "some-warning"]
    assert driver["rules"][1] == {
        "id": "some-error",
        "shortDescription": {"text": "t"},
        "fullDescription": {"text": "w y"},
        "help": {"text": "m"},
        "helpUri": "https://x.example/c/#some-error",
        "defaultConfiguration": {"level": "error"},
    }
    assert run["results"][1] == {
        "ruleId": "some-error",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "is wrong\nhint: mend it"},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": "a.yml", "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 2, "startColumn": 3},
        }}],
    }  # fmt: skip
    assert "helpUri" not in sarif(problem())["tool"]["driver"]["rules"][0]


@pytest.mark.parametrize("path", ["/etc/a.yml", "//host/a.yml", "https://x/a b.yml", "a#?.yml", "claims/ä/\udcff.yml"])
def test_address_in_sarif(path):
    """Relative, whatever the file is called, and made of signs that an address may hold."""
    [result] = sarif(Diagnostic(ERROR, Location(path), "x"))["results"]
    assert re.fullmatch(
        r"[\w.~-]+((%[0-9A-F]{2})|/|[\w.~-])*", result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], re.ASCII
    )


@pytest.mark.parametrize(
    ("typed", "shown"), [("[@key] {a}", "[@key] {a}"), ("[x](1)", r"\[x\](1)"), ("a\\[x](y)", r"a\\\[x\](y)"), ("\u202e", "\\u202e")]
)  # fmt: skip
def test_message_in_sarif(typed, shown):
    """No text becomes a link, and brackets that make none stay as they are."""
    odd = problem(message=typed, related=(Related(Location("b.yml"), typed),))
    [result] = sarif(odd)["results"]
    assert result["message"]["text"].startswith(f"{shown}\n")
    assert result["relatedLocations"][0]["message"]["text"] == shown

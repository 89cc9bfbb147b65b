# ruff: noqa: E501 (one case a line reads better here)
"""One list of diagnostics for people and for machines."""

from __future__ import annotations

import json

import pytest

from mkdocs_evidence.diagnostics import Code, Diagnostic, Diagnostics, Location, Related, Severity
from mkdocs_evidence.reporters import count_line, printable, render_json, render_text

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

"""One list of diagnostics, rendered for people and for machines.

What an author typed is data here too: control characters are shown as escapes, so that no text
of a store can move the cursor or colour of a terminal, and no line of it is a command to a CI service.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from .diagnostics import Diagnostic, Severity
from .sources import INVISIBLE, JOINERS

UNPRINTABLE = re.compile(f"[\t{INVISIBLE}{JOINERS}]")
# GitHub and its kin obey lines that begin with `::name::`, also indented, and `##[name]` or `##vso[name]` anywhere.
WORKFLOW_COMMAND = re.compile(r"^(\s*):(?=:)|#(?=#(?:vso)?\[)", re.MULTILINE)


def printable(text: str) -> str:
    """`text` with everything that a terminal or a CI service could act on shown as an escape; newlines stay."""
    text = UNPRINTABLE.sub(lambda match: _escape(match.group()), text)
    return WORKFLOW_COMMAND.sub(lambda match: (match[1] or "") + _escape(match.group()[-1]), text)


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def render_text(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """`path:line:column: code: message` with the hint below, and a line that counts.

    Empty where there is nothing to say.
    """
    found = list(diagnostics)
    if not found:
        return ""
    blocks = [_block(diagnostic, colour) for diagnostic in found]
    return "\n".join([*blocks, "", count_line(found)])


def _block(diagnostic: Diagnostic, colour: bool) -> str:
    severity = "" if diagnostic.severity is Severity.ERROR else "warning: "
    place = _one_line(str(diagnostic.location))
    head = f"{place}: {severity}{diagnostic.code.name}: {_one_line(diagnostic.message)}"
    if colour:
        rest = head[len(place) :]
        head = f"\x1b[1m{printable(place)}\x1b[0m{printable(rest)}"
    else:
        head = printable(head)
    lines = [head]
    for number, line in enumerate(diagnostic.hint.split("\n") if diagnostic.hint else []):
        lines.append(("  hint: " if number == 0 else "        ") + printable(line))
    lines.extend(printable(_one_line(f"  see {related.location}: {related.note}")) for related in diagnostic.related)
    return "\n".join(lines)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def count_line(diagnostics: Iterable[Diagnostic]) -> str:
    """ "2 errors, 1 warning"."""
    found = list(diagnostics)
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in found)
    warnings = len(found) - errors
    parts = [_counted(errors, "error")] if errors or not warnings else []
    if warnings:
        parts.append(_counted(warnings, "warning"))
    return ", ".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON object: `errors` and `warnings` (counts) and `problems`, in order of place."""
    found = list(diagnostics)
    return json.dumps(
        {
            "errors": sum(diagnostic.severity is Severity.ERROR for diagnostic in found),
            "warnings": sum(diagnostic.severity is Severity.WARNING for diagnostic in found),
            "problems": [_as_dict(diagnostic) for diagnostic in found],
        },
        ensure_ascii=True,
        indent=2,
    )


def _as_dict(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "code": diagnostic.code.name,
        "severity": diagnostic.severity.value,
        "path": diagnostic.location.path,
        "line": diagnostic.location.line,
        "column": diagnostic.location.column,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "related": [
            {"path": r.location.path, "line": r.location.line, "column": r.location.column, "note": r.note}
            for r in diagnostic.related
        ],
    }

"""One list of diagnostics, rendered for people and for machines.

What an author typed is data here too: control characters are shown as escapes, so that no text
of a store can move the cursor or colour of a terminal, and no line of it is a command to a CI service.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

from .diagnostics import Code, Diagnostic, Location, Severity
from .sources import INVISIBLE, JOINERS

UNPRINTABLE = re.compile(f"[\t{INVISIBLE}{JOINERS}]")
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
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


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """A workflow command for each problem, which GitHub shows at its line of a pull request, and a line that counts.

    Empty where there is nothing to say.
    """
    found = list(diagnostics)
    if not found:
        return ""
    return "\n".join([*map(_command, found), count_line(found)])


def _command(diagnostic: Diagnostic) -> str:
    place = diagnostic.location
    properties = {
        "file": place.path,
        "line": str(place.line),
        "col": str(place.column),
        "title": diagnostic.code.name,
    }
    named = ",".join(f"{name}={_in_property(value)}" for name, value in properties.items())
    return f"::{diagnostic.severity} {named}::{_in_data(_told(diagnostic))}"


def _in_data(text: str) -> str:
    """As GitHub's own toolkit escapes a message; a percent sign first."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_data(text).replace(":", "%3A").replace(",", "%2C")


def _told(diagnostic: Diagnostic) -> str:
    """Message, hint and related places in one text of several lines."""
    lines = [_one_line(diagnostic.message)]
    if diagnostic.hint:
        lines.append(f"hint: {diagnostic.hint}")
    lines += [_one_line(f"see {related.location}: {related.note}") for related in diagnostic.related]
    return "\n".join(lines)


def render_sarif(diagnostics: Iterable[Diagnostic], *, version: str, help_page: str = "") -> str:
    """SARIF 2.1.0: one run of `evidence` with the rules that have results, for code scanning and editors.

    `help_page` is the address of the page that explains the codes; without it each rule is explained in the file only.
    """
    found = list(diagnostics)
    rules = {diagnostic.code.name: diagnostic.code for diagnostic in found}
    places = {name: number for number, name in enumerate(rules)}
    driver: dict[str, object] = {
        "name": "evidence",
        "version": version,
        "rules": [_rule(code, help_page) for code in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, places[diagnostic.code.name]) for diagnostic in found],
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=2)


def _rule(code: Code, help_page: str) -> dict[str, object]:
    rule: dict[str, object] = {
        "id": code.name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": f"{code.wrong} {code.why}"},
        "help": {"text": code.mend},
        "defaultConfiguration": {"level": code.severity.value},
    }
    if help_page:
        rule["helpUri"] = f"{help_page}#{code.name}"
    return rule


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": diagnostic.code.name,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": _no_link(_told(diagnostic))},
        "locations": [{"physicalLocation": _physical(diagnostic.location)}],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"physicalLocation": _physical(related.location), "message": {"text": _no_link(_one_line(related.note))}}
            for related in diagnostic.related
        ]
    return result


def _no_link(text: str) -> str:
    """`text` as a message of SARIF, in which `[text](target)` would be a link."""
    text = printable(text)
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text) if "](" in text else text


def _physical(place: Location) -> dict[str, object]:
    return {
        "artifactLocation": {"uri": _relative_address(place.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": place.line, "startColumn": place.column},
    }


def _relative_address(path: str) -> str:
    """A path as a relative address, which begins with no scheme and no host."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/").lstrip("/")

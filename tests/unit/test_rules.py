"""The table of rules in CONTRIBUTING.md: each has a code that answers it, and a site that provokes the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mkdocs_evidence.codes import all_codes

PROJECT = Path(__file__).parents[2]
ROWS = re.findall(r"^\| (G\d\d) \|[^|]*\|(.*)\|$", (PROJECT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)


def test_every_rule_has_its_row():
    """In their order, none twice."""
    assert [rule for rule, _ in ROWS] == [f"G{number:02}" for number in range(1, 16)]


@pytest.mark.parametrize(("rule", "answers"), ROWS)
def test_rule_is_answered(rule, answers):
    """By codes that there are, each told in the situation that is named (which tests/diagnostics/ runs)."""
    named = re.findall(r"`([a-z0-9-]+)/([a-z0-9-]+)`", answers)
    assert named, rule
    for code, situation in named:
        assert code in all_codes()
        told = (PROJECT / "tests/diagnostics" / code / situation / "expected.txt").read_text("utf-8")
        assert f" {code}: " in told

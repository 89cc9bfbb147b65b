"""Single edits between two versions of a record."""

from __future__ import annotations

from typing import Any

import pytest

from mkdocs_evidence.record_edits import edits

EVIDENCE = [{"study": "a", "result": "end", "role": "supports"}, {"study": "b", "result": "end", "role": "mixed"}]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, ["changed a.b"]),
        ({}, {"a": {"b": "x", "c": "y"}}, ["added a"]),
        ({"a": ["x"]}, {"a": []}, ["removed a"]),
        ({"a": ["x", "y"]}, {"a": ["x", "z"]}, ["changed a[2]"]),
        ({"a": ["x", "y"]}, {"a": ["w", "x", "y"]}, ["added a[1]"]),
        ({"a": ["x", "y"]}, {"a": ["y", "x"]}, ["order a"]),
        ({"e": EVIDENCE}, {"e": EVIDENCE[::-1]}, ["order e"]),
        ({"e": EVIDENCE}, {"e": [EVIDENCE[0], {**EVIDENCE[1], "role": "against"}]}, ["changed e[b/end].role"]),
        ({"e": EVIDENCE}, {"e": [EVIDENCE[0], {**EVIDENCE[1], "result": "later"}]}, ["changed e[b/end].result"]),
        ({"e": EVIDENCE}, {"e": EVIDENCE[1:]}, ["removed e[a/end]"]),
        (
            {"e": EVIDENCE},
            {"e": [{**EVIDENCE[1], "role": "unclear"}, EVIDENCE[0]]},
            ["order e", "changed e[b/end].role"],
        ),
        ({"e": [EVIDENCE[0], EVIDENCE[0]]}, {"e": [EVIDENCE[0]]}, ["removed e[a/end]"]),
        ({"f": False, "n": 0}, {"f": True, "n": 0.5}, ["changed f", "changed n"]),
    ],
)
def test_edits(before: dict[str, Any], after: dict[str, Any], told: list[str]):
    """Each value that differs once, at its path; the order of fields means nothing, that of items does."""
    assert [f"{found.what} {found.path}" for found in edits(before, after)] == told

"""Strings that depend on a number."""

from __future__ import annotations

import pytest

from mkdocs_evidence.labels import Labels


@pytest.mark.parametrize(("n", "shown"), [(0, "no study"), (1, "1 study"), (2, "2 studies"), (11, "11 studies")])
def test_counted(n, shown):
    assert Labels.shipped().counted("studies", n) == shown


def test_every_count_has_its_forms():
    """None, one, and more; a form that is left out would end a build."""
    assert {name: sorted(forms) for name, forms in Labels.shipped()["count"].items()} == {
        name: ["many", "none", "one"] for name in Labels.shipped()["count"]
    }

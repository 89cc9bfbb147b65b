"""What an accessibility checker finds, on every kind of page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from .reading import Reading, View

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
"""Version 2.2, levels A and AA, as the checker tags its rules."""


@pytest.mark.parametrize("view", [View(1280, 800), View(390, 844, scheme="dark")], ids=str)
def test_accessibility_rules(read: Reading, view: View) -> None:
    """The checker finds no breach of WCAG 2.2 AA in what we write; the theme's frame is its own."""
    window, axe, found = read(view), Axe(), {}
    options = {"runOnly": {"type": "tag", "values": [*WCAG, "best-practice"]}, "resultTypes": ["violations"]}
    for address in read.site.kinds:
        result = axe.run(window.open(address), context={"include": [".md-content"]}, options=options).response
        assert result["passes"], f"nothing was looked at on {address}"
        for breach in result["violations"]:
            found.setdefault(breach["id"], []).extend(f"{address}: {node['target']}" for node in breach["nodes"][:3])
    assert found == {}

"""What a browser may run on a page: the theme's scripts by their hash, and none that came in with a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_evidence.policy import Policy, hashed

THEMES = '<script>scope=new URL("{{ base | d(\'/\') }}",location)</script><script src="{{ x }}"></script>'
SCRIPT = 'scope=new URL("../..",location)'


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    """Of a site whose theme has one script in its pages, with one value in it."""
    (tmp_path / "partials").mkdir()
    (tmp_path / "partials" / "base.html").write_text(f"<head>{THEMES}</head>", encoding="utf-8")
    return Policy([tmp_path])


def test_hash() -> None:
    """As the example in the specification of content security policies has it."""
    assert hashed("alert('Hello, world.');") == "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="


def test_script_of_the_theme(policy: Policy) -> None:
    """It may run with whatever value the theme put in, once named however often it stands there."""
    told, refused = policy.of(f"<script>{SCRIPT}</script><p></p><script>{SCRIPT}</script>")
    assert f"script-src 'self' '{hashed(SCRIPT)}';" in told
    assert "unsafe-inline" not in told
    assert refused == []


@pytest.mark.parametrize(
    "script",
    ["alert(1)", f"{SCRIPT};alert(1)", 'scope=new URL("",alert(1),"",location)', 'scope=new URL("\\",location)'],
)
def test_any_other_script(policy: Policy, script: str) -> None:
    """It gets no hash, also where it looks much like the theme's, and is told."""
    told, refused = policy.of(f"<script>{script}</script>")
    assert "sha256" not in told
    assert refused == [script]


def test_what_does_not_run_by_itself(policy: Policy) -> None:
    """A loaded script falls under `'self'`, and data are no script."""
    page = '<script src="a.js"></script><script id="c" type="application/json">{}</script>'
    told, refused = policy.of(page)
    assert ("sha256" in told, refused) == (False, [])


def test_aligned_columns(policy: Policy) -> None:
    """Attributes of style are allowed only where a page has some; a text about one is none."""
    assert "style-src-attr 'unsafe-inline'" in policy.of('<td style="text-align: right;">1</td>')[0]
    assert "style-src-attr" not in policy.of("<p>&lt;td style=&#34;x&#34;&gt;</p>")[0]

"""Citations and badges on content pages: which are shown, which are malformed, which are code."""

from __future__ import annotations

import pytest

from mkdocs_evidence.citations import EmbeddedBadge
from mkdocs_evidence.markdown_marks import find_marks


def names(text: str) -> list[str]:
    """Keys and claims that are shown, `!` and what was typed for those malformed, `?` for those misplaced."""
    found = []
    for mark in find_marks(text):
        typed = text[mark.offset : text.index("]", mark.offset) + 1]
        if mark.mark is None:
            found.append(f"{'?' if mark.misplaced else '!'}{typed}")
        elif isinstance(mark.mark, EmbeddedBadge):
            found.append(mark.mark.claim)
        else:
            found += [citation.key for citation in mark.mark]
    return found


SHOWN = {
    "paragraph": ("See [@a, p. 3; @b] and [badge: c].", ["a", "b", "c"]),
    "heading": ("# On [@a]\n\n## And [@b]", ["a", "b"]),
    "emphasis": ("*see [@a]* **[@b]**", ["a", "b"]),
    "list": ("- one [@a]\n- two\n\n    deeper [@b]\n", ["a", "b"]),
    "table": ("| x | y |\n| - | - |\n| [@a] | [@b, table 2] |", ["a", "b"]),
    "quotation": ("> said [@a]", ["a"]),
    "note": ("!!! note\n\n    said [@a]", ["a"]),
    "folded note": ('??? note "Title"\n\n    said [@a]', ["a"]),
    "footnote": ("Text[^1].\n\n[^1]: said [@a]", ["a"]),
    "definition": ("Word\n:   said [@a]", ["a"]),
    "before something like an address": ("[@a](https://example.org) [@b]: x", ["a", "b"]),
    "over two lines": ("See [@a,\np. 3].", ["a"]),
    "the same twice": ("[@a] [@a]", ["a", "a"]),
}


@pytest.mark.parametrize(("text", "expected"), SHOWN.values(), ids=SHOWN)
def test_shown(text, expected):
    assert names(text) == expected


CODE = {
    "span": "`[@a]` and ``[badge: b]``",
    "indented block": "Text\n\n    [@a]\n",
    "fenced block": "```\n[@a]\n\n[@b]\n```",
    "fenced block in a list": "- one\n\n    ```yaml\n    key: [@a]\n\n    more: [@b]\n    ```\n",
    "fenced block in a note": "!!! note\n\n    ~~~\n    [@a]\n    ~~~\n",
    "backslash": "\\[@a] \\[badge: b]",
    "block of HTML": "<div>\n[@a]\n</div>",
    "remark": "<!-- [@a] -->",
    "no mark at all": "a@example.org [a] [@home](x) badge: b".replace("[@home](x)", ""),
}


@pytest.mark.parametrize("text", CODE.values(), ids=CODE)
def test_left_alone(text):
    """In code, raw HTML and behind a backslash nothing is a citation, and nothing is malformed."""
    assert names(text) == []


WRONG = {
    "a blank in the key": ("[@a b] [@c]", ["![@a b]", "c"]),
    "code in a locator": ("[@a, `x`]", ["![@a, `x`]"]),
    "in a link": ("[see [@a]](https://example.org) [@b]", ["?[@a]", "b"]),
    "in a picture's description": ("![see [@a]](x.png)", ["?[@a]"]),
    "in a tag": ('a <span title="[@a]">b</span>', ["?[@a]"]),
    "in a remark within a line": ("a <!-- [@a] --> b", ["?[@a]"]),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_wrong(text, expected):
    assert names(text) == expected


def test_private_characters():
    """Characters that number the openings while a page is read mean nothing where an author types them."""
    assert names("[\ue0000\ue001@a] [@b]") == ["b"]


def test_pages_know_nothing_of_each_other():
    assert [names("[@a] [@b c]"), names("[@d]"), names("[@a] [@b c]")] == [["a", "![@b c]"], ["d"], ["a", "![@b c]"]]

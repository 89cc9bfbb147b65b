"""The shipped styles and scripts as pages load them: the styles as one file, nothing in it that only people read.

A reader waits for one file, and what stands between its words is weight too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PART = re.compile(r"""("[^"\n]*"|'[^'\n]*')|(?:/\*.*?\*/|\s)+""", re.DOTALL)
"""A quoted text, which stays, or a gap with its comments, of which one blank is left."""
_AROUND = re.compile(r"""("[^"\n]*"|'[^'\n]*')|\s*(?:;\s*)?(\})\s*|\s*([{;])\s*|((?<=[\w-]):|,)\s+""")
"""A quoted text, which stays, or a sign between declarations with the blanks that mean nothing beside it."""
_COMMENT_LINE = re.compile(r"^\s*//.*\n", re.MULTILINE)
_COMMENT_BLOCK = re.compile(r"^\s*/\*(?:(?!\*/).)*\*/\s*\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^\s+", re.MULTILINE)


def bundle(stylesheets: Iterable[str]) -> str:
    """The stylesheets in their order, without comments and blanks that mean nothing."""
    text = _PART.sub(lambda part: part[1] or " ", "\n".join(stylesheets)).strip()
    return _AROUND.sub(lambda part: next(filter(None, part.groups())), text) + "\n"


_DARK = re.compile(r'\[data-md-color-scheme="slate"\] (\{[^{}]*\})')
"""The dark colours among the tokens, which stand there first."""


def as_the_screen_asks(tokens: str) -> str:
    """The dark colours of `tokens` for a page without the theme's switch: where the reader's screen asks for dark."""
    found = _DARK.search(tokens)
    if found is None:
        raise AssertionError("the tokens have no dark colours")
    return f"@media screen and (prefers-color-scheme: dark) {{\n:root, [data-md-color-scheme] {found[1]}\n}}"


def lean(script: str) -> str:
    """A script of ours without its comments on lines of their own and without indents; its lines stay lines."""
    return _INDENT.sub("", _COMMENT_LINE.sub("", _COMMENT_BLOCK.sub("", script)))

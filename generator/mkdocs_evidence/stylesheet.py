"""The shipped stylesheets as the one that pages load: a reader waits for one file, and it is half as heavy."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PART = re.compile(r"""("[^"\n]*"|'[^'\n]*')|(?:/\*.*?\*/|\s)+""", re.DOTALL)
"""A quoted text, which stays, or a gap with its comments, of which one blank is left."""


def bundle(stylesheets: Iterable[str]) -> str:
    """The stylesheets in their order, without comments and with no gap longer than a blank."""
    return _PART.sub(lambda part: part[1] or " ", "\n".join(stylesheets)).strip() + "\n"

"""The content security policy of a finished page: what a browser may load and run there, and nothing else.

Everything comes from the site itself. The theme's few scripts in the page are named by their hash. Only a script that
stands in a template is: a hash of whatever the page holds would let a script run that came in with a text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

RULES = (
    "default-src 'none'",
    "script-src 'self'{hashes}",
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's icons stand as data in its stylesheet
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
"""Workers fall under `script-src`. Frames, plugins, sound and film are not allowed at all."""
STYLE_ATTRIBUTES = "style-src-attr 'unsafe-inline'"
"""Added where a page has some: Python-Markdown aligns the columns of a table so. They can run nothing."""

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
NOT_RUN = re.compile(r"""\bsrc=|\btype="?application/(?:ld\+)?json\b""", re.IGNORECASE)
"""Attributes of a script that is loaded, or of data: neither needs a hash."""
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
STYLE_ATTRIBUTE = re.compile(r"""<[a-z][^>]*\sstyle=""")


class Policy:
    """The policy of each page of a site with the templates in some folders."""

    def __init__(self, folders: Iterable[str | Path]) -> None:
        self._known = [pattern for folder in folders for pattern in _scripts_of(Path(folder))]

    def of(self, page: str) -> tuple[str, list[str]]:
        """The policy of a page's HTML, and the beginning of each script in it that it lets not run."""
        hashes: dict[str, None] = {}  # in the order of the page, each once
        refused = []
        for attributes, script in SCRIPT.findall(page):
            if NOT_RUN.search(attributes):
                continue
            if any(known.fullmatch(script) for known in self._known):
                hashes[f" '{hashed(script)}'"] = None
            else:
                refused.append(" ".join(script.split())[:60])
        rules = [*RULES, *([STYLE_ATTRIBUTES] if STYLE_ATTRIBUTE.search(page) else [])]
        return ";".join(rules).format(hashes="".join(hashes)), refused


def hashed(script: str) -> str:
    """A script as a policy names it: `sha256-` and the hash of its text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _scripts_of(folder: Path) -> Iterable[re.Pattern[str]]:
    """What each script in the templates of a folder looks like in a page; one made with statements is left out."""
    for path in sorted(folder.rglob("*.html")):
        for attributes, script in SCRIPT.findall(path.read_text("utf-8", errors="replace")):
            if not NOT_RUN.search(attributes) and "{%" not in script and "{#" not in script:
                # A value can end neither its quotation nor the script.
                yield re.compile(r"""[^"'`\\<>]*""".join(map(re.escape, VALUE.split(script))))

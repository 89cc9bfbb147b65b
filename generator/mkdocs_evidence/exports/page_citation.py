"""A page as one record for reference managers, in RIS and in BibTeX: both say what it is, since when, and where.

A page is cited as what it is, a page of a site: no authors and no day of reading are made up. What the evidence shows
stands in the abstract together with how sure that is, so that neither goes without the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ..quoting import Record


def ris(cited: Record, site: str, address: str) -> str:
    """One record; a tag a line, whatever breaks a text has. `address` is absolute, of the version that is cited."""
    fields = [
        ("TY", "ELEC"),
        ("TI", cited.title),
        ("T2", site),
        ("PB", site),
        ("PY", f"{cited.day:%Y}" if cited.day else ""),
        ("DA", f"{cited.day:%Y/%m/%d}" if cited.day else ""),
        ("AB", f"{cited.shows} {cited.rated}"),
        ("N1", cited.rated),
        ("LA", cited.language),
        ("UR", address),
    ]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in _said(fields)) + "ER  - \r\n"


def bibtex(cited: Record, site: str, address: str) -> str:
    """One entry of a type that every style knows; its key is the id and the year."""
    fields = [
        ("title", f"{{{_latex(cited.title)}}}"),
        ("howpublished", _latex(site)),
        ("year", f"{cited.day:%Y}" if cited.day else ""),
        ("date", f"{cited.day:%Y-%m-%d}" if cited.day else ""),
        ("abstract", _latex(f"{cited.shows} {cited.rated}")),
        ("note", _latex(cited.rated)),
        ("language", cited.language),
        ("url", address),
    ]
    key = f"{cited.key}-{cited.day:%Y}" if cited.day else cited.key
    return f"@misc{{{key},\n" + "".join(f"  {name} = {{{text}}},\n" for name, text in _said(fields)) + "}\n"


WRITERS: dict[str, Callable[[Record, str, str], str]] = {"RIS": ris, "BibTeX": bibtex}
"""By what `quoting.MANAGERS` calls them."""


def _said(fields: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Those with a text, each on one line."""
    return ((name, " ".join(text.split())) for name, text in fields if text.strip("{} "))


_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def _latex(text: str) -> str:
    """As it stands in braces: nothing in it is a command, and letters beyond ASCII stay."""
    return re.sub(r"[\\{}$&%#_~^]", lambda sign: _SPECIAL[sign[0]], text)

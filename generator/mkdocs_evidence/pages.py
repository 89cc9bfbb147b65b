"""What a page is: an address, a title and a finished body.

Bodies are HTML fragments (everything below the theme's frame). Knows no host: a page says where
it lives and what it holds; `plugin.py` gives it to MkDocs. Which pages a site has is worked out
in `page_list.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PROSE_SLOT = "<!--evidence:prose-->"
"""Stands once in the home page's body, where the host puts the HTML of `content/index.md`."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of a page's table of contents."""

    level: int
    """1 to 3; the first is the page's own, where a reader who skips the frame arrives."""
    anchor: str
    text: str
    """Plain text, not escaped."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready for a host."""

    address: str
    """Below the site's root, ends with a slash: `claims/<id>/`; home is empty."""
    title: str
    """Plain text, not escaped: a host must escape it wherever it prints HTML."""
    body: str
    """HTML, holds its own `<h1>`."""
    headings: tuple[Heading, ...] = ()
    anchors: frozenset[str] = field(default_factory=frozenset)
    """Every id in the body that others may link to."""
    contents: bool = False
    """True where a table of contents stands beside the page."""
    styles: tuple[str, ...] = ()
    """Addresses of the stylesheets that this page needs besides those of every page."""
    scripts: tuple[str, ...] = ()
    """Addresses of the scripts that this page runs besides those of every page."""
    description: str = ""
    """Plain text, not escaped, for whoever shows a link to the page; empty: what the whole site says of itself."""
    card: str = ""
    """The name of the picture beside such a link (`head.py`); empty: the site's."""
    searchable: bool = True
    """False for what is written for authors: readers who search do not look for it."""

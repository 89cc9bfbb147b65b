"""What the theme's frame lacks: the few places of a finished page that are mended, each with its reason.

Knows Material's markup and nothing of evidence. Text from the stores cannot be mistaken for it: it has no quotation
marks and angle brackets of its own left by then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

CHARSET = re.compile(r'<meta charset="utf-8">')

MENDS = (
    # A reader's question about their health is nobody else's business: links out do not say where they were followed.
    (CHARSET, r'\g<0><meta name="referrer" content="no-referrer">'),
    # Which versions made a page is of use to nobody who reads it.
    (re.compile(r'<meta name="generator" content="mkdocs-[^">]*">'), ""),
    # The search field is always there and is no dialogue; as one it would need a name.
    (re.compile(r'(data-md-component="search") role="dialog"'), r"\1"),
    # Where a site gives no switch between light and dark, its radio buttons are hidden from screen readers only.
    (re.compile(r'aria-hidden="true"\s+type="radio"'), r'\g<0> tabindex="-1"'),
    # Within HTML a drawing needs no name of its language.
    (re.compile(r'<svg xmlns="http://www\.w3\.org/2000/svg"'), "<svg"),
)
"""What is looked for in Material's HTML, and what takes its place."""

NOT_FOUND = re.compile(r"<h1>404 - Not found</h1>")
"""All that Material's page for a wrong address holds."""


def with_body(page: str, body: str) -> str:
    """The theme's page for a wrong address with a body of ours; as it was where there is none."""
    return NOT_FOUND.sub(lambda _: body, page, count=1) if body else page


HEADER = re.compile(r'(<nav class="md-header__inner.*?)(</nav>)', re.DOTALL)
"""The row in Material's header, up to its end."""


WORDS_OF_ITS_SEARCH = re.compile(r'"search\.result\.[^"]+": "[^"]*",? ?')
"""What Material's script would say in its own search."""


def with_search(page: str, link: str) -> str:
    """The page with the link that opens our search as the last in its header; as it was where there is none.

    The words of Material's search, which is not there then, go.
    """
    if not link:
        return page
    return HEADER.sub(lambda row: row[1] + link + row[2], WORDS_OF_ITS_SEARCH.sub("", page), count=1)


def with_styles(page: str, addresses: Iterable[str]) -> str:
    """The page with further stylesheets, the last in its head; `addresses` are ours and lead from this page."""
    links = "".join(f'<link rel="stylesheet" href="{address}">' for address in addresses)
    return page.replace("</head>", f"{links}</head>", 1)


def with_tags(page: str, tags: str) -> str:
    """The page with further tags, the last in its head."""
    return page.replace("</head>", f"{tags}</head>", 1)


def with_policy(page: str, policy: str) -> str:
    """The page with its content security policy before everything that it is to hold for."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return CHARSET.sub(lambda found: f"{found[0]}{tag}", page, count=1)


TAB_SCRIPT = re.compile(r"<script>var target=document\.getElementById\(location\.hash(?:(?!</script>).)*</script>")
TAB = 'name="__tabbed_'
"""Material opens the tab of text that an address names with a script in every page; where no tab is, it has no use."""
def with_scripts(page: str, addresses: Iterable[str]) -> str:
    """The page with further scripts, the last in its body; `addresses` are ours and lead from this page."""
    scripts = "".join(f'<script src="{address}"></script>' for address in addresses)
    before, end, after = page.rpartition("</body>")
    return f"{before}{scripts}{end}{after}" if end else page


INDENT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)|\n\s+", re.DOTALL)
"""A part whose blanks mean something, which stays, or a line end with the empty lines and blanks after it."""
END = re.compile(
    r"(<(pre|textarea|script|style)\b.*?</\2>)|"
    r"</(?:td|th|tr|dt|dd|li)>(?=\s*</?(?:td|th|tr|tbody|tfoot|table|dt|dd|dl|li|ul|ol)\b)",
    re.DOTALL,
)
"""Such a part, or an end of a cell, a row or an item that the next tag ends as well (HTML, "optional tags")."""


def mend(page: str) -> str:
    """The whole HTML of a page, mended; what it does not hold is passed over.

    The theme's indents go as well: a browser reads one line end as it reads many, and they are half a kilobyte a page.
    So do the ends that a browser does not need: a claim has hundreds of cells.
    """
    for wanting, mended in MENDS:
        page = wanting.sub(mended, page)
    if TAB not in page:
        page = TAB_SCRIPT.sub("", page)
    return END.sub(lambda part: part[1] or "", INDENT.sub(lambda part: part[1] or "\n", page))

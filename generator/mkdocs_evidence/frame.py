"""What the theme's frame lacks: the few places of a finished page that are mended, each with its reason.

Knows Material's markup and nothing of evidence. Text from the stores cannot be mistaken for it: it has no quotation
marks and angle brackets of its own left by then.
"""

from __future__ import annotations

import re

MENDS = (
    # A reader's question about their health is nobody else's business: links out do not say where they were followed.
    (re.compile(r'<meta charset="utf-8">'), r'\g<0><meta name="referrer" content="no-referrer">'),
    # The search field is always there and is no dialogue; as one it would need a name.
    (re.compile(r'(data-md-component="search") role="dialog"'), r"\1"),
    # Where a site gives no switch between light and dark, its radio buttons are hidden from screen readers only.
    (re.compile(r'aria-hidden="true"\s+type="radio"'), r'\g<0> tabindex="-1"'),
)
"""What is looked for in Material's HTML, and what takes its place."""


def mend(page: str) -> str:
    """The whole HTML of a page, mended; what it does not hold is passed over."""
    for wanting, mended in MENDS:
        page = wanting.sub(mended, page)
    return page

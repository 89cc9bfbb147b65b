"""What a page's head tells other programs: the feed, the icons, and how a link to the page is shown elsewhere.

A card is drawn for each rating and not for each claim, so it says how sure one can be and never what about; the
question and the sentence stand in the text beside it. Short on purpose: every page carries it.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from . import views
from .addresses import ASSETS, FEED
from .labels import Labels
from .pages import Page
from .settings import Settings
from .vocabulary import State

ICON = f"{ASSETS}/icon.svg"
MANIFEST = "site.webmanifest"
TOUCH_ICON = "apple-touch-icon.png"
AT_THE_ROOT = frozenset({"favicon.ico", TOUCH_ICON, MANIFEST, "_headers"})
"""What is looked for at the root of a site; a file of the site's own takes the place of ours."""
SITE_CARD = "site"
"""The card of every page that has no rating, and of every rating whose words a site has changed."""
PAPER = "#ffffff"


def card_words(labels: Labels) -> dict[str, str]:
    """What the card of each rating and state says, by the card's name."""
    unrecorded = {f"{rung}-unrecorded": words for rung, words in labels["rung_unrecorded"].items()}
    rungs: dict[str, str] = {**labels["rung"], **unrecorded}
    contested = {f"contested-{name}": views.contested(words, labels) for name, words in rungs.items()}
    states = {name: words for name, words in labels["state"].items() if name != State.RATED}
    return {**labels["level"], **rungs, **contested, **states}


def card_of(badge: views.Badge) -> str:
    """The name of the card that says what a badge says, or that of the site where none does.

    Cards are pictures with the shipped words: a site that uses others gets none that contradicts its pages.
    """
    return {words: name for name, words in _shipped_words().items()}.get(badge.words, SITE_CARD)


@cache
def _shipped_words() -> dict[str, str]:
    return card_words(Labels.shipped())


def card_address(name: str) -> str:
    return f"{ASSETS}/cards/{name}.png"


def tags(page: Page | None, settings: Settings, up: str) -> Markup:
    """The tags for the end of a page's head; `up` leads to the site's root. None is ours where `page` is None.

    Feed and picture need the site's own address: without one there is neither.
    """
    found = [
        Markup('<link rel="manifest" href="{}">').format(up + MANIFEST),
        Markup('<link rel="apple-touch-icon" href="{}">').format(up + TOUCH_ICON),
    ]
    if settings.site_url:
        found.append(Markup('<link rel="alternate" type="application/atom+xml" href="{}">').format(up + FEED))
    if page is not None:
        found.append(Markup('<meta property="og:title" content="{}">').format(page.title or settings.site_name))
        if page.description:
            found.append(Markup('<meta property="og:description" content="{}">').format(page.description))
        if settings.site_url:
            card = urljoin(settings.site_url, card_address(page.card or SITE_CARD))
            found.append(Markup('<meta property="og:image" content="{}">').format(card))
        size = "summary_large_image" if settings.site_url else "summary"
        found.append(Markup('<meta name="twitter:card" content="{}">').format(size))
    return Markup("").join(found)


def manifest(settings: Settings) -> bytes:
    """The web manifest: name and icons. No service worker; a page that is kept can fall behind its evidence."""
    told: dict[str, Any] = {
        "name": settings.site_name,
        "start_url": ".",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": ICON, "sizes": "any", "type": "image/svg+xml"},
            {"src": TOUCH_ICON, "sizes": "180x180", "type": "image/png"},
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"

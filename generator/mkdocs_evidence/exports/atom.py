"""The change log as an Atom feed (RFC 4287): plain text, absolute addresses, ids that never change.

An entry's id is a tag (RFC 4151) of the site's host, the entry's day, and the claim with the entry's number from the
oldest. `updated` is the day of the entry, so that the same stores give the same feed on any day.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from ..addresses import CHANGES, FEED, claim_address
from ..change_log import Change
from ..labels import Labels

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50
NO_DAY = "1970-01-01"
"""Of a feed without entries, which has to have a day all the same."""


def feed(changes: Iterable[Change], labels: Labels, *, title: str, site_url: str) -> bytes:
    """The newest entries of `changes`, which come newest first; `site_url` is absolute and ends with a slash."""
    shown = list(islice(changes, ENTRIES))
    here = urljoin(site_url, FEED)
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": labels.language})
    _text(root, "title", f"{title}: {labels['ui']['changes']}")
    _text(root, "id", here)
    _text(root, "updated", _moment(shown[0].day.isoformat() if shown else NO_DAY))
    _text(ElementTree.SubElement(root, "author"), "name", title)
    ElementTree.SubElement(root, "link", rel="self", type="application/atom+xml", href=here)
    ElementTree.SubElement(root, "link", rel="alternate", type="text/html", href=urljoin(site_url, CHANGES))
    for change in shown:
        entry = ElementTree.SubElement(root, "entry")
        _text(entry, "title", change.question)
        if labels.of_evidence is not labels:
            entry[0].set("xml:lang", labels.of_evidence.language)
        _text(entry, "id", _tag(change, site_url))
        _text(entry, "updated", _moment(change.day.isoformat()))
        _text(entry, "summary", change.told(labels))
        ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=urljoin(site_url, change.address))
    ElementTree.indent(root, "")
    xml: bytes = ElementTree.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + xml + b"\n"


def _tag(change: Change, site_url: str) -> str:
    site = urlsplit(site_url)
    return f"tag:{site.hostname},{change.day.isoformat()}:{site.path}{claim_address(change.claim)}{change.number}"


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text

"""DOIs and addresses: their one normal form, and what may be linked."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

DOI = re.compile(r"10\.\d{4,9}/\S+")


def normal_doi(text: str) -> str:
    """The DOI without address or `doi:` before it and punctuation after it, in the case it was typed.

    Compare DOIs in lower case. Returns what is left of any text; see `is_doi`.
    """
    text = text.strip()
    if address := re.match(r"(https?:)?(//)?(www\.)?(dx\.)?doi\.org/", text, re.IGNORECASE):
        text = unquote(text[address.end() :])
    text = re.sub(r"\Adoi\s*:\s*", "", text, flags=re.IGNORECASE)
    return text.rstrip(".,; ")


def is_doi(text: str) -> bool:
    """True for `10.`, four to nine digits, a slash and something without blanks."""
    return DOI.fullmatch(text) is not None


def safe_url(text: str) -> str:
    """The address if it is one of http or https that may be linked, else nothing."""
    if len(text) > 2_000 or re.search(r"[\s\\\"'<>`{}\x00-\x1f\x7f]", text):
        return ""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # raises ValueError where the port is no number
    except ValueError:
        return ""
    host = parts.hostname or ""
    plain_host = re.fullmatch(r"[a-z0-9.-]+|[0-9a-f:.]+", host) is not None
    is_safe = parts.scheme in ("http", "https") and plain_host and "@" not in parts.netloc
    return text if is_safe else ""


def doi_url(doi: str) -> str:
    """The address that leads to a DOI; every character with a meaning in addresses is encoded."""
    return "https://doi.org/" + quote(doi, safe="/")


REGISTRIES = (
    (re.compile(r"NCT\d{8}"), "https://clinicaltrials.gov/study/{}"),
    (re.compile(r"ACTRN\d{14}"), "https://www.anzctr.org.au/{}.aspx"),
    (re.compile(r"ISRCTN\d{8}"), "https://www.isrctn.com/{}"),
)
"""Registries with lasting addresses: what their identifiers look like, and where one leads."""


def registry_url(registration: str) -> str:
    """The address of a trial in its registry; nothing where the registry is not known here."""
    found = (address.format(registration) for form, address in REGISTRIES if form.fullmatch(registration))
    return next(found, "")

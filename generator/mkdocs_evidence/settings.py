"""Where a site's stores and output live, and what the day is. Knows no host.

The layout is fixed (see docs in README.md): a site is the folder that holds `claims/`,
`studies/`, `references.bib` and `mkdocs.yml`. What varies is passed in as values.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from .diagnostics import EvidenceError

LANGUAGES = ("de", "en")
"""Languages with labels and word lists in templates/labels/."""

CITATION_STYLES = ("numbers", "author-year")
"""`numbers` hardly interrupt a sentence or widen a cell; `author-year` is the same on every page."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the core needs to know about a site besides its stores."""

    root: Path
    """The site's folder, absolute."""
    today: date
    """The day on which things are due; the only clock the core has."""
    site_name: str = "Evidence"
    """Shown in quotations and above each page."""
    support: str = ""
    """Plain text after "Not medical advice" on every page: where to find help. Empty: the shipped words."""
    site_url: str = ""
    """Where the site is published, with a slash at its end, for quotations; empty where nobody said."""
    base: str = "/"
    """Path of the site on its host, with a slash at both ends: the page for a wrong address is served at any depth."""
    repository: str = ""
    """Address of the stores' repository, for "suggest an edit"; empty: no such links."""
    citations: str = "numbers"
    """How citations read: `numbers` or `author-year` (see `CITATION_STYLES`)."""
    language: str = "en"
    """Of the interface, one of `LANGUAGES`; `evidence check` speaks English whatever it is."""
    evidence_language: str = "en"
    """That the stores are written in, and with them the sentences made of their words; one of the same."""
    directory_urls: bool = True
    """Whether the engine puts content pages at `about/`, as ours always are, or at `about.html`."""
    unpublished: frozenset[str] = frozenset()
    """Content pages, by their path below `content/`, that the engine leaves out: nothing may lead to them."""
    publish: bool = False
    """True under `check --publish`: what a site needs before it is published is asked for as well."""
    draft: bool = False
    """True under `mkdocs serve`: an unrecorded level is shown with a ribbon instead of refused."""

    @property
    def claims(self) -> Path:
        return self.root / "claims"

    @property
    def studies(self) -> Path:
        return self.root / "studies"

    @property
    def content(self) -> Path:
        return self.root / "content"

    def content_list(self, name: str) -> Path:
        """The file of a list in content/, such as `timeline`."""
        return self.content / f"{name}.yml"

    @property
    def references(self) -> Path:
        return self.root / "references.bib"

    @property
    def references_status(self) -> Path:
        return self.root / "references.status.yml"

    @property
    def overrides(self) -> Path:
        """The site's own templates; each one found here replaces ours of the same name."""
        return self.root / "overrides" / "evidence"


def languages(language: str = "", evidence: str = "", theme: str = "") -> tuple[str, str]:
    """The languages of interface and evidence, from the options of those names and the theme's own language.

    The interface's is the theme's where no other is asked for, and the evidence's that of the interface. Raises
    `EvidenceError` for one that we have no words in.
    """
    interface = language or theme or "en"
    for name in (interface, evidence or interface):
        if name not in LANGUAGES:
            raise EvidenceError(
                f"there are no labels in the language {name!r}; set `language` of the plugin in mkdocs.yml to "
                + " or ".join(LANGUAGES)
            )
    return interface, evidence or interface


def today(given: str | None = None) -> date:
    """The day a run works with: `given` (ISO), else SOURCE_DATE_EPOCH, else the system's (UTC).

    Raises `ValueError` where `given` is no ISO date or SOURCE_DATE_EPOCH no whole number, `OverflowError`
    or `OSError` where that number gives no day.
    """
    if given:
        return date.fromisoformat(given)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return datetime.fromtimestamp(int(epoch), tz=UTC).date()
    return datetime.now(tz=UTC).date()

"""Where each page of a site lives. Addresses are part of the product and never break."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .library import Library

HOME = ""
ASSETS = "assets/evidence"
MAP = "claims/"
QUESTIONS = "questions/"
REFERENCES = "references/"
STUDIES = "studies/"
METHODS = "methods/"
TRUST = "trust/"
TRUST_SOURCE = "trust.md"
"""The content page below which the trials stand side by side; without it there is no such page."""
SUMMARY = "summary/"
"""The whole question on one sheet; below a claim's address, that claim."""
GLOSSARY = "glossary/"
GLOSSARY_DATA = "data/glossary.json"
"""What the script of a term's tip reads; it looks for it beside `GLOSSARY`."""
DATA = "data/"
CLAIMS_DATA = f"{DATA}claims.json"
CLAIMS_CSV = f"{DATA}claims.csv"
STUDIES_CSV = f"{DATA}studies.csv"
CSL_JSON, RIS, BIBTEX = (f"{DATA}references.{ending}" for ending in ("json", "ris", "bib"))
CONTRIBUTE = "contribute/"
"""What authors and maintainers read: `content/contribute.md` and every content page below `content/contribute/`."""
CONTRIBUTE_SOURCE = "contribute.md"
BADGE_SOURCE = "contribute/badge.md"
"""The page for authors below which the arithmetic of levels and rungs stands, as the code has it."""
CODES = "contribute/codes/"
FIELDS = "contribute/fields/"
SEARCH_INDEX = f"{ASSETS}/search.json"
"""What the search loads when a reader opens it; its script stands beside it."""
CHANGES = "changes/"
FEED = "changes/feed.xml"


def style_address(name: str) -> str:
    """A stylesheet of ours."""
    return f"{ASSETS}/{name}.css"


def script_address(name: str) -> str:
    """A script of ours."""
    return f"{ASSETS}/{name}.js"


def claim_address(id: str) -> str:
    return f"claims/{id}/"


def summary_address(id: str) -> str:
    """A claim on one sheet of paper."""
    return f"claims/{id}/{SUMMARY}"


def study_address(id: str) -> str:
    return f"studies/{id}/"


def plot_address(id: str) -> str:
    """The plot of a claim as a file to download."""
    return f"plots/{id}.svg"


def claim_data_address(id: str) -> str:
    """All that a claim's page states, for other programs."""
    return f"{DATA}claims/{id}.json"


def badge_address(id: str) -> str:
    """A claim's badge as a picture for other sites."""
    return f"badges/{id}.svg"


def list_address(name: str) -> str:
    """The page of a list in content/, such as `timeline`."""
    return f"{name}/"


def category_address(id: str) -> str:
    return f"categories/{id}/"


def comparison_address(id: str) -> str:
    return f"comparisons/{id}/"


def reference_anchor(key: str) -> str:
    """The anchor of a reference; citation keys hold only characters fit for one."""
    return f"ref-{key}"


def term_anchor(id: str) -> str:
    """The anchor of a term in the glossary."""
    return f"term-{id}"


def citation_anchor(key: str, number: int) -> str:
    """The anchor of the place at which a page cites a reference for the `number`-th time, from 1."""
    return f"cite-{key}-{number}"


def content_address(path: str, directory_urls: bool = True) -> str:
    """Where an engine puts the content page at `path` below `content/`: `about.md` at `about/` or `about.html`."""
    name = path.removesuffix(".md")
    if not directory_urls:
        return f"{re.sub(r'README$', 'index', name)}.html"
    folder, _, last = name.rpartition("/")
    if last in ("index", "README"):
        return f"{folder}/" if folder else HOME
    return f"{name}/"


def for_authors(path: str) -> bool:
    """Whether the content page at `path` below `content/` is written for authors and maintainers."""
    if path == CONTRIBUTE_SOURCE:
        return True
    address = content_address(path)
    # `contribute/index.md` is a page like any other; where codes and fields live, nobody else writes.
    return path.startswith(CONTRIBUTE) and path.endswith(".md") and address not in (CONTRIBUTE, CODES, FIELDS)


def generated_sources(library: Library) -> frozenset[str]:
    """Every generated page under the name by which a content page links it: `claims/<id>.md`."""
    return frozenset(address.rstrip("/") + ".md" if address else "index.md" for address in _addresses(library))


def moved_sources(library: Library) -> frozenset[str]:
    """Where pages live for ids that were given up, in the same form; no page should link them."""
    found = [*map(claim_address, library.moved_claims), *map(study_address, library.moved_studies)]
    return frozenset(address.rstrip("/") + ".md" for address in found)


def _addresses(library: Library) -> Iterator[str]:
    yield HOME
    yield from (MAP, QUESTIONS, REFERENCES, STUDIES, METHODS, CHANGES, DATA, CODES, FIELDS)
    yield from (list_address(name) for name, held in library.lists.items() if held)
    if TRUST_SOURCE in library.content.files:
        yield TRUST
    yield from (content_address(page.path) for page in library.content.pages if for_authors(page.path))
    if library.glossary:
        yield GLOSSARY
    yield from map(category_address, library.categories)
    yield from map(comparison_address, library.comparisons)
    yield from map(claim_address, library.claims)
    yield from map(study_address, library.studies)

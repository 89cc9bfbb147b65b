"""What a site says in mkdocs.yml, read as a text with places: no engine is needed, and none is asked.

Only what the core has to know before an engine runs, or without one: which languages, and what is still to be said
before publishing. Everything else in the file is the engine's own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from .diagnostics import Diagnostics, EvidenceError
from .settings import CITATION_STYLES, Settings, languages
from .sources import read_text
from .yaml_reader import Document, Mapping, Scalar, Sequence, Step, read_yaml

CONFIGURATION = "mkdocs.yml"
OF_THE_ENGINE = re.compile(r"!(?:ENV|relative|!python/[a-z]+:[\w.]*)(?=[\s,\]}])")
"""Tags that MkDocs reads and our reader of stores refuses."""
PLUGIN = "evidence"


def read_configuration(root: Path, diagnostics: Diagnostics) -> Document | None:
    """The site's mkdocs.yml; None where it cannot be read, which is reported."""
    text = read_text(root / CONFIGURATION, CONFIGURATION, diagnostics)
    if text is None:
        return None
    return read_yaml(OF_THE_ENGINE.sub(lambda tag: " " * len(tag[0]), text), CONFIGURATION, diagnostics)


def configured_languages(root: Path) -> tuple[str, str]:
    """The languages of interface and evidence as `mkdocs.yml` has them; English where it cannot be read.

    What is wrong with that file is told by whoever needs the rest of it. Raises `EvidenceError` for a language that
    we have no words in.
    """
    document = read_configuration(root, Diagnostics()) if (root / CONFIGURATION).exists() else None
    if document is None:
        return languages()
    options = options_of_the_plugin(document)
    paths: tuple[tuple[Step, ...], ...] = (
        (*options, "language"),
        (*options, "evidence_language"),
        ("theme", "language"),
    )
    return languages(*(text_at(document, path) or "" for path in paths))


def with_configured_site(settings: Settings) -> Settings:
    """The settings with what mkdocs.yml says of the site and under the plugin, for work without MkDocs.

    What is wrong with that file is told by whoever needs the rest of it. Raises `EvidenceError` for a style of
    citations that there is not.
    """
    here = (settings.root / CONFIGURATION).exists()
    document = read_configuration(settings.root, Diagnostics()) if here else None
    if document is None:
        return settings
    options = options_of_the_plugin(document)

    def said(*path: Step) -> str:
        return text_at(document, path) or ""

    address = said("site_url").rstrip("/")
    citations = said(*options, "citations") or settings.citations
    if citations not in CITATION_STYLES:
        raise EvidenceError(f"`citations` in {CONFIGURATION} is {citations}; set it to {' or '.join(CITATION_STYLES)}")
    return replace(
        settings,
        site_name=said("site_name") or settings.site_name,
        site_url=f"{address}/" if address else "",
        base=urlsplit(f"{address}/").path if address else "/",
        support=said(*options, "support"),
        repository=said(*options, "repository"),
        citations=citations,
    )


def options_of_the_plugin(document: Document) -> tuple[Step, ...]:
    """The path of the plugin's options; that of the plugin's name where it has none."""
    plugins = document.node("plugins")
    if isinstance(plugins, Mapping):
        return ("plugins", PLUGIN)
    for position, item in enumerate(plugins.items if isinstance(plugins, Sequence) else ()):
        if isinstance(item, Scalar) and item.text == PLUGIN:
            return ("plugins", position)
        if isinstance(item, Mapping) and PLUGIN in item.values:
            return ("plugins", position, PLUGIN)
    return ("plugins",)


def text_at(document: Document, path: tuple[Step, ...]) -> str | None:
    """The text at `path`; None where there is a value that is none, such as one taken from the environment."""
    node = document.node(*path)
    if node is None:
        return ""
    return node.text.strip() if isinstance(node, Scalar) else None

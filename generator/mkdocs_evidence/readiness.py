"""What has to be right before a site is published: `evidence check --publish` asks for it, no other run does.

A site that is being written may lack all of it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from . import codes
from .checks import Check, World
from .configuration import options_of_the_plugin, read_configuration, text_at
from .content import HOME, PLACEHOLDER
from .diagnostics import Diagnostics, Location
from .prose import prose_in
from .yaml_reader import Step, scalars

NEEDED = {
    "site_url": "the site's address, such as https://evidence.example.org/",
    "repository": "the address of the stores' repository, so that every page can be corrected",
    "support": "where readers find help, in plain text; the shipped words name nobody",
}
"""What to write, by setting; all but the first belong to the plugin."""
PAGES = {
    "about.md": "say who is behind the site, who paid, and how it is corrected",
    "methods.md": "say what was searched and what was not",
}


def placeholders_are_filled(world: World, diagnostics: Diagnostics) -> None:
    """`placeholder-left` for every `[to be added: …]` on a content page, in a text field or in mkdocs.yml."""
    for page in world.library.content.pages:
        for typed, where in page.placeholders:
            _left(diagnostics, typed, where)
    for record in world.library.records:
        for path, text in prose_in(record):
            for number, match in enumerate(PLACEHOLDER.finditer(text)):
                _left(diagnostics, match[0], record.match_at(PLACEHOLDER, number, *path))


def settings_are_there(world: World, diagnostics: Diagnostics) -> None:
    """`setting-missing` for what only whoever publishes can say; `placeholder-left` in mkdocs.yml."""
    document = read_configuration(world.settings.root, diagnostics)
    if document is None:
        return
    for path, node in scalars(document.root):
        for number, match in enumerate(PLACEHOLDER.finditer(node.text)):
            _left(diagnostics, match[0], document.match_at(PLACEHOLDER, number, *path))
    options = options_of_the_plugin(document)
    for name, what in NEEDED.items():
        where: tuple[Step, ...] = (name,) if name == "site_url" else (*options, name)
        problem = _missing(name, text_at(document, where))
        if problem:
            diagnostics.report(codes.SETTING_MISSING, document.at(*where), f"`{name}` {problem}", hint=f"write {what}")


def pages_are_there(world: World, diagnostics: Diagnostics) -> None:
    """`page-missing` for a page that readers look for before they trust a site."""
    for name, what in PAGES.items():
        if name not in world.library.content.files:
            message = f"there is no page content/{name}"
            diagnostics.report(codes.PAGE_MISSING, Location(f"content/{HOME}"), message, hint=f"make it, and {what}")


def _left(diagnostics: Diagnostics, typed: str, where: Location) -> None:
    message = f"`{' '.join(typed.split())}` is still to be added"
    diagnostics.report(codes.PLACEHOLDER_LEFT, where, message, hint="write it, or take it out")


def _missing(name: str, text: str | None) -> str:
    """Why a setting will not do for publishing, or an empty string."""
    if text is None:
        return ""
    if not text:
        return "is not set"
    if name == "support":
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return "is no address"
    if parts.scheme != "https" or not parts.hostname:
        return "has to begin with https://"
    return "leads to this machine" if parts.hostname in ("localhost", "127.0.0.1", "::1") else ""


BEFORE_PUBLISHING: tuple[Check, ...] = (placeholders_are_filled, settings_are_there, pages_are_there)
"""They run last, so that they hide nothing."""

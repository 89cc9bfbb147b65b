"""What the browser tests read with: the built site, views of it, and windows that remember what went wrong."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page

REFUSE_SCRIPTS = "X-Refuse-Scripts"
"""A header of a request: the answer comes with a policy that lets none of the page's own scripts run."""

KINDS = {"claims": "claim", "categories": "category", "comparisons": "comparison", "studies": "study"}
"""Folders that hold a page for each record, and what such a page is."""
APART = ("badge/", "codes/", "fields/")
"""Below `contribute/`, the pages that are made from the program; the others are prose, and of one kind."""


def kind_of(address: str) -> str:
    """What a page is: a claim, a study and so on; a page that is one of its kind is its own."""
    folder, _, rest = address.partition("/")
    if rest.endswith("/summary/"):
        return "claim-summary"
    if folder == "contribute" and rest not in ("", *APART):
        return "contribute-task"
    if rest.count("/") == 1 and folder in KINDS:
        return KINDS[folder]
    return address.removesuffix(".html").strip("/").replace("/", "-") or "home"


@dataclass(frozen=True)
class Site:
    folder: Path
    url: str

    @cached_property
    def addresses(self) -> list[str]:
        """The address of every page below the site's root."""
        files = [file.relative_to(self.folder).as_posix() for file in self.folder.rglob("*.html")]
        return sorted(file.removesuffix("index.html") for file in files)

    @property
    def claims(self) -> list[str]:
        found = [address for address in self.addresses if address.startswith("claims/") and address.count("/") == 2]
        assert found, "the site has no claim"
        return found

    @property
    def some_claims(self) -> list[str]:
        """At most four claims, spread over all of them, for what takes long."""
        return self.claims[:: -(-len(self.claims) // 4)]

    @cached_property
    def looks(self) -> dict[str, str]:
        """The first claim of each look that a badge can have: what its data say, to the claim's address."""
        looks: dict[str, str] = {}
        for address in self.claims:
            text = (self.folder / address / "index.html").read_text(encoding="utf-8")
            data = re.search(r'data-scale="[^>]*', text[text.index('class="ev-answer') :])
            assert data, f"{address} has no badge"
            looks.setdefault(data[0], address)
        return looks

    @cached_property
    def _pages(self) -> dict[str, list[str]]:
        """What a page is, to the address of every page that is so."""
        pages: dict[str, list[str]] = {}
        for address in self.addresses:
            pages.setdefault(kind_of(address), []).append(address)
        return pages

    @property
    def kinds(self) -> list[str]:
        """A claim of each look, and one or two pages of each other kind."""
        looks = list(self.looks.values())
        return [address for kind, found in self._pages.items() for address in (looks if kind == "claim" else found[:2])]

    @cached_property
    def types(self) -> list[str]:
        """One page of each kind: the longest, which shows most of what such a page can show."""

        def length(address: str) -> int:
            file = self.folder / address
            return (file / "index.html" if file.is_dir() else file).stat().st_size

        return [max(found, key=length) for found in self._pages.values()]

    def seen_in(self, view: View, views: Sequence[View]) -> list[str]:
        """Of what is looked at in `views`, the pages for one of them: every type, and what else is in `kinds` once.

        The view for one of these others follows from its address, and so stays when pages come and go.
        """
        turn = views.index(view)
        others = [address for address in self.kinds if address not in self.types]
        return self.types + [address for address in others if zlib.crc32(address.encode()) % len(views) == turn]


@dataclass(frozen=True)
class View:
    """How a page is looked at."""

    width: int
    height: int
    scheme: str = "light"
    scripts: bool = True
    """Pages open faster without; dark needs them, since the theme chooses its colours with one."""
    own_scripts: bool = True
    """False: the browser refuses every script of the site, and still runs those that a test puts in."""
    forced_colors: bool = False

    def __str__(self) -> str:
        size = f"{self.width}x{self.height}"
        return f"{size}-{self.scheme}" if self.own_scripts and self.scripts else f"{size}-without-script"

    def but(self, **other: Any) -> View:
        return replace(self, **other)


@dataclass
class Window:
    """One browser window; collects errors and requests of every page that it opens."""

    site: Site
    page: Page
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    """Addresses of other hosts that a page asked for."""

    def __post_init__(self) -> None:
        self.page.set_default_timeout(10_000)
        self.page.on("console", lambda message: message.type == "error" and self._note(message.text))
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("requestfailed", lambda request: self._note_failure(request.url, request.failure))
        self.page.on("response", lambda answer: answer.status >= 400 and self._note(f"{answer.url}: {answer.status}"))
        self.page.on("request", lambda request: self._look_at(request.url))

    def _note(self, text: str) -> None:
        self.errors.append(f"{self.page.url}: {text}")

    def _note_failure(self, url: str, failure: str | None) -> None:
        if failure != "net::ERR_ABORTED":  # the next page was opened before this one had everything
            self._note(f"{url}: {failure}")

    def _look_at(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(self.site.url):
            self.foreign.append(f"{self.page.url}: {url}")

    def open(self, address: str) -> Page:
        self.page.goto(f"{self.site.url}{address}")
        return self.page

    def visible_top(self) -> float:
        """The lower edge of what sticks to the top of the window."""
        script = "() => document.querySelector('.md-header').getBoundingClientRect().bottom"
        return float(self.page.evaluate(script))

    def shows(self, element: Locator) -> bool:
        """True where the element's first line stands in the window and under nothing."""
        box = element.bounding_box()
        size = self.page.viewport_size
        assert box is not None and size is not None
        return self.visible_top() - 1 <= box["y"] < size["height"]


class Reading:
    """Opens windows of one browser and closes them at the end of a test."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site = site
        self.browser = browser
        self._contexts: list[BrowserContext] = []

    def __call__(self, view: View) -> Window:
        context = self.browser.new_context(
            viewport={"width": view.width, "height": view.height},
            color_scheme="dark" if view.scheme == "dark" else "light",
            java_script_enabled=view.scripts,
            forced_colors="active" if view.forced_colors else "none",
            reduced_motion="reduce",
            extra_http_headers={} if view.own_scripts else {REFUSE_SCRIPTS: "1"},
        )
        self._contexts.append(context)
        return Window(self.site, context.new_page())

    def close(self) -> None:
        for context in self._contexts:
            context.close()

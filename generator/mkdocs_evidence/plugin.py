"""MkDocs events to `build.py`: the only module that imports MkDocs.

Gives MkDocs the finished pages and assets of a `Site` as generated files, lets it build beside the
old site, and has the result swapped in (`publishing.py`) or previewed (`serving.py`). Decides
nothing about evidence and renders nothing but content pages' Markdown, which is MkDocs' own work.

The order of events matters: `on_config` comes before MkDocs empties its output, so whatever is
wrong with the stores is told there; `--strict` aborts after `on_post_build`, so the swap waits for
`on_shutdown`.
"""

from __future__ import annotations

import html
import logging
import os
import re
import signal
import sys
import threading
import traceback
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import click
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import config_options, load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, MkDocsException
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import TableOfContents, get_toc
from mkdocs.utils import get_relative_url

from . import build, frame, head, serving
from .content import LIST_FILES
from .diagnostics import EvidenceError
from .markdown_extension import EvidenceExtension
from .pages import PROSE_SLOT, Heading, Page
from .policy import Policy
from .publishing import Publication, PublishingError
from .rendering import Scope
from .reporters import count_line, render_text
from .settings import CITATION_STYLES, Settings, languages, today

log = get_plugin_logger(__name__)

MATERIALS_ICON = "assets/images/favicon.png"

NO_DATE = "1980-01-01"
"""In place of the day of the build, which MkDocs would write into every address of the sitemap."""


class EvidenceOptions(Config):  # type: ignore[no-untyped-call]
    """The options under `plugins: - evidence:` in mkdocs.yml."""

    repository = config_options.Type(str, default="")
    """Address of the stores' repository, for "suggest an edit" on every page; empty: no such links."""
    content_security_policy = config_options.Type(bool, default=True)
    """Whether each page of a build says what a browser may load and run on it; False where the host says it."""
    support = config_options.Type(str, default="")
    """Plain text after "Not medical advice" on every page: where to find help. Empty: the shipped words."""
    language = config_options.Type(str, default="")
    """Of the interface, `en` or `de`; empty: that of the theme (`theme: language:`)."""
    evidence_language = config_options.Type(str, default="")
    """That the stores are written in; empty: the same. The sentences made of their words are in it, too."""
    citations = config_options.Choice(CITATION_STYLES, default=CITATION_STYLES[0])
    """How citations read: `numbers`, [1], or `author-year`, (Mitchell et al. 2023)."""


class EvidencePlugin(BasePlugin[EvidenceOptions]):  # type: ignore[no-untyped-call]
    """One run of `mkdocs build`, `serve` or `gh-deploy`; lives on through every rebuild of a preview."""

    day: str | None = None
    """The day a run works with, in ISO; None for SOURCE_DATE_EPOCH or the system's."""

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self._serving = False
        self._draft = False
        self._site = build.Site(pages=(), assets={}, stylesheets=())
        self._policy: Policy | None = None
        """None under `serve`, whose pages hold MkDocs' script that reloads them."""
        self._settings_at_hand: Settings | None = None
        self._listing = False
        """Whether the site at hand is only the list of what is wrong."""
        self._pages: dict[str, Page] = {}
        """Source address in MkDocs' sense to our page."""
        self._at_hand = ""
        self._prose_of: File | None = None
        """The page whose Markdown MkDocs renders."""
        self._finished = False
        self._config: MkDocsConfig | None = None
        self._publication: Publication | None = None
        self._preview: serving.Preview | None = None
        self._before_sigterm: Any = None

    # A run

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Begins a run. Defining this makes MkDocs keep the plugin object through rebuilds."""
        self._forget()
        self._draft = command == "serve"
        # `serve --clean` calls itself "build": no drafts then, but it builds into MkDocs' folder.
        self._serving = self._draft or _is_serve_command()
        if self._serving:
            serving.sweep_folders()
            self._heed_sigterm()

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Reads the stores and says what is wrong; raises `Abort` before anything is touched."""
        self._config, self._finished, self._pages, self._at_hand = config, False, {}, ""
        self._choose_output(config)
        self._site = self._prepare(config)
        keeps = self.config.content_security_policy and not self._serving
        self._policy = Policy(config.theme.dirs) if keeps else None
        if config.theme["favicon"] == MATERIALS_ICON:
            config.theme["favicon"] = head.ICON
        if self._site.direction == "rtl" and not config.theme.get("direction"):
            config.theme["direction"] = self._site.direction
        # First, so that a site's own style has the last word.
        ours = (*self._site.stylesheets, *([build.THEME_SEARCH_STYLE] if _keeps_search(config) else []))
        config.extra_css[:0] = [style for style in ours if style not in config.extra_css]
        config.extra_javascript[:0] = [script for script in self._site.scripts if script not in config.extra_javascript]
        if self._site.prose is not None:
            # With what is loaded here; by its name alone it would load the stores once more.
            extensions = [name for name in config.markdown_extensions if name != "mkdocs_evidence"]
            config.markdown_extensions = [*extensions, EvidenceExtension(self._open_prose)]
        if self._listing:
            config.nav = None  # the pages that it names do not exist now
        return config

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        self._finished = True

    def on_build_error(self, *, error: Exception) -> None:
        """Keeps the old site; raises `Abort` with the place instead of a traceback where there is one."""
        self._finished = False
        if self._publication is not None:
            self._publication.discard()
        if isinstance(error, (Abort, BuildError)) or self._config is None:
            return
        log.debug("%s", "".join(traceback.format_exception(error)))  # shown by `--verbose`
        root, page = _root(self._config), self._at_hand
        if isinstance(error, OSError):  # a full disk, a file that vanished
            raise Abort(f"{error.filename or root}: {error.strerror or error}; the old site stays") from error
        if serving.is_author_error(error, page, root):
            serving.tell([serving.page_problem(error, page, root)])
            raise Abort("A page cannot be built; nothing was written") from error

    @event_priority(-100)
    def on_shutdown(self) -> None:
        """Ends a run: the new site takes its place, or leaves no trace. Raises `Abort` if it cannot."""
        self._release_sigterm()
        if self._preview is not None:
            self._preview.close()
        if self._publication is None:
            return
        publication, self._publication = self._publication, None
        if self._config is not None:
            self._config.site_dir = str(publication.output)  # `gh-deploy` pushes from there
        if not self._finished:
            publication.discard()
            return
        try:
            publication.commit()
        except PublishingError as error:
            raise Abort(str(error)) from error

    def _choose_output(self, config: MkDocsConfig) -> None:
        """Points MkDocs to a folder that nobody reads from yet."""
        if self._preview is not None:
            config.site_dir = str(self._preview.take_folder())
        elif self._serving:
            serving.claim_folder(Path(config.site_dir))
        else:
            self._publication = _begin(config)
            config.site_dir = str(self._publication.staging)

    def _prepare(self, config: MkDocsConfig) -> build.Site:
        """The site, or under `serve` a list of its problems; raises `Abort` where it must not be built."""
        self._listing = False
        try:
            self._settings_at_hand = self._settings(config)
            site = build.prepare(self._settings_at_hand)
        except EvidenceError as error:
            raise Abort(str(error)) from error
        found = site.diagnostics
        stops = site.broken or bool(config.strict and found.warnings)
        serving.tell(found if stops or _is_talkative() else found.errors)
        if not stops:
            return site
        if self._serving and (self._preview is None or not self._preview.good):
            self._listing = True  # there are no good pages yet that could go on being shown
            return site if site.broken else _strict_listing(site)
        raise Abort(f"{count_line(found)}{'' if site.broken else ' in strict mode'}; nothing was written")

    def _settings(self, config: MkDocsConfig) -> Settings:
        language, evidence_language = languages(
            self.config.language, self.config.evidence_language, config.theme.get("language") or ""
        )
        config.theme["language"] = language  # the theme's own words, and `lang` of every page
        settings = Settings(
            root=_root(config),
            today=_day(self.day),
            draft=self._draft,
            site_name=str(config.site_name),
            support=self.config.support,
            site_url=config.site_url or "",
            base=urlsplit(config.site_url or "/").path or "/",
            repository=self.config.repository,
            citations=self.config.citations,
            language=language,
            evidence_language=evidence_language,
            directory_urls=bool(config.use_directory_urls),
            unpublished=_unpublished(config, drafts=self._serving),
        )
        if Path(config.docs_dir).resolve() != settings.content.resolve():
            raise EvidenceError(f"docs_dir in mkdocs.yml is {config.docs_dir}; set it to `content`")
        return settings

    # Pages

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Adds our pages and assets; what MkDocs found at the same address gives way to them."""
        if self._listing:  # nothing else answers until the stores are mended
            for file in files.documentation_pages(inclusion=InclusionLevel.all):
                files.remove(file)
        for file in list(files):  # the theme would publish a site's own labels as they are
            if file.abs_src_path and Path(file.abs_src_path).is_relative_to(_root(config) / "overrides" / "evidence"):
                files.remove(file)
        for file in list(files):  # a list of entries has a page of its own
            if file.src_uri in LIST_FILES:
                files.remove(file)
        there = {file.dest_uri: file for file in files}
        for page in self._site.pages:
            file = _page_file(page, config, self._listing)
            prose = there.get(file.dest_uri)
            if prose is None and PROSE_SLOT in page.body:
                prose = _at_our_address(files, file, config)
            if prose is not None and PROSE_SLOT in page.body:
                self._pages[prose.src_uri] = page
                continue
            _replace(files, prose, file, config)
            self._pages[file.src_uri] = page
        for address, content in self._site.assets.items():
            if address in head.AT_THE_ROOT and (own := there.get(address)) and own.src_dir == config.docs_dir:
                continue
            file = File.generated(config, address, content=content, inclusion=InclusionLevel.INCLUDED)
            _replace(files, there.get(file.dest_uri), file, config)
        return files

    def on_pre_page(self, page: HostPage, *, config: MkDocsConfig, files: Files) -> HostPage:
        self._take_in_hand(page)
        page.update_date = NO_DATE
        return page

    def _open_prose(self) -> tuple[Scope, bool]:
        """For the page whose Markdown is rendered now; one of ours has its list of references in its body."""
        if self._site.prose is None or self._prose_of is None:
            raise AssertionError("marks are rendered only on a page, and where the stores are sound")
        return self._site.prose(self._prose_of.url.removeprefix("./")), self._prose_of.src_uri not in self._pages

    def on_page_markdown(self, markdown: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """Nothing to render for a page of ours, its author's Markdown for home and content pages."""
        self._prose_of = page.file
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            return markdown
        if ours.title and ours.title != config.site_name:
            page.meta["title"] = html.escape(ours.title)  # Material prints it raw in three places
        if ours.description:
            page.meta["description"] = html.escape(ours.description)  # raw as well
        page.meta["hide"] = _hidden(ours, page.meta.get("hide"))
        if not ours.searchable:
            page.meta["search"] = {"exclude": True}
        return markdown if page.file.generated_by is None else ""

    @event_priority(100)
    def on_page_content(self, content: str, *, page: HostPage, config: MkDocsConfig, files: Files) -> str:
        """The finished body with the rendered Markdown in its slot; on every page, where to find help."""
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            return content + self._site.support
        page.toc = _with_own(page.toc, ours)
        # Links from content pages to these are checked by MkDocs; those within our bodies by us.
        anchors = {*ours.anchors, *(heading.anchor for heading in ours.headings)}
        page.present_anchor_ids = anchors | (page.present_anchor_ids or set())
        return ours.body.replace(PROSE_SLOT, content, 1) + self._site.support

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        self._at_hand = ""

    def on_page_context(self, context: Any, *, page: HostPage, config: MkDocsConfig, nav: Any) -> None:
        self._take_in_hand(page)

    @event_priority(-50)
    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        ours = self._pages.get(page.file.src_uri)
        styles = ours.styles if ours else self._site.content_styles.get(page.file.src_uri, ())
        scripts = ours.scripts if ours else ()
        search = self._search_link(config, get_relative_url(self._site.search_address, page.url))
        output = frame.with_search(output, search)
        output = frame.with_styles(output, [get_relative_url(address, page.url) for address in styles])
        output = frame.with_scripts(output, [get_relative_url(address, page.url) for address in scripts])
        shown = ours or Page(page.url, str(page.title or config.site_name), "")
        shown = replace(shown, description=shown.description or config.site_description or "")
        up = get_relative_url("./", page.url) if page.url not in ("", "./") else ""
        return self._framed(output, shown, up, page.file.src_uri)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The page for a wrong address mended like the others; a sitemap without days, since nothing on the site
        depends on when it was built.
        """
        self._at_hand = ""
        if template_name == "sitemap.xml":
            return re.sub(r"<lastmod>[^<]*</lastmod>", "", output)
        if template_name == "404.html":
            root = urlsplit(config.site_url or "/").path.rstrip("/")
            output = frame.with_search(output, self._search_link(config, f"{root}/{self._site.search_address}"))
            output = frame.with_body(output, self._site.not_found + self._site.support)
        if not template_name.endswith(".html"):
            return output
        return self._framed(output, None, urlsplit(config.site_url or "/").path or "/", template_name)

    def _framed(self, output: str, ours: Page | None, up: str, name: str) -> str:
        """The finished HTML of a page: our tags in its head, the theme's frame mended, and what may run on it."""
        settings = self._settings_at_hand
        if settings is None:
            raise AssertionError("a page is finished only after the stores were read")
        page = frame.mend(frame.with_tags(output, head.tags(ours, settings, up)))
        if self._policy is None:
            return page
        policy, refused = self._policy.of(page)
        for script in refused:
            log.warning(f"{name}: a script in the page does not run there: `{script}`; put it into a file of its own")
        return frame.with_policy(page, policy)

    def _search_link(self, config: MkDocsConfig, address: str) -> str:
        """The link that opens the search, to `address` from the page at hand; none beside a search of the theme's."""
        if _keeps_search(config):
            return ""
        standing = f'href="{self._site.search_address}"'
        return self._site.search_link.replace(standing, f'href="{html.escape(address)}"', 1)

    def _take_in_hand(self, page: HostPage) -> None:
        """Remembers the content page that an error from now on belongs to; our own have no file."""
        self._at_hand = "" if page.file.generated_by else f"content/{page.file.src_uri}"

    # Serving

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Takes over the rebuilds. MkDocs has built once by now, and calls this only with live reload."""
        root = _root(config)
        self._preview = serving.Preview(server, root=root, is_good=lambda: not self._listing)
        also = [Path(config.docs_dir)]
        if config.config_file_path:
            also.append(Path(config.config_file_path))
        serving.StoreWatch(server, root, also)
        return server

    def _heed_sigterm(self) -> None:
        """Makes SIGTERM end a preview as Ctrl-C does, so that its folders are removed."""
        if threading.current_thread() is threading.main_thread():
            self._before_sigterm = signal.signal(signal.SIGTERM, _interrupt)

    def _release_sigterm(self) -> None:
        if self._before_sigterm is not None:
            signal.signal(signal.SIGTERM, self._before_sigterm)
            self._before_sigterm = None


def build_site(root: Path, *, output: Path | None = None, strict: bool | None = None, day: str | None = None) -> int:
    """Builds the site at `root` exactly as `mkdocs build` in it does; returns the exit status, 0 or 1.

    `output` and `strict` override mkdocs.yml, `day` (ISO) the clock. Whatever is wrong is printed.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)-8s-  %(message)s"))
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        return _build_site(root, output, strict, day)
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


def _build_site(root: Path, output: Path | None, strict: bool | None, day: str | None) -> int:
    path = serving.configuration_path(root)
    site_dir = None if output is None else str(output.absolute())
    with serving.listening() as heard:
        try:
            config = load_config(str(path), strict=strict, site_dir=site_dir)
            plugin = _plugin(config)
        except (MkDocsException, SyntaxError, LookupError) as error:
            serving.tell(serving.configuration_problems(error, heard, root))
            return 1
    plugin.day = day
    try:
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        finally:
            config.plugins.on_shutdown()
    except MkDocsException as error:
        print(error.format_message(), file=sys.stderr)
        return 1
    finally:
        plugin.day = None  # MkDocs keeps the object for the next configuration
    return 0


def _plugin(config: MkDocsConfig) -> EvidencePlugin:
    for plugin in config.plugins.values():
        if isinstance(plugin, EvidencePlugin):
            return plugin
    raise LookupError("the plugin `evidence` does not stand under `plugins`")


def _begin(config: MkDocsConfig) -> Publication:
    root = _root(config)
    sources = [Path(config.docs_dir), *(root / name for name in (*serving.STORES, "mkdocs.yml", ".git"))]
    try:
        return Publication(Path(config.site_dir), root=root, sources=sources)
    except PublishingError as error:
        raise Abort(str(error)) from error


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).resolve().parent if config.config_file_path else Path.cwd()


def _unpublished(config: MkDocsConfig, *, drafts: bool) -> frozenset[str]:
    """The content pages that `exclude_docs`, `draft_docs` or MkDocs' own rules leave out; with `drafts`, those stay."""
    folder = Path(config.docs_dir)
    below = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.md"))
    files = [File(name, config.docs_dir, config.site_dir, config.use_directory_urls) for name in below]
    set_exclusions(files, config)
    left_out = (InclusionLevel.EXCLUDED,) if drafts else (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
    return frozenset(file.src_uri for file in files if file.inclusion in left_out)


def _day(given: str | None) -> date:
    """The day of this run; raises `EvidenceError` where the given one or the variable is none."""
    try:
        return today(given)
    except (ValueError, OverflowError, OSError) as error:
        source = given or f"SOURCE_DATE_EPOCH={os.environ.get('SOURCE_DATE_EPOCH', '')}"
        raise EvidenceError(f"{source} gives no day: {error}") from error


def _keeps_search(config: MkDocsConfig) -> bool:
    """Whether the site has the theme's search, and so none of ours."""
    return any(name.rpartition("/")[2] == "search" for name in config.plugins)


def _is_serve_command() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and context.command.name == "serve"


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _is_talkative() -> bool:
    return logging.getLogger("mkdocs").isEnabledFor(logging.WARNING)  # not under `--quiet`


def _strict_listing(site: build.Site) -> build.Site:
    """One home page with the warnings that a strict preview stops at."""
    text = html.escape(render_text(site.diagnostics))
    home = Page("", "Warnings", f"<h1>Warnings stop a strict preview</h1>\n<pre>{text}</pre>")
    return build.Site(pages=(home,), assets=site.assets, stylesheets=site.stylesheets, diagnostics=site.diagnostics)


def _page_file(page: Page, config: MkDocsConfig, listing: bool) -> File:
    # Without NOT_IN_NAV MkDocs lists every page as missing from the nav; a list of problems is
    # the only page, and Material wants a nav that has one.
    level = InclusionLevel.INCLUDED if listing else InclusionLevel.NOT_IN_NAV
    source = f"{page.address.rstrip('/') or 'index'}.md"
    file = File.generated(config, source, content="", inclusion=level)
    file.use_directory_urls = True  # addresses are part of the product, whatever the site is set to
    return file


def _at_our_address(files: Files, ours: File, config: MkDocsConfig) -> File | None:
    """The content page that our page has a slot for, moved from `about.html` to `about/`; None where there is none."""
    own = files.get_file_from_path(ours.src_uri)
    if own is None or own.src_dir != config.docs_dir:
        return None
    moved = File(own.src_uri, config.docs_dir, config.site_dir, use_directory_urls=True, inclusion=own.inclusion)
    files.remove(own)
    files.append(moved)
    return moved


def _replace(files: Files, standing: File | None, ours: File, config: MkDocsConfig) -> None:
    if standing is not None:
        if standing.src_dir == config.docs_dir:  # the theme's own files give way without a word
            log.warning(f"content/{standing.src_uri} is not published: {ours.dest_uri} is generated")
        files.remove(standing)
    files.append(ours)


def _hidden(page: Page, asked: object) -> list[str]:
    """What Material leaves out beside a page: the navigation always, the contents unless the page wants them."""
    hidden = [str(item) for item in asked] if isinstance(asked, list) else []
    hidden.append("navigation")
    if not (page.contents and (page.headings or PROSE_SLOT in page.body)):
        hidden.append("toc")
    return sorted(set(hidden))


def _with_own(of_prose: TableOfContents, page: Page) -> TableOfContents:
    """A page's contents: ours, or below the heading of the prose in its slot where it has none of its own."""
    ours = get_toc(_toc_tokens(page.headings))
    if PROSE_SLOT not in page.body or any(heading.level == 1 for heading in page.headings):
        return ours
    for first in of_prose:
        first.children.extend(ours)
        return of_prose
    return ours


def _toc_tokens(headings: Iterable[Heading]) -> list[Any]:
    """MkDocs' nested form of a page's headings; names are printed raw, so they are escaped here."""
    top: list[Any] = []
    for heading in headings:
        name = html.escape(heading.text)
        token = {"level": heading.level, "id": heading.anchor, "name": name, "children": []}
        (top[-1]["children"] if top and heading.level > top[-1]["level"] else top).append(token)
    return top

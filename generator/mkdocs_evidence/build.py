"""The narrative: load, check, appraise, render. Read this module first.

Everything here works on values and touches no output; a host (`plugin.py`) writes what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from .accepting import ANSWERED
from .addresses import ASSETS, MAP, QUESTIONS, REFERENCES, SEARCH_INDEX, STUDIES, script_address, style_address
from .appraisal import Appraisal, appraise
from .checks import CHECKS, World
from .diagnostics import Diagnostics
from .labels import Labels
from .library import Library
from .loading import load
from .pages import Page
from .readiness import BEFORE_PUBLISHING
from .settings import Settings
from .stylesheet import as_the_screen_asks, bundle, lean
from .wording import Wording

if TYPE_CHECKING:
    from .rendering import Scope

# What renders is imported where it is used: `evidence check` renders nothing, and loading it takes a tenth of a second.

DRAFT_CODES = ANSWERED
"""What a preview shows with a ribbon instead of refusing it."""

STYLE = style_address("evidence")
PROSE_STYLE = style_address("prose")
"""Of content pages that show badges."""
THEME_SEARCH_STYLE = style_address("theme_search")
"""Of every page of a site that keeps the theme's search."""
STYLESHEETS = (
    "fonts",
    "tokens",
    "frame",
    "badge",
    "answer",
    "table",
    "forest",
    "bias",
    "study",
    "citation",
    "reference",
    "parts",
    "print",
)
SHEET = ("fonts", "tokens", "badge", "sheet")
"""All that the summaries on one sheet load, as one file: they stand outside the theme."""
MOVED = ("fonts", "tokens", "moved")
"""All that the page of an id loads that was given up, as one file."""
SCRIPT = script_address("evidence")
SCRIPTS = ("citation", "search_opener", "copy")


@dataclass(frozen=True, slots=True)
class Site:
    """Everything a host needs to write a site."""

    pages: tuple[Page, ...]
    """All pages; where there are errors, one home page that lists them."""
    assets: Mapping[str, bytes]
    """Address below the site's root to content: stylesheets, scripts, icons, plots to download."""
    stylesheets: tuple[str, ...]
    """Addresses in `assets` that every page links, in order."""
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    """Everything that was found, in one run."""
    support: str = ""
    """HTML at the end of every page: not medical advice, and where to find help."""
    not_found: str = ""
    """HTML for an address that is none: what there is instead."""
    search_link: str = ""
    """HTML for the head of every page; empty where the site is broken. It leads to `search_address`, from the root."""
    search_address: str = QUESTIONS
    broken: bool = False
    """True where the site must not be published; its only page then lists what is wrong."""
    direction: str = "ltr"
    """The way the script of the interface runs, as HTML's `dir` has it."""
    scripts: tuple[str, ...] = ()
    """Addresses in `assets` that every page runs, in order."""
    prose: Callable[[str], Scope] | None = None
    """From a content page's address to what renders its citations and badges; None where the site is broken."""
    content_styles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Path below `content/` to the stylesheets that this content page needs besides those of every page."""


def check(settings: Settings) -> tuple[World, Diagnostics]:
    """Loads, appraises and checks the stores at `settings.root`; renders nothing.

    Raises `NotASite` where there are no stores.
    """
    diagnostics = Diagnostics()
    library = load(settings, diagnostics)
    world = World(settings, library, appraisals(library), Wording.of(settings, diagnostics))
    for rule in CHECKS:
        rule(world, diagnostics)
    return world, diagnostics


def review(settings: Settings) -> Diagnostics:
    """All that `prepare` would report, in less time where it can be: raises what `prepare` raises.

    The shipped templates fit whatever passes the checks, and tests hold them to it. So pages are
    rendered only where the site has templates or labels of its own, which may be what is wrong.
    """
    if settings.overrides.is_symlink() or any(settings.overrides.rglob("*")):
        return prepare(settings).diagnostics
    world, diagnostics = check(settings)
    _before_publishing(world, diagnostics)
    return diagnostics


def look(settings: Settings) -> tuple[World, Labels, Diagnostics, tuple[Page, ...] | None]:
    """What `check` gives, the labels, and every generated page; None in place of the pages where they cannot be made.

    For comparing two states of a site: nothing but pages is made.
    """
    from .page_list import PageList
    from .rendering import Renderer

    world, diagnostics = check(settings)
    labels = Labels.of(settings, diagnostics)
    renderer = Renderer(world.library, labels, settings, diagnostics, world.appraisals)
    pages = None if _stops(diagnostics, settings) else tuple(PageList(world, labels, renderer).pages())
    return world, labels, diagnostics, pages


def appraisals(library: Library) -> dict[str, Appraisal]:
    """The appraisal of every claim, by id."""
    return {id: appraise(claim, library) for id, claim in library.claims.items()}


def prepare(settings: Settings) -> Site:
    """Reads the stores of the site at `settings.root` and renders every body, touching no output.

    Problems in stores, templates and content pages come back as `Site.diagnostics`, all of them
    in one run. Raises `NotASite` only where `settings.root` is no site at all.
    """
    from .page_list import PageList
    from .rendering import Renderer
    from .search_index import search_index

    world, diagnostics = check(settings)
    labels = Labels.of(settings, diagnostics)
    renderer = Renderer(world.library, labels, settings, diagnostics, world.appraisals)
    pages: list[Page] = []
    files: dict[str, bytes] = {}
    advice = settings.support or labels["ui"]["not_advice_text"]
    # A page of a claim that leads nowhere cannot be rendered; its problem is reported already.
    if not _stops(diagnostics, settings):
        listed = PageList(world, labels, renderer)
        pages.extend(listed.pages())
        files = {
            **listed.plots(),
            **listed.data(),
            **listed.sheets(advice),
            **listed.citations(),
            **listed.moved(advice),
            SEARCH_INDEX: search_index(world, labels, renderer, pages),
        }
    support = renderer.fragment("partial/support.html", "", text=advice)
    not_found = renderer.fragment(
        "partial/not_found.html",
        "",
        base=settings.base,
        map_address=MAP,
        questions=QUESTIONS,
        references=REFERENCES,
        studies=STUDIES,
    )
    search_link = renderer.fragment("partial/search_link.html", "", href=QUESTIONS)
    _before_publishing(world, diagnostics)
    if _stops(diagnostics, settings):
        files, search_link = {}, None
        pages = [_problems(diagnostics, settings)]
    return Site(
        pages=tuple(pages),
        assets={**_assets(), **files},
        stylesheets=(STYLE,),
        diagnostics=diagnostics,
        support=str(support or ""),
        not_found=str(not_found or ""),
        search_link=str(search_link or "").strip(),
        broken=_stops(diagnostics, settings),
        direction=labels.script_direction,
        scripts=(SCRIPT,),
        prose=None if _stops(diagnostics, settings) else renderer.prose,
        content_styles={page.path: (PROSE_STYLE,) for page in world.library.content.pages if page.badges},
    )


def _before_publishing(world: World, diagnostics: Diagnostics) -> None:
    for rule in BEFORE_PUBLISHING if world.settings.publish else ():
        rule(world, diagnostics)


def _stops(diagnostics: Diagnostics, settings: Settings) -> bool:
    """True where something was found that must not be published (or, in a preview, be shown)."""
    return any(not (settings.draft and problem.code in DRAFT_CODES) for problem in diagnostics.errors)


def _problems(diagnostics: Diagnostics, settings: Settings) -> Page:
    """The home page of a site that cannot be built: everything that is wrong with it.

    Made from our own templates and labels only, since a site's own may be what is wrong.
    """
    from .rendering import Renderer

    labels = Labels.shipped(settings.language)
    renderer = Renderer(Library(), labels, replace(settings, root=Path()), Diagnostics())
    page = renderer.page("page/problems.html", "", labels["ui"]["problems_title"], problems=list(diagnostics))
    if page is None:
        raise AssertionError("the shipped page of problems cannot be rendered")
    return replace(page, styles=(style_address("problems"),))


def _assets() -> dict[str, bytes]:
    """What is shipped for pages to load, by address: the styles and the scripts of every page as one each, all others
    by themselves.
    """
    root = Path(str(resources.files(__package__).joinpath("assets")))
    styles = {path.stem: path.read_text("utf-8") for path in sorted(root.glob("*.css"))}
    scripts = {path.stem: path.read_text("utf-8") for path in sorted(root.glob("*.js"))}
    dark = as_the_screen_asks(styles["tokens"])
    others = sorted(path for path in root.rglob("*") if path.is_file() and path.suffix not in (".css", ".js"))
    return {
        STYLE: bundle(styles[name] for name in STYLESHEETS).encode(),
        **{style_address(name): bundle([text]).encode() for name, text in styles.items() if name not in STYLESHEETS},
        style_address(MOVED[-1]): bundle([*(styles[name] for name in MOVED), dark]).encode(),
        style_address(SHEET[-1]): bundle(styles[name] for name in SHEET).encode(),
        SCRIPT: ";".join(lean(scripts[name]) for name in SCRIPTS).encode(),
        **{script_address(name): lean(text).encode() for name, text in scripts.items() if name not in SCRIPTS},
        **{_address_of(path.relative_to(root)): path.read_bytes() for path in others},
    }


def _address_of(path: Path) -> str:
    """Where a shipped file is published: beside the others, or at the site's root."""
    return path.name if path.parts[0] == "root" else f"{ASSETS}/{path.as_posix()}"

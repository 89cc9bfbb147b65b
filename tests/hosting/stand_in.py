"""A stand-in for the stores, so that hosting is tested without what it hosts.

Copied into each little site as a MkDocs hook: on import it replaces `build.prepare`. A claim or
study is YAML with a few fields, a bibliography must have even braces, and a template is text with
`$question` in it. Everything wrong comes back as diagnostics with places, as the real one does.
"""

import string
import time
from pathlib import Path

import yaml
from mkdocs.livereload import LiveReloadServer

from mkdocs_evidence import build, codes
from mkdocs_evidence.diagnostics import Code, Diagnostics, Location, Severity
from mkdocs_evidence.pages import PROSE_SLOT, Heading, Page

WARNING = Code("stand-in-warning", "A warning", wrong="", why="", mend="", severity=Severity.WARNING)
STYLE = "assets/evidence.css"


def prepare(settings):
    found = Diagnostics()
    claims = {path.stem: _read(path, settings.root, found) for path in sorted(settings.claims.rglob("*.yml"))}
    for path in (*sorted(settings.studies.glob("*.yml")), settings.references_status):
        if path.exists():
            _read(path, settings.root, found)
    _check_bibliography(settings, found)
    template = _template(settings, found)
    if found.errors:
        items = "".join(f"<li>{d.location}: {d.message}</li>" for d in found.errors)
        home = Page("", "Problems", f"<h1>Problems</h1><ul>{items}</ul>")
        return build.Site((home,), {}, (), found, broken=True)
    pages = [Page("", "The file", f"<h1>The file</h1>{PROSE_SLOT}<p id='shown'>{len(claims)} claims</p>")]
    pages.append(Page("claims/", "Claims", "<h1>Claims</h1>"))
    bibliography = settings.references.read_text() if settings.references.exists() else ""
    pages.append(Page("references/", "References", f"<h1>References</h1><p>{bibliography}</p>"))
    for name, claim in claims.items():
        ribbon = "<b>draft</b>" if settings.draft else ""
        body = template.substitute(question=_escape(claim["question"]), ribbon=ribbon)
        headings = (Heading(2, "why", "Why <so>"), Heading(3, "more", "More"), Heading(2, "size", "Size"))
        pages.append(Page(f"claims/{name}/", claim["question"], body, headings, frozenset({"why"}), contents=True))
    assets = {STYLE: b"main {}\n", "data/claims.json": b"{}\n"}
    return build.Site(tuple(pages), assets, (STYLE,), found, support=f"<aside>{settings.support}</aside>",
                      search_link='<a class="ev-find" href="questions/">Search</a>')


def _read(path: Path, root: Path, found: Diagnostics) -> dict:
    place = path.relative_to(root).as_posix()
    try:
        data = yaml.safe_load(path.read_text()) or {}
    except yaml.YAMLError as error:
        at = Location(place, error.problem_mark.line + 1, error.problem_mark.column + 1)
        found.report(codes.YAML_SYNTAX, at, error.problem, hint="Mend it.")
        return {}
    time.sleep(data.get("slow", 0))
    if "warn" in data:
        found.report(WARNING, Location(place), data["warn"], hint="Look at it.")
    return data


def _check_bibliography(settings, found):
    if settings.references.exists():
        text = settings.references.read_text()
        if text.count("{") != text.count("}"):
            found.report(codes.YAML_SYNTAX, Location("references.bib"), "a brace is open", hint="Close it.")


def _template(settings, found):
    path = settings.overrides / "claim.html"
    text = path.read_text() if path.exists() else "<h1>$question</h1>$ribbon<h2 id='why'>Why</h2>"
    if "$nonsense" in text:
        place = Location("overrides/evidence/claim.html")
        found.report(codes.TEMPLATE_ERROR, place, "nonsense", hint="Mend it.")
    return string.Template(text)


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


build.prepare = prepare
LiveReloadServer.__init__.__defaults__ = ("/", 0.1, 0.05)   # look for saves more often: the tests wait for it

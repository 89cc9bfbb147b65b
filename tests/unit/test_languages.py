"""Languages of the interface: complete, used, and nowhere else than in their files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import mkdocs_evidence
from mkdocs_evidence.configuration import configured_languages
from mkdocs_evidence.diagnostics import Diagnostics, EvidenceError
from mkdocs_evidence.labels import LOCALES, Labels
from mkdocs_evidence.library import Library
from mkdocs_evidence.locales import Customs
from mkdocs_evidence.rendering import Renderer
from mkdocs_evidence.settings import LANGUAGES, Settings, languages
from mkdocs_evidence.yaml_reader import read_yaml

PACKAGE = Path(mkdocs_evidence.__file__).parent
TEMPLATES = sorted(path for path in (PACKAGE / "templates").rglob("*") if path.suffix in (".html", ".svg"))
SCRIPTS = sorted((PACKAGE / "assets").glob("*.js"))
OTHERS = [language for language in LANGUAGES if language != "en"]


def entries(labels: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for name, value in labels.items():
        if isinstance(value, dict):
            yield from entries(value, (*path, name))
        else:
            yield (*path, name), value


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


ENGLISH = dict(entries(Labels.shipped()))


# --- the files -------------------------------------------------------------------------------


def test_the_languages_are_those_with_files():
    files = {path.name for path in (PACKAGE / "templates/labels").iterdir()}
    assert files == {f"{language}{ending}" for language in LANGUAGES for ending in (".yml", ".wording.yml")}


@pytest.mark.parametrize("file", sorted((PACKAGE / "templates/labels").iterdir()), ids=lambda file: file.name)
def test_the_files_are_right_yaml(file):
    """A key that stands twice would quietly take its last value."""
    problems = Diagnostics()
    assert read_yaml(file.read_text(encoding="utf-8"), file.name, problems) is not None
    assert list(problems) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_label_is_missing_or_too_many(language):
    theirs = dict(entries(Labels.shipped(language)))
    assert {"missing": sorted(ENGLISH.keys() - theirs), "too many": sorted(theirs.keys() - ENGLISH)} == {
        "missing": [], "too many": []}  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_labels_have_the_same_placeholders(language):
    """A text that was forgotten is empty; one with another placeholder would end a build or lose a figure."""
    theirs = dict(entries(Labels.shipped(language)))
    assert {path: placeholders(text) for path, text in theirs.items()} == {
        path: placeholders(text) for path, text in ENGLISH.items()}  # fmt: skip
    assert [path for path, text in ENGLISH.items() if bool(text) != bool(theirs[path])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_have_the_forms_that_the_language_needs(language):
    labels = Labels.shipped(language)
    needed = {"none", *({"one": "one", "other": "many"}.get(form, form)
                        for form in {labels.customs.plural(n) for n in range(200)})}  # fmt: skip
    assert {name for name, forms in labels["count"].items() if set(forms) != needed} == set()


def test_no_label_is_unused():
    """Each name of a label stands somewhere in the code or in a template, or is a value of a closed list."""
    code = "".join(path.read_text("utf-8") for path in [*PACKAGE.rglob("*.py"), *TEMPLATES])
    words = set(re.findall(r"[\w-]+", code))
    of_parts = {path for path in ENGLISH if not set(re.split(r"[ ]", path[-1])) <= words}
    made = {  # put together in code: `steps`, `-limited`, `verb_…`, `-one`
        path for path in of_parts
        if path[0] in ("step", "time", "state", "sentence", "brief", "people", "size", "count", "publication", "unit")
    }  # fmt: skip
    assert of_parts - made == set()


def test_locales_are_those_that_a_site_may_replace():
    assert {Labels.shipped(language)["locale"] for language in LANGUAGES} == set(LOCALES)


# --- nowhere else ----------------------------------------------------------------------------

OF_THE_FIELD = {"doi.org/", "Atom", "BibTeX", "CSL", "JSON", "PMID", "RIS", "SVG", "data", "l", "here"}
"""The same in every language; the last three are names of attributes."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_holds_no_words(path):
    """Whatever letters stand outside of tags and expressions, and in attributes that are read out, come from labels."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|<style>.*?</style>", "", path.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"\{\{.*?\}\}", "\0", text, flags=re.DOTALL)
    spoken = re.findall(r'\s(?:aria-label|title|alt|placeholder|data-l)="([^"]*)"', text)
    shown = re.sub(r"<[^>]*>", "\0", re.sub(r"&\w+;", "", text)).split("\0")
    words = {word for part in [*spoken, *shown] for word in re.findall(r"[^\W\d_][\w./]*", part)}
    assert words - OF_THE_FIELD == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_holds_no_words(path):
    """A script takes its words from the page: no text of several words stands in it, and none is set as one."""
    code = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)
    texts = re.findall(r'"([^"\n]*)"|`([^`\n]*)`|\'([^\'\n]*)\'', code)
    spoken = {text for found in texts for text in found if re.search(r"[A-Z][a-z]+ [a-z]+ ?|^[A-Z][a-z]{2,}$", text)}
    assert spoken <= {"Escape", "Enter", "Tab", "Home", "End", "Shift", "Control", "Backspace", "ArrowDown",
                      "ArrowUp", "ArrowLeft", "ArrowRight"}  # fmt: skip
    assert re.findall(r'(?:textContent|innerText|ariaLabel|title)\s*=\s*["\'`]\w[^"\'`]*', code) == []


TAKE_LABELS = {"number", "percent", "percent_of", "effect", "probability", "share", "variance"}


def test_numbers_on_pages_are_written_as_the_language_does():
    """Whoever writes a number for a page gives the labels; without them it has a point in every language."""
    without = []
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called.removeprefix("figures.") in TAKE_LABELS and called.startswith("figures."):
                given = [*node.args, *(word.value for word in node.keywords)]
                if not any("labels" in ast.unparse(part) for part in given):
                    without.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert without == []


# --- dates and numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "dates"), [
    ("en", ["29 November 2026", "June 2024", "2024", "4 June", "June", "2024"]),
    ("de", ["29. November 2026", "Juni 2024", "2024", "4. Juni", "Juni", "2024"]),
])  # fmt: skip
def test_dates(language, dates):
    labels = Labels.shipped(language)
    shown = [labels.partial_date(text) for text in ("2026-11-29", "2024-06", "2024")]
    shown += [labels.partial_date(text, with_year=False) for text in ("2024-06-04", "2024-06", "2024")]
    assert shown == dates


@pytest.mark.parametrize(("locale", "shown"), [
    ("en-GB", ["−0.75", "1,000", "71%", "ltr"]),
    ("de", ["−0,75", "1.000", "71\u00a0%", "ltr"]),
    ("ar", ["−0.75", "1,000", "71%", "rtl"]),
])  # fmt: skip
def test_numbers(locale, shown):
    ours = Customs(locale)
    told = [ours.numeral("−0.75"), ours.grouped(1000), ours.percent("71"), ours.direction]
    assert told[:1] + told[3:] == shown[:1] + shown[3:] if locale == "ar" else told == shown


@pytest.mark.parametrize("name", ["", "tlhx", "de-!", "../en"])
def test_locale_that_is_none(name):
    with pytest.raises(ValueError, match="no locale"):
        Customs(name)


@pytest.mark.parametrize(("given", "expected"), [
    ((), ("en", "en")), (("de",), ("de", "de")), (("de", "en"), ("de", "en")), (("", "", "de"), ("de", "de")),
    (("en", "", "de"), ("en", "en")),
])  # fmt: skip
def test_languages_of_a_site(given, expected):
    assert languages(*given) == expected


def test_language_without_labels():
    """Never English words on a page that calls itself French."""
    with pytest.raises(EvidenceError, match="no labels in the language 'fr'"):
        languages("", "", "fr")


# --- a German site -----------------------------------------------------------------------------


def words_shown(html: str) -> str:
    """The page's own words: what is marked as the evidence's, in English, is taken out."""
    while (rest := re.sub(r'<(\w+)(?: [^<>]*)? lang="en">(?:(?!<\1\b).)*?</\1>', " ", html, flags=re.DOTALL)) != html:
        html = rest
    html = re.sub(r"<(code|pre)\b.*?</\1>", " ", html, flags=re.DOTALL)  # names of files, YAML
    return re.sub(r"<[^>]+>", "\n", html)


@pytest.fixture(scope="module")
def german(tmp_path_factory):
    from conftest import tiny_site

    return tiny_site(tmp_path_factory.mktemp("german")).prepare(language="de", evidence_language="en")


def literal_parts(text: str) -> set[str]:
    """What of a label stands on every page that shows it, without what is filled in; too short to tell is left out."""
    parts = re.split(r"\{[^{}]*\}", text)
    return {part.strip(" .:;,()%") for part in parts if len(re.findall(r"[^\W\d_]", part)) > 4}


def test_no_english_word_of_the_interface_is_left(german):
    """Outside of what is marked as English, no text of the English labels stands on any page of the German site."""
    theirs = dict(entries(Labels.shipped("de")))
    english = {part for path, text in ENGLISH.items() for part in literal_parts(text)}
    english -= {part for part in english for text in theirs.values() if re.search(rf"\b{re.escape(part)}\b", text)}
    any_of = "|".join(sorted(map(re.escape, english), key=len, reverse=True))
    looked_for = re.compile(rf"(?<![\w-])(?:{any_of})(?![\w/-])")
    assert not german.diagnostics
    left = {(page.address, word) for page in german.pages for word in looked_for.findall(words_shown(page.body))}
    assert left == set()


def test_evidence_is_marked_as_english(german):
    """Question, sentence and prose keep their language, and a screen reader is told so."""
    page = next(page.body for page in german.pages if page.address == "claims/sleep/")
    assert '<h1 id="title"><span lang="en">Does rest therapy relieve bad sleep?</span></h1>' in page
    assert '<p class="ev-sentence"><span lang="en">Rest therapy may' in page
    assert "Vertrauenswürdigkeit" in page


def test_names_are_marked_as_english(german, shared_world):
    """Questions, claims, categories, studies, their people and groups, on every page and sheet that names them."""
    library = shared_world.check()[0].library
    names = {text for claim in library.claims.values() for text in (claim.question, claim.claim, *claim.key_messages)}
    names |= {category.name for category in library.categories.values()}
    for study in library.studies.values():
        names |= {study.name, study.population, *(arm.name for arm in study.arms.values())}
    any_of = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names if len(name) > 4))
    pages = {page.address: page.body for page in german.pages if not page.address.startswith("contribute/")}
    sheets = {address: content.decode() for address, content in german.assets.items() if address.endswith("index.html")}
    pages |= {address: re.sub("<title>.*?</title>", "", sheet) for address, sheet in sheets.items()}  # takes no element
    assert {(address, name) for address, page in pages.items() for name in any_of.findall(words_shown(page))} == set()


def test_numbers_and_dates_of_a_german_site(german):
    """A point stands in no number that we write: the evidence's own texts have none here."""
    page = next(page.body for page in german.pages if page.address == "claims/sleep/")
    shown = words_shown(page)
    assert "−8,9 (95-%-Intervall −13,7 bis −4,12)" in shown or "−8,90" in shown
    assert re.findall(r"(?<![\w/.])−?\d+\.\d+(?![\w/.])", shown) == []
    assert re.search(r"\d{1,2}\. (?:Januar|März|November|Dezember) 2026", shown)


def test_german_nouns_keep_their_capitals_within_a_sentence(german):
    """What an English sheet writes small where it stands inside a sentence."""
    sheet = german.assets["claims/sleep/summary/index.html"].decode()
    assert re.search(r"Beginn bei (\w)", words_shown(sheet))[1].isupper()
    assert re.search(r"Kein Abzug für (\w)", words_shown(sheet))[1].isupper()


def test_words_of_the_evidence_within_a_text(world):
    """Names of groups beside other trials, a time and an outcome in words, and what the sides of a plot are called."""
    world.write("content/trust.md", "# Vertrauen\n")
    world.edit("studies/alpha.yml", "when: {weeks: 4}", "when: {text: after the last session}")
    world.edit(world.claim_file, "would_change:", "synthesis: {measure: md}\nwould_change:")
    primary = "primary_outcome: {registered: Nights awake, from: {cite: alpha2020, where: registry}}"
    world.edit("studies/alpha.yml", "results:", f"{primary}\nresults:")
    bodies = world.bodies(language="de", evidence_language="en", draft=True)
    assert '<span lang="en">Nights awake</span>' in bodies["studies/alpha/"]
    assert '<span lang="en">alpha lab</span>' in bodies["studies/alpha/"]
    assert '<li><span lang="en">Rest</span>: 30 ' in bodies["trust/"]
    assert '<span lang="en">after the last session</span>' in bodies["studies/alpha/"]
    assert '<span lang="en">after the last session</span>' in bodies["claims/sleep/"]
    assert 'mit <span lang="en">rest therapy</span></span>' in bodies["claims/sleep/"]


@pytest.mark.parametrize(("parts", "marked"), [
    (["rest", "rest & tea"], "<i>rest &amp; tea</i>: 1, <i>rest</i>: 2, span: 3"),
    (["rest & tea", "span"], "<i>rest &amp; tea</i>: 1, rest: 2, <i>span</i>: 3"),
    (["amp", ""], "rest &amp; tea: 1, rest: 2, span: 3"),
    ([], "rest &amp; tea: 1, rest: 2, span: 3"),
])  # fmt: skip
def test_parts_of_a_text(parts, marked):
    """One name may begin with another, or be a word of HTML."""
    settings = Settings(Path(), date(2026, 11, 29), language="de", evidence_language="en")
    renderer = Renderer(Library(), Labels.shipped("de"), settings, Diagnostics())
    html = renderer.evidence_within("rest & tea: 1, rest: 2, span: 3", parts)
    assert html == marked.replace("<i>", '<span lang="en">').replace("</i>", "</span>")


def test_english_site_marks_nothing(shared_world):
    """Where both languages are one, no page changes."""
    assert not any(" lang=" in page.body for page in shared_world.prepare().pages)


def test_german_evidence(tmp_path):
    """Stores in German give a German sentence."""
    from conftest import tiny_site

    site = tiny_site(tmp_path)
    site.edit("claims/comparisons.yml", "short: rest therapy", "short: Ruhetherapie")
    site.edit("claims/comparisons.yml", "short: waiting", "short: Warten")
    site.edit(site.claim_file, "name: the severity of bad sleep", "name: Schlafprobleme")
    bodies = site.bodies(language="de", evidence_language="de")
    assert "Ruhetherapie senkt möglicherweise Schlafprobleme im Vergleich zu Warten." in bodies["claims/sleep/"]
    assert " lang=" not in bodies["claims/sleep/"]


def test_configured_languages(world):
    """`evidence check` reads them where MkDocs does."""
    world.write("mkdocs.yml", "plugins:\n- evidence: {language: de, evidence_language: en}\n")
    assert configured_languages(world.root) == ("de", "en")
    world.write("mkdocs.yml", "theme: {name: material, language: de}\nplugins: [evidence]\n")
    assert configured_languages(world.root) == ("de", "de")


def test_direction_of_script(world):
    """A site's locale turns the whole page, and nothing but a locale is taken."""
    world.write("overrides/evidence/labels/en.yml", "locale: ar\n")
    assert world.prepare().direction == "rtl"
    world.write("overrides/evidence/labels/en.yml", "locale: klingon\n")
    assert [problem.code.name for problem in world.prepare().diagnostics] == ["bad-label"]


@pytest.mark.parametrize("path", sorted((PACKAGE / "assets").glob("*.css")), ids=lambda path: path.name)
def test_styles_follow_the_script(path):
    """No side is called left or right, but in what is drawn to a scale and in what a script places."""
    code = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float):\s*(?:left|right)"
                      r"|^\s+(?:left|right):", code, re.MULTILINE) == []  # fmt: skip


def test_feed_of_a_german_site(tmp_path):
    """It says that it is German, and that the questions in it are English."""
    from conftest import tiny_site

    site = tiny_site(tmp_path).prepare(language="de", evidence_language="en", site_url="https://example.org/")
    feed = next(content.decode() for address, content in site.assets.items() if address.endswith("feed.xml"))
    assert '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">' in feed
    assert '<title xml:lang="en">Does rest therapy relieve bad sleep?</title>' in feed

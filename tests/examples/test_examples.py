"""The registry of codes: each has a bad example that provokes it and a good one that does not."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from markupsafe import escape

from mkdocs_evidence import build, serving
from mkdocs_evidence.addresses import CODES
from mkdocs_evidence.codes import THEMES, all_codes, by_theme
from mkdocs_evidence.diagnostics import Diagnostic, Severity
from mkdocs_evidence.examples import examples
from mkdocs_evidence.pages import Page
from mkdocs_evidence.plugin import build_site
from mkdocs_evidence.rendering import code_spans
from mkdocs_evidence.reporters import printable
from mkdocs_evidence.settings import Settings

SITE = Path(__file__).parent / "site"
FOR_THE_ENGINE = ("mkdocs.yml", "overrides/main.html")
"""Files of the site that only MkDocs reads: what is wrong with them is told by a build."""
TOLD_ELSEWHERE = {
    "unknown-category": ("claims/working/warmth.yml", 1),
    "harms-missing": ("claims/outcomes/headache.yml", 4),
    "robins-i-not-judged": ("claims/outcomes/dreams.yml", 8),
}
"""Where a code is told whose example shows the lines to mend in another file."""
TOLD_BEFORE_PUBLISHING = {code.name for title, codes in by_theme() if title == "Before publishing" for code in codes}
SHOWN = [code for code, example in examples().items() if example.file]


def said_about(root: Path, file: str = "", *, publish: bool = False) -> list[Diagnostic]:
    """What is reported about the site; by a build, where only MkDocs reads `file`; or before it is published."""
    if publish:
        return list(build.prepare(Settings(root=root, today=date(2026, 1, 3), publish=True)).diagnostics)
    if file not in FOR_THE_ENGINE:
        return list(build.prepare(Settings(root=root, today=date(2026, 1, 3))).diagnostics)
    told: list[Diagnostic] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving, "tell", lambda problems: told.extend(problems))
        build_site(root, day="2026-01-03")
    return told


def stripped(lines: Iterable[str]) -> list[str]:
    return [line.strip() for line in lines]


def lay(root: Path, file: str, good: str, bad: str) -> range:
    """Puts `bad` where the lines of `good` stand, with their indent; returns the lines it then has, from 1."""
    path = root / file
    lines, wanted = path.read_text(encoding="utf-8").split("\n"), stripped(good.rstrip("\n").split("\n"))
    found = [at for at in range(len(lines)) if stripped(lines[at : at + len(wanted)]) == wanted]
    assert len(found) == 1, f"the good example stands {len(found)} times in {file}"
    (at,) = found
    shift = len(lines[at]) - len(lines[at].lstrip()) - (len(good) - len(good.lstrip(" ")))
    new = [" " * shift + line if line.strip() else line for line in bad.rstrip("\n").split("\n")]
    path.write_text("\n".join([*lines[:at], *new, *lines[at + len(wanted) :]]), encoding="utf-8")
    return range(at + 1, at + 1 + len(new))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SITE, tmp_path / "site"))


def test_the_good_examples_are_good(root: Path) -> None:
    """Nothing is said about the little site in which all of them stand."""
    assert said_about(root) == []
    assert said_about(root, "mkdocs.yml") == []
    assert said_about(root, publish=True) == []


@pytest.mark.parametrize("code", SHOWN)
def test_the_bad_example_is_reported(code: str, root: Path) -> None:
    """The code is reported at one of the lines of the example, or where it is known to be told."""
    example = examples()[code]
    lines = lay(root, example.file, example.good, example.bad)
    told = said_about(root, example.file, publish=code in TOLD_BEFORE_PUBLISHING)
    expected = {TOLD_ELSEWHERE[code]} if code in TOLD_ELSEWHERE else {(example.file, line) for line in lines}
    places = {(problem.location.path, problem.location.line) for problem in told if problem.code.name == code}
    assert places & expected, (told, expected)


@pytest.mark.parametrize("code", SHOWN)
def test_an_example_fits_a_terminal(code: str) -> None:
    """Few and short lines, which are read at a glance and not cut by a window of 80 columns."""
    for text in (examples()[code].bad, examples()[code].good):
        lines = text.rstrip("\n").split("\n")
        assert text.strip() and len(lines) <= 8
        assert max(map(len, lines)) <= 78


def test_every_code_has_an_example() -> None:
    """In the order of the registry; shown in a file, or told where no text file can show it."""
    assert list(examples()) == list(all_codes())
    assert {code for code, example in examples().items() if bool(example.told) == bool(example.file)} == set()


def test_every_code_has_its_theme() -> None:
    assert [code for _, codes in by_theme() for code in codes] == list(all_codes().values())
    assert [title for title, _ in by_theme()] == [title for title, _ in THEMES]


@pytest.fixture
def page(root: Path) -> Page:
    """The reference of codes."""
    pages = build.prepare(Settings(root=root, today=date(2026, 1, 3))).pages
    return next(page for page in pages if page.address == CODES)


def test_the_page_has_an_anchor_for_every_code(page: Page) -> None:
    """A code is found under its name; the table of contents lists the themes only."""
    assert page.anchors >= all_codes().keys()
    assert [heading.text for heading in page.headings[1:]] == [title for title, _ in THEMES]


def test_the_page_shows_all_that_is_known_of_a_code(page: Page) -> None:
    """Title, texts and example of each stand in its part of the page, as text."""
    parts = page.body.split("<article ")[1:]
    for code, part in zip(all_codes().values(), parts, strict=True):
        example = examples()[code.name]
        for text in (code.title, code.wrong, code.why, code.mend, example.told):
            assert str(code_spans(text)) in part, code.name
        for text in example.shown:
            assert str(escape(printable(text))) in part, code.name
        assert ("ev-tag" in part) == (code.severity is Severity.WARNING)


def test_readers_do_not_find_the_page_by_searching(page: Page) -> None:
    """It is for authors: what it says about evidence is made up."""
    assert not page.searchable


def test_words_between_backticks_are_code() -> None:
    """Whatever stands in a text is text; a backtick alone is one."""
    assert code_spans("`<id>` & `a` or `") == "<code>&lt;id&gt;</code> &amp; <code>a</code> or `"

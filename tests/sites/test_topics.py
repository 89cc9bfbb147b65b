"""Whole small sites on other topics: each checks and builds, and every badge and sentence is as it should be."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

from mkdocs_evidence import build
from mkdocs_evidence.plugin import build_site
from mkdocs_evidence.settings import Settings

TOPICS = Path(__file__).parent / "topics"
PACKAGE = Path(build.__file__).parent
DAY = "2026-02-01"

WARNINGS = {
    "mechanism-only": ["claims/mechanism/sugar-and-wakefulness.yml evidence-under-concern"],
    "association-only": ["studies/plot.yml bias-to-consider"],
    "empty": [],
    "every-state": ["claims/rated/naps-and-reaction-time.yml evidence-under-concern"],
}
"""Everything that `evidence check` says about each site."""

# Claim to scale, level, state and direction, then `contested` and `overdue` where they are there; "-" is empty.
BADGES = {
    "mechanism-only": """
        bitterness-and-sleepiness      mechanism   animals             rated           against
        cup-and-wakefulness            mechanism   proposed            rated           unclear
        honey-and-wakefulness          mechanism   laboratory          rated           supports
        leaf-and-cells                 mechanism   laboratory          rated           supports
        leaf-and-wakefulness           mechanism   independent-groups  rated           mixed      contested
        lemon-and-wakefulness          mechanism   laboratory          rated           supports
        milk-and-wakefulness           mechanism   independent-groups  rated           supports
        pot-and-second-cup             mechanism   one-group           rated           supports
        smell-and-wakefulness          mechanism   proposed            rated           supports
        steam-and-wakefulness          mechanism   independent-groups  rated           mixed
        stirring-and-wakefulness       mechanism   one-group           rated           supports
        sugar-and-wakefulness          mechanism   -                   suspended       -
    """,
    "association-only": """
        gardening-and-dreams              certainty   low        rated           mixed
        gardening-and-early-waking        certainty   moderate   rated           against
        gardening-and-more-sleep          certainty   high       rated           supports
        gardening-and-sleep-by-day        certainty   very-low   rated           supports
        gardening-and-sleep-talking       certainty   low        rated           supports
        gardening-and-sleepwalking        none        -          no-study-found  -
        gardening-and-snoring             certainty   low        rated           against
        gardening-and-soil-on-the-pillow  certainty   moderate   rated           supports
        gardening-and-trouble-sleeping    certainty   moderate   rated           supports
        weeding-and-night-waking          certainty   low        rated           unclear
    """,
    "empty": "",
    "every-state": """
        naps-and-alertness             certainty   moderate    rated           mixed      overdue
        naps-and-appetite              certainty   low         rated           mixed
        naps-and-balance               none        -           no-study-found  -          overdue
        naps-and-concentration         certainty   moderate    rated           supports
        naps-and-grogginess            certainty   moderate    rated           supports
        naps-and-handwriting           none        -           no-study-found  -
        naps-and-headache              certainty   low         rated           against
        naps-and-hunger                certainty   high        rated           against
        naps-and-ideas                 certainty   low         rated           supports
        naps-and-later-alertness       certainty   very-low    rated           supports
        naps-and-memory                none        -           none-left       -
        naps-and-patience              certainty   low         rated           unclear
        naps-and-posture               certainty   moderate    rated           against
        naps-and-reaction-time         certainty   -           suspended       -          overdue
        naps-and-singing               none        -           not-rated       -
        naps-and-sleepiness            certainty   high        rated           supports
        naps-and-taste                 none        -           not-searched    -
        naps-and-the-night             certainty   low         rated           supports
        naps-and-the-tiredness-factor  mechanism   laboratory  rated           supports
        naps-are-good                  none        -           not-testable    -
    """,
}  # fmt: skip

SAID_ON_PAGES = {
    "naps-and-sleepiness": ["6.5 (SD 3; 200 people)", "−5.5", "405", "of 420 randomised", "Brewer"],
    "naps-and-alertness": ["Mean difference: 1.2 (95% interval 0.4 to 2)", "read off a figure", "Review overdue"],
    "naps-and-headache": ["12 of 200 (6%)", "13 of 205 (6%)"],
    "naps-and-grogginess": ["Risk ratio: 1.8 (90% interval 1.2 to 2.7)"],
    "naps-and-later-alertness": ["4 (SD 1.5), first day", "5, a month later", "without a comparison group"],
    "naps-and-ideas": ["People wrote more ideas on days with a nap", "Raised all the same:"],
    "naps-and-the-night": [
        "Set by hand", "The rules give moderate certainty. It was set to low certainty by Brewer",
        "from moderate certainty to low certainty",
    ],
    "naps-and-patience": ["Reported as retracted; not confirmed"],
    "naps-and-hunger": ["Reinstated, 1 January 2016"],
    "naps-and-posture": ["Corrected, 1 January 2018"],
    "naps-and-concentration": ["2 results that bore on this question rest on retracted publications"],
    "naps-and-reaction-time": ["The last recorded rating was low certainty", "DOUBTED NAP"],
    "naps-and-memory": ["LOST NAP", "Set aside, and why", "withdrawn"],
    "naps-and-handwriting": ["No study found in a limited search", "One shelf"],
    "naps-are-good": ["Why no study could settle this", "What comes nearest to it"],
}  # fmt: skip
"""What else has to stand on a claim's page of `every-state`, as text."""

ATTRIBUTES = ("data-scale", "data-level", "data-state", "data-direction")
NOT_SHOWN = {"script", "style", "template", "title"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# "Effect here: None." is our own text beside what was set aside; a value that is missing prints the bare word.
UNFILLED = re.compile(r"MDMA|PTSD|\bNone\b(?!\. It counts)|\{\{|\}\}|\{%|Undefined")


class ReadPage(HTMLParser):
    """What the tests ask of a built page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.shown: list[str] = []
        self.badges: list[dict[str, str | None]] = []
        """Elements that carry a claim's rating as data, in the answer block."""
        self.answers = 0
        self.sentences: list[str] = []
        """What the evidence shows, in the words of the answer block."""
        self._open: list[tuple[str, bool]] = []
        self._in_sentence = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_answer = tag == "header" and "ev-answer" in (values.get("class") or "").split()
        self.answers += is_answer
        if tag == "p" and "ev-sentence" in (values.get("class") or "").split():
            self.sentences.append("")
            self._in_sentence = True
        if tag not in VOID:
            self._open.append((tag, is_answer))
        if values.get("id"):
            self.anchors.add(values["id"] or "")
        if tag == "a" and values.get("name"):
            self.anchors.add(values["name"] or "")
        for attribute in ("href", "src"):
            if values.get(attribute):
                self.links.append(values[attribute] or "")
        if "data-state" in values and any(answer for _, answer in self._open):
            self.badges.append(values)

    def handle_endtag(self, tag: str) -> None:
        self._in_sentence = self._in_sentence and tag != "p"
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position][0] == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        if not any(tag in NOT_SHOWN for tag, _ in self._open):
            self.shown.append(data)
        if self._in_sentence:
            self.sentences[-1] += data

    @property
    def text(self) -> str:
        return " ".join("".join(self.shown).split())


class Built(NamedTuple):
    """One of the sites, built."""

    name: str
    root: Path
    output: Path
    pages: dict[str, ReadPage]
    """By file below the output, such as `claims/naps-and-taste/index.html`."""

    def claim(self, id: str) -> ReadPage:
        return self.pages[f"claims/{id}/index.html"]


@pytest.fixture(scope="module", params=sorted(BADGES))
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Each of the sites once, built as `mkdocs build` builds it."""
    place = tmp_path_factory.mktemp(request.param)
    root, output = place / "site", place / "out"
    shutil.copytree(TOPICS / request.param, root)
    assert build_site(root, output=output, day=DAY) == 0
    pages = {
        path.relative_to(output).as_posix(): ReadPage(path.read_text(encoding="utf-8"))
        for path in sorted(output.rglob("*.html"))
    }
    return Built(request.param, root, output, pages)


def expected_badges(name: str) -> dict[str, tuple[str, ...]]:
    rows = [line.split() for line in BADGES[name].splitlines() if line.split()]
    return {id: tuple("" if value == "-" else value for value in values) for id, *values in rows}


def expected_sentences(name: str) -> dict[str, str]:
    lines = (TOPICS / name / "expected-sentences.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_every_topic_is_tested() -> None:
    assert {path.name for path in TOPICS.iterdir() if path.is_dir()} == set(BADGES)


def test_check(site: Built) -> None:
    """No error, and no warning but those that are meant to be there."""
    _, found = build.check(Settings(site.root, date.fromisoformat(DAY)))
    assert [str(problem) for problem in found.errors] == []
    assert [f"{problem.location.path} {problem.code.name}" for problem in found] == WARNINGS[site.name]


def test_one_badge_in_each_answer(site: Built) -> None:
    """Level, state and direction as worked out by hand, on one element of the block that answers."""
    shown = {}
    for file, page in site.pages.items():
        if not (match := re.fullmatch(r"claims/([a-z0-9-]+)/index\.html", file)):
            continue
        assert page.answers == 1, file
        assert len(page.badges) == 1, file
        badge = page.badges[0]
        flags = [flag for flag in ("contested", "overdue", "draft") if f"data-{flag}" in badge]
        shown[match[1]] = (*(badge[name] for name in ATTRIBUTES), *flags)
    assert shown == expected_badges(site.name)


def test_sentences(site: Built) -> None:
    """Each claim's page answers with one sentence, the one that was written by hand."""
    said = {id: site.claim(id).sentences for id in expected_badges(site.name)}
    assert said == {id: [text] for id, text in expected_sentences(site.name).items()}


def test_links(site: Built) -> None:
    """Every link within the site leads to a file, and every anchor is there."""
    broken = []
    for file, page in site.pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = resolve(file, unquote(parts.path))
            if file == "404.html":   # its links begin at the server's root
                continue
            there = (site.output / target).is_file()
            if not there or (parts.fragment and parts.fragment not in site.pages[target].anchors):
                broken.append(f"{file}: {link}")
    assert broken == []


def resolve(file: str, path: str) -> str:
    """The file below the output that `path` on the page `file` leads to."""
    if not path:
        return file
    folder = PurePosixPath() if path.startswith("/") else PurePosixPath(file).parent
    parts: list[str] = []
    for part in (*folder.parts, *PurePosixPath(path.lstrip("/")).parts):
        if part == "..":
            parts.pop()   # fails where a link leaves the site
        else:
            parts.append(part)
    there = "/".join(parts)
    return f"{there}/index.html".lstrip("/") if path.endswith("/") or not parts or path in (".", "..") else there


def test_anchors_are_unique(site: Built) -> None:
    """No page of ours has the same id twice, so that a link leads to one place."""
    for file in site.pages:
        ids = re.findall(r'\sid="([^"]+)"', (site.output / file).read_text(encoding="utf-8"))
        twice = [id for id, times in Counter(ids).items() if times > 1 and not id.startswith("__")]
        assert twice == [], file


def test_nothing_unfilled_or_of_another_topic(site: Built) -> None:
    """No page shows a template's leftovers, or the topic of the site that came first."""
    examples = "contribute/codes/index.html"  # shows a brace too many, on purpose
    pages = {file: page for file, page in site.pages.items() if file != examples}
    found = {file: match[0] for file, page in pages.items() if (match := UNFILLED.search(page.text))}
    assert found == {}


def test_forms_of_results(site: Built) -> None:
    """Figures in every form, notices of every kind and the words of every state stand on their pages."""
    if site.name != "every-state":
        return
    missing = [(id, text) for id, texts in SAID_ON_PAGES.items() for text in texts if text not in site.claim(id).text]
    assert missing == []
    review = site.pages["studies/pillow2024/index.html"]
    assert "A nap study without a page (no page here)" in review.text
    assert "../../studies/nap-1/" in review.links


def test_the_package_knows_no_topic() -> None:
    """Neither code nor labels, templates or styles name the topic of the site that came first."""
    topic = re.compile("mdma|ptsd", re.IGNORECASE)
    found = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and not {"__pycache__", ".mypy_cache"} & set(path.parts)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if topic.search(line)
    ]
    assert found == []


def test_colours_without_a_palette() -> None:
    """A site that configures no palette has colours too; without them nothing is struck through or flagged.

    `empty` and `association-only` are such sites: their pages have no `data-md-color-scheme`.
    """
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", (PACKAGE / "assets/tokens.css").read_text(encoding="utf-8"))
    everywhere: set[str] = set()
    in_a_scheme: set[str] = set()
    for selectors, body in blocks:
        names = set(re.findall(r"(--ev-[a-z0-9-]+)\s*:", body))
        (everywhere if re.search(r"(^|[\s,])(:root|body|html)\s*(,|$)", selectors) else in_a_scheme).update(names)
    assert in_a_scheme - everywhere == set()

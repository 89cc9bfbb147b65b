"""A site on another topic, begun with `evidence init`: it checks strictly, pools as metafor does, shows no other."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date
from math import log
from pathlib import Path

import pytest

from mkdocs_evidence import build, new_site
from mkdocs_evidence.build import check
from mkdocs_evidence.plugin import build_site
from mkdocs_evidence.pooling import pool_claim
from mkdocs_evidence.settings import Settings
from mkdocs_evidence.synthesis import Pooled

HERE = Path(__file__).parent
METAFOR = HERE.parent / "synthesis"
DAY = "2026-11-30"
ANSWERS = new_site.Answers(
    name="The BCG file",
    question="Does BCG vaccination protect against tuberculosis?",
    categories=("prevention=Prevention of tuberculosis",),
    address="https://bcg.example.org/",
    repository="https://git.example.org/bcg",
)


def lay(root: Path) -> None:
    """The new site, with what `bcg/` holds laid over it."""
    new_site.begin(root, ANSWERS, date.fromisoformat(DAY))
    for name in ("claims", "studies", "content"):
        shutil.copytree(HERE / "bcg" / name, root / name, dirs_exist_ok=True)
    shutil.copy(HERE / "bcg/references.status.yml", root)
    with (root / "references.bib").open("a", encoding="utf-8") as references:
        references.write((HERE / "bcg/more.bib").read_text(encoding="utf-8"))
    configuration = root / "mkdocs.yml"
    placeholder = '"[to be added: where readers find help]"'
    text = configuration.read_text(encoding="utf-8")
    assert text.count(placeholder) == 1
    configuration.write_text(text.replace(placeholder, "Ask a doctor."), encoding="utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site's folder and what was built of it."""
    place = tmp_path_factory.mktemp("bcg")
    root, output = place / "site", place / "out"
    lay(root)
    assert build_site(root, output=output, strict=True, day=DAY) == 0
    return root, output


def test_check(built: tuple[Path, Path]) -> None:
    """Nothing at all to tell, also of what a published site needs."""
    found = build.review(Settings(built[0], date.fromisoformat(DAY), publish=True))
    assert [str(problem) for problem in found] == []


def rows(name: str) -> list[dict[str, str]]:
    with (METAFOR / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_counts_are_those_of_the_data_set(built: tuple[Path, Path]) -> None:
    """The thirteen files hold the counts that metafor was given, each once."""
    world, _ = check(Settings(built[0], date.fromisoformat(DAY)))
    arms = [study.results[0].arms for study in world.library.studies.values()]
    held = sorted((a["bcg"].events, a["bcg"].total, a["none"].events, a["none"].total) for a in arms)
    given = sorted(tuple(int(value) for name, value in row.items() if name != "study") for row in rows("data-bcg.csv"))
    assert held == given


def test_pooled_as_metafor_does(built: tuple[Path, Path]) -> None:
    """All thirteen trials, each subgroup of them, and the seven randomised ones by themselves."""
    world, _ = check(Settings(built[0], date.fromisoformat(DAY)))
    (of_all,) = (
        row for row in rows("pooled.csv")
        if (row["set"], row["measure"], row["method"], row["test"]) == ("bcg", "rr", "reml", "knha")
    )  # fmt: skip
    of_groups = {row["group"]: float(row["value"]) for row in rows("subgroups.csv") if row["method"] == "reml"}

    pool = pool_claim(world.appraisals["all-thirteen-trials"], world.library)
    assert pool and pool.counted and isinstance(pool.counted.outcome, Pooled)
    estimate = pool.counted.outcome
    assert (estimate.k, round(estimate.value, 4)) == (13, -0.7145)
    assert estimate.interval.low == pytest.approx(float(of_all["low"]), abs=1e-6)
    assert estimate.interval.high == pytest.approx(float(of_all["high"]), abs=1e-6)
    groups = {group.name: group.outcome.value for group in pool.counted.subgroups}
    names = {"random": "by chance", "alternate": "every second person", "systematic": "by another system"}
    assert groups == {name: pytest.approx(of_groups[group], abs=1e-6) for group, name in names.items()}

    pool = pool_claim(world.appraisals["bcg-and-tuberculosis"], world.library)
    assert pool and pool.counted and isinstance(pool.counted.outcome, Pooled)
    assert pool.counted.outcome.value == pytest.approx(of_groups["random"], abs=1e-6)


def test_roles_fit_the_counts(built: tuple[Path, Path]) -> None:
    """A result supports the claim where its whole interval lies below 1, and is unclear where it also fits 1."""
    world, _ = check(Settings(built[0], date.fromisoformat(DAY)))
    for item in world.appraisals["all-thirteen-trials"].counted:
        assert item.result
        arms = item.result.arms
        (a, n1), (b, n2) = ((arms[arm].events or 0, arms[arm].total or 0) for arm in ("bcg", "none"))
        high = log(a / n1 * n2 / b) + 1.96 * (1 / a - 1 / n1 + 1 / b - 1 / n2) ** 0.5
        assert item.evidence.role == ("supports" if high < 0 else "unclear"), item.name
    roles = {
        claim: {item.study.id: item.evidence.role for item in world.appraisals[claim].counted}
        for claim in ("all-thirteen-trials", "bcg-and-tuberculosis")
    }
    assert roles["bcg-and-tuberculosis"].items() <= roles["all-thirteen-trials"].items()


def test_no_other_topic(built: tuple[Path, Path]) -> None:
    """No file of the site holds a word of the topic that came first; reading on, there are pages of every kind."""
    topic = re.compile(rb"mdma|ptsd|ecstasy|psychotherap|psychedelic", re.IGNORECASE)
    files = [path for path in sorted(built[1].rglob("*")) if path.is_file()]
    assert [path.relative_to(built[1]).as_posix() for path in files if topic.search(path.read_bytes())] == []
    for address in (
        "", "claims", "claims/bcg-and-tuberculosis", "categories/prevention", "comparisons/bcg-at-tuberculosis",
        "studies", "studies/hart1977", "references", "methods", "timeline", "positions", "misreadings", "changes",
        "glossary", "about", "summary",
    ):  # fmt: skip
        assert (built[1] / address / "index.html").is_file(), address


def test_nobody_has_looked_for_retractions(built: tuple[Path, Path]) -> None:
    """Where no search is recorded, the list of references does not say that none was retracted."""
    page = (built[1] / "references/index.html").read_text(encoding="utf-8")
    assert "Nobody has looked up yet whether any of them was retracted" in page
    assert "There is no retraction among them" not in page


def test_large_counts_are_read_at_one_go(built: tuple[Path, Path]) -> None:
    """The thousands stand apart in the facts, the forest plot, the study's table and the reason for the risk."""
    claim = (built[1] / "claims/bcg-and-tuberculosis/index.html").read_text(encoding="utf-8")
    for text in ("222,519 in 7 studies", ">176,782<", "of 109,826 people"):
        assert text in claim
    assert "505 of 88,391" in (built[1] / "studies/tpt1980/index.html").read_text(encoding="utf-8")

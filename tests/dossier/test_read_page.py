"""What you may have read: every statement of the dossier is answered, by a text that was written for today's rating.

`statements.csv` holds the statements of the dossier and the claims that answer each. `read_ratings.csv` holds the
rating that each claim on the page had when the page was written: where one has moved, read the page again.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from conftest import PROJECT, TODAY
from mkdocs_evidence import build
from mkdocs_evidence.history import describe
from mkdocs_evidence.settings import Settings

FOLDER = Path(__file__).parent
PAGE = "read.md"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


STATEMENTS = rows("statements.csv")


@pytest.fixture(scope="module")
def world():
    return build.check(Settings(root=PROJECT, today=TODAY))[0]


@pytest.fixture(scope="module")
def shown(world) -> list[str]:
    """Claims whose badges the page shows, in its order."""
    page = world.library.content.page(PAGE)
    assert page is not None
    return [badge.claim for badge, _ in page.badges]


def test_every_statement_is_listed():
    """As many in each group as the dossier has, each once."""
    ids = [row["id"] for row in STATEMENTS]
    assert Counter(id[0] for id in ids) == {"T": 10, "M": 10, "L": 5, "E": 6, "A": 4, "D": 11, "N": 1}
    assert len(set(ids)) == len(ids) == 47
    for letter, last in {"T": 10, "M": 10, "L": 5, "E": 6, "A": 4, "D": 11, "N": 1}.items():
        assert {f"{letter}{number}" for number in range(1, last + 1)} <= set(ids)


@pytest.mark.parametrize("row", STATEMENTS, ids=lambda row: row["id"])
def test_statement_is_answered(row, world, shown):
    """By claims that are there and whose badges the page shows."""
    answering = row["claims"].split()
    assert answering
    for claim in answering:
        assert claim in world.library.claims
        assert claim in shown


def test_page_was_written_for_these_ratings(world, shown):
    """A rating that moves makes the sentences beside its badge worth another reading."""
    written = {row["claim"]: row["rating"] for row in rows("read_ratings.csv")}
    assert {claim: describe(world.appraisals[claim].rating) for claim in shown} == written


def test_claims_are_linked(world, shown):
    """Each badge has a link to the claim's page beside it: the badge itself leads to the reasons."""
    page = world.library.content.page(PAGE)
    linked = {link.target for link in page.links}
    assert {f"claims/{claim}.md" for claim in shown} <= linked

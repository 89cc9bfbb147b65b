"""The figures in the prose of the real claims are borne out by what they cite, and the sums behind them add up."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.yaml_reader import Document, read_yaml

from .comparing import Compared, amounts_of
from .comparing_prose import Known, compare_prose, known_from, prose_of
from .elsewhere import Elsewhere, elsewhere
from .records import NUMBER, number, spelled
from .test_studies import PROJECT, STUDIES, study
from .worked_out_prose import IN_PROSE

CLAIMS = sorted((PROJECT / "claims").glob("*/*.yml"))


@cache
def claim(path: Path) -> Document:
    document = read_yaml(path.read_text(encoding="utf-8"), path.relative_to(PROJECT).as_posix(), Diagnostics())
    assert document is not None
    return document


@cache
def known(path: Path) -> Known:
    evidence = {item["study"] for item in claim(path).plain().get("evidence", [])}
    return known_from({one.stem: study(one) for one in STUDIES}, evidence)


def compared(path: Path, document: Document | None = None, aside: Elsewhere | None = None) -> Compared:
    return compare_prose(document or claim(path), known(path), (aside or elsewhere("claims/")).excuses)


def test_every_figure_in_the_prose_of_claims_is_borne_out() -> None:
    found = [str(one) for path in CLAIMS for one in compared(path).differences]
    assert found == [], "\n" + "\n".join(found)


def test_there_is_much_to_compare() -> None:
    assert sum(compared(path).figures for path in CLAIMS) > 1000


def test_every_entry_of_the_list_is_needed() -> None:
    aside = elsewhere("claims/")
    for path in CLAIMS:
        compared(path, aside=aside)
    assert aside.unused() == []


@pytest.mark.parametrize(("at", "formula"), IN_PROSE.items(), ids=["-".join(at) for at in IN_PROSE])
def test_what_is_worked_out_in_prose_adds_up(at: tuple[str, str, str], formula: object) -> None:
    stem, path, says = at
    document = next(claim(one) for one in CLAIMS if one.stem == stem)
    stated = {
        (".".join(str(step + 1) if isinstance(step, int) else step for step in steps), text)
        for steps, scalar in prose_of(document)
        for text, _, _, _ in amounts_of(document, scalar)
    }
    assert (path, says) in stated, "the claim no longer says this"
    printed = number(says) if NUMBER.fullmatch(says) else spelled(says)
    worked_out = Decimal(IN_PROSE[at]())
    assert round(worked_out, -int(printed.as_tuple().exponent)) == printed, worked_out


def test_a_false_figure_in_prose_tells_its_place() -> None:
    path = PROJECT / "claims" / "trial-outcomes" / "ptsd-symptom-severity.yml"
    text = claim(path).text.replace("fell by 13.9 and 14.8 points", "fell by 13.9 and 61.7 points")
    changed = read_yaml(text, claim(path).name, Diagnostics())
    assert changed is not None
    line = next(count for count, said in enumerate(text.split("\n"), 1) if "61.7" in said)
    told = [str(one) for one in compared(path, changed).differences]
    assert len(told) == 1 and told[0].startswith(f"{claim(path).name}:{line}:"), told
    assert (
        "key_messages.2: 61.7: stands in no record that is cited in its sentence: mitchell2021, mitchell2023" in told[0]
    )

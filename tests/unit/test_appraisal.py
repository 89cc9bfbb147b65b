# ruff: noqa: E501 (one case a line reads better here)
"""From evidence to level, state and direction: worked by hand in two tables, and where tables end."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from mkdocs_evidence.certainty import DOWN_DOMAINS, UP_DOMAINS
from mkdocs_evidence.direction import direction_of
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.views import badge
from mkdocs_evidence.vocabulary import Direction, Role

TABLES = Path(__file__).parent.parent
LEVELS = ["very-low", "low", "moderate", "high"]
STARTS = {"randomised": 4, "robins-i": 4, "non-randomised": 2, "single-arm": 2}
DESIGNS = {
    "randomised": "randomised-parallel",
    "robins-i": "cohort",
    "non-randomised": "cohort",
    "single-arm": "single-arm",
    "": "randomised-parallel",
}


def rows(name: str) -> list:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["name"]) for row in csv.DictReader(file)]


def certainty_lines(row: dict[str, str]) -> list[str]:
    """The `certainty` block of a row."""
    lines = ["certainty:", f"  body: {row['body']}"]
    for domain in (*DOWN_DOMAINS, *UP_DOMAINS):
        if row[domain]:
            reason = ", reason: Made up" if row[domain] != "0" else ""
            lines.append(f"  {domain}: {{step: {row[domain]}{reason}}}")
    if row.get("override"):
        lines.append(f"  override: {{level: {row['override']}, reason: One worry, by: Jo, date: 2026-11-01}}")
    return lines


OUTCOME = "outcome: {name: sleep, short: Sleep, when: later}"
SUBJECTS = {
    "effect": ["comparison: rest", OUTCOME],
    "harm": ["comparison: rest", OUTCOME],
    "association": ["factor: more rest", OUTCOME],
    "mechanism": ["link: {from: rest, to: sleep}"],
}
"""What each kind of claim is about."""


def claim_text(row: dict[str, str], evidence: list[str], history: list[str]) -> str:
    lines = [
        "question: Is it so?", "claim: It is so", f"kind: {row.get('kind') or 'effect'}", *SUBJECTS[row.get("kind") or "effect"],
    ]  # fmt: skip
    if row.get("evidence") == "not-testable":
        lines += ["not_testable: {why: A matter of words}"]
    else:
        lines += [f"asserts: {row.get('asserts') or 'lower'}"]
    if row.get("review_due"):
        lines += [f"review_due: {row['review_due']}"]
    if evidence:
        lines += ["evidence:", *evidence]
    if row["body"]:
        lines += certainty_lines(row)
    if row.get("search"):
        lines += ["search:", "  date: 2026-11-01", f"  scope: {row['search']}", "  where: Somewhere", "  for: Studies"]
    return "\n".join([*lines, "history:", *history, ""])


def world_of(make_world, row: dict[str, str], state: str, level: str, direction: str):
    """A site with one claim as the row tells it, recorded as the row says it should come out."""
    files, evidence, recorded, bib, records = {}, [], [], [], []
    listed = row.get("evidence", "supports").replace("not-testable", "").split()
    for number, item in enumerate(listed):
        said, _, mark = item.partition("!")
        role, _, place = said.partition("@")
        tests, system, group = place.split("/") if place else ("none", "people", "g")
        judged = f", tests: {tests}, note: Made up" if tests != "none" else ""
        study, dataset = f"study-{number}", f"data{number}"
        through = f", through: {dataset}" if mark == "dataset-retracted" else ""
        for key in [study] + ([dataset] if through else []):
            bib.append(
                f"@misc{{{key},\n  author = {{A, B}},\n  title = {{T}},\n  year = {{2020}},\n  doi = {{10.1000/{key}}}\n}}\n"
            )
        rated = role != "background"
        evidence.append(f"  - {{study: {study}{', result: end' if rated else ''}, role: {role}{judged}}}")
        files[f"studies/{study}.yml"] = (
            f"name: Study {number}\ntype: trial\ndesign: {DESIGNS[row['body']]}\nsystem: {system}\ngroup: {group}\n"
            f"population: Adults\nreports: [{study}]\nresults:\n"
            f"  - {{id: end, outcome: Sleep, found: lower, finding: It was, from: {{cite: {study}{through}, where: abstract}}}}\n"
            "risk_of_bias:\n  - {tool: robins-i, overall: serious, by: site, reason: Made up}\n"
        )
        if mark:
            what = "concern" if mark == "concern" else "retracted"
            doi = f"10.1000/{dataset if through else study}"
            records.append((doi, what, mark != "unconfirmed"))
            if mark == "reinstated":  # on the same day, and later in the file
                records.append((doi, "reinstated", True))
        if rated and mark not in ("retracted", "dataset-retracted"):
            recorded.append(f"{study}/end")
    history = [f"  - date: 2026-11-01\n    level: {level or state}"]
    if direction:
        history.append(f"    direction: {direction}")
    history += [f"    evidence: [{', '.join(recorded)}]", "    why: Made up"]
    world = make_world(
        {**files, "claims/outcomes/sleep.yml": claim_text(row, evidence, history), "references.bib": "\n".join(bib)}
    )
    for study in ("alpha", "beta"):
        (world.root / f"studies/{study}.yml").unlink()
    if records:
        world.status(*records)
    return world


@pytest.mark.parametrize("row", rows("appraisals.csv"))
def test_appraisal_worked_by_hand(make_world, row):
    """State, start, level, direction and number of counted results are those worked out by hand, and a
    history that records them passes every check."""
    world = world_of(make_world, row, row["state"], row["level"], row["direction"])
    today = date.fromisoformat(row["today"] or "2026-11-23")
    _, found = world.check()
    assert [(d.code.name, d.message) for d in found.errors] == [], row["working"]
    appraisal = world.appraisal()
    assert {
        "state": appraisal.state,
        "level": appraisal.level or "",
        "direction": (appraisal.direction or "") if appraisal.state == "rated" else "",
        "counted": len(appraisal.counted),
        "contested": appraisal.contested,
        "overdue": badge(appraisal, Labels.shipped(), today).overdue,
    } == {
        "state": row["state"], "level": row["level"], "direction": row["direction"], "counted": int(row["counted"]),
        "contested": row["contested"] == "yes", "overdue": row["overdue"] == "yes",
    }, row["working"]  # fmt: skip
    if row["start"]:
        assert appraisal.derivation is not None
        assert appraisal.derivation.start == row["start"]


def clamped(row: dict[str, str]) -> str:
    """The sum, done here once more and without the package, so that only the refusal is left to see."""
    total = STARTS[row["body"]] + sum(int(row[d]) for d in (*DOWN_DOMAINS, *UP_DOMAINS) if row[d])
    return LEVELS[min(max(total, 1), 4) - 1]


@pytest.mark.parametrize("row", rows("arithmetic.csv"))
def test_arithmetic_worked_by_hand(make_world, row):
    """Start and level are those worked out by hand; a row that is refused is refused with its code only."""
    world = world_of(make_world, row, "rated", clamped(row), "supports")
    assert world.codes() == ([row["refused"]] if row["refused"] else []), row["working"]
    if not row["refused"]:
        derived = world.appraisal().derivation
        assert derived is not None
        assert (derived.start, derived.level) == (row["start"], row["level"]), row["working"]


# --- where the table ends ---------------------------------------------------------------

S, A, M, U = Role.SUPPORTS, Role.AGAINST, Role.MIXED, Role.UNCLEAR


@pytest.mark.parametrize(
    ("roles", "direction"),
    [
        ([S], Direction.SUPPORTS),
        ([S, S, U], Direction.SUPPORTS),
        ([A, U, A], Direction.AGAINST),
        ([S, A], Direction.MIXED),
        ([M], Direction.MIXED),
        ([M, S, S], Direction.MIXED),
        ([M, U], Direction.MIXED),
        ([U, U], Direction.UNCLEAR),
    ],
)
def test_direction(roles, direction):
    """All one way gives that way, both or any mixed gives mixed, nothing but unclear gives unclear."""
    assert direction_of(roles) is direction


# --- what counts ---------------------------------------------------------------------------


def test_one_of_two_reports_retracted(make_world):
    """A result leaves with the report it is cited from; results of the study's other reports stay."""
    world = make_world()
    world.edit("studies/alpha.yml", "reports: [alpha2020]", "reports: [alpha2020, data2022]")
    world.edit("studies/beta.yml", ", through: data2022", "")
    world.status(("10.1000/data2022", "retracted", True))
    assert [item.name for item in world.appraisal().counted] == ["alpha/end", "beta/end"]


def test_background_study_with_every_report_retracted(make_world):
    """It is marked as excluded, and still is neither counted nor among what was set aside."""
    world = make_world()
    world.edit(
        "claims/outcomes/sleep.yml",
        "  - {study: beta, result: end, role: supports}",
        "  - {study: beta, role: background}",
    )
    world.status(("10.1000/beta2021", "retracted", True))
    appraisal = world.appraisal()
    assert [item.name for item in appraisal.background] == ["beta"]
    assert appraisal.background[0].excluded is not None
    assert appraisal.excluded == ()


def test_why_an_item_is_out(make_world):
    """A dataset's retraction is told apart from the report's own, which comes first where both are."""
    world = make_world()
    world.status(("10.1000/data2022", "retracted", True))
    doubt = world.appraisal().excluded[0].excluded
    assert doubt is not None
    assert (doubt.key, doubt.through) == ("data2022", True)
    world.status(("10.1000/beta2021", "retracted", True))
    doubt = world.appraisal().excluded[0].excluded
    assert doubt is not None
    assert (doubt.key, doubt.through) == ("beta2021", False)


def test_concern_and_retraction_on_one_item(make_world):
    """A retracted item is out, so a concern about its dataset does not suspend what is left."""
    world = make_world()
    world.status(("10.1000/beta2021", "retracted", True), ("10.1000/data2022", "concern", True))
    appraisal = world.appraisal()
    assert appraisal.state == "rated"
    assert [item.name for item in appraisal.counted] == ["alpha/end"]


def test_suspended_claim_keeps_its_rating(make_world):
    """A concern shows no level and no direction on the badge; what has to be recorded stays the same."""
    world = make_world()
    world.status(("10.1000/alpha2020", "concern", True))
    appraisal = world.appraisal()
    assert (appraisal.state, appraisal.level, appraisal.last_recorded_level) == ("suspended", None, "low")
    assert (appraisal.rating.level, appraisal.rating.direction) == ("low", "supports")


def test_evidence_that_leads_nowhere(make_world):
    """The appraisal says that it is incomplete, so that nothing is concluded from the rest."""
    world = make_world()
    world.edit("claims/outcomes/sleep.yml", "study: beta", "study: gamma")
    appraisal = world.appraisal()
    assert not appraisal.complete
    assert [item.name for item in appraisal.items] == ["alpha/end"]

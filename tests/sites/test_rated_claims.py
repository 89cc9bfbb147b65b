"""Rated claims of the real site, changed in the ways in which a rating could be bent: each is refused.

`make test` changes one claim of each look, `make test-long` every claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import SiteFolder
from mkdocs_evidence.certainty import DOWN_DOMAINS, UP_DOMAINS
from mkdocs_evidence.library import Library
from mkdocs_evidence.model import Certainty, Claim
from mkdocs_evidence.vocabulary import Body, Direction, Level, Role


def _look(claim: Claim) -> tuple[Any, ...]:
    """What sorts a claim here: what is judged, what was recorded, and whether its results are pooled."""
    body = claim.certainty.body if claim.certainty else None
    return body, claim.history[0].level, claim.synthesis is not None


def _cites_withdrawn(library: Library, claim: Claim) -> bool:
    """Whether every report of a study in its background is retracted."""
    background = [library.studies[item.study] for item in claim.evidence if not item.role.rated]
    return any(all(library.standing(key).retracted for key in study.reports) for study in background)


@pytest.fixture(scope="module", params=["sample", pytest.param("all", marks=pytest.mark.long)])
def alone(
    request: pytest.FixtureRequest, _pristine: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Claim, Any]]:
    """Claims with a level or rung, each with a copy of the site that holds this claim alone: all of them, or the one
    with most evidence, one with a withdrawn study, and of each look a short one, with more than one result where there
    is such a claim."""
    real_site, place = SiteFolder(_pristine), tmp_path_factory.mktemp("rated")
    world, found = real_site.check()
    assert [str(problem) for problem in found.errors] == []
    claims = [appraisal.claim for appraisal in world.appraisals.values() if appraisal.state == "rated"]
    if request.param == "sample":
        claims.sort(key=lambda claim: (len(claim.history[0].evidence) < 2, len(claim.evidence)))
        looks = {_look(claim): claim for claim in reversed(claims)}  # the first of each look stays
        withdrawn = next(claim for claim in claims if claim.certainty and _cites_withdrawn(world.library, claim))
        most = max(claims, key=lambda claim: len(claim.evidence))
        claims = list({claim.id: claim for claim in (most, withdrawn, *looks.values())}.values())
    alone = []
    for claim in claims:
        site = SiteFolder(place / claim.id)
        needed = {
            claim.file,
            *(f"studies/{item.study}.yml" for item in claim.evidence),
            "studies/instruments.yml",
            "claims/categories.yml",
            "claims/comparisons.yml",
            "references.status.yml",
        }
        for name in needed:
            site.write(name, real_site.read(name))
        site.write("references.bib", _cited_entries(world.library, claim, real_site.read("references.bib")))
        alone.append((claim, site))
    return alone


@pytest.fixture
def rated(alone) -> Iterator[list[tuple[Claim, Any]]]:
    """The claims as they stand in the real site, put back after each test.

    There have to be some, or the tests below would test nothing.
    """
    assert len(alone) >= 2
    before = [site.read(claim.file) for claim, site in alone]
    yield alone
    for (claim, site), text in zip(alone, before, strict=True):
        site.write(claim.file, text)


def _cited_entries(library: Library, claim: Claim, text: str) -> str:
    """The bibliography of one claim: reading all of it for every change would take most of the time."""
    records = [claim, *(library.studies[item.study] for item in claim.evidence)]
    keys = {key for record in records for key in library.keys_in(record)}
    keys |= {scale.important.source for scale in library.instruments.values() if scale.important}
    entries = re.split(r"^(?=@)", text, flags=re.MULTILINE)
    return "".join(entry for entry in entries if entry.partition("{")[2].partition(",")[0].strip() in keys)


@pytest.fixture
def graded(rated) -> list[tuple[Claim, Any]]:
    """Those of them that GRADE rates: all but mechanisms, which have rungs and no steps."""
    claims = [(claim, site) for claim, site in rated if claim.certainty]
    assert len(claims) >= 2
    return claims


class Refusals:
    """Gathers the changes that were not refused as they should be."""

    def __init__(self) -> None:
        self.tried = 0
        self.missed: list[str] = []

    def expect(
        self, site: Any, claim: Claim, change: str, before: str, *expected: tuple[str, int], instead: str = ""
    ) -> None:
        """Compares with what `check` says, then puts the claim's file back to `before`.

        `expected` are codes and lines in the claim's file, all of which have to be named. The code
        `instead` serves as well: while it is there, the rating is not compared yet.
        """
        found = {(d.code.name, d.location.line) for d in site.check()[1].errors if d.location.path == claim.file}
        site.write(claim.file, before)
        self.tried += 1
        if instead in {code for code, _ in found}:
            return
        if not expected or not set(expected) <= found:
            self.missed.append(f"{claim.id}, {change}: expected {expected}, found {sorted(found)}")

    def report(self, at_least: int) -> None:
        assert self.missed == []
        assert self.tried >= at_least


@pytest.fixture
def refusals() -> Refusals:
    return Refusals()


def first_difference(site: Any, claim: Claim) -> int:
    """The line of the newest entry's first field that is not what follows from the changed file."""
    changed = site.appraisal(claim.id)
    newest, rating = changed.claim.history[0], changed.rating
    if newest.level != rating.level:
        return site.line(claim.file, "history", 0, "level")
    if newest.direction != rating.direction:
        return site.line(claim.file, "history", 0, "direction")
    gone = [number for number, name in enumerate(newest.evidence) if name not in rating.evidence]
    added = set(rating.evidence) - set(newest.evidence)
    if gone and not added:
        return site.document(claim.file).at("history", 0, "evidence", gone[0]).line
    return site.document(claim.file).at("history", 0, "evidence").line


def judgements(certainty: Certainty):
    return [(d, getattr(certainty, d)) for d in (*DOWN_DOMAINS, *UP_DOMAINS) if getattr(certainty, d) is not None]


def test_level_typed(rated, refusals):
    """Any other level (or a state) in the newest history entry is refused at that word."""
    for claim, site in rated:
        text = site.read(claim.file)
        line = site.line(claim.file, "history", 0, "level")
        for other in [*Level, "not-rated", "suspended", "no-study-found"]:
            if other != claim.history[0].level:
                site.set_value(claim.file, ("history", 0, "level"), other)
                refusals.expect(site, claim, f"level {other}", text, ("level-not-recorded", line))
    refusals.report(at_least=6 * len(rated))


def test_direction_typed(rated, refusals):
    """Any other direction in the newest history entry is refused."""
    for claim, site in rated:
        text = site.read(claim.file)
        line = site.line(claim.file, "history", 0, "direction")
        for other in Direction:
            if other is not claim.history[0].direction:
                site.set_value(claim.file, ("history", 0, "direction"), other)
                refusals.expect(site, claim, f"direction {other}", text, ("level-not-recorded", line))
    refusals.report(at_least=2 * len(rated))


def test_step_made_milder(graded, refusals):
    """A step taken back, without a new entry, is refused wherever it would change the level."""
    for claim, site in graded:
        text = site.read(claim.file)
        line = site.line(claim.file, "history", 0, "level")
        for domain, judgement in judgements(claim.certainty):
            if judgement.step < 0 and claim.history[0].level != "very-low":
                site.set_value(claim.file, ("certainty", domain, "step"), "0")
                refusals.expect(site, claim, f"{domain} 0", text, ("level-not-recorded", line))
    refusals.report(at_least=2)


def test_reason_removed(graded, refusals):
    """A step other than 0, or a domain that could not be judged, is refused at its name without a reason."""
    for claim, site in graded:
        text = site.read(claim.file)
        for domain, judgement in judgements(claim.certainty):
            if judgement.step == 0 and not getattr(judgement, "could_not_be_judged", False):
                continue
            site.remove(claim.file, ("certainty", domain, "reason"))
            line = site.line(claim.file, "certainty", domain)
            refusals.expect(site, claim, f"no reason for {domain}", text, ("step-without-reason", line))
    refusals.report(at_least=len(graded))


def test_body_raised(graded, refusals):
    """Any other body is refused at the role of every item that does not belong to it, whatever the level would be;
    ROBINS-I, which is a way of judging and fits comparative studies, because nobody judged them so."""
    for claim, site in graded:
        text = site.read(claim.file)
        items = [number for number, item in enumerate(claim.evidence) if item.role.rated and item.result]
        mismatched = [("body-mismatch", site.line(claim.file, "evidence", number, "role")) for number in items]
        not_judged = [("robins-i-not-judged", site.line(claim.file, "evidence", number)) for number in items]
        for body in Body:
            if body is not claim.certainty.body:
                site.set_value(claim.file, ("certainty", "body"), body)
                judged = (claim.certainty.body, body) == (Body.NON_RANDOMISED, Body.ROBINS_I)
                refusals.expect(site, claim, f"body {body}", text, *(not_judged if judged else mismatched))
    refusals.report(at_least=3 * len(graded))


def test_background_rated(graded, refusals):
    """A background item in a rated role needs a result; with each of its results it is of another body,
    or enters a rating that does not record it."""
    for claim, site in graded:
        library = site.check()[0].library
        text = site.read(claim.file)
        for number, item in enumerate(claim.evidence):
            if item.role.rated:
                continue
            study = library.studies[item.study]
            withdrawn = all(library.standing(key).retracted for key in study.reports)
            for role in (role for role in Role if role.rated):
                if not withdrawn and not item.result:  # one that is gone as a whole counts nothing (see below)
                    site.set_value(claim.file, ("evidence", number, "role"), role)
                    line = site.line(claim.file, "evidence", number)
                    refusals.expect(site, claim, f"{item.study} {role}", text, ("result-not-named", line))
                for result in study.results if role is Role.SUPPORTS else ():  # the role makes no difference here
                    name_result(site, claim, number, role, result.id)
                    expected = ("level-not-recorded", first_difference(site, claim))
                    same = [
                        n
                        for n, other in enumerate(claim.evidence)
                        if n != number and (other.study, other.result) == (item.study, result.id)
                    ]
                    if same:  # the result is rated already
                        expected = ("duplicate-evidence", site.line(claim.file, "evidence", max(number, *same)))
                    elif not study.fits(result, claim.certainty.body):
                        expected = ("body-mismatch", site.line(claim.file, "evidence", number, "role"))
                    # Where the claim is pooled, its own people measured twice are told first.
                    change = f"{item.study}/{result.id} {role}"
                    refusals.expect(site, claim, change, text, expected, instead="cannot-pool")
    refusals.report(at_least=4)


def name_result(site: Any, claim: Claim, number: int, role: Role, result: str) -> None:
    """Gives an item a role and a result, in the style in which the item is written."""
    if claim.evidence[number].result:
        site.set_value(claim.file, ("evidence", number, "result"), result)
        site.set_value(claim.file, ("evidence", number, "role"), role)
    else:
        in_braces = "{" in site.read(claim.file).split("\n")[site.line(claim.file, "evidence", number) - 1]
        more = f", result: {result}" if in_braces else f"\n    result: {result}"
        site.set_value(claim.file, ("evidence", number, "role"), f"{role}{more}")


def test_withdrawn_study_in_a_rated_role(graded):
    """A study whose reports are all retracted may stand in a rated role without a result: it is shown as set
    aside, and neither count, level nor direction changes."""
    tried = 0
    for claim, site in graded:
        world = site.check()[0]
        before = world.appraisals[claim.id].rating
        for number, item in enumerate(claim.evidence):
            reports = world.library.studies[item.study].reports
            if not item.role.rated and all(world.library.standing(key).retracted for key in reports):
                text = site.read(claim.file)
                site.set_value(claim.file, ("evidence", number, "role"), "supports")
                appraisal = site.appraisal(claim.id)
                assert appraisal.rating == before
                assert item.study in [out.study.id for out in appraisal.excluded]
                site.write(claim.file, text)
                tried += 1
    assert tried


def test_evidence_removed(rated, refusals):
    """Removing any counted item is refused at the newest entry, which lists it."""
    for claim, site in rated:
        text = site.read(claim.file)
        for number, item in enumerate(claim.evidence):
            if f"{item.study}/{item.result}" not in claim.history[0].evidence:
                continue
            site.remove(claim.file, ("evidence", number) if len(claim.evidence) > 1 else ("evidence",))
            line = first_difference(site, claim)
            refusals.expect(
                site, claim, f"without {item.study}", text, ("level-not-recorded", line), instead="unknown-because"
            )
    refusals.report(at_least=2 * len(rated))


def test_evidence_put_into_background(rated, refusals):
    """Making any counted item background is refused at the newest entry."""
    for claim, site in rated:
        text = site.read(claim.file)
        for number, item in enumerate(claim.evidence):
            if f"{item.study}/{item.result}" in claim.history[0].evidence:
                site.set_value(claim.file, ("evidence", number, "role"), "background")
                line = first_difference(site, claim)
                change = f"{item.study} background"
                refusals.expect(site, claim, change, text, ("level-not-recorded", line), instead="unknown-because")
    refusals.report(at_least=2 * len(rated))


def test_entry_without_a_result(rated, refusals):
    """Another name in the place of any recorded result is refused."""
    for claim, site in rated:
        text = site.read(claim.file)
        for number, left_out in enumerate(claim.history[0].evidence):
            site.set_value(claim.file, ("history", 0, "evidence", number), "some-study/some-result")
            line = first_difference(site, claim)
            refusals.expect(site, claim, f"{left_out} not recorded", text, ("level-not-recorded", line))
    refusals.report(at_least=2 * len(rated))


def test_role_that_turns_the_direction(rated, refusals):
    """Any role that changes the direction is refused; one changed role is enough where all say the same."""
    for claim, site in rated:
        text = site.read(claim.file)
        for number, item in enumerate(claim.evidence):
            if f"{item.study}/{item.result}" not in claim.history[0].evidence:
                continue
            for role in sorted({Role.AGAINST, Role.MIXED, Role.SUPPORTS} - {item.role}):
                site.set_value(claim.file, ("evidence", number, "role"), role)
                if site.appraisal(claim.id).direction is not claim.history[0].direction:
                    line = first_difference(site, claim)
                    refusals.expect(site, claim, f"{item.study} {role}", text, ("level-not-recorded", line))
                site.write(claim.file, text)
    one_way = [claim for claim, _ in rated if claim.history[0].direction in ("supports", "against")]
    refusals.report(at_least=2 * len(one_way))


def test_history_removed(rated, refusals):
    """A rating without any history is refused where the judgements stand."""
    for claim, site in rated:
        text = site.read(claim.file)
        site.remove(claim.file, ("history",))
        line = site.line(claim.file, "certainty" if claim.certainty else "question")
        refusals.expect(site, claim, "no history", text, ("level-not-recorded", line))
    refusals.report(at_least=2)


def test_claim_refused_by_a_build(real_site, rated):
    """What `check` refuses cannot be published: the site is broken and its only page lists the problem."""
    claim, _ = rated[0]
    real_site.set_value(claim.file, ("history", 0, "level"), "high")
    site = real_site.prepare()
    assert site.broken
    [page] = site.pages
    assert page.address == ""
    assert "level-not-recorded" in page.body
    assert real_site.evidence("check").exit_code == 1

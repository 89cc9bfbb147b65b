"""What happens to a publication of the real site reaches every claim that rests on it, and no other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from mkdocs_evidence.appraisal import appraise

KINDS = ("retracted-evidence", "because-excluded", "evidence-under-concern", "level-not-recorded")


@pytest.fixture
def resting(real_site) -> dict[str, list[tuple[str, str]]]:
    """Every citation key with a DOI that is current, with the claim and result of what rests on it.

    Worked out from the files alone: a result rests on its `cite` and its `through`.
    """
    library = real_site.check()[0].library
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, reference in library.references.items():
        if reference.doi and not library.standing(key).retracted:
            found[key] = []
    for claim in library.claims.values():
        for item in claim.evidence:
            result = library.studies[item.study].result(item.result)
            if item.role.value == "background" or result is None:
                continue
            sources = {result.source.cite, result.source.through}
            if any(key and library.standing(key).retracted for key in sources):
                continue
            for key in sources & found.keys():
                found[key].append((claim.file, f"{item.study}/{item.result}"))
    return found


def doi(site, key: str) -> str:
    return site.check()[0].library.references[key].doi


def named(problems, code: str) -> set[tuple[str, str]]:
    """File and result of each problem with this code, which begins with the result's name."""
    return {(d.location.path, d.message.split("`")[1]) for d in problems if d.code.name == code}


def test_the_site_has_what_is_tested_here(resting):
    """Some publications are rated evidence, some only background, and a dataset carries several results."""
    assert {"mitchell2023", "otalora2018", "sypres_data2026"} <= {key for key, results in resting.items() if results}
    assert "hojlund2025" in {key for key, results in resting.items() if not results}
    assert len(resting["sypres_data2026"]) >= 6


def apart(resting: dict[str, list[tuple[str, str]]]) -> list[list[str]]:
    """The keys in groups that touch no claim twice: within a group, each problem can have one cause only."""
    groups: list[tuple[list[str], set[str]]] = []
    for key, results in resting.items():
        files = {file for file, _ in results}
        keys, taken = next((group for group in groups if not group[1] & files), ([], set()))
        if not keys:
            groups.append((keys, taken))
        keys.append(key)
        taken |= files
    return [keys for keys, _ in groups]


def test_confirmed_retraction(real_site, resting):
    """Each retraction names every result that rests on the publication, at its line, and nothing else.

    Where the publication is background or only mentioned, no rating is touched.
    """
    before = real_site.read("references.status.yml")
    library = real_site.check()[0].library
    for keys in apart(resting):
        real_site.status(*((library.references[key].doi, "retracted", True) for key in keys))
        found = real_site.check()[1].errors
        expected = [pair for key in keys for pair in resting[key]]
        assert named(found, "retracted-evidence") == set(expected), keys
        for problem in found:
            document = real_site.document(problem.location.path)
            items = document.plain()["evidence"]
            lines = [real_site.line(problem.location.path, "evidence", n) for n in range(len(items))]
            assert problem.location.line in lines or problem.code.name == "because-excluded", problem
        assert {problem.location.path for problem in found} <= {file for file, _ in expected}, keys
        assert {problem.code.name for problem in found} <= {"retracted-evidence", "because-excluded"}, keys
        real_site.write("references.status.yml", before)


def test_unconfirmed_retraction(real_site, resting):
    """It excludes nothing, needs no new entry, gets no RETRACTED and is shown as what it is: all at once here."""
    before, quiet = real_site.check()
    library = before.library
    ratings = {id: appraisal.rating for id, appraisal in before.appraisals.items()}
    real_site.status(*((library.references[key].doi, "retracted", False) for key in resting))
    world, found = real_site.check()
    assert [str(d.location) for d in found] == [str(d.location) for d in quiet]
    assert {id: appraisal.rating for id, appraisal in world.appraisals.items()} == ratings
    assert not any(world.library.standing(key).retracted for key in resting)
    page = real_site.bodies()["studies/mapp2/"]
    assert "Reported as retracted; not confirmed" in page
    assert '<span class="ev-flag">Retracted' not in page
    assert "<s>" not in page


def test_concern(real_site, resting):
    """A warning at each line that rests on a questioned publication, the state suspended, the level gone, and
    nothing stops."""
    library = real_site.check()[0].library
    keys = {key for key, results in resting.items() if results and key != "sypres_data2026"}
    real_site.status(*((library.references[key].doi, "concern", True) for key in keys))
    world, found = real_site.check()
    assert found.errors == []
    expected = {pair for key in keys for pair in resting[key]}
    assert named(found, "evidence-under-concern") == expected
    suspended = {a.claim.file for a in world.appraisals.values() if a.state == "suspended"}
    assert suspended == {file for file, _ in expected}
    assert not any(a.level for a in world.appraisals.values() if a.claim.file in suspended)


def test_concern_about_a_dataset(real_site, resting):
    """It suspends what was read through it, as a concern about the report would."""
    real_site.status((doi(real_site, "sypres_data2026"), "concern", True))
    world, found = real_site.check()
    assert found.errors == []
    assert named(found, "evidence-under-concern") == set(resting["sypres_data2026"])
    assert world.appraisals["ptsd-symptom-severity"].state == "suspended"


def test_concern_on_a_page(real_site):
    """The badge says that the rating is suspended and gives the last recorded level in words."""
    real_site.status((doi(real_site, "mitchell2023"), "concern", True))
    page = real_site.bodies()["claims/ptsd-symptom-severity/"]
    assert 'data-scale="certainty" data-level="" data-state="suspended" data-direction=""' in page
    assert "The last recorded rating was low certainty" in page
    result = real_site.evidence("check")
    assert result.exit_code == 0
    assert "evidence-under-concern" in result.output
    assert real_site.evidence("check", "--strict").exit_code == 1


def test_correction_and_reinstatement(real_site):
    """A correction changes nothing; a reinstatement after a retraction brings the evidence back."""
    key = doi(real_site, "mitchell2023")
    real_site.status((key, "corrected", True))
    assert real_site.problems() == []
    real_site.status((key, "retracted", True))
    assert "retracted-evidence" in real_site.codes()
    text = real_site.read("references.status.yml")
    real_site.status((key, "reinstated", True))
    real_site.write(
        "references.status.yml",
        text + real_site.read("references.status.yml")[len(text) :].replace("date: 2026-11-20", "date: 2026-11-22"),
    )
    assert real_site.problems() == []


@pytest.mark.parametrize("typed", [
    "https://doi.org/{}", "http://dx.doi.org/{}", "doi:{}", "DOI: {}", "https://www.doi.org/{}", "{}.", "upper",
    "encoded",
])  # fmt: skip
def test_forms_of_a_doi(real_site, typed):
    """A retraction is found however its DOI was written; a form that is not understood is refused, not missed."""
    plain = doi(real_site, "mithoefer2018")
    assert "(" in plain, "this one holds brackets, which addresses may encode"
    if typed == "upper":
        written = plain.upper()
    elif typed == "encoded":
        written = "https://doi.org/" + plain.replace("(", "%28").replace(")", "%29")
    else:
        written = typed.format(plain)
    text = real_site.read("references.status.yml")
    real_site.write(
        "references.status.yml",
        text + f'  - {{doi: "{written}", status: retracted, seen: 2026-11-21, basis: Seen, confirmed: true}}\n',
    )
    codes = real_site.codes()
    assert "retracted-evidence" in codes or "bad-doi" in codes


# --- accept --------------------------------------------------------------------------------


AFTER = "2026-11-28"
"""A day after the newest rating of the site: a history does not go backwards."""


def accepted_everything(site, why: str = "A report was retracted") -> list[str]:
    """Accepts every claim that a problem names; the codes of what is left."""
    for id in sorted({d.location.path.split("/")[-1].removesuffix(".yml") for d in site.problems()}):
        result = site.evidence("accept", id, "--why", why, day=AFTER)
        assert result.exit_code in (0, 1), result.output
    return site.codes()


@pytest.mark.parametrize("key", ["mitchell2021", "mithoefer2018", "mithoefer2013", "otalora2018", "sypres_data2026"])
def test_retraction_accepted(real_site, key):
    """One day after another command: the retraction is recorded, check is clean, and nothing else changed."""
    real_site.status((doi(real_site, key), "retracted", True))
    files = {d.location.path for d in real_site.problems()}
    before = {file: real_site.read(file) for file in files}
    assert files
    assert accepted_everything(real_site) == []
    for file, text in before.items():
        after = real_site.read(file)
        added = after.split("\n")[real_site.line(file, "history", 0) - 1 : real_site.line(file, "history", 1) - 1]
        assert added[0] == f"  - date: {AFTER}"
        assert added[-1] == '    why: "A report was retracted"'
        assert after.replace("\n".join(added) + "\n", "", 1) == text, "every other byte stays"


@pytest.mark.parametrize("recorded", [4, pytest.param(None, marks=pytest.mark.long)], ids=["some", "all"])
def test_every_publication_retracted_at_once(real_site, resting, recorded):
    """Nothing is left of the ratings: each such claim says so, and what is recorded of them leaves no error.

    Publications without a DOI cannot be looked up, so what rests on them stays.
    """
    library = real_site.check()[0].library
    stays = {
        claim.file
        for claim in library.claims.values()
        for item in claim.evidence
        if (result := library.studies[item.study].result(item.result))
        and item.role.value != "background"
        and not {result.source.cite, result.source.through or ""} & resting.keys()
        and not library.standing(result.source.cite).retracted
    }
    real_site.status(*((library.references[key].doi, "retracted", True) for key in resting))
    world, _ = real_site.check()
    gone = {file for results in resting.values() for file, _ in results} - stays
    assert {a.claim.file for a in world.appraisals.values() if a.state == "none-left"} == gone
    assert len(gone) >= 2
    accepted = sorted(gone)[:: -(-len(gone) // recorded)] if recorded else sorted(gone)
    for file in accepted:
        id = file.split("/")[-1].removesuffix(".yml")
        done = real_site.evidence("accept", id, "--why", "Everything was retracted", day="2026-11-27")
        assert done.exit_code == 0, done.output
    left = [d for d in real_site.check()[1].errors if d.location.path in accepted]
    assert {d.code.name for d in left} <= {"wording-too-strong"}, "only prose that speaks of what is withdrawn"


def test_page_of_a_claim_with_nothing_left(real_site):
    """The badge has neither level nor direction, what was withdrawn is set aside, and there is no derivation."""
    real_site.status((doi(real_site, "sypres_data2026"), "retracted", True))
    accepted_everything(real_site)
    body = real_site.bodies()["claims/ptsd-symptom-severity/"]
    assert 'data-scale="none" data-level="" data-state="none-left" data-direction=""' in body
    assert 'id="aside"' in body
    assert 'id="why"' not in body


def test_step_that_rests_on_retracted_studies_only(real_site):
    """The step is refused as well; accept waits until it was judged again, then records."""
    real_site.status(*((doi(real_site, key), "retracted", True) for key in ("mitchell2021", "mitchell2023")))
    file = "claims/trial-outcomes/ptsd-symptom-severity.yml"
    line = real_site.line(file, "certainty", "risk_of_bias", "because")
    assert ("because-excluded", line) in {(d.code.name, d.location.line) for d in real_site.problems()}
    text = real_site.read(file)
    refused = real_site.evidence("accept", "ptsd-symptom-severity", "--why", "Two trials are gone")
    assert refused.exit_code == 1
    assert "because-excluded" in refused.output
    assert real_site.read(file) == text
    real_site.edit(file, "because: [mapp1, mapp2]", "because: [mp-1, mp-2]")
    assert real_site.evidence("accept", "ptsd-symptom-severity", "--why", "Judged again").exit_code == 0
    assert [d for d in real_site.problems() if d.location.path == file] == []


def test_retraction_that_changes_no_level(real_site):
    """Level and direction stay, and a person has to look all the same: the entry is a new one."""
    real_site.status((doi(real_site, "mithoefer2013"), "retracted", True))
    world, _ = real_site.check()
    appraisal = world.appraisals["ptsd-symptoms-after-a-year"]
    assert (appraisal.rating.level, appraisal.rating.direction) == ("very-low", "supports")
    assert real_site.codes() == ["retracted-evidence"]
    assert accepted_everything(real_site) == []
    assert len(real_site.appraisal("ptsd-symptoms-after-a-year").claim.history) == 2


def test_withdrawn_figures_on_the_page(real_site):
    """What was set aside stays visible, struck through, with its notice, and counts in no number."""
    real_site.status((doi(real_site, "sypres_data2026"), "retracted", True))
    accepted_everything(real_site)
    page = real_site.bodies()["claims/ptsd-symptom-severity/"]
    found, _, aside = page.partition('id="aside"')
    assert "<s>" in aside
    assert "15.8" in aside
    assert "15.8" not in found
    assert "read through SYPRES" in aside or "read through" in aside


def test_appraisal_needs_no_files(real_site):
    """A library with its status taken away rates as if nothing had been retracted: one place decides."""
    world, _ = real_site.check()
    library = replace(world.library, status=None)
    excluded = [len(appraise(claim, library).excluded) for claim in library.claims.values()]
    assert set(excluded) == {0}

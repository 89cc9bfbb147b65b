
"""Everything loaded: who cites what, and where a publication stands."""

from __future__ import annotations

CLAIM = "claims/outcomes/sleep.yml"


def test_citing(world):
    """Claims first, then studies; a claim cites the reports of its evidence, and what figures were read through."""
    library = world.check()[0].library
    assert {key: [record.id for record in library.citing[key]] for key in library.references} == {
        "alpha2020": ["sleep", "alpha"], "beta2021": ["sleep", "beta"], "data2022": ["sleep", "beta"],
    }  # fmt: skip


def test_source_of_an_instrument(world):
    """A reference that says which difference matters is cited, by its instrument."""
    world.write("references.bib", world.read("references.bib").replace("data2022", "spare2022"))
    world.edit("studies/beta.yml", ", through: data2022", "")
    world.edit("studies/instruments.yml", "better: lower}", "better: lower, important: {value: 5, source: spare2022}}")
    assert world.codes() == []


def test_reference_without_a_doi(world):
    """Nothing can be recorded about it, so it is current."""
    world.edit("references.bib", "  doi = {10.1000/data2022}\n", "  url = {https://example.org}\n")
    world.status(("10.1000/data2022", "retracted", True))
    library = world.check()[0].library
    assert not library.standing("data2022").retracted
    assert not library.standing("no-such-key").retracted


def test_doi_in_another_case(world):
    """DOIs are compared without regard to capitals."""
    world.edit("references.bib", "doi = {10.1000/data2022}", "doi = {10.1000/DATA2022}")
    world.status(("10.1000/Data2022", "retracted", True))
    assert world.check()[0].library.standing("data2022").retracted


def test_claims_by_category(world):
    """Every category in its order, also an empty one."""
    world.write("claims/categories.yml", "- {id: zero, name: Z}\n- {id: outcomes, name: A}\n")
    by_category = world.check()[0].library.claims_by_category
    assert {id: [claim.id for claim in claims] for id, claims in by_category.items()} == {
        "zero": [],
        "outcomes": ["headaches", "sleep"],
    }
    assert list(by_category) == ["zero", "outcomes"]


def test_claims_by_study(world):
    """Once a claim, however often it lists the study."""
    world.edit(
        CLAIM,
        "  - {study: beta, result: end, role: supports}",
        "  - {study: beta, result: end, role: supports}\n  - {study: alpha, role: background}",
    )
    assert [claim.id for claim in world.check()[0].library.claims_by_study["alpha"]] == ["sleep"]

"""How a page is quoted and cited, and where a correction goes."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from mkdocs_evidence import quoting, views
from mkdocs_evidence.labels import Labels

CLAIM = "claims/outcomes/sleep.yml"
LABELS = Labels.shipped()
REPOSITORY = "https://example.org/rest/file"
SITE = "https://example.net/rest/"


def use(world, id: str = "sleep", **options: str) -> quoting.Use:
    found = world.check()[0]
    claim = found.library.claims[id]
    card = views.claim_card(found.appraisals[id], found.library, LABELS, found.settings.today)
    return quoting.of_claim(claim, card, views.history(claim, LABELS), replace(found.settings, **options), LABELS)


def test_quote(world):
    """It carries question, sentence, certainty, the day since which that holds, the site, and the version's address."""
    said = use(world, site_url=SITE)
    assert said.quote == (
        "“Does rest therapy relieve bad sleep? Rest therapy may lower the severity of bad sleep compared with waiting."
        "” Low certainty, as of 1 November 2026. A tiny file."
    )
    assert said.reference == ("A tiny file. Does rest therapy relieve bad sleep? Low certainty, as of 1 November 2026.")
    assert said.address == "https://example.net/rest/claims/sleep/#h-2026-11-01"
    assert use(world, "headaches").quote.endswith("” No study found, as of 1 November 2026. A tiny file.")


def test_files_for_reference_managers(world):
    """One a format, beside the page of each claim and study, and linked there; none without an address to give."""
    site = world.prepare(site_url=SITE)
    body = next(page.body for page in site.pages if page.address == "claims/sleep/")
    for kind, name in (("RIS", "sleep.ris"), ("BibTeX", "sleep.bib")):
        assert f'<a href="{name}" download>{kind}</a>' in body
        assert f"{SITE}claims/sleep/#h-2026-11-01".encode() in site.assets[f"claims/sleep/{name}"]
    assert b"alpha" in site.assets["studies/alpha/alpha.ris"].lower()
    plain = [address for address in world.prepare().assets if address.endswith((".ris", ".bib"))]
    assert not [address for address in plain if address.startswith(("claims/", "studies/"))]


def test_study_that_was_withdrawn(world):
    """Whoever keeps its page keeps that as well."""
    world.status(("10.1000/alpha2020", "retracted", True))
    study = world.check()[0].library.studies["alpha"]
    said = quoting.of_study(study, replace(world.settings, site_url=SITE), LABELS, withdrawn=True)
    assert said.record.title.startswith("Retracted: ")
    assert "Retracted: " in said.reference


def test_overdue_review(world):
    """A quote says it as the badge does."""
    world.edit(CLAIM, "review_due: 2027-05-01", "review_due: 2026-11-02")
    assert "Low certainty, as of 1 November 2026. Review overdue. A tiny file." in use(world).quote


def test_suspended_rating(world):
    """The day of the last entry is not that of the concern, and does not read as if it were."""
    world.status(("10.1000/alpha2020", "concern", True))
    assert use(world).quote.endswith("” Rating suspended; last recorded on 1 November 2026. A tiny file.")


def test_site_that_does_not_know_its_address(world):
    """None is made up; the link to the version stands all the same."""
    said = use(world)
    assert (said.here, said.address) == ("#h-2026-11-01", "")


def test_correction(world):
    """The form is filled in with claim and page; the file opens in the repository's editor."""
    said = use(world, site_url=SITE, repository=f"{REPOSITORY}/")
    assert said.form.startswith(f"{REPOSITORY}/issues/new?template=correction.yml&")
    assert parse_qs(urlsplit(said.form).query) == {
        "template": ["correction.yml"],
        "claim": ["sleep"],
        "page": [f"{SITE}claims/sleep/"],
    }
    assert said.edit == f"{REPOSITORY}/edit/main/claims/outcomes/sleep.yml"


def test_without_a_repository(world):
    """Nothing leads to one; the file is named."""
    said = use(world)
    assert (said.form, said.edit, said.file) == ("", "", CLAIM)
    body = world.bodies()["claims/sleep/"]
    assert "Suggest a correction" not in body
    assert f"<code>{CLAIM}</code>" in body


def test_draft_that_is_not_recorded(world):
    """Without an entry there is no day and no version."""
    text = world.read(CLAIM)
    world.write(CLAIM, text[: text.index("history:")] + text[text.index("would_change:") :])
    said = use(world, site_url=SITE)
    assert said.quote.endswith("” Low certainty. A tiny file.")
    assert said.address == f"{SITE}claims/sleep/"


@pytest.mark.parametrize("address", ["claims/sleep/", "studies/alpha/"])
def test_page(world, address: str):
    """What can be copied stands there as text, with what a script says about it; a study is cited, not quoted."""
    body = world.bodies(site_url=SITE, repository=REPOSITORY)[address]
    assert ("Copy as quote" in body) is address.startswith("claims")
    assert 'data-copy="Copy as reference" data-copied="Copied"' in body
    assert f">{SITE}{address}" in body
    assert "Suggest a correction" in body


def test_places_of_versions(world):
    """Later entries leave an entry's place alone, also on the same day; a replaced entry says since when."""
    entry = "  - date: {}\n    level: {}\n    direction: supports\n    evidence: [alpha/end, beta/end]\n    why: Why\n"
    history = world.read(CLAIM).partition("history:\n")[2].partition("would_change:")[0]
    world.edit(CLAIM, history, entry.format("2026-11-20", "low") + entry.format("2026-11-01", "moderate") + history)
    views_of = views.history(world.check()[0].library.claims["sleep"], LABELS)
    assert [(each.anchor, each.replaced) for each in views_of] == [
        ("h-2026-11-20", ""),
        ("h-2026-11-01-2", "20 November 2026"),
        ("h-2026-11-01", "1 November 2026"),
    ]
    body = world.bodies()["claims/sleep/"]
    assert [f'<li id="{each.anchor}">' in body for each in views_of] == [True, True, True]
    assert body.count("Replaced on") == 2

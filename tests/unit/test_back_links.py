"""From a reference back to every place that cites it."""

from __future__ import annotations

import re

from mkdocs_evidence.addresses import SEARCH_INDEX

LINK = re.compile(r'<a (?:class="ev-place" )?href="([^"]+)"(?: aria-label="([^"]+)")?>([^<]+)</a>')


def entry(body: str, key: str) -> str:
    return re.search(rf'<li id="ref-{key}".*?(?=<li id="ref-|</ol>)', body, re.DOTALL)[0]


def cited_in(body: str, key: str) -> list[tuple[str, str, str]]:
    """Address, name for screen readers and text of each link behind "Cited in"."""
    return LINK.findall(entry(body, key).partition("ev-cited-in")[2])


def test_every_place_is_led_to(world):
    """Each link from the references page leads to an anchor that is there, and each anchor is led to."""
    bodies = world.bodies()
    led_to = {
        (address, anchor)
        for key in ("alpha2020", "beta2021", "data2022")
        for href, _, _ in cited_in(bodies["references/"], key)
        for address, _, anchor in [href.removeprefix("../").partition("#")]
        if anchor
    }
    there = {
        (address, anchor)
        for address, body in bodies.items()
        for anchor in re.findall(r'id="(cite-[^"]+)"', body)
        if address != "references/"
    }
    assert led_to == there
    assert there


def test_names(world):
    """A page that cites once is led to by its name; of several places each has a letter and a name of its own."""
    references = world.bodies()["references/"]
    links = cited_in(references, "alpha2020")
    claim = [link for link in links if "claims/sleep" in link[0]]
    assert claim[0] == ("../claims/sleep/", "", "Does rest therapy relieve bad sleep?")
    assert claim[1] == (
        "../claims/sleep/#cite-alpha2020-1", "Place a of Does rest therapy relieve bad sleep?", "a",
    )  # fmt: skip
    assert len({name for _, name, _ in claim}) == len(claim)


def test_pages_that_are_not_published(world):
    """No way leads to a page that the engine leaves out, from the references or the search."""
    for name in ("draft", "about"):
        world.write(f"content/{name}.md", f"---\ntitle: {name}\n---\n\nSee [@alpha2020].\n")
    site = world.prepare(unpublished=frozenset({"draft.md"}))
    [references] = [page.body for page in site.pages if page.address == "references/"]
    cited = {href.removeprefix("../").partition("#")[0] for href, _, _ in cited_in(references, "alpha2020")}
    assert cited == {"claims/sleep/", "studies/alpha/", "about/"}
    index = site.assets[SEARCH_INDEX].decode()
    assert '"about/"' in index
    assert '"draft/"' not in index


def test_order(world):
    """Claims, then studies, then everything else."""
    world.write("content/about.md", "---\ntitle: About us\n---\n\nSee [@alpha2020].\n")
    pages = [
        href.removeprefix("../").partition("#")[0]
        for href, _, _ in cited_in(world.bodies()["references/"], "alpha2020")
    ]
    assert list(dict.fromkeys(pages)) == ["claims/sleep/", "studies/alpha/", "about/"]


def test_list_at_the_end_of_a_page(world):
    """One link for each place on the page, none to a place that is not there; what they lead back from is said once."""
    body = world.bodies()["claims/sleep/"]
    for key in ("alpha2020", "beta2021"):
        places = re.findall(rf'id="(cite-{key}-\d+)"', body)
        assert re.findall(r'href="#(cite-[^"]+)"', entry(body, key)) == places
        assert len(places) > 1
        assert len(re.findall(r'role="group" aria-label="Back to where [^"]+ is cited"', entry(body, key))) == 1


def test_content_pages(world):
    """Their places are known before any engine renders them, and they are named by their titles."""
    world.write("content/about.md", "# About *us*\n\nSee [@data2022] and [@data2022].\n")
    links = cited_in(world.bodies()["references/"], "data2022")
    assert ("../about/", "", "About us") in links
    assert ("../about/#cite-data2022-2", "Place b of About us", "b") in links


def test_prose_within_a_page_of_ours(world):
    """It is numbered first, the rest of the page goes on from there, and one list at the end has both."""
    world.write("content/index.md", "---\ntitle: What helps sleep?\n---\n\nSee [@data2022] and [@beta2021].\n")
    site = world.prepare()
    home = next(page.body for page in site.pages if page.address == "")
    numbered = r'<li id="ref-(\w+)">\s*<span class="ev-references__number">(\d)'
    assert re.findall(numbered, home) == [("data2022", "1"), ("beta2021", "2")]
    assert 'href="#cite-beta2021-1"' in home
    prose = site.prose("")
    assert 'id="cite-data2022-1"' in prose.cite("data2022")


def test_cited_from_content_only(world):
    """Such a reference is not called unused."""
    world.write(
        "references.bib", world.read("references.bib") + "@misc{only2020, title={Only}, author={On, Ly}, year=2020}\n"
    )
    assert world.codes() == ["uncited-reference"]
    world.write("content/about.md", "See [@only2020].\n")
    assert world.codes() == []


def test_facts_of_a_reference(world):
    """Who paid comes from the study whose report it is, and the count from the claims."""
    bodies = world.bodies()
    assert "Paid by: not reported<span> · Cited by 1 claim</span>" in entry(bodies["references/"], "alpha2020")
    assert "Paid by: not recorded<span> · Cited by 1 claim</span>" in entry(bodies["claims/sleep/"], "data2022")
    world.edit("studies/alpha.yml", "run_by: [Rest Inc]", "run_by: [Rest Inc]\npaid_by: [Rest Inc, A fund]")
    assert "Paid by: Rest Inc, A fund<span> ·" in entry(world.bodies()["references/"], "alpha2020")


def test_author_year_on_pages(world):
    """Names in place of numbers, the name only once where the page says it already, and no number left."""
    bodies = world.bodies(citations="author-year")
    claim, study = bodies["claims/sleep/"], bodies["studies/alpha/"]
    assert re.search(
        r'\(<a id="cite-beta2021-\d" href="#ref-beta2021">Beta 2021</a>, <bdi>table 2</bdi>\)', claim
    )
    assert re.search(r'<dd><span class="ev-cite"><a [^>]+>Alpha 2020</a></span></dd>', study)
    assert "ev-references__number" not in claim


def test_way_into_a_long_list(world):
    """Each first letter leads to the first reference with it; a letter with an accent counts as the one without."""
    more = "@misc{%s2020, title={T}, author={%s, A}, year=2020}\n"
    more = more % ("oe", "Ödegård") + more % ("on", "On")
    world.write("references.bib", world.read("references.bib") + more)
    jump = re.search(r'<nav class="ev-jump".*?</nav>', world.bodies()["references/"], re.DOTALL)[0]
    assert re.findall(r'href="#ref-(\w+)">(\w)<', jump) == [
        ("alpha2020", "A"), ("beta2021", "B"), ("data2022", "D"), ("on2020", "O"),
    ]  # fmt: skip

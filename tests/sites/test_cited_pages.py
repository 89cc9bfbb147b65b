# ruff: noqa: E501 (one case a line reads better here)
"""Citations through a whole build: content pages by MkDocs, bibliographies in all their forms, both styles."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from mkdocs_evidence.plugin import build_site

MKDOCS = """\
site_name: A tiny file
docs_dir: content
theme: {name: material, custom_dir: overrides, font: false}
plugins:
  - evidence: {citations: STYLE}
markdown_extensions: [EXTENSIONS]
"""

ABOUT = """\
---
title: About <us>
---

## On sleep [@beta2021]

| Source | What |
| --- | --- |
| [@alpha2020, table 2; @beta2021] | It reads [badge: sleep] |

Not `[@alpha2020]`, not \\[@alpha2020] \\[badge: sleep], and not

    [@alpha2020]

## References

Ours.
"""


class Ids(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found["href"]] if tag == "a" and found.get("href") else []


@pytest.fixture
def build(world):
    """Builds the tiny site as `mkdocs build` does, and gives the article of a page."""

    def building(style: str = "numbers", extensions: str = "tables, toc", more: str = ""):
        world.write("mkdocs.yml", MKDOCS.replace("STYLE", style).replace("EXTENSIONS", extensions) + more)
        (world.root / "overrides").mkdir(exist_ok=True)
        assert build_site(world.root, output=world.root / "site", strict=True, day="2026-11-23") == 0
        return lambda address: article(world.read(f"site/{address}index.html"))

    return building


def article(html: str) -> str:
    return html[html.index('<article class="md-content__inner') : html.rindex("</article>")]


def text(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", "", html)).split())


def test_content_page(world, build):
    """Citations and badges in headings and tables, nothing in code, the list at the end with an id of its own."""
    world.write("content/about.md", ABOUT)
    page = build()("about/")
    assert "On sleep [1]" in text(page)
    assert "[2, table 2; 1]" in text(page)
    assert "Not [@alpha2020], not [@alpha2020] [badge: sleep], and not [@alpha2020]" in text(page)
    assert 'href="../claims/sleep/#why" class="ev-badge' in page
    assert re.findall(r'<h2 id="([\w-]+)"', page) == ["on-sleep", "references", "references_1"]
    found = Ids(page)
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
    assert {"cite-beta2021-1", "cite-alpha2020-1", "cite-beta2021-2", "ref-beta2021", "ref-alpha2020"} <= set(found.ids)


def test_prose_of_home_and_methods(world, build):
    """It is numbered first; the page's own list, at its end, has what the prose cites."""
    world.write("content/index.md", "---\ntitle: What helps sleep?\n---\n\nSee [@data2022] and [badge: sleep].\n")
    world.write("content/methods.md", "We read [@beta2021; @alpha2020, p. 3].\n")
    page = build()
    home, methods = page(""), page("methods/")
    assert 'href="claims/sleep/#why"' in home
    for html, keys in ((home, ["data2022"]), (methods, ["beta2021", "alpha2020"])):
        found = Ids(html)
        assert len(found.ids) == len(set(found.ids))
        assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)
        assert re.findall(r'<li id="ref-(\w+)"', html) == keys
        assert html.count('id="references"') == 1
    assert "We read [1; 2, p. 3]." in text(methods)


def test_anchors_between_pages(world, build):
    """Each link from the references page leads to a citation that is on the built page."""
    world.write("content/about.md", ABOUT)
    world.write("content/more/index.md", "# More\n\nSee [@data2022].\n")
    page = build()
    links = [link for link in Ids(page("references/")).links if "#cite-" in link]
    assert {"../about/#cite-beta2021-2", "../more/#cite-data2022-1"} <= set(links)
    for link in links:
        address, _, anchor = link.removeprefix("../").partition("#")
        assert f'id="{anchor}"' in page(address), link


def test_title_of_a_page(world, build):
    """A citation in the first heading is part of neither the page's title nor its name in the way back."""
    world.write("content/about.md", "# On sleep [@beta2021]\n")
    page = build()
    assert "<title>On sleep - A tiny file</title>" in world.read("site/about/index.html")
    assert '<a href="../about/#cite-beta2021-1">On sleep</a>' in page("references/")


def test_pages_that_are_files(world, build):
    """Where the site puts content pages at about.html, links to them and from them lead there; prose that stands on
    a page of ours is there, at the page's own address."""
    world.write("content/about.md", ABOUT)
    world.write("content/methods.md", "We looked at zebras.\n")
    world.write("content/contribute/one.md", "# One\n\nWrite about zebras, by [the methods](../methods.md).\n")
    build(more="use_directory_urls: false")
    assert 'href="claims/sleep/#why" class="ev-badge' in world.read("site/about.html")
    assert "We looked at zebras." in world.read("site/methods/index.html")
    assert '<a href="../../methods/">the methods</a>' in world.read("site/contribute/one/index.html")
    assert "../about.html#cite-beta2021-1" in Ids(world.read("site/references/index.html")).links


def test_author_and_year(world, build):
    world.write("content/about.md", ABOUT)
    page = build("author-year")("about/")
    assert "(Alpha 2020, table 2; Beta 2021)" in text(page)
    assert re.findall(r'<li id="ref-(\w+)"', page) == ["alpha2020", "beta2021"]


def test_named_in_mkdocs_yml_as_well(world, build):
    """The extension under its name, too, changes nothing and loads no stores twice."""
    world.write("content/about.md", ABOUT)
    alone, named = build()("about/"), build(extensions="mkdocs_evidence, tables, toc")("about/")
    assert named == alone


def test_same_bytes(world, build):
    world.write("content/about.md", ABOUT)
    page = build()
    first = [page(address) for address in ("about/", "references/", "claims/sleep/")]
    page = build()
    assert [page(address) for address in ("about/", "references/", "claims/sleep/")] == first


def test_script(world, build):
    """Every page loads the card's script from this site."""
    build()
    assert '<script src="assets/evidence/evidence.js"></script>' in world.read("site/index.html")
    assert '<script src="../../assets/evidence/evidence.js"></script>' in world.read("site/claims/sleep/index.html")
    assert "innerHTML" not in world.read("site/assets/evidence/evidence.js")


BIBLIOGRAPHY = {
    "accents and braces": (
        "@article{K, author={Gr{\\\"u}n, {\\'E}va and {\\O}rsted, S{\\o}ren}, title={{MDMA} in {\\ss}leep}, journal={J {\\&} K}, year=2020}",
        ["MDMA in ßleep", "Grün É, Ørsted S.", "J & K"],
    ),
    "an organization": (
        "@misc{K, author={{World Health Organization}}, title={T}, year=2020}", ["World Health Organization. 2020."],
    ),
    "40 authors": (
        "@article{K, author={" + " and ".join(f"Doe{n}, A." for n in range(1, 41)) + "}, title={T}, journal={J}, year=2020}",
        ["Doe1 A, Doe2 A, Doe3 A, Doe4 A, Doe5 A, Doe6 A, et al. J 2020."],
    ),
    "6 authors": (
        "@article{K, author={" + " and ".join(f"Doe{n}, A." for n in range(1, 7)) + "}, title={T}, journal={J}, year=2020}",
        ["Doe5 A, Doe6 A. J 2020."],
    ),
    "DOI and PMID": (
        "@article{K, author={Doe, A}, title={T}, journal={J}, year=2020, doi={10.1000/X(1)<2>}, pmid={123}}",
        ["doi.org/10.1000/X(1)<2> · PMID 123"],
    ),
    "a script": (
        "@article{K, author={{\\textless}script{\\textgreater}, A.}, title={{\\textless}script{\\textgreater}alert(1)}, journal={\\textless b\\textgreater}, year=2020}",
        ["<script>alert(1)", "<b> 2020"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "shown"), BIBLIOGRAPHY.values(), ids=BIBLIOGRAPHY)
def test_bibliography(world, entry, shown):
    """As readers see it, on the page that cites it and on the references page, always as text."""
    world.write("references.bib", world.read("references.bib") + entry.replace("{K,", "{key2020,") + "\n")
    world.edit("claims/outcomes/sleep.yml", "Two trials were found", "Two [@key2020, p. 3] trials were found")
    bodies = world.bodies()
    for body in (bodies["claims/sleep/"], bodies["references/"]):
        listed = re.search(r'<li id="ref-key2020".*?</li>', body, re.DOTALL)[0]
        for words in shown:
            assert words in text(listed)
        assert "<script" not in body


def test_missing_fields(world):
    """A reference without author, year or journal is still told by its title; the problem is a diagnostic."""
    world.write("references.bib", world.read("references.bib") + "@misc{key2020, title={Only a title}}\n")
    world.edit("claims/outcomes/sleep.yml", "Two trials were found", "Two [@key2020] trials were found")
    assert {problem.code.name for problem in world.problems()} <= {
        "bib-missing-field",
        "bib-missing-year",
        "bib-missing-author",
    }
    assert {problem.location.path for problem in world.problems()} == {"references.bib"}


def test_retracted(world):
    """The word stands beside the citation and before the title, which is struck; the notice leads to the whole of it."""
    world.status(("10.1000/data2022", "retracted", True))
    world.write("content/about.md", "See [@data2022, p. 3].\n")
    world.edit("studies/beta.yml", ", through: data2022, where: dataset", ", where: abstract")
    scope = world.prepare().prose("about/")
    assert text(scope.cite("data2022")) == "[1, retracted]"
    listed = scope.references()
    assert "Retracted An open dataset" in text(listed) and "<s>An open dataset</s>" in listed
    assert 'href="../references/#ref-data2022"' in listed

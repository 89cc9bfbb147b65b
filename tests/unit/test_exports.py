"""What other programs read: valid in form, the same as the pages, and data in every cell."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

import pytest
import yaml
from markdown import Markdown

from mkdocs_evidence import addresses
from mkdocs_evidence.csv_table import table
from mkdocs_evidence.pages import PROSE_SLOT

RIS_TYPES = {"JOUR", "BOOK", "CHAP", "CPAPER", "THES", "RPRT", "DATA", "COMP", "PAT", "ELEC", "UNPB", "GEN"}


def files(world) -> dict[str, str]:
    site = world.prepare(site_url="https://example.org/e/")
    assert not site.broken, [str(problem) for problem in site.diagnostics]
    return {address: data.decode() for address, data in site.assets.items() if address.startswith(("data/", "badges/"))}


def rows(text: str) -> list[dict[str, str]]:
    assert "\r\n" in text
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def records(text: str) -> list[list[tuple[str, str]]]:
    """The records of a RIS file; each line has to be a tag, two blanks, a hyphen, a blank and a value."""
    found: list[list[tuple[str, str]]] = []
    for line in text.removesuffix("\r\n").split("\r\n"):
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match, line
        if match[1] == "TY":
            found.append([])
        found[-1].append((match[1], match[2]))
    assert all(record[0][1] in RIS_TYPES and record[-1] == ("ER", "") for record in found)
    return found


def test_claims(world):
    """All three forms tell the same of a claim, and of each there is one."""
    made = files(world)
    everything = json.loads(made["data/claims.json"])
    assert [claim["id"] for claim in everything["claims"]] == ["headaches", "sleep"]
    assert (everything["version"], everything["newest_entry"]) == (1, "2026-11-01")
    assert everything["site"] == {"title": "A tiny file", "address": "https://example.org/e/"}
    for claim, row in zip(everything["claims"], rows(made["data/claims.csv"]), strict=True):
        single = json.loads(made[f"data/claims/{claim['id']}.json"])
        assert {name: single[name] for name in claim} == claim
        assert row["page"] == claim["page"] == f"https://example.org/e/claims/{claim['id']}/"
        for name in ("id", "question", "claim", "sentence"):
            assert row[name] == claim[name]
        assert (row["level"] or None, row["state"]) == (claim["badge"]["level"], claim["badge"]["state"])
        assert row["studies"] == str(claim["counts"]["studies"])
    assert rows(made["data/claims.csv"])[1]["level"] == "low"
    world.edit("claims/outcomes/headaches.yml", "history:\n  - date: 2026-11-01", "history:\n  - date: 2026-10-01")
    made = files(world)
    newest = {id: json.loads(made[f"data/claims/{id}.json"])["newest_entry"] for id in ("headaches", "sleep")}
    assert newest == {"headaches": "2026-10-01", "sleep": "2026-11-01"}


def test_studies(world):
    [alpha, beta] = rows(files(world)["data/studies.csv"])
    assert (alpha["id"], alpha["randomised"], alpha["dois"]) == ("alpha", "60", "10.1000/alpha2020")
    assert (alpha["claims"], alpha["withdrawn"]) == ("sleep", "false")
    assert beta["randomised"] == ""   # not reported, and not 0


def test_a_text_is_no_formula():
    """A spreadsheet would run it; a number with a minus sign stays one."""
    text = table(["a", "b"], [["=HYPERLINK(1)", "two\nlines, \"quoted\""], [-2, None], ["@x", True]]).decode()
    assert text == 'a,b\r\n\'=HYPERLINK(1),"two lines, ""quoted"""\r\n-2,\r\n\'@x,true\r\n'


def test_references(world):
    world.write("references.bib", world.read("references.bib").replace("{A Journal}", "{Tea \\& Sleep}").replace(
        "author = {Alpha, Jo}", "author = {van der Alpha, Jo and {The Rest Group} and others}"))
    made = files(world)
    alpha, beta, _ = json.loads(made["data/references.json"])
    assert alpha == {
        "id": "alpha2020", "type": "article-journal", "title": "The first trial",
        "author": [{"family": "van der Alpha", "given": "Jo"}, {"literal": "The Rest Group"}],
        "issued": {"date-parts": [[2020]]}, "container-title": "Tea & Sleep", "DOI": "10.1000/alpha2020",
        "note": "not all names are listed",
    }  # fmt: skip
    assert beta["id"] == "beta2021"
    first = records(made["data/references.ris"])[0]
    assert first == [
        ("TY", "JOUR"), ("AU", "van der Alpha, Jo"), ("AU", "The Rest Group"), ("TI", "The first trial"),
        ("T2", "Tea & Sleep"), ("PY", "2020"), ("DO", "10.1000/alpha2020"), ("ID", "alpha2020"),
        ("N1", "not all names are listed"), ("ER", ""),
    ]  # fmt: skip
    assert made["data/references.bib"] == world.read("references.bib")


def test_references_that_are_no_article(world):
    """Who stands for the publication on its page does so here; several ranges of pages have no first and last."""
    world.write("references.bib", world.read("references.bib") + """
@proceedings{meeting2021, editor = {Ed, Ann}, organization = {A Society}, title = {A meeting},
  date = {2021-05-01}, pages = {1--3, 7--9}, publisher = {A House}}
""")
    made = files(world)
    meeting = json.loads(made["data/references.json"])[-1]
    assert meeting["author"] == [{"literal": "A Society"}]
    assert meeting["editor"] == [{"family": "Ed", "given": "Ann"}]
    assert (meeting["issued"], meeting["page"]) == ({"date-parts": [[2021, 5, 1]]}, "1-3, 7-9")
    last = dict(records(made["data/references.ris"])[-1])
    assert (last["AU"], last["ED"], last["PY"], last["SP"]) == ("A Society", "Ed, Ann", "2021", "1–3, 7–9")
    assert "EP" not in last


def test_a_retraction_stands_in_the_title(world):
    """Where it is confirmed; where somebody only reported it, in the note."""
    world.status(("10.1000/data2022", "retracted", False), ("10.1000/beta2021", "retracted", True))
    assert world.evidence("accept", "sleep", "--why", "A retraction").exit_code == 0
    made = files(world)
    alpha, beta, data = json.loads(made["data/references.json"])
    assert [item["title"] for item in (alpha, beta, data)] == [
        "The first trial", "RETRACTED: The second trial", "An open dataset",
    ]  # fmt: skip
    assert (beta["note"], data["note"]) == (
        "publication status: retracted", "reported as retracted; not confirmed",
    )  # fmt: skip
    assert [dict(record)["TI"] for record in records(made["data/references.ris"])][1].startswith("RETRACTED: ")
    assert rows(made["data/studies.csv"])[1]["withdrawn"] == "true"


@pytest.mark.parametrize(("id", "words"), [("sleep", "Low certainty"), ("headaches", "No study found")])
def test_badge(world, id, words):
    """A picture with its words inside, as wide as they are, and nothing that a browser would load or run."""
    svg = ElementTree.fromstring(files(world)[addresses.badge_address(id)])
    assert svg.get("role") == "img"
    title, text = (svg.find(f"{{http://www.w3.org/2000/svg}}{name}") for name in ("title", "text"))
    assert words in text.text
    assert text.text in title.text
    assert float(svg.get("width")) > float(text.get("x")) + float(text.get("textLength"))
    assert not any(name.endswith("href") or name.startswith("on") for element in svg.iter() for name in element.attrib)


def test_every_file_is_led_to(world):
    """From the page of data all of them, from the pages of claims and references what belongs to them."""
    site = world.prepare(site_url="https://example.org/e/")
    bodies = {page.address: page.body for page in site.pages}
    led_to = set(re.findall(r'href="\.\./([\w./]+\.(?:json|csv|ris|bib|xml))"', bodies["data/"]))
    assert led_to <= set(site.assets)
    assert {name for name in site.assets if re.fullmatch(r"data/[a-z]+\.(json|csv|ris|bib)", name)} - led_to <= {
        addresses.GLOSSARY_DATA
    }
    assert 'href="../../data/claims/sleep.json"' in bodies["claims/sleep/"]
    assert "<code>/e/badges/….svg</code>" in world.bodies(base="/e/")["data/"]
    assert 'href="../data/references.ris"' in bodies["references/"]


def test_pages_for_another_engine(world, tmp_path):
    """Read by plain Python-Markdown, each body comes out as it went in, and every link leads to a page or a file."""
    text = "# Us\n\nSee [home](../index.md), [it](../claims/sleep.md#why) and [@alpha2020].\n"
    text += "\n[sleep](../questions.md?q=sleep) ![Dot](dot.svg) [elsewhere](https://example.org/x.md) [here](#us)\n"
    world.write("content/about/us.md", text)
    world.write("content/about/dot.svg", "<svg/>")
    folder = tmp_path / "out"
    done = world.evidence("pages", str(folder), "--today", "2026-11-23")
    assert done.exit_code == 0, done.output
    site = world.prepare()
    there = {"", *(page.address for page in site.pages), "about/us/"}
    for page in site.pages:
        source = (folder / f"{page.address.rstrip('/') or 'index'}.md").read_text("utf-8")
        _, front, text = source.split("---\n", 2)
        assert yaml.safe_load(front)["title"] == page.title
        html = Markdown().convert(text)
        before, _, after = page.body.partition(PROSE_SLOT)
        assert before in html
        assert after in html
        assert PROSE_SLOT not in html
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    sources = [name for name in files if name.endswith(".md")]
    addresses_of = {name: f"{name.removesuffix('.md').removesuffix('index')}/".lstrip("/") for name in sources}
    assert set(addresses_of.values()) == there
    for name, address in addresses_of.items():
        text = (folder / name).read_text("utf-8")
        for link in re.findall(r'(?:href|src)="([^"]+)"', text):
            parts = urlsplit(unescape(link))
            if parts.scheme or not parts.path:
                continue
            place = urljoin(f"/{address}", parts.path).lstrip("/")
            assert place in there or place in files or f"{place}index.html" in files, (name, link)
    about = (folder / "about/us.md").read_text("utf-8")
    assert '<a href="../../">home</a>' in about
    assert '<a href="../../claims/sleep/#why">it</a>' in about
    assert '<a href="../../questions/?q=sleep">sleep</a>' in about
    assert 'src="../../about/dot.svg"' in about
    assert 'href="https://example.org/x.md"' in about
    assert "The first trial" in about   # the list of references


def test_export(world, tmp_path):
    """The same bytes as in a built site, in a folder of their own; nothing where the stores are broken."""
    world.write("mkdocs.yml", "site_name: A tiny file\nsite_url: https://example.org/e\n")
    done = world.evidence("export", str(tmp_path / "out"), "--today", "2026-11-23")
    assert done.exit_code == 0, done.output
    made = files(world)
    written = {
        path.relative_to(tmp_path / "out").as_posix(): path.read_bytes().decode()
        for path in (tmp_path / "out").rglob("*")
        if path.is_file() and path.name != ".mkdocs-evidence"
    }
    assert {name: text for name, text in written.items() if name in made} == made
    assert "changes/feed.xml" in written
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("ten years")
    assert world.evidence("export", str(tmp_path / "mine")).exit_code == 2
    world.edit(world.claim_file, "kind: effect", "kind: efect")
    refused = world.evidence("export", str(tmp_path / "other"))
    assert refused.exit_code == 1
    assert not (tmp_path / "other").exists()

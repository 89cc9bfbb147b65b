"""The summaries on one sheet, printed: each fills one, on the narrower and on the shorter of the two papers in use."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from . import opening
from .reading import Site

PAPER = {"width": "210mm", "height": "279mm"}
"""As narrow as A4 and as short as Letter: what fits here fits on both."""
PAGE = re.compile(rb"/Type\s*/Page\b")

QUESTION = "Does rest therapy, given by two therapists who have learned it for years, relieve the bad sleep of people "
TEXT = "In the largest of the trials most people could tell what they had been given, which makes a difference. "
STUDIES = 30


def _sheets(page: Page) -> int:
    page.evaluate("() => document.fonts.ready.then(() => true)")  # another font is wider
    return len(PAGE.findall(page.pdf(**PAPER)))


def _more_than_one(site: Site, browser: Browser, addresses: list[str]) -> dict[str, int]:
    page = browser.new_page(java_script_enabled=False)
    printed = {}
    for address in addresses:
        page.goto(f"{site.url}{address}")
        printed[address] = _sheets(page)
    page.close()
    return {address: sheets for address, sheets in printed.items() if sheets != 1}


def test_a_page_is_counted(browser: Browser) -> None:
    """Two sheets are seen as two, or the tests below say nothing."""
    page = browser.new_page()
    page.set_content("<p>One</p><p style='break-before: page'>Two</p>")
    assert _sheets(page) == 2
    page.close()


def test_the_fullest_fill_one_sheet(site: Site, browser: Browser) -> None:
    """The whole question, and the eight claims whose sheets hold most."""

    def letters(address: str) -> int:
        text = (site.folder / address / "index.html").read_text(encoding="utf-8")
        return len(re.sub(r"<[^>]+>", "", text))

    claims = sorted((f"{address}summary/" for address in site.claims), key=letters)
    assert _more_than_one(site, browser, ["summary/", *claims[-8:]]) == {}


@pytest.mark.long
def test_all_fill_one_sheet(site: Site, browser: Browser) -> None:
    sheets = [address for address in site.addresses if address.endswith("summary/")]
    assert len(sheets) == len(site.claims) + 1
    assert _more_than_one(site, browser, sheets) == {}


def test_a_claim_longer_than_any(make_world: Callable[..., Any], browser: Browser, tmp_path: Path) -> None:
    """All that may be long is so: still one sheet, which says what it leaves out, and keeps badge and advice."""
    world = make_world()
    claim = world.read("claims/outcomes/sleep.yml")
    study, reference = world.read("studies/alpha.yml"), world.read("references.bib").split("\n\n")[0]
    bibliography = world.read("references.bib")
    evidence = "evidence:\n"
    for n in range(STUDIES):
        key = f"gamma{n}"
        bibliography += reference.replace("alpha2020", key) + "\n\n"
        longer = study.replace("alpha2020", key).replace("name: ALPHA", f"name: {'A trial with a long name ' * 3}{n}")
        payers = ", ".join(f"A fund for research into rest {payer}" for payer in range(9))
        world.write(f"studies/{key}.yml", longer.replace("run_by", f"paid_by: [{payers}]\nrun_by"))
        evidence += f"  - {{study: {key}, result: end, role: supports}}\n"
    world.write("references.bib", bibliography)
    for old, new in {
        "question: Does rest therapy relieve bad sleep?": f"question: {QUESTION * 3}?",
        "claim: Rest therapy relieves bad sleep": f"claim: {TEXT * 4}",
        "  name: the severity of bad sleep": f"  name: {'the severity of bad sleep as people tell it ' * 8}",
        "  when: end of treatment": f"  when: {TEXT * 2}",
        "  - It may help a little [@alpha2020].\n": f"  - {TEXT * 8}\n" * 3,
        "reason: People knew what they had been given": f"reason: {TEXT * 40}",
        "reason: Few people took part": f"reason: {TEXT * 40}",
        "  - A larger trial\n": f"  - {TEXT * 6}\n" * 6,
        "evidence:\n": evidence,
    }.items():
        claim = claim.replace(old, new, 1)
    world.write("claims/outcomes/sleep.yml", claim)
    built = world.prepare(draft=True)
    assert not built.broken, [str(problem) for problem in built.diagnostics]
    for address, content in built.assets.items():
        (tmp_path / "out" / address).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / address).write_bytes(content)
    with opening.served(tmp_path / "out") as site:
        page = browser.new_page(java_script_enabled=False)
        page.goto(f"{site.url}claims/sleep/summary/")
        assert _sheets(page) == 1
        shown = page.locator("body").inner_text()
        page.close()
    assert "Shortened; the whole text is on the page." in shown
    assert re.search(r"\d+ more on the page\.", shown)
    assert "Low certainty" in shown
    assert "Not medical advice." in shown

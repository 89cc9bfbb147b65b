"""What a reader of a large site loads and waits for: measured in a browser, on made-up claims. Asserts nothing.

Run with `make bench-view`. The first view is everything that a page loads by itself, gzipped as a server does it and
without fonts; the search is what its opening loads, and how long it takes from the key to a list of results.
"""

from __future__ import annotations

import gzip
import random
import re
import sys
import tempfile
from itertools import accumulate
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from bench import make_site
from browser import opening
from playwright.sync_api import Browser, Page

CLAIMS = 1_000
OPENINGS = 7
VOCABULARY = 6_000
"""Different words in the made-up claims, as common and as rare as words are (the n-th one time in n)."""
SITE = """\
site_name: Bench
docs_dir: content
theme:
  name: material
  font: false
  palette:
    - {scheme: default, primary: custom, accent: custom, toggle: {icon: material/weather-night, name: Dark}}
    - {scheme: slate, primary: custom, accent: custom, toggle: {icon: material/weather-sunny, name: Light}}
  features: [navigation.tabs]
plugins: [evidence]
nav: [index.md, claims.md, references.md]
"""


def vary(root: Path) -> None:
    """Gives each claim words of its own: a question of 9, three other ways to ask, three messages of 16 words."""
    chance = random.Random(1)
    syllables = "ba de fi go lu mar nel po ri sta tho ve wen zi kro an el is or um".split()
    words = sorted({"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(3 * VOCABULARY)})
    chance.shuffle(words)
    words = words[:VOCABULARY]
    often = list(accumulate(1 / (rank + 1) for rank in range(len(words))))

    def said(count: int) -> str:
        return " ".join(chance.choices(words, cum_weights=often, k=count)).capitalize()

    for file in sorted((root / "claims/outcomes").glob("headache-*.yml")):
        text = re.sub(r"^question: .*$", f"question: {said(9)}?", file.read_text("utf-8"), flags=re.MULTILINE)
        text = re.sub(r"^key_messages:\n(  .*\n)+", "", text, flags=re.MULTILINE)
        text += f"short: {said(3)}\nasked_as:\n" + "".join(f"  - {said(4)}?\n" for _ in range(3))
        text += "key_messages:\n" + "".join(f"  - {said(16)}.\n" for _ in range(3))
        file.write_text(text, "utf-8")


def look(folder: Path, browser: Browser) -> None:
    """Prints what the first view of three pages and the opening of the search load, and how long that takes."""

    def size(urls: list[str]) -> tuple[float, float]:
        paths = [urlsplit(url).path.lstrip("/") for url in urls]
        files = [folder / (path if path and not path.endswith("/") else f"{path}index.html") for path in paths]
        content = [file.read_bytes() for file in files if file.suffix != ".woff2"]
        return sum(map(len, content)) / 1000, sum(len(gzip.compress(text, 9)) for text in content) / 1000

    with opening.served(folder) as site:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name, address in (("home", ""), ("a claim", "claims/headache-500/"), ("the map", "claims/")):
            asked.clear()
            page.goto(f"{site.url}{address}", wait_until="networkidle")
            raw, packed = size(asked)
            print(f"first view, {name:10}{raw:9.1f} kB {packed:8.1f} kB gzip   {len(asked)} files")
            assert not [url for url in asked if "search.js" in url], "the search is loaded before anybody asked for it"
        waits = []
        for _ in range(OPENINGS):
            page = browser.new_context().new_page()
            page.goto(f"{site.url}claims/headache-500/", wait_until="networkidle")
            page.on("request", lambda request: asked.append(request.url))
            asked.clear()
            word = (page.locator("h1").text_content() or "").split()[2]
            waits.append((_until(page, "Control+k", ".ev-finder__foot a"), _until(page, word, ".ev-finder__list li")))
        raw, packed = size(asked)
        ready, found = zip(*waits, strict=True)
        print(f"the search loads     {raw:9.1f} kB {packed:8.1f} kB gzip   {len(asked)} files")
        print(f"until it is ready          {min(ready):4.0f} ms at best, {median(ready):4.0f} ms as a rule")
        print(f"from a word to its results {min(found):4.0f} ms at best, {median(found):4.0f} ms as a rule")


def _until(page: Page, typed: str, there: str) -> float:
    """Milliseconds from a key, or a whole word put in at once, until an element is on the page, by its own clock."""
    page.evaluate(
        """there => { window.begun = 0
            addEventListener('keydown', () => { window.begun ||= performance.now() }, true)
            addEventListener('input', () => { window.begun ||= performance.now() }, true)
            new MutationObserver(() => {
                if (document.querySelector(there)) window.ended ||= performance.now()
            }).observe(document, {childList: true, subtree: true})
            window.ended = 0 }""",
        there,
    )
    page.keyboard.press(typed) if "+" in typed else page.keyboard.insert_text(typed)
    page.wait_for_selector(there)
    return float(page.evaluate("() => window.ended - window.begun"))


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary) / "site"
        make_site(root, claims)
        vary(root)
        (root / "mkdocs.yml").write_text(SITE, "utf-8")
        folder = opening.build(root, Path(temporary) / "built")
        print(f"{claims} made-up claims")
        with opening.chromium() as browser:
            look(folder, browser)


if __name__ == "__main__":
    main()

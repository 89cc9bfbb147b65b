"""Draws the social cards and the icons: an SVG of each in scripts/cards/, and from it the pictures that sites publish.

`make cards` runs it. Pictures are drawn by Chromium and committed, so that a build needs no browser and its bytes do
not depend on one. Run it after a change of the badge, the tokens or the words, and look at what comes out.
"""

from __future__ import annotations

import base64
import os
import re
import struct
from pathlib import Path

from jinja2 import Environment, PackageLoader
from playwright.sync_api import Page, sync_playwright

from mkdocs_evidence import head, views
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.vocabulary import Level, Rung

HERE = Path(__file__).parent
ASSETS = HERE.parent / "generator" / "mkdocs_evidence" / "assets"
SOURCES = HERE / "cards"
WIDTH, HEIGHT = 1200, 630


def cards(labels: Labels) -> dict[str, str]:
    """The SVG of each card by its name."""
    environment = Environment(
        loader=PackageLoader("mkdocs_evidence", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string((SOURCES / "card.svg.jinja").read_text("utf-8"))
    tokens = _tokens()
    drawn = {}
    for name, words in {**head.card_words(labels), head.SITE_CARD: ""}.items():
        level = name.removeprefix("contested-").removesuffix("-unrecorded")
        drawn[name] = template.render(
            name=name,
            lines=_lines(words),
            said=labels["card"][_scale(level)],
            site=_lines(labels["card"]["site"]),
            family=_family(name, level),
            discs=views.discs(Level(level)) if level in list(Level) else (),
            stairs=views.stairs(Rung(level)) if level in list(Rung) and not name.startswith("contested") else (),
            state=name.removesuffix("-limited"),
            contested=name.startswith("contested"),
            t=tokens,
        )
    return drawn


def _scale(level: str) -> str:
    return "certainty" if level in list(Level) else "mechanism" if level in list(Rung) else "none"


def _tokens() -> dict[str, str]:
    """The colours of the light scheme, by their names without `--ev-` and with underscores."""
    light = (ASSETS / "tokens.css").read_text("utf-8").split('[data-md-color-scheme="default"] {')[1].split("}")[0]
    return {name.replace("-", "_"): value for name, value in re.findall(r"--ev-([\w-]+): (#\w+);", light)}


def _family(name: str, level: str) -> str:
    """Which colours a card has: `c4` to `c1`, `m`, `alert` or `plain`."""
    if level in list(Level):
        return f"c{Level(level).rank}"
    if level in list(Rung):
        return "m"
    return "alert" if name == "suspended" else "plain"


def _lines(words: str) -> list[str]:
    """The words over at most two lines of about the same length."""
    if len(words) < 24:
        return [words]
    blanks = [place for place, letter in enumerate(words) if letter == " "]
    middle = min(blanks, key=lambda place: abs(place - len(words) / 2))
    return [words[:middle], words[middle + 1 :]]


def _fonts() -> str:
    faces = (ASSETS / "fonts.css").read_text("utf-8")

    def inline(found: re.Match[str]) -> str:
        data = base64.b64encode((ASSETS / found[1]).read_bytes()).decode()
        return f'url("data:font/woff2;base64,{data}")'

    return re.sub(r'url\("([^"]+)"\)', inline, faces)


def _picture(page: Page, svg: str, width: int, height: int) -> bytes:
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f"<style>{_fonts()} body{{margin:0}} svg{{display:block}}</style>{svg}")
    page.evaluate("document.fonts.ready")
    return page.screenshot(omit_background=True)


def _ico(png: bytes, size: int) -> bytes:
    """An icon file around one PNG of `size` pixels."""
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, size, size, 0, 0, 1, 32, len(png), 22) + png


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for name, svg in cards(Labels.shipped()).items():
            (SOURCES / f"{name}.svg").write_text(svg, encoding="utf-8")
            (ASSETS / "cards" / f"{name}.png").write_bytes(_picture(page, svg, WIDTH, HEIGHT))
        icon = (ASSETS / "icon.svg").read_text("utf-8")
        sized = lambda size, svg=icon: svg.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)  # noqa: E731
        (ASSETS / "root" / "favicon.ico").write_bytes(_ico(_picture(page, sized(32), 32, 32), 32))
        # A telephone rounds the corners itself.
        square = sized(180, icon.replace(' rx="7"', ""))
        (ASSETS / "root" / "apple-touch-icon.png").write_bytes(_picture(page, square, 180, 180))
        browser.close()


if __name__ == "__main__":
    main()

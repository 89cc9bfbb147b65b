"""Pictures of every type of page for people to look at, and a list of what is wrong with their looks.

`make shots` runs this. It leaves a PNG for each page, width and scheme and a PDF for each page in the folder that it
is given, and ends with status 1 and one line a fault where `looking.py` found any.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from . import opening
from .looking import WIDER, Fault, look
from .reading import KINDS, Reading, Site, View, kind_of

VIEWS = [View(width, height, scheme) for width, height in ((1280, 800), (390, 844)) for scheme in ("light", "dark")]
NARROWEST = View(320, 800)


def main(folder: Path) -> int:
    """Empties `folder`, fills it, prints every fault; gives the exit status."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with tempfile.TemporaryDirectory() as built, opening.chromium() as browser:
            faults = [fault for site, pages in _sites(Path(built)) for fault in _shoot(browser, site, pages, folder)]
    except opening.CannotOpen as error:
        print(f"shots: {error}", file=sys.stderr)
        return 1
    for fault in faults:
        print(fault)
    taken = len(list(folder.iterdir()))
    print(f"{taken} pictures, {len(faults)} {'fault' if len(faults) == 1 else 'faults'}", file=sys.stderr)
    return 1 if faults else 0


def _sites(built: Path) -> Iterator[tuple[Site, dict[str, str]]]:
    """Each site with the address of each page to show, by the name of its pictures.

    The small sites give only the claims whose badges look like none that came before.
    """
    shown: set[str] = set()
    for root in (opening.ROOT, opening.TOPICS / "every-state", opening.TOPICS / "mechanism-only"):
        with opening.served(opening.build(root, built / root.name)) as site:
            unseen = [address for badge, address in site.looks.items() if badge not in shown]
            chosen = site.kinds if root == opening.ROOT else unseen
            shown.update(site.looks)
            yield site, {_name(address): address for address in chosen}


def _name(address: str) -> str:
    """What a page is, and which one where there are several: `claim-ptsd-symptom-severity`, `home`."""
    kind = kind_of(address)
    return f"{kind}-{address.split('/')[1]}" if kind in KINDS.values() else kind


def _shoot(browser: Browser, site: Site, pages: dict[str, str], folder: Path) -> list[Fault]:
    reading, faults = Reading(site, browser), []
    for view in VIEWS:
        window = reading(view)
        for name, address in pages.items():
            page = window.open(address)
            page.screenshot(path=folder / f"{name}-{view.width}-{view.scheme}.png", full_page=True)
            faults += look(page, address, view)
            if view == VIEWS[0]:
                page.pdf(path=folder / f"{name}-print.pdf", format="A4", prefer_css_page_size=True)
    window = reading(NARROWEST)
    for address in pages.values():
        faults += look(window.open(address), address, NARROWEST, [WIDER])
    reading.close()
    return faults


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

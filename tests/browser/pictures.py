"""The pictures of the README, taken from the site itself.

`make pictures` runs this after a change of looks. They are committed, since a README has nothing that could make them.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from . import opening

VIEWS = {"claim": ("claims/ptsd-symptom-severity/", 1280, 980)}
"""What each shows: an address of the site, and the width and height of the window in pixels."""


def main(folder: Path) -> int:
    """Writes a picture of each view in both schemes into `folder`; gives the exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with (
            tempfile.TemporaryDirectory() as built,
            opening.chromium() as browser,
            opening.served(opening.build(opening.ROOT, Path(built) / "site")) as site,
        ):
            for name, (address, width, height) in VIEWS.items():
                for scheme in ("light", "dark"):
                    page = browser.new_page(
                        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
                    )
                    page.goto(f"{site.url}{address}")
                    page.evaluate("document.fonts.ready.then(() => true)")
                    page.screenshot(path=folder / f"{name}-{scheme}.png")
                    page.close()
    except opening.CannotOpen as error:
        print(f"pictures: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

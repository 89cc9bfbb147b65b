"""Copies of real sites, in the shape that `Server` asks for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
STORES = ("claims", "studies", "content", "overrides", "references.bib", "references.status.yml", "mkdocs.yml")
SMALL = PROJECT / "tests" / "sites" / "topics" / "every-state"
SMALL_DAY = "1769904000"
"""1 February 2026, in seconds: the day for which the small site was written."""


class Copy:
    """A copy of a site's stores, in the shape that `Server` asks for."""

    mount = ""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "site"
        self.temporary = folder / "temporary"
        self.root.mkdir()
        self.temporary.mkdir()
        self.environment = {
            **os.environ, "TMPDIR": str(self.temporary), "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip

    def copy(self, source: Path) -> None:
        for name in STORES:
            if (source / name).is_dir():
                shutil.copytree(source / name, self.root / name)
            elif (source / name).exists():
                shutil.copy(source / name, self.root / name)

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text, f"{old!r} does not stand in {name}"
        self.write(name, text.replace(old, new, 1))

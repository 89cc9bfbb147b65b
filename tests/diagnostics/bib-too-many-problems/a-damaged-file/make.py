"""Adds hundreds of entries without a key."""

from pathlib import Path


def make(root: Path) -> None:
    bibliography = root / "references.bib"
    bibliography.write_text(bibliography.read_text() + "@misc{, note = {Tea}}\n" * 510)

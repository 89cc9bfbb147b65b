"""Puts a zero byte into the title of a reference."""

from pathlib import Path


def make(root: Path) -> None:
    bibliography = root / "references.bib"
    bibliography.write_text(bibliography.read_text().replace("Tea against", "Tea\0against"), encoding="utf-8")

"""Pastes a whole text into a field."""

from pathlib import Path


def make(root: Path) -> None:
    bibliography = root / "references.bib"
    bibliography.write_text(bibliography.read_text().replace("Journal of", "x" * 100_000))

"""Defines an abbreviation that is no abbreviation."""

from pathlib import Path


def make(root: Path) -> None:
    bibliography = root / "references.bib"
    bibliography.write_text("@string{long = {" + "x" * 501 + "}}\n" + bibliography.read_text())

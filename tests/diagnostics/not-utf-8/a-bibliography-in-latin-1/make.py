"""Saves the bibliography as Latin-1, with an author whose name is not ASCII."""

from pathlib import Path


def make(root: Path) -> None:
    bibliography = root / "references.bib"
    text = bibliography.read_text(encoding="utf-8").replace("Brewer, A.", "Brewér, A.")
    bibliography.write_bytes(text.encode("latin-1"))

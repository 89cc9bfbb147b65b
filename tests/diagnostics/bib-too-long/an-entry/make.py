"""Adds so many fields to an entry that it is longer than any reference."""

from pathlib import Path


def make(root: Path) -> None:
    bibliography = root / "references.bib"
    fields = "".join(f"  note{number} = {{{'x' * 50_000}}},\n" for number in range(4))
    bibliography.write_text(bibliography.read_text().replace("  year", fields + "  year"))

"""Writes a summary of one character more than is allowed."""

from pathlib import Path


def make(root: Path) -> None:
    claim = root / "claims/outcomes/headache.yml"
    claim.write_text(claim.read_text() + "summary: |\n  " + "x" * 5001 + "\n")

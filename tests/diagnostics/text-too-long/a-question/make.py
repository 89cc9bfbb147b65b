"""Writes a question of one character more than is allowed."""

from pathlib import Path


def make(root: Path) -> None:
    claim = root / "claims/outcomes/headache.yml"
    claim.write_text(claim.read_text().replace("Does tea relieve headache?", "?" + "x" * 500))

"""Writes a study of one byte more than is allowed."""

from pathlib import Path


def make(root: Path) -> None:
    study = root / "studies/cup.yml"
    study.write_text(study.read_text().ljust(1_000_001, "#"))

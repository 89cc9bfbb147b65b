"""Writes a study whose name is one letter too long."""

from pathlib import Path


def make(root: Path) -> None:
    (root / f"studies/{'c' * 65}.yml").write_text((root / "studies/cup.yml").read_text())

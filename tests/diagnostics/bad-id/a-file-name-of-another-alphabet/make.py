"""Writes a study whose name begins with a letter that only looks like a c."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "studies/cup.yml").rename(root / "studies/\u0441up.yml")

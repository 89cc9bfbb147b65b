"""Removes a file that every site needs."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "references.status.yml").unlink()

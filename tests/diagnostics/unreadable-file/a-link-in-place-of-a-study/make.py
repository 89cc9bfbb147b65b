"""Writes a study outside of the site and a link to it."""

from pathlib import Path


def make(root: Path) -> None:
    outside = root.parent / "outside.yml"
    (root / "studies/cup.yml").rename(outside)
    (root / "studies/cup.yml").symlink_to(outside)

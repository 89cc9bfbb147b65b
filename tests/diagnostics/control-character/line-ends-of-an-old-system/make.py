"""Saves the study with a carriage return alone at the end of each line."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "studies/instruments.yml").write_bytes(b"pain:\r  name: Pain scale\r  better: lower\r")

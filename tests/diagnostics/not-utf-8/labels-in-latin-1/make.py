"""Saves a site's own labels as Latin-1, with a letter that is one byte there."""

from pathlib import Path


def make(root: Path) -> None:
    labels = root / "overrides/evidence/labels/en.yml"
    labels.parent.mkdir(parents=True)
    labels.write_bytes("ui:\n  study: étude\n".encode("latin-1"))

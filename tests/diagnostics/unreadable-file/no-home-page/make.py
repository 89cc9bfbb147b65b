"""A site without its home page."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "content" / "index.md").unlink()

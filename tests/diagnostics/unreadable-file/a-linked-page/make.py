"""Puts a link in place of a page of prose."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "content/about.md").symlink_to("index.md")

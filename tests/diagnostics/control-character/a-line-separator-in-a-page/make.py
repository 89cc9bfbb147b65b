"""Puts a line separator, as some word processors paste it, into a page of prose."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "content/about.md").write_text("# About\n\nTea.\u2028Water.\n", encoding="utf-8")

"""Writes a claim with more brackets in each other than any program could follow by recursion."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "claims/outcomes/headache.yml").write_text("claim: " + "[" * 1000 + "]" * 1000 + "\n")

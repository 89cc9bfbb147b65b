"""Saves the claim as Latin-1, with a letter that is one byte there."""

from pathlib import Path


def make(root: Path) -> None:
    claim = root / "claims/outcomes/headache.yml"
    text = claim.read_text(encoding="utf-8").replace("A made-up", "A").replace("One shelf", "One café shelf")
    claim.write_bytes(text.encode("latin-1"))

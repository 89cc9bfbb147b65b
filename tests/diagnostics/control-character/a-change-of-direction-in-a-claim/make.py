"""Puts a character into the claim that turns the text after it around."""

from pathlib import Path


def make(root: Path) -> None:
    claim = root / "claims/outcomes/headache.yml"
    claim.write_text(claim.read_text().replace("Tea relieves", "Tea \u202erelieves"), encoding="utf-8")

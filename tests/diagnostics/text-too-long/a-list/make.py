"""Writes a list of one item more than is allowed."""

from pathlib import Path


def make(root: Path) -> None:
    claim = root / "claims/outcomes/headache.yml"
    claim.write_text(claim.read_text() + "key_messages:\n" + "  - Tea helps\n" * 201)

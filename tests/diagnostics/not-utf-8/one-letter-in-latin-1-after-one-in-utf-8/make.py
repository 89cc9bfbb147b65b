"""Two encodings on one line: the column counts characters, not bytes."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "claims/categories.yml").write_bytes(b"- {id: outcomes, name: Caf\xc3\xa9s and Caf\xe9s}\n")

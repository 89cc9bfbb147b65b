"""Saves the study as UTF-16, with its byte-order mark."""

from pathlib import Path


def make(root: Path) -> None:
    study = root / "studies/cup.yml"
    study.write_bytes(study.read_text(encoding="utf-8").encode("utf-16"))

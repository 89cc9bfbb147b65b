"""Saves a template as Latin-1, with a letter that is one byte there."""

from pathlib import Path


def make(root: Path) -> None:
    template = root / "overrides/evidence/page/claim.html"
    template.parent.mkdir(parents=True)
    template.write_bytes("<h1>{{ claim.question }} (café)</h1>\n".encode("latin-1"))

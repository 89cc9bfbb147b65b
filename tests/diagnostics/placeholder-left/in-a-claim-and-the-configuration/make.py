"""A claim whose author left something open."""

from pathlib import Path


def make(root: Path) -> None:
    claim = root / "claims" / "outcomes" / "headache.yml"
    text = claim.read_text(encoding="utf-8")
    summary = "summary: |\n  Tea was drunk.\n  It was paid for by [to be added: who].\n"
    claim.write_text(text + summary, encoding="utf-8")

from pathlib import Path


def make(root: Path) -> None:
    (root / "content/about.md").write_text("tea\x00\n" * 1000, encoding="utf-8")

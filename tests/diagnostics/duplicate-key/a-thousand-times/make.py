from pathlib import Path


def make(root: Path) -> None:
    line = "pain: {name: Pain scale, range: [0, 10], better: lower}\n"
    (root / "studies/instruments.yml").write_text(line * 1001, encoding="utf-8")

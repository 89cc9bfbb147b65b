"""Makes the bibliography one byte larger than is allowed, without writing so much."""

import os
from pathlib import Path


def make(root: Path) -> None:
    os.truncate(root / "references.bib", 20_000_001)

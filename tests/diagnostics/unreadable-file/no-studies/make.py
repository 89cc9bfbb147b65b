"""Removes the folder of studies."""

import shutil
from pathlib import Path


def make(root: Path) -> None:
    shutil.rmtree(root / "studies")

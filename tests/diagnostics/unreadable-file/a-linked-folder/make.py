"""Makes a link to a folder outside of the site."""

from pathlib import Path


def make(root: Path) -> None:
    (root.parent / "outside").mkdir()
    (root / "claims/harms").symlink_to(root.parent / "outside")

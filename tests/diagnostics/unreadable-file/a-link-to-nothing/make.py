"""Makes a link that leads nowhere."""

from pathlib import Path


def make(root: Path) -> None:
    (root / "studies/pot.yml").symlink_to("gone.yml")

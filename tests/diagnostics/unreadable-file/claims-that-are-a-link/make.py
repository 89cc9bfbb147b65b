from pathlib import Path


def make(root: Path) -> None:
    (root / "claims").rename(root / "elsewhere")
    (root / "claims").symlink_to(root / "elsewhere", target_is_directory=True)

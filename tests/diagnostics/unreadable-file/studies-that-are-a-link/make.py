from pathlib import Path


def make(root: Path) -> None:
    (root / "studies").rename(root / "elsewhere")
    (root / "studies").symlink_to(root / "elsewhere", target_is_directory=True)

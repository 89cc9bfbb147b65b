from pathlib import Path


def make(root: Path) -> None:
    with (root / "studies/cup.yml").open("a", encoding="utf-8") as file:
        file.writelines(f"cup-{number}: 1\n" for number in range(1000))

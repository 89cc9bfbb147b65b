"""`elsewhere.yml`: figures that are not in the dossier, with where they were read; each has to be needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .comparing import Figure
from .worked_out import WORKED_OUT, follows
from .worked_out_prose import IN_PROSE

LIST = Path(__file__).parent / "elsewhere.yml"


@dataclass
class Elsewhere:
    """The list, and what of it was needed so far."""

    entries: list[dict[str, Any]]
    needed: set[int] = field(default_factory=set)
    formulas: set[tuple[str, str]] = field(default_factory=set)

    def excuses(self, figure: Figure) -> bool:
        """Whether the figure follows from a formula or stands on the list; notes that this was needed."""
        key = (Path(figure.at.path).stem, figure.name)
        if follows(*key, figure.text):
            self.formulas.add(key)
            return True
        if (*key, figure.text) in IN_PROSE:
            return True
        for position, entry in enumerate(self.entries):
            if (
                entry["says"] == figure.text
                and fnmatchcase(figure.at.path, entry["in"])
                and fnmatchcase(figure.name, entry["at"])
            ):
                self.needed.add(position)
                return True
        return False

    def unused(self) -> list[str]:
        return [
            f"{entry['in']}: {entry['at']}: {entry['says']}"
            for position, entry in enumerate(self.entries)
            if position not in self.needed
        ]

    def formulas_unused(self) -> set[tuple[str, str]]:
        return set(WORKED_OUT) - self.formulas


def elsewhere(of: str = "") -> Elsewhere:
    """The entries for files whose path begins with `of`."""
    return Elsewhere([entry for entry in _entries() if entry["in"].startswith(of)])


@cache
def _entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.load(LIST.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    return entries

"""Every shown string, read from one file; a site may replace single entries."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

LANGUAGE = "en"


class Labels(dict[str, Any]):
    """Nested strings; `labels["level"]["low"]`. A missing entry raises `KeyError`."""

    @classmethod
    def read(cls, overrides: Path | None = None) -> Labels:
        """The shipped labels with a site's own laid over them.

        Raises `yaml.YAMLError` where the site's file is no YAML.
        """
        name = f"labels/{LANGUAGE}.yml"
        labels = cls(_load(resources.files(__package__).joinpath("templates", name).read_text("utf-8")))
        own = overrides / name if overrides else None
        if own is not None and own.is_file():
            _lay_over(labels, _load(own.read_text("utf-8")) or {})
        return labels

    def date(self, day: date) -> str:
        """A day as people write it: 23 November 2026."""
        month = self["months"][day.month - 1]
        return str(self["date"]).format(day=day.day, month=month, year=day.year)


def _load(text: str) -> dict[str, Any]:
    # Our own file or the site's: trusted like a template, and still read without tags.
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def _lay_over(below: dict[str, Any], above: dict[str, Any]) -> None:
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            _lay_over(below[key], value)
        else:
            below[key] = value

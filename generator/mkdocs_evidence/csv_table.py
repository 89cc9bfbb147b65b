"""Tables as CSV (RFC 4180): UTF-8, a line of names first, one record a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@")
"""With one of these a text begins that a spreadsheet would take for a formula, and run."""


def table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """`rows` below the names of `columns`. None is an empty cell, true and false are words, and text is one line."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = " ".join(value.split())
    return f"'{text}" if text.startswith(FORMULA) else text

"""Results of arithmetic to 8 significant digits, so that the last bits of another machine never reach a page."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

SIGNIFICANT_DIGITS = 8

T = TypeVar("T")


def significant(value: float) -> float:
    """`value` to 8 significant digits; zero has no sign."""
    return float(f"{value:.{SIGNIFICANT_DIGITS - 1}e}") + 0.0


def rounded(record: T) -> T:
    """The same frozen record with every float in it, at any depth, to 8 significant digits."""
    return _rounded(record)  # type: ignore[no-any-return]


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return significant(value)
    if isinstance(value, tuple):
        return tuple(_rounded(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _rounded(getattr(value, field.name)) for field in fields(value)})
    return value

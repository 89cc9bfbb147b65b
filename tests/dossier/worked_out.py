"""Figures of the studies that the dossier holds in words, or that are worked out from it, each with its formula."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from mkdocs_evidence.distributions import t_quantile

from .records import record

Formula = Callable[[], float]


def _of(key: str, *path: str | int) -> float:
    """The figure at a path into a record."""
    value: Any = record(key).parts  # type: ignore[union-attr]
    for step in path:
        value = value[step]
    return float(value)


def _said(key: str, pattern: str, *path: str | int) -> float:
    """The figure that the group of `pattern` finds in the text at a path into a record."""
    value: Any = record(key).parts  # type: ignore[union-attr]
    for step in path:
        value = value[step]
    found = re.search(pattern, value)
    assert found is not None, f"{key}: {value}"
    return float(found[1])


def _sodium(pattern: str) -> float:
    return _said("atila2024", pattern, "review", "results", 2, "result")


def _mean_sodium_after() -> float:
    """The printed start and the printed fall."""
    return _sodium(r"from (\d+)") + _of("atila2024", "review", "results", 2, "effect", "value")


def _valves(pattern: str) -> Formula:
    return lambda: _said("droogmans2007", pattern, "reference", "remark")


def _audit_difference() -> float:
    """The difference of the two printed mean changes."""
    outcome = ("nicholas2022", "study", "outcomes", 0, "arms")
    return _of(*outcome, 0, "mean_change") - _of(*outcome, 1, "mean_change")


def _audit_bound(sign: int) -> float:
    """With F = t² of the printed test on 80 degrees of freedom, the standard error is |difference| / √F."""
    difference = _audit_difference()
    printed = _said("nicholas2022", r"^F\(80,1\) = ([\d.]+)$", "study", "outcomes", 0, "result")
    error = abs(difference) / printed**0.5
    return difference + sign * t_quantile(95, 80) * error


def _both_phase_3_trials() -> float:
    """The people randomised in MAPP1 and MAPP2."""
    return _of("mitchell2021", "study", "n_randomised") + _of("mitchell2023", "study", "n_randomised")


WORKED_OUT: dict[tuple[str, str], Formula] = {
    ("atila2024", "results.sodium-fall.same_people.before.n"): lambda: _of("atila2024", "review", "n_participants"),
    ("atila2024", "results.sodium-fall.same_people.after.n"): lambda: _of("atila2024", "review", "n_participants"),
    ("atila2024", "results.sodium-fall.same_people.before.mean"): lambda: _sodium(r"from (\d+)"),
    ("atila2024", "results.sodium-fall.same_people.before.sd"): lambda: _sodium(r"\(SD (\d+)\)"),
    ("atila2024", "results.sodium-fall.same_people.after.mean"): _mean_sodium_after,
    ("droogmans2007", "arms.users.completed"): _valves(r"^(\d+) heavy recreational users"),
    ("droogmans2007", "arms.others.completed"): _valves(r"v (\d+) controls"),
    ("droogmans2007", "results.valves.arms.users.events"): _valves(r"abnormal echo in (\d+)"),
    ("droogmans2007", "results.valves.arms.users.total"): _valves(r"^(\d+) heavy recreational users"),
    ("droogmans2007", "results.valves.arms.others.events"): _valves(r"abnormal echo in \d+ \(\d+%\) v (\d+)"),
    ("droogmans2007", "results.valves.arms.others.total"): _valves(r"v (\d+) controls"),
    ("mapp1", "results.audit-change.estimate.value"): _audit_difference,
    ("mapp1", "results.audit-change.estimate.low"): lambda: _audit_bound(-1),
    ("mapp1", "results.audit-change.estimate.high"): lambda: _audit_bound(+1),
    ("colcott2024", "results.any-event-phase-3.from.note"): _both_phase_3_trials,
    ("mapp1", "results.any-event.from.note"): _both_phase_3_trials,
    ("mapp2", "results.any-event.from.note"): _both_phase_3_trials,
}
"""Study and path to the formula; in a text it explains one figure, the others are compared as usual."""


def follows(study: str, path: str, text: str) -> bool:
    """Whether a figure is what its formula gives, rounded to as many places as are printed."""
    formula = WORKED_OUT.get((study, path))
    try:
        printed = Decimal(text.replace(",", ""))
    except ArithmeticError:
        return False
    return formula is not None and round(Decimal(formula()), -int(printed.as_tuple().exponent)) == printed

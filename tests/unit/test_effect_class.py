"""How large an effect is: a class only where thresholds tell."""

from __future__ import annotations

import pytest

from mkdocs_evidence.effect_class import RULE_OF_THUMB, Thresholds, effect_class, within

ALL = Thresholds(5, 10, 20)
TABLE = [
    (ALL, 4.9, "trivial"), (ALL, 5, "small"), (ALL, 9.9, "small"), (ALL, 10, "moderate"), (ALL, 20, "large"),
    (ALL, -4.9, "trivial"), (ALL, -5, "small"), (ALL, -12, "moderate"), (ALL, -30, "large"), (ALL, 0, "trivial"),
    (Thresholds(5), 4, "trivial"), (Thresholds(5), 6, None), (Thresholds(5), 60, None),
    (Thresholds(5, large=20), 6, None), (Thresholds(5, large=20), 25, "large"),
    (Thresholds(5, moderate=10), 6, "small"), (Thresholds(5, moderate=10), 12, None),
    (RULE_OF_THUMB, -0.71, "moderate"), (RULE_OF_THUMB, 0.8, "large"),
]  # fmt: skip


@pytest.mark.parametrize(("thresholds", "value", "expected"), TABLE)
def test_class(thresholds, value, expected):
    """Whichever way it points; nothing where the threshold that would tell two classes apart is missing."""
    assert effect_class(value, thresholds) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(-4, 4.9, True), (-5, 4, False), (-4, 5, False), (-30, 30, False), (6, 8, False)],
)
def test_interval(low, high, expected):
    """Trivial only as a whole; an interval that touches a threshold fits what matters."""
    assert within(low, high, ALL) is expected


def test_rule_of_thumb_is_labelled():
    assert RULE_OF_THUMB.rule_of_thumb
    assert not ALL.rule_of_thumb

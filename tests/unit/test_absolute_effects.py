"""Absolute effects, worked out by hand from a relative effect and an assumed risk."""

from __future__ import annotations

import math

import pytest

from mkdocs_evidence.absolute_effects import (
    AbsoluteEffect,
    NoAbsoluteEffect,
    Risk,
    WhyNoRisk,
    absolute_effect,
    round_half_up,
)
from mkdocs_evidence.vocabulary import Measure


@pytest.mark.parametrize(
    ("measure", "value", "assumed", "treated"),
    [
        (Measure.RR, 0.5, 0.2, 0.1),
        (Measure.RR, 1.5, 0.2, 0.3),
        (Measure.OR, 0.5, 0.2, 1 / 9),  # 0.1 / (0.8 + 0.1)
        (Measure.OR, 4, 0.5, 0.8),
        (Measure.HR, 2, 0.1, 0.19),  # 1 - 0.9²
        (Measure.HR, 0.5, 0.19, 0.1),
        (Measure.RD, -0.05, 0.2, 0.15),
    ],
)
def test_risk_with_the_intervention(measure, value, assumed, treated):
    """By each measure's own formula."""
    found = absolute_effect(measure, value, value * 0.99 - 0.001, value * 1.01 + 0.001, assumed)
    assert found.treated.value == pytest.approx(treated, rel=1e-7)
    assert found.difference.value == pytest.approx(treated - assumed, rel=1e-7)


def test_both_ends_with_the_same_assumed_risk():
    """RR 0.75 (0.5 to 0.9) at 200 per 1,000: 150 (100 to 180), 50 fewer (100 fewer to 20 fewer), NNT 20."""
    found = absolute_effect(Measure.RR, 0.75, 0.5, 0.9, 0.2)
    assert found.treated.per(1000) == Risk(150, 100, 180)
    assert found.difference.per(1000) == Risk(-50, -100, -20)
    assert found.nnt == 20
    assert not found.held


@pytest.mark.parametrize(
    ("low", "high", "nnt"),
    [(0.3, 0.9, 10), (0.3, 1.0, None), (0.3, 1.5, None), (0.3, 0.999, 10)],
)
def test_number_needed_to_treat(low, high, nnt):
    """Only where the interval of the difference does not hold 0; its end at 0 counts as holding it."""
    assert absolute_effect(Measure.RR, 0.5, low, high, 0.2).nnt == nnt


def test_number_needed_to_treat_is_rounded_up():
    """1/0.06 = 16.7 people gives 17; a tenth gives 10 and a seventh 7, whatever their last bits say."""
    assert absolute_effect(Measure.RD, 0.06, 0.01, 0.1, 0.2).nnt == 17
    assert all(absolute_effect(Measure.RD, 1 / n, 0.001, 0.9, 0.07).nnt == n for n in range(2, 60))
    assert all(absolute_effect(Measure.RD, 0.1, 0.01, 0.2, p / 100).nnt == 10 for p in range(1, 80))


def test_picture_and_table():
    """RR 0.86 at 7.6 %: 8 and 7 of 100, so 1 fewer in the picture; the table says 10.64 fewer per 1,000."""
    found = absolute_effect(Measure.RR, 0.86, 0.7, 0.95, 0.076)
    shown = found.pictured()
    assert (shown.without, shown.treated, shown.difference) == (8, 7, -1)
    assert found.difference.per(1000).value == pytest.approx(-10.64)


def test_picture_adds_up_where_the_difference_would_not():
    """20.4 and 15.6 of 100 are drawn as 20 and 16: 4 fewer, not the 5 to which 4.8 rounds."""
    shown = absolute_effect(Measure.RD, -0.048, -0.06, -0.03, 0.204).pictured()
    assert (shown.without, shown.treated, shown.difference) == (20, 16, -4)


def test_half_goes_up():
    """12.5 of 100 are 13, also where 0.145 · 100 is just below 14.5."""
    assert [round_half_up(number) for number in (12.5, 0.145 * 100, 13.499999, 0)] == [13, 15, 13, 0]


def test_end_of_the_interval_above_everybody():
    """A risk ratio of up to 3 at a risk of 0.5 cannot affect more than all: held at 1, and said so."""
    found = absolute_effect(Measure.RR, 1.6, 0.9, 3, 0.5)
    assert (found.treated.high, found.difference.high, found.held) == (1, 0.5, True)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((Measure.MD, 1, 0, 2, 0.5), WhyNoRisk.NO_RISK_MEASURE),
        ((Measure.SMD, 1, 0, 2, 0.5), WhyNoRisk.NO_RISK_MEASURE),
        ((Measure.RR, 1, 0.5, 2, 0), WhyNoRisk.ASSUMED_RISK_OUT_OF_RANGE),
        ((Measure.RR, 1, 0.5, 2, 1), WhyNoRisk.ASSUMED_RISK_OUT_OF_RANGE),
        ((Measure.RR, 1, 0.5, 2, 20), WhyNoRisk.ASSUMED_RISK_OUT_OF_RANGE),
        ((Measure.RR, 1, 0, 2, 0.5), WhyNoRisk.RATIO_NOT_POSITIVE),
        ((Measure.RR, 3, 2, 1, 0.5), WhyNoRisk.NOT_AN_INTERVAL),
        ((Measure.RR, 2.5, 2, 3, 0.5), WhyNoRisk.RISK_IMPOSSIBLE),
        ((Measure.RD, -0.6, -0.7, -0.5, 0.5), WhyNoRisk.RISK_IMPOSSIBLE),
        ((Measure.OR, math.nan, 1, 2, 0.5), WhyNoRisk.NOT_FINITE),
    ],
)
def test_no_absolute_effect(arguments, reason):
    """Refused, with the reason that fits."""
    assert absolute_effect(*arguments) == NoAbsoluteEffect(reason)


def test_extreme_odds():
    """Odds that overflow a product still give a risk."""
    found = absolute_effect(Measure.OR, 1e300, 1e299, 1e308, 0.5)
    assert isinstance(found, AbsoluteEffect)
    assert found.treated.value == 1

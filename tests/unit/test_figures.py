"""Numbers as readers see them: minus signs, rounding, counts, and who is counted."""

from __future__ import annotations

import pytest

from mkdocs_evidence import figures
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.model import ArmData, Moment, Result, When
from mkdocs_evidence.vocabulary import Measure

MINUS = "\u2212"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (-0.0, "0"),
        (15.8, "15.8"),
        (-8.9, f"{MINUS}8.9"),
        (-0.71, f"{MINUS}0.71"),
        (0.1 + 0.2, "0.3"),
        (100.0, "100"),
        (12.26, "12.26"),
        (1000000, "1000000"),
        (12345678901, "12345678901"),
        (1e15, "1000000000000000"),
        (0.00001, "0.00001"),
        (-0.00001, f"{MINUS}0.00001"),
        (0.000012345, "0.000012345"),
        (1.5e-11, "0.000000000015"),
    ],
)
def test_number_as_given(value, shown):
    """As many digits as the store gave, no noise, no exponent, no "−0", and nothing that is not 0 shown as 0."""
    assert figures.number(value) == shown


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (-7.5, 1, f"{MINUS}7.5"),
        (-0.04, 1, "0.0"),
        (-0.0, 2, "0.00"),
        (-0.001, 0, "0"),
        (0.049999, 2, "0.05"),
        (9.96, 1, "10.0"),
        (-9.0, 1, f"{MINUS}9.0"),
        (1.0, 2, "1.00"),
    ],
)
def test_number_with_places(value, places, shown):
    """Just as many decimals as asked for, and no minus sign before nothing."""
    assert figures.number(value, places) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (37, 52, "71%"), (20, 42, "48%"), (1, 100, "1%"), (3, 200, "2%"), (5, 200, "3%"),
        (99, 100, "99%"), (1, 8, "13%"), (0, 9, "0%"), (9, 9, "100%"), (0, 0, ""), (4, 0, ""),
        (1, 200, "0.5%"), (62, 13_598, "0.5%"), (1, 88_391, "< 0.1%"), (199, 200, "99.5%"), (88_390, 88_391, "99.9%"),
    ],
)  # fmt: skip
def test_per_cent(part, whole, shown):
    """Halves are rounded up; of nothing there is no share; a few of many are not nobody, nor nearly all everybody."""
    assert figures.percent_of(part, whole) == shown


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        (None, "not recorded"),
        ({}, "not recorded"),
        ({"weeks": "18"}, "18 weeks"),
        ({"months": "12"}, "12 months"),
        ({"weeks": "6.5"}, "6.5 weeks"),
        ({"weeks": "0"}, "0 weeks"),
        ({"weeks": "1"}, "1 week"),
        ({"months": "1"}, "1 month"),
        ({"text": "at the end"}, "at the end"),
        ({"weeks": "8", "text": "one month after"}, "8 weeks (one month after)"),
    ],
)
def test_time(time, shown):
    when = None if time is None else When.model_validate(time)
    assert figures.when(when, Labels.shipped()) == shown


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"n": "52", "mean": "15.8", "sd": "12.26"}, "15.8 (SD 12.26; 52 people)"),
        ({"mean": "-26.3", "sd": "29.5"}, f"{MINUS}26.3 (SD 29.5)"),
        ({"mean": "0"}, "0"),
        ({"n": "5"}, "mean not reported (5 people)"),
        ({"n": "1", "mean": "3"}, "3 (1 person)"),
        ({"events": "37", "total": "52"}, "37 of 52 (71%)"),
        ({"events": "0", "total": "12"}, "0 of 12 (0%)"),
        ({"events": "0", "total": "0"}, "0 of 0"),
    ],
)
def test_arm(data, shown):
    assert figures.arm(ArmData.model_validate(data), Labels.shipped()) == shown


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"at": "study exit", "mean": "24.6", "sd": "18.6"}, "24.6 (SD 18.6), study exit"),
        ({"at": "follow-up", "mean": "-1"}, f"{MINUS}1, follow-up"),
        ({"at": "entry", "mean": "5", "sd": "0"}, "5 (SD 0), entry"),
    ],
)
def test_moment(data, shown):
    assert figures.moment(Moment.model_validate(data), Labels.shipped()) == shown


def result(**fields: object) -> Result:
    return Result.model_validate({"id": "end", "from": {"cite": "a", "where": "abstract"}, **fields})


THREE_ARMS = {"a": {"n": "12"}, "b": {"n": "9"}, "c": {"n": "6"}}


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"arms": THREE_ARMS}, 27),
        ({"arms": THREE_ARMS, "compare": ["a", "c"]}, 18),
        ({"arms": {"a": {"events": "3", "total": "10"}, "b": {"events": "1", "total": "11"}}}, 21),
        ({"arms": {"a": {"n": "12"}, "b": {"mean": "3"}}}, None),
        ({"same_people": {"n": "16", "before": {"at": "x", "mean": "1"}, "after": {"at": "y", "mean": "2"}}}, 16),
        ({"estimate": {"measure": "md", "value": "1"}}, None),
        ({"found": "lower", "finding": "It was"}, None),
        ({"found": "lower", "finding": "It was", "n": "16"}, 16),
        ({"arms": {"a": {"n": "20"}, "b": {"n": "20"}}, "compare": ["a", "b"], "paired": "true"}, 20),
    ],
    ids=[
        "all arms", "two of three arms", "events", "one arm unknown", "same people", "estimate", "words",
        "words with a number", "crossover",
    ],
)
def test_people(fields, count):
    """The people whom the figures compare, each once; nothing where one arm does not say."""
    assert figures.people(result(**fields)) == count


@pytest.mark.parametrize(
    ("value", "measure", "text"),
    [
        (-0.71, Measure.SMD, "−0.71"),
        (-0.004, Measure.SMD, "0.00"),
        (-0.0, Measure.MD, "0.00"),
        (99.994, Measure.MD, "99.99"),
        (99.996, Measure.MD, "100.0"),
        (-999.96, Measure.MD, "−1000"),
        (2e6, Measure.MD, "2.0 × 10⁶"),
        (1, Measure.RR, "1.00"),
        (0.005, Measure.RR, "0.01"),
        (0.0049, Measure.RR, "4.9 × 10⁻³"),
        (1e-300, Measure.OR, "1.0 × 10⁻³⁰⁰"),
        (75.11, Measure.RR, "75.11"),
    ],
)
def test_effects(value, measure, text):
    """Two decimals, fewer where the number is large; never "−0.00", and no ratio is 0."""
    assert figures.effect(value, measure) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0, "p < 0.001"),
        (0.00099, "p < 0.001"),
        (0.001, "p = 0.001"),
        (0.0124, "p = 0.012"),
        (0.0994, "p = 0.099"),
        (0.0996, "p = 0.10"),
        (0.27, "p = 0.27"),
        (0.99, "p = 0.99"),
        (0.9996, "p > 0.99"),
        (1, "p > 0.99"),
    ],
)
def test_p_values(p, text):
    """Never 0.000 and never 1.00."""
    assert figures.probability(p) == text


@pytest.mark.parametrize(
    ("percent", "text"), [(0, "0%"), (0.2, "< 1%"), (0.5, "< 1%"), (0.51, "1%"), (40.4, "40%"), (100, "100%")]
)
def test_shares(percent, text):
    """Whole per cent; what is there and less than half of one is told apart from nothing."""
    assert figures.share(percent) == text


@pytest.mark.parametrize(("tau2", "text"), [(0, "0"), (0.0001, "< 0.001"), (0.0005, "0.001"), (0.21553, "0.216")])
def test_variances(tau2, text):
    """0 only where it is."""
    assert figures.variance(tau2) == text

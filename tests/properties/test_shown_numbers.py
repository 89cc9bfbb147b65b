"""Numbers on pages, whatever was pooled: none is NaN or infinite, no p is 0, and no nought has a sign."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import tiny_site
from mkdocs_evidence import figures, sizes
from mkdocs_evidence.effect_sizes import Effect
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.model import Estimate
from mkdocs_evidence.plots import Axis
from mkdocs_evidence.pooling import ClaimPool
from mkdocs_evidence.synthesis import Contribution, Interval, synthesise
from mkdocs_evidence.vocabulary import Measure, Method

LABELS = Labels.shipped()
WRONG = re.compile(
    r"(?<![a-z])(nan|inf)(?![a-z])"  # no number
    r"|[−-]0(\.0+)?(?![.\d])"  # a nought with a sign
    r"|\bp = [01](\.0+)?(?![.\d])"  # a p value that none can be
    r"|\de[+-]?\d",  # a number as machines write it
    re.IGNORECASE,
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
EFFECTS = st.floats(-600, 600) | st.floats(-3, 3) | st.sampled_from([0.0, -0.0, 1e-9, -1e-9, -0.004, 0.004])
VARIANCES = st.floats(1e-20, 700) | st.floats(1e-4, 4)


def texts(value: Any) -> list[str]:
    """Every text and number in a record, at any depth, as a page would print it."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, float):
        return [repr(value)]
    if isinstance(value, tuple | list):
        return [text for each in value for text in texts(each)]
    if is_dataclass(value) and not isinstance(value, type):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


@pytest.mark.parametrize("text", ["nan", "(−0.00 to 1)", "p = 0.000", "p = 1", "−0", "-0.0", "inf", "1e-07", "−0%"])
def test_what_is_looked_for(text):
    """Each of these is found."""
    assert WRONG.search(text)


@pytest.mark.parametrize("text", ["−0.04", "p = 0.05", "p < 0.001", "information", "0.00", "2010-11-15", "-0.5"])
def test_what_is_none_of_it(text):
    """None of these is."""
    assert not WRONG.search(text)


@given(FINITE, st.sampled_from(list(Measure)))
def test_single_numbers(value, measure):
    """Effects, shares, variances and p values of any size."""
    told = [figures.number(value), figures.effect(value, measure), figures.probability(min(abs(value), 1.0))]
    told += [figures.share(min(abs(value), 100.0)), figures.variance(abs(value))]
    assert [text for text in told if WRONG.search(text)] == []


@given(FINITE, FINITE, FINITE, st.none() | FINITE, st.none() | FINITE)
def test_printed_estimates(value, low, high, error, p):
    """As they stand in a file."""
    text = figures.estimate(Estimate.model_construct(
        measure=Measure.MD, value=value, low=low, high=high, level=95, se=error, p=p or None), LABELS)  # fmt: skip
    assert not WRONG.search(text.replace("p = 1", "").replace("p = 0", "")), text


CLAIM: list[Any] = []
"""The claim below and its library: no argument of a test, or a failing case would print both."""


@pytest.fixture(scope="module")
def claim(tmp_path_factory):
    """A rated claim on two results."""
    site = tiny_site(tmp_path_factory.mktemp("shown") / "tiny")
    text = site.read("claims/outcomes/sleep.yml")
    site.write("claims/outcomes/sleep.yml", text.replace("\ncertainty:", "\nsynthesis:\n  measure: rr\n  by: size\n"
               "  assumed_risk: {percent: 30, source: data2022, where: abstract}\ncertainty:"))  # fmt: skip
    world, _ = site.check()
    CLAIM[:] = world.appraisals["sleep"], world.library


@given(
    st.lists(st.tuples(EFFECTS, VARIANCES), min_size=2, max_size=2),
    st.sampled_from(list(Measure)),
    st.sampled_from(list(Method)),
    st.sampled_from([(None, None), ("a", "a"), ("a", "b")]),
)
@pytest.mark.usefixtures("claim")
def test_whole_pages(pairs, measure, method, groups):
    """Estimate, plot, notes and people of any two studies that can be pooled, one of them without the other as well."""
    appraisal, library = CLAIM
    pairs = [(max(-25.0, min(value, 25.0)) if measure.ratio else value, variance) for value, variance in pairs]
    given_ = [
        Contribution(item.name, Effect(measure, value, variance), group)
        for item, (value, variance), group in zip(appraisal.counted, pairs, groups, strict=True)
    ]
    every, one = synthesise(given_, measure, method), synthesise(given_[:1], measure, method)
    for counted, excluded in ((every, None), (one, every)):
        pool = ClaimPool(measure, method, (), counted, excluded, ())
        with patch.object(sizes, "pool_claim", return_value=pool):
            found = sizes.size(appraisal, library, LABELS)
        assert [text for text in texts(found) if WRONG.search(text)] == []


@given(st.lists(EFFECTS, min_size=1, max_size=5), st.lists(st.tuples(EFFECTS, EFFECTS), max_size=4))
def test_places_on_an_axis(values, ends):
    """No place in per cent and no tick is a negative nought, and each estimate lies on the axis."""
    intervals = [Interval(min(pair), max(pair)) for pair in ends]
    axis = Axis.of(Measure.MD, values, intervals)
    told = [repr(axis.place(value)) for value in values] + texts([axis.span(each) for each in intervals])
    told += [figures.number(tick.value) for tick in axis.ticks()]
    assert [text for text in told if WRONG.search(text)] == []
    assert all(axis.holds(value) for value in values)

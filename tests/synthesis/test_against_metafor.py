"""Effects and pooled estimates agree with metafor to 1e-6; its numbers stand in the CSV files beside this."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from mkdocs_evidence.distributions import normal_quantile, t_quantile
from mkdocs_evidence.effect_sizes import (
    Effect,
    Events,
    Mean,
    Reason,
    Refusal,
    Spread,
    effect_of_estimate,
    effect_of_events,
    effect_of_means,
)
from mkdocs_evidence.synthesis import (
    TAU2,
    Contribution,
    IntervalBy,
    Pooled,
    Sample,
    Synthesis,
    hartung_knapp_error,
    pool,
    q_profile,
    synthesise,
)
from mkdocs_evidence.vocabulary import Measure, Method

HERE = Path(__file__).parent


def table(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def close(value: float):
    """To 1e-6 of the value; near 0, to 1e-12."""
    return pytest.approx(value, rel=1e-6, abs=1e-12)


def effect_of_row(row: dict[str, str], measure: Measure) -> Effect | Refusal:
    if "events1" in row:
        first, second = (Events(int(row[f"events{arm}"]), int(row[f"total{arm}"])) for arm in "12")
        return effect_of_events(first, second, measure)
    if "mean1" in row:
        first, second = (
            Mean(int(row[f"n{arm}"]), float(row[f"mean{arm}"]), Spread(float(row[f"sd{arm}"]))) for arm in "12"
        )
        return effect_of_means(first, second, measure)
    if "low" in row:
        return effect_of_estimate(measure, float(row["value"]), float(row["low"]), float(row["high"]))
    return Effect(measure, float(row["yi"]), float(row["vi"]))


@cache
def contributions(name: str, measure: str) -> tuple[Contribution, ...]:
    rows = table(f"data-{name}")
    return tuple(Contribution(row["study"], effect_of_row(row, Measure(measure))) for row in rows)


def effects(name: str, measure: str) -> list[Effect]:
    return [each.effect for each in contributions(name, measure) if isinstance(each.effect, Effect)]


@cache
def synthesis(name: str, measure: str, method: str) -> Synthesis:
    return synthesise(contributions(name, measure), Measure(measure), Method(method))


SETS = sorted({(row["set"], row["measure"]) for row in table("effects")})
POOLED = table("pooled")


def test_what_is_covered():
    """Eight public data sets, five measures, four estimators of τ², both intervals."""
    assert len({name for name, _ in SETS}) == 8
    assert {measure for _, measure in SETS} == {"md", "smd", "rr", "or", "rd"}
    assert {row["method"] for row in POOLED} == set(Method)
    assert {row["test"] for row in POOLED} == {"z", "knha"}


@pytest.mark.parametrize(("name", "measure"), SETS)
def test_effects(name, measure):
    """Every study's effect and variance; the studies that metafor drops are those that are refused, and no other."""
    expected = {row["study"]: row for row in table("effects") if (row["set"], row["measure"]) == (name, measure)}
    found = {each.name: each.effect for each in contributions(name, measure)}
    refused = {study for study, effect in found.items() if isinstance(effect, Refusal)}
    assert refused == found.keys() - expected.keys()
    assert {found[study] for study in refused} <= {Refusal(Reason.NO_EVENTS)}
    for study, row in expected.items():
        assert found[study].value == close(float(row["yi"])), study
        assert found[study].variance == close(float(row["vi"])), study


@pytest.mark.parametrize("row", POOLED, ids=lambda row: f"{row['set']}-{row['measure']}-{row['method']}-{row['test']}")
def test_pooled_estimate(row):
    """Estimate, τ² and its Q-profile interval, I², H², Q, p and weights, and the interval of each kind."""
    method = Method(row["method"])
    outcome = synthesis(row["set"], row["measure"], method).outcome
    assert isinstance(outcome, Pooled)
    assert outcome.k == int(row["k"])
    assert outcome.value == close(float(row["value"]))
    measured = outcome.heterogeneity
    for field in ("i2", "h2", "q", "df"):
        assert getattr(measured, field) == close(float(row[field])), field
    assert measured.p == pytest.approx(float(row["p"]), rel=1e-6)
    if method is Method.COMMON_EFFECT:
        assert (measured.tau2, measured.tau2_interval, outcome.prediction) == (None, None, None)
    else:
        assert measured.tau2 == close(float(row["tau2"]))
        assert measured.tau2_interval.low == close(float(row["tau2_low"]))
        assert measured.tau2_interval.high == close(float(row["tau2_high"]))
    first = next(line for line in synthesis(row["set"], row["measure"], method).lines)
    assert first.weight == close(float(row["weight_first"]))
    low, high = close(float(row["low"])), close(float(row["high"]))
    if row["test"] == "z":
        assert (outcome.wald.low, outcome.wald.high) == (low, high)
    else:
        # Also where τ² is 0 and the rule shows the interval by Wald.
        sums = Sample.of(effects(row["set"], row["measure"])).at(float(row["tau2"]))
        error = hartung_knapp_error(sums, outcome.k - 1)
        assert error == close(float(row["se"]))
        half = t_quantile(95, outcome.k - 1) * error
        assert (outcome.value - half, outcome.value + half) == (low, high)


@pytest.mark.parametrize("row", [row for row in POOLED if row["tau2"]],
                         ids=lambda row: f"{row['set']}-{row['measure']}-{row['method']}-{row['test']}")  # fmt: skip
def test_chosen_interval(row):
    """By Hartung–Knapp where τ² is above 0, else by Wald; the prediction interval goes along with it."""
    outcome = synthesis(row["set"], row["measure"], row["method"]).outcome
    chosen = "knha" if float(row["tau2"]) > 0 else "z"
    assert outcome.interval_by is (IntervalBy.HARTUNG_KNAPP if chosen == "knha" else IntervalBy.WALD)
    if row["test"] == chosen:
        assert outcome.standard_error == close(float(row["se"]))
        assert (outcome.interval.low, outcome.interval.high) == (close(float(row["low"])), close(float(row["high"])))
        assert outcome.prediction.low == close(float(row["prediction_low"]))
        assert outcome.prediction.high == close(float(row["prediction_high"]))


@pytest.mark.parametrize(("name", "measure"), SETS)
@pytest.mark.parametrize("method", list(Method))
def test_leave_one_out(name, measure, method):
    """Every refit without one study, in the order of the studies, each with the interval that the rule gives it."""
    rows = [row for row in table("leave_one_out")
            if (row["set"], row["measure"], row["method"]) == (name, measure, method)]  # fmt: skip
    refits = synthesis(name, measure, method).leave_one_out
    assert [each.name for each in refits] == [row["without"] for row in rows if row["test"] == "z"]
    for each in refits:
        by = {row["test"]: row for row in rows if row["without"] == each.name}
        chosen = by["knha" if each.outcome.interval_by is IntervalBy.HARTUNG_KNAPP else "z"]
        assert (each.outcome.interval_by is IntervalBy.HARTUNG_KNAPP) is bool(each.outcome.heterogeneity.tau2)
        # Where τ² ends at 0, metafor stops up to 1e-12 short of it, which an estimate near 0 feels.
        found = {"value": each.outcome.value, "low": each.outcome.interval.low, "high": each.outcome.interval.high}
        assert found == {name: pytest.approx(float(chosen[name]), rel=1e-6, abs=1e-10) for name in found}
        assert each.outcome.heterogeneity.i2 == pytest.approx(float(chosen["i2"]), rel=1e-6, abs=1e-6)
        assert (each.outcome.heterogeneity.tau2 or 0) == close(float(chosen["tau2"] or 0))


@pytest.mark.parametrize("method", list(Method))
def test_subgroups(method):
    """The BCG trials by how people were put into groups: each estimate, and the test for a difference between them."""
    groups = {row["study"]: row["group"] for row in table("groups-bcg")}
    grouped = [replace(each, subgroup=groups[each.name]) for each in contributions("bcg", "rr")]
    found = synthesise(grouped, Measure.RR, method)
    rows = [row for row in table("subgroups") if row["method"] == method]
    assert [group.name for group in found.subgroups] == [row["group"] for row in rows]
    for group, row in zip(found.subgroups, rows, strict=True):
        assert group.outcome.k == int(row["k"])
        assert group.outcome.value == close(float(row["value"]))
        assert group.outcome.from_weights == close(float(row["se"]))
    assert (found.between.q, found.between.df) == (close(float(rows[0]["q"])), int(rows[0]["df"]))
    assert found.between.p == close(float(rows[0]["p"]))


@pytest.mark.parametrize(
    ("method", "value", "error", "tau2"),
    [(Method.REML, -0.7145, 0.1798, 0.3132), (Method.DERSIMONIAN_LAIRD, -0.7141, 0.1787, 0.3088)],
)
def test_bcg_vaccine_as_published(method, value, error, tau2):
    """The log risk ratio of the thirteen BCG trials, as metafor's documentation prints it."""
    outcome = synthesis("bcg", "rr", method).outcome
    assert round(outcome.value, 4) == value
    assert round(outcome.wald.width / 2 / normal_quantile(95), 4) == error
    assert round(outcome.heterogeneity.tau2, 4) == tau2
    assert (round(outcome.heterogeneity.q, 4), outcome.heterogeneity.df) == (152.2330, 12)
    if method is Method.REML:
        assert round(outcome.heterogeneity.i2, 2) == 92.22


@pytest.mark.parametrize("method", [Method.REML, Method.PAULE_MANDEL])
@pytest.mark.parametrize(("name", "measure"), SETS)
def test_convergence(name, measure, method):
    """τ² solves its equation to 1e-12 of the terms in it, or is 0."""
    sample = Sample.of(effects(name, measure))
    tau2 = TAU2[method](sample)
    sums = sample.at(tau2)
    left, right = (sums.q2, sums.trace) if method is Method.REML else (sums.q, sample.df)
    assert math.isclose(left, right, rel_tol=1e-12) or (tau2 == 0 and left < right)


def test_level_of_the_q_profile():
    """A higher level gives a wider interval of τ² that holds the narrower one."""
    sample = Sample.of(effects("bcg", "rr"))
    narrow, wide = q_profile(sample, 90), q_profile(sample, 99)
    assert wide.low < narrow.low < narrow.high < wide.high


def test_names_play_no_part():
    """The same effects under other names give the same estimate."""
    given = effects("bcg", "rr")
    named = [(str(number), effect) for number, effect in enumerate(given)]
    assert pool(named, Measure.RR) == pool([("", effect) for effect in given], Measure.RR)

"""Standard deviations that were not printed, worked out by hand, and where a result says what."""

from __future__ import annotations

import math

import pytest

from mkdocs_evidence import figures
from mkdocs_evidence.effect_sizes import Effect, Reason, Refusal, SdFrom, Spread
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.model import ArmData, Result
from mkdocs_evidence.pooling import effect_of_result
from mkdocs_evidence.spreads import differences_in, spread_in, spread_of
from mkdocs_evidence.vocabulary import Measure

LABELS = Labels.shipped()
T18 = 2.10092204024096
"""The 97.5th percentile of Student's t with 18 degrees of freedom, as R gives it, and so the p value of 3.2."""
T9 = 2.262157162740992


def arms(first="", second="", **more):
    """A result of ten and ten people with means 12 and 16; `first` and `second` are what else an arm says."""
    given = [dict(part.split("=") for part in text.split()) for text in (first, second)]
    tea, water = ({"n": "10", "mean": mean} | data for mean, data in zip(("12", "16"), given, strict=True))
    return Result.model_validate(
        {"id": "pain", "compare": ["tea", "water"], "arms": {"tea": tea, "water": water},
         "from": {"cite": "brewer2020", "where": "abstract"}} | more
    )  # fmt: skip


def test_standard_error():
    """SE 1.5 of ten people: SD 1.5 · √10."""
    assert spread_in(arms("se=1.5"), "tea") == Spread(1.5 * math.sqrt(10), SdFrom.STANDARD_ERROR)


def test_interval_of_a_mean():
    """t with 9 degrees of freedom at 95 %, and another level where that is stated."""
    data = ArmData.model_validate({"n": "10", "mean": "12", "ci": [str(12 - 3 * T9), str(12 + 3 * T9)]})
    found = spread_of(data)
    assert (found.sd, found.sd_from) == (pytest.approx(3 * math.sqrt(10)), SdFrom.INTERVAL)
    assert spread_of(data.model_copy(update={"level": 90.0})).sd > found.sd


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ({"se": "1.25"}, SdFrom.DIFFERENCE_ERROR),
        ({"ci": [str(-4 - 1.25 * T18), str(-4 + 1.25 * T18)]}, SdFrom.DIFFERENCE_INTERVAL),
        ({"t": "-3.2"}, SdFrom.T_VALUE),
        ({"p": "0.00496248999601"}, SdFrom.P_VALUE),
    ],
)
def test_difference_between_two_groups(printed, source):
    """Four ways to say that the difference of -4 has a standard error of 1.25: SD 1.25 / √(1/10 + 1/10)."""
    result = arms(difference=printed)
    for arm in ("tea", "water"):
        found = spread_in(result, arm)
        assert (found.sd, found.sd_from) == (pytest.approx(1.25 / math.sqrt(0.2), rel=1e-6), source)
    effect = effect_of_result(result, Measure.MD)
    assert (effect.value, effect.standard_error) == (-4, pytest.approx(1.25, rel=1e-6))
    assert effect.sd_from == (source, source)


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ({"sd": "6"}, SdFrom.REPORTED),
        ({"se": str(6 / math.sqrt(10))}, SdFrom.DIFFERENCE_ERROR),
        ({"t": str(4 / (6 / math.sqrt(10)))}, SdFrom.T_VALUE),
    ],
)
def test_difference_in_the_same_people(printed, source):
    """Three ways to say that the differences of ten people have an SD of 6."""
    result = arms(paired="true", difference=printed)
    assert differences_in(result) == Spread(pytest.approx(6), source)
    effect = effect_of_result(result, Measure.MD)
    assert (effect.variance, effect.people, effect.sd_from) == (pytest.approx(3.6), 10, (source,))


def test_correlation():
    """Of a crossover: 3² + 4² - 2 · 0.5 · 3 · 4 = 13, of ten people."""
    effect = effect_of_result(arms("sd=3", "sd=4", paired="true", correlation={"value": "0.5"}), Measure.MD)
    assert effect.variance == pytest.approx(1.3)


def test_correlation_before_and_after():
    """Of the same people: after minus before."""
    moments = {"before": {"at": "start", "mean": "16", "sd": "4"}, "after": {"at": "end", "mean": "12", "sd": "3"}}
    result = Result.model_validate(
        {"id": "pain", "same_people": {"n": "10", **moments}, "correlation": {"value": "0.5"},
         "from": {"cite": "brewer2020", "where": "abstract"}}
    )  # fmt: skip
    effect = effect_of_result(result, Measure.MD)
    assert (effect.value, effect.variance) == (-4, pytest.approx(1.3))


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (arms("se=1.5"), Reason.NUMBERS_MISSING),
        (arms("se=0", "se=1"), Reason.SD_NOT_POSITIVE),
        (arms(difference={"p": "1"}), Reason.P_OUT_OF_RANGE),
        (arms(difference={"t": "0"}), Reason.SD_NOT_POSITIVE),
        (arms(difference={"ci": ["1", "-9"]}), Reason.INTERVAL_SWAPPED),
        (arms(difference={"ci": ["-9", "1"], "level": "20"}), Reason.LEVEL_OUT_OF_RANGE),
        (arms("n=1", "n=1", difference={"t": "2"}), Reason.TOO_FEW_PEOPLE),
        (arms(paired="true", difference={"t": "0"}), Reason.SD_NOT_POSITIVE),
        (arms(paired="true", difference={"p": "0"}), Reason.P_OUT_OF_RANGE),
    ],
)
def test_nothing_is_made_up(result, reason):
    """Where a figure is missing or cannot be, there is no effect, with the reason."""
    assert effect_of_result(result, Measure.MD) == Refusal(reason)


def test_estimate_with_a_standard_error():
    """It stands for the interval: the standard error of the logarithm for a ratio."""
    estimate = {"measure": "or", "value": "2", "se": "0.25"}
    result = Result.model_validate(
        {"id": "pain", "estimate": estimate, "from": {"cite": "brewer2020", "where": "abstract"}}
    )
    assert effect_of_result(result, Measure.OR) == Effect(Measure.OR, math.log(2), 0.0625)
    both = result.model_copy(update={"estimate": result.estimate.model_copy(update={"low": 1.0, "high": 4.0})})
    assert effect_of_result(both, Measure.OR).standard_error == pytest.approx(math.log(4) / 2 / 1.959963984540054)


def test_shown_with_what_it_was_worked_out_from():
    """What is printed, and the SD to four digits with its source."""
    result = arms("se=1.5")
    assert figures.arm(result.arms["tea"], LABELS, spread_in(result, "tea")) == (
        "12 (SE 1.5; SD 4.743, worked out from the standard error of the mean; 10 people)"
    )
    result = arms(difference={"t": "-3.2"})
    assert figures.arm(result.arms["tea"], LABELS, spread_in(result, "tea")) == (
        "12 (SD 2.795, worked out from the t value of the difference; 10 people)"
    )
    assert figures.difference(result.difference, LABELS) == "t = −3.2"
    result = arms(paired="true", difference={"ci": ["-6.1", "-1.9"]})
    assert figures.difference(result.difference, LABELS, differences_in(result)) == (
        "95% interval −6.1 to −1.9; SD 2.936, worked out from the interval of the difference"
    )

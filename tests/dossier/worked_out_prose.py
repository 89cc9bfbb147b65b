"""Figures in the prose of claims that are worked out, each with its formula. What they are worked out from is taken
from the records, or from the studies, which `test_studies.py` holds against the records.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, sqrt
from pathlib import Path
from typing import Any

import yaml

from .records import record

PROJECT = Path(__file__).parent.parent.parent
Z = 1.959964
Formula = Callable[[], float]


def _arm(study: str, result: str, arm: str) -> dict[str, float]:
    """The figures of one arm of a result in the stores."""
    path = PROJECT / "studies" / f"{study}.yml"
    plain: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    found = next(one for one in plain["results"] if one["id"] == result)
    return {key: float(value) for key, value in found["arms"][arm].items()}


def _less(study: str, result: str) -> Formula:
    """How much lower the mean was with MDMA than with placebo."""
    return lambda: _arm(study, result, "placebo")["mean"] - _arm(study, result, "mdma")["mean"]


def _people(*keys: str) -> Formula:
    """The people of several studies, as the dossier numbers them."""
    return lambda: sum(float(record(key).parts["study"]["n"]) for key in keys)  # type: ignore[union-attr]


def _events(result: str, *arms: tuple[str, str]) -> Formula:
    """The events of several arms together."""
    return lambda: sum(_arm(study, result, arm)["events"] for study, arm in arms)


def _missing(study: str, result: str, arm: str) -> float:
    """People randomised to an arm who are not among those counted in the result."""
    plain: Any = yaml.load((PROJECT / "studies" / f"{study}.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return float(plain["arms"][arm]["randomised"]) - _arm(study, result, arm)["total"]


def _share(study: str, arm: str, *, missing: float) -> Formula:
    """Per cent of all randomised who lost the diagnosis, with this share of those missing counted among them."""

    def worked_out() -> float:
        counts, left = _arm(study, "lost-diagnosis", arm), _missing(study, "lost-diagnosis", arm)
        return 100 * (counts["events"] + missing * left) / (counts["total"] + left)

    return worked_out


def _ratio(counts: Callable[[], tuple[float, float, float, float]], sign: int) -> Formula:
    """A risk ratio (sign 0) or an end of its 95% interval, by the Wald formula on the log scale."""

    def worked_out() -> float:
        a, n, c, m = counts()
        return exp(log(a / n / (c / m)) + sign * Z * sqrt(1 / a - 1 / n + 1 / c - 1 / m))

    return worked_out


def _not_completed() -> tuple[float, float, float, float]:
    mdma, placebo = _arm("mapp2", "not-completed", "mdma"), _arm("mapp2", "not-completed", "placebo")
    return mdma["events"], mdma["total"], placebo["events"], placebo["total"]


def _harshest(study: str) -> Callable[[], tuple[float, float, float, float]]:
    """Everyone missing from the placebo group had lost the diagnosis, and nobody missing from the MDMA group."""

    def counts() -> tuple[float, float, float, float]:
        mdma, placebo = _arm(study, "lost-diagnosis", "mdma"), _arm(study, "lost-diagnosis", "placebo")
        out = _missing(study, "lost-diagnosis", "placebo")
        return (
            mdma["events"],
            mdma["total"] + _missing(study, "lost-diagnosis", "mdma"),
            placebo["events"] + out,
            placebo["total"] + out,
        )

    return counts


def _wilson(events: float, total: float, sign: int) -> float:
    """An end of the 95% interval of a share, per cent, by Wilson's formula."""
    share, spread = events / total, Z * Z / total
    half = Z * sqrt(share * (1 - share) / total + spread / total / 4)
    return 100 * (share + spread / 2 + sign * half) / (1 + spread)


LOST = [("mapp1", "mdma"), ("mapp1", "placebo"), ("mapp2", "mdma"), ("mapp2", "placebo")]
DOSES = [("mp-8", "mdma-125"), ("mp-8", "mdma-30"), ("mp-12", "mdma-125"), ("mp-12", "mdma-40")]
MISSING_FROM_PLACEBO = [("mapp1", "remission", "placebo"), ("mapp2", "remission", "placebo")]

IN_PROSE: dict[tuple[str, str, str], Formula] = {
    ("advantage-beyond-18-weeks", "summary", "3.2"): _less("mapp1", "caps5-week-4"),
    ("advantage-beyond-18-weeks", "summary", "7.2"): _less("mapp1", "caps5-week-8"),
    ("advantage-beyond-18-weeks", "summary", "10.3"): _less("mapp1", "caps5-end"),
    ("advantage-beyond-18-weeks", "summary", "3.4"): _less("mapp2", "caps5-week-4"),
    ("advantage-beyond-18-weeks", "summary", "6.9"): _less("mapp2", "caps5-week-8"),
    ("advantage-beyond-18-weeks", "summary", "7.5"): _less("mapp2", "caps5-end"),
    ("ptsd-symptom-severity", "synthesis.published.differs", "10.3"): _less("mapp1", "caps5-end"),
    ("ptsd-symptom-severity", "synthesis.published.differs", "7.5"): _less("mapp2", "caps5-end"),
    ("blood-pressure", "certainty.imprecision.reason", "55"): lambda: 166 / 3,
    ("blood-pressure", "certainty.imprecision.reason", "26"): lambda: _wilson(55, 166, -1),
    ("blood-pressure", "certainty.imprecision.reason", "41"): lambda: _wilson(55, 166, +1),
    ("heart-valves-after-heavy-use", "key_messages.2", "six"): lambda: 6.1,
    ("heart-valves-after-heavy-use", "key_messages.3", "58"): lambda: 29 + 29,
    ("heart-valves-after-heavy-use", "certainty.imprecision.reason", "Fifty-eight"): lambda: 29 + 29,
    ("low-blood-sodium", "certainty.imprecision.reason", "2.4"): lambda: 3 - Z * 3 / sqrt(96),
    ("low-blood-sodium", "certainty.imprecision.reason", "3.6"): lambda: 3 + Z * 3 / sqrt(96),
    ("nausea", "certainty.imprecision.reason", "Nineteen"): _events("nausea", ("mapp1", "mdma"), ("mapp1", "placebo")),
    ("severe-adverse-events", "certainty.imprecision.reason", "twelve"): lambda: 11.85,
    ("emotional-empathy", "certainty.imprecision.reason", "Sixty-two"): _people("hysek2014", "schmid2014"),
    ("feelings-of-closeness", "certainty.imprecision.reason", "159"): _people(
        "hysek2012b", "schmid2014", "dumont2009", "bedi2009", "bedi2010", "wardle2014"
    ),
    ("reading-fear-and-anger", "certainty.imprecision.reason", "thirty-seven"): lambda: (
        _people("bedi2010", "hysek2014", "hysek2012b", "wardle2014")() - 100
    ),
    ("trust-in-others", "certainty.imprecision.reason", "Fifty"): _people("schmid2014", "gabay2019"),
    ("leaving-early", "summary", "0.11"): _ratio(_not_completed, 0),
    ("leaving-early", "summary", "0.01"): _ratio(_not_completed, -1),
    ("leaving-early", "summary", "0.81"): _ratio(_not_completed, +1),
    ("loss-of-ptsd-diagnosis", "summary", "61"): _share("mapp1", "mdma", missing=0),
    ("loss-of-ptsd-diagnosis", "summary", "27"): _share("mapp1", "placebo", missing=0),
    ("loss-of-ptsd-diagnosis", "summary", "43"): _share("mapp1", "placebo", missing=1),
    ("loss-of-ptsd-diagnosis", "summary", "70"): _share("mapp2", "mdma", missing=0),
    ("loss-of-ptsd-diagnosis", "summary", "39"): _share("mapp2", "placebo", missing=0),
    ("loss-of-ptsd-diagnosis", "summary", "57"): _share("mapp2", "placebo", missing=1),
    ("loss-of-ptsd-diagnosis", "summary", "1.41"): _ratio(_harshest("mapp1"), 0),
    ("loss-of-ptsd-diagnosis", "summary", "0.93"): _ratio(_harshest("mapp1"), -1),
    ("loss-of-ptsd-diagnosis", "summary", "2.13"): _ratio(_harshest("mapp1"), +1),
    ("loss-of-ptsd-diagnosis", "summary", "1.23"): _ratio(_harshest("mapp2"), 0),
    ("loss-of-ptsd-diagnosis", "summary", "0.91"): _ratio(_harshest("mapp2"), -1),
    ("loss-of-ptsd-diagnosis", "summary", "1.65"): _ratio(_harshest("mapp2"), +1),
    ("loss-of-ptsd-diagnosis", "certainty.imprecision.reason", "113"): _events("lost-diagnosis", *LOST, *DOSES),
    ("remission", "certainty.risk_of_bias.reason", "sixteen"): lambda: sum(
        _missing(*one) for one in MISSING_FROM_PLACEBO
    ),
    ("remission", "certainty.imprecision.reason", "Forty-nine"): _events("remission", *LOST),
    ("response", "certainty.imprecision.reason", "155"): _events(
        "response", *LOST, *DOSES, ("mp-2", "full-dose"), ("mp-2", "low-dose")
    ),
}
"""Claim, path and figure to the formula; the figure is compared after rounding to as many places as are printed."""

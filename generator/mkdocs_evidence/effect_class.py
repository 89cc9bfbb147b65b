"""How large an effect is, by stated thresholds: a class from a point estimate.

After the effect classes of GRADE's informative statements (J Clin Epidemiol 2020;119:126). Size and
certainty are two axes: nothing here knows a level. A class is given only where thresholds with a source
say what counts as small, moderate or large; without them there is no word for size.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .model import Estimate, Importance


class EffectClass(StrEnum):
    """How much an effect matters to people, the least first."""

    TRIVIAL = "trivial"
    SMALL = "small"
    MODERATE = "moderate"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where an effect begins to matter, to be moderate and to be large; in the unit of the estimate, above 0."""

    small: float
    moderate: float | None = None
    large: float | None = None
    rule_of_thumb: bool = False
    """True where no source for this outcome says so; whoever shows a word that rests on it has to say that."""


RULE_OF_THUMB = Thresholds(0.2, 0.5, 0.8, rule_of_thumb=True)
"""Cohen's marks for a standardised mean difference: a last resort that nothing uses by default."""


def thresholds_of(importance: Importance) -> Thresholds:
    """The thresholds that an instrument's source gives."""
    return Thresholds(importance.value, importance.moderate, importance.large)


def effect_class(estimate: Estimate, thresholds: Thresholds | None) -> EffectClass | None:
    """The class of the estimate's point value, whichever way it points.

    The estimate is an absolute one in the unit of the thresholds (points on the instrument, or standard
    deviations for the rule of thumb); a ratio has no class. None where the thresholds that would tell two
    classes apart are not known.
    """
    if thresholds is None or estimate.measure.ratio:
        return None
    size, large, moderate = abs(estimate.value), thresholds.large, thresholds.moderate
    if size < thresholds.small:
        return EffectClass.TRIVIAL
    if large is not None and size >= large:
        return EffectClass.LARGE
    if moderate is None or (large is None and size >= moderate):
        return None
    return EffectClass.MODERATE if size >= moderate else EffectClass.SMALL


def within(estimate: Estimate, thresholds: Thresholds) -> bool | None:
    """True where the whole interval is trivial, False where it reaches a difference that matters, None without one."""
    if estimate.low is None or estimate.high is None:
        return None
    return -thresholds.small < estimate.low and estimate.high < thresholds.small

"""How large an effect is, by stated thresholds: a class from a point estimate.

After the effect classes of GRADE's informative statements (J Clin Epidemiol 2020;119:126). Size and
certainty are two axes: nothing here knows a level. A class is given only where thresholds with a source
say what counts as small, moderate or large; without them there is no word for size.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from .model import ClaimImportance, Importance


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


def thresholds_of(importance: Importance | ClaimImportance) -> Thresholds | None:
    """The thresholds that a source gives, or the rule of thumb where it was chosen; None where they have no order."""
    if isinstance(importance, ClaimImportance) and importance.last_resort:
        return RULE_OF_THUMB
    if importance.value is None or not rising(importance):
        return None
    return Thresholds(importance.value, importance.moderate, importance.large)


def rising(importance: Importance | ClaimImportance) -> bool:
    """True where the thresholds that are stated are above 0, each larger than the one before it."""
    stated = [0.0, *(x for x in (importance.value, importance.moderate, importance.large) if x is not None)]
    return all(one < other for one, other in pairwise(stated))


def effect_class(value: float, thresholds: Thresholds) -> EffectClass | None:
    """The class of the point value of an absolute effect, whichever way it points, in the unit of the thresholds.

    None where the thresholds that would tell two classes apart are not known.
    """
    size, large, moderate = abs(value), thresholds.large, thresholds.moderate
    if size < thresholds.small:
        return EffectClass.TRIVIAL
    if large is not None and size >= large:
        return EffectClass.LARGE
    if moderate is None or (large is None and size >= moderate):
        return None
    return EffectClass.MODERATE if size >= moderate else EffectClass.SMALL


def within(low: float, high: float, thresholds: Thresholds) -> bool:
    """True where the whole interval is trivial, False where it reaches a difference that matters."""
    return -thresholds.small < low and high < thresholds.small

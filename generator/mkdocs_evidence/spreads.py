"""The spread that a result's means go with: the SD of each arm, or of people's differences, as printed or recovered.

Every recovered SD says what it was recovered from. Which figures may stand beside each other is
checked in `checks/spreads.py`; here the first that is there counts.

Cochrane Handbook for Systematic Reviews of Interventions, chapter 6.5.2 (SDs that are not reported).
"""

from __future__ import annotations

import math
from dataclasses import replace

from .effect_sizes import (
    Reason,
    Refusal,
    SdFrom,
    Spread,
    error_of_interval,
    spread_from_difference,
    spread_from_interval,
    spread_from_standard_error,
    spread_from_t,
    t_of_p,
)
from .model import ArmData, Difference, Result

Found = Spread | Refusal | None
"""A spread, why what is printed gives none, or None where nothing is printed."""


def spread_of(data: ArmData) -> Found:
    """The SD of an arm from the arm's own figures."""
    if data.sd is not None:
        return Spread(data.sd)
    if data.se is None and data.ci is None:
        return None
    if data.n is None:
        return Refusal(Reason.NUMBERS_MISSING)
    if data.se is not None:
        return spread_from_standard_error(data.se, data.n)
    assert data.ci is not None  # one of the two is there
    return spread_from_interval(*data.ci, data.n, data.level)


def spread_in(result: Result, arm: str) -> Found:
    """The SD of one arm: from its own figures, or else from what is printed of the difference of the two compared."""
    own = spread_of(result.arms[arm])
    if own is not None or arm not in result.compare or not result.difference or result.paired:
        return own
    return _common_spread(result, result.difference)


def _common_spread(result: Result, printed: Difference) -> Found:
    """The SD that the two compared arms have in common."""
    if any(id not in result.arms for id in result.compare):
        return Refusal(Reason.NO_COMPARISON)
    first, second = (result.arms[id] for id in result.compare)
    if first.n is None or second.n is None or first.mean is None or second.mean is None:
        return Refusal(Reason.NUMBERS_MISSING)
    if min(first.n, second.n) < 2:
        return Refusal(Reason.TOO_FEW_PEOPLE)
    df = first.n + second.n - 2
    if printed.se is not None:
        return spread_from_difference(printed.se, first.n, second.n)
    if printed.ci is not None:
        error = error_of_interval(*printed.ci, df, printed.level)
        if isinstance(error, Refusal):
            return error
        return _named(spread_from_difference(error, first.n, second.n), SdFrom.DIFFERENCE_INTERVAL)
    difference = first.mean - second.mean
    if printed.t is not None:
        return spread_from_t(difference, printed.t, first.n, second.n)
    if printed.p is not None:
        t = t_of_p(printed.p, df)
        if isinstance(t, Refusal):
            return t
        return _named(spread_from_t(difference, t, first.n, second.n), SdFrom.P_VALUE)
    return None


def differences_in(result: Result) -> Found:
    """The SD of each person's difference in a result of the same people twice, from what is printed of it."""
    if result.same_people:
        after, before, people = result.same_people.after.mean, result.same_people.before.mean, result.same_people.n
        return spread_of_differences(result.difference, after - before, people)
    if not result.paired or len(result.compare) != 2 or any(id not in result.arms for id in result.compare):
        return None
    first, second = (result.arms[id] for id in result.compare)
    if first.n is None or first.mean is None or second.mean is None:
        return None
    return spread_of_differences(result.difference, first.mean - second.mean, first.n)


def spread_of_differences(printed: Difference | None, difference: float, people: int) -> Found:
    """The SD of each person's difference, from what is printed of their mean `difference`."""
    if printed is None:
        return None
    if printed.sd is not None:
        return Spread(printed.sd)
    if printed.se is not None:
        return _named(spread_from_standard_error(printed.se, people), SdFrom.DIFFERENCE_ERROR)
    if printed.ci is not None:
        return _named(spread_from_interval(*printed.ci, people, printed.level), SdFrom.DIFFERENCE_INTERVAL)
    if people < 2:
        return Refusal(Reason.TOO_FEW_PEOPLE)
    t: float | Refusal | None = printed.t
    if printed.p is not None:
        t = t_of_p(printed.p, people - 1)
    if t is None or isinstance(t, Refusal):
        return t
    if not t or not difference:
        return Refusal(Reason.SD_NOT_POSITIVE)
    by = SdFrom.P_VALUE if printed.p is not None else SdFrom.T_VALUE
    return _named(spread_from_standard_error(abs(difference / t), people), by)


def _named(found: Spread | Refusal, by: SdFrom) -> Spread | Refusal:
    return replace(found, sd_from=by) if isinstance(found, Spread) else found


def recovered(found: Found) -> Spread | None:
    """`found` where it is an SD that was not printed and is a number that can be shown."""
    if not isinstance(found, Spread) or found.sd_from is SdFrom.REPORTED or not math.isfinite(found.sd):
        return None
    return found

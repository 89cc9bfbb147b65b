"""Quantiles and tails of the normal, t and chi-square distributions.

The one module that knows SciPy, which takes a quarter of a second to load: it is imported where a
t or chi-square value is asked for, so a site that pools nothing never waits for it.
"""

from __future__ import annotations

from statistics import NormalDist


def normal_quantile(level: float) -> float:
    """z such that a standard normal value lies between −z and z in `level` per cent of cases."""
    return -NormalDist().inv_cdf((1 - level / 100) / 2)


def t_quantile(level: float, df: int) -> float:
    """t such that a value of Student's t with `df` degrees of freedom lies between −t and t in `level` per cent."""
    from scipy import special

    return -float(special.stdtrit(df, (1 - level / 100) / 2))


def t_at_p(p: float, df: int) -> float:
    """The value of Student's t with `df` degrees of freedom that a two-sided p belongs to; 0 or above."""
    from scipy import special

    return -float(special.stdtrit(df, p / 2))


def chi_square_above(value: float, df: int) -> float:
    """The probability of a chi-square value above `value`."""
    from scipy import special

    return float(special.chdtrc(df, value))


def chi_square_quantile(above: float, df: int) -> float:
    """The chi-square value that is exceeded with probability `above`."""
    from scipy import special

    return float(special.chdtri(df, above))

"""Effects of several studies to one pooled estimate with everything that belongs to it.

Inverse-variance pooling with a common effect or with random effects. metafor (R) is the reference:
the definitions are those of its `rma()`, `confint()` and `predict()`, and the numbers agree with it
(tests/synthesis/). All values of ratio measures are natural logarithms. Whatever the data, the
outcome is a pooled estimate, one study's own estimate, or a typed "not estimable"; no NaN, no
exception.

Viechtbauer, J Educ Behav Stat 2005;30:261 (REML) · DerSimonian & Laird, Control Clin Trials
1986;7:177 · Paule & Mandel, J Res Natl Bur Stand 1982;87:377 · Knapp & Hartung, Stat Med
2003;22:2693 · Viechtbauer, Stat Med 2007;26:37 (Q-profile) · Higgins & Thompson, Stat Med
2002;21:1539 (I², H²) · Higgins et al., J R Stat Soc A 2009;172:137 (prediction).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .distributions import chi_square_above, chi_square_quantile, normal_quantile, t_quantile
from .effect_sizes import Effect, Reason, Refusal, in_range, is_level
from .rounding import rounded
from .vocabulary import Measure, Method


class IntervalBy(StrEnum):
    """How the interval of a pooled estimate was worked out."""

    WALD = "wald"
    """Estimate ± z · SE."""
    HARTUNG_KNAPP = "hartung-knapp"
    """Hartung–Knapp–Sidik–Jonkman: t with k − 1 degrees of freedom, and a SE that follows how the effects scatter."""


class WhyNot(StrEnum):
    """Why there is no estimate."""

    NO_STUDIES = "no-studies"
    """Nothing to pool: no study, or none with an effect."""
    DIFFERENT_MEASURES = "different-measures"
    """Effects on different scales have no mean."""
    OUT_OF_RANGE = "out-of-range"
    """An effect or its variance is not of a size that can be calculated with."""
    LEVEL_OUT_OF_RANGE = "level-out-of-range"


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Heterogeneity:
    """How much the effects differ beyond chance. With two studies these numbers exist and say nothing."""

    q: float
    df: int
    p: float
    """Probability of a Q this large where all studies have one effect."""
    i2: float
    """Per cent. Random effects: 100·τ²/(τ² + v), v the typical variance; common effect: from Q, not below 0."""
    h2: float
    """Random effects: τ²/v + 1; common effect: Q/df."""
    tau2: float | None
    """Variance of the true effects; None where one common effect is assumed."""
    tau2_interval: Interval | None
    """By the Q-profile, at the level of the synthesis; None for a common effect. It need not hold τ²."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled estimate of two or more studies."""

    method: Method
    k: int
    value: float
    standard_error: float
    """The one that the interval uses."""
    from_weights: float
    """The standard error that follows from the weights, which an interval by Wald uses."""
    interval: Interval
    interval_by: IntervalBy
    wald: Interval
    """Estimate ± z · SE from the weights; the same as `interval` where that is by Wald."""
    heterogeneity: Heterogeneity
    prediction: Interval | None
    """Where the effect of a further study is expected: value ± quantile · √(SE² + τ²).

    Quantile and SE are those of the interval: t with k − 1 degrees of freedom by Hartung–Knapp, z by
    Wald. None below three studies and for a common effect.
    """

    @property
    def narrower_than_wald(self) -> bool:
        """True where the Hartung–Knapp interval, meant to be the more careful one, is the narrower."""
        return self.interval_by is IntervalBy.HARTUNG_KNAPP and self.interval.width < self.wald.width

    @property
    def heterogeneity_can_be_judged(self) -> bool:
        """False with two studies: whatever τ², I² and Q say then is noise."""
        return self.k > 2


@dataclass(frozen=True, slots=True)
class OneStudy:
    """The only study's own estimate: nothing was pooled."""

    name: str
    value: float
    standard_error: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """No estimate, and why."""

    reason: WhyNot


Outcome = Pooled | OneStudy | NotEstimable


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one study brings: its effect, or why there is none."""

    name: str
    effect: Effect | Refusal
    subgroup: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One study in the plot."""

    name: str
    effect: Effect
    interval: Interval
    weight: float | None
    """Per cent; None where nothing could be estimated. A single study has 100."""
    subgroup: str | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One study that stays visible and gives no effect."""

    name: str
    reason: Reason
    subgroup: str | None


@dataclass(frozen=True, slots=True)
class Without:
    """The outcome without one study."""

    name: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Subgroup:
    """The outcome of one subgroup, with a τ² of its own."""

    name: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Between:
    """Whether subgroups differ by more than chance: Q of their estimates, weighed by their Wald standard errors."""

    q: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Everything about one pooling, its numbers rounded to 8 significant digits."""

    measure: Measure
    level: float
    """Of every interval in it, per cent."""
    outcome: Outcome
    people: int | None
    """Of the studies that were pooled; None where one of them does not say."""
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]
    leave_one_out: tuple[Without, ...]
    """In the order of the lines; empty below three studies, where one study would be left."""
    subgroups: tuple[Subgroup, ...]
    """In order of first appearance; empty where no study names one."""
    between: Between | None
    """None with fewer than two subgroups that have an estimate."""


def synthesise(
    contributions: Sequence[Contribution], measure: Measure, method: Method = Method.REML, level: float = 95
) -> Synthesis:
    """Pool the effects among `contributions`, and work out all that is shown with the estimate.

    The interval is by Hartung–Knapp–Sidik–Jonkman where there are more than two studies and τ² is
    above 0, else by Wald. Lines, studies left out, and leave-one-out keep the order given.
    """
    given = [(each, each.effect) for each in contributions if isinstance(each.effect, Effect)]
    named = [(each.name, effect) for each, effect in given]
    outcome = pool(named, measure, method, level)
    lines = [
        Line(each.name, effect, Interval(*effect.wald(level)), weight, each.subgroup)
        for (each, effect), weight in zip(given, _weights(named, outcome), strict=True)
        if in_range(effect) and is_level(level)
    ]
    left_out = [
        LeftOut(each.name, each.effect.reason, each.subgroup)
        for each in contributions
        if isinstance(each.effect, Refusal)
    ]
    several = isinstance(outcome, Pooled) and outcome.k > 2
    leave_one_out = [
        Without(name, pool(named[:position] + named[position + 1 :], measure, method, level))
        for position, (name, _) in enumerate(named if several else [])
    ]
    members: dict[str, list[tuple[str, Effect]]] = {}
    for each, effect in given:
        if each.subgroup is not None:
            members.setdefault(each.subgroup, []).append((each.name, effect))
    subgroups = [Subgroup(name, pool(group, measure, method, level)) for name, group in members.items()]
    return rounded(
        Synthesis(
            measure,
            level,
            outcome,
            _people([effect for _, effect in given]),
            tuple(lines),
            tuple(left_out),
            tuple(leave_one_out),
            tuple(subgroups),
            _between(subgroups),
        )
    )


def _between(subgroups: Sequence[Subgroup]) -> Between | None:
    """The test for a difference between subgroups, each with a τ² of its own."""
    estimates = [
        (outcome.value, outcome.from_weights if isinstance(outcome, Pooled) else outcome.standard_error)
        for outcome in (group.outcome for group in subgroups)
        if not isinstance(outcome, NotEstimable)
    ]
    if len(estimates) < 2:
        return None
    weights = [1 / error**2 for _, error in estimates]
    mean = math.fsum(w * value for w, (value, _) in zip(weights, estimates, strict=True)) / math.fsum(weights)
    q = math.fsum(w * (value - mean) ** 2 for w, (value, _) in zip(weights, estimates, strict=True))
    df = len(estimates) - 1
    return Between(q, df, chi_square_above(q, df))


def _people(effects: Sequence[Effect]) -> int | None:
    """How many people the effects speak of together; None where one of them does not say."""
    counts = [effect.people for effect in effects if effect.people is not None]
    return sum(counts) if len(counts) == len(effects) else None


def pool(
    effects: Sequence[tuple[str, Effect]], measure: Measure, method: Method = Method.REML, level: float = 95
) -> Outcome:
    """The outcome of pooling named effects, in full precision; their order does not matter."""
    if not is_level(level):
        return NotEstimable(WhyNot.LEVEL_OUT_OF_RANGE)
    if not effects:
        return NotEstimable(WhyNot.NO_STUDIES)
    if any(effect.measure is not measure for _, effect in effects):
        return NotEstimable(WhyNot.DIFFERENT_MEASURES)
    if not all(in_range(effect) for _, effect in effects):
        return NotEstimable(WhyNot.OUT_OF_RANGE)
    if len(effects) == 1:
        ((name, effect),) = effects
        return OneStudy(name, effect.value, effect.standard_error, Interval(*effect.wald(level)))
    return _pooled(Sample.of([effect for _, effect in effects]), method, level)


def _weights(named: Sequence[tuple[str, Effect]], outcome: Outcome) -> list[float | None]:
    """The share of each effect in the estimate, per cent, in their order."""
    if isinstance(outcome, NotEstimable):
        return [None] * len(named)
    tau2 = (outcome.heterogeneity.tau2 or 0.0) if isinstance(outcome, Pooled) else 0.0
    weights = [1 / (effect.variance + tau2) for _, effect in named]
    total = math.fsum(weights)
    return [100 * weight / total for weight in weights]


# --- the arithmetic --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weighted:
    """Sums that all estimators need, at one value of τ²."""

    total: float
    """Σw, with w = 1/(v + τ²)."""
    mean: float
    """Σwy / Σw, counted from the sample's origin."""
    q: float
    """Σw(y − mean)²."""
    q2: float
    """Σw²(y − mean)²."""
    trace: float
    """Σw − Σw²/Σw, the trace of the matrix P."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Two or more effects, counted from the most precise one so that no digits are lost in differences."""

    origin: float
    values: tuple[float, ...]
    """Effects minus `origin`."""
    variances: tuple[float, ...]
    """Ascending."""

    @classmethod
    def of(cls, effects: Sequence[Effect]) -> Sample:
        ordered = sorted((effect.variance, effect.value) for effect in effects)
        origin = ordered[0][1]
        return cls(origin, tuple(y - origin for _, y in ordered), tuple(v for v, _ in ordered))

    @property
    def df(self) -> int:
        return len(self.values) - 1

    def at(self, tau2: float) -> Weighted:
        """The weighted sums at this τ²; `fsum` is exact, so the order of studies cannot matter."""
        w = [1 / (v + tau2) for v in self.variances]
        total = math.fsum(w)
        mean = math.fsum(map(_product, w, self.values)) / total
        parts = [weight * (y - mean) ** 2 for weight, y in zip(w, self.values, strict=True)]
        # The first weight is the largest: taken apart, since the total minus it may have no digits left.
        rest = math.fsum(w[1:])
        trace = math.fsum([w[0] * rest, *(weight * (total - weight) for weight in w[1:])]) / total
        return Weighted(total, mean, math.fsum(parts), math.fsum(map(_product, w, parts)), trace)

    def restricted_log_likelihood(self, tau2: float) -> float:
        """Up to a constant."""
        sums = self.at(tau2)
        return -0.5 * (math.fsum(math.log(v + tau2) for v in self.variances) + math.log(sums.total) + sums.q)

    def scatter(self) -> float:
        """Σ(y − ȳ)² / (k − 1), without weights."""
        mean = math.fsum(self.values) / len(self.values)
        return math.fsum((y - mean) ** 2 for y in self.values) / self.df


def _product(a: float, b: float) -> float:
    return a * b


def _pooled(sample: Sample, method: Method, level: float) -> Pooled:
    tau2 = TAU2[method](sample)
    sums = sample.at(tau2 or 0.0)
    value = sample.origin + sums.mean
    z = normal_quantile(level)
    standard_error = wald_error = 1 / math.sqrt(sums.total)
    quantile, by = z, IntervalBy.WALD
    if tau2 and sample.df > 1:
        standard_error = hartung_knapp_error(sums, sample.df)
        quantile, by = t_quantile(level, sample.df), IntervalBy.HARTUNG_KNAPP
    reach = quantile * math.sqrt(standard_error**2 + (tau2 or 0.0))
    return Pooled(
        method=method,
        k=sample.df + 1,
        value=value,
        standard_error=standard_error,
        from_weights=wald_error,
        interval=_around(value, quantile * standard_error),
        interval_by=by,
        wald=_around(value, z * wald_error),
        heterogeneity=_heterogeneity(sample, tau2, level),
        prediction=_around(value, reach) if tau2 is not None and sample.df > 1 else None,
    )


def hartung_knapp_error(sums: Weighted, df: int) -> float:
    """√(Σw(y − mean)² / (k − 1)) / √Σw."""
    return math.sqrt(sums.q / df / sums.total)


def _around(value: float, half: float) -> Interval:
    return Interval(value - half, value + half)


def _heterogeneity(sample: Sample, tau2: float | None, level: float) -> Heterogeneity:
    sums, df = sample.at(0.0), sample.df
    if tau2 is None:
        i2 = max(0.0, 100 * (sums.q - df) / sums.q) if sums.q > 0 else 0.0
        h2 = sums.q / df
    else:
        typical = df / sums.trace
        i2, h2 = 100 * tau2 / (typical + tau2), tau2 / typical + 1
    return Heterogeneity(
        q=sums.q,
        df=df,
        p=chi_square_above(sums.q, df),
        i2=i2,
        h2=h2,
        tau2=tau2,
        tau2_interval=None if tau2 is None else q_profile(sample, level),
    )


def q_profile(sample: Sample, level: float) -> Interval:
    """The values of τ² at which Q is neither too large nor too small for chance; 0 where none is above it."""
    outside = (1 - level / 100) / 2
    low = _tau2_at_q(sample, chi_square_quantile(outside, sample.df))
    return Interval(low, _tau2_at_q(sample, chi_square_quantile(1 - outside, sample.df)))


def _tau2_at_q(sample: Sample, q: float) -> float:
    """The τ² at which Q, which falls with it, comes down to `q`; 0 where it is not above `q` to begin with."""
    if sample.at(0.0).q <= q:
        return 0.0
    # Q ≤ Σ(y − ȳ)²/τ², so that beyond this it is below `q`; a little more for rounding.
    return root_of(lambda tau2: sample.at(tau2).q - q, 0.0, 1.01 * sample.scatter() * sample.df / q)


def _dersimonian_laird(sample: Sample) -> float:
    sums = sample.at(0.0)
    return max(0.0, (sums.q - sample.df) / sums.trace)


def _paule_mandel(sample: Sample) -> float:
    return _tau2_at_q(sample, sample.df)


def _reml(sample: Sample) -> float:
    """The τ² ≥ 0 with the greatest restricted likelihood.

    Every place where its slope turns from up to down is looked for, on a grid fine against the
    variances, and the best is taken: iterating from a start would stop at the nearest.
    """

    def slope(tau2: float) -> float:
        sums = sample.at(tau2)
        return sums.q2 - sums.trace

    # Beyond scatter + the largest variance the slope is always down; a little more for rounding.
    ends = [0.0, *_grid(sample.variances[0] / 100, 1.01 * sample.scatter() + sample.variances[-1])]
    slopes = [slope(end) for end in ends]
    found = [0.0] if slopes[0] <= 0 else []
    for position in range(len(ends) - 1):
        if slopes[position] > 0 >= slopes[position + 1]:
            found.append(root_of(slope, ends[position], ends[position + 1]))
    return found[0] if len(found) == 1 else max(found, key=sample.restricted_log_likelihood)


def _grid(low: float, high: float) -> list[float]:
    """From `low` to `high`, both included, in steps of a factor of two at most."""
    steps = max(1, math.ceil(math.log2(high / low)))
    return [low * (high / low) ** (step / steps) for step in range(steps)] + [high]


def _common_effect(sample: Sample) -> None:
    """No τ² is estimated."""


TAU2: dict[Method, Callable[[Sample], float | None]] = {
    Method.REML: _reml,
    Method.DERSIMONIAN_LAIRD: _dersimonian_laird,
    Method.PAULE_MANDEL: _paule_mandel,
    Method.COMMON_EFFECT: _common_effect,
}
"""τ² by each method, 0 or above; None where it is not estimated."""


def root_of(function: Callable[[float], float], low: float, high: float) -> float:
    """Where `function`, above 0 at `low` and not above it at `high`, crosses 0; to the last digits.

    False position in the Illinois variant, which is quick on a good bracket; from the fortieth step on
    bisection, which closes any.
    """
    at_low, at_high = function(low), function(high)
    side = 0
    for step in range(400):
        if high - low <= 1e-15 * high:
            break
        middle = low + (high - low) / 2
        if step < 40:
            guess = low + (high - low) * (at_low / (at_low - at_high))
            middle = guess if low < guess < high else middle
        if not low < middle < high:
            break
        here = function(middle)
        if here > 0:
            low, at_low = middle, here
            at_high = at_high / 2 if side == 1 else at_high
            side = 1
        else:
            high, at_high = middle, here
            at_low = at_low / 2 if side == -1 else at_low
            side = -1
    return high

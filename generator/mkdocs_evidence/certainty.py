"""Certainty of a body of evidence: from start and steps to a level, by GRADE's arithmetic.

J Clin Epidemiol 2011;64:1311 (rating up), 2011;64:1283 (imprecision), 2019;111:105 (ROBINS-I).
Which step a domain deserves is the authors' judgement; what follows from the steps is worked out
here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

from .model import Certainty, Override, Step, Upgrade
from .vocabulary import Body, Level

START = {
    Body.RANDOMISED: Level.HIGH,
    # Judged against an ideal trial, so confounding costs its levels below and not at the start too.
    Body.ROBINS_I: Level.HIGH,
    Body.NON_RANDOMISED: Level.LOW,
    Body.SINGLE_ARM: Level.LOW,
}
"""The level from which a body of evidence starts."""

DOWN_DOMAINS = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
UP_DOMAINS = ("large_effect", "dose_response", "residual_confounding")


def allowed_steps(domain: str, body: Body) -> tuple[int, ...]:
    """The steps, in levels, that GRADE knows for `domain` in a body of this kind; down first."""
    match domain:
        case "risk_of_bias" if body is Body.ROBINS_I:
            return (0, -1, -2, -3)
        case "publication_bias":
            return (0, -1)
        case "large_effect":
            return (1, 2)
        case "dose_response" | "residual_confounding":
            return (1,)
    return (0, -1, -2)


@dataclass(frozen=True, slots=True)
class Judged:
    """One domain's judgement and where the level stands after it."""

    domain: str
    """Field name of the domain, such as `risk_of_bias`."""
    judgement: Step | Upgrade
    after: Level
    """The level after this step, never outside the scale."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a level follows from body and steps."""

    body: Body
    start: Level
    steps: tuple[Judged, ...]
    worked_out: Level
    """What the arithmetic gives."""
    override: Override | None

    @property
    def level(self) -> Level:
        """The level that holds: the override's where there is one."""
        return self.override.level if self.override else self.worked_out


def derive(certainty: Certainty) -> Derivation:
    """level = start − steps down + steps up, held between very low and high.

    The sum is held only at its end: a body that falls two levels below the scale is not raised
    from "very low" by an upgrade, it has to make up for all of it.
    """
    start = START[certainty.body]
    rank = start.rank
    steps = []
    for domain in (*DOWN_DOMAINS, *UP_DOMAINS):
        judgement: Step | Upgrade | None = getattr(certainty, domain)
        if judgement is None:
            continue
        rank += judgement.step
        steps.append(Judged(domain, judgement, Level.of_rank(min(rank, 4))))
    return Derivation(certainty.body, start, tuple(steps), Level.of_rank(min(rank, 4)), certainty.override)

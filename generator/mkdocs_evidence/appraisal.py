"""The whole judgement of a claim: state, level or rung, direction, and what history has to record.

`counting.py` says what counts, `certainty.py` and `ladder.py` work the two scales out; here they
are put together, in the order of the states. Knows no HTML and no file format.
"""

from __future__ import annotations

from dataclasses import dataclass

from .certainty import Derivation, derive
from .counting import Item, items_of
from .direction import direction_of, studies_disagree
from .ladder import Ladder, climb
from .library import Library
from .model import Claim
from .vocabulary import Direction, Kind, Level, Rung, SearchScope, State


@dataclass(frozen=True, slots=True)
class Rating:
    """What history records: a level, rung or state, a direction where rated, and what counted."""

    level: str
    direction: Direction | None
    evidence: tuple[str, ...]
    """`study/result` of every counted item, in the claim's order."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What the stores say about one claim."""

    claim: Claim
    state: State
    items: tuple[Item, ...]
    """Every line of evidence that leads to a study, in the claim's order."""
    complete: bool
    """False where a line of evidence leads nowhere, so that nothing should be concluded from the rest."""
    derivation: Derivation | None
    """How the level follows; None for a mechanism, where nobody judged the body, or nothing of it is left."""
    ladder: Ladder | None
    """How far a mechanism was tested; None for every other kind, or where nobody judged it."""
    direction: Direction | None
    """None unless something is counted and judged."""

    @property
    def judged(self) -> Level | Rung | None:
        """The level or rung that follows, also while a concern suspends it."""
        if self.derivation:
            return self.derivation.level
        return self.ladder.rung if self.ladder else None

    @property
    def level(self) -> Level | Rung | None:
        """The level or rung that the badge shows: None unless rated."""
        return self.judged if self.state is State.RATED else None

    @property
    def contested(self) -> bool:
        """True where results on a mechanism's highest rung disagree."""
        return self.ladder is not None and self.ladder.contested

    @property
    def mixed_within(self) -> bool:
        """True where the direction is mixed, and not because studies disagree: each is mixed in itself."""
        pairs = ((item.study.id, item.evidence.role) for item in self.counted)
        return self.direction is Direction.MIXED and not studies_disagree(pairs)

    @property
    def limited(self) -> bool:
        """True where no study was found, and the search was no search of databases."""
        search = self.claim.search
        return self.state is State.NO_STUDY_FOUND and search is not None and search.scope is SearchScope.LIMITED

    @property
    def counted(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.counted)

    @property
    def excluded(self) -> tuple[Item, ...]:
        """Items in a rated role that a retraction took out."""
        return tuple(item for item in self.items if item.rated and item.excluded)

    @property
    def background(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.rated)

    @property
    def under_concern(self) -> tuple[Item, ...]:
        """Counted items whose publication is under an expression of concern."""
        return tuple(item for item in self.counted if item.concern)

    @property
    def rating(self) -> Rating:
        """What has to stand in the newest history entry.

        A concern does not change it: it suspends what is shown, not what was judged.
        """
        names = tuple(item.name for item in self.counted)
        if self.judged:
            return Rating(self.judged, self.direction, names)
        return Rating(self.state, None, names)

    @property
    def last_recorded_level(self) -> Level | Rung | None:
        """The newest level or rung in the history, for a badge that is suspended."""
        for entry in self.claim.history:
            for scale in (Level, Rung):
                if entry.level in set(scale):
                    return scale(entry.level)
        return None


def appraise(claim: Claim, library: Library) -> Appraisal:
    """The state, level or rung, and direction of `claim` with everything they follow from."""
    found = items_of(claim, library)
    items = tuple(item for item in found if item is not None)
    counted = [item for item in items if item.counted]
    judged = bool(counted) and _is_judged(claim)
    on_scale = judged and claim.not_testable is None
    return Appraisal(
        claim=claim,
        state=_state(claim, items),
        items=items,
        complete=len(items) == len(found),
        derivation=derive(claim.certainty) if on_scale and claim.certainty else None,
        ladder=climb(counted) if on_scale and claim.kind is Kind.MECHANISM else None,
        direction=direction_of(item.evidence.role for item in counted) if on_scale else None,
    )


def _is_judged(claim: Claim) -> bool:
    """True where somebody judged the evidence: a body's domains, or what tests a mechanism's link."""
    if claim.kind is Kind.MECHANISM:
        return any(item.tests is not None for item in claim.evidence if item.role.rated)
    return claim.certainty is not None


def _state(claim: Claim, items: tuple[Item, ...]) -> State:
    """The first state that fits, in the order of the design."""
    rated = [item for item in items if item.rated]
    counted = [item for item in rated if item.counted]
    if claim.not_testable:
        return State.NOT_TESTABLE
    if not rated:
        return State.NO_STUDY_FOUND if claim.search else State.NOT_SEARCHED
    if not counted:
        return State.NONE_LEFT
    if not _is_judged(claim):
        return State.NOT_RATED
    if any(item.concern for item in counted):
        return State.SUSPENDED
    return State.RATED

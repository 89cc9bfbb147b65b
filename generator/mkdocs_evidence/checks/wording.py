"""Prose by hand against the level: how surely it speaks, of what size, and in which phrases.

Key messages and the summary make statements about the effect; for those the verb has to fit. Phrases that
mislead are looked for in every text of a claim but its history, which is never changed. The statement under
test (`claim`), quotations and citations are exempt. What is found in a text is decided in `wording.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from .. import codes
from ..appraisal import Appraisal
from ..diagnostics import Code, Diagnostic, Diagnostics
from ..model import Claim
from ..prose import prose_in
from ..vocabulary import Direction, Kind, Level, Rung
from ..wording import Assertion, Topic, Wording, place_of
from ..yaml_reader import Step
from .world import World

ABOUT_THE_EFFECT = ("key_messages", "summary")
"""Fields whose sentences a reader takes for what the evidence shows."""
LOOKED_THROUGH = (*ABOUT_THE_EFFECT, "evidence", "certainty", "would_change", "not_testable")
"""Fields in which nothing should mislead: all prose but history, search, waivers and what others said."""

Text = tuple[tuple[Step, ...], str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands in a text of a claim."""

    claim: Claim
    path: tuple[Step, ...]
    text: str
    passage: str
    start: int

    def problem(self, code: Code, what: str, hint: str) -> Diagnostic:
        """What is wrong with the passage, at the place where it is typed."""
        pattern, before = place_of(self.text, self.passage, self.start)
        location = self.claim.match_at(pattern, before, *self.path)
        return Diagnostic(code, location, f"`{' '.join(self.passage.split())}` {what}", hint)


def text_fits_the_level(world: World, diagnostics: Diagnostics) -> None:
    """`wording-too-strong` and `wording-too-weak` at the verb of a statement about the claim's own effect.

    Waits where a retraction has not been accepted: the claim has to be read again first.
    """
    waiting = {problem.location.path for problem in diagnostics.errors if problem.code is codes.RETRACTED_EVIDENCE}
    for appraisal in world.appraisals.values():
        topic = _topic(appraisal, world)
        fits = _fitting(appraisal)
        if topic is None or fits is None or not appraisal.complete or appraisal.claim.file in waiting:
            continue
        said = [
            (found.force.rank > fits.rank, Place(appraisal.claim, path, text, found.text, found.start), found)
            for path, text in _texts(appraisal.claim, ABOUT_THE_EFFECT)
            for found in world.wording.assertions(text, topic)
            if found.force is not fits
        ]
        for strong in (True, False):
            diagnostics.report_alike(
                [(place, found) for too_strong, place, found in said if too_strong is strong],
                partial(_told, appraisal, fits, world.wording, strong),
            )


def _told(
    appraisal: Appraisal, fits: Level, wording: Wording, strong: bool, said: tuple[Place, Assertion]
) -> Diagnostic:
    place, found = said
    return place.problem(
        codes.WORDING_TOO_STRONG if strong else codes.WORDING_TOO_WEAK,
        f"is {'too sure' if strong else 'not sure enough'} for {_judged(appraisal)}",
        _hint(found, fits, wording),
    )


def phrases_do_not_mislead(world: World, diagnostics: Diagnostics) -> None:
    """`banned-phrase` at the phrase itself."""
    for claim in world.library.claims.values():
        diagnostics.report_alike(
            [
                (Place(claim, path, text, found.text, found.start), found.instead)
                for path, text in _texts(claim, LOOKED_THROUGH)
                for found in world.wording.banned(text)
            ],
            lambda each: each[0].problem(codes.BANNED_PHRASE, "misleads", f"instead: {each[1]}"),
        )


def sizes_have_thresholds(world: World, diagnostics: Diagnostics) -> None:
    """`size-without-threshold` at a word for size where neither the claim nor an instrument says what is large."""
    instruments = world.library.instruments
    for appraisal in world.appraisals.values():
        named = {item.result.instrument for item in appraisal.items if item.rated and item.result}
        if appraisal.claim.important or any(id in instruments and instruments[id].important for id in named if id):
            continue
        diagnostics.report_alike(
            [
                Place(appraisal.claim, path, text, found.text, found.start)
                for path, text in _texts(appraisal.claim, ABOUT_THE_EFFECT)
                for found in world.wording.sizes(text)
            ],
            lambda place: place.problem(
                codes.SIZE_WITHOUT_THRESHOLD,
                "says how large, and neither the claim nor an instrument has a threshold of importance",
                "give the figure instead, or add `important` with its source to the instrument or the claim",
            ),
        )


def _texts(claim: Claim, fields: tuple[str, ...]) -> Iterator[Text]:
    return ((path, text) for path, text in prose_in(claim) if path[0] in fields)


def _topic(appraisal: Appraisal, world: World) -> Topic | None:
    """What the claim is about, in its own words; None where a sentence could not be held against it."""
    claim = appraisal.claim
    if claim.not_testable:
        return None
    if claim.link:
        return Topic(claim.link.start, claim.link.end)
    comparison = world.library.comparison_of(claim)
    subject = claim.factor or (comparison.intervention.short if comparison else "")
    if not subject or claim.outcome is None:
        return None
    return Topic(subject, f"{claim.outcome.name} {claim.outcome.short} {claim.claim}")


def _fitting(appraisal: Appraisal) -> Level | None:
    """The level whose verbs fit the claim; None where no verb is too strong or too weak.

    Where nothing is rated nothing may be stated, as at very low certainty; where results disagree or are
    unclear a `may` is the most. A mechanism is stated plainly only when independent groups have found it
    in people, and up to there with `may`.
    """
    judged, direction = appraisal.judged, appraisal.direction
    if appraisal.claim.kind is Kind.MECHANISM and isinstance(judged, Rung):
        shown = judged is Rung.INDEPENDENT_GROUPS and direction in (Direction.SUPPORTS, Direction.AGAINST)
        return None if shown else Level.LOW
    if not isinstance(judged, Level):
        return Level.VERY_LOW
    settled = direction in (Direction.SUPPORTS, Direction.AGAINST)
    return judged if settled or judged is Level.VERY_LOW else Level.LOW


def _judged(appraisal: Appraisal) -> str:
    """What the claim's evidence comes to, for a message."""
    judged, direction = appraisal.judged, appraisal.direction
    if isinstance(judged, Level):
        open_way = judged is not Level.VERY_LOW and direction in (Direction.MIXED, Direction.UNCLEAR)
        return f"{judged.replace('-', ' ')} certainty" + (f" with the direction {direction}" if open_way else "")
    return f"the rung `{judged}`" if judged else f"the state `{appraisal.state}`"


def _hint(found: Assertion, fits: Level, wording: Wording) -> str:
    if better := wording.rewriting(found, fits):
        return f"write `{better}`, or report what a study found, in the past tense"
    if fits is Level.VERY_LOW:
        return "state no direction: say what is uncertain or not known, or what a study found, in the past tense"
    return "say it as the sentence above the text does, or report what a study found, in the past tense"

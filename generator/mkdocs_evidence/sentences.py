"""The sentence that says what the evidence shows, from certainty or rung, direction and state.

After the informative statements of GRADE (J Clin Epidemiol 2020;119:126): "probably" for
moderate, "may" for low; at very low certainty neither direction nor size. Without thresholds of
importance there is no word for size. Plain text; the patterns stand in the labels.
"""

from __future__ import annotations

from .appraisal import Appraisal
from .labels import Labels
from .library import Library
from .model import Claim
from .vocabulary import Direction, Kind, Level, Rung, State


def sentence(appraisal: Appraisal, library: Library, labels: Labels) -> str:
    """One sentence (or two) for the claim, above anything written by hand."""
    words = _words(appraisal.claim, library, labels)
    level = appraisal.level
    if isinstance(level, Level):
        pattern = _of_certainty(appraisal, level, words, labels)
    elif isinstance(level, Rung):
        pattern = _of_ladder(appraisal, level, words, labels)
    else:
        pattern = _of_state(appraisal, words, labels)
    return _capitalised(pattern.format(**words))


def _words(claim: Claim, library: Library, labels: Labels) -> dict[str, str]:
    """What the patterns are filled with: the claim's own nouns, and the plain words between them."""
    words = dict.fromkeys("ICOFTPVML", "")
    comparison = library.comparison_of(claim)
    if comparison:
        words |= {"I": comparison.intervention.short, "C": comparison.comparator.short}
    if claim.outcome:
        words["O"] = claim.outcome.name
    if claim.link:
        words |= {"F": claim.link.start, "T": claim.link.end}
    if claim.factor:
        words["F"] = claim.factor
    if claim.asserts:
        words |= {"P": labels["verb_plain"][claim.asserts], "M": labels["more"][claim.asserts]}
    whether = labels["whether"][claim.kind if claim.asserts else "none"].format(**words)
    return words | {"whether": whether, "Whether": _capitalised(whether)}


def _of_certainty(appraisal: Appraisal, level: Level, words: dict[str, str], labels: Labels) -> str:
    """The pattern for a level; puts the verb into `words`."""
    claim = appraisal.claim
    association = claim.kind is Kind.ASSOCIATION
    patterns: dict[str, str] = labels["sentence"]["association" if association else "effect"]
    if level is Level.VERY_LOW:
        return patterns["very-low"]
    if appraisal.direction in (Direction.SUPPORTS, Direction.AGAINST):
        kind = ("verb_association" if association else "verb") + (
            "_against" if appraisal.direction is Direction.AGAINST else ""
        )
        verbs = labels[kind] if association else labels[kind][claim.asserts]
        words["V"] = verbs[level]
        return patterns[appraisal.direction]
    return patterns["mixed" if appraisal.direction is Direction.MIXED else "unclear"]


def _of_ladder(appraisal: Appraisal, rung: Rung, words: dict[str, str], labels: Labels) -> str:
    """The pattern for a rung; puts how far and what was found into `words`."""
    patterns: dict[str, str] = labels["sentence"]["mechanism"]
    if rung is Rung.PROPOSED:
        return patterns["proposed"]
    found = Direction.MIXED if appraisal.contested else appraisal.direction
    words["tested"] = labels["tested"][rung]
    words["whether"] += labels["tested_in"][rung]
    words["outcome"] = labels["tested_outcome"][found]
    return patterns["tested"]


def _of_state(appraisal: Appraisal, words: dict[str, str], labels: Labels) -> str:
    """The pattern for a claim that shows no level."""
    patterns: dict[str, str] = labels["sentence"]["state"]
    if appraisal.state is State.SUSPENDED:
        last = appraisal.last_recorded_level
        if last is None:
            return patterns["suspended-unrecorded"]
        words["L"] = labels["level" if isinstance(last, Level) else "rung"][last].lower()
    return patterns[f"{appraisal.state}-limited" if appraisal.limited else appraisal.state]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]

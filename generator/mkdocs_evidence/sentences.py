"""The sentence that says what the evidence shows, from certainty or rung, size, direction and state.

After the informative statements of GRADE (J Clin Epidemiol 2020;119:126): "probably" for
moderate, "may" for low; at very low certainty neither direction nor size. Without thresholds of
importance there is no word for size. Plain text; the patterns stand in the labels, and those of the
language that the evidence is written in are taken: a sentence whose verb is German and whose nouns are
English is none.
"""

from __future__ import annotations

from typing import Any

from .appraisal import Appraisal
from .effect_class import EffectClass
from .importance import size_of
from .labels import Labels
from .ladder import Ladder
from .library import Library
from .model import Claim
from .vocabulary import Assertion, Direction, Kind, Level, Rung, State

OPPOSITE = {Assertion.LOWER: Assertion.RAISE, Assertion.RAISE: Assertion.LOWER}
"""What evidence against an assertion shows, where the effect is large enough to matter."""


def sentence(appraisal: Appraisal, library: Library, labels: Labels) -> str:
    """One sentence (or two) for the claim, above anything written by hand.

    It says how large the effect is only where thresholds were stated for it (`importance.py`). Where the word,
    or its absence, rests on the rule of thumb, a second sentence tells the reader.
    """
    labels = labels.of_evidence
    words = _words(appraisal.claim, library, labels)
    level = appraisal.level
    if isinstance(level, Level):
        size = size_of(appraisal, library) if level is not Level.VERY_LOW else None
        pattern = _of_size(appraisal, level, size.word if size else None, words, labels)
        if pattern and size and size.yardstick.thresholds.rule_of_thumb:
            pattern += " " + labels["sentence"]["rule-of-thumb"]
        patterns = labels["sentence"]["association" if _of_kind(appraisal.claim) else "effect"]
        pattern = pattern or _of_certainty(appraisal, level, words, labels, patterns)
    elif level and appraisal.ladder:
        pattern = _of_ladder(appraisal.ladder, appraisal.direction, words, labels)
    else:
        pattern = _of_state(appraisal, words, labels)
    return capitalised(pattern.format(**words))


def brief(appraisal: Appraisal, library: Library, labels: Labels, *, again: bool = False) -> str:
    """The same without what it was compared with, for a place that tells this beside it.

    `again` says that the sentence before it was about the same treatment, which then is "it". A mechanism, and a
    state without a short form, keep their sentence.
    """
    labels = labels.of_evidence
    words = _words(appraisal.claim, library, labels, labels["brief"]["again"] if again else "")
    words["Whether"] = capitalised(words["whether"])
    patterns: dict[str, Any] = labels["brief"]
    state = f"{appraisal.state}-limited" if appraisal.limited else str(appraisal.state)
    if isinstance(appraisal.level, Level):
        kind = "association" if _of_kind(appraisal.claim) else "rated"
        pattern = _of_certainty(appraisal, appraisal.level, words, labels, patterns[kind])
    elif appraisal.level is None and state in patterns["state"]:
        pattern = patterns["state"][state]
    else:
        return sentence(appraisal, library, labels)
    return capitalised(pattern.format(**words))


def _words(claim: Claim, library: Library, labels: Labels, subject: str = "") -> dict[str, str]:
    """What the patterns are filled with: the claim's own nouns, and the plain words between them.

    `subject` stands in place of the treatment's name where it is given.
    """
    words = dict.fromkeys("ICOFTPVL", "")
    comparison = library.comparison_of(claim)
    if comparison:
        words |= {"I": subject or comparison.intervention.short, "C": comparison.comparator.short}
    if claim.outcome:
        words["O"] = claim.outcome.name
    if claim.link:
        words |= {"F": claim.link.start, "T": claim.link.end}
    if claim.factor:
        words["F"] = claim.factor
    if claim.asserts:
        words["P"] = labels["verb_plain" + _of_kind(claim)][claim.asserts]
    whether = labels["whether"][claim.kind if claim.asserts else "none"].format(**words)
    # A state's sentence is about the whole question, and a treatment is better or worse than something.
    versus = labels["versus"].format(**words) if comparison and claim.asserts else ""
    return words | {"whether": whether, "Whether": capitalised(whether) + versus}


def _of_kind(claim: Claim) -> str:
    """What the names of the labels for an association end with; nothing for every other kind."""
    return "_association" if claim.kind is Kind.ASSOCIATION else ""


def _of_size(
    appraisal: Appraisal, level: Level, size: EffectClass | None, words: dict[str, str], labels: Labels
) -> str:
    """The pattern with a word for size; empty where none can be said, which leaves the one without.

    None at very low certainty, where studies disagree or are unclear, for an association, for something that is
    there or not, or where the size contradicts the direction.
    """
    asserts, direction = appraisal.claim.asserts, appraisal.direction
    settled = direction in (Direction.SUPPORTS, Direction.AGAINST)
    if size is None or asserts is None or not settled or level is Level.VERY_LOW or _of_kind(appraisal.claim):
        return ""
    patterns: dict[str, str] = labels["sentence"]["effect"]
    if size is EffectClass.TRIVIAL:
        contradicts = asserts is Assertion.NO_DIFFERENCE and direction is Direction.AGAINST
        words["V"] = labels["verb"][Assertion.NO_DIFFERENCE][level]
        return "" if contradicts else patterns["supports"]
    if asserts not in OPPOSITE:
        return ""
    way = asserts if direction is Direction.SUPPORTS else OPPOSITE[asserts]
    words["V"] = labels["verb_sized"][way][size][level]
    return patterns["supports"]


def _of_certainty(
    appraisal: Appraisal, level: Level, words: dict[str, str], labels: Labels, patterns: dict[str, str]
) -> str:
    """The pattern for a level; puts the verb into `words`."""
    claim, direction = appraisal.claim, appraisal.direction
    if level is Level.VERY_LOW:
        return patterns["very-low"]
    if direction is Direction.SUPPORTS and claim.asserts:
        words["V"] = labels["verb" + _of_kind(claim)][claim.asserts][level]
        return patterns["supports"]
    if direction is Direction.AGAINST and claim.asserts:
        words["V"] = labels[f"verb{_of_kind(claim)}_against"][claim.asserts][level]
        return patterns["against-low" if level is Level.LOW else "against"]
    if direction is Direction.MIXED:
        return patterns["mixed-within" if appraisal.mixed_within else "mixed"]
    return patterns["unclear"]


def _of_ladder(ladder: Ladder, direction: Direction | None, words: dict[str, str], labels: Labels) -> str:
    """The pattern for a rung; puts how far, where else and what was found into `words`.

    `direction` is that of all counted results: those below the rung may disagree with the ones on it.
    """
    patterns: dict[str, str] = labels["sentence"]["mechanism"]
    words["where"] = labels["word"]["and"].join(labels["in_system"][system] for system in ladder.unclear)
    if ladder.rung is Rung.PROPOSED:
        return patterns["proposed-unclear" if ladder.unclear else "proposed"]
    if ladder.rung is Rung.ONE_GROUP and not ladder.groups:
        words["tested"] = labels["tested_unrecorded"]
    else:
        words["tested"] = labels["tested_too" if ladder.unclear else "tested"][ladder.rung]
    words["whether"] += labels["tested_in"][ladder.rung]
    words["outcome"] = labels["tested_outcome"]["mixed-within" if ladder.mixed_within else ladder.direction]
    if ladder.unclear:
        return patterns["tested-unclear-above"]
    return patterns["tested" if direction is ladder.direction else "tested-others-disagree"]


def _of_state(appraisal: Appraisal, words: dict[str, str], labels: Labels) -> str:
    """The pattern for a claim that shows no level."""
    patterns: dict[str, str] = labels["sentence"]["state"]
    if appraisal.state is State.SUSPENDED:
        last = appraisal.last_recorded_level
        if last is None:
            return patterns["suspended-unrecorded"]
        words["L"] = labels.inside(labels.rating(last))
    return patterns[f"{appraisal.state}-limited" if appraisal.limited else appraisal.state]


def capitalised(text: str) -> str:
    """The text with its first letter as a capital, as a sentence or a heading begins."""
    return text[:1].upper() + text[1:]

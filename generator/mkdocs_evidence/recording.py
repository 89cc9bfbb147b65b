"""What recording a rating changes for readers, told before it is written; and which claims have one to record."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .accepting import hindering
from .appraisal import Appraisal, Rating
from .checks import World
from .diagnostics import Diagnostic, Diagnostics
from .history import describe, differences, recorded
from .labels import Labels
from .sentences import sentence
from .vocabulary import Level


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim whose rating may be recorded."""

    appraisal: Appraisal
    hindered_by: tuple[Diagnostic, ...] = ()
    """What has to be mended first."""
    obstacle: str = ""
    """The same where no problem says it: evidence that cannot be read, or nothing to record."""

    @property
    def ready(self) -> bool:
        return not self.hindered_by and not self.obstacle


def candidate(id: str, world: World, diagnostics: Diagnostics) -> Candidate:
    """A claim of the site that could be read, and whether its rating can be recorded."""
    appraisal = world.appraisals[id]
    if found := hindering(appraisal, world, diagnostics):
        return Candidate(appraisal, tuple(found))
    if not appraisal.complete:
        return Candidate(appraisal, obstacle=f"{id} rests on evidence that cannot be read")
    if not differences(appraisal):
        return Candidate(appraisal, obstacle=f"{id} is recorded as it follows: {describe(appraisal.rating)}")
    return Candidate(appraisal)


def unrecorded(world: World, diagnostics: Diagnostics) -> list[Candidate]:
    """Every claim whose rating differs from its newest entry, in the site's order, also where it is hindered."""
    claims = [claim.id for of_one in world.library.claims_by_category.values() for claim in of_one]
    return [candidate(id, world, diagnostics) for id in claims if differences(world.appraisals[id])]


def preview(appraisal: Appraisal, world: World, labels: Labels) -> list[str]:
    """What a reader would notice, as lines: rating before and after, the sentence with each, results.

    The sentence with the old rating is told where the same results counted, or where they do not bear on it.
    """
    old, new = recorded(appraisal), appraisal.rating
    was = labels.rating(old.level) if old else "nothing recorded"
    now = labels.rating(new.level)
    lines = [f"{appraisal.claim.id}: {appraisal.claim.question}"]
    lines.append(f"  rating     {now}, as before" if was == now else f"  rating     {was} → {now}")
    before, after = (str(old.direction or "none") if old else ""), str(new.direction or "none")
    if before != after and (old or new.direction):
        lines.append(f"  direction  {before} → {after}" if before else f"  direction  {after}")
    said, says = _said_before(appraisal, old, world, labels), sentence(appraisal, world.library, labels)
    if said and said != says:
        # Not "was": what else was edited since, such as the outcome's name, stands in both.
        lines += [f"  sentence   with the old rating: {said}", f"             with the new rating: {says}"]
    else:
        lines.append(f"  sentence   {says}")
    counted = set(old.evidence) if old else set()
    lines += [f"  counts     + {name}" for name in new.evidence if name not in counted]
    lines += [f"  counts     - {name}, no longer" for name in (old.evidence if old else ()) if name not in new.evidence]
    return lines


def _said_before(appraisal: Appraisal, old: Rating | None, world: World, labels: Labels) -> str:
    """The sentence at the recorded level and direction; empty where results that came or went may have changed it."""
    if old is None or appraisal.derivation is None or old.level not in list(Level) or appraisal.level is None:
        return ""
    if old.level != Level.VERY_LOW and set(old.evidence) != set(appraisal.rating.evidence):
        return ""
    derivation = replace(appraisal.derivation, worked_out=Level(old.level), override=None)
    return sentence(replace(appraisal, derivation=derivation, direction=old.direction), world.library, labels)

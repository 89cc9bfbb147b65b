"""Recording a rating: the next history entry, checked in memory before a byte of the file changes."""

from __future__ import annotations

from dataclasses import replace

from pydantic import ValidationError

from .appraisal import Appraisal, appraise
from .checks import CHECKS, World
from .codes import LEVEL_NOT_RECORDED, RETRACTED_EVIDENCE
from .diagnostics import Diagnostic, Diagnostics
from .history import CannotRecord, differences, entry_lines, with_entry
from .model import Claim
from .sources import FORBIDDEN
from .together import CannotWriteAll, write_together
from .vocabulary import Waivable
from .yaml_reader import Document, read_yaml

ANSWERED = frozenset({LEVEL_NOT_RECORDED, RETRACTED_EVIDENCE})
"""The problems that a new entry is the answer to."""
PROSE = frozenset(Waivable)
"""Names of codes that say something of the text and nothing of the rating: a retraction is recorded all the same."""


def hindering(appraisal: Appraisal, world: World, diagnostics: Diagnostics) -> list[Diagnostic]:
    """The errors that have to be mended first: those in anything that the rating rests on."""
    claim, settings = appraisal.claim, world.settings
    rests_on = {claim.file, *(f"studies/{item.study}.yml" for item in claim.evidence)}
    rests_on |= {
        path.relative_to(settings.root).as_posix() for path in (settings.references, settings.references_status)
    }
    passed_over = PROSE.union(code.name for code in ANSWERED)
    return [d for d in diagnostics.errors if d.location.path in rests_on and d.code.name not in passed_over]


def record(appraisal: Appraisal, world: World, why: str) -> list[str]:
    """Writes the rating that follows into the claim's file; returns the lines of the entry.

    Line ends, a byte-order mark, comments and layout stay. Raises `CannotRecord` with nothing
    written where the entry would not be what the checks accept, or the file cannot be written.
    """
    if match := FORBIDDEN.search(why):
        raise CannotRecord(f"--why holds the invisible character U+{ord(match.group()):04X}; type the sentence anew")
    path = world.settings.root / appraisal.claim.file
    entry = entry_lines(appraisal.rating, world.settings.today, why.strip())
    raw = path.read_bytes()
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    document = read_yaml(text, appraisal.claim.file, Diagnostics())
    if document is None:
        raise CannotRecord(f"{appraisal.claim.file} changed while it was read")
    new = with_entry(document, entry)
    _prove(new, appraisal, world)
    if b"\r\n" in raw:
        new = new.replace("\n", "\r\n")
    try:
        write_together({path: new.encode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8")})
    except CannotWriteAll as error:
        raise CannotRecord(str(error)) from error
    return entry


def _prove(text: str, appraisal: Appraisal, world: World) -> None:
    """Reads the new text as a build would; raises `CannotRecord` where it says anything but what was meant."""
    name = appraisal.claim.file
    problems = Diagnostics()
    document = read_yaml(text, name, problems)
    claim = _claim(document, appraisal.claim.id) if document else None
    if claim is None:
        reason = next(iter(problems)).message if len(problems) else "an entry would not be readable"
        raise CannotRecord(f"{name}: its layout leaves no place for the entry ({reason}); add it by hand")
    claims = {**world.library.claims, claim.id: claim}
    library = replace(world.library, claims=claims)
    proven = appraise(claim, library)
    world = replace(world, library=library, appraisals={**world.appraisals, claim.id: proven})
    for rule in CHECKS:
        rule(world, problems)
    here = [problem for problem in problems.errors if problem.location.path == name]
    if left := [problem for problem in here if problem.code.name not in PROSE]:
        raise CannotRecord(f"the entry would be refused: {left[0].message}")
    if differences(proven):
        raise CannotRecord(f"{name}: the entry would not be the newest one; move `history` into order first")


def _claim(document: Document, id: str) -> Claim | None:
    try:
        return Claim.model_validate(document.plain()).place(id, document)
    except ValidationError:
        return None

"""A new claim or study as a commented file: what is known stands in it, what only its author can say is a mark.

A mark is `[to be added: …]` and says what to write; `evidence check` refuses each until it is replaced. No
judgement has a default: a level, a step or a role that nobody thought about would look like one.
"""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from .certainty import DOWN_DOMAINS, allowed_steps
from .checks.kinds import FOREIGN
from .content import PLACEHOLDER
from .diagnostics import EvidenceError
from .fields import STORES, Field, fields
from .library import Library
from .model import Claim, Line, Moved, Record, Study, id_problem
from .schemas import modeline
from .settings import Settings
from .sources import FORBIDDEN
from .vocabulary import Body, Design, Kind, State, StudyType, System

TYPE_OF_DESIGN = {
    Design.RANDOMISED_PARALLEL: StudyType.TRIAL,
    Design.RANDOMISED_CROSSOVER: StudyType.TRIAL,
    Design.RANDOMISED_DOSE_RESPONSE: StudyType.TRIAL,
    Design.NON_RANDOMISED_PARALLEL: StudyType.TRIAL,
    Design.WITHIN_SUBJECT: StudyType.EXPERIMENT,
    Design.SINGLE_ARM: StudyType.TRIAL,
    Design.COHORT: StudyType.COHORT,
    Design.CROSS_SECTIONAL: StudyType.COHORT,
    Design.CASE_SERIES: StudyType.COHORT,
    Design.POOLED_ANALYSIS: StudyType.REVIEW,
    Design.LABORATORY: StudyType.EXPERIMENT,
}
"""What is offered as a study's type; the author may say another."""
FORMS = {
    "means": "means of two groups on a scale",
    "counts": "people with an event, in two groups",
    "estimate": "a printed effect with its interval",
    "same-people": "the same people before and after",
    "words": "what was found, in a sentence",
}
"""In which form a study's first result is told."""
REVIEW_AFTER = 182
"""Days from writing a claim to the day on which it is due to be looked at again."""
WIDTH = 100
HEAD = (
    "Replace each mark (`[to be added: …]`), quotes and all, by what it asks for. `evidence check` lists those that "
    "are left. Lines that begin with # are remarks: keep or remove them. What is not known is left out, field and all."
)


class CannotWrite(EvidenceError):
    """The file cannot be made as asked; nothing was written."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be added, in words without brackets; empty for a word of a list, which the field knows."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What is known of a claim before its author begins."""

    id: str
    category: str
    question: str
    kind: Kind
    comparison: str = ""
    results: tuple[str, ...] = ()
    """`study/result`, or `study` for background."""
    none_found: bool = False
    """True where was looked and no study was found."""


@dataclass(frozen=True, slots=True)
class NewStudy:
    """What is known of a study before its author begins."""

    id: str
    report: str
    """A citation key."""
    name: str
    design: Design
    type: StudyType
    system: System | None = None
    form: str = "means"
    """One of `FORMS`."""
    instrument: str = ""


# --- ids -----------------------------------------------------------------------------------


def id_from(name: str) -> str:
    """A name in lower case as an id, or an empty string where none follows from it."""
    near = re.sub(r"[^a-z0-9]+", "-", name.lower(), flags=re.ASCII).strip("-")[:64].strip("-")
    return "" if id_problem(near) else near


def claim_id_problem(id: str, library: Library, settings: Settings) -> str:
    """Why no new claim can have this id, or an empty string."""
    return _taken(id, "claim", f"*/{id}.yml", settings.claims, library.moved_claims)


def study_id_problem(id: str, library: Library, settings: Settings) -> str:
    """Why no new study can have this id, or an empty string."""
    if id in ("instruments", "moved"):
        return f"`{id}` cannot be an id: studies/{id}.yml is another file"
    return _taken(id, "study", f"{id}.yml", settings.studies, library.moved_studies)


def _taken(id: str, what: str, pattern: str, folder: Path, moved: Mapping[str, Moved]) -> str:
    if problem := id_problem(id):
        return f"`{id}` cannot be an id: {problem}"
    if files := sorted(folder.glob(pattern)):
        return f"there is a {what} `{id}` already: {files[0].relative_to(folder.parent).as_posix()}"
    if id in moved:
        return f"a {what} `{id}` was {moved[id].became}, and an id is never used again"
    return ""


def line_problem(text: str) -> str:
    """Why `text` cannot be a name or question, or an empty string."""
    if match := FORBIDDEN.search(text):
        return f"it holds the invisible character U+{ord(match.group()):04X}; type it anew"
    try:
        TypeAdapter(Line).validate_python(text)
    except ValidationError as error:
        return str(error.errors()[0]["msg"])
    return ""


# --- a claim -------------------------------------------------------------------------------


def claim_text(new: NewClaim, library: Library, today: date) -> str:
    """The text of the file of a new claim, begun on the day `today`, without the line that leads to its schema."""
    return _text(Claim, _claim(new, library, today), FOREIGN[new.kind])


def _claim(new: NewClaim, library: Library, today: date) -> dict[str, Any]:
    values: dict[str, Any] = {
        "question": new.question,
        "claim": Mark("the statement as people make it, without a question mark"),
        "kind": new.kind,
    }
    if new.kind in (Kind.EFFECT, Kind.HARM):
        known = ", ".join(library.comparisons) or "add one to claims/comparisons.yml first"
        values["comparison"] = new.comparison or Mark(f"an id from claims/comparisons.yml: {known}")
    elif new.kind is Kind.ASSOCIATION:
        values["factor"] = Mark("what goes along with the outcome, as it reads inside a sentence")
    if new.kind is Kind.MECHANISM:
        values["link"] = {
            "from": Mark("what the link begins with, as it reads inside a sentence"),
            "to": Mark("what it is said to lead to, as it reads inside a sentence"),
        }
    else:
        values["outcome"] = {
            "name": Mark("what is measured, as it reads inside a sentence"),
            "short": Mark("the same in two or three words, for tables"),
            "when": Mark("when it is measured, in words"),
        }
    values["asserts"] = Mark()
    values["key_messages"] = [Mark("one short sentence in plain words; two or three such items are best")]
    values["summary"] = Mark(
        "what was looked for and not found, in a few sentences"
        if new.none_found
        else "what was found, in a paragraph or two; cite with @ and a key in square brackets"
    )
    if new.results:
        values["evidence"] = [_evidence(name, new.kind) for name in new.results]
        if new.kind is not Kind.MECHANISM and _rated(new):
            values["certainty"] = _certainty(new, library)
    if new.none_found:
        values["history"] = [{"date": today.isoformat(), "level": State.NO_STUDY_FOUND, "why": "First search"}]
    values["would_change"] = [Mark("what kind of new study would change the rating")]
    values["search"] = {
        "date": Mark(f"the day of the search, such as {today.isoformat()}"),
        "scope": Mark(),
        "where": Mark("where was looked"),
        "for": Mark("what was looked for"),
    }
    if not new.none_found:
        values["assessed"] = today.isoformat()
    values["review_due"] = date.fromordinal(today.toordinal() + REVIEW_AFTER).isoformat()
    return values


def _rated(new: NewClaim) -> list[str]:
    return [name for name in new.results if "/" in name]


def _evidence(name: str, kind: Kind) -> dict[str, Any]:
    study, _, result = name.partition("/")
    if not result:
        return {"study": study, "role": "background"}
    item: dict[str, Any] = {"study": study, "result": result, "role": Mark()}
    if kind is Kind.MECHANISM:
        item["tests"] = Mark("link if the whole link was tested, part if only a part of it; none beside background")
        item["note"] = Mark("why it tests the link, or which part")
    return item


def _certainty(new: NewClaim, library: Library) -> dict[str, Any]:
    """The five domains without a judgement; the body of evidence only where all results belong to one."""
    bodies = {
        study.body_of(result)
        for name in _rated(new)
        if (study := library.studies.get(name.split("/")[0])) and (result := study.result(name.split("/")[1]))
    }
    body = bodies.pop() if len(bodies) == 1 else None
    values: dict[str, Any] = {"body": body or Mark()}
    for domain in DOWN_DOMAINS:
        steps = [str(step) for step in allowed_steps(domain, body or Body.RANDOMISED)]
        values[domain] = {
            "step": Mark(", ".join(steps[:-1]) + f" or {steps[-1]}"),
            "reason": Mark("why, in a sentence; at step 0 this field may be taken out"),
        }
    return values


# --- a study -------------------------------------------------------------------------------


def study_text(new: NewStudy, library: Library) -> str:
    """The text of the file of a new study, without the line that leads to its schema."""
    return _text(Study, _study(new, library))


def _study(new: NewStudy, library: Library) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": new.name,
        "type": new.type,
        "design": new.design,
        "system": new.system or Mark(),
        "group": Mark("a short id for the senior author's group, such as the institute's name, or not-recorded"),
        "population": Mark("who took part, or what was studied"),
        "reports": [new.report],
    }
    if new.system is System.PEOPLE and new.type is not StudyType.REVIEW:
        unknown = "; where it is not reported, take the field out"
        values["run_by"] = [Mark(f"who ran it{unknown}")]
        values["paid_by"] = [Mark(f"who paid for it{unknown}")]
    if new.type is StudyType.REVIEW:
        values["includes"] = [Mark("the id of a study that it includes; one item each")]
    two_groups = new.form in ("means", "counts")
    if two_groups:
        values["arms"] = {arm: _arm(arm) for arm in ARMS}
    values["results"] = [_result(new, library)]
    return values


ARMS = ("treatment", "control")


def _arm(arm: str) -> dict[str, Any]:
    left_out = "; where it is not reported, take the line out"
    return {
        "name": Mark(f"what the people of this group were given; its id, {arm}, may be another word"),
        "randomised": Mark(f"how many people were put into it{left_out}"),
        "completed": Mark(f"how many stayed to the end{left_out}"),
    }


def _result(new: NewStudy, library: Library) -> dict[str, Any]:
    scales = ", ".join(library.instruments) or "add one to studies/instruments.yml first"
    values: dict[str, Any] = {"id": Mark("a short id for this result, such as pain-end")}
    if new.form in ("counts", "words"):
        values["outcome"] = Mark("what was measured, in words")
    else:
        values["instrument"] = new.instrument or Mark(f"an id from studies/instruments.yml: {scales}")
    match new.form:
        case "means":
            values |= {"score": Mark(), "when": _WEEKS, "compare": list(ARMS)}
            values["arms"] = {arm: dict(_MEAN) for arm in ARMS}
        case "counts":
            values |= {"when": _WEEKS, "compare": list(ARMS)}
            values["arms"] = {arm: dict(_EVENTS) for arm in ARMS}
        case "estimate":
            values["when"] = _WEEKS
            values["estimate"] = {
                "measure": Mark(),
                "value": Mark("the estimate, as printed"),
                "low": Mark("the lower end of its interval"),
                "high": Mark("the upper end of its interval"),
            }
        case "same-people":
            values["same_people"] = {"n": Mark("people measured at both times"), "before": _MOMENT, "after": _MOMENT}
        case _:
            values |= {"found": Mark(), "finding": Mark("what was found, in one sentence")}
    values["from"] = {
        "cite": new.report,
        "where": Mark(
            "where you read it: abstract, title, results-text, dataset, review, registry, table 2, figure 3, page 12, "
            "or not-recorded"
        ),
        "how": Mark(),
    }
    return values


_WEEKS = {"weeks": Mark("how many weeks after the start; or write months, or text, in place of weeks")}
_MEAN = {"n": Mark("people measured"), "mean": Mark("the mean"), "sd": Mark("the SD; or give se or ci instead")}
_EVENTS = {"events": Mark("people with the event"), "total": Mark("people who could have had it")}
_MOMENT = {
    "at": Mark("when, in words"),
    "mean": Mark("the mean"),
    "sd": Mark("the SD; where it is not reported, take the line out"),
}


# --- values to text ------------------------------------------------------------------------


def marks(text: str) -> int:
    """How many marks a text that was made here holds, besides those in remarks."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return len(PLACEHOLDER.findall("\n".join(lines)))


def _text(record: type[Record], values: Mapping[str, Any], foreign: Iterable[str] = ()) -> str:
    apart = {*values, *foreign, *WRITTEN_LATER}
    left = [field.name for field in fields(record) if field.name not in apart]
    more = "Other fields that may stand here: " + ", ".join(left) + ". The field reference says what each is."
    lines = [*_remark(HEAD, 0), *_Writer().record(record, values, 0), *_remark(more, 0)]
    return "\n".join(lines) + "\n"


WRITTEN_LATER = ("history", "waivers", "reviewed", "not_testable")
"""Fields that no author begins with."""


class _Writer:
    """Values of records to lines in block style; says what a field is where it first stands."""

    def __init__(self) -> None:
        self.told: set[tuple[type[Record], str]] = set()

    def record(self, record: type[Record], values: Mapping[str, Any], depth: int) -> Iterator[str]:
        known = {field.name: field for field in fields(record)}
        for name, value in values.items():
            if (record, name) not in self.told:
                self.told.add((record, name))
                yield from _remark(known[name].about, depth)
            yield from self._field(known[name], value, depth)

    def _field(self, field: Field, value: Any, depth: int) -> Iterator[str]:
        pad = "  " * depth
        if isinstance(value, Mapping):
            yield f"{pad}{field.name}:"
            yield from self._mapping(field, value, depth + 1)
        elif isinstance(value, list) and not any(isinstance(item, Mark | Mapping) for item in value):
            yield f"{pad}{field.name}: [{', '.join(map(as_scalar, value))}]"
        elif isinstance(value, list):
            yield f"{pad}{field.name}:"
            for item in value:
                yield from self._item(field, item, depth + 1)
        elif isinstance(value, Mark):
            yield from _marked(f"{pad}{field.name}:", _filled(value, field), depth, prose=_is_prose(field))
        else:
            yield f"{pad}{field.name}: {as_scalar(value)}"

    def _mapping(self, field: Field, value: Mapping[str, Any], depth: int) -> Iterator[str]:
        if field.kind.record is None:
            raise AssertionError(f"`{field.name}` holds no record")
        if "propertyNames" not in field.kind.schema:
            yield from self.record(field.kind.record, value, depth)
            return
        for id, entry in value.items():
            yield f"{'  ' * depth}{id}:"
            yield from self.record(field.kind.record, entry, depth + 1)

    def _item(self, field: Field, item: Any, depth: int) -> Iterator[str]:
        pad = "  " * depth
        if isinstance(item, Mark):
            yield from _marked(f"{pad}-", item.text, depth, prose="with citations" in field.kind.words)
            return
        if field.kind.record is None:
            raise AssertionError(f"`{field.name}` holds no records")
        lines = list(self.record(field.kind.record, item, depth + 1))
        first = next(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
        yield from (pad + line.lstrip() for line in lines[:first])
        yield f"{pad}- {lines[first].lstrip()}"
        yield from lines[first + 1 :]


def _is_prose(field: Field) -> bool:
    return "with citations" in field.kind.words


def _filled(mark: Mark, field: Field) -> str:
    """What a mark asks for; at a field of a closed list, its words."""
    words = [str(word) for word in field.kind.schema.get("enum", ())]
    return mark.text or f"{', '.join(words[:-1])} or {words[-1]}"


def _marked(begin: str, text: str, depth: int, *, prose: bool) -> Iterator[str]:
    mark = f"[to be added: {text}]"
    if not prose:
        yield f"{begin} {json.dumps(mark, ensure_ascii=False)}"
        return
    yield f"{begin} >-"
    pad = "  " * (depth + 1)
    yield from textwrap.wrap(mark, WIDTH, initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False)


def _remark(text: str, depth: int) -> list[str]:
    begin = "  " * depth + "# "
    return textwrap.wrap(text, WIDTH, initial_indent=begin, subsequent_indent=begin, break_on_hyphens=False)


PLAIN = re.compile(r"[^\W_](?:[\w ()/?.,'’+-]*[\w)?.])?\Z")
"""Text that YAML reads as it stands; inside of brackets only where it holds no comma."""


def as_scalar(value: object) -> str:
    """A value as YAML that reads as that text, on one line."""
    text = str(value)
    is_plain = PLAIN.match(text) and text.lower() not in ("null", "true", "false")
    return text if is_plain else json.dumps(text, ensure_ascii=False)


# --- files ---------------------------------------------------------------------------------


def write_claim(new: NewClaim, library: Library, settings: Settings) -> tuple[str, int]:
    """Writes the file of a new claim; its path and how many marks it holds. Raises `CannotWrite`."""
    if problem := claim_id_problem(new.id, library, settings):
        raise CannotWrite(problem)
    path = settings.claims / new.category / f"{new.id}.yml"
    return _written(path, "claim", claim_text(new, library, settings.today), settings)


def write_study(new: NewStudy, library: Library, settings: Settings) -> tuple[str, int]:
    """Writes the file of a new study; its path and how many marks it holds. Raises `CannotWrite`."""
    if problem := study_id_problem(new.id, library, settings):
        raise CannotWrite(problem)
    return _written(settings.studies / f"{new.id}.yml", "study", study_text(new, library), settings)


def _written(path: Path, store: str, text: str, settings: Settings) -> tuple[str, int]:
    """Writes a file that is not there yet, whole or not at all."""
    kind = next(found for found in STORES if found.name == store)
    name = path.relative_to(settings.root).as_posix()
    content = f"{modeline(path, kind, settings.root)}\n{text}".encode()
    if path.parent.is_symlink():
        raise CannotWrite(f"{path.parent.relative_to(settings.root).as_posix()}/ is a link and is not followed")
    try:
        path.parent.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        raise CannotWrite(f"{name} is there already") from None
    except OSError as error:
        raise CannotWrite(f"{name} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise CannotWrite(f"{name} cannot be written: {error.strerror}") from error
    return name, marks(text)

"""What changes for readers, told to people and to programs: as text, as Markdown and as JSON.

The Markdown is meant for a comment under a pull request, so it may come from a stranger: every text of a
store stands in a code span, where it can neither mention anybody nor be a link, an image or HTML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from itertools import groupby
from typing import Any

from .changes import Changes, Edit, Effect
from .record_edits import FieldEdit, What
from .reporters import count_line, printable

MAX_COMMENT = 60_000
"""Characters of the Markdown; GitHub refuses comments above 65,536."""
MAX_QUOTED = 240
"""Characters of one text from a store."""
MAX_PROBLEMS = 20
AROUND = 40
"""Characters that are shown before and after the place where two texts differ."""
TAG = re.compile(r"<[^>]*>")

SECTIONS = (
    ("Claims", ("claims",)),
    ("Studies and scales", ("studies", "instruments")),
    ("References", ("references", "status")),
    ("Comparisons and categories", ("comparisons", "categories")),
)
OTHER_LISTS = "Lists"
LAST_SECTIONS = (("Pages", ("content",)), ("Site settings, labels and templates", ("site",)))
RATED = ("level", "state", "direction", "results counted", "results excluded")
"""What a step or a result that comes or goes may change; the first that does is told with its reasons."""
NOTHING = "No reader-visible change."


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text from a store, which no rendering may take for its own."""

    text: str


Line = tuple[str | Quoted, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One record and what changes at it."""

    head: Line
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


def render_text(changes: Changes) -> str:
    """The report for a terminal."""
    out = [printable(f"From {_short(changes.before)} to {_short(changes.after)}: {_summary(changes)}")]
    for section in _sections(changes):
        out += ["", section.title]
        for block in section.blocks:
            out.append("  " + _as_text(block.head))
            out += ["    " + _as_text(line) for line in block.lines]
    return "\n".join(out)


def render_markdown(changes: Changes) -> str:
    """The report as Markdown of at most `MAX_COMMENT` characters, the same for the same changes."""
    out = ["### What changes for readers", "", _summary(changes)]
    room = MAX_COMMENT - 300 - sum(map(len, out))
    left = 0
    for section in _sections(changes):
        title: list[str] = ["", f"**{section.title}**", ""]
        for block in section.blocks:
            lines = ["- " + _as_markdown(block.head), *("  - " + _as_markdown(line) for line in block.lines)]
            needed = sum(len(line) + 1 for line in [*title, *lines])
            if left or needed > room:
                left += 1
                continue
            out += [*title, *lines]
            title = []
            room -= needed
    if left:
        out += ["", f"{left} more records change; `evidence diff` shows all of them."]
    return "\n".join(out) + "\n"


def render_json(changes: Changes) -> str:
    """Everything as JSON: `edits` with each edited value once, `effects` with what follows for claims."""
    return json.dumps(
        {
            "before": changes.before,
            "after": changes.after,
            "reader_visible": not changes.nothing,
            "pages_compared": changes.compared,
            "summary": _summary(changes),
            "edits": [_edit_data(edit) for edit in changes.edits],
            "effects": [asdict(effect) for effect in changes.effects],
            "problems": [f"{p.location}: {p.code.name}: {p.message}" for p in changes.problems],
            "problems_before": changes.problems_before,
            "not_followed": list(changes.not_followed),
        },
        ensure_ascii=True,
        indent=2,
    )


def _edit_data(edit: Edit) -> dict[str, Any]:
    what = "renamed" if edit.renamed else "retired" if edit.retired else edit.field.what.value
    return {
        "store": edit.store,
        "id": edit.id,
        "title": edit.title,
        "what": what,
        "field": edit.field.path or None,
        "before": edit.field.before,
        "after": edit.field.after,
    }


# --- the parts of a line -----------------------------------------------------------------------


def _as_text(line: Line) -> str:
    return printable("".join(f"“{_cut(part.text)}”" if isinstance(part, Quoted) else part for part in line))


def _as_markdown(line: Line) -> str:
    return "".join(code_span(part.text) if isinstance(part, Quoted) else part for part in line)


def code_span(text: str) -> str:
    """Any text as one code span of Markdown: shown as it is, and nothing else."""
    plain = printable(_cut(text))
    fence = "`" * (max(map(len, re.findall("`+", plain)), default=0) + 1)
    pad = " " if "`" in plain else ""
    return f"{fence}{pad}{plain or ' '}{pad}{fence}"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= MAX_QUOTED else flat[: MAX_QUOTED - 2].rstrip() + " …"


def _short(revision: str) -> str:
    return revision if len(revision) < 40 else f"{revision[:10]}…"


# --- what is told ------------------------------------------------------------------------------


def _summary(changes: Changes) -> str:
    """One or two sentences that a reader of a long list begins with."""
    parts = []
    if changes.problems:
        parts.append(f"The later state does not pass the check ({count_line(changes.problems)}).")
        if not changes.compared:
            parts.append("Its pages could not be made, so some of these changes may show nowhere.")
    elif not changes.compared:
        parts.append("The earlier state does not pass the check, so some of these changes may show nowhere.")
    if changes.nothing:
        parts.append(NOTHING if changes.compared else "No change in what the stores say.")
    else:
        parts.append(", ".join(_counts(changes)).capitalize() + ".")
    return " ".join(parts)


def _counts(changes: Changes) -> Iterator[str]:
    for store, (one, many) in {"claims": ("claim", "claims"), "studies": ("study", "studies"),
                               "references": ("reference", "references")}.items():  # fmt: skip
        here = [edit for edit in changes.edits if edit.store == store and not edit.field.path]
        for word in ("added", "removed", "retired"):
            if n := sum(_went_or_came(edit) == word for edit in here):
                yield f"{n} {one if n == 1 else many} {word}"
        if n := sum(edit.renamed for edit in here):
            yield f"{n} {one if n == 1 else many} renamed"
    if n := len({edit.id for edit in changes.edits if is_retraction(edit)}):
        yield f"{n} {'reference' if n == 1 else 'references'} retracted"
    rated = [e for e in changes.effects if {"level", "state"} & {turn.what for turn in e.turns}]
    if n := len(rated):
        yield f"{n} {'claim' if n == 1 else 'claims'} rated differently"
    if n := sum(effect.came_due for effect in changes.effects):
        yield f"{n} {'review' if n == 1 else 'reviews'} newly overdue"
    if n := len(changes.edits):
        yield f"{n} {'edit' if n == 1 else 'edits'} in all"
    elif not rated:
        yield "what claims state changes"


def _went_or_came(edit: Edit) -> str:
    """What happened to a whole record, in a word; empty for one that is there on both sides."""
    if edit.field.what is What.REMOVED:
        return "retired" if edit.retired else "removed"
    return "added" if edit.field.what is What.ADDED else ""


def is_retraction(edit: Edit) -> bool:
    """True for a status record of a retraction that came."""
    found = edit.field.after
    return edit.store == "status" and isinstance(found, dict) and found.get("status") == "retracted"


def _sections(changes: Changes) -> Iterator[Section]:
    if changes.problems:
        told = [Block((Quoted(f"{p.location}: {p.code.name}: {p.message}"),)) for p in changes.problems[:MAX_PROBLEMS]]
        if rest := len(changes.problems) - len(told):
            told.append(Block((f"and {rest} more; `evidence check` lists them",)))
        yield Section("What the check refuses", tuple(told))
    known = {store for _, stores in (*SECTIONS, *LAST_SECTIONS) for store in stores}
    others = tuple(dict.fromkeys(edit.store for edit in changes.edits if edit.store not in known))
    for title, stores in (*SECTIONS, (OTHER_LISTS, others), *LAST_SECTIONS):
        edits = [edit for store in stores for edit in changes.edits if edit.store == store]
        effects = {effect.id: effect for effect in changes.effects} if title == "Claims" else {}
        if blocks := tuple(_blocks(edits, effects)):
            yield Section(title, blocks)
    if changes.not_followed:
        yield Section("Left out", tuple(Block((Quoted(name),)) for name in changes.not_followed[:MAX_PROBLEMS]))


def _blocks(edits: list[Edit], effects: dict[str, Effect]) -> Iterator[Block]:
    told = set()
    for (_, id), group in groupby(edits, key=_record):
        of_one = list(group)
        told.add(id)
        yield _block(of_one, effects.get(id))
    for id, effect in effects.items():
        if id not in told:
            yield Block(_name(effect.question, id), tuple(_effect_lines(effect)))


def _record(edit: Edit) -> tuple[str, str]:
    """What an edit is told at; what happened to a publication, at its reference."""
    return "references" if edit.store == "status" else edit.store, edit.id


def _block(edits: list[Edit], effect: Effect | None) -> Block:
    first = edits[0]
    head = _name(first.title, first.id)
    lines: list[Line] = list(_effect_lines(effect)) if effect else []
    for edit in edits:
        if edit.renamed:
            head = (*head, ": renamed, was ", Quoted(str(edit.field.before)))
        elif not edit.field.path and edit.field.what in (What.ADDED, What.REMOVED):
            head = (*head, f": {_went_or_came(edit)}")
            if edit.retired:
                lines.append(("why: ", Quoted(str(edit.retired.why))))
                lines += [("readers go on at ", Quoted(edit.retired.to))] if edit.retired.to else []
        elif not (effect and _is_told(edit.field, effect)):
            lines.append(_edit_line(edit))
    return Block(head, tuple(lines))


def _name(title: str, id: str) -> Line:
    return (Quoted(title),) if title == id else (Quoted(title), " (", Quoted(id), ")")


def _is_told(edit: FieldEdit, effect: Effect) -> bool:
    """True for a step that stands in the line of the level already."""
    match = re.fullmatch(r"certainty\.(\w+)\.step", edit.path)
    rated = any(turn.what in RATED for turn in effect.turns)
    return bool(match) and rated and any(reason.startswith(f"{match[1]}:") for reason in effect.because if match)


def _effect_lines(effect: Effect) -> Iterator[Line]:
    by_what = {turn.what: turn for turn in effect.turns}
    told = next((what for what in RATED if what in by_what), "")
    for what, turn in by_what.items():
        line: list[str | Quoted] = [f"{what}: ", *_both(turn.before, turn.after)]
        if what == told:
            for number, reason in enumerate(effect.because):
                line += [", " if number else ", by ", Quoted(reason)]
        yield tuple(line)


def _both(before: str, after: str) -> Line:
    return (Quoted(before) if before else "none", " → ", Quoted(after) if after else "none")


def _edit_line(edit: Edit) -> Line:
    field = edit.field
    place: Line = (Quoted(field.path), " ") if field.path else ()
    if is_retraction(edit):
        found = field.after
        sure = "recorded as retracted" if found.get("confirmed") else "reported as retracted, not confirmed"
        return (sure, *((": ", Quoted(str(found["reason"]))) if found.get("reason") else ()))
    match field.what:
        case What.ADDED:
            return (*place, "added: ", Quoted(_told(field.after)))
        case What.REMOVED:
            return (*place, "removed: ", Quoted(_told(field.before)))
        case What.ORDER:
            return (*place, "in another order: ", Quoted(_told(field.after)))
    if field.path == "file":
        return ("another file; what it does to pages is not compared",)
    before, after = excerpts(_told(field.before), _told(field.after))
    return (*place, *_both(before, after))


def _told(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_told(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(_told, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    text = str(value)
    return unescape(TAG.sub("", text)) if text.startswith("<") else text


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Two texts cut down to the place where they differ, with some words around it."""
    if max(len(before), len(after)) <= 2 * AROUND:
        return before, after
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    same = 0
    while same < shorter - start and before[-1 - same] == after[-1 - same]:
        same += 1
    begin = max(0, before.rfind(" ", 0, max(0, start - AROUND)) + 1)
    return _around(before, begin, same), _around(after, begin, same)


def _around(text: str, begin: int, same: int) -> str:
    end = text.find(" ", min(len(text), len(text) - same + AROUND))
    end = len(text) if end < 0 else end
    return ("… " if begin else "") + text[begin:end] + (" …" if end < len(text) else "")

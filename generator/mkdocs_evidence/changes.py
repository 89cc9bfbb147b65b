"""Two states of a site to what a reader would notice: the edits that show, and what they do to the claims.

Each edited value is told once. What follows from it (another level, another sentence) stands at the claim
it follows for. An edit that shows on no page is none. Pages are rendered with our own templates: those of
a site may be a stranger's programs, so that a change of one is named and not tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import markdown

from . import addresses, build, sizes
from .appraisal import Appraisal
from .codes import UNFIT
from .content import FRONT_MATTER
from .content_model import LISTS
from .diagnostics import Diagnostic, Diagnostics
from .figures import number
from .git_objects import Repository, Side
from .library import Library
from .loading import NotASite
from .mentions import Named, holds_id, in_text
from .model import Claim, Comparison, Moved
from .record_edits import FieldEdit, What, edits
from .references import Reference
from .sentences import sentence
from .settings import Settings
from .views import badge, by_developer
from .yaml_reader import read_yaml

REFERENCE_FIELDS = (
    "type", "title", "authors", "container", "year", "volume", "number", "pages", "doi_shown", "pmid", "url",
)  # fmt: skip
"""What a reference consists of on a page."""
UNSEEN = {
    "claims": ("waivers",),
    "studies": ("waivers",),
    "references": ("type",),
    "status": ("seen",),
}
"""Fields that no page shows, by store: the first name of a path, or the last one for the status file."""
SEARCHED = {"claims": "asked_as"}
"""Fields that stand on no page, and by which the search finds one."""
ELSEWHERE = {"claims": ("short", "category", "comparison", "kind"), "timeline": ("key",)}
"""Fields that show on other pages than the record's own."""
ALIKE = 0.6
"""Share of equal fields from which a record that went and one that came count as one that was renamed."""
EXTENSIONS = ("tables", "fenced_code", "toc")
"""Of Python-Markdown, so that a text is compared by what it becomes, whatever its lines and blanks."""
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edit:
    """One value that was edited and that shows."""

    store: str
    """`claims`, `studies`, `references`, `status`, `content`, `site` and so on."""
    id: str
    """The record's id, a citation key, or a path."""
    title: str
    """What people call the record."""
    field: FieldEdit
    """Its path is empty where the whole record came, went or got another id (then before and after are the ids)."""
    renamed: bool = False
    retired: Moved | None = None
    """What became of a claim or study that went, where its page says so."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that a claim's page states and that changes, in words: `sentence`, before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of a claim that is there on both sides."""

    id: str
    question: str
    turns: tuple[Turn, ...]
    because: tuple[str, ...]
    """What bears on level, rung or state and is another than before: steps, results that came or went."""
    came_due: bool
    """True where a review is overdue that was not."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that a reader would notice between two states of a site."""

    before: str
    """What the states are called."""
    after: str
    edits: tuple[Edit, ...]
    effects: tuple[Effect, ...]
    problems: tuple[Diagnostic, ...]
    """Errors of the later state."""
    problems_before: int
    """How many errors the earlier state has."""
    not_followed: tuple[str, ...]
    """Links, submodules and unsafe names of the later state, which were left out."""
    compared: bool
    """False where pages of one side could not be made, so that edits are told that may show nowhere."""

    @property
    def nothing(self) -> bool:
        return not self.edits and not self.effects


class State:
    """One side of a comparison: what its stores say, and its pages."""

    def __init__(self, side: Side, settings: Settings) -> None:
        self.side = side
        self.world, self.labels, self.diagnostics, pages = build.look(settings)
        self.pages = None if pages is None else {page.address: (page.title, page.body) for page in pages}
        self.texts = {
            path: (settings.root / path).read_text("utf-8", errors="replace")
            for path in side.files
            if path.endswith((".md", ".yml")) and (settings.root / path).is_file()
        }
        hindered = {problem.location.path for problem in self.diagnostics if problem.code in UNFIT}
        self.fit = {id for id, a in self.world.appraisals.items() if a.complete and a.claim.file not in hindered}
        """Claims about which something can be worked out."""

    @property
    def library(self) -> Library:
        return self.world.library


def changes(before: State, after: State) -> Changes:
    """What a reader would notice of the way from `before` to `after`."""
    seen = _Seen(before, after)
    every = list(_all_edits(before, after))
    names = {store: _renamed(every, store) for store in MOVED_STORES.values()}
    follows = _Follows(names)
    found = tuple(edit for edit in every if seen.shows(edit) and (edit.renamed or not follows(edit.field)))
    return Changes(
        before=before.side.name,
        after=after.side.name,
        edits=found,
        effects=tuple(_effects(before, after, names["claims"], names["studies"])),
        problems=tuple(after.diagnostics.errors),
        problems_before=len(before.diagnostics.errors),
        not_followed=after.side.not_followed,
        compared=seen.compared,
    )


# --- edits -----------------------------------------------------------------------------------


def _all_edits(before: State, after: State) -> Iterator[Edit]:
    old, new = _stores(before.library), _stores(after.library)
    for store in dict.fromkeys([*old, *new]):
        was, now = old.get(store, {}), new.get(store, {})
        if told_as := MOVED_STORES.get(store):
            # What is renamed or retired now is told at the record itself.
            now = {id: moved for id, moved in now.items() if id in was or id not in old[told_as]}
        yield from _of_store(store, was, now, before, after)
    yield from _of_status(before.library, after.library)
    yield from _of_files(before, after)


def _stores(library: Library) -> dict[str, Mapping[str, Any]]:
    """Every collection of records of a library by the name of its store."""
    found = {field.name: getattr(library, field.name) for field in fields(library)}
    return {name: value for name, value in found.items() if isinstance(value, Mapping)}


def _of_store(
    store: str, old: Mapping[str, Any], new: Mapping[str, Any], before: State, after: State
) -> Iterator[Edit]:
    gone = [id for id in old if id not in new and not _unread(old[id], id, after.library)]
    come = [id for id in new if id not in old and not _unread(new[id], id, before.library)]
    moved = {id: found for id, found in _moved(store, after.library).items() if id in gone}
    pairs = {id: found.to for id, found in moved.items() if found.to in come and not found.retired}
    left = [id for id in gone if id not in moved], [id for id in come if id not in pairs.values()]
    pairs |= _pairs(old, new, *left)
    for id in [*old, *come]:
        if id in pairs:
            title = _title(new[pairs[id]], pairs[id], after.library)
            yield Edit(store, pairs[id], title, FieldEdit("", What.CHANGED, id, pairs[id]), renamed=True)
            yield from _of_record(store, pairs[id], title, old[id], new[pairs[id]])
        elif id in gone:
            title = _title(old[id], id, before.library)
            retired = moved[id] if id in moved and moved[id].retired else None
            yield Edit(store, id, title, FieldEdit("", What.REMOVED, id, None), retired=retired)
        elif id in come and id not in pairs.values():
            yield Edit(store, id, _title(new[id], id, after.library), FieldEdit("", What.ADDED, None, id))
        elif id in old and id in new:
            yield from _of_record(store, id, _title(new[id], id, after.library), old[id], new[id])
    both_old, both_new = [id for id in old if id in new], [id for id in new if id in old]
    if both_old != both_new:
        yield Edit(store, store, store, FieldEdit("", What.ORDER, both_old, both_new))


MOVED_STORES = {"moved_claims": "claims", "moved_studies": "studies"}
"""Lists of old ids, and what they are the ids of."""


def _moved(store: str, library: Library) -> Mapping[str, Moved]:
    lists = {"claims": library.moved_claims, "studies": library.moved_studies}
    return lists.get(store, {})


class _Follows:
    """Whether an edit is nothing but a mention of what was renamed; `names` are new ids to old ones, by store."""

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        ids = {Named.CLAIM: names["claims"], Named.STUDY: names["studies"]}
        self.ids = {what: {old: new for new, old in renamed.items()} for what, renamed in ids.items()}
        self.in_text = [
            (pattern, new)
            for what, renamed in self.ids.items()
            for old, new in renamed.items()
            for pattern in in_text(what, old)
        ]

    def __call__(self, edit: FieldEdit) -> bool:
        if not self.in_text or edit.before is None:
            return False
        names = _names(edit.path)
        ids: dict[str, str] = {}
        for what, renamed in self.ids.items():
            # Anywhere else a word that reads like an old id is a word.
            ids |= renamed if holds_id(what, names) else {}
        return bool(self._put(edit.before, ids) == edit.after)

    def _put(self, value: Any, ids: Mapping[str, str]) -> Any:
        """A value as it is once what it mentions has other names; where it is itself an id, by `ids`."""
        if isinstance(value, list):
            return [self._put(item, ids) for item in value]
        if isinstance(value, dict):
            return {name: self._put(item, {}) for name, item in value.items()}
        if not isinstance(value, str):
            return value
        id, slash, result = value.partition("/")
        if id in ids:
            return ids[id] + slash + result
        for pattern, new in self.in_text:
            for match in reversed(list(pattern.finditer(value))):
                value = value[: match.start(1)] + new + value[match.end(1) :]
        return value


def _names(path: str) -> tuple[str, ...]:
    """The names of the fields in the path of an edit, without what stands in brackets."""
    return tuple(re.sub(r"\[.*", "", name) for name in re.findall(r"[^.\[]+(?:\[[^\]]*\])?", path))


def _unread(record: Any, id: str, library: Library) -> bool:
    """True where the other side holds the record and it could not be read there: it neither came nor went."""
    return library.is_unread(type(record), id)


def _of_record(store: str, id: str, title: str, old: Any, new: Any) -> Iterator[Edit]:
    for found in edits(_plain(old), _plain(new)):
        yield Edit(store, id, title, found)


def _plain(record: Any) -> dict[str, Any]:
    """A record's values as its file has them, without what is left out."""
    if isinstance(record, Reference):
        return {name: _listed(getattr(record, name)) or None for name in REFERENCE_FIELDS}
    values: dict[str, Any] = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return values | {"category": record.category} if isinstance(record, Claim) else values


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any], gone: Iterable[str], come: list[str]) -> dict[str, str]:
    """Old id to new id of what got another name: each goes to the one most alike, if that is alike enough."""
    left, pairs = {id: _plain(new[id]) for id in come}, {}
    for id in gone:
        was = _plain(old[id])
        alike = {other: _likeness(was, values) for other, values in left.items()}
        best = max(alike, key=lambda other: (alike[other], other), default="")
        if best and alike[best] >= ALIKE:
            pairs[id] = best
            del left[best]
    return pairs


def _likeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    names = {name for name in {*one, *other} if one.get(name) or other.get(name)}
    return len([name for name in names if one.get(name) == other.get(name)]) / max(1, len(names))


def _title(record: Any, id: str, library: Library) -> str:
    if isinstance(record, Claim):
        return record.question
    if isinstance(record, Reference):
        return f"{library.short_names[id]}: {record.title}"
    if isinstance(record, Comparison):
        return f"{record.intervention.short} / {record.comparator.short}"
    return str(next((getattr(record, name) for name in ("name", "title", "what", "body") if hasattr(record, name)), id))


def _of_status(before: Library, after: Library) -> Iterator[Edit]:
    """Edits of references.status.yml: what happened to publications is told at the reference."""
    if before.status is None or after.status is None:
        return  # a file that cannot be read is among the problems
    keys = {r.doi: key for library in (before, after) for key, r in library.references.items() if r.doi}
    for found in edits(_plain(before.status), _plain(after.status)):
        place = re.match(r"records\[(10\..+)/(\w+)\]", found.path)
        doi = place[1] if place else ""
        if doi and doi not in keys:
            continue  # of a publication that the site does not know
        library = after if keys.get(doi) in after.references else before
        title = _title(library.references[keys[doi]], keys[doi], library) if doi else "references.status.yml"
        yield Edit("status", keys.get(doi, "references.status.yml"), title, found)


# --- files -----------------------------------------------------------------------------------


def _of_files(before: State, after: State) -> Iterator[Edit]:
    """Content pages, the site's settings, and what a site puts in the place of ours."""
    old, new = before.side.files, after.side.files
    lists = {f"content/{name}" for name in LISTS}
    for path in sorted({*old, *new}):
        if path in old and path in new and old[path].object == new[path].object:
            continue
        if not path.startswith(("content/", "overrides/")) and path != "mkdocs.yml":
            continue
        if path.removesuffix(".yml") in lists:
            continue  # read as records
        store = "content" if path.startswith("content/") else "site"
        if path not in old or path not in new:
            what = What.ADDED if path in new else What.REMOVED
            one, other = (None, path) if path in new else (path, None)
            yield Edit(store, path, path, FieldEdit("", what, one, other))
        elif path in before.texts and path in after.texts:
            reader = _page if path.endswith(".md") else _settings
            for found in edits(reader(before.texts[path], path), reader(after.texts[path], path)):
                yield Edit(store, path, path, found)
        else:
            yield Edit(store, path, path, FieldEdit("file", What.CHANGED, None, None))


def _page(text: str, path: str) -> dict[str, Any]:
    """A content page: its front matter, and its text as Markdown gives it, without comments and line breaks."""
    text = text.replace("\r\n", "\n")
    match = FRONT_MATTER.match(text)
    front = _settings(match[1] or "", path) if match else {}
    html = markdown.markdown(text[match.end() :] if match else text, extensions=list(EXTENSIONS))
    return {**front, "text": " ".join(COMMENT.sub("", html).split())}


def _settings(text: str, path: str) -> dict[str, Any]:
    """A YAML file as plain values; its text without comments where it cannot be read as such."""
    document = read_yaml(text, path, Diagnostics()) if text.strip() else None
    values = document.plain() if document else None
    if isinstance(values, dict):
        return values
    lines = (line.rstrip() for line in text.splitlines() if not line.lstrip().startswith("#"))
    return {"text": "\n".join(filter(None, lines))}


# --- what shows ------------------------------------------------------------------------------


class _Seen:
    """Which edits show on a page."""

    def __init__(self, before: State, after: State) -> None:
        self.compared = before.pages is not None and after.pages is not None
        old, new = before.pages or {}, after.pages or {}
        self.scales = {*_scales(before.library), *_scales(after.library)}
        self.changed = {address for address in {*old, *new} if old.get(address) != new.get(address)}

    def shows(self, edit: Edit) -> bool:
        names = _names(edit.field.path) or ("",)
        whole = not edit.field.path and edit.field.what is not What.ORDER
        if edit.store in MOVED_STORES:
            return True  # each stands on the page at its old address
        if edit.store == "instruments" and edit.id not in self.scales:
            return False
        if whole or edit.store in ("content", "site") or SEARCHED.get(edit.store) == names[0]:
            return True
        if edit.store == "status" and names[-1] in UNSEEN["status"]:
            return False
        if names[0] in UNSEEN.get(edit.store, ()):
            return False
        if not self.compared:
            return True
        own = _own_page(edit)
        if own is None or names[0] in ELSEWHERE.get(edit.store, ()):
            return bool(self.changed)
        return own in self.changed


def _scales(library: Library) -> Iterator[str]:
    """The instruments that a study makes use of; only these stand on a page."""
    for study in library.studies.values():
        yield from (result.instrument for result in study.results if result.instrument)
        if study.blinding:
            yield from study.blinding.assessors


def _own_page(edit: Edit) -> str | None:
    """The page that shows every field of a record, or None where there is none such."""
    if not edit.field.path:
        return None
    match edit.store:
        case "claims":
            return addresses.claim_address(edit.id)
        case "studies":
            return addresses.study_address(edit.id)
        case "comparisons":
            return addresses.comparison_address(edit.id)
        case "references":
            return addresses.REFERENCES
        case store if store in LISTS:
            return addresses.list_address(store)
    return None


# --- what follows ----------------------------------------------------------------------------


def _renamed(found: Iterable[Edit], store: str) -> dict[str, str]:
    """New id to old id of what was renamed in a store."""
    return {edit.id: str(edit.field.before) for edit in found if edit.renamed and edit.store == store}


def _effects(
    before: State, after: State, renamed: Mapping[str, str], studies: Mapping[str, str]
) -> Iterator[Effect]:
    """What becomes of each claim that is there on both sides, in the site's order.

    `renamed` and `studies` go from the new ids of claims and studies to the old ones.
    """
    for claims in after.library.claims_by_category.values():
        for claim in claims:
            was = renamed.get(claim.id, claim.id)
            if was in before.fit and claim.id in after.fit:
                effect = _effect(before, after, was, claim, studies)
                if effect.turns:
                    yield effect


def _effect(before: State, after: State, was: str, claim: Claim, studies: Mapping[str, str]) -> Effect:
    old, new = _stated(before, was), _stated(after, claim.id)
    turns = tuple(Turn(what, old[what], new[what]) for what in new if old[what] != new[what])
    because = tuple(_because(before.world.appraisals[was], after.world.appraisals[claim.id], studies))
    came_due = any(turn.what == "review" and turn.after == OVERDUE for turn in turns)
    return Effect(claim.id, claim.question, turns, because, came_due)


OVERDUE = "overdue"


def _stated(state: State, id: str) -> dict[str, str]:
    """What a claim's page states of its rating, by name, in the order of a report."""
    appraisal, library, labels = state.world.appraisals[id], state.library, state.labels
    shown = badge(appraisal, labels, state.world.settings.today)
    size = sizes.size(appraisal, library, labels)
    studies = {item.study.id: item.study for item in appraisal.counted}
    comparison = library.comparison_of(appraisal.claim)
    developers = sum(by_developer(study, comparison) for study in studies.values())
    return {
        "level": labels.rating(appraisal.level) if appraisal.level else "",
        "state": shown.state,
        "direction": shown.direction,
        "contested": "contested" if shown.contested else "",
        "review": OVERDUE if shown.overdue else "",
        "sentence": sentence(appraisal, library, labels),
        "estimate": size.number.text if size and size.number else "",
        "studies counted": str(len(studies)),
        "results counted": str(len(appraisal.counted)),
        "studies run or paid for by the developer": str(developers),
        "results excluded": str(len(appraisal.excluded)),
    }


def _because(old: Appraisal, new: Appraisal, studies: Mapping[str, str]) -> Iterator[str]:
    """What made a rating another one: body, steps, an override, and what counts."""
    was, now = old.derivation, new.derivation
    if was and now:
        if was.body is not now.body:
            yield f"body: {was.body} → {now.body}"
        steps = {judged.domain: judged.judgement.step for judged in was.steps}
        for judged in now.steps:
            if (step := steps.pop(judged.domain, 0)) != judged.judgement.step:
                yield f"{judged.domain}: {number(step, 0)} → {number(judged.judgement.step, 0)}"
        yield from (f"{domain}: {number(step, 0)} → 0" for domain, step in steps.items() if step)
        if was.override != now.override:
            yield "level set by hand" if now.override else "level no longer set by hand"

    def before(name: str) -> str:
        """What a result of a renamed study was called."""
        id, slash, result = name.partition("/")
        return studies.get(id, id) + slash + result

    counted, counts = {item.name for item in old.counted}, {before(item.name) for item in new.counted}
    doubts = {before(item.name): item.excluded for item in new.excluded}
    for item in old.counted:
        if item.name not in counts:
            doubt = doubts.get(item.name)
            yield f"{item.name} no longer counts" + (f": {doubt.key} is {doubt.record.status}" if doubt else "")
    yield from (f"{item.name} counts" for item in new.counted if before(item.name) not in counted)
    roles = {item.name: item.evidence.role for item in old.counted}
    for item in new.counted:
        if roles.get(before(item.name), item.evidence.role) is not item.evidence.role:
            yield f"{item.name}: {roles[before(item.name)]} → {item.evidence.role}"
    concerns = {item.name for item in old.under_concern}
    yield from (f"concern about {item.name}" for item in new.under_concern if before(item.name) not in concerns)


def compare(settings: Settings, span: str) -> Changes:
    """What a reader would notice between the two sides of `span`: `BASE..HEAD`, `BASE...HEAD` or `BASE`.

    Reads git objects (or, for `BASE` alone, the working tree too) at `settings.root`, and writes only to
    temporary folders. Raises `GitProblem` where a side cannot be had, `NotASite` where one holds no claims.
    """
    repository = Repository(settings.root)
    states = []
    for side in repository.span(span):
        with TemporaryDirectory(prefix="evidence-diff-") as folder:
            root = Path(folder)
            repository.copy(side, root)
            if not (root / "claims").is_dir():
                raise NotASite(f"{side.name} is no evidence site: it has no folder claims/")
            states.append(State(side, replace(settings, root=root, draft=True)))
    return changes(*states)

"""The stores to records, plus a diagnostic for everything that cannot be one.

A broken file costs only itself: what loads is returned, what does not is reported, and names
that lead to a broken file are not reported again as unknown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from . import codes
from .bibtex_reader import read_bibliography
from .content import PLACEHOLDER, read_content
from .content_model import LISTS, Event, Misreading, Position, RegisteredTrial, Term
from .diagnostics import Diagnostics, EvidenceError, Location, Related
from .library import Library
from .model import Category, Claim, Comparison, Instrument, Moved, StatusFile, Stored, Study, id_hint, id_problem
from .model_errors import MAX_PROBLEMS, report_model_errors
from .references import Reference, reference_from
from .settings import Settings
from .sources import is_own_folder, read_text
from .yaml_problems import shorten
from .yaml_reader import Document, Mapping, Sequence, Step, read_yaml, scalars

T = TypeVar("T", bound=Stored)


MARK_BEGINS = re.compile(r"\[to\s+be\s+added:", re.IGNORECASE)
"""How a mark begins in a file, over the end of a line too; most files have none."""
EXAMPLE_ITEM = "each item as `- {id: harms, name: Harms}`"
EXAMPLE_ENTRY = "each item as `- id: first-trial` with its other fields below, indented"


EXAMPLE_MOVED = "each item as `- {id: old-name, date: 2026-11-23, to: new-name}`"
MOVED = "moved.yml"
"""In claims/ and in studies/: the ids that were renamed or retired."""


class NotASite(EvidenceError):
    """The folder holds no stores."""


SMALLEST = {
    "references.bib": "it may be empty",
    "references.status.yml": "the smallest one is `snapshot: {date: 2026-01-02, source: …}`",
    "claims/categories.yml": "the smallest one is `[]`",
    "claims/comparisons.yml": "the smallest one is `{}`",
    **{f"{folder}/moved.yml": "remove it if it shall hold nothing" for folder in ("claims", "studies")},
    "studies/instruments.yml": "the smallest one is `{}`",
    **{f"content/{name}.yml": "remove it if it shall hold nothing" for name in LISTS},
}
"""What each shared file holds at least, for the hint where it is missing."""


def load(settings: Settings, diagnostics: Diagnostics) -> Library:
    """Everything in the stores of the site at `settings.root`, indexed.

    Raises `NotASite` where there is no folder `claims/`.
    """
    if not settings.claims.is_dir():
        raise NotASite(f"{settings.root} is no evidence site: it has no folder claims/")
    reader = _StoreReader(settings.root, diagnostics)
    has_claims, has_studies = reader.has_folder(settings.claims, Claim), reader.has_folder(settings.studies, Study)
    references = read_bibliography(
        settings.references, reader.name(settings.references), diagnostics, smallest=SMALLEST["references.bib"]
    )
    if not references:
        reader.unread.add((Reference, "*"))  # said once; not again at every citation
    # What others name is read first, so that a bad id is reported where it is defined and not where it is used.
    comparisons = reader.mapping_of(Comparison, settings.claims / "comparisons.yml", has_claims)
    instruments = reader.mapping_of(Instrument, settings.studies / "instruments.yml", has_studies)
    study_files = reader.well_named(Study, reader.study_files(settings.studies) if has_studies else ())
    claim_files = reader.well_named(Claim, reader.claim_files(settings.claims) if has_claims else ())
    has_content = reader.has_lists(settings)
    timeline = reader.entries_of(Event, settings.content_list("timeline"), has_content)
    return Library(
        categories=reader.list_of(Category, settings.claims / "categories.yml", has_claims),
        comparisons=comparisons,
        claims=reader.files_of(Claim, claim_files),
        studies=reader.files_of(Study, study_files),
        instruments=instruments,
        references={key: reference_from(entry) for key, entry in references.items()},
        status=reader.one(StatusFile, settings.references_status),
        content=read_content(settings, diagnostics),
        timeline=dict(sorted(timeline.items(), key=lambda entry: entry[1].date)),
        positions=reader.entries_of(Position, settings.content_list("positions"), has_content),
        misreadings=reader.entries_of(Misreading, settings.content_list("misreadings"), has_content),
        trials=reader.entries_of(RegisteredTrial, settings.content_list("trials"), has_content),
        moved_claims=reader.entries_of(Moved, settings.claims / MOVED, has_claims, EXAMPLE_MOVED),
        moved_studies=reader.entries_of(Moved, settings.studies / MOVED, has_studies, EXAMPLE_MOVED),
        glossary=reader.entries_of(Term, settings.content_list("glossary"), has_content),
        unread=frozenset(reader.unread),
    )


class _StoreReader:
    """Reads YAML stores below one root into records."""

    def __init__(self, root: Path, diagnostics: Diagnostics) -> None:
        self.root = root
        self.diagnostics = diagnostics
        self.unread: set[tuple[type, str]] = set()
        """Kind and id of what is there but could not be read."""
        self.bad_ids: set[str] = set()
        """What stands as an id where it is defined, and is none."""

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def has_folder(self, folder: Path, kind: type) -> bool:
        """Whether the folder of a store can be read; reports it if not, once for all that is in it."""
        if is_own_folder(folder, self.name(folder), self.diagnostics):
            return True
        # Neither what others name in it nor what it cites is known.
        self.unread |= {(kind, "*"), (kind, folder.name)}
        return False

    # --- which files -----------------------------------------------------------------------

    def claim_files(self, folder: Path) -> Iterator[Path]:
        """claims/<category>/<id>.yml, in the order of their names."""
        for path in sorted(folder.iterdir()):
            if path.is_dir():
                if self.has_folder(path, Claim):
                    yield from self._yaml_in(path, "claims/<category>/<id>.yml")
            elif path.name not in ("categories.yml", "comparisons.yml", MOVED):
                self._misplaced(path, "claims/<category>/<id>.yml")

    def study_files(self, folder: Path) -> Iterator[Path]:
        """studies/<id>.yml, in the order of their names."""
        for path in self._yaml_in(folder, "studies/<id>.yml"):
            if path.name not in ("instruments.yml", MOVED):
                yield path

    def _yaml_in(self, folder: Path, pattern: str) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.suffix == ".yml":
                yield path
            else:
                self._misplaced(path, pattern)

    def has_lists(self, settings: Settings) -> bool:
        """Whether the lists in content/ can be read; reports a list with the ending `.yaml`, which is not.

        What is wrong with the folder itself is said by `read_content`.
        """
        for name in LISTS:
            path = settings.content_list(name)
            if os.path.lexists(other := path.with_suffix(".yaml")):
                message, hint = "the ending `.yaml` is not read", f"rename it to {path.name}"
                self.diagnostics.report(codes.MISPLACED_FILE, Location(self.name(other)), message, hint=hint)
                self.unread |= {(LISTS[name], "*"), (LISTS[name], name)}
        return settings.content.is_dir() and not settings.content.is_symlink()

    def _misplaced(self, path: Path, pattern: str) -> None:
        if path.name.startswith(".") or path.suffix == ".md":
            return
        shared = path.with_suffix(".yml").name in ("categories.yml", "comparisons.yml", "instruments.yml", MOVED)
        if path.suffix == ".yaml" and (shared or path.parent.parent != self.root or pattern.startswith("studies")):
            message, hint = "the ending `.yaml` is not read", f"rename it to {path.with_suffix('.yml').name}"
        elif path.is_dir():
            message, hint = "this folder is not read", f"move its files to {pattern}"
        else:
            message, hint = "this file is not read", f"only {pattern} is read here: move it, or remove it"
        self.diagnostics.report(codes.MISPLACED_FILE, Location(self.name(path)), message, hint=hint)

    # --- files to records ------------------------------------------------------------------

    def well_named(self, kind: type[T], paths: Iterable[Path]) -> list[Path]:
        """The files whose names are ids; reports `bad-id` for the others."""
        good = []
        for path in paths:
            if self._is_id(kind, path.stem, Location(self.name(path)), "rename the file"):
                good.append(path)
        return good

    def _is_id(self, kind: type[T], id: str, location: Location, hint: str = "") -> bool:
        problem = id_problem(id)
        if problem:
            self.unread.add((kind, id))
            self.bad_ids.add(id)
            message = f"`{shorten(id)}` cannot be an id: {problem}"
            self.diagnostics.report(codes.BAD_ID, location, message, hint=hint or id_hint(id))
        return not problem

    def files_of(self, kind: type[T], paths: Iterable[Path]) -> dict[str, T]:
        """One record a file, by id; each file's name is an id."""
        records: dict[str, T] = {}
        for path in paths:
            id = path.stem
            if id in records:
                self.diagnostics.report(
                    codes.DUPLICATE_ID,
                    Location(self.name(path)),
                    f"the id `{id}` is used by another file",
                    hint="rename one of the two files",
                    related=[Related(Location(records[id].file), "the first one")],
                )
            elif (document := self._document(path)) is None:
                self.unread.add((kind, id))
            elif record := self._record(kind, document, document.plain(), id):
                records[id] = record
        return records

    def one(self, kind: type[T], path: Path) -> T | None:
        """The one record that a file holds, or None."""
        document = self._document(path)
        return None if document is None else self._record(kind, document, document.plain(), path.stem)

    def mapping_of(self, kind: type[T], path: Path, is_there: bool) -> dict[str, T]:
        """A file that maps ids to records; empty where its folder is not there."""
        document = self._document(path) if is_there else None
        if document is None or not isinstance(document.root, Mapping):
            self.unread.add((kind, "*"))
            if document is not None:
                hint = "write each entry as `id:` with its fields below, indented"
                self._wrong_shape(document.at(), "entries with a name are expected here", hint)
            return {}
        records: dict[str, T] = {}
        for id, value in document.plain().items():
            if self._is_id(kind, id, document.key_at(id)) and (record := self._record(kind, document, value, id, id)):
                records[id] = record
        return records

    def entries_of(
        self, kind: type[T], path: Path, is_there: bool, example: str = EXAMPLE_ENTRY
    ) -> dict[str, T]:
        """A list that a site may do without: empty where there is no such file."""
        if not is_there or not os.path.lexists(path):
            return {}
        before = len(self.unread)
        records = self.list_of(kind, path, True, example)
        if len(self.unread) > before:
            self.unread.add((kind, path.stem))  # its page may be missing, and what it cites is not known
        return records

    def list_of(self, kind: type[T], path: Path, is_there: bool, example: str = EXAMPLE_ITEM) -> dict[str, T]:
        """A file that lists records with an `id` each, in its order; empty where its folder is not there."""
        document = self._document(path) if is_there else None
        if document is None or not isinstance(document.root, Sequence):
            self.unread.add((kind, "*"))
            if document is not None:
                self._wrong_shape(document.at(), "a list is expected here", f"write {example}")
            return {}
        records: dict[str, T] = {}
        for position, value in enumerate(document.plain()):
            id = self._id_of_item(kind, document, position, value, example)
            if id is None:
                continue
            if id in records:
                self.diagnostics.report(
                    codes.DUPLICATE_ID,
                    document.at(position, "id"),
                    f"the id `{id}` is used twice",
                    hint="give one of the two another id, or remove it",
                    related=[Related(records[id].at("id"), "the first one")],
                )
                continue
            fields = {name: field for name, field in value.items() if name != "id"}
            if record := self._record(kind, document, fields, id, position, beside=("id",)):
                records[id] = record
        return records

    def _id_of_item(self, kind: type[T], document: Document, position: int, value: Any, example: str) -> str | None:
        """The id of an item of a list, or None where it has none that can be used."""
        place = document.at(position)
        if not isinstance(value, dict):
            hint = f"write {example}"
            if example is EXAMPLE_ITEM and isinstance(value, str) and not id_problem(value):
                hint = f"write `- {{id: {value}, name: {value.capitalize()}}}`"
            self._wrong_shape(place, "an item with `id` and its fields is expected here", hint)
        elif "id" not in value:
            self.diagnostics.report(codes.MISSING_FIELD, place, "the field `id` is missing", hint="add `id:`")
        elif not isinstance(value["id"], str):
            self._wrong_shape(document.at(position, "id"), "`id`: text is expected here", "write one word")
        elif not value["id"].strip():
            where = document.at(position, "id")
            self.diagnostics.report(codes.EMPTY_VALUE, where, "`id`: no value is given", hint="write an id")
        elif self._is_id(kind, value["id"], document.at(position, "id")):
            return str(value["id"])
        self.unread.add((kind, "*"))  # nobody knows which one it was
        return None

    def _document(self, path: Path) -> Document | None:
        name = self.name(path)
        text = read_text(path, name, self.diagnostics, smallest=SMALLEST.get(name, ""))
        return None if text is None else read_yaml(text, name, self.diagnostics)

    def _wrong_shape(self, location: Location, expected: str, hint: str) -> None:
        self.diagnostics.report(codes.WRONG_SHAPE, location, expected, hint=hint)

    def _record(
        self, kind: type[T], document: Document, value: Any, id: str, *path: Step, beside: tuple[str, ...] = ()
    ) -> T | None:
        """The record made of `value`, or None; what is wrong with it is reported, and its id kept as unread."""
        marked = self._marks(document) if kind in (Claim, Study) else frozenset()
        try:
            record = kind.model_validate(value).place(id, document, *path)
        except ValidationError as error:
            report_model_errors(
                kind, error, document, path, self.diagnostics, beside=beside, bad_ids=self.bad_ids, marked=marked
            )
        else:
            if not marked:
                return record
        self.unread.add((kind, id))
        return None

    def _marks(self, document: Document) -> frozenset[tuple[Step, ...]]:
        """The paths of values that hold a mark `[to be added: …]`; reports `placeholder-left` for each mark.

        A claim or study with one is unfinished, and says nothing yet; everywhere else a mark is asked for
        before publishing only (`readiness.py`).
        """
        if not MARK_BEGINS.search(document.text):
            return frozenset()
        found = [
            (path, number, match[0])
            for path, scalar in scalars(document.root)
            for number, match in enumerate(PLACEHOLDER.finditer(scalar.text))
        ]
        for path, number, typed in found[:MAX_PROBLEMS]:
            what = shorten(" ".join(typed[1:-1].partition(":")[2].split()), 200)
            self.diagnostics.report(
                codes.PLACEHOLDER_LEFT,
                document.match_at(PLACEHOLDER, number, *path),
                f"{_named(path)} is still to be added",
                hint=f"in place of the mark, write: {what}" if what else "write it in place of the mark",
            )
        if rest := found[MAX_PROBLEMS:]:
            where = document.match_at(PLACEHOLDER, rest[0][1], *rest[0][0])
            message = f"and {len(rest):,} more marks from here on"
            self.diagnostics.report(codes.PLACEHOLDER_LEFT, where, message, hint="fill in those above first")
        return frozenset(path for path, _, _ in found)


def _named(path: tuple[Step, ...]) -> str:
    """A field by its name, and that of the field that it belongs to."""
    names = [f"`{step}`" for step in path if isinstance(step, str)]
    belongs = len(path) > 1 and isinstance(path[-1], str) and isinstance(path[-2], str)
    return f"{names[-1]} of {names[-2]}" if belongs else names[-1] if names else "this value"

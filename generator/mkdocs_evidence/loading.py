"""The stores to records, plus a diagnostic for everything that cannot be one.

A broken file costs only itself: what loads is returned, what does not is reported, and names
that lead to a broken file are not reported again as unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from . import codes
from .bibtex_reader import read_bibliography
from .content import read_content
from .diagnostics import Diagnostics, EvidenceError, Location, Related
from .library import Library
from .model import Category, Claim, Comparison, Instrument, StatusFile, Stored, Study, id_problem
from .model_errors import report_model_errors
from .references import Reference, reference_from
from .settings import Settings
from .sources import read_text
from .yaml_reader import Document, Mapping, Sequence, Step, read_yaml

T = TypeVar("T", bound=Stored)


class NotASite(EvidenceError):
    """The folder holds no stores."""


def load(settings: Settings, diagnostics: Diagnostics) -> Library:
    """Everything in the stores of the site at `settings.root`, indexed.

    Raises `NotASite` where there is no folder `claims/`.
    """
    if not settings.claims.is_dir():
        raise NotASite(f"{settings.root} is no evidence site: it has no folder claims/")
    reader = _StoreReader(settings.root, diagnostics)
    references = read_bibliography(settings.references, reader.name(settings.references), diagnostics)
    if not references:
        reader.unread.add((Reference, "*"))  # said once; not again at every citation
    return Library(
        categories=reader.list_of(Category, settings.claims / "categories.yml"),
        comparisons=reader.mapping_of(Comparison, settings.claims / "comparisons.yml"),
        claims=reader.files_of(Claim, reader.claim_files(settings.claims)),
        studies=reader.files_of(Study, reader.study_files(settings.studies)),
        instruments=reader.mapping_of(Instrument, settings.studies / "instruments.yml"),
        references={key: reference_from(entry) for key, entry in references.items()},
        status=reader.one(StatusFile, settings.references_status),
        content=read_content(settings, diagnostics),
        unread=frozenset(reader.unread),
    )


class _StoreReader:
    """Reads YAML stores below one root into records."""

    def __init__(self, root: Path, diagnostics: Diagnostics) -> None:
        self.root = root
        self.diagnostics = diagnostics
        self.unread: set[tuple[type, str]] = set()
        """Kind and id of what is there but could not be read."""

    def name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    # --- which files -----------------------------------------------------------------------

    def claim_files(self, folder: Path) -> Iterator[Path]:
        """claims/<category>/<id>.yml, in the order of their names."""
        for path in sorted(folder.iterdir()):
            if path.is_dir() and not path.is_symlink():
                yield from self._yaml_in(path, "claims/<category>/<id>.yml")
            elif path.name not in ("categories.yml", "comparisons.yml"):
                self._misplaced(path, "claims stand in a category's folder: claims/<category>/<id>.yml")

    def study_files(self, folder: Path) -> Iterator[Path]:
        """studies/<id>.yml, in the order of their names."""
        if folder.is_dir():
            for path in self._yaml_in(folder, "studies/<id>.yml"):
                if path.name != "instruments.yml":
                    yield path

    def _yaml_in(self, folder: Path, pattern: str) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if path.suffix == ".yml":
                yield path
            else:
                self._misplaced(path, f"files here are read as {pattern}")

    def _misplaced(self, path: Path, hint: str) -> None:
        if path.name.startswith(".") or path.suffix == ".md":
            return
        self.diagnostics.report(codes.MISPLACED_FILE, Location(self.name(path)), "is not read", hint=hint)

    # --- files to records ------------------------------------------------------------------

    def files_of(self, kind: type[T], paths: Iterable[Path]) -> dict[str, T]:
        """One record a file, by id."""
        records: dict[str, T] = {}
        for path in paths:
            id = path.stem
            if problem := id_problem(id):
                self.diagnostics.report(
                    codes.BAD_ID,
                    Location(self.name(path)),
                    f"`{id}` cannot be an id: {problem}",
                    hint="rename the file",
                )
                self.unread.add((kind, id))
            elif id in records:
                self.diagnostics.report(
                    codes.DUPLICATE_ID,
                    Location(self.name(path)),
                    f"the id `{id}` is used by another file",
                    hint="rename one of the two files",
                    related=[Related(Location(records[id].file), "the first one")],
                )
            elif (document := self._document(path)) is None or (
                record := self._record(kind, document, document.plain(), id)
            ) is None:
                self.unread.add((kind, id))
            else:
                records[id] = record
        return records

    def one(self, kind: type[T], path: Path) -> T | None:
        """The one record that a file holds, or None."""
        document = self._document(path)
        return None if document is None else self._record(kind, document, document.plain(), path.stem)

    def mapping_of(self, kind: type[T], path: Path) -> dict[str, T]:
        """A file that maps ids to records."""
        document = self._document(path)
        if document is None:
            self.unread.add((kind, "*"))
            return {}
        if not isinstance(document.root, Mapping):
            self._wrong_shape(document, "entries are expected, each as `id:` with its fields below")
            self.unread.add((kind, "*"))
            return {}
        records: dict[str, T] = {}
        for id, value in document.plain().items():
            if problem := id_problem(id):
                self.diagnostics.report(codes.BAD_ID, document.key_at(id), f"`{id}` cannot be an id: {problem}")
            record = self._record(kind, document, value, id, id)
            if record is None:
                self.unread.add((kind, id))
            else:
                records[id] = record
        return records

    def list_of(self, kind: type[T], path: Path) -> dict[str, T]:
        """A file that lists records with an `id` each; the order of the file is kept."""
        document = self._document(path)
        if document is None:
            self.unread.add((kind, "*"))
            return {}
        if not isinstance(document.root, Sequence):
            self._wrong_shape(document, "a list is expected, each item with `id` and its fields")
            self.unread.add((kind, "*"))
            return {}
        records: dict[str, T] = {}
        for position, value in enumerate(document.plain()):
            if not isinstance(value, dict) or not isinstance(value.get("id"), str):
                self.diagnostics.report(
                    codes.MISSING_FIELD,
                    document.at(position),
                    "the field `id` is missing",
                    hint="add `id: …`",
                )
                continue
            id = value.pop("id")
            if problem := id_problem(id):
                self.diagnostics.report(codes.BAD_ID, document.at(position, "id"), f"`{id}` cannot be an id: {problem}")
            if id in records:
                self.diagnostics.report(
                    codes.DUPLICATE_ID,
                    document.at(position, "id"),
                    f"the id `{id}` is used twice",
                    related=[Related(records[id].at("id"), "the first one")],
                )
                continue
            record = self._record(kind, document, value, id, position)
            if record is None:
                self.unread.add((kind, id))
            else:
                records[id] = record
        return records

    def _document(self, path: Path) -> Document | None:
        name = self.name(path)
        text = read_text(path, name, self.diagnostics)
        return None if text is None else read_yaml(text, name, self.diagnostics)

    def _wrong_shape(self, document: Document, expected: str) -> None:
        self.diagnostics.report(codes.WRONG_SHAPE, document.at(), expected)

    def _record(self, kind: type[T], document: Document, value: Any, id: str, *path: Step) -> T | None:
        try:
            return kind.model_validate(value).place(id, document, *path)
        except ValidationError as error:
            report_model_errors(kind, error, document, path, self.diagnostics)
            return None

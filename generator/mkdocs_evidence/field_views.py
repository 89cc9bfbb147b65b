"""The fields of the stores as their reference page shows them: anchors, links from a record to its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .fields import STORES, Field, Store, about, fields, in_yaml, records_of
from .model import Record


@dataclass(frozen=True, slots=True)
class FieldView:
    anchor: str
    name: str
    required: bool
    about: str
    type: str
    record: RecordView | None
    """The record that stands in it; only its anchor and title are known."""
    default: str
    good: str
    """As it stands in a file; empty where the record itself shows it."""
    bad: str


@dataclass(frozen=True, slots=True)
class RecordView:
    anchor: str
    title: str
    about: str = ""
    used_in: tuple[tuple[str, str], ...] = ()
    """Anchor and name, `claim.evidence`, of each field in which such a record stands."""
    example: str = ""
    """One as it stands in a file; empty where its fields show enough."""
    fields: tuple[FieldView, ...] = ()


@dataclass(frozen=True, slots=True)
class StoreView:
    name: str
    title: str
    files: tuple[str, ...]
    form: str
    records: tuple[RecordView, ...]
    """Those that no store before has shown."""


def reference() -> tuple[StoreView, ...]:
    """Every store with its records and their fields, each record once."""
    used: dict[type[Record], list[tuple[str, str]]] = {}
    for record in {record: None for store in STORES for record in records_of(store)}:
        for field in fields(record):
            if field.kind.record:
                place = (_anchor(record, field.name), f"{_title(record).lower()}: {field.name}")
                used.setdefault(field.kind.record, []).append(place)
    shown: set[type[Record]] = set()
    found = []
    for store in STORES:
        records = [record for record in records_of(store) if record not in shown]
        shown.update(records)
        views = tuple(_record(record, tuple(used.get(record, ()))) for record in records)
        found.append(StoreView(store.name, store.title, _files(store), store.form, views))
    return tuple(found)


def _record(record: type[Record], used_in: tuple[tuple[str, str], ...]) -> RecordView:
    shown = tuple(_field(record, field) for field in fields(record))
    return RecordView(_anchor(record), _title(record), about(record), used_in, _example(record), shown)


def _field(record: type[Record], field: Field) -> FieldView:
    part = field.kind.record
    return FieldView(
        anchor=_anchor(record, field.name),
        name=field.name,
        required=field.required,
        about=field.about,
        type=field.kind.words,
        record=RecordView(_anchor(part), _title(part)) if part else None,
        default=field.default,
        good="" if part or field.good is None else in_yaml(field.name, field.good),
        bad=field.bad if isinstance(field.bad, str) and not part else "",
    )


def _example(record: type[Record]) -> str:
    """The example of the first field in which the record stands, as it stands there."""
    for store in STORES:
        for holder in records_of(store):
            for field in fields(holder):
                if field.kind.record is record and field.good is not None:
                    return in_yaml(field.name, field.good)
    return ""


def _anchor(record: type[Record], field: str = "") -> str:
    name = _title(record).lower().replace(" ", "-")
    return f"{name}-{field}" if field else name


def _title(record: type[Record]) -> str:
    """The name of a class in words: "Same people"."""
    return " ".join(re.findall("[A-Z][a-z]*", record.__name__)).capitalize()


def _files(store: Store) -> tuple[str, ...]:
    return tuple(pattern.replace("*/*", "<category>/<id>").replace("*", "<id>") for pattern in store.files)

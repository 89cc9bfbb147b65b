"""What every field of the stores is: its words, its type, and a good and a bad example.

The words are the docstrings of the models; the examples stand in field_examples.yml beside this
module. The schemas for editors (`schemas.py`) and the reference page are made from it.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import yaml
from annotated_types import MaxLen, MinLen

from . import model
from .content_model import LISTS
from .model import ID, NUMBER, REGISTRATION, WHERE, Record
from .vocabulary import Level, Rung, State

Schema = dict[str, Any]

TEXT = ["string", "number", "boolean"]
"""Types that YAML gives to what we read as text: `30` and `true` may be names."""
ONE_LINE = r"^\n*[^\n]*\S[^\n]*\s*$"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of values."""

    words: str
    """In plain words, for people."""
    schema: Schema
    """As JSON Schema. It may let more through than the model does; of what YAML gives, never less."""
    good: Any = None
    """An example as the models get it: text, lists and mappings. None where only a field can give one."""
    bad: Any = ""
    """What is often written, and refused; empty where it is that nothing stands there."""
    record: type[Record] | None = None
    """The record that such a value is, or holds."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record, as an author sees it."""

    name: str
    about: str
    kind: Kind
    required: bool
    default: str = ""
    """What holds where nothing is written; empty where that is nothing."""
    good: Any = None
    bad: Any = ""


@dataclass(frozen=True, slots=True)
class Store:
    """A kind of file."""

    name: str
    """Of its schema."""
    title: str
    files: tuple[str, ...]
    """Patterns of the paths below a site's root."""
    record: type[Record]
    form: str = "one"
    """`one` record, a `list` of records with an `id` each, or a `map` from ids to records."""


STORES = (
    Store("claim", "A claim", ("claims/*/*.yml",), model.Claim),
    Store("study", "A study", ("studies/*.yml",), model.Study),
    Store("categories", "The categories", ("claims/categories.yml",), model.Category, "list"),
    Store("comparisons", "The comparisons", ("claims/comparisons.yml",), model.Comparison, "map"),
    Store("moved", "What was renamed or retired", ("claims/moved.yml", "studies/moved.yml"), model.Moved, "list"),
    Store("instruments", "The instruments", ("studies/instruments.yml",), model.Instrument, "map"),
    Store("status", "What has happened to publications", ("references.status.yml",), model.StatusFile),
    *(Store(name, name.capitalize(), (f"content/{name}.yml",), kind, "list") for name, kind in LISTS.items()),
    Store("home", "The head of the home page", ("content/index.md",), model.HomeFront),
)


def _pattern(pattern: re.Pattern[str]) -> str:
    """A pattern of the models in the dialect of JSON Schema."""
    return "^(" + pattern.pattern.removesuffix(r"\Z") + r")\s*$"


LEVELS = [*map(str, Level), *map(str, Rung), *(str(state) for state in State if state is not State.RATED)]
KINDS: tuple[tuple[Any, Kind], ...] = (
    (model.Line, Kind("text on one line", {"type": TEXT, "maxLength": 500, "pattern": ONE_LINE})),
    (model.Prose, Kind("text, with citations where they belong", {"type": TEXT, "maxLength": 5000, "pattern": r"\S"})),
    (model.Number, Kind("a number", {"type": "number"}, "2.5", "2,5")),
    (model.Count, Kind("a whole number, 0 or more", {"type": "integer", "minimum": 0}, "42", "about 40")),
    (model.Integer, Kind("a whole number", {"type": "integer"}, "-1", "one down")),
    (model.Percent, Kind("a number from 0 to 100", {"type": "number", "minimum": 0, "maximum": 100}, "95", "95%")),
    (model.Span, Kind("a number, 0 or more", {"type": "number", "minimum": 0}, "8", "eight")),
    (
        model.Day,
        Kind("a day", {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}\s*$"}, "2026-11-23", "23.11.2026"),
    ),
    (
        model.PartialDate,
        Kind(
            "a day, a month or a year",
            {"anyOf": [{"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}\s*$"}, {"type": "integer"}]},
            "2026-11",
            "November 2026",
        ),
    ),
    (model.Flag, Kind("`true` or `false`", {"type": "boolean"}, "true", "yes")),
    (
        model.Doi,
        Kind("a DOI", {"type": "string", "pattern": r"10\.\d"}, "10.5555/12345678", "PMID 12345678"),
    ),
    (model.Id, Kind("an id", {"type": TEXT, "maxLength": 64, "pattern": _pattern(ID)}, "tea-trial", "Tea trial")),
    (
        model.Key,
        Kind(
            "a citation key of references.bib",
            {"type": TEXT, "maxLength": 100, "pattern": ONE_LINE},
            "brewer2020",
        ),
    ),
    (
        model.Where,
        Kind("a place in a publication", {"type": "string", "pattern": _pattern(WHERE)}, "table 2", "p. 12"),
    ),
    (
        model.ResultName,
        Kind(
            "a study and its result",
            {"type": "string", "pattern": r"^[a-z0-9-]+/[a-z0-9-]+\s*$"},
            "tea-trial/headache",
            "tea-trial",
        ),
    ),
    (
        model.Registration,
        Kind("a number in a registry", {"type": TEXT, "pattern": _pattern(REGISTRATION)}, "NCT00000000", "not known"),
    ),
    (model.Per, Kind("100 or 1000", {"enum": [100, 1000]}, "1000", "50")),
    (model.LevelOrState, Kind("a level, a rung or a state", {"enum": LEVELS}, "low", "Low")),
    (
        model.Ends,
        Kind(
            "two numbers, the lower one first",
            {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            ["-4.1", "-0.3"],
            ["-4.1"],
        ),
    ),
)
"""What stands for each type of the models."""


@cache
def fields(record: type[Record]) -> tuple[Field, ...]:
    """The fields of a record, in the order of the model."""
    hints = get_type_hints(record, include_extras=True)
    about, own = _words(record), _examples()
    found = []
    for name, info in record.model_fields.items():
        kind = _kind(hints[name], info.metadata)
        typed = info.alias or name
        example = _own(own, record, typed)
        good = kind.good if example is None else example
        default = _default(info.get_default()) if not info.is_required() else ""
        found.append(Field(typed, about.get(name, ""), kind, info.is_required(), default, good, kind.bad))
    return tuple(found)


def records_of(store: Store) -> list[type[Record]]:
    """The store's record and all that stand in it, each before those that it holds."""
    return _below(store.record, {})


def _below(record: type[Record], seen: dict[type[Record], None]) -> list[type[Record]]:
    if record not in seen:
        seen[record] = None
        for each in fields(record):
            if each.kind.record:
                _below(each.kind.record, seen)
    return list(seen)


def about(record: type[Record]) -> str:
    """What a record is, in the words of its docstring."""
    return " ".join((record.__doc__ or "").split())


# --- types ---------------------------------------------------------------------------------


def _kind(hint: Any, limits: list[Any]) -> Kind:
    for known, kind in KINDS:
        if hint == known:
            return kind
    arguments = [argument for argument in get_args(hint) if argument is not NoneType]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        words = [str(word) for word in hint]
        bad = words[0].replace("-", " ").capitalize()
        return Kind("one of " + ", ".join(f"`{word}`" for word in words), {"enum": words}, words[0], bad)
    if isinstance(hint, type) and issubclass(hint, Record):
        return _record(hint)
    if get_origin(hint) is tuple:
        item = _kind(arguments[0], [])
        schema: Schema = {"type": "array", "items": item.schema}
        for limit in limits:
            if isinstance(limit, MinLen):
                schema["minItems"] = limit.min_length
            elif isinstance(limit, MaxLen):
                schema["maxItems"] = limit.max_length
        good: Any = None if item.good is None else [item.good]
        return Kind(f"a list, each item {item.words}", schema, good, "see above", item.record)
    if get_origin(hint) is dict:
        value, id = _kind(arguments[1], []), _kind(arguments[0], [])
        names = {"pattern": id.schema["pattern"], "maxLength": id.schema["maxLength"]}
        schema = {"type": "object", "propertyNames": names, "additionalProperties": value.schema}
        good = None if value.good is None else {"tea": value.good}
        return Kind(f"ids, each with {value.words}", schema, good, "see above", value.record)
    if len(arguments) == 1:
        return _kind(arguments[0], limits)
    raise AssertionError(f"no kind for {hint}")


def _record(record: type[Record]) -> Kind:
    """A record; its example holds what has to stand in it, unless it has one of its own."""
    schema: Schema = {"$ref": f"#/definitions/{record.__name__}"}
    words = "fields of its own"
    good = _examples().get(record.__name__, {}).get("example")
    if good is None:
        good = {each.name: each.good or "…" for each in fields(record) if each.required}
    if record is model.Included:
        id = next(kind for known, kind in KINDS if known == model.Id)
        return Kind("the id of a study, or `name: …`", {"anyOf": [id.schema, schema]}, id.good, [], record)
    return Kind(words, schema, good, "see above", record)


def _default(value: Any) -> str:
    if value is None or value == () or value == {}:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


# --- words and examples --------------------------------------------------------------------


@cache
def _words(record: type[Record]) -> Mapping[str, str]:
    """The docstring below each field, also of the classes that a record is made from; one line."""
    found: dict[str, str] = {}
    for kind in reversed(record.__mro__):
        if issubclass(kind, Record) and kind.__module__.startswith(__package__ or ""):
            found |= _docstrings(kind.__module__).get(kind.__name__, {})
    return found


@cache
def _docstrings(module: str) -> Mapping[str, Mapping[str, str]]:
    """Class to field to docstring. Python does not keep these, so they are read from the source."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(inspect.getsource(sys.modules[module])).body:
        if isinstance(node, ast.ClassDef):
            of_class = found.setdefault(node.name, {})
            for statement, below in zip(node.body, node.body[1:], strict=False):
                if isinstance(statement, ast.AnnAssign) and isinstance(below, ast.Expr):
                    name, text = statement.target, below.value
                    if isinstance(name, ast.Name) and isinstance(text, ast.Constant):
                        of_class[name.id] = " ".join(str(text.value).split())
    return found


@cache
def _examples() -> Mapping[str, Mapping[str, Any]]:
    """Record to field to a good example; `example` is one of the record as a whole. Scalars are text."""
    text = resources.files(__package__).joinpath("field_examples.yml").read_text("utf-8")
    read: dict[str, dict[str, Any]] = yaml.load(text, Loader=yaml.CBaseLoader)
    return read


def _own(examples: Mapping[str, Mapping[str, Any]], record: type[Record], name: str) -> Any:
    for kind in record.__mro__:
        if name in (found := examples.get(kind.__name__, {})):
            return found[name]
    return None


def typed(value: Any) -> Any:
    """An example as YAML gives it to other programs: numbers and truth values are no text."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    if NUMBER.match(value):
        return float(value) if re.search("[.eE]", value) else int(value)
    return value


def in_yaml(name: str, value: Any) -> str:
    """`name: value` as it stands in a file, in block style."""
    return "\n".join(_lines(f"{name}:", value))


def _lines(head: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield head
        for key, item in value.items():
            yield from (f"  {line}" for line in _lines(f"{key}:", item))
    elif isinstance(value, list) and any(not isinstance(item, str) for item in value):
        yield head
        for item in value:
            first, *rest = (line[2:] for line in list(_lines("", item))[1:])
            yield f"  - {first}"
            yield from (f"    {line}" for line in rest)
    elif isinstance(value, list):
        yield f"{head} [{', '.join(value)}]" if all(map(FLOW.fullmatch, value)) else head
        if not all(map(FLOW.fullmatch, value)):
            yield from (f"  - {item}" for item in value)
    else:
        yield f"{head} {value}".rstrip()


FLOW = re.compile(r"[\w./-]+")
"""Text that may stand between brackets as it is."""

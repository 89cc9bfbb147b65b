"""Validation errors of the models to diagnostics with a place and a hint.

Knows pydantic's error types and nothing of what the fields mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from . import codes
from .diagnostics import Code, Diagnostics, Location
from .yaml_reader import Document, Step, nearest

SHAPES = {
    "model_type": "a mapping with fields is expected here",
    "model_attributes_type": "a mapping with fields is expected here",
    "dict_type": "a mapping is expected here",
    "tuple_type": "a list is expected here",
}
TEXT_HINT = "a colon followed by a blank cuts text: put it in quotes, or on lines of its own below `|`"


def report_model_errors(
    kind: type[BaseModel],
    error: ValidationError,
    document: Document,
    path: tuple[Step, ...],
    diagnostics: Diagnostics,
) -> None:
    """Reports every problem that `error` holds, at the place in `document` that it belongs to.

    `path` leads from the document's root to the record of class `kind`.
    """
    problems = error.errors(include_url=False)
    meant = _misspelt(problems)
    for problem in problems:
        loc = problem["loc"]
        if problem["type"] == "missing" and loc in meant.values():
            continue  # it is there, under a misspelt name
        code, message, hint = _explain(kind, problem)
        if loc in meant:
            hint = f"did you mean `{meant[loc][-1]}`?"
        location = _locate(document, (*path, *loc), problem["type"])
        diagnostics.report(code, location, message, hint=hint)


def _misspelt(problems: list[ErrorDetails]) -> dict[tuple[Step, ...], tuple[Step, ...]]:
    """Unknown fields that stand for missing ones of the same record: path of the one to path of the other."""
    missing = [problem["loc"] for problem in problems if problem["type"] == "missing"]
    meant = {}
    for problem in problems:
        loc = problem["loc"]
        if problem["type"] == "extra_forbidden":
            beside = {str(other[-1]): other for other in missing if other[:-1] == loc[:-1]}
            near = get_close_matches(str(loc[-1]), list(beside), n=1, cutoff=0.65)
            if near:
                meant[loc] = beside[near[0]]
    return meant


def _locate(document: Document, path: tuple[Step, ...], type: str) -> Location:
    """pydantic's path to a place: the last step decides whether a key or a value is meant."""
    if type == "missing":
        return document.key_at(*path[:-1]) if len(path) > 1 else document.at()
    if path and path[-1] == "[key]":
        return document.key_at(*path[:-1])
    if type == "extra_forbidden":
        return document.key_at(*path)
    return document.at(*path)


def _explain(kind: type[BaseModel], problem: ErrorDetails) -> tuple[Code, str, str]:
    """Code, message and hint of one problem."""
    loc, type = problem["loc"], problem["type"]
    if type == "missing":
        return _missing(loc)
    if type == "extra_forbidden":
        return _unknown_field(kind, loc)
    field, typed, context = _field(loc), problem["input"], problem.get("ctx", {})
    shown = f"`{shorten(typed)}`" if isinstance(typed, str) else "this"
    if type == "enum":
        expected = [word.strip(" '") for word in context["expected"].replace(" or ", ",").split(",")]
        listed = ", ".join(expected)
        if shown == "``":
            return (
                codes.EMPTY_VALUE,
                f"`{field}`: no value is given; expected one of {listed}",
                codes.EMPTY_VALUE.mend,
            )
        return (
            codes.UNKNOWN_VALUE,
            f"`{field}`: {shown} is not one of {listed}",
            nearest(str(typed), expected),
        )
    if type in SHAPES:
        if typed == "":
            return codes.EMPTY_VALUE, f"`{field}`: no value is given", codes.EMPTY_VALUE.mend
        return codes.WRONG_SHAPE, f"`{field}`: {SHAPES[type]}", codes.WRONG_SHAPE.mend
    if type == "too_long":
        return (
            codes.TEXT_TOO_LONG,
            f"`{field}`: more than {context['max_length']} items",
            codes.TEXT_TOO_LONG.mend,
        )
    if type == "too_short":
        return codes.EMPTY_VALUE, f"`{field}`: at least {context['min_length']} item is expected", ""
    if type in ("greater_than_equal", "less_than_equal"):
        limit = f"at least {context['ge']:g}" if "ge" in context else f"at most {context['le']:g}"
        return codes.BAD_NUMBER, f"`{field}`: {shown} is out of range; {limit} is expected", ""
    code = codes.all_codes().get(type, codes.WRONG_SHAPE)
    if code is codes.EMPTY_VALUE:
        return code, f"`{field}`: no value is given", code.mend
    if not isinstance(typed, str):
        return code, f"`{field}`: {problem['msg']}", TEXT_HINT if isinstance(typed, dict) else code.mend
    if code is codes.UNKNOWN_VALUE and "expected" in context:
        return code, f"`{field}`: {shown}: {problem['msg']}", nearest(typed, context["expected"].split(", "))
    return code, f"`{field}`: {shown}: {problem['msg']}", code.mend


def _missing(loc: tuple[Step, ...]) -> tuple[Code, str, str]:
    if isinstance(loc[-1], int):
        return codes.WRONG_SHAPE, f"`{_field(loc)}`: a list of two numbers is expected", ""
    return codes.MISSING_FIELD, f"the field `{loc[-1]}` is missing", f"add `{loc[-1]}:`"


def _unknown_field(kind: type[BaseModel], loc: tuple[Step, ...]) -> tuple[Code, str, str]:
    known = sorted(_fields_at(kind, loc[:-1]))
    typed = str(loc[-1])
    hint = nearest(typed, known) or f"the fields here are {', '.join(known)}"
    return codes.UNKNOWN_FIELD, f"there is no field `{shorten(typed)}` here", hint


def _field(loc: tuple[Step, ...]) -> str:
    """The nearest name of a field on the way to a problem, for the message."""
    return next((str(step) for step in reversed(loc) if isinstance(step, str) and step != "[key]"), "this file")


def shorten(text: str, limit: int = 60) -> str:
    """One line of at most `limit` characters of what an author typed."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _fields_at(kind: type[BaseModel], loc: tuple[Step, ...]) -> list[str]:
    """The names, as written in YAML, of the fields of the record that `loc` leads to."""
    record: type[BaseModel] | None = kind
    for step in loc:
        if record is None:
            break
        for name, info in record.model_fields.items():
            if step in (name, info.alias):
                record = next(_records_in(info.annotation), None)
                break
    if record is None:
        return []
    return [info.alias or name for name, info in record.model_fields.items()]


def _records_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The record classes inside an annotation such as `tuple[Evidence, ...]` or `Step | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _records_in(part)

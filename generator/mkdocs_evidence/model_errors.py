"""Validation errors of the models to diagnostics with a place and a hint.

Knows pydantic's error types and nothing of what the fields mean.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from . import codes
from .diagnostics import Code, Diagnostics, Location
from .yaml_problems import nearest, shorten
from .yaml_reader import Document, Mapping, Step

MAX_PROBLEMS = 50
"""Problems of one record that are reported one by one."""
SHAPES = {
    "model_type": "fields are expected here",
    "model_attributes_type": "fields are expected here",
    "dict_type": "fields are expected here",
    "tuple_type": "a list is expected here",
}
SHAPE_HINTS = {
    "model_type": "write each field as `name: value`, on lines of their own and indented, or all of them in braces",
    "tuple_type": "write each item after `- ` on a line of its own, or all of them in brackets",
}
NO_VALUE = "write a value; leave a field out where it may be missing"
CUT_BY_COLON = "a colon and a blank cut the text: put it in quotes, or on lines of its own below `|`"


def report_model_errors(
    kind: type[BaseModel],
    error: ValidationError,
    document: Document,
    path: tuple[Step, ...],
    diagnostics: Diagnostics,
    *,
    beside: tuple[str, ...] = (),
    bad_ids: Container[str] = frozenset(),
    marked: Container[tuple[Step, ...]] = frozenset(),
) -> None:
    """Reports every problem that `error` holds, at the place in `document` that it belongs to.

    `path` leads from the document's root to the record of class `kind`; `beside` names fields that
    the record has in its file and not in its class. Of `bad_ids` it has been said elsewhere that they
    are none; that is not said again where one is used. At the `marked` paths something is still to be
    added, which has been said as well.
    """
    problems = error.errors(include_url=False)
    meant = _misspelt(kind, problems)
    problems = [
        problem
        for problem in problems
        if not (problem["type"] == "missing" and problem["loc"] in meant.values())  # there, under a misspelt name
        and not (problem["type"] == "bad-id" and problem["input"] in bad_ids)
        and problem["loc"] not in marked
    ]
    for problem in problems[:MAX_PROBLEMS]:
        code, message, hint = _Problem(kind, problem, document, path, beside).explained()
        if other := meant.get(problem["loc"]):
            hint = f"did you mean `{other[-1]}`?"
        location = _locate(document, (*path, *problem["loc"]), problem["type"])
        diagnostics.report(code, location, message, hint=hint)
    if rest := problems[MAX_PROBLEMS:]:
        code = _Problem(kind, rest[0], document, path, beside).explained()[0]
        location = _locate(document, (*path, *rest[0]["loc"]), rest[0]["type"])
        diagnostics.report(code, location, f"and {len(rest):,} more problems", hint="mend those above first")


def _misspelt(kind: type[BaseModel], problems: list[ErrorDetails]) -> dict[tuple[Step, ...], tuple[Step, ...]]:
    """Unknown fields that stand for missing ones of the same record: path of the one to path of the other."""
    missing = [problem["loc"] for problem in problems if problem["type"] == "missing"]
    meant: dict[tuple[Step, ...], tuple[Step, ...]] = {}
    for problem in problems if missing else ():
        loc = problem["loc"]
        if problem["type"] == "extra_forbidden":
            left = {str(other[-1]): other for other in missing if other[:-1] == loc[:-1]}
            left = {name: other for name, other in left.items() if other not in meant.values()}
            typed = str(loc[-1])[:100]
            in_code = _fields_at(kind, loc[:-1]).get(typed, "")
            near = [in_code] if in_code in left else get_close_matches(typed, list(left), n=1, cutoff=0.65)
            if near:
                meant[loc] = left[near[0]]
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


class _Problem:
    """One validation error, and where its record stands."""

    def __init__(
        self,
        kind: type[BaseModel],
        problem: ErrorDetails,
        document: Document,
        path: tuple[Step, ...],
        beside: tuple[str, ...],
    ) -> None:
        self.kind = kind
        self.problem = problem
        self.loc = problem["loc"]
        self.typed = problem["input"]
        self.context: dict[str, Any] = problem.get("ctx", {})
        self.document = document
        self.path = path
        self.beside = beside

    def explained(self) -> tuple[Code, str, str]:
        """Code, message and hint."""
        type = self.problem["type"]
        if type == "missing":
            return self._missing()
        if type == "extra_forbidden":
            return self._unknown_field()
        code, message, hint = self._in_the_field(type)
        return code, f"{self._field()}: {message}", hint

    def _in_the_field(self, type: str) -> tuple[Code, str, str]:
        if type == "enum":
            return self._no_word_of_the_list()
        if type == "empty-value" or (type in SHAPES and self.typed == ""):
            return codes.EMPTY_VALUE, "no value is given", NO_VALUE
        if type in SHAPES:
            if isinstance(self.typed, str) and self._worked_out():
                return codes.WRONG_SHAPE, SHAPES[type], self._worked_out()
            return codes.WRONG_SHAPE, SHAPES[type], SHAPE_HINTS.get(type, SHAPE_HINTS["model_type"])
        if type == "too_long":
            return self._too_many()
        if type == "too_short":
            least = self.context["min_length"]
            return codes.EMPTY_VALUE, f"at least {least} item is expected", "add one, or remove the field"
        if type in ("greater_than_equal", "less_than_equal"):
            limit = f"at least {self.context['ge']:g}" if "ge" in self.context else f"at most {self.context['le']:g}"
            return codes.BAD_NUMBER, f"{self._shown()} is out of range; {limit} is expected", "look the figure up again"
        return self._by_its_code(codes.all_codes().get(type, codes.WRONG_SHAPE))

    def _by_its_code(self, code: Code) -> tuple[Code, str, str]:
        """A problem that `model.py` found, which has its own words."""
        message, hint = self.problem["msg"], str(self.context.get("hint", ""))
        if isinstance(self.typed, dict):
            return code, message, CUT_BY_COLON if self._is_cut_by_colon() else "write one value in place of the fields"
        if isinstance(self.typed, list):
            return code, message, hint or "write one value in place of the list"
        return code, f"{self._shown()}: {message}", hint or nearest(str(self.typed), self.context.get("known", []))

    def _is_cut_by_colon(self) -> bool:
        """Whether text became a field: `- Tea: it helps`."""
        node = self.document.node(*self.path, *self.loc)
        return isinstance(node, Mapping) and not node.flow and len(node.keys) == 1

    def _no_word_of_the_list(self) -> tuple[Code, str, str]:
        known = [word.strip(" '") for word in self.context["expected"].replace(" or ", ",").split(",")]
        listed = ", ".join(known)
        if self.typed == "":
            return codes.EMPTY_VALUE, f"no value is given; expected one of {listed}", NO_VALUE
        if not isinstance(self.typed, str):
            return codes.WRONG_SHAPE, f"one of {listed} is expected here", "write one word"
        return codes.UNKNOWN_VALUE, f"{self._shown()} is not one of {listed}", nearest(self.typed, known)

    def _too_many(self) -> tuple[Code, str, str]:
        most = self.context["max_length"]
        if most == 2:
            return codes.WRONG_SHAPE, "a list of two is expected here", "keep two, such as [first, second]"
        return codes.TEXT_TOO_LONG, f"more than {most} items", "shorten the list, or split it"

    def _missing(self) -> tuple[Code, str, str]:
        if isinstance(self.loc[-1], int):
            return codes.WRONG_SHAPE, f"{self._field()}: a list of two is expected here", "write two, such as [0, 10]"
        return codes.MISSING_FIELD, f"the field `{self.loc[-1]}` is missing", f"add `{self.loc[-1]}:`"

    def _worked_out(self) -> str:
        """What to do instead of typing what follows from other fields; empty for anything else."""
        hints = getattr(self.kind, "WORKED_OUT", {})
        return str(hints.get(self.loc[0], "")) if len(self.loc) == 1 else ""

    def _unknown_field(self) -> tuple[Code, str, str]:
        typed = str(self.loc[-1])
        names = _fields_at(self.kind, self.loc[:-1])
        known = sorted({*names.values(), *(self.beside if len(self.loc) == 1 else ())})
        if self._worked_out():
            hint = self._worked_out()
        elif typed in names:
            hint = f"did you mean `{names[typed]}`?"
        else:
            hint = nearest(typed, known) or f"take one of the fields here: {', '.join(known)}"
        return codes.UNKNOWN_FIELD, f"there is no field `{shorten(typed)}` here", hint

    def _shown(self) -> str:
        return f"`{shorten(str(self.typed))}`"

    def _field(self) -> str:
        """The nearest name of a field or entry on the way to the problem, for the message."""
        steps = [str(step) for step in (*self.path, *self.loc) if isinstance(step, str) and step != "[key]"]
        if self.loc and self.loc[-1] == "[key]":
            steps = steps[:-1]  # the key itself, which the message shows
        if steps:
            return f"`{shorten(steps[-1])}`"
        return "this entry" if self.path else "this file"


def _fields_at(kind: type[BaseModel], loc: tuple[Step, ...]) -> dict[str, str]:
    """The fields of the record that `loc` leads to: names as the code has them to names as written in YAML."""
    record: type[BaseModel] | None = kind
    for step in loc:
        if record is None:
            break
        for name, info in record.model_fields.items():
            if step in (name, info.alias):
                record = next(_records_in(info.annotation), None)
                break
    if record is None:
        return {}
    return {name: info.alias or name for name, info in record.model_fields.items()}


def _records_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The record classes inside an annotation such as `tuple[Evidence, ...]` or `Step | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _records_in(part)

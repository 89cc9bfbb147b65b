"""Two versions of a record's fields to the single edits that lead from one to the other.

Knows nothing of evidence: values are what YAML has (mappings, lists, texts, numbers, yes and no). The
order of a mapping's fields means nothing; that of a list does. Every value that differs is told once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Any

Value = Any
"""Mapping, list, text, number, boolean or None."""

MAX_ALIGNED = 400
"""Items of a list that are set against each other; longer ones are compared place by place."""


class What(StrEnum):
    """What happened to a value."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    ORDER = "order"
    """The items are the same and stand in another order."""


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One value of a record that is not what it was."""

    path: str
    """Where it stands: `certainty.imprecision.step`, `evidence[alpha/end].role`."""
    what: What
    before: Value = None
    """None where it was added."""
    after: Value = None
    """None where it was removed."""


def edits(before: Value, after: Value, path: str = "") -> Iterator[FieldEdit]:
    """Every edit that makes `after` of `before`, in the order of the fields.

    A mapping or list of texts that came or went is one; of a list of mappings, each item is.
    """
    if before == after:
        return
    if _is_list_of_records(before or after) and (_absent(before) or _absent(after)):
        yield from _of_lists(before or [], after or [], path)
    elif path and (_absent(before) or _absent(after)):
        what = What.ADDED if _absent(before) else What.REMOVED
        yield FieldEdit(path, what, None if _absent(before) else before, None if _absent(after) else after)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            yield from edits(before.get(name), after.get(name), f"{path}.{name}" if path else str(name))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _of_lists(before, after, path)
    else:
        yield FieldEdit(path, What.CHANGED, before, after)


def _absent(value: Value) -> bool:
    return value is None or value == [] or value == {}


def _is_list_of_records(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(item, Mapping) for item in value)


def _of_lists(before: list[Value], after: list[Value], path: str) -> Iterator[FieldEdit]:
    names = _names([*before, *after])
    old, new = [names(item) for item in before], [names(item) for item in after]
    if old != new and sorted(old) == sorted(new) and len(set(old)) == len(old):
        yield FieldEdit(path, What.ORDER, _told(before, old), _told(after, new))
        by_name = dict(zip(new, after, strict=True))
        for name, item in zip(old, before, strict=True):
            yield from edits(item, by_name[name], f"{path}[{name}]")
        return
    for kind, i1, i2, j1, j2 in _aligned(old, new):
        for i, j in zip_longest(range(i1, i2), range(j1, j2)):
            if i is not None and j is not None:
                place = old[i] if kind == "equal" or isinstance(before[i], Mapping) else str(i + 1)
                yield from edits(before[i], after[j], f"{path}[{place}]")
            elif j is None:
                yield FieldEdit(f"{path}[{_place(old, before, i)}]", What.REMOVED, before[i], None)
            else:
                yield FieldEdit(f"{path}[{_place(new, after, j)}]", What.ADDED, None, after[j])


def _aligned(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    differing = [number for number, (a, b) in enumerate(zip(old, new, strict=False)) if a != b]
    if (len(old) == len(new) and len(differing) == 1) or max(len(old), len(new)) > MAX_ALIGNED:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _place(names: list[str], items: list[Value], number: int) -> str:
    return names[number] if isinstance(items[number], Mapping) else str(number + 1)


def _told(items: list[Value], names: list[str]) -> list[str]:
    """The items of a list in short, for an edit of their order."""
    return [name if isinstance(item, Mapping) else str(item) for item, name in zip(items, names, strict=True)]


IDENTITIES = (
    ("id",), ("study", "result"), ("name",), ("doi", "status"), ("tool", "result", "by"), ("date",), ("code",)
)  # fmt: skip
"""Fields by which an item of a list is known: the first of them that all items have, with those that follow it."""


def _names(items: list[Value]) -> Callable[[Value], str]:
    """What gives each item of a list its name: what it is known by, or else its whole value."""
    if all(isinstance(item, Mapping) for item in items):
        for fields in IDENTITIES:
            if all(item.get(fields[0]) is not None for item in items):
                return _known_by(fields)
    return lambda item: item if isinstance(item, str) else json.dumps(item, sort_keys=True, ensure_ascii=False)


def _known_by(fields: tuple[str, ...]) -> Callable[[Value], str]:
    return lambda item: "/".join(str(item[field]) for field in fields if item.get(field) is not None)

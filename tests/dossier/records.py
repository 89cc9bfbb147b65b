"""The dossier's records: read, and asked for figures. Nothing here knows the site's stores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

RECORDS = Path(__file__).parent / "records"
NOT_WORDS = {
    "key", "sources", "source_key", "authors", "doi", "pmid", "notice_doi", "volume", "issue", "pages", "checked",
    "confidence", "fields_from_memory",
}  # fmt: skip
"""Fields of a record whose digits are no statement about what was found."""

NUMBER = re.compile(r"(?<![\w.])(?<![A-Za-z][-−–])\d+(?:,\d{3})*(?:\.\d+)?(?!\d)")
"""An amount in figures, without its sign: `1,000` is one, `MP-12` and `NCT03537014` hold none."""
SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
}  # fmt: skip
SPELLED = re.compile(rf"\b(?:{'|'.join(SMALL)})\b(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine)\b)?", re.I)

PEOPLE = re.compile(r"(?:\bn ?=? ?)?\b(\d[\d,]*)(?= (?:people|scanned)\b|\))")


def number(text: str) -> Decimal:
    """What an amount in figures means: `8.90` and `8.9` are the same, `1,000` is a thousand."""
    return Decimal(text.replace(",", ""))


def spelled(text: str) -> Decimal:
    """What a number written as a word means: `Twenty-two` is 22."""
    return Decimal(sum(SMALL[word] for word in re.split(r"[-\s]+", text.lower())))


def amounts(text: str) -> Iterator[Decimal]:
    """Every amount that a text states, in figures or spelled out."""
    for match in NUMBER.finditer(text):
        yield number(match.group())
    for match in SPELLED.finditer(text):
        yield spelled(match.group())


def stated(value: object) -> Iterator[Decimal]:
    """Every amount below a value of a record, but for those in `NOT_WORDS` and in what is marked as from memory."""
    if isinstance(value, dict):
        if value.get("confidence") != "memory":
            for key, part in value.items():
                if key == "measure" and isinstance(part, str):
                    yield from amounts(part.replace("-", " "))  # TAS-20 has 20 items
                elif key not in NOT_WORDS:
                    yield from stated(part)
    elif isinstance(value, list):
        for part in value:
            yield from stated(part)
    elif isinstance(value, str):
        yield from amounts(value)


def _numbers(values: Iterable[object]) -> frozenset[Decimal]:
    return frozenset(number(text) for text in map(str, values) if NUMBER.fullmatch(text))


@dataclass(frozen=True)
class Item:
    """One outcome, harm, effect or row of a record that may be stated."""

    place: str
    """Where it stands: `mitchell2021: outcomes 3`."""
    value: dict[str, Any]

    @property
    def locator(self) -> str:
        """In lower case; empty where it is not known."""
        return str(self.value.get("locator", "")).lower()

    @cached_property
    def words(self) -> str:
        """Name, measure, time and remarks, in lower case."""
        fields = ("name", "outcome", "measure", "timepoint", "remark", "note", "result", "derived", "locator")
        return " ".join(str(self.value.get(field, "")) for field in fields).lower()

    @cached_property
    def amounts(self) -> frozenset[Decimal]:
        return frozenset(stated(self.value))

    @property
    def people(self) -> frozenset[Decimal]:
        """Every number of people that it states: of its groups, of its effects, and in words."""
        groups = [group.get(name) for group in [*self.arms, *self.effects] for name in ("n", "total")]
        return _numbers([*groups, *PEOPLE.findall(self.words)])

    @cached_property
    def arms(self) -> list[dict[str, str]]:
        """Its groups, or rows of the same people, that may be stated; in the record's order."""
        return [arm for arm in self.value.get("arms") or [] if arm.get("confidence") != "memory"]

    @property
    def effects(self) -> list[dict[str, Any]]:
        effects = [self.value.get("effect"), *(self.value.get("other_effects") or [])]
        return [effect for effect in effects if isinstance(effect, dict) and effect.get("confidence") != "memory"]


@dataclass(frozen=True)
class Record:
    """All that the dossier says under one key."""

    key: str
    parts: dict[str, Any]

    @cached_property
    def amounts(self) -> frozenset[Decimal]:
        return frozenset(stated(self.parts))

    @property
    def people(self) -> frozenset[Decimal]:
        """How many people the whole study or review is of, where that is stated."""
        parts = (self.parts.get("study", {}), self.parts.get("review", {}))
        return _numbers(part.get(name) for part in parts for name in ("n", "n_participants"))

    @cached_property
    def words(self) -> str:
        return yaml.safe_dump(self.parts, allow_unicode=True, width=10**6)

    @cached_property
    def items(self) -> list[Item]:
        """Outcomes and harms of the study and results of the review, less what is marked as from memory."""
        found = []
        study, review = self.parts.get("study", {}), self.parts.get("review", {})
        for name, items in (
            ("outcomes", study.get("outcomes")),
            ("harms", study.get("harms")),
            ("results", review.get("results")),
        ):
            for position, value in enumerate(items or [], 1):
                if value.get("confidence") != "memory":
                    found.append(Item(f"{self.key}: {name} {position}", value))
        return found + self._dropouts()

    def _dropouts(self) -> list[Item]:
        """The people who were randomised and analysed, read as counts of people who were not."""
        study = self.parts.get("study", {})
        dropouts = study.get("dropouts")
        if not isinstance(dropouts, dict):
            return []
        rows = [
            {"name": arm["arm"], "events": arm["not_analysed"], "total": arm["randomised"]} for arm in dropouts["arms"]
        ]
        times = {str(item["timepoint"]) for item in study["outcomes"] if item.get("primary_timepoint") == "true"}
        value = {**dropouts, "name": "not analysed", "timepoint": "; ".join(sorted(times)), "arms": rows}
        return [Item(f"{self.key}: dropouts", value)]


class _Loader(yaml.CBaseLoader):
    """Every scalar stays the text that was typed; only a plain `null` is nothing."""

    def construct_scalar(self, node: Any) -> str:
        return "" if node.value == "null" and not node.style else str(node.value)


@cache
def record(key: str) -> Record | None:
    """The record of a key, or None where the dossier has none."""
    path = RECORDS / f"{key}.yml"
    return Record(key, yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)) if path.is_file() else None

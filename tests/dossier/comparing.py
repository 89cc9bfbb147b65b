"""The figures of the site's studies, each held against the dossier's record of the publication it is cited from.

A figure in a field is compared with the same field of one outcome, harm or effect: all groups of a result have to
stand together in it, with their numbers of people, means, SDs, counts and the time. A figure in a text has to be
stated anywhere in the records that the result cites. What comes from elsewhere stands in `elsewhere.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import combinations
from typing import Any, TypeVar

from mkdocs_evidence.diagnostics import Location
from mkdocs_evidence.yaml_reader import Document, Mapping, Node, Scalar, Sequence, Step, scalars

from .records import NUMBER, SPELLED, Item, Record, number, record, spelled

TIME = re.compile(r"\b(?:days?|weeks?|months?|years?)\b")
T = TypeVar("T")
Path = tuple[str, ...]
"""Where a value stands in its file: keys, `id`s of a list's items, or positions from 1."""

MEASURES = {
    "md": ("mean difference", "difference of", "difference between", "mean change"),
    "smd": ("hedges' g", "cohen's d", "smd", "standardised"),
    "rr": ("risk ratio", "relative risk"),
    "or": ("odds ratio",),
}
"""A measure of the stores, and the words for it in the type of a dossier's effect."""


NO_TEXT = {
    "id", "reports", "registrations", "cite", "through", "by", "result", "instrument", "compare", "tool", "group",
    "where", "n", "mean", "sd", "events", "total", "value", "low", "high", "level", "randomised", "completed",
    "weeks", "months", "guessed_right_percent",
}  # fmt: skip
"""Fields of a study that hold a name, a place or one figure."""


@dataclass(frozen=True)
class Figure:
    """One amount in a store."""

    path: Path
    text: str
    at: Location

    @property
    def name(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True)
class Difference:
    """A figure that no record bears out."""

    figure: Figure
    says: str
    """What the record says instead."""

    def __str__(self) -> str:
        return f"{self.figure.at}: {self.figure.name}: {self.figure.text}: {self.says}"


@dataclass
class Compared:
    """What comparing a study gave."""

    differences: list[Difference] = field(default_factory=list)
    figures: int = 0
    """How many figures were looked at."""


Excused = Callable[[Figure], bool]


def compare(document: Document, excused: Excused = lambda figure: False, part: tuple[Step, ...] = ()) -> Compared:
    """Every figure of a study file against the records of its reports; with `part`, of one field or one result."""
    return _Study(document, excused).compare(part)


class _Study:
    def __init__(self, document: Document, excused: Excused) -> None:
        self.document = document
        self.root = document.root
        self.excused = excused
        self.found = Compared()
        self.reports = [node.text for node in _items(self.root, "reports")]

    def compare(self, part: tuple[Step, ...]) -> Compared:
        own = self._records(self.reports)
        if not part or part[0] != "results":
            self._study(own)
        for position, result in enumerate(_items(self.root, "results")):
            if not part or part == ("results", position):
                self._result(result, own)
        return self.found

    def _study(self, own: list[Record]) -> None:
        for name, node in _fields(self.root):
            if name != "results":
                self._texts((name,), node, own)
        for position, item in enumerate(_items(self.root, "registrations"), 1):
            self._registration(("registrations", str(position)), item, own)
        self._arms(own)
        self._blinding(own)
        self._used_before(own)

    # --- the parts of a study --------------------------------------------------------------

    def _arms(self, records: list[Record]) -> None:
        wanted = {
            arm: {key: _get(node, key) for key in ("randomised", "completed") if _get(node, key) is not None}
            for arm, node in _fields(_get(self.root, "arms"))
        }
        groups = [row for one in records for row in _groups(one)]
        self._rows(("arms",), wanted, groups)

    def _blinding(self, records: list[Record]) -> None:
        blinding = _get(self.root, "blinding")
        guesses = {arm: {"pct": node} for arm, node in _fields(_get(blinding, "guessed_right_percent"))}
        groups = [(item.place, item.arms) for one in records for item in one.items if "guess" in item.words]
        self._rows(("blinding", "guessed_right_percent"), guesses, groups)

    def _used_before(self, records: list[Record]) -> None:
        used = _get(self.root, "used_before")
        said = [part["prior_mdma_use"] for one in records for part in one.parts.values()
                if isinstance(part, dict) and part.get("prior_mdma_use")]  # fmt: skip
        shares = {arm: {"pct": node} for arm, node in _fields(_get(used, "by_arm"))}
        self._rows(("used_before", "by_arm"), shares, [("prior use", one["arms"]) for one in said])
        if (whole := _get(used, "percent")) is not None:
            groups = [("prior use", [{"pct": one["overall_pct"]}]) for one in said]
            self._rows(("used_before",), {"percent": {"pct": whole}}, groups)

    def _registration(self, path: Path, node: Node, records: list[Record]) -> None:
        figure = self._figure(path, node, node.text if isinstance(node, Scalar) else "")
        if not any(figure.text.lower() in one.words.lower() for one in records) and not self.excused(figure):
            self._differs(figure, "stands in no record of " + _names(records))

    def _result(self, result: Node, own: list[Record]) -> None:
        path = ("results", _text(_get(result, "id")))
        source = _get(result, "from")
        cite, through = (_text(_get(source, key)) for key in ("cite", "through"))
        records = self._records([key for key in (through, cite) if key])
        items = [item for one in records for item in one.items]
        time = _time(result)
        self._texts(path, result, records)
        place = _text(_get(source, "where"))
        matched: list[Item] | None = None
        if (arms := _get(result, "arms")) is not None:
            matched = self._result_arms(path, result, arms, items, time)
        if (estimate := _get(result, "estimate")) is not None:
            matched = self._estimate(path, result, estimate, items)
        if (people := _get(result, "same_people")) is not None:
            matched = self._same_people(path, people, items)
        matched = matched or self._nearest(result, items)
        if (n := _get(result, "n")) is not None:
            self._people(self._figure((*path, "n"), n, _text(n)), matched, records)
        timed = [item for item in matched if TIME.search(item.words)]
        self._when(path, result, timed or items, records, strict=bool(timed))
        if match := re.fullmatch(r"(table|figure|page)\s+(\S+)", place):
            figure = self._figure((*path, "from", "where"), _get(source, "where"), place)
            said = " ".join(item.locator for item in (matched or items)) + " ".join(one.words for one in records)
            if not re.search(rf"\b{match[1]}\s+{re.escape(match[2])}\b", said, re.I) and not self.excused(figure):
                self._differs(figure, "no record of " + _names(records) + " names this place")

    def _people(self, figure: Figure, items: list[Item], records: list[Record]) -> None:
        """What the matched items say of people goes before the number of people in the whole study."""
        stated = {count for item in items for count in item.people} or {n for one in records for n in one.people}
        if number(figure.text) not in stated and not self.excused(figure):
            self._differs(figure, "is no number of people in " + _names(records))

    # --- figures in fields -----------------------------------------------------------------

    def _result_arms(self, path: Path, result: Node, arms: Node, items: list[Item], time: str) -> list[Item]:
        score = _text(_get(result, "score"))
        wanted = {arm: dict(_fields(node)) for arm, node in _fields(arms)}
        rows = [(item, [_as_store(row, score) for row in item.arms]) for item in items if item.arms]
        words = _stems(_text(_get(result, "outcome")))
        rows = [(item, row) for item, row in rows if words & _stems(item.words)] or rows
        timed = [(item, row) for item, row in rows if not time or not item.value.get("timepoint") or _at(time, item)]
        matched = self._rows((*path, "arms"), wanted, [(item.place, row) for item, row in timed])
        return [item for item, _ in timed if item.place in matched]

    def _rows(self, path: Path, wanted: dict[str, dict[str, Node]], groups: list[tuple[str, list[Any]]]) -> list[str]:
        """Holds the arms of the stores against the rows of each group, in order; gives the groups that fit."""
        figures = {
            (arm, key): self._figure((*path, *([arm, key] if key != "pct" else [arm])), node, _text(node))
            for arm, values in wanted.items()
            for key, node in values.items()
        }
        if not figures:
            return []
        arms = [arm for arm, values in wanted.items() if values]
        tries = (
            (
                place,
                [
                    Difference(figures[arm, key], f"{place} says {row.get(key) or 'nothing'}")
                    for arm, row in zip(arms, chosen, strict=True)
                    for key in wanted[arm]
                    if not _equal(figures[arm, key].text, row.get(key))
                ],
            )
            for place, rows in groups
            for chosen in combinations(rows, len(arms))
        )
        return self._closest(tries, figures.values(), "no record holds such a row")

    def _estimate(self, path: Path, result: Node, estimate: Node, items: list[Item]) -> list[Item]:
        path = (*path, "estimate")
        keys = [key for key in ("value", "low", "high") if _get(estimate, key) is not None]
        figures = {key: self._figure((*path, key), _get(estimate, key), _text(_get(estimate, key))) for key in keys}
        level = self._figure((*path, "level"), _get(estimate, "level"), _text(_get(estimate, "level")) or "95")
        if level.text != "95" and not self.excused(level):
            self._differs(level, "the dossier's intervals are at 95 per cent")
        words = MEASURES.get(_text(_get(estimate, "measure")), ())
        turned = _text(_get(result, "from", "how")) == "derived"
        tries = (
            (
                item,
                [
                    Difference(figure, f"{item.place} says {said.get(key) or 'nothing'}")
                    for key, figure in figures.items()
                    if not _equal(figure.text, said.get(key))
                ],
            )
            for item in items
            for effect in item.effects
            if any(word in str(effect.get("type", "")).lower() for word in words)
            for said in _readings(effect, turned)
        )
        return self._closest(tries, figures.values(), "no record holds such an effect")

    def _closest(self, tries: Iterable[tuple[T, list[Difference]]], figures: Iterable[Figure], none: str) -> list[T]:
        """Those of what was tried that agree with every figure; the differences of the closest one are kept."""
        fitting = []
        best: list[Difference] | None = None
        for tried, different in tries:
            wrong = [one for one in different if not self.excused(one.figure)]
            if not wrong:
                fitting.append(tried)
            if best is None or len(wrong) < len(best):
                best = wrong
        if best is None:
            best = [Difference(figure, none) for figure in figures if not self.excused(figure)]
        self.found.differences += best
        return fitting

    def _same_people(self, path: Path, people: Node, items: list[Item]) -> list[Item]:
        n = _get(people, "n")
        wanted = {}
        for moment in ("before", "after"):
            fields = {"n": n, **dict(_fields(_get(people, moment)))}
            wanted[moment] = {key: node for key, node in fields.items() if key != "at" and node is not None}
        groups = [(item.place, [_as_store(row, "end") for row in item.arms]) for item in items if item.arms]
        matched = self._rows((*path, "same_people"), wanted, groups)
        return [item for item in items if item.place in matched]

    def _when(self, path: Path, result: Node, items: list[Item], records: list[Record], *, strict: bool) -> None:
        for unit in ("weeks", "months"):
            node = _get(result, "when", unit)
            if node is None:
                continue
            figure = self._figure((*path, "when", unit), node, _text(node))
            if self.excused(figure) or any(_at(f"{figure.text} {unit}", item) for item in items):
                continue
            if not strict and any(_says_time(f"{figure.text} {unit}", one.words) for one in records):
                continue
            times = sorted({str(item.value.get("timepoint")) for item in items})
            self._differs(figure, "the times of " + _names(records) + ": " + "; ".join(times))

    def _nearest(self, result: Node, items: list[Item]) -> list[Item]:
        """The items that share most with a finding: amounts, or, where no item holds any of those, words."""
        finding = _get(result, "finding")
        amounts = {one for _, one, _, _ in amounts_of(self.document, finding)} if isinstance(finding, Scalar) else set()
        words = _long_words(_text(_get(result, "outcome")) + " " + _text(finding))
        shared = [(len(amounts & item.amounts), item) for item in items]
        if not any(count for count, _ in shared):
            shared = [(len(words & _long_words(item.words)), item) for item in items]
        most = max((count for count, _ in shared), default=0)
        return [item for count, item in shared if count == most > 0]

    # --- figures in texts ------------------------------------------------------------------

    def _texts(self, path: Path, node: Node, records: list[Record]) -> None:
        """Every text below `node`, less names, places and the figures that have a field of their own."""
        for below, scalar in scalars(node):
            if not NO_TEXT & {*path, *map(str, below)}:
                steps = (str(step + 1) if isinstance(step, int) else step for step in below)
                self._text((*path, *steps), scalar, records)

    def _text(self, path: Path, node: Node | None, records: list[Record]) -> None:
        if not isinstance(node, Scalar):
            return
        for text, amount, at, behind in amounts_of(self.document, node):
            figure = self._figure(path, node, text, at)
            level = amount == 95 and LEVEL.match(behind)
            if not level and not any(amount in one.amounts for one in records) and not self.excused(figure):
                self._differs(figure, "stands in no record of " + _names(records))

    # --- helpers ---------------------------------------------------------------------------

    def _records(self, keys: list[str]) -> list[Record]:
        return [found for key in keys if (found := record(key)) is not None]

    def _figure(self, path: Path, node: Node | None, text: str, at: Location | None = None) -> Figure:
        self.found.figures += 1
        place = at or Location(self.document.name, node.line if node else 1, node.column if node else 1)
        return Figure(path, text, place)

    def _differs(self, figure: Figure, says: str) -> None:
        self.found.differences.append(Difference(figure, says))


LEVEL = re.compile(r"95\s?(?:%|per cent)\s+(?:\w+\s+)?interval")
"""The dossier gives all intervals at 95 per cent."""
CITED = re.compile(r"\[(?:@|badge:)[^\]]*\]|\]\([^)]*\)|https?://\S+|(?<=\b[Pp]hase )\d")
"""Citations, badges, addresses and the numbers of phases: their digits are no figures."""
COUNTED = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:people|person|adults|volunteers|participants|patients|veterans|women|men|couples|"
    r"trials?|studies|reports|reviews|weeks?|months?|years?|days|hours|sessions?|groups|mice|rats|animals|points?)\b",
    re.I,
)
"""What stands behind a small number that is spelled out where it counts something."""


def amounts_of(document: Document, node: Scalar) -> Iterator[tuple[str, Decimal, Location, str]]:
    """The amounts of a text with their places and the text from there on.

    Those in figures, and those spelled out from eleven or where they count something.
    """
    typed = CITED.sub(lambda match: " " * len(match.group()), document.text[node.offset : node.end])
    for match in NUMBER.finditer(typed):
        yield match.group(), number(match.group()), _place(document, node, match.start()), typed[match.start() :]
    for match in SPELLED.finditer(typed):
        amount = spelled(match.group())
        if amount > 10 or (amount > 1 and COUNTED.match(typed, match.end())):
            yield match.group(), amount, _place(document, node, match.start()), typed[match.start() :]


def _place(document: Document, node: Scalar, start: int) -> Location:
    offset = node.offset + start
    before = document.text.rfind("\n", 0, offset) + 1
    return Location(document.name, document.text.count("\n", 0, offset) + 1, offset - before + 1)


def _groups(one: Record) -> list[tuple[str, list[dict[str, str]]]]:
    """The people in each arm: from the dossier's account of drop-outs, or, where it gives none, its list of arms."""
    study = one.parts.get("study", {})
    dropouts = study.get("dropouts") or {}
    counts = [
        {"randomised": arm.get("randomised", ""), "completed": arm.get("analysed", "")}
        for arm in (dropouts.get("arms", []) if isinstance(dropouts, dict) else [])
    ]
    if counts:
        return [(f"{one.key}: dropouts", counts)]
    arms = [{"randomised": arm.get("n", ""), "completed": arm.get("n", "")} for arm in study.get("arms") or []]
    return [(f"{one.key}: arms", arms)]


def _as_store(row: dict[str, str], score: str) -> dict[str, str]:
    """A dossier's arm in the words of the stores."""
    kinds = [kind for kind in ("score", "change") if {"end": "score", "change": "change"}.get(score, kind) == kind]
    kind = next((kind for kind in kinds if row.get(f"mean_{kind}")), kinds[0])
    return {
        "n": row.get("n") or row.get("total", ""),
        "mean": row.get(f"mean_{kind}", ""),
        "sd": row.get(f"sd_{kind}", ""),
        "events": row.get("events", ""),
        "total": row.get("total", ""),
    }


def _readings(effect: dict[str, Any], turned: bool) -> Iterator[dict[str, str]]:
    value, low, high = (str(effect.get(key) or "") for key in ("value", "ci_low", "ci_high"))
    yield {"value": value, "low": low, "high": high}
    if turned:
        yield {"value": _minus(value), "low": _minus(high), "high": _minus(low)}


def _minus(text: str) -> str:
    return str(-Decimal(text)) if text else ""


def _equal(ours: str, theirs: str | None) -> bool:
    try:
        return bool(theirs) and Decimal(ours) == Decimal(str(theirs))
    except InvalidOperation:
        return False


def _time(result: Node) -> str:
    times = {unit: _get(result, "when", unit) for unit in ("weeks", "months")}
    return next((f"{_text(node)} {unit}" for unit, node in times.items() if node is not None), "")


def _at(time: str, item: Item) -> bool:
    return _says_time(time, f"{item.value.get('timepoint', '')} {item.value.get('measure', '')} {item.words}")


@cache
def _says_time(time: str, words: str) -> bool:
    """Whether `18 weeks` is said: as `18 weeks`, `week 18`, `18-week` or spelled out."""
    count, unit = time.split()
    unit = unit.removesuffix("s")
    said = re.findall(rf"([\w.]+)[-\s]{unit}s?\b|\b{unit}s?\s+([\w.]+)", words, re.I)
    amounts = {amount for pair in said for word in pair if word for amount in _amount(word)}
    return Decimal(count) in amounts


def _amount(word: str) -> Iterator[Decimal]:
    if NUMBER.fullmatch(word.rstrip(".")):
        yield number(word.rstrip("."))
    elif SPELLED.fullmatch(word):
        yield spelled(word)


@cache
def _long_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{5,}", text.lower()))


@cache
def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that tell one outcome from another."""
    return frozenset(word[:5] for word in _long_words(text)) - {"adver", "event", "serio", "speci", "inter"}


def _names(records: list[Record]) -> str:
    return ", ".join(one.key for one in records) or "nothing"


def _get(node: Node | None, *path: str) -> Node | None:
    for step in path:
        node = node.values.get(step) if isinstance(node, Mapping) else None
    return node


def _fields(node: Node | None) -> list[tuple[str, Node]]:
    return list(node.values.items()) if isinstance(node, Mapping) else []


def _items(node: Node | None, name: str) -> list[Any]:
    found = _get(node, name)
    return found.items if isinstance(found, Sequence) else []


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""

"""What results and estimates are called wherever a claim's numbers are told: names, people, numbers in text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import figures
from .appraisal import Appraisal
from .effect_sizes import SdFrom, natural
from .labels import Labels
from .library import Library
from .pooling import Published
from .synthesis import Interval, Line, Synthesis
from .vocabulary import Measure, System

SCORES = frozenset({Measure.MD, Measure.SMD})
"""Measures that are differences of scores, which say nothing about how many people."""


class Teller:
    """What is told about results in the plot: their name, which is their study's, and how many people."""

    def __init__(self, appraisal: Appraisal, library: Library, labels: Labels) -> None:
        self.appraisal = appraisal
        self.library = library
        self.labels = labels
        self.words = labels["size"]
        self.items = {item.name: item for item in appraisal.items if item.rated}
        studies = [item.study.id for item in self.items.values()]
        self._twice = {id for id in studies if studies.count(id) > 1}

    def name(self, name: str) -> str:
        """The study's name; with the outcome where it stands there twice."""
        item = self.items[name]
        if item.study.id not in self._twice or item.result is None:
            return item.study.name
        return f"{item.study.name}, {item.result.outcome or item.result.id.replace('-', ' ')}"

    def names(self, names: Iterable[str]) -> str:
        return ", ".join(map(self.name, names))

    def people(self, name: str) -> str:
        item = self.items[name]
        return figures.people_told(item.study, item.result, self.labels)

    def _people(self, name: str) -> int | None:
        item = self.items[name]
        return figures.people(item.result) if item.result and item.system is System.PEOPLE else None

    def worked_out(self, line: Line) -> str:
        """What stands behind a study's interval besides figures as printed; empty where nothing does."""
        result, effect = self.items[line.name].result, line.effect
        sources = [source for source in dict.fromkeys(effect.sd_from) if source is not SdFrom.REPORTED]
        named = self.labels["word"]["and"].join(self.labels["sd_from"][source] for source in sources)
        remarks = [self.words["sd_worked_out"].format(source=named)] if sources else []
        if result and result.correlation and result.correlation.assumed and not result.difference:
            remarks.append(self.words["correlation_assumed"])
        if result and result.estimate and effect.interval_level is None:
            remarks.append(self.words["from_error"])
        if effect.interval_level not in (None, 95):
            remarks.append(
                self.words["other_level"].format(level=figures.number(effect.interval_level or 0, labels=self.labels))
            )
        return "; ".join(remarks)

    @property
    def treated(self) -> str:
        """ "with" and the name of the intervention."""
        comparison, words = self.library.comparison_of(self.appraisal.claim), self.labels["people"]
        return str(words["with"].format(name=comparison.intervention.short if comparison else words["treatment"]))

    def all_people(self, synthesis: Synthesis) -> str:
        return self.people_of(synthesis.lines)

    def people_of(self, lines: Sequence[Line]) -> str:
        """How many people the studies have together; empty where one of them does not say."""
        total = self.total(lines)
        return "" if total is None else figures.thousands(total, self.labels)

    def total(self, lines: Sequence[Line]) -> int | None:
        """The same as a number; None where one study does not say, or where there is none."""
        counts = [count for line in lines if (count := self._people(line.name)) is not None]
        return sum(counts) if counts and len(counts) == len(lines) else None

    def measure(self, measure: Measure) -> str:
        return str(self.labels["measure"][measure])

    def told(self, value: float, interval: Interval, measure: Measure) -> tuple[str, str]:
        """An estimate and its interval in text, on the scale readers know."""
        low, high = natural(interval.low, measure), natural(interval.high, measure)
        shown = figures.effect(natural(value, measure), measure, self.labels)
        return shown, figures.interval(low, high, measure, self.labels)

    def as_printed(self, published: Published) -> tuple[str, str]:
        """A published estimate and its interval in text; the interval is empty where none is given."""
        stated = published.estimate
        ends = ""
        if stated.low is not None and stated.high is not None:
            ends = figures.interval(stated.low, stated.high, stated.measure, self.labels)
        return figures.effect(stated.value, stated.measure, self.labels), ends

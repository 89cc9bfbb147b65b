"""Every shown string, read from one file; a site may replace single entries.

A site's own file is checked against ours before it is used: same names, same shapes, and no
placeholder that we cannot fill. Other files of words that a site may replace are read the same way.

A site has two languages, which mostly are one: that of its interface, and that of its evidence. The sentence
that says what the evidence shows is made of words from the stores, so it is in the evidence's language.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

import yaml

from . import codes
from .diagnostics import Diagnostics
from .locales import Customs, customs
from .settings import Settings
from .sources import read_text
from .yaml_problems import nearest
from .yaml_reader import Document, Mapping, Node, Scalar, Sequence, Step, plain, read_yaml

LANGUAGE = "en"
"""The language that every other is held against."""
LOCALES = ("en-GB", "de")
"""What the shipped files have under `locale`."""
HINT = "take the shape and the placeholders of the shipped label of the same name"


class Labels(dict[str, Any]):
    """Nested strings of one language; `labels["level"]["low"]`."""

    def __init__(self, entries: dict[str, Any], language: str = LANGUAGE, evidence: Labels | None = None) -> None:
        super().__init__(entries)
        self.language = language
        """As HTML's `lang` has it."""
        self._evidence = evidence

    @classmethod
    def shipped(cls, language: str = LANGUAGE) -> Labels:
        """Our own labels."""
        return cls(shipped(_file(language)), language)

    @classmethod
    def of(cls, settings: Settings, diagnostics: Diagnostics) -> Labels:
        """Our own in the site's languages with the site's laid over them, as far as those can be used.

        Reports `bad-label` and what the readers of text and YAML report.
        """
        read = {
            language: replaceable(_file(language), settings, diagnostics, _problem)
            for language in (settings.language, settings.evidence_language)
        }
        evidence = cls(read[settings.evidence_language], settings.evidence_language)
        if settings.language == settings.evidence_language:
            return evidence
        return cls(read[settings.language], settings.language, evidence)

    @property
    def of_evidence(self) -> Labels:
        """The same in the language that the stores are written in: for sentences that are made of their words."""
        return self._evidence or self

    @property
    def customs(self) -> Customs:
        """How this language writes dates and numbers."""
        return customs(self["locale"])

    @property
    def script_direction(self) -> str:
        """The way the script runs, as HTML's `dir` has it."""
        return self.customs.direction

    def counted(self, name: str, n: int, **words: object) -> str:
        """The label `name` under `count` for a number of things; `{n}` in it is the number.

        A language with more forms than one and many has them under CLDR's names (`few`) beside those.
        """
        forms: dict[str, str] = self["count"][name]
        form = "none" if n == 0 else self.customs.plural(n)
        return forms.get(form, forms["many"]).format(n=self.customs.grouped(n), **words)

    def rating(self, name: str) -> str:
        """What pages call a level, a rung or a state, by its name as a claim's history records it."""
        return str(self["level"].get(name) or self["rung"].get(name) or self["state"][name])

    def inside(self, text: str) -> str:
        """A label as it stands within a sentence: where nouns have no capitals, with its first letter small."""
        return text[:1].lower() + text[1:] if self["inside"] == "lower" else text

    def date(self, day: date) -> str:
        """A day as people write it: 23 November 2026."""
        return self.customs.date(day)

    def partial_date(self, text: str, *, with_year: bool = True) -> str:
        """A day, a month or a year (`2024-06-04`, `2024-06`, `2024`) as people write it; a year alone always stands."""
        year, month, day = (*text.split("-"), "", "")[:3]
        if not month:
            return year
        first = date(int(year), int(month), int(day or 1))
        if with_year:
            return self.customs.date(first) if day else self.customs.month(first)
        return self.customs.day_of_year(first) if day else self.customs.month_alone(first)


def _file(language: str) -> str:
    return f"labels/{language}.yml"


def shipped(file: str) -> dict[str, Any]:
    """The entries of one of our own files below templates/."""
    entries: dict[str, Any] = yaml.load(_shipped_text(file), Loader=yaml.CBaseLoader)  # `no` is a word
    return entries


def replaceable(
    file: str, settings: Settings, diagnostics: Diagnostics, problem: Callable[[Any, Node], str]
) -> dict[str, Any]:
    """Our own entries of `file` with the site's laid over them, as far as those can be used.

    `problem` says why a text or list of the site cannot stand for ours, or nothing. Reports
    `bad-label` and what the readers of text and YAML report.
    """
    entries = shipped(file)
    path = settings.overrides / file
    if not path.exists():
        return entries
    name = path.relative_to(settings.root).as_posix()
    text = read_text(path, name, diagnostics)
    document = None if text is None else read_yaml(text, name, diagnostics)
    if document is not None:
        _lay_over(entries, document.root, (), document, diagnostics, problem)
    return entries


@cache
def _shipped_text(file: str) -> str:
    return resources.files(__package__).joinpath("templates", file).read_text("utf-8")


def _lay_over(
    below: dict[str, Any],
    above: Node,
    path: tuple[Step, ...],
    document: Document,
    diagnostics: Diagnostics,
    problem: Callable[[Any, Node], str],
) -> None:
    """Replaces entries of `below` by those of `above` that can stand for them; reports the others."""
    if not isinstance(above, Mapping):
        diagnostics.report(
            codes.BAD_LABEL, document.at(*path), "entries are expected here, each `name: text`", hint=HINT
        )
        return
    for key, value in above.values.items():
        here = (*path, key)
        if key not in below:
            known = nearest(key, list(below)) or f"the shipped {document.name.rpartition('/')[2]} has every name"
            diagnostics.report(codes.BAD_LABEL, document.key_at(*here), f"there is no label `{key}`", hint=known)
        elif isinstance(below[key], dict):
            _lay_over(below[key], value, here, document, diagnostics, problem)
        elif why_not := problem(below[key], value):
            diagnostics.report(codes.BAD_LABEL, document.at(*here), f"`{key}`: {why_not}", hint=HINT)
        else:
            below[key] = plain(value)


def _problem(ours: Any, theirs: Node) -> str:
    """Why `theirs` cannot stand for `ours`, or an empty string."""
    if ours in LOCALES:
        return _locale_problem(theirs)
    if isinstance(ours, list):
        texts = isinstance(theirs, Sequence) and all(isinstance(item, Scalar) for item in theirs.items)
        fits = texts and isinstance(theirs, Sequence) and len(theirs.items) == len(ours)
        return "" if fits else f"{len(ours)} texts are expected"
    if not isinstance(theirs, Scalar) or (ours and not theirs.text.strip()):
        return "text is expected"
    try:
        wanted = {
            (name, form, conversion) for _, name, form, conversion in Formatter().parse(theirs.text) if name is not None
        }
    except ValueError:
        return "a brace is opened or closed alone; write it twice to show one"
    known = {name for _, name, _, _ in Formatter().parse(str(ours)) if name is not None}
    for name, form, conversion in sorted(wanted, key=str):
        if name not in known or form or conversion:
            allowed = ", ".join(f"{{{word}}}" for word in sorted(known)) or "none"
            return f"the placeholder {{{name}}} cannot be filled here; those that can: {allowed}"
    return ""


def _locale_problem(theirs: Node) -> str:
    try:
        customs(theirs.text if isinstance(theirs, Scalar) else "")
    except ValueError as error:
        return str(error)
    return ""

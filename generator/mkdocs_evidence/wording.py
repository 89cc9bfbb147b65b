"""What a text says about an effect, by lists of words: how surely, how large, and what nobody should say.

Finds assertions, banned phrases and words for size in one text, and where they stand in it. Knows no
claim and no level of one: `checks/wording.py` says which texts are looked at and what fits them. The
lists are data (`templates/labels/en.wording.yml`, one file a language), and a site may replace single ones.

Precision before recall. A sentence is an assertion only where the whole of its subject is the treatment
(or whatever is under test) and its verb is in the present tense: "Rest therapy relieves …".
What a study found ("in the trial scores fell", "people given it had lower scores") has another subject
or another tense, so it is left alone, and so is what stands after "whether" or what others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from .citations import OPENING, mark_at
from .diagnostics import Diagnostics
from .labels import LANGUAGE, replaceable, shipped
from .settings import Settings
from .vocabulary import Level
from .yaml_reader import Node, Scalar
from .yaml_reader import Sequence as Items

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
RUN = re.compile(r"[^\W_]+")
QUOTATION = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|„[^„“]*“|‘[^‘’]*’(?!\w)")
PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*[-*+][ \t])")
SENTENCE_END = re.compile(r"[.!?]+(?=[\s”\"')\]]|\Z)")
LINK = re.compile(r"\]\([^()\s]*\)")
STEM = 5
"""Letters by which two words of five or more are held to be the same: "depression" and "depressive"."""
REACH = 6
"""Words before a boast within which a denial is looked for."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in a text, and what to write instead."""

    start: int
    """Offset in the text, in characters."""
    text: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A statement of what the thing under test does."""

    start: int
    text: str
    """The verb with what stands before it, as typed."""
    force: Level
    """The level at which one may speak so surely."""
    forms: tuple[str, ...]
    """The verb's plain form and those that go with one thing."""
    denied: bool
    """True where it says that there is no such effect."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What is under test, and on what; in the words of a claim."""

    subject: str
    """The treatment, factor or start of a link."""
    outcome: str
    """The outcome or end of a link, in all the words that name it."""


class Wording:
    """The word lists of one language, ready to search with."""

    def __init__(self, lists: dict[str, Any]) -> None:
        by_level = {name: entries for name, entries in lists.items() if isinstance(entries, dict)}
        self.lists: dict[str, list[str]] = {name: entries for name, entries in lists.items() if name not in by_level}
        for name, levels in by_level.items():
            self.lists |= {f"{name} {level}": entries for level, entries in levels.items()}
        self.lists = {name: [" ".join(entry.split()) for entry in entries] for name, entries in self.lists.items()}
        self.words = {name: frozenset(entry.lower() for entry in entries) for name, entries in self.lists.items()}

    @classmethod
    def shipped(cls, language: str = LANGUAGE) -> Wording:
        return cls(shipped(_file(language)))

    @classmethod
    def of(cls, settings: Settings, diagnostics: Diagnostics) -> Wording:
        """Our own lists with the site's in place of those of the same name. Reports `bad-label`."""
        return cls(replaceable(_file(settings.evidence_language), settings, diagnostics, _not_a_list))

    # --- what is found ---------------------------------------------------------------------

    def assertions(self, text: str, topic: Topic) -> Iterator[Assertion]:
        """Every statement in `text` that what is under test does something to its outcome, in order."""
        open_text, subject = exposed(text), self._subject(topic)
        if any(needed.isdisjoint(_runs_in(open_text)) for needed in (self._first_runs["verbs"], subject)):
            return
        for start, sentence in _sentences(open_text):
            if sentence.rstrip().endswith("?"):
                continue
            for begin, clause in self._clauses(sentence):
                if not self._may_assert(clause, subject):
                    continue
                found = self._assertion(clause, start + begin, topic)
                if found and not self._stands(text, found.start):
                    yield replace(found, text=text[found.start : found.start + len(found.text)])

    def banned(self, text: str) -> Iterator[Passage]:
        """Every phrase that no claim should use, and every boast that is not denied, outside of quotations."""
        open_text = exposed(text)
        yield from self._passages("banned", open_text)
        yield from (passage for passage in self._passages("boasts", open_text) if not self._denied(open_text, passage))

    def sizes(self, text: str) -> Iterator[Passage]:
        """Every word for the size of an effect that is neither denied nor asked for."""
        open_text = exposed(text)
        for passage in self._passages("sizes", open_text):
            if not self._denied(open_text, passage):
                yield passage

    def rewriting(self, assertion: Assertion, level: Level) -> str:
        """How the same may be said at `level`; empty at very low, where no direction is stated at all."""
        plain, present = assertion.forms[0], assertion.forms[min(1, len(assertion.forms) - 1)]
        if level is Level.VERY_LOW or assertion.denied:
            return ""
        if level is Level.HIGH:
            return present
        if after := self.lists[f"after_verb {level}"]:
            return f"{present} {after[0]}"
        before = self.lists[f"before_verb {level}"][:1]
        return " ".join([*before, plain if level is Level.LOW else present])

    # --- how it is found -------------------------------------------------------------------

    def _subject(self, topic: Topic) -> frozenset[str]:
        """The beginning of each word of which one has to stand where the subject is named; most sentences have none."""
        words = _words_of(topic.subject)
        telling = [word for word in _with_parts(words) if word not in self.words["subject_words"]]
        return frozenset(map(_first_run, [*(telling or words), *self.lists["same_thing"]]))

    def _may_assert(self, clause: str, subject: AbstractSet[str]) -> bool:
        """False where no verb stands behind a word of the subject: to look for whole phrases takes long."""
        verbs, named = self._first_runs["verbs"], "" in subject
        if "" in verbs:
            return True
        for run in RUN.findall(clause.lower()):
            if named and run in verbs:
                return True
            named = named or run in subject
        return False

    def _clauses(self, sentence: str) -> Iterator[tuple[int, str]]:
        """The parts of a sentence that can state something by themselves, with their offsets."""
        begin = 0
        for match in self._joints.finditer(sentence):
            yield begin, sentence[begin : match.start()]
            begin = match.end()
        yield begin, sentence[begin:]

    def _assertion(self, clause: str, start: int, topic: Topic) -> Assertion | None:
        opener = self._openers.match(clause)
        begin = opener.end() if opener else 0
        for match in self._verb_phrases.finditer(clause, begin):
            if not self._is_subject(clause[begin : match.start()], topic):
                continue
            verb = _normal(match["verb"], self.words["adverbs"])
            verdict, forms = self._forms[verb]
            if verdict or _share(self._outcome_words(topic), _words_of(clause[match.end() :])):
                behind = self._after.search(clause, match.end())
                force, denied = self._force(match["before"] or (behind[0] if behind else ""))
                return Assertion(start + match.start(), match[0], force, forms, denied)
        return None

    def _force(self, beside: str) -> tuple[Level, bool]:
        """The level that the words before or behind a verb fit, and whether they deny it."""
        said = _normal(beside, self.words["adverbs"])
        denied = not self.words["denials"].isdisjoint(said.split()[-1:])
        for level in (Level.LOW, Level.MODERATE):
            if said in self.words[f"before_verb {level}"] or said in self.words[f"after_verb {level}"]:
                return level, denied
        return Level.HIGH, denied

    def _is_subject(self, text: str, topic: Topic) -> bool:
        """True where `text` names what is under test, and nothing else."""
        said = " ".join(_words_of(text))
        if said in self.words["same_thing"]:
            return True
        own = set(_with_parts(_words_of(topic.subject)))
        known = self.words["subject_words"]
        telling = own - known
        words = said.split()
        if not words or words[-1] in self.words["passed_over"] - own:
            return False
        named = telling.intersection(words) if telling else words == _words_of(topic.subject)
        return bool(named) and all(word in own or word in known or word in self._outcome_words(topic) for word in words)

    def _outcome_words(self, topic: Topic) -> set[str]:
        own = set(_with_parts(_words_of(topic.subject)))
        return set(_with_parts(_words_of(topic.outcome))) - own - self.words["passed_over"]

    def _passages(self, name: str, text: str) -> Iterator[Passage]:
        if self._first_runs[name].isdisjoint(_runs_in(text)):
            return  # to look for whole phrases takes long, and few texts hold the beginning of one
        pattern, instead = self._phrases[name]
        for match in pattern.finditer(text):
            if not self._stands(text, match.start()):
                yield Passage(match.start(), match[0], instead[_normal(match[0])])

    def _stands(self, text: str, position: int) -> bool:
        """True where `position` lies in a longer expression that may stand."""
        return any(match.start() <= position < match.end() for match in self._phrases["allowed"][0].finditer(text))

    def _denied(self, text: str, passage: Passage) -> bool:
        """True where one of the denials stands shortly before, in the same sentence."""
        before = text[: passage.start]
        ends = [match.end() for match in SENTENCE_END.finditer(before)]
        near = _words_of(before[ends[-1] if ends else 0 :])[-REACH:]
        return bool(self.words["denials"].intersection(near))

    # --- the lists -------------------------------------------------------------------------

    @cached_property
    def _forms(self) -> dict[str, tuple[bool, tuple[str, ...]]]:
        """Each form of a verb to whether it is a verdict by itself, and to all forms of that verb."""
        forms: dict[str, tuple[bool, tuple[str, ...]]] = {}
        for name in ("verbs", "verdicts"):
            for entry in self.lists[name]:
                of_verb = tuple(form.strip().lower() for form in entry.split(",") if form.strip())
                forms |= dict.fromkeys(of_verb, (name == "verdicts", of_verb))
        return forms

    @cached_property
    def _first_runs(self) -> dict[str, frozenset[str]]:
        """The letters with which the phrases of a list begin, up to the first blank or sign; `verbs` are all forms."""
        lists = {"verbs": tuple(self._forms), **{name: tuple(instead) for name, (_, instead) in self._phrases.items()}}
        return {name: frozenset(_first_run(phrase) for phrase in phrases) for name, phrases in lists.items()}

    @cached_property
    def _verb_phrases(self) -> re.Pattern[str]:
        adverbs = _alternatives(self.lists["adverbs"])
        some = rf"(?:(?:{adverbs})\s+){{0,3}}"  # bounded, or a text of adverbs alone would take its square
        gap = rf"\s+{some}"
        levels = (Level.HIGH, Level.MODERATE, Level.LOW)
        before = [words for level in levels for words in self.lists[f"before_verb {level}"]]
        verbs = _alternatives(self._forms, gap)
        modal = rf"(?:(?P<before>{_alternatives(before, gap)}){gap})?"
        return re.compile(rf"(?<![\w-]){some}{modal}(?P<verb>{verbs})(?![\w-])", re.IGNORECASE)

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return _any_of(words for level in Level for words in self.lists.get(f"after_verb {level}", ()))

    @cached_property
    def _openers(self) -> re.Pattern[str]:
        openers = _alternatives(self.lists["openers"])
        return re.compile(rf"[\s\-*(]*(?:(?:{openers})(?![\w-])[\s,:]*)*", re.IGNORECASE)

    @cached_property
    def _joints(self) -> re.Pattern[str]:
        joiners = _alternatives(self.lists["joiners"])
        return re.compile(rf";|,\s+(?:{joiners})(?=\s)", re.IGNORECASE)

    @cached_property
    def _phrases(self) -> dict[str, tuple[re.Pattern[str], dict[str, str]]]:
        """For each list of phrases: what finds them, and what to write in the place of each."""
        found = {}
        for name in ("banned", "boasts", "sizes", "allowed"):
            pairs = (entry.partition("|") for entry in self.lists[name])
            instead = {_normal(phrase): advice.strip() for phrase, _, advice in pairs}
            found[name] = (_any_of(instead), instead)
        return found


@lru_cache(maxsize=4096)  # each text is searched several times
def exposed(text: str) -> str:
    """`text` with quotations, citations, addresses and marks of emphasis blanked; every offset stays.

    A quotation is exempt within its paragraph; a quotation mark that is never closed exempts nothing.
    """
    parts, begin = [], 0
    for match in PARAGRAPH.finditer(text):
        parts += [_blanked(text[begin : match.start()]), match[0]]
        begin = match.end()
    return "".join([*parts, _blanked(text[begin:])])


@lru_cache(maxsize=4096)  # as above
def _runs_in(text: str) -> frozenset[str]:
    """Every run of letters and digits in `text`, in lower case, and `""`: with it begins what begins with a sign."""
    return frozenset(("", *RUN.findall(text.lower())))


def _first_run(phrase: str) -> str:
    """The letters and digits with which a phrase begins, in lower case; empty where it begins with a sign."""
    run = RUN.match(phrase.lower())
    return run[0] if run else ""


def place_of(text: str, passage: str, start: int) -> tuple[re.Pattern[str], int]:
    """What finds `passage` in the text as it is typed in a file, and how many of the same stand before it."""
    pattern = re.compile(r"\s+".join(map(re.escape, passage.split())))
    return pattern, sum(1 for match in pattern.finditer(text) if match.start() < start)


def _blanked(paragraph: str) -> str:
    spans = [match.span() for match in QUOTATION.finditer(paragraph)]
    spans += [match.span() for match in LINK.finditer(paragraph)]
    spans += [(m.start(), mark[1]) for m in OPENING.finditer(paragraph) if (mark := mark_at(paragraph, m.start()))]
    for start, end in spans:
        paragraph = f"{paragraph[:start]}{' ' * (end - start)}{paragraph[end:]}"
    return paragraph.translate(_BLANKED)


_BLANKED = dict.fromkeys(map(ord, "*_["), " ")


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text with their offsets; the sign that ends one belongs to it."""
    begin = 0
    ends = sorted({m.end() for m in SENTENCE_END.finditer(text)} | {m.start() for m in PARAGRAPH.finditer(text)})
    for end in [*ends, len(text)]:
        if text[begin:end].strip():
            yield begin, text[begin:end]
        begin = end


def _words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())


def _with_parts(words: Iterable[str]) -> Iterator[str]:
    """The words, and the parts of those with a hyphen."""
    for word in words:
        yield word
        if "-" in word:
            yield from word.split("-")


def _share(ours: Iterable[str], theirs: Sequence[str]) -> bool:
    """True where two words are the same, or begin with the same five letters."""
    stems = {word[:STEM] if len(word) > STEM else word for word in ours}
    return any((word[:STEM] if len(word) > STEM else word) in stems for word in _with_parts(theirs))


def _normal(phrase: str, without: AbstractSet[str] = frozenset()) -> str:
    """A phrase in lower case with single blanks, and without certain words."""
    return " ".join(word for word in phrase.lower().split() if word not in without)


def _alternatives(phrases: Iterable[str], gap: str = r"\s+") -> str:
    """A pattern for any of the phrases, the longest first, with `gap` between their words; without any, for nothing."""
    longest_first = sorted(filter(None, phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(gap.join(map(re.escape, phrase.split())) for phrase in longest_first) or r"(?!)"


def _any_of(phrases: Iterable[str], inside: str = r"[\w-]") -> re.Pattern[str]:
    """What finds any of the phrases as whole words; `inside` is what a word goes on with."""
    return re.compile(rf"(?<!{inside})(?:{_alternatives(phrases)})(?!{inside})", re.IGNORECASE)


def _file(language: str) -> str:
    return f"labels/{language}.wording.yml"


def _not_a_list(ours: Any, theirs: Node) -> str:
    """Why a site's list cannot stand for ours, or an empty string."""
    texts = isinstance(theirs, Items) and all(isinstance(item, Scalar) for item in theirs.items)
    return "" if texts else "a list of texts is expected"

"""A claim, and the whole question, on one sheet of paper: what stands there, and what is left to the page.

A sheet is a file of its own beside the page, `/claims/<id>/summary/`, made without the site engine. The print style of
the claim's page could not do it: what has to fit on one sheet is chosen, cut and told to be cut, which needs words of
its own; that page has no weight to spare for them; and a sheet can be sent and kept by its address. As a page of the
theme it would have cost a second run of the theme for each claim; as a file it costs its own template.

A browser breaks lines as it likes, so how much fits is estimated from the number of letters, with room to spare.
Texts are cut at the end of a sentence where that is possible, and a sheet says of each part how much it leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from textwrap import wrap

from . import figures
from .appraisal import Appraisal
from .entries import Dated
from .labels import Labels
from .library import Library
from .overview import EvidenceMap
from .people import PICTURED, People
from .prose import plain_text
from .sentences import capitalised
from .sizes import Size
from .views import Badge, ClaimCard, DerivationView, Fact, LeadSentence, derivation, ladder, study_card
from .vocabulary import Level

WIDTH = 94
"""Letters on a line of text; a line of the question and of the sentence, which are larger, holds fewer."""
WIDTH_QUESTION = 48
WIDTH_SENTENCE = 62
WIDTH_FOOT, DATES = 120, 95
"""Letters on the last line, which is smaller, and in the dates and words that stand before the address in it."""
LINES = 49
"""Lines of text on a sheet besides what is the same on each, at the width of A4 and the height of Letter."""
SECTION, TITLE, TITLE_LINE, SENTENCE_LINE, DIRECTION, BADGE, STRIP = 0.7, 1.2, 1.75, 1.27, 1.2, 1.6, 5.0
"""How much in lines of text: the space of a section, that around the title, a line of it and one of the sentence, the
direction, the badge, and a strip of a hundred people."""
WIDTH_BESIDE_BADGE = 60
FEWEST = 14
"""Lines that messages, reasons and studies have at least."""
FOR_STUDIES = 5
"""Lines that studies have before reasons may take the room."""
LONGEST = {"question": 190, "claim": 300, "sentence": 430, "fact": 110}
"""Letters after which these are cut: they come before everything else, and leave room for it."""
CELLS = {"name": 27, "kind": 30, "people": 9, "says": 24, "paid_by": 34}
"""Letters on a line of each column of the studies."""
LONGEST_CELL, ROW = 2, 1.15
"""Lines in a cell, and how much of a line of text a row of one line takes."""
LINES_OF_ALL = 35
WIDTH_LEAD = 54
LONGEST_LEAD = 160
MOST_LEAD = 6
MOST_ROWS = 12
"""The same for the sheet of the whole question: lines, letters on a line of the bottom line and in one of its
sentences, how many of these, and how many categories."""
ENDS = re.compile(r"[.!?](?=\s)")


@dataclass(frozen=True, slots=True)
class Part:
    """A list of texts as far as they fit."""

    texts: tuple[str, ...]
    left: int = 0
    """How many texts are not on the sheet."""
    shortened: bool = False
    """True where one of them goes on on the page."""


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A study in a line."""

    name: str
    kind: str
    people: str
    says: str
    """What its result does to the claim."""
    paid_by: str

    @property
    def height(self) -> int:
        """Lines that the fullest cell takes, broken between words."""
        return max(len(wrap(getattr(self, name), letters)) for name, letters in CELLS.items())


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """Everything on the sheet of a claim that is not the same on each."""

    question: str
    claim: str
    sentence: str
    badge: Badge
    meaning: str
    facts: tuple[Fact, ...]
    notices: tuple[str, ...]
    """What was set aside, and what is in doubt."""
    keys: Part
    people: People | None
    number: str
    """The estimate in words where it is not told in people; empty where there is none."""
    why: Part
    why_title: str
    change: Part
    change_title: str
    studies: tuple[StudyLine, ...]
    studies_left: int
    scale: str
    """Which scale the badge is read on: `certainty` or `mechanism`."""


def claim_sheet(
    appraisal: Appraisal,
    library: Library,
    labels: Labels,
    *,
    said: str,
    badge: Badge,
    facts: Iterable[Fact],
    size: Size | None,
    nearest: Sequence[ClaimCard],
    support: str,
    printed_address: str,
) -> ClaimSheet:
    """The sheet of a claim.

    `said` is its sentence, `nearest` are the claims that come nearest to one that cannot be tested, `support` is the
    text on every page of the site, and `printed_address` that of the claim's page as it stands in the last line.
    """
    claim, limits = appraisal.claim, LONGEST
    question, quoted = shortened(claim.question, limits["question"]), shortened(claim.claim, limits["claim"])
    said = shortened(said, limits["sentence"])
    meaning = f"{badge.meaning[:1].upper()}{badge.meaning[1:].removesuffix('.')}."
    told = tuple(
        replace(fact, value=shortened(fact.value, limits["fact"]), small=shortened(fact.small, limits["fact"]))
        for fact in facts
    )
    derived = derivation(appraisal, library, labels)
    notices = tuple(_notices(appraisal, derived, labels))
    people, number = (size.people, _number(size, labels)) if size and appraisal.level in PICTURED else (None, "")
    if size and isinstance(appraisal.level, Level) and appraisal.level not in PICTURED:
        number = str(labels["sheet"]["size_unsure"])
    room = LINES - _lines(support) - TITLE - TITLE_LINE * _lines(question, WIDTH_QUESTION) - _lines(quoted)
    room -= SENTENCE_LINE * _lines(said, WIDTH_SENTENCE) + (DIRECTION if badge.direction_words else 0)
    room -= BADGE + _lines(meaning, WIDTH_BESIDE_BADGE) - 1 + sum(map(_lines, notices))
    room -= _lines(" ".join(f"{fact.label}: {fact.value} ({fact.small})." for fact in told))
    room -= _height(people) if people else _lines(number)
    room -= ceil((DATES + len(printed_address)) / WIDTH_FOOT) - 1
    room -= 1 if claim.link else 0  # how to read the ladder takes a line more than the levels
    title, reasons = _why(appraisal, derived, labels)
    changes = [f"{card.question} {card.badge.words}." for card in nearest] or list(claim.would_change)
    studies = _studies(appraisal, labels)
    room -= SECTION * sum(map(bool, (notices, told, people or number, reasons, changes, studies, claim.key_messages)))
    room -= ROW if studies else 0
    messages, reasons, changes = (list(map(plain_text, texts)) for texts in (claim.key_messages, reasons, changes))
    wanted = [sum(map(_lines, texts)) for texts in (messages, reasons, changes)]
    left = max(int(room), FEWEST)
    for_keys = min(wanted[0], left // 2)
    for_studies = ceil(_height_of(studies))
    before = min(for_studies, FOR_STUDIES)
    shares = share([*wanted[1:], for_studies - before], left - for_keys - before)
    listed = _that_fit(studies, before + shares[2])
    return ClaimSheet(
        question=question,
        claim=quoted,
        sentence=said,
        badge=badge,
        meaning=meaning,
        facts=told,
        notices=notices,
        keys=fit(messages, for_keys),
        people=people,
        number=number,
        why=fit(reasons, shares[0]),
        why_title=title,
        change=fit(changes, shares[1]),
        change_title=labels["ui"]["see_claims"] if nearest else labels["sheet"]["change"],
        studies=listed,
        studies_left=len(studies) - len(listed),
        scale="mechanism" if appraisal.claim.link else "certainty",
    )


# --- what fits -----------------------------------------------------------------------------


def _lines(text: str, width: int = WIDTH) -> int:
    return ceil(len(text) / width)


def share(wanted: Sequence[int], room: int) -> list[int]:
    """How many of `room` lines each part gets: an equal share, and what one does not need goes to the next that do."""
    given = [0] * len(wanted)
    while room > 0 and (hungry := [at for at, want in enumerate(wanted) if want > given[at]]):
        each = max(1, room // len(hungry))
        for at in hungry:
            more = min(each, wanted[at] - given[at], room)
            given[at] += more
            room -= more
    return given


def fit(texts: Sequence[str], lines: int) -> Part:
    """The texts in so many lines: all of each where they fit, else an equal part of each.

    The line that tells that something is left out counts as well.
    """
    wanted = [_lines(text) for text in texts]
    if sum(wanted) <= lines:
        return Part(tuple(texts))
    given = share(wanted, lines - 1)
    shown = [shortened(text, room * WIDTH) for text, room in zip(texts, given, strict=True) if room]
    cut = any(0 < room < want for room, want in zip(given, wanted, strict=True))
    return Part(tuple(shown), len(texts) - len(shown), shortened=cut)


def shortened(text: str, letters: int) -> str:
    """The text up to the end of a sentence, or where the first is too long, of a word, and then a sign for the rest."""
    if len(text) <= letters:
        return text
    ends = [end.end() for end in ENDS.finditer(text) if end.end() < letters]
    if ends:
        return f"{text[: ends[-1]]} …"
    words = text[: letters - 1].rpartition(" ")[0] or text[: letters - 2]
    return f"{words.rstrip(' ,;:')} …"


def _height_of(lines: Sequence[StudyLine]) -> float:
    """Lines of text that these lines of the table take, with the rules between them."""
    return sum(line.height + ROW - 1 for line in lines)


def _that_fit(lines: Sequence[StudyLine], room: int) -> tuple[StudyLine, ...]:
    """The first lines that fit; one line of the room is kept to tell how many do not."""
    if _height_of(lines) <= room:
        return tuple(lines)
    return tuple(line for at, line in enumerate(lines) if _height_of(lines[: at + 1]) <= room - 1)


# --- the parts -----------------------------------------------------------------------------


def _notices(appraisal: Appraisal, derived: DerivationView | None, labels: Labels) -> Iterable[str]:
    if appraisal.excluded:
        yield labels.counted("set_aside", len(appraisal.excluded))
    if appraisal.under_concern:
        yield labels["ui"]["concern_notice"]
    if derived and (by_hand := derived.override):
        yield labels["ui"]["override_text"].format(
            worked_out=by_hand.worked_out, level=by_hand.level, by=by_hand.by, date=by_hand.date
        )


def _number(size: Size, labels: Labels) -> str:
    """The estimate in a line; where there is none, what the page says of it."""
    if size.number is None:
        return size.notes[0] if size.notes else ""
    interval = labels["size"]["interval_head"] if size.number.ends else ""
    told = labels["sheet"]["number"].format(measure=size.number.measure, value=size.number.value)
    if interval:
        told = labels["sheet"]["number_with"].format(number=told, interval=interval, ends=size.number.ends)
    remarks = (size.number.remark, labels["size"]["a_score"] if size.number.of_scores else "")
    return f"{', '.join(filter(None, (told, *remarks)))}."


def _height(people: People) -> float:
    """Lines that the picture, or the words alone, take."""
    texts = [f"{people.difference} {people.needed} {people.line}", " ".join(people.notes)]
    heads = max(_lines(f"{group.count} {group.words}", WIDTH // 2 - 6) for group in people.groups)
    return heads + (STRIP if people.legend else 0) + sum(map(_lines, texts))


def _why(appraisal: Appraisal, derived: DerivationView | None, labels: Labels) -> tuple[str, list[str]]:
    """The title, and what the rating follows from, or what stands in its place; in restricted Markdown."""
    ui, words, claim = labels["ui"], labels["sheet"], appraisal.claim
    if derived:
        moved = [row for row in derived.rows if not row.quiet]
        rows = [f"{row.domain} ({row.step})" + (f": {row.reason}" if row.reason else "") for row in moved]
        unmoved = ", ".join(labels.inside(row.domain) for row in derived.rows if row.quiet)
        start = words["start"].format(body=derived.body, level=labels.inside(derived.start_words))
        return words["why"], [start, *rows, *([words["no_step"].format(domains=unmoved)] if unmoved else [])]
    climbed = ladder(appraisal, labels)
    if climbed:
        reached = next(rung for rung in climbed.rungs if rung.current)
        tested = capitalised(ui["ladder_head"].format(start=climbed.start, end=climbed.end))
        return words["why"], [f"{tested}. {reached.name}: {reached.meaning}.", str(ui["ladder_note"])]
    if claim.not_testable:
        return ui["not_testable"], [claim.not_testable.why]
    if claim.search:
        searched = [(ui["looked_for"], claim.search.sought), (ui["where"], claim.search.where)]
        return ui["how_we_searched"], [f"{name}: {text}" for name, text in searched]
    return words["why"], []


def _studies(appraisal: Appraisal, labels: Labels) -> list[StudyLine]:
    """The studies that count, each once with its largest result, the largest first."""
    largest: dict[str, tuple[int, StudyLine]] = {}
    for item in appraisal.counted:
        count = figures.people(item.result) if item.result else None
        card = study_card(item.study, labels)
        cells = {
            "name": card.name,
            "kind": card.kind,
            "people": figures.people_told(item.study, item.result, labels),
            "says": labels["role"][item.evidence.role],
            "paid_by": card.paid_by,
        }
        line = StudyLine(**{name: shortened(text, CELLS[name] * LONGEST_CELL) for name, text in cells.items()})
        if item.study.id not in largest or largest[item.study.id][0] < (count or -1):
            largest[item.study.id] = (count if count is not None else -1, line)
    return [line for _, line in sorted(largest.values(), key=lambda pair: -pair[0])]


# --- the whole question --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """A category and how many of its claims stand in each column of the map."""

    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """One map in numbers."""

    scale: str
    columns: tuple[str, ...]
    rows: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """Everything on the sheet of the whole question that is not the same on each."""

    lead: tuple[LeadSentence, ...]
    lead_left: int
    maps: tuple[Counts, ...]
    rows_left: int
    """How many categories are not on the sheet."""
    dates: Part
    """The dates to know."""


def question_sheet(
    lead: Sequence[LeadSentence], maps: Iterable[EvidenceMap], dates: Iterable[Dated], support: str
) -> QuestionSheet:
    """The sheet of the whole question: its bottom line, all claims in numbers, and dates as there is room."""
    shown = [replace(said, text=shortened(said.text, LONGEST_LEAD)) for said in lead[:MOST_LEAD]]
    counted, left = _counts(maps, MOST_ROWS)
    room = LINES_OF_ALL - _lines(support) - sum(len(map.rows) + 2 for map in counted)
    room -= sum(1 + _lines(f"{said.text} {said.comparator}", WIDTH_LEAD) for said in shown)
    texts = [f"{dated.whole_date}, {dated.event.body}: {plain_text(dated.event.what)}" for dated in dates]
    return QuestionSheet(tuple(shown), len(lead) - len(shown), tuple(counted), left, fit(texts, max(room, 0)))


def _counts(maps: Iterable[EvidenceMap], rows: int) -> tuple[list[Counts], int]:
    """The maps in numbers with at most so many rows in all, and how many rows that leaves out."""
    shown, left = [], 0
    for map in maps:
        numbers = [Count(row.name, tuple(len(cell) for cell in row.cells)) for row in map.rows]
        shown.append(Counts(map.scale, tuple(column.name for column in map.columns), tuple(numbers[: max(rows, 0)])))
        left += max(0, len(numbers) - max(rows, 0))
        rows -= len(numbers)
    return shown, left

"""The records of the stores: claims, studies, comparisons, instruments, categories, status.

Frozen values without reading and without HTML. Every field is described here once; validation,
hints and (later) the published schemas come from these classes. Scalars arrive as the text that
was typed and get their type here, so that nothing is converted by accident.

Rules that concern two fields or two files stand in `checks/`, where a message can name the field.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from .diagnostics import Location
from .identifiers import is_doi, normal_doi
from .markdown_limits import too_costly
from .vocabulary import (
    Assertion,
    Assessor,
    Better,
    BiasJudgement,
    BiasTool,
    Body,
    Derivation,
    Design,
    Direction,
    Finding,
    ImportanceUnit,
    Kind,
    KnowsArm,
    Level,
    Measure,
    Method,
    PlannedBlinding,
    Role,
    Rung,
    Score,
    SearchScope,
    State,
    StatusEvent,
    StudyType,
    System,
    Tests,
    Waivable,
)
from .yaml_reader import Document
from .yaml_reader import Step as PathStep

NUMBER = re.compile(r"[+-]?((0|[1-9]\d*)(\.\d+)?|\.\d+)([eE][+-]?\d{1,3})?\Z", re.ASCII)
INTEGER = re.compile(r"[+-]?(0|[1-9]\d{0,14})\Z", re.ASCII)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2})?\Z", re.ASCII)
REGISTRATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{3,39}\Z")
PLACES = ("abstract", "title", "results-text", "dataset", "review", "registry", "not-recorded")
WHERE = re.compile(rf"({'|'.join(PLACES)}|(table|figure|page) [A-Za-z]?\d[\w.-]{{0,8}})\Z")
RESERVED_IDS = frozenset(
    {"index", "search", "404", "con", "nul", "aux", "prn", "data", "assets", "feed"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)
"""Words that an address or a file name means something by; those of devices make files that Windows cannot have."""


def _typed(code: str, expected: str, hint: str = "") -> PydanticCustomError:
    """A problem of the code named; `expected` goes into the message, `hint` says what to do."""
    return PydanticCustomError(code, "{expected}", {"expected": expected, "hint": hint})


def _text(value: Any, what: str = "text") -> str:
    if not isinstance(value, str):
        raise _typed("wrong-shape", f"{what} is expected here")
    if not value.strip():
        raise _typed("empty-value", "no value is given")
    return value.strip("\n").rstrip()


def _limited(limit: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value) > limit:
            expected = f"{len(value):,} characters; the limit here is {limit:,}"
            raise _typed("text-too-long", expected, "shorten the text")
        return value

    return AfterValidator(check)


def _not_too_deep(value: str) -> str:
    if problem := too_costly(value):
        raise _typed("too-deep", *problem[1:])
    return value


def _one_line(value: str) -> str:
    if "\n" in value:
        raise _typed("text-too-long", "one line is expected here", "write it on one line")
    return value


def _number(value: Any) -> Any:
    text = _text(value, "a number")
    if not NUMBER.match(text):
        raise _no_number(text, "a plain decimal number is expected", "write digits only, such as 2.5")
    number = float(text)
    if not math.isfinite(number):
        raise _typed("bad-number", "the number is too large", "look the figure up again")
    if number == 0 and re.search("[1-9]", re.split("[eE]", text)[0]):
        raise _typed("bad-number", "the number is too small to be told from 0", "look the figure up again")
    return number


def _integer(value: Any) -> Any:
    text = _text(value, "a whole number")
    if not INTEGER.match(text):
        raise _no_number(text, "a whole number is expected", "write digits only, such as 12")
    return int(text)


def _per(value: int) -> int:
    if value not in (100, 1000):
        raise _closed(["100", "1000"], "write 100, or 1000 where few people are affected")
    return value


def _no_number(text: str, expected: str, hint: str) -> PydanticCustomError:
    """What is wrong with a number, for the ways of writing one that people often use."""
    plain = re.sub("\\A[\u2212\u2013\u2010\u2011]", "-", text)
    if plain != text and NUMBER.match(plain):
        return _typed("bad-number", "the minus sign is a typographic one; type a hyphen", f"write {plain}")
    if re.fullmatch(r"[+-]?\d{1,3}([,_' ]\d{3})+", plain, re.ASCII):
        written = f"write {re.sub('[^0-9+-]', '', plain)}"
        if plain.count(",") == 1 and "decimal" in expected:
            written += f", or {plain.replace(',', '.')} where the comma is a decimal one"
        return _typed("bad-number", "a number without signs between its digits is expected", written)
    if re.fullmatch(r"[+-]?\d+,\d+", plain, re.ASCII):
        written = plain.replace(",", ".")
        if "decimal" in expected:
            return _typed("bad-number", "a number with a decimal point is expected, not a comma", f"write {written}")
    if re.fullmatch(r"[+-]?0+\d+(\.\d+)?", plain, re.ASCII):
        stripped = re.sub(r"\A([+-]?)0+(?=\d)", r"\1", plain)
        return _typed("bad-number", "a number without a 0 in front is expected", f"write {stripped}")
    if re.fullmatch(r"[+-]?\d{16,}", text, re.ASCII):
        return _typed("bad-number", "the number is too large", "look the figure up again")
    if NUMBER.match(text):
        hint = "write it out, with digits only" if re.search("[eE]", text) else "write it without a decimal point"
    return _typed("bad-number", expected, hint)


def _date(value: Any) -> Any:
    text = _text(value, "a date")
    if not ISO_DATE.match(text):
        raise _typed("bad-date", "a date is expected, written year-month-day", _mended_date(text))
    try:
        return date.fromisoformat(text)
    except ValueError:
        year, month, day = (int(part) for part in text.split("-"))
        hint = "look the day up: this month is shorter"
        if not year or not day:
            hint = "look the day up; years and days begin with 1"
        elif not 1 <= month <= 12:
            hint = "write a month from 01 to 12"
        raise _typed("bad-date", "there is no such day", hint) from None


def _partial_date(value: Any) -> Any:
    """A day, a month or a year, as typed: texts of this form sort by time."""
    text = _text(value, "a date")
    if ISO_DATE.match(text):
        _date(text)
    elif not PARTIAL_DATE.match(text):
        hint = _mended_date(text)
        if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", text, re.ASCII):
            hint = f"write {match[1]}-{match[2]:0>2}"
        elif "like" in hint:
            hint += ", or 2026-11 or 2026 where no more is known"
        raise _typed("bad-date", "a day, a month or a year is expected, written year-month-day", hint)
    else:
        _date(f"{text}-01-01"[:10])
    return text


def _mended_date(text: str) -> str:
    """The hint for a date that is written in another way."""
    match = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=\Z|[T ])", text, re.ASCII)
    if match is None:
        return "write it like 2026-11-23"
    return f"write {match[1]}-{match[2]:0>2}-{match[3]:0>2}"


def _boolean(value: Any) -> Any:
    text = _text(value, "`true` or `false`")
    if text not in ("true", "false"):
        meant = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
        hint = f"write `{meant[text.lower()]}`" if text.lower() in meant else "write `true` or `false`"
        raise _typed("bad-boolean", "`true` or `false` is expected", hint)
    return text == "true"


def _where(value: str) -> str:
    if not WHERE.match(value):
        hint = ""
        if WHERE.match(value.lower()):
            hint = f"write `{value.lower()}`"
        elif value.lower() in ("table", "figure", "page"):
            hint = f"write its number as well, such as `{value.lower()} 2`"
        raise _closed([*PLACES, "table 2", "figure 3", "page 12"], hint)
    return value


def _closed(known: list[str], hint: str = "") -> PydanticCustomError:
    """None of the words that are known; `model_errors` offers the nearest one where `hint` is empty."""
    expected = f"expected one of {', '.join(known)}"
    return PydanticCustomError("unknown-value", "{expected}", {"expected": expected, "hint": hint, "known": known})


def _matching(pattern: re.Pattern[str], code: str, expected: str, hint: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.match(value):
            raise _typed(code, expected, hint)
        return value

    return AfterValidator(check)


def _doi(value: Any) -> Any:
    """A DOI in lower case, in which it is compared; as it is written in addresses too."""
    text = normal_doi(_text(value))
    if not is_doi(text):
        raise _typed("bad-doi", "a DOI is expected", "copy it from the publisher's page, such as 10.1038/s41591-023")
    return text.lower()


def id_problem(value: str) -> str:
    """Why `value` cannot be an id, or an empty string."""
    if not ID.match(value):
        foreign = next((letter for letter in value if letter.isalpha() and not letter.isascii()), "")
        which = f"; `{foreign}` is U+{ord(foreign):04X}" if foreign else ""
        return f"an id is made of lower-case letters, digits and single hyphens{which}"
    if len(value) > 64:
        return "an id has 64 characters at most"
    if value in RESERVED_IDS:
        return "this word is reserved"
    return ""


def id_hint(value: str) -> str:
    """An id that would do in place of `value`, as a hint; where none suggests itself, what one looks like."""
    if value in RESERVED_IDS:
        return "take another word"
    near = re.sub(r"[^a-z0-9]+", "-", value.lower(), flags=re.ASCII).strip("-")
    is_near = value.isascii() and not id_problem(near) and "/" not in value
    return f"write `{near}`" if is_near else "write an id such as `trial-2`"


def _id(value: str) -> str:
    if problem := id_problem(value):
        raise _typed("bad-id", problem, id_hint(value))
    return value


class RestrictedMarkdown:
    """Marks the fields whose text is restricted Markdown with citations (see `prose.py`)."""


def _level_or_state(value: str) -> str:
    allowed = [*map(str, Level), *map(str, Rung), *(str(state) for state in State if state is not State.RATED)]
    if value not in allowed:
        raise _closed(allowed)
    return value


Line = Annotated[str, BeforeValidator(_text), _limited(500), AfterValidator(_one_line)]
"""Plain text on one line: names, titles. Never Markdown."""
Prose = Annotated[str, BeforeValidator(_text), _limited(5000), AfterValidator(_not_too_deep), RestrictedMarkdown()]
"""Restricted Markdown with citations; at most 5,000 characters and not too many brackets."""
Number = Annotated[float, BeforeValidator(_number)]
Count = Annotated[int, BeforeValidator(_integer), Field(ge=0)]
Integer = Annotated[int, BeforeValidator(_integer)]
Percent = Annotated[float, BeforeValidator(_number), Field(ge=0, le=100)]
Span = Annotated[float, BeforeValidator(_number), Field(ge=0)]
"""A length of time; 0 is the moment from which is counted."""
Day = Annotated[date, BeforeValidator(_date)]
PartialDate = Annotated[str, BeforeValidator(_partial_date)]
"""A day, a month or a year (`2026-11-23`, `2026-11`, `2026`), as far as it is known."""
Flag = Annotated[bool, BeforeValidator(_boolean)]
Doi = Annotated[str, BeforeValidator(_doi)]
Id = Annotated[str, BeforeValidator(_text), AfterValidator(_id)]
Key = Annotated[str, BeforeValidator(_text), _limited(100), AfterValidator(_one_line)]
"""A citation key of references.bib."""
Where = Annotated[str, BeforeValidator(_text), AfterValidator(_where)]
LevelOrState = Annotated[str, BeforeValidator(_text), AfterValidator(_level_or_state)]
ResultName = Annotated[
    str,
    BeforeValidator(_text),
    _matching(
        re.compile(r"[a-z0-9-]+/[a-z0-9-]+\Z"),
        "bad-id",
        "a study and its result are expected",
        "write them as study/result, such as mapp2/caps5-end",
    ),
]
Registration = Annotated[
    str,
    BeforeValidator(_text),
    _matching(
        REGISTRATION, "bad-id", "a registry's identifier is expected", "copy it from the registry, such as NCT04077437"
    ),
]
Per = Annotated[int, BeforeValidator(_integer), AfterValidator(_per)]
Ends = tuple[Number, Number]
"""An interval, its lower end first."""
Items = Field(default=(), max_length=200)


class Record(BaseModel):
    """Base of every record: unknown fields are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)

    WORKED_OUT: ClassVar[Mapping[str, str]] = {}
    """What an author may try to type and that follows from other fields: the name, and what to do instead."""


class Stored(Record):
    """A record with a file of its own, or an entry of its own in a shared file."""

    _id: str = PrivateAttr(default="")
    _document: Document = PrivateAttr()
    _path: tuple[PathStep, ...] = PrivateAttr(default=())
    _texts: tuple[tuple[tuple[PathStep, ...], str], ...] | None = PrivateAttr(default=None)
    """What `prose_in` has found in it."""

    def place(self, id: str, document: Document, *path: PathStep) -> Self:
        """This record, told its id and where it stands. Called once, by `loading.py`."""
        self._id = id
        self._document = document
        self._path = path
        return self

    @property
    def id(self) -> str:
        return self._id

    @property
    def file(self) -> str:
        """The record's file, relative to the site's root."""
        return self._document.name

    def at(self, *path: PathStep) -> Location:
        """Where the value at `path` in this record begins, or the nearest thing that is there."""
        return self._document.at(*self._path, *path)

    def key_at(self, *path: PathStep) -> Location:
        return self._document.key_at(*self._path, *path)

    def match_at(self, pattern: re.Pattern[str], occurrence: int, *path: PathStep) -> Location:
        return self._document.match_at(pattern, occurrence, *self._path, *path)


# --- shared pieces -------------------------------------------------------------------------


class Citing(Record):
    """Where a figure comes from."""

    cite: Key
    """One of the study's reports."""
    through: Key | None = None
    """The dataset or review in which the figure was read, where that was not the report itself."""
    where: Where
    """Place in the publication; `not-recorded` where nobody wrote it down. Never guessed."""
    how: Derivation = Derivation.REPORTED
    """`reported` as printed, `derived` worked out from what is printed, `read-off` measured in a figure."""
    note: Prose | None = None
    """How it was worked out, or what else a reader should know of the figure."""


class When(Record):
    """A time of measurement; one of the three."""

    weeks: Span | None = None
    """Weeks after the start."""
    months: Span | None = None
    """Months after the start."""
    text: Line | None = None
    """In words, where it is no length of time."""


# --- claims --------------------------------------------------------------------------------


class Outcome(Record):
    """What is measured, and when."""

    name: Line
    """Stands inside a sentence: "may lower …"."""
    short: Line
    """In two or three words, for tables and badges."""
    when: Line
    """When it is measured, in words."""


class Evidence(Record):
    """One study's result, and what it says about the claim."""

    study: Id
    """The study, by the name of its file."""
    result: Id | None = None
    """Needed in every rated role, unless all of the study's reports are retracted."""
    role: Role
    """What the result says about what the claim asserts; `background` is shown and not rated."""
    tests: Tests | None = None
    """For a mechanism: whether the result tests the whole link or a part; a judgement that `note` explains."""
    subgroup: Line | None = None
    """The subgroup of results that it is pooled in, where the claim's `synthesis` says `by` what they differ."""
    note: Prose | None = None
    """Why this role or judgement, where that is not plain."""


class Link(Record):
    """What a mechanism links: stands inside a sentence, "whether {start} raises {end}"."""

    start: Line = Field(alias="from")
    """What the link begins with."""
    end: Line = Field(alias="to")
    """What it is said to lead to."""


class NotTestable(Record):
    """Why a statement is none that evidence could settle."""

    why: Prose
    """Why no study could settle it."""
    see: tuple[Id, ...] = Items
    """Claims that come nearest to it."""


class Step(Record):
    """A judgement on one domain that can lower the level."""

    step: Integer
    """0, -1 or -2 levels; not every domain has all of them."""
    because: tuple[Id, ...] = Items
    """The studies that drove the judgement."""
    reason: Prose | None = None
    """Why; needed for a step down, and where it could not be judged."""
    could_not_be_judged: Flag = False
    """True where there was too little to judge: not the same as no problem."""


class Upgrade(Record):
    """A judgement that raises the level; only for bodies without randomisation."""

    step: Integer
    """1 or 2 levels up; which are allowed depends on the domain."""
    because: tuple[Id, ...] = Items
    """The studies that drove the judgement."""
    reason: Prose | None = None
    """Why; needed."""
    despite: Prose | None = None
    """Why it is raised although another domain lowered it."""


class Override(Record):
    """A level set by hand against the arithmetic, shown on the page as such."""

    level: Level
    """The level that is shown in place of the one worked out."""
    reason: Prose
    """Why the arithmetic is not followed."""
    by: Line
    """Who decided it."""
    date: Day
    """When it was decided."""


class Certainty(Record):
    """The judgements from which the level is worked out (GRADE)."""

    body: Body
    """What kind of studies is rated; the starting level follows from it."""
    risk_of_bias: Step
    """How far faults in the studies could explain what they found."""
    inconsistency: Step
    """How far the studies disagree."""
    indirectness: Step
    """How far people, treatment or outcome of the studies are not those of the claim."""
    imprecision: Step
    """How far chance could explain what was found."""
    publication_bias: Step
    """How far studies may be missing that nobody published."""
    large_effect: Upgrade | None = None
    """A step up because the effect is very large."""
    dose_response: Upgrade | None = None
    """A step up because more of it does more."""
    residual_confounding: Upgrade | None = None
    """A step up because all that could disturb the comparison would have hidden the effect."""
    override: Override | None = None
    """A level set by hand; the page says so."""


class PublishedEstimate(Record):
    """A review's own estimate, shown as the review's."""

    study: Id
    """The review."""
    result: Id
    """Its result that holds the estimate."""
    differs: Prose | None = None
    """Why it is not the same as the one pooled here; needed where both are shown."""


class AssumedRisk(Record):
    """How many people have the event without the intervention, from outside of the pooled studies."""

    percent: Number
    """Above 0 and below 100."""
    source: Key
    """Where the risk was read."""
    where: Where
    """Place in the source; `not-recorded` where nobody wrote it down."""

    @property
    def proportion(self) -> float:
        return self.percent / 100


class SynthesisPlan(Record):
    """Which estimate stands for the claim's evidence: pooled here by `measure`, `published` by a review, or both."""

    measure: Measure | None = None
    """The effect measure in which the counted results are pooled."""
    method: Method | None = None
    """How they are weighed; `reml` where nothing is said."""
    by: Line | None = None
    """What the subgroups of the evidence differ in, "dose of the comparator"; then each item names its `subgroup`."""
    published: PublishedEstimate | None = None
    """A review's own estimate, in place of ours or beside it."""
    assumed_risk: AssumedRisk | None = None
    """Which risk the absolute effect begins from; without it that of the comparison groups of the counted results."""
    per: Per = 100
    """For how many people the absolute effect is told: 100, or 1000 where few are affected."""


class ClaimImportance(Record):
    """How large an effect has to be to matter, for a claim whose instruments cannot say it in their points.

    Either thresholds with who states them, or, where nobody does, the rule of thumb for standardised
    differences, which the page then calls by that name.
    """

    unit: ImportanceUnit | None = None
    """In what the thresholds are counted."""
    value: Number | None = None
    """The smallest that matters: below it a difference is trivial."""
    moderate: Number | None = None
    """From here on it is moderate, where the source says so."""
    large: Number | None = None
    """From here on it is large, where the source says so."""
    source: Key | None = None
    """Who states them; a citation key."""
    last_resort: Flag = False
    """True for the marks 0.2, 0.5 and 0.8 of a standardised mean difference, which no source on the outcome gives."""
    reason: Prose | None = None
    """Why the last resort is taken, or why these thresholds fit."""


class HistoryEntry(Record):
    """What was recorded on a day: written by `evidence accept`, compared by every build."""

    date: Day
    """The day of the rating; the newest entry stands first."""
    level: LevelOrState
    """A level, a rung or a state."""
    direction: Direction | None = None
    """Absent unless rated."""
    evidence: tuple[ResultName, ...] = Items
    """The rated results that counted, as study/result."""
    why: Prose
    """Why the rating is what it is now, in a sentence."""


class Search(Record):
    """What was searched; the page says it."""

    date: Day
    """When was searched last."""
    scope: SearchScope
    """`databases` for a search of databases with stated terms, else `limited`."""
    where: Prose
    """Where was looked."""
    sought: Prose = Field(alias="for")
    """What was looked for."""


class Reviewed(Record):
    """A review by a named person; only with a real name."""

    date: Day
    """The day of the review."""
    by: Line
    """The reviewer's real name."""


class Saying(Record):
    """Where somebody else made the claim."""

    where: Prose
    """Who said it, and where it stands."""
    date: Day
    """When it was said."""


class Waiver(Record):
    """A problem of this claim or study that its author has looked at and answered; it is not reported."""

    code: Waivable
    """The code of the problem, as the check names it."""
    reason: Prose
    """Why it is none here."""


class Claim(Stored):
    """One statement under test: one outcome, one comparison, one badge."""

    WORKED_OUT: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(
            ("badge", "direction", "level", "rating", "rung", "state"),
            "take it out: it follows from `evidence` and the steps under `certainty`, and is recorded by "
            "`evidence accept`",
        ),
        "certainty": "the level is not typed: write `body`, and a `step` with its `reason` for each domain, "
        "on lines of their own and indented",
    }

    question: Line
    """The page's title."""
    short: Line | None = None
    """The claim in a few words, for the map; without it the outcome's `short` stands there, or the question."""
    claim: Line
    """The statement as people make it; shown only as a quotation beside its badge."""
    asked_as: tuple[Line, ...] = Items
    """The question as readers ask it, in everyday words; the search looks there as well, and no page shows it."""
    kind: Kind
    """What the claim is about; which other fields it needs follows from it."""
    comparison: Id | None = None
    """What is compared, for effects and harms."""
    link: Link | None = None
    """What is linked, for mechanisms."""
    factor: Line | None = None
    """What goes along with the outcome, for associations."""
    outcome: Outcome | None = None
    """What is measured; a mechanism has none."""
    asserts: Assertion | None = None
    """What the statement asserts; needed unless it is not testable."""
    not_testable: NotTestable | None = None
    """For a statement that no study could settle, in place of evidence and certainty."""
    key_messages: tuple[Prose, ...] = Items
    """Two or three short sentences in plain words, at the top of the page."""
    summary: Prose | None = None
    """What was found, in a few paragraphs with citations."""
    evidence: tuple[Evidence, ...] = Items
    """The results that bear on the claim, one item each."""
    synthesis: SynthesisPlan | None = None
    """How the results are pooled, or which published estimate stands for them."""
    important: ClaimImportance | None = None
    """What counts as a small, moderate or large effect; without it, and without such an instrument, no word does."""
    certainty: Certainty | None = None
    """The judgements from which the level is worked out; without them the claim is not rated."""
    history: tuple[HistoryEntry, ...] = Items
    """Newest first."""
    would_change: tuple[Prose, ...] = Items
    """What kind of new evidence would change the rating."""
    search: Search | None = None
    """What was searched; without it the badge says that nobody has looked."""
    assessed: Day | None = None
    """When the steps of `certainty` were judged."""
    reviewed: Reviewed | None = None
    """Who has looked over it; only with a real name."""
    review_due: Day | None = None
    """When it has to be looked at again; after that day the badge says overdue."""
    said_by: tuple[Saying, ...] = Items
    """Who makes the claim, where that is not this site."""
    waivers: tuple[Waiver, ...] = Items
    """Problems that are answered here and not reported; a waiver without one is reported itself."""

    @property
    def category(self) -> str:
        """The id of the claim's category: the folder its file stands in."""
        return self.file.split("/")[-2]


class Wording(Record):
    """How something is called inside a sentence, and in full."""

    short: Line
    """As it reads inside a sentence."""
    full: Line
    """In full, for the top of the page."""


class Comparison(Stored):
    """Population, intervention and comparator, once for all claims that share them."""

    population: Line
    """Whom it is about."""
    intervention: Wording
    """What is tried."""
    comparator: Wording
    """What it is compared with."""
    developers: tuple[Line, ...] = Items
    """Who develops the intervention; their own trials are counted as such."""


class Category(Stored):
    """A group of claims, with a page of its own."""

    name: Line
    """The heading of the category's page."""


class Moved(Stored):
    """An id that nothing has any more: a claim or study got another name, or a claim was retired."""

    date: Day
    """When that happened."""
    to: Id | None = None
    """The id it has now; for a retired claim, the claim in which readers go on, if there is one."""
    title: Line | None = None
    """What it was about, such as the question of a retired claim; needed with `why`."""
    why: Line | None = None
    """Why it was retired; without it, it only got another name."""

    @property
    def retired(self) -> bool:
        return self.why is not None

    @property
    def became(self) -> str:
        """What happened to it, as it reads after "was": `renamed to x on 2026-11-29`, `retired on 2026-11-29`."""
        return f"retired on {self.date}" if self.retired else f"renamed to `{self.to or '?'}` on {self.date}"


# --- studies -------------------------------------------------------------------------------


class Arm(Record):
    """One group of a study."""

    name: Line
    """What its people were given."""
    randomised: Count | None = None
    """How many people were put into it."""
    completed: Count | None = None
    """How many stayed to the end."""


class MeasuredBy(Record):
    """Who measured an outcome, and whether they could tell what a person had been given."""

    who: Assessor
    """Who gave the answer or the score."""
    arm: KnowsArm
    """`could-guess` where effects of the treatment or the course of the trial could give it away."""
    source: Citing = Field(alias="from")
    """Where that was read."""


class PrimaryOutcome(Record):
    """The outcome a trial was registered to be judged by, and the one its report gives."""

    registered: Line | None = None
    """As the registry has it."""
    reported: Line | None = None
    """As the report has it."""
    same: Flag | None = None
    """Whether the two are the same; absent where one is not known."""
    source: Citing = Field(alias="from")
    """Where that was read."""


class Blinding(Record):
    """Whether people were kept from knowing what they took, and whether that held."""

    planned: PlannedBlinding
    """Who was to be kept from knowing."""
    assessors: dict[Id, MeasuredBy] = {}
    """Instrument to who measured with it; a result may say it for itself (`measured_by`).

    It does not hold for a result with a `body` of its own, such as an open follow-up.
    """
    guessed_right_percent: dict[Id, Percent] = {}
    """Arm to per cent of people who guessed rightly what they had taken."""
    source: Citing | None = Field(default=None, alias="from")
    """Where it was read; needed with figures."""


class UsedBefore(Record):
    """How many of the people had used what is tested before they came into the study."""

    percent: Percent | None = None
    """Of all people in the study."""
    by_arm: dict[Id, Percent] = {}
    """Arm to per cent of its people."""
    source: Citing = Field(alias="from")
    """Where that was read."""


class ArmData(Record):
    """What one arm showed: mean with SD on the instrument's scale, or events of a total.

    Where no `sd` is printed, the standard error of the mean or its interval stands for it: one of the three.
    """

    n: Count | None = None
    """People measured in this arm; often fewer than were randomised."""
    mean: Number | None = None
    """Mean on the scale of the instrument."""
    sd: Number | None = None
    """Standard deviation between people."""
    se: Number | None = None
    """Standard error of the mean, from which the SD is worked out and said to be."""
    ci: Ends | None = None
    """Interval of the mean, from which the SD is worked out and said to be."""
    level: Percent = 95
    """Level of `ci`, per cent."""
    events: Count | None = None
    """People with the event."""
    total: Count | None = None
    """People who could have had it."""


class Difference(Record):
    """What is printed of the difference between two means, where no SD of an arm is; one of the five.

    It is that of the means that stand beside it; a difference adjusted for anything else is an `estimate`.
    """

    sd: Number | None = None
    """Standard deviation of each person's difference; only where the same people are compared."""
    se: Number | None = None
    """Standard error of the difference."""
    ci: Ends | None = None
    """Interval of the difference."""
    level: Percent = 95
    """Level of `ci`, per cent."""
    t: Number | None = None
    """Of a t test without correction for unequal variances."""
    p: Number | None = None
    """Two-sided, of such a test, as an exact figure; "p < 0.001" is none."""


class Correlation(Record):
    """How the two values of the same people go together."""

    value: Number
    """From -1 to 1."""
    assumed: Line | None = None
    """Why it was assumed; absent where it is printed."""


class Estimate(Record):
    """A printed effect estimate with its interval or standard error, on the natural scale of the measure."""

    measure: Measure
    """Which effect measure it is."""
    value: Number
    """The estimate itself."""
    low: Number | None = None
    """Lower end of its interval."""
    high: Number | None = None
    """Upper end of its interval."""
    level: Percent = 95
    """Level of the interval, per cent."""
    se: Number | None = None
    """Standard error, of the logarithm for a ratio; used where there is no interval, else compared with it."""
    p: Number | None = None
    """As printed, two-sided; compared with the interval, and nothing is worked out from it."""


class Moment(Record):
    """One measurement of the same people."""

    at: Line
    """When, in words."""
    mean: Number
    """Mean on the scale of the instrument."""
    sd: Number | None = None
    """Standard deviation between people."""


class SamePeople(Record):
    """Before and after in the same people, without a comparison group."""

    n: Count
    """People measured at both times."""
    before: Moment
    """The first measurement."""
    after: Moment
    """The second one."""


class Result(Record):
    """What one study found on one outcome, comparison and time."""

    id: Id
    """Its name within the study; claims name it so."""
    instrument: Id | None = None
    """The scale, by its id in studies/instruments.yml."""
    outcome: Line | None = None
    """What was measured, where that was no instrument."""
    score: Score | None = None
    """Whether means are scores at the `end` or `change` from the start."""
    when: When | None = None
    """When it was measured."""
    compare: tuple[Id, ...] = Field(default=(), max_length=2)
    """Two arms: the first minus the second."""
    paired: Flag = False
    """True where the same people had both conditions, as in a crossover."""
    arms: dict[Id, ArmData] = {}
    """What each arm showed, by the arm's id."""
    estimate: Estimate | None = None
    """A printed effect, where the figures of the arms are not printed."""
    n: Count | None = None
    """People measured, where an estimate or words stand for the figures of the arms."""
    same_people: SamePeople | None = None
    """Before and after in one group."""
    difference: Difference | None = None
    """For means without an SD in their arms, and for the same people under two conditions."""
    correlation: Correlation | None = None
    """For the same people under two conditions, where nothing is printed of their differences."""
    found: Finding | None = None
    """What was found, where it is told in words only."""
    finding: Prose | None = None
    """One sentence, where the result is in words."""
    measured_by: MeasuredBy | None = None
    """Who measured it, where `blinding.assessors` does not say it for the instrument."""
    body: Body | None = None
    """The body this result belongs to, where it differs from its study's design."""
    system: System | None = None
    """In what it was found, where that differs from the study's."""
    source: Citing = Field(alias="from")
    """Where the figures come from."""


class BiasAssessment(Record):
    """One judgement of risk of bias for one result (of a review: as a whole), by one review or by this site."""

    result: Id | None = None
    """The result that was judged; a review is judged as a whole."""
    tool: BiasTool
    """With which tool."""
    version: Line | None = None
    """Which version of the tool, where it is known, such as "22 August 2019"."""
    overall: BiasJudgement
    """The overall judgement, in the tool's words."""
    by: Key
    """A review's citation key, or `site` with a reason."""
    domains: dict[Id, BiasJudgement] = {}
    """Domain or item to its judgement; one that is missing was not assessed."""
    escalated: Flag = False
    """True where the overall judgement is worse than the domains give by the rule, for a `reason` that is given."""
    reason: Prose | None = None
    """Why; needed where this site judged."""


class Included(Record):
    """A study that a review includes: its id, or `{name: …}` where there is no file of it here."""

    study: Id | None = None
    """The study, by the name of its file."""
    name: Line | None = None
    """What it is called, where there is no file of it here."""

    @model_validator(mode="before")
    @classmethod
    def _from_id(cls, value: Any) -> Any:
        return {"study": value} if isinstance(value, str) else value


class Study(Stored):
    """What was done and found: one trial, cohort, experiment or review."""

    name: Line
    """As people call it."""
    type: StudyType
    """What kind of work it is."""
    design: Design
    """How it was built; the most its results can count as follows from it."""
    system: System
    """In what it was done."""
    group: Id
    """The senior author's group at the time; `not-recorded` where unknown."""
    population: Line
    """Who took part."""
    reports: tuple[Key, ...] = Field(min_length=1, max_length=200)
    """Its publications, by citation key."""
    registrations: tuple[Registration, ...] = Items
    """Its numbers in registries."""
    cohort: Id | None = None
    """A name for the people studied, where other studies here are of the same ones; they count once."""
    primary_outcome: PrimaryOutcome | None = None
    """What it was registered to show, and what its report gives."""
    run_by: tuple[Line, ...] = Items
    """Who ran it."""
    paid_by: tuple[Line, ...] = Items
    """Who paid for it."""
    includes: tuple[Included, ...] = Items
    """For a review: what it includes."""
    arms: dict[Id, Arm] = {}
    """Its groups, by ids of your own."""
    blinding: Blinding | None = None
    """Who was kept from knowing what was given, and whether that held."""
    used_before: UsedBefore | None = None
    """How many people knew the treatment before."""
    results: tuple[Result, ...] = Items
    """What it found, one item a result."""
    risk_of_bias: tuple[BiasAssessment, ...] = Items
    """Judgements of risk of bias; those that disagree stand side by side."""
    waivers: tuple[Waiver, ...] = Items
    """Problems that are answered here and not reported; a waiver without one is reported itself."""

    def result(self, id: str | None) -> Result | None:
        """The result called `id`, or None."""
        return next((result for result in self.results if result.id == id), None)

    def measured_by(self, result: Result) -> MeasuredBy | None:
        """Who measured `result`; None where that is not recorded.

        What `blinding` says holds for the study as it was built: a part of it that is no such comparison, as a
        follow-up of people who have all been given the treatment by then, has to say it for itself.
        """
        as_built = self.body_of(result) is BODY_OF_DESIGN[self.design]
        assessors = self.blinding.assessors if self.blinding and as_built else {}
        return result.measured_by or assessors.get(result.instrument or "")

    def asides(self) -> Iterator[tuple[tuple[PathStep, ...], Citing]]:
        """Where it says something of itself besides results, and where each statement comes from, with its path."""
        if self.blinding:
            if self.blinding.source:
                yield ("blinding",), self.blinding.source
            for instrument, assessor in self.blinding.assessors.items():
                yield ("blinding", "assessors", instrument), assessor.source
        if self.used_before:
            yield ("used_before",), self.used_before.source
        if self.primary_outcome:
            yield ("primary_outcome",), self.primary_outcome.source
        for position, result in enumerate(self.results):
            if result.measured_by:
                yield ("results", position, "measured_by"), result.measured_by.source

    def system_of(self, result: Result) -> System:
        """What `result` was found in: its own, or its study's."""
        return result.system or self.system

    def body_of(self, result: Result) -> Body:
        """The body of evidence that `result` belongs to: its own, or what the design implies."""
        return result.body or BODY_OF_DESIGN[self.design]

    def fits(self, result: Result, body: Body) -> bool:
        """True where `result` may enter the rating of a body of this kind.

        `robins-i` is no design but a way of judging one: it fits what was not randomised and
        compares groups.
        """
        actual = self.body_of(result)
        return actual is body or (body is Body.ROBINS_I and actual is Body.NON_RANDOMISED)


BODY_OF_DESIGN = {
    Design.RANDOMISED_PARALLEL: Body.RANDOMISED,
    Design.RANDOMISED_CROSSOVER: Body.RANDOMISED,
    Design.RANDOMISED_DOSE_RESPONSE: Body.RANDOMISED,
    Design.NON_RANDOMISED_PARALLEL: Body.NON_RANDOMISED,
    Design.WITHIN_SUBJECT: Body.NON_RANDOMISED,
    Design.SINGLE_ARM: Body.SINGLE_ARM,
    Design.COHORT: Body.NON_RANDOMISED,
    Design.CROSS_SECTIONAL: Body.NON_RANDOMISED,
    Design.CASE_SERIES: Body.SINGLE_ARM,
    Design.POOLED_ANALYSIS: Body.NON_RANDOMISED,
    Design.LABORATORY: Body.NON_RANDOMISED,
}
"""The most a design can count as, unless the result says less (an extension of a trial is single-arm)."""


class Importance(Record):
    """How large a difference has to be to matter to people, with who says so."""

    value: Number
    """The smallest that matters: below it a difference is trivial."""
    moderate: Number | None = None
    """From here on it is moderate, where the source says so."""
    large: Number | None = None
    """From here on it is large, where the source says so."""
    source: Key
    """Who says so; a citation key."""


class Instrument(Stored):
    """A scale on which an outcome is measured."""

    name: Line
    """Its full name."""
    range: tuple[Number, Number] | None = None
    """Lowest and highest score."""
    better: Better
    """Which end is better for the person."""
    important: Importance | None = None
    """From which difference on it matters to people."""


# --- publication status --------------------------------------------------------------------


class Snapshot(Record):
    """When and where was looked for retractions, concerns and corrections."""

    date: Day | None = None
    """The day of the search; absent where nobody has looked yet, which the list of references then says."""
    source: Prose
    """Where was looked."""


class StatusRecord(Record):
    """One thing that happened to one publication."""

    doi: Doi
    """The DOI of the publication."""
    status: StatusEvent
    """What has happened to it."""
    date: Day | None = None
    """Date of the notice."""
    seen: Day
    """The day on which a snapshot first held this record."""
    notice: Doi | None = None
    """The DOI of the notice."""
    basis: Prose | None = None
    """What was seen: a notice, the publisher's marked copy, a retraction index. Needed where confirmed."""
    reason: Prose | None = None
    """Why, as the notice says."""
    confirmed: Flag
    """True where a notice, a marked copy or an index was seen; what is not confirmed excludes nothing."""


class StatusFile(Stored):
    """references.status.yml."""

    snapshot: Snapshot
    """When and where was looked last."""
    records: tuple[StatusRecord, ...] = Items
    """What was found, one item an event."""


# --- content -------------------------------------------------------------------------------


class Further(Record):
    """A page to read on with."""

    page: Line
    """The file below content/, or the generated page by the name that a link would have: `claims/<id>.md`."""
    name: Line
    """What it is called there."""
    says: Line
    """What a reader finds there."""


class HomeFront(Stored):
    """The front matter of content/index.md."""

    title: Line
    """The site's question; the home page's heading."""
    description: Line | None = None
    """One sentence for search engines."""
    lead: tuple[Id, ...] = Items
    """Claims whose sentence and badge open the page as its bottom line; three are read at one go."""
    more: tuple[Further, ...] = Items
    """Pages to read on with, in their order."""

"""The closed lists of the field: the words that stores, code and pages share.

Values are hyphenated and are never words that YAML 1.1 reads as true or false. Levels,
rungs and states are three lists without a common word, so that one field of a history entry can hold any.
"""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Certainty of a body of evidence for one outcome (GRADE), lowest first."""

    VERY_LOW = "very-low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """1 (very low) to 4 (high): the scale GRADE's steps are counted on."""
        return list(Level).index(self) + 1

    @classmethod
    def of_rank(cls, rank: int) -> Level:
        """The level of a rank from 1 to 4. Raises `IndexError` for any other above 4."""
        return list(cls)[max(rank, 1) - 1]


class Rung(StrEnum):
    """How far the link of a mechanism has been tested, lowest first. No level has the same word."""

    PROPOSED = "proposed"
    LABORATORY = "laboratory"
    ANIMALS = "animals"
    ONE_GROUP = "one-group"
    INDEPENDENT_GROUPS = "independent-groups"

    @property
    def rank(self) -> int:
        """1 (proposed) to 5 (independent groups)."""
        return list(Rung).index(self) + 1


class State(StrEnum):
    """What a badge says besides a level; of several that fit, the first."""

    NOT_TESTABLE = "not-testable"
    NOT_SEARCHED = "not-searched"
    NO_STUDY_FOUND = "no-study-found"
    NONE_LEFT = "none-left"
    NOT_RATED = "not-rated"
    SUSPENDED = "suspended"
    RATED = "rated"


class Direction(StrEnum):
    """What the rated evidence, read together, says about the claim."""

    SUPPORTS = "supports"
    AGAINST = "against"
    MIXED = "mixed"
    UNCLEAR = "unclear"


class Role(StrEnum):
    """What one result says about the claim, read against what the claim asserts."""

    SUPPORTS = "supports"
    AGAINST = "against"
    MIXED = "mixed"
    UNCLEAR = "unclear"
    BACKGROUND = "background"

    @property
    def rated(self) -> bool:
        """True for a role that enters the rating."""
        return self is not Role.BACKGROUND


class Kind(StrEnum):
    """What a claim is about."""

    EFFECT = "effect"
    HARM = "harm"
    ASSOCIATION = "association"
    """What goes along with what, without anybody having changed one of them."""
    MECHANISM = "mechanism"
    """How a treatment acts: a link from one thing to another, on a ladder of its own."""


class Tests(StrEnum):
    """Whether a result tests the whole link of a mechanism, or only a part of it."""

    LINK = "link"
    PART = "part"


class Assertion(StrEnum):
    """What the statement under test asserts about its outcome."""

    LOWER = "lower"
    RAISE = "raise"
    NO_DIFFERENCE = "no-difference"
    PRESENT = "present"
    """That there is such a link or effect at all."""


class Body(StrEnum):
    """The body of evidence that is rated; the starting level follows from it."""

    RANDOMISED = "randomised"
    ROBINS_I = "robins-i"
    NON_RANDOMISED = "non-randomised"
    SINGLE_ARM = "single-arm"


class SearchScope(StrEnum):
    """How widely was looked."""

    DATABASES = "databases"
    LIMITED = "limited"


class StudyType(StrEnum):
    TRIAL = "trial"
    COHORT = "cohort"
    EXPERIMENT = "experiment"
    REVIEW = "review"


class Design(StrEnum):
    RANDOMISED_PARALLEL = "randomised-parallel"
    RANDOMISED_CROSSOVER = "randomised-crossover"
    RANDOMISED_DOSE_RESPONSE = "randomised-dose-response"
    NON_RANDOMISED_PARALLEL = "non-randomised-parallel"
    """Groups side by side that chance did not make: every second person, or days of the week."""
    WITHIN_SUBJECT = "within-subject"
    SINGLE_ARM = "single-arm"
    COHORT = "cohort"
    CROSS_SECTIONAL = "cross-sectional"
    CASE_SERIES = "case-series"
    POOLED_ANALYSIS = "pooled-analysis"
    LABORATORY = "laboratory"


class System(StrEnum):
    PEOPLE = "people"
    ANIMALS = "animals"
    CELLS = "cells"


class Finding(StrEnum):
    """A result in words."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_DIFFERENCE = "no-difference"
    MIXED = "mixed"


class Better(StrEnum):
    """Which end of a scale is better for the person."""

    LOWER = "lower"
    HIGHER = "higher"


class Measure(StrEnum):
    """Effect measures: mean difference, standardised mean difference, risk, odds and hazard ratio, risk difference."""

    MD = "md"
    SMD = "smd"
    RR = "rr"
    OR = "or"
    HR = "hr"
    RD = "rd"

    @property
    def ratio(self) -> bool:
        """True where no effect is 1 and not 0, so that effects are pooled as logarithms."""
        return self in (Measure.RR, Measure.OR, Measure.HR)


class ImportanceUnit(StrEnum):
    """In what a claim says how large an effect has to be to matter. An instrument says it in its own points."""

    PEOPLE_PER_100 = "people-per-100"
    STANDARD_DEVIATIONS = "standard-deviations"


class Method(StrEnum):
    """How studies are weighed: one common effect, or effects that vary, with one of three estimators of tau squared."""

    REML = "reml"
    DERSIMONIAN_LAIRD = "dersimonian-laird"
    PAULE_MANDEL = "paule-mandel"
    COMMON_EFFECT = "common-effect"


class Score(StrEnum):
    END = "end"
    CHANGE = "change"


class Derivation(StrEnum):
    """How a figure came to us."""

    REPORTED = "reported"
    DERIVED = "derived"
    READ_OFF = "read-off"


class PlannedBlinding(StrEnum):
    DOUBLE = "double"
    SINGLE = "single"
    ASSESSOR = "assessor"
    OPEN = "open"
    NOT_RECORDED = "not-recorded"


class Assessor(StrEnum):
    """Who measured an outcome."""

    PARTICIPANT = "participant"
    RATER = "rater"
    """Somebody who asks or observes, and of whom it is not said whether they had another part in the trial."""
    INDEPENDENT_RATER = "independent-rater"
    THERAPIST = "therapist"
    LABORATORY = "laboratory"


class KnowsArm(StrEnum):
    """Whether the one who measured knew which treatment a person had been given."""

    KEPT_BLIND = "kept-blind"
    COULD_GUESS = "could-guess"
    KNEW = "knew"
    NOT_RECORDED = "not-recorded"


class BiasTool(StrEnum):
    """RoB 2 judges a result of a randomised trial, ROBINS-I one without randomisation, AMSTAR-2 a whole review."""

    ROB2 = "rob2"
    ROBINS_I = "robins-i"
    AMSTAR_2 = "amstar-2"


class BiasJudgement(StrEnum):
    """Judgements of RoB 2 (low, some concerns, high), ROBINS-I (low to critical, no information) and AMSTAR-2.

    AMSTAR-2 answers each item with met, partly met, not met or no meta-analysis, and rates the confidence in a
    review: high, moderate, low, critically low. There `low` is bad.
    """

    LOW = "low"
    SOME_CONCERNS = "some-concerns"
    HIGH = "high"
    MODERATE = "moderate"
    SERIOUS = "serious"
    CRITICAL = "critical"
    NO_INFORMATION = "no-information"
    CRITICALLY_LOW = "critically-low"
    MET = "met"
    PARTLY_MET = "partly-met"
    NOT_MET = "not-met"
    NO_META_ANALYSIS = "no-meta-analysis"


class StatusEvent(StrEnum):
    """What a status record says has happened to a publication."""

    RETRACTED = "retracted"
    CONCERN = "concern"
    CORRECTED = "corrected"
    REINSTATED = "reinstated"


class PublicationStatus(StrEnum):
    """Where a publication stands, all its confirmed records taken together."""

    CURRENT = "current"
    CONCERN = "concern"
    RETRACTED = "retracted"


class EventKind(StrEnum):
    """What kind of event an entry of the timeline is."""

    STUDY = "study"
    """A trial began, or its results were published or registered."""
    DECISION = "decision"
    """A regulator, ministry or payer decided."""
    ADVICE = "advice"
    """Advisers, assessors or the authors of a guideline said what they think."""
    CORRECTION = "correction"
    """A publication was retracted, corrected or criticised, or the conduct of a trial questioned."""
    SPONSOR = "sponsor"
    """The developer applied, announced or changed."""


class Verdict(StrEnum):
    """What a body concluded, from yes to no."""

    PERMITS = "permits"
    FUNDS = "funds"
    RECOMMENDS = "recommends"
    INSUFFICIENT = "insufficient"
    """Found the evidence insufficient to judge."""
    ADVISES_AGAINST = "advises-against"
    REFUSES = "refuses"


class TrialStatus(StrEnum):
    """What a registry says about a trial."""

    NOT_YET_RECRUITING = "not-yet-recruiting"
    RECRUITING = "recruiting"
    ACTIVE = "active"
    """No longer recruiting, and not completed."""
    COMPLETED = "completed"
    STOPPED = "stopped"
    """Ended early."""
    WITHDRAWN = "withdrawn"
    """Given up before anybody took part."""
    NOT_RECORDED = "not-recorded"


class Waivable(StrEnum):
    """Codes that `waivers` in a claim or study may answer: they go by words, by what a site has not got, or by what
    a paper prints. Never one about a rating."""

    WORDING_TOO_STRONG = "wording-too-strong"
    WORDING_TOO_WEAK = "wording-too-weak"
    BANNED_PHRASE = "banned-phrase"
    SIZE_WITHOUT_THRESHOLD = "size-without-threshold"
    HARMS_MISSING = "harms-missing"
    MIXED_SCRIPTS = "mixed-scripts"
    INTERVAL_NOT_SYMMETRIC = "interval-not-symmetric"
    INTERVAL_OTHER_LEVEL = "interval-other-level"
    P_AGAINST_INTERVAL = "p-against-interval"

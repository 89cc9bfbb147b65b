"""The tools that judge risk of bias: their domains, their judgements, and how the overall one follows.

RoB 2 (Sterne et al., BMJ 2019;366:l4898) and ROBINS-I (Sterne et al., BMJ 2016;355:i4919): overall is the
worst domain. AMSTAR-2 (Shea et al., BMJ 2017;358:j4008): overall follows from which items are not met, and is
never a sum. A person may go further where weaknesses add up; that is `escalated`.
"""

from __future__ import annotations

from .model import BiasAssessment
from .vocabulary import BiasJudgement, BiasTool

AMSTAR_ITEMS = (
    "question", "protocol", "designs", "literature", "selection-twice", "extraction-twice", "excluded", "described",
    "bias-tool", "funding", "pooling", "bias-pooled", "bias-discussed", "differences", "publication-bias", "interests",
)  # fmt: skip
"""The sixteen items in the tool's order: the first is item 1."""
DOMAINS = {
    BiasTool.ROB2: ("randomisation", "deviations", "missing-data", "measurement", "selection"),
    BiasTool.ROBINS_I: (
        "confounding", "participants", "classification", "deviations", "missing-data", "measurement", "selection",
    ),
    BiasTool.AMSTAR_2: AMSTAR_ITEMS,
}  # fmt: skip
"""The domains that every judgement has, in the tool's order."""
EXTRA_DOMAINS = {BiasTool.ROB2: ("recruitment", "carry-over"), BiasTool.ROBINS_I: (), BiasTool.AMSTAR_2: ()}
"""Those of cluster and of crossover trials only."""
SCALE = {
    BiasTool.ROB2: (BiasJudgement.LOW, BiasJudgement.SOME_CONCERNS, BiasJudgement.HIGH),
    BiasTool.ROBINS_I: (
        BiasJudgement.LOW,
        BiasJudgement.MODERATE,
        BiasJudgement.NO_INFORMATION,
        BiasJudgement.SERIOUS,
        BiasJudgement.CRITICAL,
    ),
    BiasTool.AMSTAR_2: (
        BiasJudgement.HIGH,
        BiasJudgement.MODERATE,
        BiasJudgement.LOW,
        BiasJudgement.CRITICALLY_LOW,
    ),
}
"""The overall judgements of each tool, the best first. In ROBINS-I no information is worse than moderate, and counts
only where nothing is serious. In AMSTAR-2 they say how much confidence a review deserves."""
CRITICAL_ITEMS = frozenset(
    {"protocol", "literature", "excluded", "bias-tool", "pooling", "bias-discussed", "publication-bias"}
)
"""Items 2, 4, 7, 9, 11, 13 and 15 of AMSTAR-2: one that is not met is a critical flaw."""
OF_A_META_ANALYSIS = frozenset({"pooling", "bias-pooled", "publication-bias"})
"""Items 11, 12 and 15: where nothing was pooled they do not count."""
PARTLY = frozenset({"protocol", "literature", "excluded", "described", "bias-tool"})
"""Items 2, 4, 7, 8 and 9: only these can be met in part."""


def answers(tool: BiasTool, domain: str) -> tuple[BiasJudgement, ...]:
    """What a domain of the tool can be judged as."""
    if tool is not BiasTool.AMSTAR_2:
        return SCALE[tool]
    partly = (BiasJudgement.PARTLY_MET,) if domain in PARTLY else ()
    without = (BiasJudgement.NO_META_ANALYSIS,) if domain in OF_A_META_ANALYSIS else ()
    return (BiasJudgement.MET, *partly, BiasJudgement.NOT_MET, *without)


def domains_of(assessment: BiasAssessment) -> tuple[str, ...]:
    """The domains that `assessment` has to judge: the tool's, and of the extra ones those that it names."""
    tool = assessment.tool
    return DOMAINS[tool] + tuple(domain for domain in EXTRA_DOMAINS[tool] if domain in assessment.domains)


def is_complete(assessment: BiasAssessment) -> bool:
    return all(domain in assessment.domains for domain in DOMAINS[assessment.tool])


def implied(assessment: BiasAssessment) -> BiasJudgement | None:
    """The overall judgement that the judged domains give by the tool's rule; None where none was judged."""
    if assessment.tool is BiasTool.AMSTAR_2:
        return _confidence(assessment) if assessment.domains else None
    scale = SCALE[assessment.tool]
    ranks = [scale.index(judgement) for judgement in assessment.domains.values() if judgement in scale]
    return scale[max(ranks)] if ranks else None


def flaws(assessment: BiasAssessment) -> tuple[int, int]:
    """How many critical and how many other items of AMSTAR-2 are not met. One that is met in part is no flaw."""
    unmet = [item for item, answer in assessment.domains.items() if answer is BiasJudgement.NOT_MET]
    critical = sum(item in CRITICAL_ITEMS for item in unmet)
    return critical, len(unmet) - critical


def _confidence(assessment: BiasAssessment) -> BiasJudgement:
    critical, others = flaws(assessment)
    if critical:
        return BiasJudgement.LOW if critical == 1 else BiasJudgement.CRITICALLY_LOW
    return BiasJudgement.HIGH if others <= 1 else BiasJudgement.MODERATE


def against_rule(assessment: BiasAssessment) -> str | None:
    """Why the overall judgement does not follow from the domains, or None where it does or cannot be told.

    With domains missing, only a better one than those judged allow is against the rule.
    """
    scale, least = SCALE[assessment.tool], implied(assessment)
    if least is None or assessment.overall not in scale:
        return None
    over = scale.index(assessment.overall) - scale.index(least)
    why = _why(assessment, least)
    if over < 0:
        return f"it is {assessment.overall}, and {why[0]}"
    if assessment.escalated and over == 0:
        return f"`escalated` says that it is worse than the rule gives, and both are {least}"
    if over > 0 and is_complete(assessment) and not (assessment.escalated and assessment.reason):
        return f"it is {assessment.overall}, and {why[1]}"
    return None


def _why(assessment: BiasAssessment, least: BiasJudgement) -> tuple[str, str]:
    """What the domains say against a better overall judgement, and against a worse one."""
    if assessment.tool is not BiasTool.AMSTAR_2:
        return f"a domain is {least}", f"no domain is worse than {least}"
    critical, others = flaws(assessment)
    counted = f"{critical} critical and {others} other items are not met, which gives {least}"
    return counted, counted


def to_consider(assessment: BiasAssessment) -> str | None:
    """What a person should look at again although no rule is broken; None where there is nothing, or a reason is given.

    RoB 2 leaves it to judgement whether several concerns together are a high risk, and a study without
    randomisation is seldom as good as a trial (ROBINS-I "low").
    """
    if assessment.reason:
        return None
    concerns = list(assessment.domains.values()).count(BiasJudgement.SOME_CONCERNS)
    if assessment.tool is BiasTool.ROB2 and assessment.overall is BiasJudgement.SOME_CONCERNS and concerns > 1:
        return f"{concerns} domains have some concerns: do they add up to a high risk?"
    if assessment.tool is BiasTool.ROBINS_I and assessment.overall is BiasJudgement.LOW:
        return "low overall means as good as a well-made randomised trial: is it?"
    return None

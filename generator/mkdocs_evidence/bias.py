"""The tools that judge risk of bias: their domains, their judgements, and how the overall one follows.

RoB 2 (Sterne et al., BMJ 2019;366:l4898) and ROBINS-I (Sterne et al., BMJ 2016;355:i4919). Overall is
the worst domain. RoB 2 lets a person go further where several concerns add up; that is `escalated`.
"""

from __future__ import annotations

from .model import BiasAssessment
from .vocabulary import BiasJudgement, BiasTool

DOMAINS = {
    BiasTool.ROB2: ("randomisation", "deviations", "missing-data", "measurement", "selection"),
    BiasTool.ROBINS_I: (
        "confounding", "participants", "classification", "deviations", "missing-data", "measurement", "selection",
    ),
}  # fmt: skip
"""The domains that every judgement has, in the tool's order."""
EXTRA_DOMAINS = {BiasTool.ROB2: ("recruitment", "carry-over"), BiasTool.ROBINS_I: ()}
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
}
"""The judgements of each tool, the best first: the later one decides. In ROBINS-I no information is worse than
moderate, and counts only where nothing is serious."""


def domains_of(assessment: BiasAssessment) -> tuple[str, ...]:
    """The domains that `assessment` has to judge: the tool's, and of the extra ones those that it names."""
    tool = assessment.tool
    return DOMAINS[tool] + tuple(domain for domain in EXTRA_DOMAINS[tool] if domain in assessment.domains)


def is_complete(assessment: BiasAssessment) -> bool:
    return all(domain in assessment.domains for domain in DOMAINS[assessment.tool])


def worst(assessment: BiasAssessment) -> BiasJudgement | None:
    """The worst judgement of a domain on the tool's scale; None where no domain was judged."""
    scale = SCALE[assessment.tool]
    ranks = [scale.index(judgement) for judgement in assessment.domains.values() if judgement in scale]
    return scale[max(ranks)] if ranks else None


def against_rule(assessment: BiasAssessment) -> str | None:
    """Why the overall judgement does not follow from the domains, or None where it does or cannot be told.

    With domains missing, only a better one than the worst of those judged is against the rule.
    """
    scale, least = SCALE[assessment.tool], worst(assessment)
    if least is None or assessment.overall not in scale:
        return None
    over = scale.index(assessment.overall) - scale.index(least)
    if over < 0:
        return f"it is {assessment.overall}, and a domain is {least}"
    if assessment.escalated and over == 0:
        return f"`escalated` says that it is worse than the worst domain, and both are {least}"
    if over > 0 and is_complete(assessment) and not (assessment.escalated and assessment.reason):
        return f"it is {assessment.overall}, and no domain is worse than {least}"
    return None

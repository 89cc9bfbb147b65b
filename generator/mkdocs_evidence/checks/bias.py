"""Judgements of risk of bias: in the words of their tool, and the overall one as the tool has it."""

from __future__ import annotations

from collections.abc import Iterator

from .. import codes
from ..bias import DOMAINS, EXTRA_DOMAINS, SCALE, against_rule, answers, to_consider
from ..diagnostics import Diagnostics
from ..model import BiasAssessment, Study
from ..vocabulary import BiasTool, StudyType
from ..yaml_problems import nearest
from .world import World


def bias_is_in_the_words_of_its_tool(world: World, diagnostics: Diagnostics) -> None:
    """`bias-not-of-tool` for a domain or a judgement that the tool does not have, or a tool for other studies."""
    for study, position, assessment in _assessments(world):
        for path, message, hint in (*_tool(study, assessment), *_foreign(assessment)):
            diagnostics.report(codes.BIAS_NOT_OF_TOOL, study.at("risk_of_bias", position, *path), message, hint=hint)


def _assessments(world: World) -> Iterator[tuple[Study, int, BiasAssessment]]:
    for study in world.library.studies.values():
        for position, assessment in enumerate(study.risk_of_bias):
            yield study, position, assessment


def _tool(study: Study, assessment: BiasAssessment) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """AMSTAR-2 judges reviews, the others judge results of studies."""
    of_review, is_review = assessment.tool is BiasTool.AMSTAR_2, study.type is StudyType.REVIEW
    if of_review and not is_review:
        yield ("tool",), f"amstar-2 judges reviews, and `{study.id}` is a {study.type}", "choose rob2 or robins-i"
    elif of_review and assessment.result:
        yield ("result",), "amstar-2 judges a review as a whole", "remove `result`"
    elif is_review and not of_review:
        yield ("tool",), f"{assessment.tool} judges studies, and `{study.id}` is a review", "choose amstar-2"


def _foreign(assessment: BiasAssessment) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Where a foreign word stands, what is wrong, and what there is instead."""
    tool = assessment.tool
    domains, scale = DOMAINS[tool] + EXTRA_DOMAINS[tool], SCALE[tool]
    if assessment.overall not in scale:
        yield ("overall",), f"`{assessment.overall}` is no judgement of {tool}", f"{tool} has {', '.join(scale)}"
    for domain, judgement in assessment.domains.items():
        if domain not in domains:
            known = nearest(domain, list(domains)) or f"{tool} has {', '.join(domains)}"
            yield ("domains", domain), f"`{domain}` is no domain of {tool}", known
        elif judgement not in (allowed := answers(tool, domain)):
            what = f"judgement of {tool}" if allowed == scale else f"answer to `{domain}`"
            yield ("domains", domain), f"`{judgement}` is no {what}", f"{tool} has {', '.join(allowed)}"


def overall_bias_follows(world: World, diagnostics: Diagnostics) -> None:
    """`bias-overall` for an overall judgement that does not follow from the domains and is not explained."""
    for study, position, assessment in _assessments(world):
        if why := against_rule(assessment):
            rule = "follows from the items" if assessment.tool is BiasTool.AMSTAR_2 else "is the worst of the domains"
            diagnostics.report(
                codes.BIAS_OVERALL,
                study.at("risk_of_bias", position, "overall"),
                f"the overall judgement {rule}: {why}",
                hint="correct one of them; where it was judged worse on purpose, add `escalated: true` and why",
            )


def bias_is_considered(world: World, diagnostics: Diagnostics) -> None:
    """`bias-to-consider` where the tool leaves the overall judgement to a person, and no reason is given."""
    for study, position, assessment in _assessments(world):
        if question := to_consider(assessment):
            diagnostics.report(
                codes.BIAS_TO_CONSIDER,
                study.at("risk_of_bias", position, "overall"),
                question,
                hint="say in `reason` why it stays, or who judged so; where it is worse, add `escalated: true`",
            )

"""Judgements of risk of bias: in the words of their tool, and the overall one as the tool has it."""

from __future__ import annotations

from collections.abc import Iterator

from .. import codes
from ..bias import DOMAINS, EXTRA_DOMAINS, SCALE, against_rule
from ..diagnostics import Diagnostics
from ..model import BiasAssessment
from ..yaml_problems import nearest
from .world import World


def bias_is_in_the_words_of_its_tool(world: World, diagnostics: Diagnostics) -> None:
    """`bias-not-of-tool` for a domain or a judgement that the tool does not have."""
    for study in world.library.studies.values():
        for position, assessment in enumerate(study.risk_of_bias):
            for path, message, hint in _foreign(assessment):
                diagnostics.report(
                    codes.BIAS_NOT_OF_TOOL, study.at("risk_of_bias", position, *path), message, hint=hint
                )


def _foreign(assessment: BiasAssessment) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Where a foreign word stands, what is wrong, and what there is instead."""
    tool = assessment.tool
    domains, scale = DOMAINS[tool] + EXTRA_DOMAINS[tool], SCALE[tool]
    words = f"{tool} has {', '.join(scale)}"
    if assessment.overall not in scale:
        yield ("overall",), f"`{assessment.overall}` is no judgement of {tool}", words
    for domain, judgement in assessment.domains.items():
        if domain not in domains:
            known = nearest(domain, list(domains)) or f"{tool} has {', '.join(domains)}"
            yield ("domains", domain), f"`{domain}` is no domain of {tool}", known
        elif judgement not in scale:
            yield ("domains", domain), f"`{judgement}` is no judgement of {tool}", words


def overall_bias_follows(world: World, diagnostics: Diagnostics) -> None:
    """`bias-overall` for an overall judgement that does not follow from the domains and is not explained."""
    for study in world.library.studies.values():
        for position, assessment in enumerate(study.risk_of_bias):
            if why := against_rule(assessment):
                diagnostics.report(
                    codes.BIAS_OVERALL,
                    study.at("risk_of_bias", position, "overall"),
                    f"the overall judgement is the worst of the domains: {why}",
                    hint="correct one of them; where it was judged worse on purpose, add `escalated: true` and why",
                )

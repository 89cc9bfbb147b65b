"""A claim's evidence: every rated item names a result, once, of the body that is rated."""

from __future__ import annotations

from .. import codes
from ..counting import Item
from ..diagnostics import Diagnostics, Related
from ..vocabulary import BiasTool, Body
from .world import World


def rated_evidence_names_a_result(world: World, diagnostics: Diagnostics) -> None:
    """`result-not-named` unless all reports of the study are retracted."""
    for appraisal in world.appraisals.values():
        for item in appraisal.items:
            if item.rated and item.result is None and item.excluded is None:
                known = ", ".join(result.id for result in item.study.results)
                diagnostics.report(
                    codes.RESULT_NOT_NAMED,
                    appraisal.claim.at("evidence", item.position),
                    f"`{item.study.id}` stands in the role `{item.evidence.role}` without a result",
                    hint=f"add `result:`; {item.study.file} has {known}"
                    if known
                    else f"add the result to {item.study.file}, or make the role `background`",
                )


def evidence_is_listed_once(world: World, diagnostics: Diagnostics) -> None:
    """`duplicate-evidence` for a second item with the same study and result."""
    for appraisal in world.appraisals.values():
        first: dict[str, Item] = {}
        for item in appraisal.items:
            if item.name in first:
                where = appraisal.claim.at("evidence", first[item.name].position)
                diagnostics.report(
                    codes.DUPLICATE_EVIDENCE,
                    appraisal.claim.at("evidence", item.position),
                    f"`{item.name}` is listed twice",
                    hint="keep one of the two",
                    related=[Related(where, "the first one")],
                )
            first.setdefault(item.name, item)


def evidence_belongs_to_the_body(world: World, diagnostics: Diagnostics) -> None:
    """`body-mismatch` for a rated item of another kind of study than the claim's `body`."""
    for appraisal in world.appraisals.values():
        if appraisal.claim.certainty is None:
            continue
        body = appraisal.claim.certainty.body
        for item in appraisal.items:
            if not item.rated or item.result is None or item.study.fits(item.result, body):
                continue
            actual = item.study.body_of(item.result)
            diagnostics.report(
                codes.BODY_MISMATCH,
                appraisal.claim.at("evidence", item.position, "role"),
                f"`{item.name}` is {actual} evidence, and the claim rates a body that is {body}",
                hint="use `role: background`, or rate that body in a claim of its own",
                related=[Related(appraisal.claim.at("certainty", "body"), "the body that is rated")],
            )


def robins_i_was_judged(world: World, diagnostics: Diagnostics) -> None:
    """`robins-i-not-judged` where the body starts high by ROBINS-I and no study was judged with it."""
    for appraisal in world.appraisals.values():
        certainty = appraisal.claim.certainty
        if certainty is None or certainty.body is not Body.ROBINS_I:
            continue
        for item in appraisal.counted:
            if not any(assessment.tool is BiasTool.ROBINS_I for assessment in item.study.risk_of_bias):
                diagnostics.report(
                    codes.ROBINS_I_NOT_JUDGED,
                    appraisal.claim.at("evidence", item.position),
                    f"the claim's body is robins-i, and `{item.study.id}` has no such judgement",
                    hint=f"add it under `risk_of_bias` in {item.study.file}, or make the body non-randomised",
                    related=[Related(appraisal.claim.at("certainty", "body"), "the body that is rated")],
                )

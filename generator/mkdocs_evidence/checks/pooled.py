"""A claim's one estimate: it is asked for clearly, and its results belong into one pool."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostics
from ..model import Claim, Study
from ..pooling import measure_of, obstacles_of, published_for
from ..vocabulary import Measure
from .world import World


def synthesis_is_clear(world: World, diagnostics: Diagnostics) -> None:
    """`bad-synthesis` unless `synthesis` says how to pool here, or what was published; of both, why they differ."""
    for claim in world.library.claims.values():
        problem = _problem(claim, world)
        if problem:
            field, message, hint = problem
            where = claim.at("synthesis", *field)
            diagnostics.report(codes.BAD_SYNTHESIS, where, message, hint=hint)


def subgroups_are_complete(world: World, diagnostics: Diagnostics) -> None:
    """`bad-synthesis` unless each rated result names its subgroup where `by` says how they differ, and only there."""
    for claim in world.library.claims.values():
        plan = claim.synthesis
        by, measure = (plan.by, plan.measure) if plan else (None, None)
        if by and measure is None:
            message = "there are no subgroups without a `measure` to pool in"
            diagnostics.report(codes.BAD_SYNTHESIS, claim.at("synthesis", "by"), message, hint="add it, or remove `by`")
            continue
        rated = [(place, item) for place, item in enumerate(claim.evidence) if item.role.rated and item.result]
        for place, item in rated if by else ():
            if item.subgroup is None:
                message = f"`{item.study}` is in no subgroup, and the evidence is pooled by {by}"
                where = claim.at("evidence", place)
                diagnostics.report(codes.BAD_SYNTHESIS, where, message, hint="add `subgroup:`")
        for place, item in enumerate(claim.evidence):
            if item.subgroup and not by:
                where, hint = claim.at("evidence", place, "subgroup"), "add `by:` to `synthesis`, or remove `subgroup`"
                message = "it is not said what the subgroups differ in"
                diagnostics.report(codes.BAD_SYNTHESIS, where, message, hint=hint)
        named = {item.subgroup for _, item in rated}
        if by and len(named) == 1 and None not in named:
            where, message = claim.at("synthesis", "by"), "all results are in one subgroup"
            diagnostics.report(codes.BAD_SYNTHESIS, where, message, hint="name two at least, or remove `by`")


def assumed_risks_can_be(world: World, diagnostics: Diagnostics) -> None:
    """`bad-synthesis` for an assumed risk that is none, leads to no absolute effect or rests on a retraction."""
    for claim in world.library.claims.values():
        risk = claim.synthesis.assumed_risk if claim.synthesis else None
        if claim.synthesis is None or risk is None:
            continue
        measure = measure_of(claim, world.library)
        field, message, hint = "", "", ""
        if not 0 < risk.percent < 100:
            field, message, hint = "percent", "a risk lies between 0 and 100 per cent", "look it up again"
        elif measure in (Measure.MD, Measure.SMD):
            field, message = "percent", f"a difference of scores (`{measure}`) gives no number of people"
            hint = "remove `assumed_risk`"
        elif world.library.standing(risk.source).retracted:
            field, message = "source", f"the assumed risk was read in `{risk.source}`, which is retracted"
            hint = "take it from another source, or remove it: the comparison groups' own risk then stands there"
        if field:
            where = claim.at("synthesis", "assumed_risk", field)
            diagnostics.report(codes.BAD_SYNTHESIS, where, message, hint=hint)


def _problem(claim: Claim, world: World) -> tuple[tuple[str, ...], str, str] | None:
    """Where in `synthesis` a problem is, what it is, and what to do."""
    plan = claim.synthesis
    if plan is None:
        return None
    if plan.published is None:
        if plan.measure is None:
            return (), "it names neither a measure to pool in nor a published estimate", "add `measure:`, such as smd"
        return None
    if plan.measure is None and plan.method is not None:
        return ("method",), "a published estimate is shown as it is, and not pooled", "remove it, or add `measure:`"
    if plan.measure is not None and plan.published.differs is None:
        message = "ours and a published estimate stand side by side, and it is not said why they differ"
        return ("published",), message, "add `differs:` with the reason, or that they agree"
    named = plan.published
    study = world.library.studies.get(named.study)
    if study is None:
        if world.library.is_unread(Study, named.study):
            return None
        return ("published", "study"), f"there is no study `{named.study}`", "name a review of studies/"
    result = study.result(named.result)
    if result is None:
        known = ", ".join(result.id for result in study.results)
        return ("published", "result"), f"`{study.id}` has no result `{named.result}`", f"{study.file} has {known}"
    if published_for(claim, world.library) is None:
        message = f"`{study.id}/{result.id}` holds no estimate"
        return ("published", "result"), message, "name a result with an `estimate`"
    return None


def results_can_be_pooled(world: World, diagnostics: Diagnostics) -> None:
    """`cannot-pool` for counted results that do not belong into the pool that the claim asks for."""
    for appraisal in world.appraisals.values():
        claim = appraisal.claim
        for obstacle in obstacles_of(appraisal):
            place = ("synthesis",) if obstacle.position is None else ("evidence", obstacle.position)
            diagnostics.report(
                codes.CANNOT_POOL,
                claim.at(*place),
                obstacle.why,
                hint="choose another `measure`, name another result of the study, or take `synthesis` away",
            )

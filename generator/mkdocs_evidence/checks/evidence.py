"""A claim's evidence: every rated item names a result, once, of the body that is rated."""

from __future__ import annotations

from .. import codes
from ..appraisal import Appraisal
from ..counting import Item
from ..diagnostics import Diagnostics, Related
from ..vocabulary import BiasTool, Body, Kind, Level, StudyType, System
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


def reviews_stand_alone(world: World, diagnostics: Diagnostics) -> None:
    """`review-beside-included` for a counted review beside a counted study that it includes.

    Judged after exclusion: a review may stand in for studies that were retracted.
    """
    for appraisal in world.appraisals.values():
        first = _first_by_study(appraisal)
        for item in appraisal.counted:
            if item.study.type is not StudyType.REVIEW:
                continue
            within = [id for id in first if any(one.study == id for one in item.study.includes)]
            if within:
                diagnostics.report(
                    codes.REVIEW_BESIDE_INCLUDED,
                    appraisal.claim.at("evidence", item.position),
                    f"the review `{item.study.id}` includes {' and '.join(f'`{id}`' for id in within)}, rated here too",
                    hint="keep the review or the studies, and use `role: background` for the other",
                    related=[Related(appraisal.claim.at("evidence", first[id].position), f"`{id}`") for id in within],
                )


def studies_count_once(world: World, diagnostics: Diagnostics) -> None:
    """`same-registration` for a counted study that shares a registration or its people with one above it."""
    for appraisal in world.appraisals.values():
        first: dict[str, Item] = {}
        for item in _first_by_study(appraisal).values():
            shared = [id for id in _same_people(item) if id in first]
            if shared:
                other = first[shared[0]]
                diagnostics.report(
                    codes.SAME_REGISTRATION,
                    appraisal.claim.at("evidence", item.position),
                    f"`{item.study.id}` and `{other.study.id}` have the same {shared[0]}",
                    hint="make them one study with several `reports`, or use `role: background` for one of them",
                    related=[Related(appraisal.claim.at("evidence", other.position), f"`{other.study.id}`")],
                )
            for id in _same_people(item):
                first.setdefault(id, item)


def outcomes_rest_on_people(world: World, diagnostics: Diagnostics) -> None:
    """`no-evidence-in-people` where all that counts for an effect or harm is from animals or cells."""
    for appraisal in world.appraisals.values():
        claim = appraisal.claim
        if claim.kind not in (Kind.EFFECT, Kind.HARM) or claim.certainty is None:
            continue
        found_in = {item.system for item in appraisal.counted}
        if found_in and System.PEOPLE not in found_in and appraisal.judged is not Level.VERY_LOW:
            diagnostics.report(
                codes.NO_EVIDENCE_IN_PEOPLE,
                claim.at("evidence", appraisal.counted[0].position),
                f"the outcome is rated {appraisal.judged}, and everything that counts is from "
                + " and ".join(sorted(found_in)),
                hint="take the steps for indirectness, or make it a claim of the kind `mechanism`",
                related=[Related(claim.at("certainty"), "the judgements")],
            )


def _same_people(item: Item) -> list[str]:
    """What tells that two studies are of the same people: registrations, whose case is chance, and the cohort."""
    cohort = [f"cohort {item.study.cohort}"] if item.study.cohort else []
    return [f"registration {id.upper()}" for id in item.study.registrations] + cohort


def _first_by_study(appraisal: Appraisal) -> dict[str, Item]:
    """The first counted item of each study, by the study's id."""
    first: dict[str, Item] = {}
    for item in appraisal.counted:
        first.setdefault(item.study.id, item)
    return first

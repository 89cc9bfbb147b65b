"""Results of studies: each has an id of its own and figures in exactly one form."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostics, Related
from ..model import BODY_OF_DESIGN, ArmData, Result
from ..vocabulary import Body, System
from .world import World


def result_ids_are_unique(world: World, diagnostics: Diagnostics) -> None:
    """`duplicate-id` for the second result of a study with the same id."""
    for study in world.library.studies.values():
        first: dict[str, int] = {}
        for position, result in enumerate(study.results):
            if result.id in first:
                diagnostics.report(
                    codes.DUPLICATE_ID,
                    study.at("results", position, "id"),
                    f"the result `{result.id}` stands twice in this study",
                    hint="give it another id",
                    related=[Related(study.at("results", first[result.id], "id"), "the first one")],
                )
            first.setdefault(result.id, position)


def results_have_one_form(world: World, diagnostics: Diagnostics) -> None:
    """`result-without-figures` for a result that holds none of the forms, or more than one."""
    for study in world.library.studies.values():
        for position, result in enumerate(study.results):
            forms = _forms(result)
            if len(forms) == 1 and forms != ["found"]:
                continue
            if forms == ["found"] and result.found and result.finding:
                continue
            message = (
                "`found` and `finding` belong together"
                if forms == ["found"]
                else f"it holds {' and '.join(f'`{form}`' for form in forms)}"
                if forms
                else "it holds no figures and no finding"
            )
            diagnostics.report(
                codes.RESULT_WITHOUT_FIGURES,
                study.at("results", position),
                f"result `{result.id}`: {message}",
                hint="give one of: `arms`, `same_people`, `estimate`, or `found` with `finding`",
            )


def numbers_of_people_stand_once(world: World, diagnostics: Diagnostics) -> None:
    """`result-without-figures` for an `n` beside figures that have their own, or of what is no people."""
    for study in world.library.studies.values():
        for position, result in enumerate(study.results):
            if result.n is None:
                continue
            form = next((form for form in _forms(result) if form in ("arms", "same_people")), "")
            system = study.system_of(result)
            if form:
                message, hint = f"its `{form}` has an `n` already", "keep the one that belongs to the figures"
            elif system is not System.PEOPLE:
                message, hint = f"`n` counts people, and this was found in {system}", "remove `n`, or correct `system`"
            else:
                continue
            where = study.key_at("results", position, "n")
            diagnostics.report(codes.RESULT_WITHOUT_FIGURES, where, f"result `{result.id}`: {message}", hint=hint)


def comparisons_are_of_two_arms(world: World, diagnostics: Diagnostics) -> None:
    """`bad-comparison` unless `compare` names two different arms."""
    for study in world.library.studies.values():
        for position, result in enumerate(study.results):
            if result.compare and len(set(result.compare)) != 2:
                diagnostics.report(
                    codes.BAD_COMPARISON,
                    study.at("results", position, "compare"),
                    f"result `{result.id}`: two different arms are expected",
                    hint="write both arms, the first minus the second: [treatment, control]",
                )


def bodies_are_not_raised(world: World, diagnostics: Diagnostics) -> None:
    """`body-above-design` where a result claims a body that its study's design cannot give."""
    order = [Body.RANDOMISED, Body.NON_RANDOMISED, Body.SINGLE_ARM]
    for study in world.library.studies.values():
        most = BODY_OF_DESIGN[study.design]
        for position, result in enumerate(study.results):
            if result.body is None or result.body is most:
                continue
            if result.body not in order or order.index(result.body) < order.index(most):
                diagnostics.report(
                    codes.BODY_ABOVE_DESIGN,
                    study.at("results", position, "body"),
                    f"the design {study.design} gives {most} evidence, and this result says {result.body}",
                    hint=_less_than(most, order),
                )


def _less_than(most: Body, order: list[Body]) -> str:
    less = order[order.index(most) + 1 :]
    return f"remove `body`, or say {' or '.join(less)}" if less else "remove `body`, or correct the study's `design`"


def _forms(result: Result) -> list[str]:
    present = {
        "arms": bool(result.arms) and all(data != ArmData() for data in result.arms.values()),
        "same_people": result.same_people is not None,
        "estimate": result.estimate is not None,
        "found": bool(result.found or result.finding),
    }
    return [form for form, there in present.items() if there]

"""The judgements of a claim: allowed steps, reasons, upgrades, and the studies they rest on."""

from __future__ import annotations

from .. import codes
from ..certainty import DOWN_DOMAINS, UP_DOMAINS, allowed_steps
from ..diagnostics import Diagnostics
from ..model import Certainty, Claim, Step, Upgrade
from ..vocabulary import Body
from ..yaml_problems import nearest
from .world import World


def _judgements(certainty: Certainty) -> list[tuple[str, Step | Upgrade]]:
    judged = [(domain, getattr(certainty, domain)) for domain in (*DOWN_DOMAINS, *UP_DOMAINS)]
    return [(domain, judgement) for domain, judgement in judged if judgement is not None]


def _judged_claims(world: World) -> list[tuple[Claim, Certainty]]:
    return [(claim, claim.certainty) for claim in world.library.claims.values() if claim.certainty]


def steps_are_allowed(world: World, diagnostics: Diagnostics) -> None:
    """`step-not-allowed` for a step that GRADE does not know in its domain."""
    for claim, certainty in _judged_claims(world):
        for domain, judgement in _judgements(certainty):
            allowed = allowed_steps(domain, certainty.body)
            if judgement.step not in allowed:
                listed = ", ".join(map(_signed, allowed))
                diagnostics.report(
                    codes.STEP_NOT_ALLOWED,
                    claim.at("certainty", domain, "step"),
                    f"`{domain}` cannot have the step {_signed(judgement.step)}",
                    hint=f"allowed here: {listed}",
                )


def steps_have_reasons(world: World, diagnostics: Diagnostics) -> None:
    """`step-without-reason` for a step other than 0, or a domain that could not be judged, without one."""
    for claim, certainty in _judged_claims(world):
        for domain, judgement in _judgements(certainty):
            undecided = isinstance(judgement, Step) and judgement.could_not_be_judged
            if (judgement.step != 0 or undecided) and not judgement.reason:
                why = "could not be judged" if judgement.step == 0 else f"has the step {_signed(judgement.step)}"
                diagnostics.report(
                    codes.STEP_WITHOUT_REASON,
                    claim.key_at("certainty", domain),
                    f"`{domain}` {why}, and no reason is given",
                    hint="add `reason:` with one sentence",
                )


def upgrades_are_due(world: World, diagnostics: Diagnostics) -> None:
    """`upgrade-on-trials`, and `upgrade-beside-downgrade` where `despite` does not say why."""
    for claim, certainty in _judged_claims(world):
        lowered = [domain for domain in DOWN_DOMAINS if getattr(certainty, domain).step < 0]
        for domain in UP_DOMAINS:
            upgrade: Upgrade | None = getattr(certainty, domain)
            if upgrade is None:
                continue
            where = claim.key_at("certainty", domain)
            if certainty.body is Body.RANDOMISED:
                diagnostics.report(
                    codes.UPGRADE_ON_TRIALS,
                    where,
                    f"`{domain}` raises a body of randomised trials",
                    hint=f"remove `{domain}`",
                )
            elif lowered and not upgrade.despite:
                diagnostics.report(
                    codes.UPGRADE_BESIDE_DOWNGRADE,
                    where,
                    f"`{domain}` raises the level, which {' and '.join(f'`{d}`' for d in lowered)} lowered",
                    hint=f"remove `{domain}`, or say under `despite` why it holds all the same",
                )


def because_is_in_evidence(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-because` for a study that is not rated here, `because-excluded` where none is left."""
    for appraisal in world.appraisals.values():
        claim = appraisal.claim
        if claim.certainty is None or not appraisal.complete:
            continue
        rated = {item.study.id for item in appraisal.items if item.rated}
        counted = {item.study.id for item in appraisal.counted}
        for domain, judgement in _judgements(claim.certainty):
            for position, id in enumerate(judgement.because):
                if id not in rated:
                    diagnostics.report(
                        codes.UNKNOWN_BECAUSE,
                        claim.at("certainty", domain, "because", position),
                        f"`{id}` is not among the rated evidence of this claim",
                        hint=nearest(id, sorted(rated)),
                    )
            named = [id for id in judgement.because if id in rated]
            if named and counted and not counted.intersection(named):
                diagnostics.report(
                    codes.BECAUSE_EXCLUDED,
                    claim.at("certainty", domain, "because"),
                    f"`{domain}` rests on nothing that still counts: {_are_retracted(named)}",
                    hint="judge the domain again, on the studies that are left",
                )


def _signed(step: int) -> str:
    return f"{step:+d}" if step else "0"


def _are_retracted(names: list[str]) -> str:
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} retracted"

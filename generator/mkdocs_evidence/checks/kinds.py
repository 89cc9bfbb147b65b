"""Kinds of claims: each needs its own fields, and has no use for those of another."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostics
from ..model import Claim
from ..vocabulary import Kind
from .world import World

NEEDED = {
    Kind.EFFECT: ("comparison", "outcome", "asserts"),
    Kind.HARM: ("comparison", "outcome", "asserts"),
    Kind.ASSOCIATION: ("factor", "outcome", "asserts"),
    Kind.MECHANISM: ("link", "asserts"),
}
"""Fields without which a claim of this kind says nothing definite."""

FOREIGN = {
    Kind.EFFECT: ("link", "factor"),
    Kind.HARM: ("link", "factor"),
    Kind.ASSOCIATION: ("link",),
    Kind.MECHANISM: ("comparison", "factor", "outcome", "certainty", "synthesis"),
}
"""Fields that belong to another kind."""


def kinds_have_their_fields(world: World, diagnostics: Diagnostics) -> None:
    """`field-missing-for-kind`, and `field-not-for-kind` for one that belongs to another kind.

    A statement that is not testable needs none of them, and has no evidence to rate.
    """
    for claim in world.library.claims.values():
        if claim.not_testable:
            _not_for(claim, ("evidence", "certainty"), "a statement that is not testable", diagnostics)
            continue
        for field in NEEDED[claim.kind]:
            if getattr(claim, field) is None:
                diagnostics.report(
                    codes.FIELD_MISSING_FOR_KIND,
                    claim.key_at("kind"),
                    f"a claim of the kind `{claim.kind}` needs the field `{field}`",
                    hint=f"add `{field}:`",
                )
        _not_for(claim, FOREIGN[claim.kind], f"a claim of the kind `{claim.kind}`", diagnostics)


def _not_for(claim: Claim, fields: tuple[str, ...], what: str, diagnostics: Diagnostics) -> None:
    for field in fields:
        if getattr(claim, field):
            diagnostics.report(
                codes.FIELD_NOT_FOR_KIND, claim.key_at(field), f"{what} has no `{field}`", hint=f"remove `{field}`"
            )


def tests_are_explained(world: World, diagnostics: Diagnostics) -> None:
    """`tests-without-note` for a judgement without its reason; `tests-missing` beside judged items;
    `field-not-for-kind` for one on another kind of claim."""
    for claim in world.library.claims.values():
        judged = any(item.tests for item in claim.evidence)
        for position, item in enumerate(claim.evidence):
            where = claim.at("evidence", position)
            if claim.kind is not Kind.MECHANISM:
                if item.tests:
                    diagnostics.report(
                        codes.FIELD_NOT_FOR_KIND,
                        claim.key_at("evidence", position, "tests"),
                        f"a claim of the kind `{claim.kind}` has no `tests`",
                        hint="remove `tests`; only a mechanism has a link to test",
                    )
            elif item.tests and not item.note:
                diagnostics.report(
                    codes.TESTS_WITHOUT_NOTE,
                    claim.at("evidence", position, "tests"),
                    f"`tests: {item.tests}` has no reason",
                    hint="add `note:` with one sentence",
                )
            elif judged and item.role.rated and not item.tests:
                diagnostics.report(
                    codes.TESTS_MISSING,
                    where,
                    f"`{item.study}` stands in the role `{item.role}` without `tests`",
                    hint="add `tests: link` or `tests: part` with a `note:`, or make the role `background`",
                )

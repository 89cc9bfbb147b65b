"""Problems that a claim's author has looked at and answered, with a reason in the file."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostics
from .world import World

BY_NAME = codes.all_codes()


def waivers_are_used(world: World, diagnostics: Diagnostics) -> None:
    """Takes out what `waivers` answer; `unused-waiver` for an entry that answers nothing.

    Runs after every other check. A waiver answers all problems of its code in its claim.
    """
    for claim in world.library.claims.values():
        answered: set[str] = set()
        for position, waiver in enumerate(claim.waivers):
            withdrawn = diagnostics.withdraw(BY_NAME[waiver.code], claim.file)
            if not withdrawn:
                again = waiver.code in answered
                diagnostics.report(
                    codes.UNUSED_WAIVER,
                    claim.at("waivers", position, "code"),
                    f"`{waiver.code}` is waived {'twice' if again else 'here and not reported for this claim'}",
                    hint="remove the entry",
                )
            answered.add(waiver.code)

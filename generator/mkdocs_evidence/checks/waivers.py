"""Problems that the author of a claim or study has looked at and answered, with a reason in the file."""

from __future__ import annotations

from .. import codes
from ..diagnostics import Diagnostics
from ..model import Claim, Study
from .world import World

BY_NAME = codes.all_codes()


def waivers_are_used(world: World, diagnostics: Diagnostics) -> None:
    """Takes out what `waivers` answer; `unused-waiver` for an entry that answers nothing.

    Runs after every other check. A waiver answers all problems of its code in its file.
    """
    records: list[Claim | Study] = [*world.library.claims.values(), *world.library.studies.values()]
    for record in records:
        answered: set[str] = set()
        for position, waiver in enumerate(record.waivers):
            withdrawn = diagnostics.withdraw(BY_NAME[waiver.code], record.file)
            if not withdrawn:
                again = waiver.code in answered
                diagnostics.report(
                    codes.UNUSED_WAIVER,
                    record.at("waivers", position, "code"),
                    f"`{waiver.code}` is waived {'twice' if again else 'here and not reported for this file'}",
                    hint="remove the entry",
                )
            answered.add(waiver.code)

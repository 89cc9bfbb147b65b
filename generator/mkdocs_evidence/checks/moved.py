"""Ids that were given up: each leads to something that is there, in one step, and none is used again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .. import codes
from ..diagnostics import Diagnostics, Related
from ..model import Claim, Moved, Study
from .names import unknown_claim, unknown_study
from .world import World


def old_ids_lead_somewhere(world: World, diagnostics: Diagnostics) -> None:
    """`missing-field`, `unknown-claim` or `unknown-study`, `leads-to-itself`, `moved-again` and `id-reused`
    in claims/moved.yml and studies/moved.yml."""
    library = world.library
    for rules in (
        _Rules(world, diagnostics, library.moved_claims, library.claims),
        _Rules(world, diagnostics, library.moved_studies, library.studies),
    ):
        for moved in rules.moved.values():
            rules.look_at(moved)


@dataclass(frozen=True)
class _Rules:
    world: World
    diagnostics: Diagnostics
    moved: Mapping[str, Moved]
    there: Mapping[str, Claim] | Mapping[str, Study]

    def look_at(self, moved: Moved) -> None:
        if moved.id in self.there:
            self.diagnostics.report(
                codes.ID_REUSED,
                moved.at("id"),
                f"the id `{moved.id}` was given up on {moved.date}, and stands for something again",
                hint="give the new one another id, or take this entry out",
                related=[Related(self.there[moved.id].at(), "what has the id now")],
            )
        self._is_complete(moved)
        if moved.to:
            self._leads_to(moved, moved.to)

    def _is_complete(self, moved: Moved) -> None:
        missing = {
            "to": not moved.to and not moved.retired and "add `to:` with the id that it has now, or `why:`",
            "title": moved.retired and not moved.title and "add `title:`, such as the question of the retired claim",
        }
        for field, hint in missing.items():
            if hint:
                message = f"`{moved.id}`: the field `{field}` is missing"
                self.diagnostics.report(codes.MISSING_FIELD, moved.at(), message, hint=hint)

    def _leads_to(self, moved: Moved, to: str) -> None:
        where, next = moved.at("to"), self.moved.get(to)
        if to in self.there:
            return
        if next is None:
            (unknown_claim if self.moved is self.world.library.moved_claims else unknown_study)(
                self.world, self.diagnostics, to, where
            )
        elif moved.id in (end := self._end(moved)):
            way = " → ".join(f"`{id}`" for id in end)
            self.diagnostics.report(codes.LEADS_TO_ITSELF, where, f"this leads in a circle: {way}", hint=NAME)
        elif not next.retired:
            hint = f"write `to: {end[-1]}`" if end[-1] in self.there else NAME
            message = f"`{to}` was renamed itself on {next.date}"
            related = [Related(next.at(), "where that stands")]
            self.diagnostics.report(codes.MOVED_AGAIN, where, message, hint=hint, related=related)

    def _end(self, moved: Moved) -> list[str]:
        """The ids to which an entry leads, one by one; no id stands there twice."""
        way: list[str] = []
        here: Moved | None = moved
        while here and here.to and here.to not in way:
            way.append(here.to)
            here = self.moved.get(here.to)
        return way


NAME = "name the id that it has now"

"""The glossary: scales that are there, and no word that two entries explain."""

from __future__ import annotations

from .. import codes
from ..content_model import Term
from ..diagnostics import Diagnostics, Location, Related
from ..glossary import spelled
from ..yaml_reader import Step
from .names import unknown_instrument
from .world import World


def instruments_of_terms_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-instrument` for a scale that studies/instruments.yml does not hold."""
    for term in world.library.glossary.values():
        for position, id in enumerate(term.instruments):
            unknown_instrument(world, diagnostics, id, term.at("instruments", position))


def spellings_are_not_shared(world: World, diagnostics: Diagnostics) -> None:
    """`duplicate-term` where two entries, linked or not, have a spelling in common."""
    first: dict[str, tuple[str, Location]] = {}
    for term in world.library.glossary.values():
        for where, spelling in _spellings(term):
            id, place = first.setdefault(spelled(spelling), (term.id, where))
            if id != term.id:
                diagnostics.report(
                    codes.DUPLICATE_TERM,
                    where,
                    f"`{spelling}` is a spelling of `{id}` as well",
                    hint="remove it from one of the two",
                    related=[Related(place, "the first one")],
                )


def _spellings(term: Term) -> list[tuple[Location, str]]:
    found: list[tuple[tuple[Step, ...], str]] = [(("term",), term.term)]
    if term.full:
        found.append((("full",), term.full))
    found += [(("also", position), spelling) for position, spelling in enumerate(term.also)]
    return [(term.at(*path), spelling) for path, spelling in found]

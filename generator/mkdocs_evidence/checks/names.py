"""Names that lead to other records: each has to lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable

from .. import codes
from ..diagnostics import Code, Diagnostics, Location
from ..model import Category, Claim, Comparison, Instrument, Moved, Study
from ..references import Reference
from ..yaml_problems import nearest
from .world import World

_PLURALS = {"category": "categories", "study": "studies"}


def _unknown(
    diagnostics: Diagnostics,
    code: Code,
    where: Location,
    what: str,
    id: str,
    known: Iterable[str],
    home: str,
    hint: str = "",
) -> None:
    hint = hint or nearest(id, list(known)) or f"{_PLURALS.get(what, what + 's')} stand in {home}"
    diagnostics.report(code, where, f"there is no {what} `{id}`", hint=hint)


def _itself(diagnostics: Diagnostics, where: Location, id: str) -> None:
    diagnostics.report(codes.LEADS_TO_ITSELF, where, f"`{id}` is this record itself", hint="remove it, or name another")


def categories_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-category` for a claim in a folder that categories.yml does not list."""
    known = world.library.categories
    if world.library.is_unread(Category, "*"):
        return
    for claim in world.library.claims.values():
        if claim.category not in known:
            _unknown(
                diagnostics,
                codes.UNKNOWN_CATEGORY,
                claim.at(),
                "category",
                claim.category,
                known,
                "claims/categories.yml",
            )


def comparisons_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-comparison` for a claim whose comparison has no entry."""
    library = world.library
    for claim in library.claims.values():
        id = claim.comparison
        if id and id not in library.comparisons and not library.is_unread(Comparison, id):
            _unknown(
                diagnostics,
                codes.UNKNOWN_COMPARISON,
                claim.at("comparison"),
                "comparison",
                id,
                library.comparisons,
                "claims/comparisons.yml",
            )


def evidence_is_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-study` and `unknown-result` for evidence that leads nowhere."""
    library = world.library
    for claim in library.claims.values():
        for position, item in enumerate(claim.evidence):
            study = library.studies.get(item.study)
            if study is None:
                unknown_study(world, diagnostics, item.study, claim.at("evidence", position, "study"))
            elif item.result is not None and study.result(item.result) is None:
                _unknown(
                    diagnostics,
                    codes.UNKNOWN_RESULT,
                    claim.at("evidence", position, "result"),
                    "result",
                    item.result,
                    [result.id for result in study.results],
                    study.file,
                )


def reports_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-citation` for keys in fields, `foreign-report` for figures cited from another study's reports."""
    for study in world.library.studies.values():
        for position, key in enumerate(study.reports):
            _cited(world, diagnostics, study, key, study.at("reports", position))
        for place, source in study.asides():
            _cited(world, diagnostics, study, source.cite, study.at(*place, "from", "cite"))
            if source.through:
                _cited(world, diagnostics, study, source.through, study.at(*place, "from", "through"))
        for position, result in enumerate(study.results):
            path = ("results", position, "from")
            _cited(world, diagnostics, study, result.source.cite, study.at(*path, "cite"))
            if result.source.through:
                _cited(world, diagnostics, study, result.source.through, study.at(*path, "through"))
            if result.source.cite in world.library.references and result.source.cite not in study.reports:
                diagnostics.report(
                    codes.FOREIGN_REPORT,
                    study.at(*path, "cite"),
                    f"`{result.source.cite}` is not among the study's reports ({', '.join(study.reports)})",
                    hint="add it to the study's `reports`; a review or dataset in which the figure was read "
                    "belongs under `through`",
                )
        for position, assessment in enumerate(study.risk_of_bias):
            if assessment.by != "site":
                _cited(world, diagnostics, study, assessment.by, study.at("risk_of_bias", position, "by"))
    for instrument in world.library.instruments.values():
        if instrument.important:
            key = instrument.important.source
            _cited(world, diagnostics, instrument, key, instrument.at("important", "source"))
    for claim in world.library.claims.values():
        if claim.important and claim.important.source:
            _cited(world, diagnostics, claim, claim.important.source, claim.at("important", "source"))
        risk = claim.synthesis.assumed_risk if claim.synthesis else None
        if risk:
            _cited(world, diagnostics, claim, risk.source, claim.at("synthesis", "assumed_risk", "source"))


def _cited(
    world: World, diagnostics: Diagnostics, record: Claim | Study | Instrument, key: str, where: Location
) -> None:
    if key not in world.library.references:
        unknown_citation(world, diagnostics, key, where)


def unknown_citation(world: World, diagnostics: Diagnostics, key: str, where: Location) -> None:
    """Reports `unknown-citation` at `where`, unless the whole bibliography could not be read."""
    if world.library.is_unread(Reference, key):
        return
    _unknown(
        diagnostics,
        codes.UNKNOWN_CITATION,
        where,
        "reference",
        key,
        world.library.references,
        "references.bib",
    )


def instruments_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-instrument` for a result, or an assessor, on a scale that has no entry."""
    for study in world.library.studies.values():
        results = [(result.instrument, study.at("results", n, "instrument")) for n, result in enumerate(study.results)]
        assessors = study.blinding.assessors if study.blinding else {}
        named = [(id, study.key_at("blinding", "assessors", id)) for id in assessors]
        for id, where in results + named:
            if id:
                unknown_instrument(world, diagnostics, id, where)


def unknown_instrument(world: World, diagnostics: Diagnostics, id: str, where: Location) -> None:
    """Reports `unknown-instrument` at `where` if there is none of this id, unless it could not be read."""
    library = world.library
    if id not in library.instruments and not library.is_unread(Instrument, id):
        home = "studies/instruments.yml"
        _unknown(diagnostics, codes.UNKNOWN_INSTRUMENT, where, "instrument", id, library.instruments, home)


def arms_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-arm` where a result, a blinding survey or a count of earlier use names an arm that the study lacks."""
    for study in world.library.studies.values():
        guessed = study.blinding.guessed_right_percent if study.blinding else {}
        used = study.used_before.by_arm if study.used_before else {}
        named = [("blinding", "guessed_right_percent", arm) for arm in guessed]
        for path in [*named, *(("used_before", "by_arm", arm) for arm in used)]:
            if path[-1] not in study.arms:
                _unknown(
                    diagnostics,
                    codes.UNKNOWN_ARM,
                    study.key_at(*path),
                    "arm",
                    path[-1],
                    study.arms,
                    f"`arms` of {study.file}",
                )
        for position, result in enumerate(study.results):
            for arm in result.arms:
                if arm not in study.arms:
                    _unknown(
                        diagnostics,
                        codes.UNKNOWN_ARM,
                        study.key_at("results", position, "arms", arm),
                        "arm",
                        arm,
                        study.arms,
                        f"`arms` of {study.file}",
                    )
            misspelt = any(arm not in study.arms for arm in result.arms)
            for number, arm in enumerate(result.compare):
                if arm in result.arms or (arm in study.arms and (misspelt or not result.arms)):
                    continue  # right, or reported already where its figures stand
                if arm in study.arms:
                    diagnostics.report(
                        codes.UNKNOWN_ARM,
                        study.at("results", position, "compare", number),
                        f"this result has no figures for the arm `{arm}`",
                        hint=f"add `{arm}:` under `arms` of the result",
                    )
                else:
                    _unknown(
                        diagnostics,
                        codes.UNKNOWN_ARM,
                        study.at("results", position, "compare", number),
                        "arm",
                        arm,
                        study.arms,
                        f"`arms` of {study.file}",
                    )


def included_studies_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-study` for a review that includes an id without a file; `missing-field` for one that names nothing.

    `leads-to-itself` for one that includes itself.
    """
    library = world.library
    for study in library.studies.values():
        for position, included in enumerate(study.includes):
            id = included.study
            if not id and not included.name:
                diagnostics.report(
                    codes.MISSING_FIELD,
                    study.at("includes", position),
                    "neither a study's id nor a `name` is given",
                    hint="write the id of a study, or {name: …} where it has no file here",
                )
            if id == study.id:
                _itself(diagnostics, study.at("includes", position), id)
            if id and id not in library.studies:
                home = "studies/<id>.yml; without a file write {name: …}"
                unknown_study(world, diagnostics, id, study.at("includes", position), home)


def claims_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-claim` where the home page or a statement that is not testable leads to one that is not there.

    `leads-to-itself` where such a statement names itself. A ring of several is allowed: each is shown as
    a link, and nothing follows them on.
    """
    library = world.library
    for claim in library.claims.values():
        for position, id in enumerate(claim.not_testable.see if claim.not_testable else ()):
            if id == claim.id:
                _itself(diagnostics, claim.at("not_testable", "see", position), id)
    named = [
        (claim.at("not_testable", "see", position), id)
        for claim in library.claims.values()
        if claim.not_testable
        for position, id in enumerate(claim.not_testable.see)
    ]
    if home := library.content.home:
        named += [(home.at("lead", position), id) for position, id in enumerate(home.lead)]
    for where, id in named:
        if id not in library.claims:
            unknown_claim(world, diagnostics, id, where)


def entries_are_known(world: World, diagnostics: Diagnostics) -> None:
    """`unknown-citation` and `unknown-claim` in the fields of the lists in content/."""
    library = world.library
    for entry in library.entries:
        for position, key in enumerate(entry.cites):
            if key not in library.references:
                unknown_citation(world, diagnostics, key, entry.at("cites", position))
        for position, id in enumerate(entry.claims):
            if id not in library.claims:
                unknown_claim(world, diagnostics, id, entry.at("claims", position))


def unknown_claim(world: World, diagnostics: Diagnostics, id: str, where: Location) -> None:
    """Reports `unknown-claim` at `where`, unless that claim could not be read."""
    library = world.library
    if not library.is_unread(Claim, id):
        home, hint = "claims/<category>/<id>.yml", _what_became_of(library.moved_claims.get(id))
        _unknown(diagnostics, codes.UNKNOWN_CLAIM, where, "claim", id, library.claims, home, hint)


def unknown_study(
    world: World, diagnostics: Diagnostics, id: str, where: Location, home: str = "studies/<id>.yml"
) -> None:
    """Reports `unknown-study` at `where`, unless that study could not be read."""
    library = world.library
    if not library.is_unread(Study, id):
        hint = _what_became_of(library.moved_studies.get(id))
        _unknown(diagnostics, codes.UNKNOWN_STUDY, where, "study", id, library.studies, home, hint)


def _what_became_of(moved: Moved | None) -> str:
    """A hint for an id that was given up; empty for any other."""
    if moved is None:
        return ""
    if not moved.retired:
        return f"it was renamed on {moved.date}; write `{moved.to}`"
    return f"it was retired on {moved.date}; " + (f"name `{moved.to}` instead" if moved.to else "take this out")

"""What a new claim or study begins with: from options, or asked for in an order in which people know the answers."""

from __future__ import annotations

from functools import partial

import click

from .asking import Asking
from .library import Library
from .model import Result, Study, When
from .references import Reference
from .reporters import printable
from .scaffolding import (
    FORMS,
    TYPE_OF_DESIGN,
    NewClaim,
    NewStudy,
    claim_id_problem,
    id_from,
    line_problem,
    study_id_problem,
)
from .settings import Settings
from .vocabulary import Design, Kind, StudyType, System
from .yaml_problems import nearest

KINDS = {
    Kind.EFFECT: "what a treatment does to an outcome that people hope for",
    Kind.HARM: "an outcome that people fear",
    Kind.ASSOCIATION: "what goes along with what, without anybody having changed one of them",
    Kind.MECHANISM: "how a treatment acts",
}
DESIGNS = {
    Design.RANDOMISED_PARALLEL: "people put into groups by chance",
    Design.RANDOMISED_CROSSOVER: "the same people under each condition, in an order by chance",
    Design.RANDOMISED_DOSE_RESPONSE: "people put into groups of different doses by chance",
    Design.NON_RANDOMISED_PARALLEL: "people put into groups by something else, such as every second one",
    Design.WITHIN_SUBJECT: "the same people under each condition, not by chance",
    Design.SINGLE_ARM: "one group, without another to compare it with",
    Design.COHORT: "people followed over time, not assigned to anything",
    Design.CROSS_SECTIONAL: "people asked or measured at one time",
    Design.CASE_SERIES: "several people described one by one",
    Design.POOLED_ANALYSIS: "several studies put together, as in a review",
    Design.LABORATORY: "animals, cells or tissue, or people in a laboratory without groups by chance",
}


class Answers:
    """Asks for what a new record needs; raises `click.UsageError` for what is missing or not known."""

    def __init__(self, can_ask: bool, library: Library, settings: Settings) -> None:
        self.asking = Asking(can_ask)
        self.library = library
        self.settings = settings

    # --- a claim ---------------------------------------------------------------------------

    def claim(
        self,
        id: str | None,
        category: str | None,
        question: str | None,
        kind: str | None,
        comparison: str | None,
        results: tuple[str, ...],
        none_found: bool,
    ) -> NewClaim:
        """What a claim begins with; each argument is an option's value, None or empty where it was not given.

        `results` are `study/result`, or a study's id for background.
        """
        ask, library = self.asking, self.library
        if results and none_found:
            raise click.UsageError("--result names a study, and --none-found says that there is none")
        for name in results:
            if wrong := self._result_problem(name):
                raise click.UsageError(f"--result: {wrong}")
        question = ask.text("--question", question, "The question (the page's title)", line_problem)
        categories = {id: found.name for id, found in library.categories.items()}
        category = ask.choice("--category", category, "Its category", categories)
        kind = ask.choice("--kind", kind, "What it is about", {str(kind): about for kind, about in KINDS.items()})
        if kind in (Kind.EFFECT, Kind.HARM):
            comparison = self._comparison(comparison)
        elif comparison and kind:
            raise click.UsageError(f"--comparison: a claim of the kind {kind} has none")
        if not results and not none_found:
            results, none_found = self._results()
        label = "Its id (the end of its address for good, such as sleep-quality)"
        id = ask.text("--id", id, label, partial(claim_id_problem, library=library, settings=self.settings))
        ask.done()
        return NewClaim(id, category, question, Kind(kind), comparison or "", tuple(dict.fromkeys(results)), none_found)

    def _comparison(self, given: str | None) -> str:
        """Not needed: the file has a mark for it where it is not said."""
        known = {id: f"{c.intervention.short} / {c.comparator.short}" for id, c in self.library.comparisons.items()}
        if given is None and (not self.asking.can_ask or not known):
            return ""
        none = {} if given is not None else {"-": "another one, which I shall add"}
        found = self.asking.choice("--comparison", given, "What is compared", {**known, **none})
        return "" if found == "-" else found

    def _results(self) -> tuple[tuple[str, ...], bool]:
        """Results that bear on a claim, or that none was found."""
        ask = self.asking
        if not ask.can_ask:
            ask.missing.append("--result (or --none-found)")
            return (), False
        if not self.library.studies:
            click.echo("There is no study in studies/ yet; `evidence new study` adds one.", err=True)
        found: list[str] = []
        ask.show("Studies", dict.fromkeys(self.library.studies, ""))
        while True:
            label = "A study that bears on it" if not found else "Another study"
            study = str(click.prompt(f"{label} (Enter: no more)", default="", show_default=False, err=True)).strip()
            if not study:
                break
            if wrong := self._result_problem(study):
                click.echo(f"  {wrong}", err=True)
                continue
            name = study if "/" in study else self._result_of(self.library.studies[study])
            found += [name] if name not in found else []
        if found:
            return tuple(found), False
        if not ask.yes("Have you looked, and found no study?"):
            raise click.UsageError("a claim begins with a result, or with a search that found none")
        return (), True

    def _result_of(self, study: Study) -> str:
        known = {result.id: self._about(result) for result in study.results}
        known["-"] = "none of them: the study is background"
        result = self.asking.choice("--result", None, f"Results of {printable(study.name)}", known)
        return study.id if result == "-" else f"{study.id}/{result}"

    def _about(self, result: Result) -> str:
        """What a result is of, and when, for a list."""
        scale, when = self.library.instruments.get(result.instrument or ""), result.when or When()
        what = result.outcome or (scale.name if scale else "")
        times = {"weeks": when.weeks, "months": when.months}
        said = [f"{number:g} {unit}" for unit, number in times.items() if number is not None]
        return ", ".join(filter(None, [what, *said, when.text]))

    def _result_problem(self, name: str) -> str:
        id, slash, result = name.partition("/")
        study = self.library.studies.get(id)
        if study is None:
            if self.library.is_unread(Study, id):
                return printable(f"studies/{id}.yml has problems; `evidence check` says which")
            if moved := self.library.moved_studies.get(id):
                return printable(f"the study `{id}` was {moved.became}")
            return _none_such("study", id, list(self.library.studies), "studies/")
        if slash and study.result(result) is None:
            return _none_such("result", result, [found.id for found in study.results], study.file)
        return ""

    # --- a study ---------------------------------------------------------------------------

    def study(
        self,
        report: str | None,
        name: str | None,
        design: str | None,
        type: str | None,
        system: str | None,
        figures: str | None,
        instrument: str | None,
        id: str | None,
    ) -> NewStudy:
        """What a study begins with; each argument is an option's value, None where it was not given.

        `report` is a citation key, `figures` one of `FORMS`. Type, system, form and id follow from the others where
        nobody can be asked.
        """
        ask, library = self.asking, self.library
        report = ask.text("--report", report, "The key of its report in references.bib", self._report_problem)
        if report in library.references and ask.can_ask:
            click.echo(printable(f"  {library.short_names[report]}: {library.references[report].title}"), err=True)
            for study in library.studies_by_report.get(report, ()):
                click.echo(f"  it is a report of the study `{study.id}` already", err=True)
        name = ask.text("--name", name, "What people call the study", line_problem, report if ask.can_ask else "")
        design = ask.choice("--design", design, "Its design", {str(d): about for d, about in DESIGNS.items()})
        usual = str(TYPE_OF_DESIGN[Design(design)]) if design else "trial"
        type = ask.choice("--type", type, "What kind of work it is", dict.fromkeys(map(str, StudyType), ""), usual)
        laboratory = design == Design.LABORATORY
        systems = dict.fromkeys(map(str, System), "")
        if system is not None or ask.can_ask:
            system = ask.choice("--system", system, "In what", systems, "" if laboratory else "people")
        elif not laboratory:
            system = System.PEOPLE
        form = ask.choice("--figures", figures, "How its first result is told", FORMS, _usual_form(design))
        if instrument is not None or (ask.can_ask and form not in ("counts", "words") and library.instruments):
            instrument = self._instrument(instrument)
        if id is None and (ask.can_ask or name):
            id = ask.text("--id", None, "Its id, for good", self._study_id_problem, id_from(name))
        if id is not None and (wrong := self._study_id_problem(id)):
            raise click.UsageError(f"--id: {printable(wrong)}")
        ask.done()
        which = System(system) if system else None
        return NewStudy(id or "", report, name, Design(design), StudyType(type), which, form, instrument or "")

    def _instrument(self, given: str | None) -> str:
        known = {id: scale.name for id, scale in self.library.instruments.items()}
        none = {} if given is not None else {"-": "another one, which I shall add"}
        found = self.asking.choice("--instrument", given, "The scale of that result", {**known, **none})
        return "" if found == "-" else found

    def _study_id_problem(self, id: str) -> str:
        return study_id_problem(id, self.library, self.settings)

    def _report_problem(self, key: str) -> str:
        library = self.library
        if key in library.references or library.is_unread(Reference, key):
            return ""
        near = _none_such("entry", key, list(library.references), "references.bib")
        return f"{near}; `evidence cite DOI` adds one"


def _usual_form(design: str) -> str:
    if design == Design.LABORATORY:
        return "words"
    return "same-people" if design in (Design.SINGLE_ARM, Design.CASE_SERIES) else "means"


def _none_such(what: str, name: str, known: list[str], where: str) -> str:
    near = nearest(name, known) or (f"there are {', '.join(known)}" if known and len(known) <= 12 else "")
    return printable(f"there is no {what} `{name}` in {where}" + (f"; {near}" if near else ""))

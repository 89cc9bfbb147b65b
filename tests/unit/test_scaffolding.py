"""`evidence new`: the files that it writes, and that they pass the check once the marks are filled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import SiteFolder
from mkdocs_evidence.content import PLACEHOLDER
from mkdocs_evidence.fields import STORES
from mkdocs_evidence.interviews import DESIGNS, KINDS
from mkdocs_evidence.scaffolding import TYPE_OF_DESIGN
from mkdocs_evidence.schemas import modeline
from mkdocs_evidence.vocabulary import Design, Kind
from mkdocs_evidence.yaml_reader import Document, Scalar, scalars

CLAIM = "claims/outcomes/new.yml"
STUDY = "studies/gamma.yml"
NEW_CLAIM = ("new", "claim", "--id", "new", "--category", "outcomes", "--question", "Does rest relieve bad dreams?")
NEW_STUDY = ("new", "study", "--report", "data2022", "--name", "Gamma")
OF_A_CLAIM = {
    "claim": "Rest therapy relieves bad dreams",
    "comparison": "rest",
    "outcome.name": "bad dreams",
    "outcome.short": "Bad dreams",
    "outcome.when": "end of treatment",
    "link.from": "rest",
    "link.to": "fewer bad dreams",
    "asserts": "lower",
    "key_messages": "It may help a little.",
    "summary": "Two trials were found.",
    "would_change": "A larger trial",
    "search.date": "2026-11-01",
    "search.scope": "limited",
    "search.where": "One index",
    "search.for": "Trials of rest therapy",
    "evidence.role": "supports",
    "evidence.tests": "link",
    "evidence.note": "The whole way from rest to dreams was tested",
}
OF_A_STUDY = {
    "system": "animals",
    "group": "gamma-lab",
    "population": "Mice",
    "run_by": "A university",
    "paid_by": "A fund",
    "arms.treatment.name": "Rest",
    "arms.treatment.randomised": "30",
    "arms.treatment.completed": "28",
    "arms.control.name": "Waiting",
    "arms.control.randomised": "30",
    "arms.control.completed": "29",
    "results.id": "end",
    "results.instrument": "scale",
    "results.outcome": "Sleep",
    "results.score": "end",
    "results.when.weeks": "4",
    "results.from.where": "table 2",
    "results.from.how": "reported",
    "results.arms.treatment.n": "28",
    "results.arms.treatment.mean": "20.5",
    "results.arms.treatment.sd": "9.5",
    "results.arms.control.n": "29",
    "results.arms.control.mean": "30.5",
    "results.arms.control.sd": "9.8",
    "results.found": "lower",
    "results.finding": "Mice slept worse without rest",
}


def named(path: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in path if isinstance(step, str))


def marked(document: Document) -> list[tuple[str, Scalar]]:
    """Every value that is a mark, by the names of its fields."""
    return [(named(path), node) for path, node in scalars(document.root) if PLACEHOLDER.search(node.text)]


def fill(site: SiteFolder, name: str, values: dict[str, str]) -> None:
    """Puts a value in the place of each mark, which all have to have one."""
    for field, node in reversed(marked(site.document(name))):
        text = site.read(name)
        site.write(name, text[: node.offset] + values[field] + _end(text, node) + text[node.end :])


def _end(text: str, node: Scalar) -> str:
    """What a block takes with it: its last line end."""
    return "\n" if text[node.end - 1] == "\n" else ""


def steps(**given: str) -> dict[str, str]:
    domains = ("risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")
    values = {f"certainty.{domain}.step": given.get(domain, "0") for domain in domains}
    return values | {f"certainty.{domain}.reason": "Few people took part" for domain in domains}


def new(site: SiteFolder, *arguments: str) -> None:
    result = site.evidence(*arguments)
    assert result.exit_code == 0, result.output


# --- marks filled, the check passes --------------------------------------------------------


def test_a_rated_effect(world):
    """No mark has an answer yet: every role and step is its author's. Then `accept` records what follows."""
    new(world, *NEW_CLAIM, "--kind", "effect", "--result", "alpha/end", "--result", "beta/end")
    asked = [name for name, _ in marked(world.document(CLAIM))]
    assert asked.count("evidence.role") == 2
    assert {name for name in asked if name.endswith(".step")} == {f"certainty.{d}.step" for d in (
        "risk_of_bias", "inconsistency", "indirectness", "imprecision", "publication_bias")}  # fmt: skip
    fill(world, CLAIM, OF_A_CLAIM | steps(imprecision="-1"))
    [problem] = world.problems()
    assert problem.code.name == "level-not-recorded"
    assert world.evidence("accept", "new", "--why", "First rating").exit_code == 0
    assert world.codes() == []
    assert str(world.appraisal("new").level) == "moderate"


def test_a_mechanism(world):
    """It climbs the ladder, and nobody asks it for certainty."""
    new(world, *NEW_CLAIM, "--kind", "mechanism", "--result", "alpha/end", "--result", "beta")
    assert world.document(CLAIM).node("certainty") is None
    fill(world, CLAIM, OF_A_CLAIM)
    assert world.evidence("accept", "new", "--why", "First rating").exit_code == 0
    assert world.codes() == []
    assert str(world.appraisal("new").rating.level) == "one-group"


def test_no_study_found(world):
    """The state is recorded with the file: nothing has to be rated."""
    new(world, *NEW_CLAIM, "--kind", "harm", "--comparison", "rest", "--none-found")
    fill(world, CLAIM, OF_A_CLAIM)
    assert world.codes() == []
    assert str(world.appraisal("new").state) == "no-study-found"


def test_a_study_with_scores(world):
    new(world, *NEW_STUDY, "--design", "randomised-parallel", "--instrument", "scale")
    fill(world, STUDY, OF_A_STUDY)
    assert world.codes() == []
    [result] = world.check()[0].library.studies["gamma"].results
    assert result.arms["control"].mean == 30.5


def test_a_study_with_a_finding(world):
    new(world, *NEW_STUDY, "--design", "laboratory")
    fill(world, STUDY, OF_A_STUDY)
    assert world.codes() == []
    study = world.check()[0].library.studies["gamma"]
    assert (str(study.system), str(study.results[0].found)) == ("animals", "lower")


# --- as written ----------------------------------------------------------------------------


def test_each_mark_is_told_once(world):
    """At its place, with what to write; nothing else is said about the file or about who names it."""
    new(world, *NEW_STUDY, "--design", "laboratory")
    lines = world.read(STUDY).split("\n")
    problems = world.problems()
    assert {problem.code.name for problem in problems} == {"placeholder-left"}
    for problem in problems:
        shown = lines[problem.location.line - 1][problem.location.column - 1 :]
        assert shown.startswith("[to be added: "), str(problem.location)
    assert len({problem.location for problem in problems}) == len(marked(world.document(STUDY)))
    assert "found` is still to be added" in "".join(problem.message for problem in problems)
    assert "higher, lower, no-difference or mixed" in "".join(problem.hint for problem in problems)


@pytest.mark.parametrize("form", ["means", "counts", "estimate", "same-people", "words"])
def test_every_form_of_a_result(world, form):
    """Marks are all that is wrong with it, whatever the form."""
    new(world, *NEW_STUDY, "--design", "single-arm", "--figures", form)
    assert set(world.codes()) == {"placeholder-left"}


def test_the_first_line_leads_to_the_schema(world):
    new(world, *NEW_CLAIM, "--kind", "effect", "--none-found")
    path = world.root / CLAIM
    assert world.read(CLAIM).split("\n")[0] == modeline(path, STORES[0], world.root)


def test_text_that_yaml_would_cut(world):
    """A colon, a remark, a quote: the question arrives as it was given."""
    question = 'Does "rest": help #1, or not?'
    new(world, *NEW_CLAIM[:-1], question, "--kind", "effect", "--none-found")
    node = world.document(CLAIM).node("question")
    assert isinstance(node, Scalar)
    assert node.text == question


# --- what is refused -----------------------------------------------------------------------


def refused(site: SiteFolder, *arguments: str) -> str:
    before = sorted(site.root.rglob("*"))
    result = site.evidence(*arguments)
    assert result.exit_code == 2, result.output
    assert sorted(site.root.rglob("*")) == before
    return " ".join(result.output.split())


def test_all_that_is_missing_is_named_at_once(world):
    said = refused(world, "new", "claim")
    assert (
        "missing: --question, --category (one of outcomes), --kind (one of effect, harm, association, mechanism), "
        "--result (or --none-found), --id." in said
    )
    assert "--report, --name, --design (one of" in refused(world, "new", "study")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--id", "sleep"), "--id: there is a claim `sleep` already: claims/outcomes/sleep.yml"),
        (("--id", "Bad Sleep"), "--id: `Bad Sleep` cannot be an id"),
        (("--category", "outcome"), "did you mean `outcomes`?"),
        (("--kind", "efect"), "did you mean `effect`?"),
        (("--comparison", "rset"), "did you mean `rest`?"),
        (("--result", "alpa/end"), "there is no study `alpa` in studies/; did you mean `alpha`?"),
        (("--result", "alpha/ende"), "there is no result `ende` in studies/alpha.yml; did you mean `end`?"),
        (("--result", "alpha/end", "--none-found"), "--none-found says that there is none"),
        (("--question", "one\ntwo"), "--question: one line is expected here"),
        (("--question", "bad\u202edreams"), "U+202E"),
    ],
)
def test_what_is_not_known(world, arguments, said):
    """The option is named, with the nearest word; nothing is written."""
    assert said in refused(world, *NEW_CLAIM, "--kind", "effect", "--result", "alpha/end", *arguments)


def test_an_id_that_was_given_up(world):
    """It would lead old links to something else."""
    world.write("claims/moved.yml", "- {id: doze, date: 2026-11-01, to: sleep}\n")
    said = refused(world, *NEW_CLAIM, "--kind", "effect", "--none-found", "--id", "doze")
    assert "a claim `doze` was renamed to `sleep` on 2026-11-01, and an id is never used again" in said
    assert "--id: `moved` cannot be an id" in refused(world, *NEW_STUDY, "--design", "cohort", "--id", "moved")


def test_a_study_without_its_publication(world):
    said = refused(world, "new", "study", "--report", "data2023", "--name", "G", "--design", "cohort")
    assert "there is no entry `data2023` in references.bib; did you mean `data2022`?; `evidence cite DOI`" in said
    assert "--id: there is a study `alpha` already" in refused(world, *NEW_STUDY[:-1], "Alpha", "--design", "cohort")


def test_every_design_and_kind_can_be_chosen():
    """A word that is missing here would send its author to a wrong one."""
    assert list(DESIGNS) == list(TYPE_OF_DESIGN) == list(Design)
    assert set(KINDS) == set(Kind)


# --- on a terminal -------------------------------------------------------------------------


def test_asked_on_a_terminal(world, monkeypatch):
    """In an order that people can answer; what will not do is asked for again."""
    monkeypatch.setattr("mkdocs_evidence.cli._can_ask", lambda: True)
    answers = ["Does rest relieve bad dreams?", "outcome", "outcomes", "effect", "rest", "alpa", "alpha", "end", "",
               "sleep", "dreams"]  # fmt: skip
    result = world.evidence("new", "claim", answers=answers)
    assert result.exit_code == 0, result.output
    assert "did you mean `outcomes`?" in result.output
    assert "did you mean `alpha`?" in result.output
    assert "there is a claim `sleep` already" in result.output
    values = world.document("claims/outcomes/dreams.yml").plain()
    assert (values["comparison"], values["evidence"][0]["result"]) == ("rest", "end")


def test_that_nothing_was_found_is_said_by_a_person(world, monkeypatch):
    """Enter alone is no answer; without a yes nothing is written."""
    monkeypatch.setattr("mkdocs_evidence.cli._can_ask", lambda: True)
    for answer, status in (("n", 2), ("y", 0)):
        result = world.evidence(*NEW_CLAIM, "--kind", "mechanism", answers=["", "", answer])
        assert result.exit_code == status, result.output
        assert result.output.count("found no study? [y/n]") == 2
        assert (world.root / CLAIM).is_file() is (status == 0)


def test_asked_for_a_study(world, monkeypatch):
    """The type that goes with a design, the form and the id are offered: Enter takes them."""
    monkeypatch.setattr("mkdocs_evidence.cli._can_ask", lambda: True)
    result = world.evidence("new", "study", answers=["data2022", "Gamma Trial", "cohort", "", "", "words", ""])
    assert result.exit_code == 0, result.output
    assert Path(world.root / "studies/gamma-trial.yml").is_file()
    assert re.search("^type: cohort$", world.read("studies/gamma-trial.yml"), re.MULTILINE)

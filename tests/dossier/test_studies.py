"""Every figure of the real studies is borne out by the dossier, and every change of a digit is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mkdocs_evidence.diagnostics import Diagnostics, Location
from mkdocs_evidence.yaml_reader import Document, Mapping, Scalar, Sequence, Step, read_yaml, scalars

from .comparing import Difference, amounts_of, compare
from .copy_records import keys_in_use
from .elsewhere import Elsewhere, elsewhere
from .records import RECORDS, record
from .worked_out import WORKED_OUT

PROJECT = Path(__file__).parent.parent.parent
STUDIES = sorted(path for path in (PROJECT / "studies").glob("*.yml") if path.stem != "instruments")


@cache
def study(path: Path) -> Document:
    text = path.read_text(encoding="utf-8")
    document = read_yaml(text, path.relative_to(PROJECT).as_posix(), Diagnostics())
    assert document is not None
    return document


def differences(document: Document, aside: Elsewhere | None = None, part: tuple[Step, ...] = ()) -> list[Difference]:
    return compare(document, (aside or elsewhere()).excuses, part).differences


def test_every_figure_of_the_studies_stands_in_its_record() -> None:
    found = [str(one) for path in STUDIES for one in differences(study(path))]
    assert found == [], "\n" + "\n".join(found)


def test_there_is_much_to_compare() -> None:
    """A comparison that looks at nothing would find nothing."""
    assert sum(compare(study(path)).figures for path in STUDIES) > 850


def test_every_report_of_a_study_has_a_record() -> None:
    missing = {
        f"{path.name}: {key}"
        for path in STUDIES
        for key in study(path).plain()["reports"]
        if (one := record(key)) is None or not {"study", "review", "reference"} & set(one.parts)
    }
    assert missing == set(), "copy them with copy_records.py, or give the address in elsewhere.yml"


def test_the_copy_holds_only_records_in_use() -> None:
    used = keys_in_use((PROJECT / "references.bib").read_text(encoding="utf-8"))
    assert {path.stem for path in RECORDS.glob("*.yml")} - used == set()


def test_every_formula_and_every_entry_of_the_list_is_needed() -> None:
    aside = elsewhere("studies/")
    for path in STUDIES:
        differences(study(path), aside)
    assert aside.unused() == []
    assert aside.formulas_unused() == set(), f"formulas: {len(WORKED_OUT)}"


def test_a_difference_tells_its_place_and_what_the_record_says() -> None:
    path = PROJECT / "studies" / "mapp2.yml"
    at = ("results", 0, "arms", "mdma", "mean")
    changed = _with(study(path), at, "15.9")
    line, column = study(path).at(*at).line, study(path).at(*at).column
    assert [str(one) for one in differences(changed)] == [
        f"studies/mapp2.yml:{line}:{column}: results.caps5-end.arms.mdma.mean: 15.9: mitchell2023: outcomes 8 says 15.8"
    ]


def test_groups_changed_round_are_found() -> None:
    """The figures of the one group under the name of the other are all in the record, and still wrong."""
    path = PROJECT / "studies" / "mapp1.yml"
    changed = study(path)
    for key, value in (("n", "37"), ("mean", "29.9"), ("sd", "12.77")):
        changed = _with(changed, ("results", 0, "arms", "mdma", key), value)
    for key, value in (("n", "42"), ("mean", "19.6"), ("sd", "13.61")):
        changed = _with(changed, ("results", 0, "arms", "placebo", key), value)
    assert differences(changed)


def test_judgements_of_bias_are_the_reviewers() -> None:
    """The domains and the overall judgement that a review is cited for are those of the record."""
    names = {"missing-data": "missing_data"}
    wrong = []
    for path in STUDIES:
        plain = study(path).plain()
        for at, ours in enumerate(plain.get("risk_of_bias", [])):
            if ours["by"] == "site":
                continue
            said = record(plain["reports"][0]).parts["study"]["risk_of_bias"]  # type: ignore[union-attr]
            for field, judged in {"overall": ours["overall"], **ours.get("domains", {})}.items():
                if said[names.get(field, field)].lower().replace(" ", "-") != judged:
                    wrong.append(f"{study(path).at('risk_of_bias', at)}: {field}: {said[names.get(field, field)]}")
    assert wrong == []


# --- every change of a digit ---------------------------------------------------------------

FIELDS = {"n", "mean", "sd", "events", "total", "value", "low", "high", "level", "randomised", "completed"}


def _figures(document: Document) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Each figure that stands in a field of its own, with its path."""
    for path, scalar in scalars(document.root):
        if path[-1] in FIELDS or "guessed_right_percent" in path or (path[-2:-1] == ("when",) and path[-1] != "text"):
            yield path, scalar.text


def _changes(text: str) -> Iterator[str]:
    """The figure with one digit changed to each of the nine others."""
    for match in re.finditer(r"\d", text):
        for digit in "0123456789":
            if digit != match.group():
                changed = text[: match.start()] + digit + text[match.end() :]
                yield changed


def _with(document: Document, path: tuple[Step, ...], text: str) -> Document:
    """The document with another value at `path`, at the same place."""

    def copied(node: Mapping | Sequence | Scalar, steps: tuple[Step, ...]) -> Mapping | Sequence | Scalar:
        if isinstance(node, Scalar):
            return Scalar(text, node.line, node.column, node.offset, node.end, node.plain)
        step, rest = steps[0], steps[1:]
        if isinstance(node, Mapping):
            values = {**node.values, str(step): copied(node.values[str(step)], rest)}
            return Mapping(node.line, node.column, node.flow, node.keys, values)
        items = [copied(item, rest) if at == step else item for at, item in enumerate(node.items)]
        return Sequence(node.line, node.column, node.flow, items)

    return Document(document.name, document.text, copied(document.root, path))


WITH_FIGURES = [path for path in STUDIES if any(True for _ in _figures(study(path)))]


@pytest.mark.parametrize("path", WITH_FIGURES, ids=[path.stem for path in WITH_FIGURES])
def test_every_changed_digit_of_a_figure_is_found(path: Path) -> None:
    document = study(path)
    missed = [
        f"{'.'.join(map(str, at))}: {text} changed to {changed}"
        for at, text in _figures(document)
        for changed in _changes(text)
        if not differences(_with(document, at, changed), part=at[:2])
    ]
    assert missed == []


# --- texts ---------------------------------------------------------------------------------

NAMES = {"id", "reports", "registrations", "cite", "through", "by", "result", "instrument", "compare", "tool", "group"}
"""Fields whose digits are part of a name."""


def test_no_text_with_a_figure_is_passed_over() -> None:
    """A figure that no record can hold is found, wherever a text of a study states one."""
    passed_over = []
    for path in STUDIES:
        document = study(path)
        for at, scalar in scalars(document.root):
            if NAMES & set(map(str, at)) or at[-1] in FIELDS:
                continue
            for said, _, place, _ in amounts_of(document, scalar):
                changed = _typed_at(document, place, said, "98765")
                if not differences(changed, part=at[:2]):
                    passed_over.append(f"{place}: {said}")
    assert passed_over == []


def _typed_at(document: Document, place: Location, said: str, text: str) -> Document:
    """The document as it would be read with `text` typed in the place of a figure."""
    lines = document.text.split("\n")
    line = lines[place.line - 1]
    start = place.column - 1
    assert line[start : start + len(said)] == said
    lines[place.line - 1] = line[:start] + text + line[start + len(said) :]
    changed = read_yaml("\n".join(lines), document.name, Diagnostics())
    assert changed is not None
    return changed

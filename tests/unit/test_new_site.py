"""`evidence init`: what is asked, what is refused, and a site that passes its check at once."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from mkdocs_evidence import build, cli, new_site, schemas
from mkdocs_evidence.cli import main
from mkdocs_evidence.content import PLACEHOLDER
from mkdocs_evidence.diagnostics import EvidenceError
from mkdocs_evidence.new_site import Answers, CannotBegin, begin
from mkdocs_evidence.settings import LANGUAGES, Settings

PROJECT = Path(__file__).parents[2]
DAY = date(2026, 11, 30)
NEEDED = ("--name", "Tea and sleep", "--question", "Does tea keep people awake?", "--category", "Sleep")
EVERYTHING = Answers(
    "Tea and sleep", "Does tea keep people awake?", ("Sleep", "harms=What can go wrong"), "en",
    "https://tea.example.org", "https://git.example.org/tea/",
)  # fmt: skip


def evidence(*arguments: object, said: str = "") -> Result:
    return CliRunner().invoke(main, ["init", *map(str, arguments)], input=said)


def problems(root: Path, *, publish: bool) -> list[str]:
    found = build.review(Settings(root, DAY, publish=publish))
    return [f"{problem.location.path}:{problem.location.line} {problem.code.name}" for problem in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_passes_and_publishing_asks_for_what_is_missing(tmp_path, language):
    """Every placeholder of the files is listed once, and nothing else."""
    root = tmp_path / "tea"
    written = begin(root, replace(EVERYTHING, language=language), DAY)
    assert problems(root, publish=False) == []
    left = [
        f"{name}:{number} placeholder-left"
        for name in written
        if name.startswith(("content/", "claims/", "studies/")) or name in ("mkdocs.yml", "references.status.yml")
        for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1)
        if "[to be added:" in line
    ]
    assert problems(root, publish=True) == sorted(left, key=lambda each: each.split(":")[0])
    assert len(left) > 8


def test_what_was_answered(tmp_path):
    """It stands in its place; addresses end as the plugin wants them."""
    begin(tmp_path, EVERYTHING, DAY)
    written = yaml.safe_load((tmp_path / "mkdocs.yml").read_text(encoding="utf-8"))
    options = written["plugins"][0]["evidence"]
    assert (written["site_name"], written["site_url"]) == ("Tea and sleep", "https://tea.example.org/")
    assert (options["repository"], options["language"]) == ("https://git.example.org/tea", "en")
    assert yaml.safe_load((tmp_path / "claims/categories.yml").read_text(encoding="utf-8")) == [
        {"id": "sleep", "name": "Sleep"}, {"id": "harms", "name": "What can go wrong"},
        {"id": "worked-example", "name": "Worked example"},
    ]  # fmt: skip


def test_files_are_reached_by_editors(tmp_path):
    """Schemas are those of this version, every store leads to its own, and editors are set up as here."""
    begin(tmp_path, EVERYTHING, DAY)
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "schemas").iterdir()} == schemas.files()
    for path, store in schemas.store_files(tmp_path):
        assert path.read_text("utf-8").splitlines()[0] == schemas.modeline(path, store, tmp_path)
    settings = ".vscode/settings.json"
    assert (tmp_path / settings).read_text("utf-8") == (PROJECT / settings).read_text("utf-8")
    assert {".gitignore", ".github/workflows/check.yml"} <= {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")
    }


@pytest.mark.parametrize("text", [
    'He said "no": {a: [b]} # c', "back\\slash \\n", "@VERSION@ @QUESTION@", "{{ 7 * 7 }} {% raw %} ${{ x }}",
    "<b>bold</b> & *stars* [link](x)", "- !!python/object:x", "Schlaf übrigens 眠り", "yes",
])  # fmt: skip
def test_answers_are_text(tmp_path, text):
    """Whatever stands in an answer comes out as it was typed."""
    begin(tmp_path, Answers(text, text, (f"one={text}",)), DAY)
    assert problems(tmp_path, publish=False) == []
    assert yaml.safe_load((tmp_path / "mkdocs.yml").read_text(encoding="utf-8"))["site_name"] == text
    front = (tmp_path / "content/index.md").read_text(encoding="utf-8").split("---")[1]
    assert yaml.safe_load(front)["title"] == text
    assert yaml.safe_load((tmp_path / "claims/categories.yml").read_text(encoding="utf-8"))[0]["name"] == text


@pytest.mark.parametrize(("field", "value", "said"), [
    ("name", " ", "something has to stand here"),
    ("name", "two\nlines", "one line"),
    ("question", "x" * 201, "201 characters"),
    ("question", "\u202eturned", "one line without control characters"),
    ("language", "eo", "expected one of de, en"),
    ("address", "http://tea.example.org", "an address is expected"),
    ("repository", "javascript:alert(1)", "an address is expected"),
    ("categories", ("眠り",), "no id follows from this name; write it as id=name"),
    ("categories", ("Sleep", "sleep"), "two have the id sleep"),
    ("categories", ("Worked example",), "is there already"),
    ("categories", ("index",), "no id follows"),
    ("categories", (), "name one at least"),
])  # fmt: skip
def test_answers_that_will_not_do(tmp_path, field, value, said):
    """Each is refused with what is expected, and nothing is written."""
    values = {"name": "Tea", "question": "Tea?", "categories": ("Sleep",)} | {field: value}
    with pytest.raises(CannotBegin, match=re.escape(said)):
        begin(tmp_path / "tea", Answers(**values), DAY)
    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_not_empty(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = evidence(tmp_path, *NEEDED)
    assert (result.exit_code, [path.name for path in tmp_path.iterdir()]) == (2, ["notes.txt"])
    assert result.output == f"{tmp_path} is not empty; name a folder that is empty or not there yet\n"
    assert "is no folder" in evidence(tmp_path / "notes.txt", *NEEDED).output


def test_folder_with_a_fresh_repository(tmp_path):
    """`git init` may come first."""
    (tmp_path / ".git").mkdir()
    result = evidence(tmp_path, *NEEDED)
    assert (result.exit_code, (tmp_path / "mkdocs.yml").is_file()) == (0, True), result.output


def test_nothing_is_left_of_a_site_that_could_not_be_finished(tmp_path, monkeypatch):
    """Neither files nor the folders that were made for them; what was there stays."""

    def fail(root: Path) -> list[str]:
        raise EvidenceError("schemas/claim.schema.json cannot be written: no space left")

    monkeypatch.setattr(schemas, "write", fail)
    (tmp_path / "mine").mkdir()
    for folder in (tmp_path / "a/b/tea", tmp_path / "mine"):
        result = evidence(folder, *NEEDED)
        assert (result.exit_code, result.output.count("\n")) == (2, 1)
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["mine"]


def test_nothing_is_left_where_somebody_ends_it(tmp_path, monkeypatch):
    """With Ctrl-C: the folder can be named again."""

    def end(root: Path) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(schemas, "write", end)
    with pytest.raises(KeyboardInterrupt):
        begin(tmp_path / "tea", EVERYTHING, DAY)
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    result = evidence(tmp_path / "notes.txt/tea", *NEEDED)
    assert (result.exit_code, result.output) == (2, f"{tmp_path}/notes.txt/tea cannot be written: Not a directory\n")


def test_nobody_to_ask(tmp_path):
    """One message names what is missing; nothing is written."""
    result = evidence(tmp_path / "tea", "--name", "Tea")
    assert result.exit_code == 2
    assert "--question, --category: needed where nobody can be asked; nothing was written" in result.output
    assert list(tmp_path.iterdir()) == []


def test_at_a_terminal(tmp_path, monkeypatch):
    """What no option says is asked for, again where an answer will not do; the rest may stay empty."""
    monkeypatch.setattr(cli, "_can_ask", lambda: True)
    said = "\nTea and sleep\nSleep; 眠り\nSleep; nights=Long nights\n\nnowhere\n\n\n"
    result = evidence(tmp_path / "tea", "--question", "Does tea keep people awake?", said=said)
    assert result.exit_code == 0, result.output
    assert "no id follows from this name" in result.output
    assert "an address is expected" in result.output
    assert result.output.count("Which question") == 0
    assert problems(tmp_path / "tea", publish=False) == []
    asked_for = [each for each in problems(tmp_path / "tea", publish=True) if "setting-missing" in each]
    assert [each.split(":")[0] for each in asked_for] == ["mkdocs.yml"] * 2
    categories = yaml.safe_load((tmp_path / "tea/claims/categories.yml").read_text(encoding="utf-8"))
    assert [each["id"] for each in categories] == ["sleep", "nights", "worked-example"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_every_language(language):
    """The pages of prose and the words of the navigation are there in each, with as many placeholders."""
    files = {name: source.read_text(encoding="utf-8") for source, name in new_site.starter_files(language)}
    english = {name: source.read_text(encoding="utf-8") for source, name in new_site.starter_files("en")}
    assert files.keys() == english.keys()
    assert new_site.WORDS[language].keys() == new_site.WORDS["en"].keys()
    for name in ("content/index.md", "content/methods.md", "content/about.md"):
        assert (files[name] == english[name]) == (language == "en"), name
        assert len(PLACEHOLDER.findall(files[name])) == len(PLACEHOLDER.findall(english[name])) > 0, name


def test_removing_the_worked_example(tmp_path):
    """What its README says to remove is all of it: the rest checks, with nothing left over."""
    begin(tmp_path, EVERYTHING, DAY)
    shutil.rmtree(tmp_path / "claims/worked-example")
    for path in (tmp_path / "studies").glob("*.yml"):
        if path.name != "instruments.yml":
            path.unlink()
    categories = tmp_path / "claims/categories.yml"
    lines = categories.read_text(encoding="utf-8").splitlines(keepends=True)
    categories.write_text("".join(line for line in lines if "worked-example" not in line), encoding="utf-8")
    (tmp_path / "claims/comparisons.yml").write_text("{}\n", encoding="utf-8")
    (tmp_path / "references.bib").write_text("", encoding="utf-8")
    glossary = tmp_path / "content/glossary.yml"
    glossary.write_text(glossary.read_text(encoding="utf-8").partition("- id: tuberculin-test")[0], encoding="utf-8")
    assert problems(tmp_path, publish=False) == []
    left = [path for path in tmp_path.rglob("*") if path.is_file() and "schemas" not in path.parts]
    told = {path.name for path in left if re.search("bcg|tubercul", path.read_text(encoding="utf-8"), re.IGNORECASE)}
    assert told == {"README.md"}

"""What editors are told of the stores: complete, fresh, true to the models, and reached from every file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_type_hints

import jsonschema
import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from mkdocs_evidence import schemas
from mkdocs_evidence.addresses import FIELDS
from mkdocs_evidence.fields import STORES, Field, Store, fields, in_yaml, records_of, typed
from mkdocs_evidence.model import Record
from mkdocs_evidence.rendering import code_spans

PROJECT = Path(__file__).parents[2]
SCHEMAS = {store.name: schemas.schema(store) for store in STORES}
RECORDS = list(dict.fromkeys(record for store in STORES for record in records_of(store)))
EVERY = [
    pytest.param(record, field, id=f"{record.__name__}.{field.name}") for record in RECORDS for field in fields(record)
]


class Editor(yaml.CBaseLoader):
    """Reads YAML 1.2 as the servers behind editors do: numbers, truth values and nothing else that is not text."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern in (
    ("tag:yaml.org,2002:bool", r"(true|True|TRUE|false|False|FALSE)\Z"),
    ("tag:yaml.org,2002:int", r"[-+]?[0-9]+\Z"),
    ("tag:yaml.org,2002:float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z"),
):
    Editor.add_implicit_resolver(tag, re.compile(pattern), None)
Editor.add_constructor("tag:yaml.org,2002:bool", lambda loader, node: node.value.lower() == "true")
Editor.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Editor.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))
Editor.add_constructor("tag:yaml.org,2002:str", lambda loader, node: node.value)


def problems(store: str, value: Any) -> list[str]:
    found = jsonschema.Draft7Validator(SCHEMAS[store]).iter_errors(value)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def test_committed_schemas_are_fresh():
    """As `evidence schemas` would write them, and nothing else in the folder."""
    committed = {path.name: path.read_text("utf-8") for path in (PROJECT / "schemas").iterdir()}
    assert committed == schemas.files(), "run `evidence schemas`, and read the difference"


@pytest.mark.parametrize("store", SCHEMAS)
def test_schema_is_one(store):
    jsonschema.Draft7Validator.check_schema(SCHEMAS[store])


# --- words and examples --------------------------------------------------------------------


@pytest.mark.parametrize(("record", "field"), EVERY)
def test_field_has_words_and_examples(record: type[Record], field: Field):
    """The good example is one for model and schema, the bad one for neither."""
    assert field.about, f"{record.__name__}.{field.name} needs a docstring in its model"
    assert field.good is not None, f"{record.__name__}.{field.name} needs an example in field_examples.yml"
    store = next(store for store in STORES if record in records_of(store))
    definition = {**field.kind.schema, "definitions": SCHEMAS[store.name]["definitions"]}
    schema = jsonschema.Draft7Validator(definition)
    name = next(name for name, info in record.model_fields.items() if (info.alias or name) == field.name)
    model = TypeAdapter(get_type_hints(record, include_extras=True)[name])
    model.validate_python(field.good)
    schema.validate(typed(field.good))
    with pytest.raises(ValidationError):
        model.validate_python(field.bad)
    with pytest.raises(jsonschema.ValidationError):
        schema.validate(typed(field.bad))


@pytest.mark.parametrize(("record", "field"), EVERY)
def test_example_in_yaml(record: type[Record], field: Field):
    """What is shown reads as what is meant."""
    assert yaml.load(in_yaml(field.name, field.good), yaml.CBaseLoader) == {field.name: field.good}


def test_reference_page(world):
    """Each field stands under an anchor of its own, and every link within the page leads to one; readers do not
    find it by searching."""
    page = next(page for page in world.prepare().pages if page.address == FIELDS)
    assert not page.searchable
    for record in RECORDS:
        title = " ".join(re.findall("[A-Z][a-z]*", record.__name__)).lower().replace(" ", "-")
        for field in fields(record):
            part = page.body.partition(f'<div class="ev-field" id="{title}-{field.name}">')[2].partition("</div>")[0]
            assert str(code_spans(field.about)) in part, title
            assert ("ev-tag" in part) is field.required
    assert set(re.findall('href="#([^"]+)"', page.body)) <= page.anchors
    assert [heading.text for heading in page.headings[1:]] == [store.title for store in STORES]


# --- files ---------------------------------------------------------------------------------


REAL = [pytest.param(*found, id=found[0].relative_to(PROJECT).as_posix()) for found in schemas.store_files(PROJECT)]


def test_every_store_has_files():
    """But the home page, which is no YAML, and the list of old ids, of which this site has none yet."""
    without = {"home", "moved"}
    assert {store.name for _, store in schemas.store_files(PROJECT)} == {store.name for store in STORES} - without
    assert (PROJECT / "studies/instruments.yml", "study") not in [(p, s.name) for p, s in schemas.store_files(PROJECT)]


@pytest.mark.parametrize(("path", "store"), REAL)
def test_real_file(path: Path, store: Store):
    """Fits its schema, and leads to it from its first line."""
    text = path.read_text("utf-8")
    assert problems(store.name, yaml.load(text, Editor)) == []
    first = text.partition("\n")[0]
    assert first == schemas.modeline(path, store, PROJECT), "run `evidence schemas`"
    assert (path.parent / first.partition("$schema=")[2]).resolve() == PROJECT / "schemas" / schemas.file_name(store)


def test_real_home_page():
    head = (PROJECT / "content/index.md").read_text("utf-8").split("---\n")[1]
    assert problems("home", yaml.load(head, Editor)) == []


@pytest.mark.parametrize(
    ("store", "text", "told"),
    [
        ("claim", "question: [a]", "question: "),
        ("claim", "kind: efect", "kind: 'efect' is not one of"),
        ("claim", "populaton: x", ": Additional properties are not allowed ('populaton' was unexpected)"),
        ("claim", "question: x", ": 'claim' is a required property"),
        ("claim", "evidence: [{study: a, role: suports}]", "evidence/0/role: 'suports' is not one of"),
        ("claim", "certainty: {body: randomised}", "certainty: 'risk_of_bias' is a required property"),
        ("study", "arms: {Tea cup: {name: x}}", "arms: 'Tea cup' does not match"),
        (
            "study",
            "results: [{id: a, arms: {tea: {n: many}}, from: {cite: a, where: title}}]",
            "results/0/arms/tea/n: ",
        ),
        ("study", "results: [{id: a, from: {cite: a, where: p. 3}}]", "results/0/from/where: 'p. 3' does not match"),
        ("study", "includes: [{title: x}]", "includes/0: "),
        ("instruments", "scale: {name: x, better: less}", "scale/better: 'less' is not one of"),
        ("instruments", "scale: {name: x, better: lower, range: [0]}", "scale/range: [0] is too short"),
        ("categories", "- {name: x}", "0: 'id' is a required property"),
        ("comparisons", "A b: {population: x}", ": 'A b' does not match"),
        ("status", "snapshot: {date: today, source: x}", "snapshot/date: 'today' does not match"),
        ("timeline", "- {id: a, date: soon, kind: study, body: x, what: x, cites: [a]}", "0/date: 'soon' is not valid"),
        ("positions", "- {id: a, cites: []}", "0/cites: [] "),
        ("home", "lead: x", "lead: 'x' is not of type 'array'"),
    ],
)
def test_bad_file(store, text, told):
    found = problems(store, yaml.load(text, Editor))
    assert any(problem.startswith(told) for problem in found), found


@pytest.mark.parametrize("text", ["name: 30", "name: 1.5", "name: true", "name: no", "name: 2026-11-23", "name: null"])
def test_names_that_look_like_something_else(text):
    """We read every scalar as text; an editor must not underline what the check takes."""
    assert problems("categories", [{"id": "a", **yaml.load(text, Editor)}]) == []


# --- the command, and the line in each file ------------------------------------------------


def test_command(world):
    """Writes what is missing, once; nothing else of a file changes, and the site means the same."""
    claim = "claims/outcomes/sleep.yml"
    before = world.read(claim)
    world.write("studies/beta.yml", "\ufeff" + world.read("studies/beta.yml").replace("\n", "\r\n"))
    shown = world.evidence("show", "sleep", "--json").output
    assert f"wrote {claim}\n" in world.evidence("schemas").output
    assert world.read(claim) == f"# yaml-language-server: $schema=../../schemas/claim.schema.json\n{before}"
    raw = (world.root / "studies/beta.yml").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf# yaml-language-server: $schema=../schemas/study.schema.json\r\nname: BETA\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert (world.root / "schemas/claim.schema.json").is_file()
    assert world.evidence("schemas").output.startswith("nothing to write")
    assert world.evidence("check").output == "no problems\n"
    assert world.evidence("show", "sleep", "--json").output == shown


def test_accept_keeps_the_line(world):
    claim = "claims/outcomes/sleep.yml"
    world.evidence("schemas")
    world.edit(claim, "    step: -1\n    reason: Few people took part", "    step: 0")
    assert world.evidence("accept", "sleep", "--why", "Judged again").exit_code == 0
    assert world.read(claim).startswith("# yaml-language-server: $schema=../../schemas/claim.schema.json\nquestion: ")


def test_another_line_stays(world):
    """Where an author chose a schema, it is theirs; what a link leads to is not touched."""
    own = "# yaml-language-server: $schema=https://x.example/s.json\n"
    world.write("claims/categories.yml", own + world.read("claims/categories.yml"))
    (world.root / "studies/gamma.yml").symlink_to(world.root / "mkdocs.yml")
    configuration = world.read("mkdocs.yml")
    world.evidence("schemas")
    assert world.read("claims/categories.yml").count("$schema") == 1
    assert world.read("mkdocs.yml") == configuration


def test_command_outside_of_a_site(tmp_path, monkeypatch, world):
    (world.root / "claims").rename(world.root / "other")
    assert world.evidence("schemas").exit_code == 2


def test_editor_settings():
    """What Visual Studio Code is told for files that have no line yet is what the line says."""
    settings = json.loads((PROJECT / ".vscode/settings.json").read_text("utf-8"))
    told = {name: each if isinstance(each, list) else [each] for name, each in settings["yaml.schemas"].items()}
    assert {name: [p for p in patterns if p[0] != "!"] for name, patterns in told.items()} == {
        f"schemas/{schemas.file_name(store)}": list(store.files) for store in STORES if store.name != "home"
    }

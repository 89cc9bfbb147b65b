# ruff: noqa: E501 (one case a line reads better here)
"""The command `evidence`: what it prints, and with which status it ends."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys

import pytest

from mkdocs_evidence import build
from mkdocs_evidence.codes import all_codes

CLAIM = "claims/outcomes/sleep.yml"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection in this process is a failure."""

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


# --- check ---------------------------------------------------------------------------------


def test_check_of_a_sound_site(world):
    result = world.evidence("check")
    assert (result.exit_code, result.output) == (0, "no problems\n")


def test_check_with_an_error(world):
    """Place, code, message and hint, then the count; status 1."""
    world.edit(CLAIM, "study: beta", "study: betta")
    line, column = world.place(CLAIM, "betta")
    result = world.evidence("check")
    assert result.exit_code == 1
    assert (
        f"{CLAIM}:{line}:{column}: unknown-study: there is no study `betta`\n  hint: did you mean `beta`?\n"
        in result.output
    )
    assert result.output.splitlines()[-1].startswith("1 error")


def test_check_with_a_warning(world):
    """A warning is no failure, unless it is asked for."""
    world.edit("references.bib", "@article{data2022", "@article{spare2022")
    world.edit("studies/beta.yml", ", through: data2022", "")
    line, column = world.place("references.bib", "spare2022")
    result = world.evidence("check")
    assert result.exit_code == 0
    assert (
        f"references.bib:{line}:{column}: warning: uncited-reference: `spare2022` is cited nowhere\n" in result.output
    )
    assert result.output.endswith("1 warning\n")
    assert world.evidence("check", "--strict").exit_code == 1


def test_check_as_json(world):
    """An object with counts and problems; places are numbers."""
    assert json.loads(world.evidence("check", "--format", "json").output) == {
        "errors": 0,
        "warnings": 0,
        "problems": [],
    }
    world.edit(CLAIM, "kind: effect", "kind: afect")
    result = world.evidence("check", "--format", "json")
    assert result.exit_code == 1
    data = json.loads(result.output)
    assert (data["errors"], data["warnings"]) == (1, 0)
    [problem] = data["problems"]
    assert problem["related"] == []
    assert {key: problem[key] for key in ("code", "severity", "path", "line", "column")} == {
        "code": "unknown-value", "severity": "error", "path": CLAIM, "line": 3, "column": 7,
    }  # fmt: skip


def test_check_for_a_pull_request(world):
    """As commands of a workflow; a sound site says so."""
    assert world.evidence("check", "--format", "github").output == "no problems\n"
    world.edit(CLAIM, "kind: effect", "kind: afect")
    result = world.evidence("check", "--format", "github")
    assert result.exit_code == 1
    assert result.output.startswith(f"::error file={CLAIM},line=3,col=7,title=unknown-value::")


@pytest.mark.parametrize("address", ["https://x.example/a/", '"https://x.example/a"', "https://x.example/a # ours"])
def test_check_for_code_scanning(world, address):
    """Each rule leads to its place on the published site, where the configuration gives its address."""
    world.edit(CLAIM, "kind: effect", "kind: afect")
    [run] = json.loads(world.evidence("check", "--format", "sarif").output)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["unknown-value"]
    assert "helpUri" not in run["tool"]["driver"]["rules"][0]
    world.write("mkdocs.yml", f"site_name: x\nsite_url: {address}\n")
    [run] = json.loads(world.evidence("check", "--format", "sarif").output)["runs"]
    assert run["tool"]["driver"]["rules"][0]["helpUri"] == "https://x.example/a/contribute/codes/#unknown-value"


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        ([], 1, ["unknown-study", "uncited-reference"]),
        (["--select", "unknown-study"], 1, ["unknown-study"]),
        (["--select", "uncited-reference"], 0, ["uncited-reference"]),
        (["--select", "uncited-reference", "--strict"], 1, ["uncited-reference"]),
        (["--select", "uncited-reference", "--select", "unknown-study"], 1, ["unknown-study", "uncited-reference"]),
        (["--ignore", "unknown-study"], 0, ["uncited-reference"]),
        (["--ignore", "unknown-study", "--ignore", "uncited-reference", "--strict"], 0, []),
        (["--select", "tag"], 0, []),
    ],
)
def test_check_for_some_codes(world, options, status, told):
    """Only they are told and counted; how many others there are is said beside the report."""
    world.edit(CLAIM, "study: beta", "study: betta")
    world.edit("references.bib", "@article{data2022", "@article{spare2022")
    world.edit("studies/beta.yml", ", through: data2022", "")
    result = world.evidence("check", "--format", "json", *options)
    assert result.exit_code == status
    assert [problem["code"] for problem in json.loads(result.stdout)["problems"]] == told
    assert result.stderr == (f"not told: {2 - len(told)} of other codes (--select, --ignore)\n" if len(told) < 2 else "")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_check_for_an_unknown_code(world, option):
    result = world.evidence("check", option, "unkown-study")
    assert result.exit_code == 2
    assert f"{option}: there is no code `unkown-study`; did you mean `unknown-study`?" in result.stderr
    assert "`evidence explain` lists them all" in world.evidence("check", option, "zzz").stderr


def test_check_of_own_templates(world):
    """Where a site has its own, pages are made as well, and what is wrong with them is told."""
    world.write("overrides/evidence/page/claim.html", "{{ no_such_value }}\n")
    assert "template-error" in world.evidence("check").output


def test_every_broken_file_is_reported_at_once(world):
    """Five broken files give five problems in one run."""
    world.edit(CLAIM, "kind: effect", "kind: afect")
    world.edit("studies/alpha.yml", "type: trial", "type: trail")
    world.edit("studies/instruments.yml", "better: lower", "better: smaller")
    world.edit("references.status.yml", "date: 2026-11-01", "date: 2026-13-01")
    world.write("content/about.md", "[x](nowhere.md)\n")
    assert sorted(world.places()) == [
        ("bad-date", "references.status.yml:2:9"),
        ("broken-link", "content/about.md:1:5"),
        ("unknown-value", f"{CLAIM}:3:7"),
        ("unknown-value", "studies/alpha.yml:2:7"),
        ("unknown-value", "studies/instruments.yml:1:57"),
    ]


# --- show ----------------------------------------------------------------------------------


def test_show(world):
    """Sentence, badge, the way to the level, and what counts."""
    result = world.evidence("show", "sleep")
    assert result.exit_code == 0
    for part in (
        "Does rest therapy relieve bad sleep?",
        "“Rest therapy relieves bad sleep”",
        "Rest therapy may lower the severity of bad sleep compared with waiting.",
        "Low certainty, supports",
        "2 results of 2 studies count, 0 excluded, 0 background",
        "+ alpha/end",
    ):
        assert part in result.output, part


def test_show_what_was_excluded(world):
    world.status(("10.1000/data2022", "retracted", True))
    output = world.evidence("show", "sleep").output
    assert "- beta/end" in output
    assert "data2022: retracted 2026-11-20" in output
    assert "Not recorded: beta/end is recorded and no longer counted" in output


def test_show_as_json(world):
    """Numbers are numbers, unknowns are null, and dates are text."""
    data = json.loads(world.evidence("show", "sleep", "--json").output)
    assert data["id"] == "sleep"
    assert data["badge"] == {**data["badge"], "scale": "certainty", "level": "low", "state": "rated",
                             "direction": "supports", "overdue": False}  # fmt: skip
    assert data["derivation"]["steps"][0]["step"] == -1
    assert data["counts"]["studies"] == 2
    alpha, beta = data["evidence"]
    assert alpha["figures"]["arms"]["rest"] == {"n": 28, "mean": 20.5, "sd": 9.5}
    assert alpha["people"] == 55
    assert beta["figures"]["estimate"]["low"] == -13.7
    assert beta["people"] is None
    assert data["recorded"] is True
    assert data["review_due"] == "2027-05-01"
    assert data["history"][0]["date"] == "2026-11-01"
    assert data["search"]["for"] == "Trials of rest therapy"
    assert [reference["status"] for reference in data["references"]] == ["current"] * 3


def test_show_every_claim_of_the_real_site(real_site, monkeypatch):
    """Checked once, since the stores stay as they are, and shown as often as there are claims."""
    checked = real_site.check()
    monkeypatch.setattr(build, "check", lambda settings: checked)
    for id in checked[0].library.claims:
        assert real_site.evidence("show", id).exit_code == 0
        assert json.loads(real_site.evidence("show", id, "--json").output)["id"] == id


def test_show_a_broken_claim(world):
    """Its problems are shown, with status 1."""
    world.edit(CLAIM, "kind: effect", "kind: afect")
    result = world.evidence("show", "sleep")
    assert result.exit_code == 1
    assert "unknown-value" in result.output


def test_show_with_an_unknown_comparison(world):
    world.edit(CLAIM, "comparison: rest", "comparison: rset")
    result = world.evidence("show", "sleep")
    assert result.exit_code == 1
    assert "unknown-comparison" in result.output


def test_show_an_unknown_claim(world):
    result = world.evidence("show", "slep")
    assert result.exit_code == 2
    assert "did you mean `sleep`?" in result.output


def test_show_with_broken_labels(world):
    """Where the site's own labels are no YAML, a diagnostic says so."""
    world.write("overrides/evidence/labels/en.yml", "a: [\n")
    result = world.run("show", "sleep")
    assert "Traceback" not in result.stderr
    assert "overrides/evidence/labels/en.yml:" in result.stdout + result.stderr


# --- explain -------------------------------------------------------------------------------


def test_explain(world):
    result = world.evidence("explain", "level-not-recorded")
    assert result.exit_code == 0
    for part in ("level-not-recorded (error)", "What is wrong", "Why it matters", "How to mend it", "evidence accept"):
        assert part in result.output


def test_explain_an_unknown_code(world):
    result = world.evidence("explain", "level-not-recorder")
    assert result.exit_code == 2
    assert "did you mean `level-not-recorded`?" in result.output


def test_explain_without_a_code(world):
    """Every code with its title, one a line below its theme."""
    result = world.evidence("explain")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(all_codes())
    assert lines[0] == "Files and YAML"


def test_explain_shows_what_is_wrong_and_right(world):
    """The example as lines of a file; where no file can show it, in words."""
    shown = world.evidence("explain", "unknown-value").output
    assert "Wrong, in claims/outcomes/headache.yml\n  asserts: reduces\n" in shown
    assert "Right\n  asserts: lower\n" in shown
    told = world.evidence("explain", "not-utf-8").output
    assert "For example\n  A study saved in Latin-1" in told and "Wrong, in" not in told


@pytest.mark.parametrize("code", ["yaml-syntax", "bib-bad-doi", "bib-twin-doi", "site-configuration", "page-not-built"])
def test_explain_a_code_of_any_module(world, code):
    """Whatever code a command prints can be explained, whichever module reports it."""
    assert world.evidence("explain", code).exit_code == 0


@pytest.mark.parametrize("code", [[], *([code] for code in all_codes())], ids="".join)
def test_explain_fits_a_terminal(world, code):
    """No line is longer than 80 columns, and no word is broken at its hyphen."""
    lines = world.evidence("explain", *code).output.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line for line in lines if re.search(r"\w-$", line)] == []


def test_explain_needs_no_site(tmp_path):
    done = subprocess.run([sys.executable, "-m", "mkdocs_evidence", "explain", "tag"], cwd=tmp_path, check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0


# --- the world outside ---------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["check"], ["show", "sleep"], ["accept", "sleep", "--why", "x"], ["build"]])
def test_folder_that_is_no_site(tmp_path, arguments):
    """One line that says so, status 2, no traceback."""
    done = subprocess.run([sys.executable, "-m", "mkdocs_evidence", *arguments], cwd=tmp_path, check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


@pytest.mark.parametrize("missing", ["studies", "content", "references.bib", "references.status.yml",
                                     "claims/categories.yml", "claims/comparisons.yml", "mkdocs.yml"])  # fmt: skip
def test_store_that_is_missing(world, missing):
    """A diagnostic or a smaller site, never a traceback."""
    path = world.root / missing
    path.rename(world.root / "gone")
    result = world.run("check")
    assert result.returncode in (0, 1)
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", ["claims/categories.yml", "claims/comparisons.yml", "studies/instruments.yml",
                                  "references.status.yml", "overrides/evidence/labels/en.yml", CLAIM, "studies/alpha.yml"])  # fmt: skip
@pytest.mark.parametrize("text", ["[]\n", "{}\n", "x\n", "- x\n", "x: y\n", "\n", "level: low\nsentence: none\n"])
def test_store_of_another_shape(world, name, text):
    """A diagnostic or a smaller site, never a traceback."""
    world.write(name, text)
    result = world.evidence("check")
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code in (0, 1)


@pytest.mark.parametrize(
    "label", ['sentence: {supports: "{I} {verbs} {O}"}', 'rank: "{x} of 4"', 'date: "{day:%Y}"', "months: [January]",
              "level: {low: 5}", "verb: {lower: may lower}", "ui: {search: {a: b}}"],
)  # fmt: skip
def test_label_that_does_not_fit(world, label):
    """A label with a place holder we do not have is a problem with a place, never a traceback."""
    world.write("overrides/evidence/labels/en.yml", label + "\n")
    result = world.evidence("check")
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code in (0, 1)


def test_labels_that_are_no_text(world):
    world.write("overrides/evidence/labels/en.yml", b"level: {low: \xff}\n")
    result = world.evidence("check")
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "23/11/2026"])
def test_day_that_is_none(world, day):
    result = world.evidence("check", day=day)
    assert result.exit_code == 2
    assert "no date" in result.output


@pytest.mark.parametrize("epoch", ["x", "1.5", "9" * 30, "-9" + "9" * 20, "99999999999999"])
def test_epoch_that_is_none(world, epoch):
    """The value is named; no traceback."""
    done = world.run("check", SOURCE_DATE_EPOCH=epoch)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert epoch in done.stderr


def test_locale_without_letters(world):
    """Messages are UTF-8 whatever the locale, also where names are not English."""
    world.edit(CLAIM, "question: Does rest therapy relieve bad sleep?", "question: Größer als 大?")
    done = world.run("show", "sleep", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="")
    assert done.returncode == 0
    assert "Größer als 大?" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="pipes are closed otherwise elsewhere")
@pytest.mark.parametrize(
    "arguments", [["explain"], ["check"], ["check", "--format", "json"], ["show", "sleep", "--json"]]
)
def test_reader_that_has_gone(world, arguments):
    """Nothing is said on the other stream."""
    world.write("studies/alpha.yml", "".join(f"x{number}: 1\n" for number in range(300)))
    for name in ("alpha", "beta"):
        world.write(CLAIM, world.read(CLAIM).replace(f"study: {name},", "study: beta,"))
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen([sys.executable, "-m", "mkdocs_evidence", *arguments], cwd=world.root, stdout=writer,
                               stderr=subprocess.PIPE, text=True)  # fmt: skip
    os.close(writer)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert "Exception ignored" not in errors


def test_help_and_version(world):
    assert world.evidence("--help").exit_code == 0
    assert "evidence" in world.evidence("--version").output
    assert world.evidence("frobnicate").exit_code == 2


@pytest.mark.parametrize("group", [[], ["new"], ["status"]])
def test_list_of_commands(world, group):
    """Each is said in a line of its own that 80 columns do not cut."""
    listed = world.evidence(*group, "--help", day=None).output.split("Commands:\n")[1].splitlines()
    assert all(re.match(r"  [a-z]\S* +[A-Z].*[^.]$", line) for line in listed)


def test_check_before_publishing(world):
    """All that is missing in one run, beside what is wrong anyway; without the option nobody asks for it."""
    assert world.evidence("check").exit_code == 0
    world.edit("claims/outcomes/sleep.yml", "kind: effect", "kind: afect")
    told = world.evidence("check", "--publish")
    assert told.exit_code == 1
    for code in ("unknown-value", "setting-missing", "page-missing"):
        assert f" {code}: " in told.output


def test_check_before_publishing_heeds_warnings(world):
    """What only warns while a site is written stops it before it is published."""
    world.write("mkdocs.yml", PUBLISHED)
    world.write("content/about.md", "# About\n")
    world.write("content/methods.md", "# Methods\n")
    assert world.evidence("check", "--publish").exit_code == 0
    world.status(("10.1000/alpha2020", "concern", True))
    assert world.evidence("check").exit_code == 0
    assert world.evidence("check", "--publish").exit_code == 1


PUBLISHED = """\
site_name: A tiny file
site_url: !ENV [SITE_URL, "https://sleep.example/"]
markdown_extensions:
  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji}
plugins:
  evidence: {repository: https://sleep.example/repository, support: Ask your doctor.}
"""
"""With tags that only the engine reads; a value from the environment is taken for one that is set."""

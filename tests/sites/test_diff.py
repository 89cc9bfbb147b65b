"""`evidence diff` and `trusted-changes` on branches of a small site, as a maintainer meets them."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conftest import TINY, SiteFolder, tiny_site
from mkdocs_evidence.change_reports import MAX_COMMENT, code_span, excerpts, render_markdown, render_text
from mkdocs_evidence.changes import Changes, Edit
from mkdocs_evidence.cli import main
from mkdocs_evidence.record_edits import FieldEdit, What

GOLDEN = Path(__file__).with_name("a-trial-a-retraction-and-a-typo.md")
GAMMA = TINY["studies/alpha.yml"].replace("ALPHA", "GAMMA").replace("alpha", "gamma").replace("2020", "2025")


class Branches(SiteFolder):
    """A tiny site in git: `main` is the first state, and every commit after it is on `branch`."""

    def git(self, *arguments: str) -> str:
        who = {f"GIT_{who}_{what}": "nobody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        run = ["git", *arguments]
        return subprocess.run(run, cwd=self.root, env={**os.environ, **who, **quiet}, capture_output=True, check=True,
                              text=True).stdout  # fmt: skip

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "A change")

    def call(self, *arguments: str) -> Result:
        with contextlib.chdir(self.root):
            return CliRunner().invoke(main, list(arguments))

    def diff(self, span: str = "main..branch", day: str = "2026-11-23") -> dict[str, Any]:
        result = self.call("diff", span, "--format", "json", "--today", day)
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.output)
        return found

    def told(self) -> list[tuple[str, str, str, str | None]]:
        """Commits, and gives store, id, what and field of each edit."""
        self.commit()
        return [(edit["store"], edit["id"], edit["what"], edit["field"]) for edit in self.diff()["edits"]]


@pytest.fixture
def site(tmp_path: Path) -> Branches:
    found = Branches(tiny_site(tmp_path / "site").root)
    found.git("init", "--quiet", "--initial-branch=main")
    found.commit()
    found.git("switch", "--quiet", "--create", "branch")
    return found


def rename(site: Branches, old: str, new: str) -> None:
    (site.root / old).rename(site.root / new)


def test_a_trial_a_retraction_and_a_typo(site: Branches, request: pytest.FixtureRequest):
    """The Markdown says exactly these three, and what follows from them."""
    site.git("switch", "--quiet", "main")
    site.edit("claims/outcomes/sleep.yml", "certainty:\n", "synthesis: {measure: md, method: reml}\ncertainty:\n")
    site.commit()
    site.git("switch", "--quiet", "--force-create", "branch")
    site.write("studies/gamma.yml", GAMMA)
    site.write("references.bib", TINY["references.bib"] + TINY["references.bib"].split("\n\n")[0]
               .replace("alpha2020", "gamma2025").replace("2020", "2025").replace("first", "third") + "\n")  # fmt: skip
    site.edit("claims/outcomes/sleep.yml", "evidence:\n  - {study: alpha, result: end, role: supports}\n",
              "evidence:\n  - {study: alpha, result: end, role: supports}\n"
              "  - {study: gamma, result: end, role: supports}\n")  # fmt: skip
    site.edit("claims/outcomes/sleep.yml", "history:\n", "history:\n  - date: 2026-11-20\n    level: low\n"
              "    direction: supports\n    evidence: [alpha/end, gamma/end]\n"
              "    why: A trial came, and a paper was retracted\n")  # fmt: skip
    site.status(("10.1000/beta2021", "retracted", True))
    site.edit("claims/comparisons.yml", "Adults who sleep badly", "Adults who sleep poorly")
    site.commit()
    result = site.call("diff", "main...branch", "--format", "markdown", "--today", "2026-11-23")
    assert result.exit_code == 0
    if request.config.getoption("--update-goldens"):
        GOLDEN.write_text(result.output, encoding="utf-8")
    assert result.output == GOLDEN.read_text(encoding="utf-8")


def test_what_no_page_shows_beside_what_one_does(site: Branches):
    """Edited values that show nowhere stay untold, also in a record of which another value shows."""
    site.edit("claims/outcomes/sleep.yml", "A larger trial", "A longer trial")
    site.edit("claims/outcomes/sleep.yml", "history:\n", "waivers: [{code: banned-phrase, reason: A name}]\nhistory:\n")
    site.write("studies/instruments.yml", site.read("studies/instruments.yml")
               + "other: {name: Used by nothing, range: [0, 9], better: lower}\n")  # fmt: skip
    site.status(("10.1000/elsewhere", "retracted", True))
    assert ("claims", "sleep", "changed", "would_change[1]") in site.told()
    assert len(site.diff()["edits"]) == 1


def test_comments_order_and_layout(site: Branches):
    """Comments, blank lines, the order of fields and entries, quotes and soft line breaks change nothing."""
    sleep = site.read("claims/outcomes/sleep.yml")
    question, rest = sleep.split("\n", 1)
    site.write("claims/outcomes/sleep.yml", f"# A comment\n{rest}\n{question}  # another\n")
    first, second, *others = site.read("references.bib").split("\n\n")
    site.write("references.bib", "\n\n".join(["% a comment", second, first, *others]))
    site.edit("studies/beta.yml", "name: BETA", 'name: "BETA"')
    site.write("content/index.md", site.read("content/index.md").replace("See [", "<!-- why -->\n\nSee\n["))
    site.write("mkdocs.yml", "# A comment\n" + site.read("mkdocs.yml"))
    site.commit()
    found = site.diff()
    assert (found["edits"], found["effects"], found["reader_visible"]) == ([], [], False)
    assert "No reader-visible change." in site.call("diff", "main..branch").output


def test_claims_that_come_go_and_move(site: Branches):
    """A new claim, one that went, one under another name and one in another category are told as that."""
    site.write("claims/outcomes/aches.yml", site.read("claims/outcomes/headaches.yml").replace("headaches", "aches")
               .replace("Headaches", "Aches").replace("kind: harm", "kind: effect"))  # fmt: skip
    assert site.told() == [("claims", "aches", "added", None)]
    site.edit("claims/categories.yml", "- {id: out", "- {id: more, name: More}\n- {id: out")
    (site.root / "claims/more").mkdir()
    rename(site, "claims/outcomes/aches.yml", "claims/more/aches.yml")
    site.commit()
    assert [(edit["id"], edit["what"], edit["field"]) for edit in site.diff("HEAD~1..HEAD")["edits"]] == [
        ("more", "added", None), ("aches", "changed", "category"),
    ]  # fmt: skip
    rename(site, "claims/more/aches.yml", "claims/more/pains.yml")
    site.commit()
    assert site.diff("HEAD~1..HEAD")["edits"][0] | {"title": ""} == {
        "store": "claims", "id": "pains", "title": "", "what": "renamed", "field": None, "before": "aches",
        "after": "pains",
    }  # fmt: skip
    (site.root / "claims/more/pains.yml").unlink()
    site.commit()
    assert [(edit["id"], edit["what"]) for edit in site.diff("HEAD~1..HEAD")["edits"]] == [("pains", "removed")]


def test_a_claim_under_another_name(site: Branches):
    """Told once, by its own list of old names, and nothing of all that only mentions it; a study too."""
    site.write("content/timeline.yml", "- id: found\n  date: 2026-10\n  kind: study\n  body: We\n"
               "  what: |\n    Found [badge: sleep]\n  cites: [alpha2020]\n  claims: [sleep]\n")  # fmt: skip
    site.commit()
    assert site.evidence("rename", "claim", "sleep", "night").exit_code == 0
    assert site.evidence("rename", "study", "alpha", "first").exit_code == 0
    site.edit("claims/outcomes/night.yml", "question: Does rest", "question: Can rest")
    site.commit()
    found = site.diff("HEAD~1..HEAD")
    assert [(edit["store"], edit["id"], edit["what"], edit["field"]) for edit in found["edits"]] == [
        ("claims", "night", "renamed", None), ("claims", "night", "changed", "question"),
        ("studies", "first", "renamed", None),
    ]  # fmt: skip
    assert found["effects"] == []
    assert "renamed, was “sleep”" in site.call("diff", "HEAD~1..HEAD").output


def test_words_that_read_like_an_old_id(site: Branches):
    """Only what mentions the claim follows from its new name: text and links elsewhere are told, whatever they say."""
    site.edit("claims/outcomes/sleep.yml", "  short: Bad sleep", "  short: sleep")
    site.write("content/more.md", "# More\n\n[badge: sleep] [one](claims/sleep.md) [two](https://a.example/claims/sleep/)\n")
    site.commit()
    assert site.evidence("rename", "claim", "sleep", "night").exit_code == 0
    site.commit()
    told = {(edit["id"], edit["field"]) for edit in site.diff("HEAD~1..HEAD")["edits"]}
    assert told == {("night", None)}
    site.edit("claims/outcomes/night.yml", "  short: sleep", "  short: night")
    site.edit("content/more.md", "a.example/claims/sleep", "a.example/claims/night")
    site.commit()
    told = {(edit["id"], edit["field"]) for edit in site.diff("HEAD~2..HEAD")["edits"]}
    assert told == {("night", None), ("night", "outcome.short"), ("content/more.md", "text")}


def test_a_retired_claim(site: Branches):
    """With the reason on its page and where that leads; a claim that only went is told as removed."""
    site.edit("content/index.md", "lead: [sleep]", "lead: []")
    site.edit("content/index.md", "See [the claim](claims/sleep.md).", "")
    site.write("claims/outcomes/aches.yml", site.read("claims/outcomes/headaches.yml").replace("headaches", "aches"))
    site.commit()
    site.evidence("retire", "sleep", "--why", "Asked twice", "--instead", "headaches")
    (site.root / "claims/outcomes/aches.yml").unlink()
    site.commit()
    told = [(edit["id"], edit["what"]) for edit in site.diff("HEAD~1..HEAD")["edits"]]
    assert told == [("aches", "removed"), ("sleep", "retired")]
    lines = site.call("diff", "HEAD~1..HEAD").output
    assert "(“sleep”): retired\n    why: “Asked twice”\n    readers go on at “headaches”" in lines
    assert "1 claim removed, 1 claim retired" in lines
    site.edit("claims/moved.yml", "why: Asked twice", "why: Asked three times")
    site.commit()
    assert [edit["field"] for edit in site.diff("HEAD~1..HEAD")["edits"]] == ["why"]


def test_a_level_and_its_step(site: Branches):
    """Level from and to with the step that did it, once; an unrecorded level is told as a problem as well."""
    site.edit("claims/outcomes/sleep.yml", "inconsistency: {step: 0}", "inconsistency: {step: -1, reason: They differ}")
    site.commit()
    found = site.diff()
    effect = found["effects"][0]
    assert [turn["what"] for turn in effect["turns"]] == ["level", "sentence"]
    assert effect["because"] == ["inconsistency: 0 → −1"]
    assert [edit["field"] for edit in found["edits"]] == [
        "certainty.inconsistency.step", "certainty.inconsistency.reason",
    ]  # fmt: skip
    assert found["pages_compared"]
    assert ["level-not-recorded" in problem for problem in found["problems"]] == [True]
    lines = site.call("diff", "main..branch").output
    assert "level: “Low certainty” → “Very low certainty”, by “inconsistency: 0 → −1”" in lines
    assert "inconsistency.step" not in lines


def test_a_review_that_comes_due(site: Branches):
    """What is overdue on the day given and was not, by the same day on both sides."""
    site.edit("claims/outcomes/sleep.yml", "review_due: 2027-05-01", "review_due: 2026-12-01")
    site.commit()
    assert site.diff(day="2026-11-23")["effects"] == []
    effect = site.diff(day="2026-12-02")["effects"][0]
    assert effect["came_due"]
    assert "1 review newly overdue" in site.diff(day="2026-12-02")["summary"]


def test_a_broken_head(site: Branches):
    """Where the later state cannot be built, the problems are told first, and then what is known."""
    site.edit("claims/outcomes/sleep.yml", "asserts: lower", "asserts: lowers")
    site.edit("claims/outcomes/headaches.yml", "Does rest therapy cause", "Can rest therapy cause")
    site.commit()
    found = site.diff()
    assert "claims/outcomes/sleep.yml:9:10: unknown-value" in found["problems"][0]
    assert not found["pages_compared"]
    # The claim that cannot be read is not told as retired.
    assert [(edit["id"], edit["field"]) for edit in found["edits"]] == [("headaches", "question")]


def test_pages_labels_and_templates(site: Branches):
    """Content pages by their text, labels by their words, templates and other files by name; none is run."""
    site.edit("content/index.md", "See [the claim]", "Look at [the claim]")
    site.write("content/logo.svg", "<svg/>")
    site.write("overrides/evidence/labels/en.yml", "ui: {map: All claims}\n")
    site.write("overrides/evidence/page/claim.html", "{{ 1 / 0 }}")
    site.edit("mkdocs.yml", "A tiny file", "A small file")
    assert site.told() == [
        ("content", "content/index.md", "changed", "text"), ("content", "content/logo.svg", "added", None),
        ("site", "mkdocs.yml", "changed", "site_name"),
        ("site", "overrides/evidence/labels/en.yml", "added", None),
        ("site", "overrides/evidence/page/claim.html", "added", None),
    ]  # fmt: skip
    assert site.diff()["problems"] == []


def test_the_working_tree(site: Branches):
    """BASE alone is compared with the files as they stand, and nothing in the folder is touched."""
    site.edit("claims/outcomes/sleep.yml", "A larger trial", "A longer trial")
    before = {path: path.stat().st_mtime_ns for path in site.root.rglob("*") if path.is_file()}
    assert [edit["field"] for edit in site.diff("main")["edits"]] == ["would_change[1]"]
    assert {path: path.stat().st_mtime_ns for path in site.root.rglob("*") if path.is_file()} == before


def test_misuse(site: Branches):
    """A revision that is none, and a commit without a site, are one line and status 2."""
    for span, said in (("nowhere..HEAD", "no revision 'nowhere'"), ("--", "Missing argument")):
        result = site.call("diff", span)
        assert (result.exit_code, said in result.output) == (2, True)
    site.git("rm", "-r", "--quiet", "claims")
    site.commit()
    result = site.call("diff", "main..branch")
    assert (result.exit_code, result.output) == (2, "branch is no evidence site: it has no folder claims/\n")


def test_trusted_changes(site: Branches):
    """Status 0 where only evidence and prose changed, 1 with the list where more did, 2 where it cannot be said."""
    site.edit("content/index.md", "See", "Look at")
    site.commit()
    result = site.call("trusted-changes", "main...branch")
    assert (result.exit_code, result.output) == (0, "only evidence and prose are changed\n")
    site.write("overrides/main.html", "x")
    site.commit()
    result = site.call("trusted-changes", "main...branch")
    assert (result.exit_code, result.output) == (1, "template: overrides/main.html\n")
    assert site.call("trusted-changes", "main").exit_code == 2


HOSTILE = (
    "@owner", "![x](https://a.example/x.png)", "<img src=x onerror=alert(1)>", "`` ` ``` @b", "a\n\n# b\n@c",
    "[a](https://b.example)", "https://b.example", "\u202egnp.exe", "::set-output name=a::b", "`", "",
    "<!-- x", "\\`@d",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_code_spans(text: str):
    """A Markdown parser sees one code span in one paragraph and nothing else, whatever the text."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parse(f"- before {code_span(text)} after")
    inline = [token for token in tokens if token.type == "inline"]
    assert len(inline) == 1
    assert [child.type for child in inline[0].children or []] == ["text", "code_inline", "text"]
    assert "\u202e" not in inline[0].content


def test_one_id_in_two_stores():
    """A study and a scale of the same name are two."""
    came = FieldEdit("", What.ADDED, None, "rest")
    edits = Edit("studies", "rest", "A trial", came), Edit("instruments", "rest", "A scale", came)
    lines = render_text(Changes("a", "b", edits, (), (), 0, (), True)).splitlines()
    assert lines[-2:] == ["  “A trial” (“rest”): added", "  “A scale” (“rest”): added"]


def test_markdown_is_bounded():
    """However much changes, the comment stays below GitHub's limit, says what is left out, and is the same again."""
    edits = tuple(
        Edit("claims", f"claim-{n}", "A question " * 20, FieldEdit("summary", What.CHANGED, "a " * 500, "b " * 500))
        for n in range(2000)
    )
    found = Changes("a", "b", edits, (), (), 0, (), True)
    text = render_markdown(found)
    assert len(text) <= MAX_COMMENT
    assert "more records change" in text
    assert text == render_markdown(found)


@pytest.mark.parametrize(("before", "after", "shown"), [
    ("short", "shorter", ("short", "shorter")),
    ("a " * 60 + "recieve " + "b " * 60, "a " * 60 + "receive " + "b " * 60, None),
    ("x" * 300, "y" * 300, ("x" * 300, "y" * 300)),
])  # fmt: skip
def test_excerpts(before: str, after: str, shown: tuple[str, str] | None):
    """Long texts are cut down to the words around the place where they differ."""
    found = excerpts(before, after)
    if shown:
        assert found == shown
    else:
        assert ["recieve" in found[0], "receive" in found[1]] == [True, True]
        assert max(map(len, found)) < 120

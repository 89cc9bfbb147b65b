"""`evidence rename` and `retire`: every mention and nothing else, the old address, and all files or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import SiteFolder
from mkdocs_evidence import build, together
from mkdocs_evidence.content_model import LISTS
from mkdocs_evidence.fields import STORES, records_of
from mkdocs_evidence.mentions import FIELDS

CLAIM = "claims/outcomes/sleep.yml"
EVERYWHERE = {
    "claims/outcomes/best.yml": """\
# sleep comes first here
question: Is rest the best?
claim: Rest is the best
kind: effect
not_testable:
  why: >-
    A matter of taste, unlike sleep [badge: sleep]; \\[badge: sleep] is how a badge is written
  see: [sleep, headaches]   # sleep first
history:
  - {date: 2026-11-01, level: not-testable, why: First entry}
""",
    "content/timeline.yml": """\
- id: sleep
  date: 2026-10
  kind: study
  body: sleep
  what: >-
    Sleep was measured [badge: sleep]
    and [badge:
    sleep] again.
  cites: [alpha2020]
  claims:
    - "sleep"
    - headaches
""",
    "content/index.md": """\
---
title: What helps sleep?
lead: [sleep]
more:
  - {page: claims/sleep.md, name: sleep, says: All of it}
---

See [sleep](claims/sleep.md#evidence) [badge: sleep] and
https://rest.example/claims/sleep/.
""",
    "content/more/notes.md": "# Notes\n\n[sleep](../claims/sleep.md) not `claims/sleep/a.yml`\n\n"
                             "[ref]: ../claims/sleep.md\n",
    "mkdocs.yml": "site_name: A tiny file\nnav:\n  - Home: index.md\n  - sleep: claims/sleep.md  # claims/sleep.md\n",
    "claims/moved.yml": "- id: slumber\n  date: 2026-11-01\n  to: sleep\n",
}
"""Mentions of the claim `sleep` of every kind, among words that are none."""


def everywhere(world: SiteFolder) -> None:
    for name, text in EVERYWHERE.items():
        world.write(name, text)
    assert world.codes() == []


def contents(site: SiteFolder) -> dict[str, bytes]:
    return {path.relative_to(site.root).as_posix(): path.read_bytes()
            for path in sorted(site.root.rglob("*")) if path.is_file()}  # fmt: skip


def done(site: SiteFolder, *arguments: str) -> str:
    result = site.evidence(*arguments)
    assert result.exit_code == 0, result.output
    assert site.codes() == []
    return result.output


def refused(site: SiteFolder, *arguments: str, status: int = 1) -> str:
    before = contents(site)
    result = site.evidence(*arguments)
    assert result.exit_code == status, result.output
    assert contents(site) == before
    return result.output


# --- rename --------------------------------------------------------------------------------


def test_a_claim_is_renamed_everywhere(world: SiteFolder) -> None:
    """Each mention is another, every other byte is the same, and the older name leads to the newest."""
    everywhere(world)
    before = contents(world)
    said = done(world, "rename", "claim", "sleep", "night")
    after = contents(world)
    assert after.pop("claims/outcomes/night.yml") == before.pop(CLAIM)
    moved = after["claims/moved.yml"].decode()
    assert moved == (EVERYWHERE["claims/moved.yml"].replace("to: sleep", "to: night")
                     + "- id: sleep\n  date: 2026-11-23\n  to: night\n")  # fmt: skip
    changed = {name: text for name, text in after.items() if text != before[name]}
    assert set(changed) == set(EVERYWHERE)
    for name, text in changed.items():
        if name != "claims/moved.yml":
            assert text.replace(b"night", b"sleep") == before[name]
    counts = {name: changed[name].count(b"night") for name in changed}
    assert counts == {"claims/outcomes/best.yml": 2, "content/timeline.yml": 3, "content/index.md": 4,
                      "content/more/notes.md": 2, "mkdocs.yml": 1, "claims/moved.yml": 2}  # fmt: skip
    assert "claims/outcomes/best.yml: 2 mentions" in said
    assert "# sleep first" in changed["claims/outcomes/best.yml"].decode()
    assert "https://rest.example/claims/sleep/" in changed["content/index.md"].decode()


def test_a_study_is_renamed_everywhere(world: SiteFolder) -> None:
    """As evidence, behind a step, in the recorded rating, in a review and in links; its key and its name stay."""
    world.write("studies/review.yml", "name: A review\ntype: review\ndesign: pooled-analysis\nsystem: people\n"
                "group: alpha\npopulation: Adults\nreports: [data2022]\nincludes: [alpha, {study: beta}]\n")
    world.edit("content/index.md", "(claims/sleep.md)", "(studies/alpha.md)")
    done(world, "rename", "study", "alpha", "first")
    claim = world.read(CLAIM)
    assert "{study: first, result: end" in claim
    assert "because: [first]" in claim
    assert "evidence: [first/end, beta/end]" in claim
    assert "includes: [first, {study: beta}]" in world.read("studies/review.yml")
    assert "group: alpha\n" in world.read("studies/review.yml")
    assert "(studies/first.md)" in world.read("content/index.md")
    assert "[@alpha2020]" in claim
    first = world.read("studies/moved.yml").split("\n")
    assert first[0] == "# yaml-language-server: $schema=../schemas/moved.schema.json"
    assert first[1:] == ["- id: alpha", "  date: 2026-11-23", "  to: first", ""]


def test_a_file_from_another_system(world: SiteFolder) -> None:
    """Line ends and the byte-order mark stay."""
    text = "\ufeff" + world.read("content/index.md").replace("\n", "\r\n")
    world.write("content/index.md", text)
    done(world, "rename", "claim", "sleep", "night")
    assert (world.root / "content/index.md").read_bytes().decode() == text.replace("[sleep]", "[night]").replace(
        "claims/sleep.md", "claims/night.md"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("claim", "sleeep", "night"), "there is no claim `sleeep`; did you mean `sleep`?"),
        (("claim", "sleep", "headaches"), "there is a claim `headaches` already"),
        (("claim", "sleep", "A Night"), "`A Night` cannot be an id"),
        (("claim", "sleep", "doze"), "`doze` was renamed to `sleep` on 2026-11-01, and an id is never used again"),
        (("claim", "doze", "night"), "it was renamed to `sleep` on 2026-11-01"),
        (("study", "sleep", "night"), "there is no study `sleep`"),
        (("study", "moved", "night"), "there is no study `moved`"),
    ],
)
def test_names_that_will_not_do(world: SiteFolder, arguments: tuple[str, ...], said: str) -> None:
    world.write("claims/moved.yml", "- {id: doze, date: 2026-11-01, to: sleep}\n")
    assert said in refused(world, "rename", *arguments)


def test_a_file_that_may_hold_a_mention(world: SiteFolder) -> None:
    """What cannot be looked through is told, with its place."""
    world.write("content/timeline.yml", "- id: [sleep\n")
    assert re.search(r"content/timeline\.yml:\d+:\d+: yaml-syntax", refused(world, "rename", "claim", "sleep", "night"))


@pytest.mark.parametrize("shape", ["a folder", "a link"])
def test_a_list_of_old_ids_that_is_no_file(world: SiteFolder, shape: str) -> None:
    path = world.root / "claims/moved.yml"
    if shape == "a folder":
        path.mkdir()
    else:
        path.symlink_to("outcomes/sleep.yml")
    before = path.lstat().st_ino
    said = refused(world, "rename", "claim", "sleep", "night")
    assert "claims/moved.yml:1:1: unreadable-file:" in said
    assert path.lstat().st_ino == before


def test_problems_that_are_there_already(world: SiteFolder) -> None:
    """They are no reason against it; one that would come is."""
    world.edit("claims/outcomes/headaches.yml", "kind: harm", "kind: harms")
    result = world.evidence("rename", "claim", "sleep", "night")
    assert result.exit_code == 0, result.output
    world.write("content/claims/late.md", "# Late\n")
    said = refused(world, "rename", "claim", "night", "late")
    assert "content/claims/late.md:1:1: address-taken:" in said
    assert "this would follow; mend it first" in said


def test_an_unfinished_claim(world: SiteFolder) -> None:
    """Marks that are left are no reason against another name."""
    world.edit(CLAIM, "A larger trial", '"[to be added: what would change it]"')
    assert world.evidence("rename", "claim", "sleep", "night").exit_code == 0
    assert world.codes() == ["placeholder-left"]


def test_a_dry_run_writes_nothing(world: SiteFolder) -> None:
    said = refused(world, "rename", "claim", "sleep", "night", "--dry-run", status=0)
    assert "claims/outcomes/sleep.yml → claims/outcomes/night.yml" in said


def test_fields_with_ids_are_all_known() -> None:
    """A new field that holds the id of a claim or study has to stand in `FIELDS`; others are named here."""
    elsewhere = {
        "Claim.comparison", "Evidence.result", "PublishedEstimate.result", "Study.group", "Study.cohort",
        "Blinding.assessors", "Blinding.guessed_right_percent", "UsedBefore.by_arm", "Study.arms", "Result.id",
        "Result.instrument", "Result.compare", "Result.arms", "BiasAssessment.result", "BiasAssessment.domains",
        "Term.instruments",
    }  # fmt: skip
    told = {str(step) for _, _, path in FIELDS for step in path if isinstance(step, str)}
    records = {record for store in STORES for record in records_of(store)}
    types = {(record.__name__, name): f"{field.annotation} {field.metadata}"
             for record in records for name, field in record.model_fields.items()}  # fmt: skip
    holding = {name for name, type in types.items() if "_id at" in type}
    assert {"Evidence.study", "NotTestable.see", "Step.because"} <= {".".join(found) for found in holding}
    for record, name in holding:
        assert f"{record}.{name}" in elsewhere or name in told, f"{record}.{name}"
    assert all(name in told for name in ("claims", "lead", "includes", "evidence"))
    assert len(LISTS) == 5


# --- retire --------------------------------------------------------------------------------

RETIRE = ("retire", "sleep", "--why", "Its question: asked twice")


def test_a_claim_that_is_mentioned_is_not_retired(world: SiteFolder) -> None:
    """Every place is named."""
    everywhere(world)
    said = refused(world, *RETIRE)
    for name, text in (("claims/outcomes/best.yml", "sleep, headaches"), ("content/timeline.yml", 'sleep"'),
                       ("content/more/notes.md", "sleep.md"), ("mkdocs.yml", "sleep.md")):  # fmt: skip
        line, column = world.place(name, text)
        assert f"  {name}:{line}:{column}\n" in said + "\n"


def test_another_claim_takes_its_place(world: SiteFolder) -> None:
    """Wherever it was mentioned; its page says what it asked and why it is gone, and an older name leads there."""
    everywhere(world)
    world.edit("claims/outcomes/best.yml", "[sleep, headaches]", "[sleep]")
    world.edit("content/timeline.yml", "    - headaches\n", "")
    line, column = world.place("content/more/notes.md", "sleep.md")
    said = done(world, *RETIRE, "--instead", "headaches")
    assert "it was written about sleep:\n" in said
    assert f"\n  content/more/notes.md:{line}:{column}\n" in said
    assert not (world.root / CLAIM).exists()
    assert "see: [headaches]" in world.read("claims/outcomes/best.yml")
    assert "lead: [headaches]" in world.read("content/index.md")
    assert world.read("claims/moved.yml").endswith(
        "  to: sleep\n- id: sleep\n  date: 2026-11-23\n  title: Does rest therapy relieve bad sleep?\n"
        '  why: "Its question: asked twice"\n  to: headaches\n'
    )
    page = build.prepare(world.settings).assets["claims/sleep/index.html"].decode()
    assert "Its question: asked twice" in page


def test_one_that_stands_beside_it(world: SiteFolder) -> None:
    """Nothing is listed twice: the retired one goes from the list, and nothing else from the line."""
    everywhere(world)
    done(world, *RETIRE, "--instead", "headaches")
    assert "  see: [headaches]   # sleep first\n" in world.read("claims/outcomes/best.yml")
    assert world.read("content/timeline.yml").endswith("  claims:\n    - headaches\n")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("[sleep, headaches]", "[headaches]"),
        ("[headaches, sleep]", "[headaches]"),
        ("[ headaches , 'sleep' , best ]", "[ headaches , best ]"),
        ('\n    - "sleep"  # first\n    - headaches', "\n    - headaches"),
        ("\n    - headaches\n    - sleep", "\n    - headaches"),
    ],
)
def test_a_list_without_an_item(world: SiteFolder, written: str, left: str) -> None:
    """However the list is written."""
    world.write("claims/outcomes/best.yml", EVERYWHERE["claims/outcomes/best.yml"])
    text = EVERYWHERE["claims/outcomes/best.yml"].replace("best", "most")
    world.write("claims/outcomes/most.yml", text.replace("[sleep, headaches]   # sleep first", written))
    done(world, *RETIRE, "--instead", "headaches")
    assert f"  see: {left}\nhistory:" in world.read("claims/outcomes/most.yml")


@pytest.mark.parametrize("instead", ["sleep", "headache", "nothing"])
def test_no_such_claim_to_take_its_place(world: SiteFolder, instead: str) -> None:
    assert f"there is no other claim `{instead}`" in refused(world, *RETIRE, "--instead", instead)


def test_why_is_a_line(world: SiteFolder) -> None:
    assert "--why: no value is given" in refused(world, "retire", "sleep", "--instead", "headaches", "--why", " ")
    assert "missing: --why" in refused(world, "retire", "sleep", status=2)
    assert "--why: one line is expected" in refused(world, "retire", "sleep", "--instead", "headaches", "--why", "a\nb")


def test_why_is_asked_for_last(world: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody writes a sentence for nothing; an answer that will not do is asked for again."""
    monkeypatch.setattr("mkdocs_evidence.cli._can_ask", lambda: True)
    for arguments in (("retire", "sleeep"), ("retire", "sleep"), ("retire", "sleep", "--instead", "nothing")):
        assert "Why, in a sentence" not in refused(world, *arguments)
    result = world.evidence("retire", "sleep", "--instead", "headaches", answers=["  ", "Asked twice"])
    assert result.exit_code == 0, result.output
    assert "  no value is given\n" in result.output
    assert "  why: Asked twice\n" in world.read("claims/moved.yml")


# --- all or none ---------------------------------------------------------------------------


def test_a_file_that_cannot_be_written(world: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever of the files it is, and in whichever step: all are as they were, and nothing is left behind."""
    everywhere(world)
    files = [path for path in world.root.rglob("*") if path.is_file()]
    for path in files:
        path.chmod(0o600)
    replace, beside = Path.replace, together._beside
    for number in range(15):
        left = [number]

        def failing(original, left=left):  # type: ignore[no-untyped-def]
            def call(*args, **kwargs):  # type: ignore[no-untyped-def]
                left[0] -= 1
                if left[0] == -1:
                    raise OSError(28, "No space left on device")
                return original(*args, **kwargs)

            return call

        monkeypatch.setattr(Path, "replace", failing(replace))
        monkeypatch.setattr(together, "_beside", failing(beside))
        before = contents(world)
        result = world.evidence("rename", "claim", "sleep", "night")
        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(together, "_beside", beside)
        if result.exit_code == 0:
            break
        assert "cannot be written: No space left on device" in result.output
        assert contents(world) == before, number
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert number == 14, "every one of seven files is written beside its place, then put there"

# ruff: noqa: E501 (one case a line reads better here)
"""`evidence accept`: what it writes, what it keeps, and when it writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CLAIM = "claims/outcomes/sleep.yml"
RETRACTED = ("10.1000/beta2021", "retracted", True)
ENTRY = """\
  - date: 2026-11-23
    level: low
    direction: supports
    evidence: [alpha/end]
    why: "Beta is gone"
"""


def accept(world, why: str = "Beta is gone"):
    return world.evidence("accept", "sleep", "--why", why)


def test_retraction(world):
    """The new entry stands on top, remarks and every other byte stay, and check is clean."""
    world.edit(CLAIM, "history:\n", "history:   # newest first\n  # the first one was made by two people\n")
    before = world.read(CLAIM)
    world.status(RETRACTED)
    assert world.codes() == ["retracted-evidence"]
    result = accept(world)
    assert result.exit_code == 0, result.output
    assert "recorded low, supports" in result.output
    assert world.read(CLAIM) == before.replace(
        "  - date: 2026-11-01\n    level", ENTRY + "  - date: 2026-11-01\n    level"
    )
    assert world.problems() == []


def test_second_time(world):
    """Nothing is left to record: says so and writes nothing."""
    world.status(RETRACTED)
    accept(world)
    before = world.read(CLAIM)
    result = accept(world)
    assert result.exit_code == 0
    assert "nothing was written" in result.output
    assert world.read(CLAIM) == before


def test_nothing_to_record(world):
    before = world.read(CLAIM)
    result = accept(world)
    assert result.exit_code == 0
    assert "nothing was written" in result.output
    assert world.read(CLAIM) == before


def test_other_errors_in_the_file(world):
    """It refuses as long as something else is wrong with the claim, and names it."""
    world.status(RETRACTED)
    world.edit(CLAIM, "reason: Few people took part", "reason: Few people took part [@nobody]")
    before = world.read(CLAIM)
    result = accept(world)
    assert result.exit_code == 1
    assert "unknown-citation" in result.output
    assert "nothing was written" in result.output
    assert world.read(CLAIM) == before


def test_errors_in_another_file(world):
    """They do not keep this claim from being recorded."""
    world.status(RETRACTED)
    world.write("claims/outcomes/other.yml", "question: What?\n")
    assert accept(world).exit_code == 0


def test_study_that_cannot_be_read(world):
    """Where a line of evidence leads to a broken file, nobody knows what follows: nothing is recorded."""
    world.write("studies/beta.yml", "name: [BETA\n")
    before = world.read(CLAIM)
    result = accept(world)
    assert result.exit_code == 1
    assert world.read(CLAIM) == before


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\n# a last remark\n"])
def test_claim_without_history(world, end):
    """The field is appended at the end of the file, below everything that stands there."""
    world.remove(CLAIM, ("history",))
    world.write(CLAIM, world.read(CLAIM).rstrip("\n") + end)
    before = world.read(CLAIM).rstrip("\n")
    assert accept(world, "First rating").exit_code == 0
    after = world.read(CLAIM)
    assert after.startswith(before)
    assert after.endswith(
        "  - date: 2026-11-23\n    level: low\n    direction: supports\n"
        '    evidence: [alpha/end, beta/end]\n    why: "First rating"\n'
    )
    assert world.problems() == []


def test_text_at_the_end(world):
    """A block of text at the end of the file does not swallow the appended field."""
    world.remove(CLAIM, ("history",))
    world.remove(CLAIM, ("summary",))
    world.write(CLAIM, world.read(CLAIM) + "summary: |\n  Two trials.\n")
    assert accept(world).exit_code == 0
    assert world.problems() == []


STYLES = {
    "list at the margin": ("history:\n  - date: 2026-11-01\n    level: low\n    direction: supports\n"
                           "    evidence: [alpha/end, beta/end]\n    why: First rating\n",
                           "history:\n- date: 2026-11-01\n  level: low\n  direction: supports\n"
                           "  evidence: [alpha/end, beta/end]\n  why: First rating\n"),
    "wide dash": ("  - date: 2026-11-01\n    level: low\n    direction: supports\n    evidence: [alpha/end, beta/end]\n    why: ",
                  "  -   date: 2026-11-01\n      level: low\n      direction: supports\n      evidence: [alpha/end, beta/end]\n      why: "),
    "dash on a line of its own": ("  - date: 2026-11-01\n    level: low", "  -\n    date: 2026-11-01\n    level: low"),
    "four blanks": ("  - date: 2026-11-01\n    level: low\n    direction: supports\n    evidence: [alpha/end, beta/end]\n    why: ",
                    "    - date: 2026-11-01\n      level: low\n      direction: supports\n      evidence: [alpha/end, beta/end]\n      why: "),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), STYLES.values(), ids=STYLES)
def test_style_of_the_list(world, old, new):
    """However the list is indented, the entry fits, and the lines that were there stay as they were."""
    world.edit(CLAIM, old, new)
    before = world.read(CLAIM)
    world.status(RETRACTED)
    result = accept(world)
    assert result.exit_code == 0, result.output
    assert world.problems() == []
    assert [line for line in before.split("\n") if line not in world.read(CLAIM).split("\n")] == []


FLOW = {
    "list in brackets": ("[{date: 2026-11-01, level: low, direction: supports, evidence: [alpha/end, beta/end], why: First}]"),
    "entry in braces": ("\n  - {date: 2026-11-01, level: low, direction: supports, evidence: [alpha/end, beta/end], why: First}"),
    "empty list": "[]",
}  # fmt: skip


@pytest.mark.parametrize("history", FLOW.values(), ids=FLOW)
def test_history_in_brackets(world, history):
    """It says what to change, with the place, writes nothing and ends with status 1 (cannot be recorded)."""
    world.remove(CLAIM, ("history",))
    world.write(CLAIM, world.read(CLAIM) + f"history: {history}\n")
    world.status(RETRACTED)
    before = world.read(CLAIM)
    result = accept(world)
    assert world.read(CLAIM) == before
    assert f"{CLAIM}:" in result.output
    assert result.exit_code == 1


@pytest.mark.parametrize("shape", ["braces", "indented", "end marker"])
def test_file_in_an_unusual_shape(world, shape):
    """Where the entry cannot simply be appended, the file is either recorded soundly or left as it is."""
    world.remove(CLAIM, ("history",))
    text = world.read(CLAIM)
    if shape == "braces":
        text = json.dumps(world.document(CLAIM).plain()) + "\n"
    elif shape == "indented":
        text = "".join(f"  {line}\n" if line else "\n" for line in text.split("\n")[:-1])
    else:
        text += "...\n"
    world.write(CLAIM, text)
    assert world.codes() == ["level-not-recorded"]
    result = accept(world)
    assert not (result.exception and not isinstance(result.exception, SystemExit))
    if result.exit_code == 0:
        assert world.problems() == []
    else:
        assert world.read(CLAIM) == text


def test_windows_line_ends(world):
    """A file with CRLF keeps them in every line, the new ones included."""
    world.status(RETRACTED)
    world.write(CLAIM, world.read(CLAIM).replace("\n", "\r\n"))
    before = world.read(CLAIM)
    assert accept(world).exit_code == 0
    assert world.problems() == []
    after = world.read(CLAIM)
    assert after == before.replace(
        "  - date: 2026-11-01\r\n    level", ENTRY.replace("\n", "\r\n") + "  - date: 2026-11-01\r\n    level"
    )


def test_byte_order_mark(world):
    """It stays, like every other byte."""
    world.status(RETRACTED)
    world.write(CLAIM, b"\xef\xbb\xbf" + world.read(CLAIM).encode())
    assert accept(world).exit_code == 0
    assert world.read(CLAIM).startswith("\ufeffquestion")
    assert world.problems() == []


def test_mode_of_the_file(world):
    """The file's permissions stay, and no other file is left behind."""
    world.status(RETRACTED)
    (world.root / CLAIM).chmod(0o640)
    files = sorted(world.root.rglob("*"))
    assert accept(world).exit_code == 0
    assert (world.root / CLAIM).stat().st_mode & 0o777 == 0o640
    assert sorted(world.root.rglob("*")) == files


def test_a_full_disk(world, monkeypatch):
    """The file is as it was, and the status says that something is left to record."""
    world.status(RETRACTED)
    before, files = world.read(CLAIM), sorted(world.root.rglob("*"))

    def full(self, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = accept(world)
    assert result.exit_code == 1
    assert "sleep.yml cannot be written: No space left on device; nothing was written\n" in result.output
    assert (world.read(CLAIM), sorted(world.root.rglob("*"))) == (before, files)


REASONS = {
    "quotes": 'He said "no": really',
    "backslash": "a\\b \\n c",
    "hash and colon": "one: two # three",
    "braces": "{{ 7*7 }} {% raise %}",
    "two lines": "one\ntwo",
    "letters of many scripts": "größer 大 𝄞",
    "hyphen in front": "- not a list",
    "delete character": "a\x7fb",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "right-to-left override": "a\u202eb",
    "escape": "a\x1b[31mb",
    "byte that is no UTF-8": "a\udcffb",
    "unknown citation": "See [@nobody]",
    "malformed citation": "See [@",
    "link that runs": "[x](javascript:alert)",
    "too long": "x" * 5001,
}  # fmt: skip


@pytest.mark.parametrize("why", REASONS.values(), ids=REASONS)
def test_reason(world, why):
    """The reason is recorded as it was given and check is clean, or it is refused and nothing is written."""
    world.status(RETRACTED)
    before = world.read(CLAIM)
    files = sorted(world.root.rglob("*"))
    result = accept(world, why)
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert sorted(world.root.rglob("*")) == files
    if result.exit_code == 0:
        assert world.problems() == []
        assert world.appraisal().claim.history[0].why == why
    else:
        assert world.read(CLAIM) == before


@pytest.mark.parametrize("why", ["", "   ", "\n"])
def test_no_reason(world, why):
    """A reason is needed; without one the command was misused."""
    world.status(RETRACTED)
    before = world.read(CLAIM)
    assert accept(world, why).exit_code == 2
    assert world.read(CLAIM) == before


@pytest.mark.parametrize(("id", "said"), [("slep", "did you mean `sleep`"), ("zzz", "claims stand in claims/")])
def test_unknown_claim(world, id, said):
    result = world.evidence("accept", id, "--why", "x")
    assert result.exit_code == 2
    assert said in result.output


def test_a_claim_with_another_name(world):
    world.write("claims/moved.yml", "- {id: doze, date: 2026-11-01, to: sleep}\n")
    said = "there is no claim `doze`; it was renamed to `sleep` on 2026-11-01\n"
    assert world.evidence("accept", "doze", "--why", "x").output == said


def test_suspended_claim(world):
    """A concern changes nothing that has to be recorded."""
    world.status(("10.1000/beta2021", "concern", True))
    result = accept(world)
    assert result.exit_code == 0
    assert "nothing was written" in result.output


def test_state_without_evidence(world):
    """A claim that nobody rated is recorded with its state, without a direction."""
    for field in ("evidence", "certainty", "history"):
        world.remove(CLAIM, (field,))
    assert world.evidence("accept", "sleep", "--why", "First search").exit_code == 0
    assert 'level: no-study-found\n    evidence: []\n    why: "First search"\n' in world.read(CLAIM)
    assert [code for code in world.codes() if code != "uncited-reference"] == []


# --- what it says before, and for whom -----------------------------------------------------


def test_what_changes_is_told_first(world):
    """Rating before and after, the sentence that will stand there, and which results count; a dry run ends there."""
    world.status(RETRACTED)
    world.edit(CLAIM, "    step: -1\n    reason: Few people took part", "    step: -2\n    reason: Very few people")
    before = world.read(CLAIM)
    result = world.evidence("accept", "sleep", "--dry-run")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "sleep: Does rest therapy relieve bad sleep?",
        "  rating     Low certainty → Very low certainty",
        "  sentence   The evidence is very uncertain about the effect of rest therapy on the severity of bad sleep compared with waiting.",
        "  counts     - beta/end, no longer",
        "nothing was written (--dry-run)",
    ]
    assert world.read(CLAIM) == before


def two_to_record(world):
    """Two claims with something to record, and one without."""
    world.edit(CLAIM, "inconsistency: {step: 0}", "inconsistency: {step: -1, reason: They differ}")
    text = world.read("claims/outcomes/headaches.yml")
    world.write("claims/outcomes/aches.yml", text.replace("headaches", "aches").partition("history:")[0]
                + "search:" + text.partition("search:")[2])  # fmt: skip


def test_all_at_once(world):
    """Every claim with something to record, in the site's order, with one reason; a second time there is none."""
    two_to_record(world)
    result = world.evidence("accept", "--all", "--why", "Judged anew")
    assert result.exit_code == 0, result.output
    lines = [line for line in result.output.splitlines() if ": recorded " in line]
    assert lines == ["claims/outcomes/aches.yml: recorded no-study-found", f"{CLAIM}: recorded very-low, supports"]
    assert "  rating     nothing recorded → No study found\n" in result.output
    assert world.codes() == []
    assert world.read(CLAIM).count("Judged anew") == 1
    again = world.evidence("accept", "--all", "--why", "Judged anew")
    assert (again.exit_code, again.output) == (0, "every rating is recorded; nothing was written\n")


def test_all_but_one_that_has_a_fault(world):
    """The others are recorded; it is told, and the status says that one is left."""
    two_to_record(world)
    world.edit("claims/outcomes/aches.yml", "comparison: rest", "comparison: rset")
    result = world.evidence("accept", "--all", "--why", "Judged anew")
    assert result.exit_code == 1
    assert "claims/outcomes/aches.yml:4:13: unknown-comparison" in result.output
    assert "aches cannot be recorded before this is mended" in result.output
    assert f"{CLAIM}: recorded very-low, supports" in result.output


def test_asked_on_a_terminal(world, monkeypatch):
    """The reason is asked for once it is plain what changes; not on a terminal it is named as missing."""
    world.status(RETRACTED)
    result = world.evidence("accept", "sleep")
    assert result.exit_code == 2
    assert "missing: --why" in result.output
    monkeypatch.setattr("mkdocs_evidence.cli._can_ask", lambda: True)
    result = world.evidence("accept", "sleep", answers=["", "  ", "Beta is gone"])
    assert result.exit_code == 0, result.output
    assert 'why: "Beta is gone"' in world.read(CLAIM)
    assert result.output.index("counts     - beta/end") < result.output.index("Why, in a sentence")


@pytest.mark.parametrize("arguments", [(), ("sleep", "--all")])
def test_one_or_all(world, arguments):
    result = world.evidence("accept", *arguments, "--why", "x")
    assert result.exit_code == 2
    assert "name one claim, or say --all" in result.output


def test_the_sentence_before_and_after(world):
    """Where the same results count, so that it is known what the page said."""
    world.edit(CLAIM, "    step: -1\n    reason: Few people took part", "    step: 0")
    lines = world.evidence("accept", "sleep", "--dry-run").output.splitlines()
    assert lines[2:4] == [
        "  sentence   with the old rating: Rest therapy may lower the severity of bad sleep compared with waiting.",
        "             with the new rating: Rest therapy probably lowers the severity of bad sleep compared with waiting.",
    ]

"""The scripts behind the workflows, with a stand-in for `gh` and for `evidence`."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
SHA = "a" * 40
EVENT = {"REPOSITORY": "owner/site", "RUN": "77", "HEAD_OWNER": "stranger", "HEAD_BRANCH": "fix/one#2", "HEAD_SHA": SHA}
GOOD = """\
### What changes for readers

1 edit in all.

**Claims**

- `Does it?` (`it`)
  - `summary` `a` → `b @me`
"""
STAND_IN = """\
#!{python}
import json, os, pathlib, sys
arguments, folder = sys.argv[1:], pathlib.Path({folder!r})
with (folder / "calls").open("a") as calls:
    calls.write(json.dumps([arguments, sys.stdin.read() if "-" in arguments else ""]) + "\\n")
if arguments[:2] == ["run", "download"]:
    out = pathlib.Path(arguments[arguments.index("--dir") + 1], "comment.md")
    made = folder / "artefact"
    out.symlink_to("/etc/hosts") if made.is_symlink() else out.write_bytes(made.read_bytes())
elif "/pulls?" in arguments[-1]:
    print((folder / "pulls").read_text())
elif arguments[-1].endswith("/comments"):
    print((folder / "comments").read_text())
"""


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which a stand-in for `gh` answers, with one pull request and no comment."""
    pull = {"number": 5, "head": {"sha": SHA}, "base": {"repo": {"full_name": "owner/site"}}}
    (tmp_path / "pulls").write_text(json.dumps([[pull]]))
    (tmp_path / "comments").write_text("[[]]")
    (tmp_path / "artefact").write_text(GOOD)
    (tmp_path / "gh").write_text(STAND_IN.format(python=sys.executable, folder=str(tmp_path)))
    (tmp_path / "gh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def calls(folder: Path) -> list[tuple[list[str], str]]:
    return [tuple(json.loads(line)) for line in (folder / "calls").read_text().splitlines()]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("post_comment", str(SCRIPTS / "post-comment"))
    spec = importlib.util.spec_from_loader("post_comment", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, kept = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = kept
    return module


def test_posts(script: ModuleType, github: Path):
    """The artefact becomes the body of a new comment, under the pull request whose head is the event's commit."""
    assert script.post(EVENT) == "posted the comment of pull request 5"
    arguments, given = calls(github)[-1]
    assert arguments == ["api", "--method", "POST", "repos/owner/site/issues/5/comments", "--input", "-"]
    assert json.loads(given) == {"body": f"{script.MARK}\n{GOOD}"}
    assert "head=stranger%3Afix%2Fone%232" in calls(github)[0][0][-1]


def test_renews(script: ModuleType, github: Path):
    """The comment of an earlier run is written over; one by somebody else that looks like it is not."""
    theirs = {"id": 1, "user": {"login": "stranger"}, "body": script.MARK}
    ours = {"id": 2, "user": {"login": script.BOT}, "body": f"{script.MARK}\nold"}
    (github / "comments").write_text(json.dumps([[theirs], [ours]]))
    assert script.post(EVENT).startswith("renewed")
    assert calls(github)[-1][0][:4] == ["api", "--method", "PATCH", "repos/owner/site/issues/comments/2"]


@pytest.mark.parametrize("pulls", [
    [], [{"number": 5, "head": {"sha": "b" * 40}, "base": {"repo": {"full_name": "owner/site"}}}],
    [{"number": 5, "head": {"sha": SHA}, "base": {"repo": {"full_name": "other/site"}}}],
])  # fmt: skip
def test_another_pull_request(script: ModuleType, github: Path, pulls: list[object]):
    """Nothing is posted where no pull request here has that commit as its head."""
    (github / "pulls").write_text(json.dumps([pulls]))
    assert "no open pull request" in script.post(EVENT)
    assert len(calls(github)) == 1


@pytest.mark.parametrize(("name", "value"), [("RUN", "7 --repo x"), ("REPOSITORY", "../x"), ("HEAD_SHA", "main"),
                                             ("HEAD_OWNER", "a&b")])  # fmt: skip
def test_bent_event(script: ModuleType, github: Path, name: str, value: str):
    """What is no number, name or hash never reaches a command."""
    with pytest.raises(script.NotPosted, match=name):
        script.post({**EVENT, name: value})
    assert not (github / "calls").exists()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 240_001, None])
def test_artefact_that_is_none(script: ModuleType, github: Path, content: bytes | None):
    """A link, a large file and what is not text are not posted."""
    (github / "artefact").unlink()
    if content is None:
        (github / "artefact").symlink_to("/etc/hosts")
    else:
        (github / "artefact").write_bytes(content)
    with pytest.raises(script.NotPosted, match="artefact"):
        script.post(EVENT)
    assert len(calls(github)) == 2


@pytest.mark.parametrize("text", [
    "Thanks @owner", "<img src=x>", "[a](https://b.example)", "See https://b.example", "#12", "See #12",
    "![a](b)", "- a `b` @c", "`a` `` @b `", "Text\n\n    code @a", "| a | b |", "- [ ] done",
    "www.example.org/x", "GH_1",
    "`a\nb` @c", "&lt;", "~x~",
])  # fmt: skip
def test_bent_text(script: ModuleType, text: str):
    """Whatever is not made of our words and code spans stands in a code block as a whole."""
    assert script.safe(text) == f"```text\n{text}\n```"


def test_the_report_of_a_branch(script: ModuleType):
    """What `evidence diff` writes has the form that is posted as it is."""
    written = (SCRIPTS.parent / "tests/sites/a-trial-a-retraction-and-a-typo.md").read_text(encoding="utf-8")
    assert script.safe(written) == written


def test_a_fence_in_the_text(script: ModuleType):
    """A code block cannot be closed from within, nor a letter hide in it."""
    assert script.safe("````\n@a\u202e\u200b") == "`````text\n````\n@a\n`````"


def test_report(tmp_path: Path):
    """`report-changes` takes what `evidence` says, and adds that a maintainer is asked for."""
    stand_in = tmp_path / "evidence"
    stand_in.write_text('#!/bin/sh\n[ "$1" = diff ] && { echo "### What changes for readers"; exit 0; }\n'
                        'echo "lock: a.lock"; echo "script: b"; exit 1\n')  # fmt: skip
    stand_in.chmod(0o755)
    run = [SCRIPTS / "report-changes", "a...b", tmp_path / "out"]
    subprocess.run(run, env={**os.environ, "EVIDENCE": str(stand_in)}, check=True)
    text = (tmp_path / "out/comment.md").read_text()
    assert text.startswith("### What changes for readers\n\n**Asks for a maintainer**\n\nFiles other than")
    assert "changed: 2." in text
    stand_in.write_text("#!/bin/sh\nexit 2\n")
    subprocess.run(run, env={**os.environ, "EVIDENCE": str(stand_in)}, check=True, capture_output=True)
    assert "could not be worked out" in (tmp_path / "out/comment.md").read_text()


def test_report_has_the_form_that_is_posted(script: ModuleType, tmp_path: Path):
    """What the reporter and the script write is posted as it is."""
    stand_in = tmp_path / "evidence"
    stand_in.write_text(f'#!/bin/sh\n[ "$1" = diff ] && cat "{tmp_path}/said" && exit 0\necho "lock: a.lock"; exit 1\n')
    (tmp_path / "said").write_text(GOOD)
    stand_in.chmod(0o755)
    run = [SCRIPTS / "report-changes", "a...b", tmp_path / "out"]
    subprocess.run(run, env={**os.environ, "EVIDENCE": str(stand_in)}, check=True)
    text = (tmp_path / "out/comment.md").read_text()
    assert script.safe(text) == text


def in_git(root: Path, *arguments: str) -> str:
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ("-c", "user.name=nobody", "-c", "user.email=nobody")
    return subprocess.run(["git", *who, *arguments], cwd=root, env={**os.environ, **quiet}, capture_output=True,
                          check=True, text=True).stdout  # fmt: skip


@pytest.mark.parametrize(("change", "proposed"), [("  date: 2026-11-08\n", False), ("  date: 2026-11-08\nnew\n", True)])
def test_refresh(tmp_path: Path, change: str, proposed: bool):
    """A new day of the snapshot alone opens no pull request; a record does, on a branch that was pushed."""
    root, folder = tmp_path / "site", tmp_path / "bin"
    root.mkdir()
    folder.mkdir()
    (root / "references.status.yml").write_text("  date: 2026-11-01\n")
    in_git(root, "init", "--quiet", "--initial-branch=main")
    in_git(root, "add", "--all")
    in_git(root, "commit", "--quiet", "--message", "First")
    (tmp_path / "new").write_text(change)
    said = "echo 'said ``` @x'"
    (folder / "evidence").write_text(f'#!/bin/sh\ncp "{tmp_path}/new" references.status.yml; {said}\n')
    (folder / "gh").write_text(f'#!/bin/sh\necho "$*" >>"{tmp_path}/gh"; cat .status-refresh.txt.body 2>&-; exit 0\n')
    # Pushing is the one thing that needs the network.
    git = subprocess.run(["sh", "-c", "command -v git"], capture_output=True, text=True, check=True).stdout.strip()
    (folder / "git").write_text(f'#!/bin/sh\n[ "$1" = push ] && {{ echo "$*" >>"{tmp_path}/gh"; exit; }}\n{git} "$@"\n')
    for program in folder.iterdir():
        program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    ours = {"EVIDENCE": str(folder / "evidence"), "REPOSITORY": "owner/site", "BRANCH": "main"}
    environment = {**os.environ, **ours, "PATH": path}
    outputs = [
        subprocess.run([SCRIPTS / "refresh-status", step], cwd=root, env=environment, capture_output=True, text=True,
                       check=True).stdout
        for step in ("read", "propose")
    ]  # fmt: skip
    assert (tmp_path / "gh").exists() is proposed
    if proposed:
        assert "push --quiet https://github.com/owner/site HEAD:refs/heads/status-" in (tmp_path / "gh").read_text()
        assert "````````text\nsaid  @x\n\n````````\n" in outputs[1]
        assert in_git(root, "show", "--format=", "--name-only").split() == ["references.status.yml"]
    else:
        assert outputs[1] == "nothing has changed\n"

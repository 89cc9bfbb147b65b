"""The workflows: linted by zizmor and against GitHub's schemas, and what neither knows of ours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
STARTER = PROJECT / "generator/mkdocs_evidence/starter/dot-github/workflows"
"""What a new site is given."""
WORKFLOWS = sorted([*(PROJECT / ".github/workflows").glob("*.yml"), *STARTER.glob("*.yml")])
FORMS = [path for path in sorted((PROJECT / ".github/ISSUE_TEMPLATE").glob("*.yml")) if path.stem != "config"]


def read(path: Path) -> dict[str, Any]:
    """A workflow as YAML; `on` stays a word."""
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return loaded


def run(*command: object) -> str:
    done = subprocess.run([str(part) for part in command], cwd=PROJECT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_zizmor():
    """No finding of zizmor, which looks nothing up; the one that is waived says why where it stands."""
    zizmor = Path(sys.executable).with_name("zizmor")
    assert run(zizmor, "--offline", "--no-progress", "--quiet", ".github", *STARTER.glob("*.yml")) == ""


@pytest.mark.parametrize(("schema", "files"), [
    ("github-workflows", WORKFLOWS), ("github-issue-forms", FORMS),
    ("github-issue-config", [PROJECT / ".github/ISSUE_TEMPLATE/config.yml"]),
])  # fmt: skip
def test_schemas(schema: str, files: list[Path]):
    """Workflows and issue forms are such as GitHub reads, by the schemas that check-jsonschema carries."""
    check = Path(sys.executable).with_name("check-jsonschema")
    assert run(check, "--builtin-schema", f"vendor.{schema}", *files) == ""


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: f"{path.parents[2].name}-{path.stem}")
def test_rights(path: Path):
    """What meets strangers may only read; who may write runs our own code, and says what for."""
    workflow = read(path)
    events = workflow["on"] if isinstance(workflow["on"], dict) else {workflow["on"]: None}
    assert "pull_request_target" not in events
    rights = [workflow["permissions"], *(job.get("permissions", {}) for job in workflow["jobs"].values())]
    writes = {name for found in rights for name, right in found.items() if right == "write"}
    assert "secrets." not in path.read_text(encoding="utf-8")
    if "pull_request" in events:
        assert writes == set()
    for job in workflow["jobs"].values():
        assert "timeout-minutes" in job
        for step in job["steps"]:
            # What an event holds reaches a command as a variable of the environment only.
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"
                if "workflow_run" in events:
                    assert "ref" not in step["with"]
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])


def test_comment_follows_the_pull_request():
    """comment.yml names the workflow whose artefact it posts, and both agree on the artefact."""
    asked, posted = (read(PROJECT / f".github/workflows/{name}.yml") for name in ("pull-request", "comment"))
    assert posted["on"]["workflow_run"]["workflows"] == [asked["name"]]
    steps = asked["jobs"]["changes"]["steps"]
    upload = next(step for step in steps if step.get("uses", "").startswith("actions/upload-artifact"))
    script = (PROJECT / "scripts/post-comment").read_text(encoding="utf-8")
    assert f'ARTEFACT = "{upload["with"]["name"]}"' in script
    assert f'FILE = "{Path(upload["with"]["path"]).name}"' in script


def test_correction_form():
    """Claim pages fill in `claim` and `page`; the form keeps these names."""
    form = read(PROJECT / ".github/ISSUE_TEMPLATE/correction.yml")
    assert [part["id"] for part in form["body"] if "id" in part][:3] == ["claim", "page", "what"]


def test_pre_commit_hook():
    """The hook runs the check on a change of any store, and on no other file."""
    hook = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]
    assert hook["entry"] == "evidence check"
    for name in ("claims/a/b.yml", "studies/a.yml", "references.bib", "references.status.yml", "content/index.md"):
        assert re.search(hook["files"], name), name
    assert not re.search(hook["files"], "generator/claims/a.py")

"""What the documentation tells people to type: it is run in a copy of this site, in the order of each page, and has to
end as stated and to print what is shown. See `commands.py` for what blocks may say about themselves."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click
import pytest
from commands import OURS, PROJECT, Block, Command, blocks, mentioned, missing, pages, text_of

from mkdocs_evidence.cli import main
from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.yaml_reader import read_yaml

DAY = "1796040000"
"""30 November 2026: a day on which no review of this site is overdue."""
COPIED = (
    "claims", "studies", "content", "overrides", "schemas", "scripts", ".github", "Makefile", "mkdocs.yml",
    "references.bib", "references.status.yml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", ".gitignore",
)  # fmt: skip
ADDRESS = "ADDRESS-OF-THIS-REPOSITORY"
NOT_RUN = {
    "README.md": 4,
    "content/contribute/retraction.md": 1,
    "content/contribute/tutorial.md": 2,
    "content/contribute/upgrades.md": 3,
}
"""How many commands of each page are not run; each block says why."""
WORK = {
    "DOI": "10.1038/s41586-023-06204-3",
    "type": "journal-article",
    "title": ["Psychedelics reopen the social reward learning critical period"],
    "author": [{"family": name, "given": given} for name, given in (("Nardou", "R"), ("Sawyer", "E"), ("Dölen", "G"))],
    "container-title": ["Nature"],
    "issued": {"date-parts": [[2023]]},
    "volume": "618",
    "issue": "7966",
    "page": "790-798",
}  # fmt: skip
"""What the test's server knows: a real publication, three of its twelve authors."""


class Crossref(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"message": WORK}).encode()
        self.send_response(200 if str(WORK["DOI"]) in self.path.replace("%2F", "/") else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None: ...


@pytest.fixture(scope="module")
def crossref() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Crossref)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Reader:
    """Somebody who follows a page from its first line to its last."""

    def __init__(self, folder: Path, origin: Path, crossref: str) -> None:
        self.folder, self.origin, self.crossref = folder, origin, crossref
        self.here = folder
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder), "LANG": "C.UTF-8",
            "SOURCE_DATE_EPOCH": DAY, "NO_MKDOCS_2_WARNING": "1", "no_proxy": "127.0.0.1", "PAGER": "cat",
            "GIT_AUTHOR_NAME": "Reader", "GIT_AUTHOR_EMAIL": "reader@example.org", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_COMMITTER_NAME": "Reader", "GIT_COMMITTER_EMAIL": "reader@example.org",
        }  # fmt: skip

    def run(self, typed: str) -> tuple[int, str]:
        """Status and output of one line; where it goes to another folder, the next one begins there."""
        after = self.folder / "where"
        script = f"{typed}\nstatus=$?\npwd >{after}\nexit $status"
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.here, env=self.environment, stdin=subprocess.DEVNULL, text=True,
            encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False,
        )  # fmt: skip
        self.here = Path(after.read_text(encoding="utf-8").strip())
        if typed.startswith("git clone"):
            self.furnish(self.folder / "evidence")
        return done.returncode, done.stdout

    def furnish(self, site: Path) -> None:
        """The programs in place of those that the first `make` installs."""
        (site / ".venv").symlink_to(sys.prefix)
        (site / ".git" / "info" / "exclude").write_text(".venv\n", encoding="utf-8")

    def type(self, command: Command, block: Block, *, last: bool) -> None:
        typed = command.typed.replace(ADDRESS, str(self.origin))
        if "crossref" in block.said:
            typed += f" --crossref {self.crossref}"
        expected = int(block.said.get("exit", 0)) if last else 0
        status, printed = self.run(typed)
        place = f"line {block.line}: $ {command.typed}\n"
        assert status == expected, f"{place}ended with {status} and not with {expected}:\n{printed}"
        lost = missing(command.output, printed)
        assert lost is None, f"{place}did not print\n{lost}\nbut\n{printed}"

    def write(self, block: Block) -> None:
        path = self.here / block.said["file"]
        anchor = block.said.get("instead")
        if anchor is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
            return
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        places = [number for number, line in enumerate(lines) if line.strip() == anchor]
        assert len(places) == 1, f"line {block.line}: {anchor!r} stands {len(places)} times in {block.said['file']}"
        lines[places[0]] = block.text
        path.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This site as a repository of its own, whose `make` installs nothing."""
    folder = tmp_path_factory.mktemp("docs") / "origin"
    folder.mkdir()
    for name in COPIED:
        source = PROJECT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "scripts" / "set-up").write_text("#!/bin/sh\n", encoding="utf-8")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "The site"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    return folder


@pytest.mark.parametrize("page", pages())
def test_a_page_is_followed(page, tmp_path, origin, crossref):
    reader = Reader(tmp_path, origin, crossref)
    steps = [block for block in blocks(text_of(page)) if block.language == "console" or "file" in block.said]
    run = [block for block in steps if "not-run" not in block.said]
    if not run:
        return
    if not any(block.text.startswith("$ git clone") for block in run):
        subprocess.run(["git", "clone", "-q", str(origin), str(tmp_path / "evidence")], check=True)
        reader.furnish(tmp_path / "evidence")
        reader.here = tmp_path / "evidence"
    for block in run:
        if block.language != "console":
            reader.write(block)
            continue
        *others, last = block.commands
        for command in others:
            reader.type(command, block, last=False)
        reader.type(last, block, last=True)


def test_what_is_not_run():
    """Only what needs the network, a server or a terminal, and each with its reason."""
    found: dict[str, int] = {}
    for page in pages():
        for block in blocks(text_of(page)):
            if (why := block.said.get("not-run")) is not None:
                assert len(why.split()) > 2, f"{page}:{block.line}: say why"
                found[page] = found.get(page, 0) + len(block.commands)
    assert found == NOT_RUN


TARGETS = {line.split(":")[0] for line in text_of("Makefile").splitlines() if "##" in line and ":" in line}


@pytest.mark.parametrize("page", pages())
def test_every_command_and_option_is_there(page):
    """Also of those in the midst of a sentence, and of those that are not run."""
    wrong = [problem for line in mentioned(text_of(page)) if (problem := _unknown(line))]
    assert not wrong


def _unknown(line: str) -> str:
    """What a command line names that there is not; empty where all is there."""
    if line.startswith("make"):
        words = re.sub(r"-C \S+|\S*=\S*", "", line).split()[1:]
        return next((f"make {word}" for word in words if word not in TARGETS), "")
    found = OURS.match(line)
    assert found
    command: click.Command = main
    for word in found[1].split():
        word = word.strip("…,.")
        if isinstance(command, click.Group) and not word.startswith("-"):
            for part in word.split("|"):
                if part not in command.commands:
                    return f"evidence {part}"
            command = command.commands[word.split("|")[0]]
        elif word.startswith("--"):
            known = {option for parameter in command.params for option in parameter.opts} | {"--help", "--version"}
            if word.split("=")[0] not in known:
                return f"{command.name} {word}"
    return ""


@pytest.mark.parametrize("page", pages())
def test_what_a_file_may_hold_can_be_read(page):
    """Every piece of a YAML file is sound YAML, also where it is not written into a file here."""
    for block in blocks(text_of(page)):
        if block.language == "yaml":
            found = Diagnostics()
            assert read_yaml(block.text, page, found) is not None, [str(problem) for problem in found]


def test_a_renamed_command_is_seen():
    assert _unknown("evidence accpt ptsd --why x") == "evidence accpt"
    assert _unknown("evidence accept ptsd --reason x") == "accept --reason"
    assert _unknown(".venv/bin/evidence status renew") == "evidence renew"
    assert _unknown("make serv") == "make serv"
    assert not _unknown("evidence status refresh --dry-run")
    assert not _unknown("make -C evidence serve PORT=8001")


def test_a_changed_output_is_seen():
    assert missing(("no problems",), "1 error\n") == "no problems"
    assert missing(("b", "a"), "a\nb\n") == "a", "in another order"
    assert missing(("a", "…", "c … e"), "a\nb\nc d e\n") is None

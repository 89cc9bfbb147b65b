"""A tiny valid site to change, and copies of the real one. Helpers only; nothing here is tested."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import settings as hypothesis_settings

from mkdocs_evidence import build
from mkdocs_evidence.appraisal import Appraisal
from mkdocs_evidence.checks import World
from mkdocs_evidence.cli import main
from mkdocs_evidence.diagnostics import Diagnostic, Diagnostics
from mkdocs_evidence.settings import Settings
from mkdocs_evidence.yaml_reader import Document, Mapping, Node, Scalar, Sequence, Step, read_yaml

PROJECT = Path(__file__).parent.parent
STORES = (
    "claims", "studies", "content", "overrides", "references.bib", "references.status.yml", "mkdocs.yml",
)  # fmt: skip
TODAY = date(2026, 11, 23)

# The same examples in every run, so that a failure is somebody's change and not chance.
hypothesis_settings.register_profile("same", derandomize=True, deadline=None)
hypothesis_settings.load_profile("same")

LONG_FIRST = (
    "browser/test_types.py", "hosting/test_real_site.py", "browser/test_every_page.py", "browser", "hosting", "sites",
    "docs",
)  # fmt: skip
"""Files and folders whose tests take long. They run first, so that no worker ends with one while the others rest."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write expected files anew; read the difference")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(tests)
        return next((at for at, name in enumerate(LONG_FIRST) if path.is_relative_to(name)), len(LONG_FIRST))

    items.sort(key=place)


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """A folder that is made once in a run and shared by all workers: `once("real", make)` calls `make(folder)` only
    where no other worker did, waits for one that is at it, and gives the folder. Nobody may change what is in it."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "once"
    place.mkdir(exist_ok=True)

    def get(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = place / name, place / f"{name}.done"
        with (place / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                make(folder)
                done.touch()
        return folder

    return get


TINY = {
    "mkdocs.yml": "site_name: A tiny file\n",
    "content/index.md": "---\ntitle: What helps sleep?\nlead: [sleep]\n---\n\nSee [the claim](claims/sleep.md).\n",
    "claims/categories.yml": "- {id: outcomes, name: Outcomes}\n",
    "claims/comparisons.yml": """\
rest:
  population: Adults who sleep badly
  intervention: {short: rest therapy, full: Four sessions of rest therapy}
  comparator: {short: waiting, full: Four weeks of waiting}
  developers: [Rest Inc]
""",
    "claims/outcomes/sleep.yml": """\
question: Does rest therapy relieve bad sleep?
claim: Rest therapy relieves bad sleep
kind: effect
comparison: rest
outcome:
  name: the severity of bad sleep
  short: Bad sleep
  when: end of treatment
asserts: lower
key_messages:
  - It may help a little [@alpha2020].
summary: |
  Two trials were found [@alpha2020] [@beta2021, table 2].
evidence:
  - {study: alpha, result: end, role: supports}
  - {study: beta, result: end, role: supports}
certainty:
  body: randomised
  risk_of_bias:
    step: -1
    because: [alpha]
    reason: People knew what they had been given
  inconsistency: {step: 0}
  indirectness: {step: 0}
  imprecision:
    step: -1
    reason: Few people took part
  publication_bias: {step: 0}
history:
  - date: 2026-11-01
    level: low
    direction: supports
    evidence: [alpha/end, beta/end]
    why: First rating
would_change:
  - A larger trial
search:
  date: 2026-11-01
  scope: databases
  where: Two databases
  for: Trials of rest therapy
assessed: 2026-11-01
review_due: 2027-05-01
""",
    "claims/outcomes/headaches.yml": """\
question: Does rest therapy cause headaches?
claim: Rest therapy gives people headaches
kind: harm
comparison: rest
outcome: {name: headaches, short: Headaches, when: end of treatment}
asserts: raise
history:
  - date: 2026-11-01
    level: no-study-found
    why: First search
search:
  date: 2026-11-01
  scope: databases
  where: Two databases
  for: Headaches in trials of rest therapy
""",
    "studies/instruments.yml": "scale: {name: A scale of sleep, range: [0, 80], better: lower}\n",
    "studies/alpha.yml": """\
name: ALPHA
type: trial
design: randomised-parallel
system: people
group: alpha-lab
population: Adults
reports: [alpha2020]
run_by: [Rest Inc]
arms:
  rest: {name: Rest, randomised: 30, completed: 28}
  wait: {name: Waiting, randomised: 30, completed: 27}
results:
  - id: end
    instrument: scale
    score: end
    when: {weeks: 4}
    compare: [rest, wait]
    arms:
      rest: {n: 28, mean: 20.5, sd: 9.5}
      wait: {n: 27, mean: 30.0, sd: 10}
    from: {cite: alpha2020, where: table 2}
""",
    "studies/beta.yml": """\
name: BETA
type: trial
design: randomised-parallel
system: people
group: beta-lab
population: Adults
reports: [beta2021]
results:
  - id: end
    instrument: scale
    when: {weeks: 4}
    estimate: {measure: md, value: -8.9, low: -13.7, high: -4.12}
    from: {cite: beta2021, through: data2022, where: dataset}
""",
    "references.bib": "".join(
        f"@article{{{key},\n  author = {{{author}, Jo}},\n  title = {{{title}}},\n  journal = {{A Journal}},\n"
        f"  year = {{{key[-4:]}}},\n  doi = {{10.1000/{key}}}\n}}\n\n"
        for key, author, title in (
            ("alpha2020", "Alpha", "The first trial"),
            ("beta2021", "Beta", "The second trial"),
            ("data2022", "Data", "An open dataset"),
        )
    ),
    "references.status.yml": "snapshot:\n  date: 2026-11-01\n  source: An index\nrecords: []\n",
}  # fmt: skip

CLAIM = "claims/outcomes/sleep.yml"


class SiteFolder:
    """A site in a folder of its own, with the few things that tests do to it."""

    claim_file = CLAIM

    def __init__(self, root: Path) -> None:
        self.root = root

    # --- changing it -----------------------------------------------------------------------

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def edit(self, name: str, old: str, new: str) -> None:
        """Puts `new` in the place of `old`, which has to stand there exactly once."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def status(self, *records: tuple[str, str, bool]) -> None:
        """Adds status records, each DOI, status and whether it is confirmed."""
        text = self.read("references.status.yml").replace("records: []\n", "records:\n")
        for doi, what, confirmed in records:
            text += (f"  - doi: {doi}\n    status: {what}\n    date: 2026-11-20\n    seen: 2026-11-21\n"
                     f"    basis: The notice was seen\n    confirmed: {str(confirmed).lower()}\n")
        self.write("references.status.yml", text)

    def document(self, name: str) -> Document:
        found = Diagnostics()
        document = read_yaml(self.read(name), name, found)
        assert document is not None, list(found)
        return document

    def set_value(self, name: str, path: tuple[Step, ...], value: str) -> None:
        """Replaces one scalar and keeps every other character."""
        document = self.document(name)
        node = document.node(*path)
        assert isinstance(node, Scalar)
        self.write(name, document.text[: node.offset] + value + document.text[node.end :])

    def remove(self, name: str, path: tuple[Step, ...]) -> None:
        """Removes the lines of one field or list item, which has to stand in block style."""
        document = self.document(name)
        first = document.key_at(*path).line
        last = _next_line(document, path)
        lines = document.text.split("\n")
        self.write(name, "\n".join([*lines[: first - 1], *lines[last - 1 :]]))

    def line(self, name: str, *path: Step) -> int:
        """The line on which the key (or item) at `path` begins."""
        return self.document(name).key_at(*path).line

    def place(self, name: str, text: str) -> tuple[int, int]:
        """Line and column where `text` first stands, counted from 1."""
        before, found, _ = self.read(name).partition(text)
        assert found, f"{text!r} does not stand in {name}"
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    # --- looking at it ---------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        return Settings(self.root, TODAY, site_name="A tiny file")

    def check(self) -> tuple[World, Diagnostics]:
        return build.check(self.settings)

    def problems(self) -> list[Diagnostic]:
        return list(self.check()[1])

    def codes(self) -> list[str]:
        return [problem.code.name for problem in self.problems()]

    def places(self) -> list[tuple[str, str]]:
        """Code and `path:line:column` of every problem."""
        return [(problem.code.name, str(problem.location)) for problem in self.problems()]

    def appraisal(self, claim: str = "sleep") -> Appraisal:
        return self.check()[0].appraisals[claim]

    def prepare(self, **options: object) -> build.Site:
        return build.prepare(replace(self.settings, **options))  # type: ignore[arg-type]

    def bodies(self, **options: object) -> dict[str, str]:
        """The body of every page by its address."""
        site = self.prepare(**options)
        assert not site.broken, [str(problem) for problem in site.diagnostics]
        return {page.address: page.body for page in site.pages}

    def evidence(self, *arguments: str, day: str | None = "2026-11-23", answers: Iterable[str] = ()) -> Result:
        """Runs the command in this process, in the site's folder; `answers` are typed, each with Enter."""
        on = ["--today", day] if day and arguments[0] in ("check", "show", "accept", "new", "rename", "retire") else []
        with contextlib.chdir(self.root):
            return CliRunner().invoke(main, [*arguments, *on], input="".join(f"{line}\n" for line in answers))

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs the command as a person does."""
        return subprocess.run(
            [sys.executable, "-m", "mkdocs_evidence", *arguments], cwd=self.root, text=True, encoding="utf-8",
            env={**os.environ, **environment}, capture_output=True, timeout=60, check=False,
        )


def _next_line(document: Document, path: tuple[Step, ...]) -> int:
    """The first line after the node at `path` on which another field or item begins."""
    first = document.key_at(*path).line
    inside = {place for found, place in _starts(document.root) if found[: len(path)] == path}
    after = [place for found, place in _starts(document.root) if place > first and place not in inside]
    return min(after, default=document.text.count("\n") + 1)


def _starts(node: Node, path: tuple[Step, ...] = ()) -> list[tuple[tuple[Step, ...], int]]:
    starts: list[tuple[tuple[Step, ...], int]] = []
    if isinstance(node, Mapping):
        for key, value in node.values.items():
            starts += [((*path, key), node.keys[key].line), *_starts(value, (*path, key))]
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            starts += [((*path, number), item.line), *_starts(item, (*path, number))]
    return starts


def tiny_site(root: Path, files: dict[str, str] | None = None) -> SiteFolder:
    site = SiteFolder(root)
    for name, text in {**TINY, **(files or {})}.items():
        site.write(name, text)
    return site


@pytest.fixture
def world(tmp_path: Path) -> SiteFolder:
    """A tiny valid site: one rated claim on two trials, one read through a dataset."""
    return tiny_site(tmp_path / "tiny")


@pytest.fixture
def make_world(tmp_path: Path) -> Callable[..., SiteFolder]:
    """Makes tiny sites, each in a folder of its own, with files of your own by name."""

    def make(files: dict[str, str] | None = None) -> SiteFolder:
        return tiny_site(tmp_path / f"tiny-{len(list(tmp_path.iterdir()))}", files)

    return make


@pytest.fixture(scope="session")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A tiny site for tests that restore what they change, such as generated ones."""
    return tiny_site(tmp_path_factory.mktemp("shared") / "tiny")


@pytest.fixture(scope="session")
def _pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site as it stood when the tests began."""
    root = tmp_path_factory.mktemp("real") / "site"
    root.mkdir()
    for name in STORES:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, root / name)
        else:
            shutil.copy(PROJECT / name, root / name)
    return root


@pytest.fixture
def real_site(_pristine: Path, tmp_path: Path) -> SiteFolder:
    """A copy of the real site."""
    shutil.copytree(_pristine, tmp_path / "real")
    return SiteFolder(tmp_path / "real")

"""How long a site of N claims takes: read, check, render, build. Prints a table; asserts nothing.

Run with `make bench` (N=100 and 1000) or `python benchmarks/bench.py 3000`. The site is made up
from the little site that the diagnostic tests start from: every claim has a study of its own.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from mkdocs_evidence import build
from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.loading import load
from mkdocs_evidence.settings import Settings

BASE = Path(__file__).parent.parent / "tests" / "diagnostics" / "_base"
PARAGRAPH = (
    "Two cups of tea were compared with two cups of water [@{key}]. What people reported after an hour was a little "
    "lower with tea, and everyone knew what was in the cup [@{key}, table 2]. "
)


def make_site(root: Path, claims: int) -> None:
    """A site with that many claims, studies and references below `root`."""
    shutil.copytree(BASE, root)
    claim = (root / "claims/outcomes/headache.yml").read_text("utf-8")
    study = (root / "studies/cup.yml").read_text("utf-8")
    entry = (root / "references.bib").read_text("utf-8")
    for old in ("claims/outcomes/headache.yml", "studies/cup.yml", "references.bib"):
        (root / old).unlink()
    entries = []
    for number in range(claims):
        key = f"brewer{number}"
        text = claim.replace("cup", f"cup-{number}").replace("headache?", f"headache number {number}?")
        text += "summary: |\n" + "".join(f"  {PARAGRAPH.format(key=key)}\n\n" for _ in range(6))
        (root / f"claims/outcomes/headache-{number}.yml").write_text(text, "utf-8")
        (root / f"studies/cup-{number}.yml").write_text(study.replace("brewer2020", key), "utf-8")
        entries.append(entry.replace("brewer2020", key).replace("2020.1", f"2020.{number}"))
    (root / "references.bib").write_text("\n".join(entries), "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Bench\ndocs_dir: content\ntheme: {name: material, font: false}\n"
        "plugins: [search, evidence]\nnav: [index.md, references.md]\n",
        "utf-8",
    )


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure(claims: int) -> list[tuple[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        make_site(root, claims)
        settings = Settings(root=root, today=date(2026, 1, 2))
        if problems := build.check(settings)[1].errors:
            sys.exit(f"the benchmark's site is not sound: {problems[0]}")
        return [
            ("read", timed(lambda: load(settings, Diagnostics()))),
            ("read, check", timed(lambda: build.check(settings))),
            ("read, check, render", timed(lambda: build.prepare(settings))),
            ("evidence check, as a process", timed(lambda: _run(root, "check"))),
            ("evidence build, as a process", timed(lambda: _run(root, "build"))),
        ]


def _run(root: Path, command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "mkdocs_evidence", command], cwd=root, check=True, capture_output=True, timeout=900
    )


def main() -> None:
    for claims in [int(word) for word in sys.argv[1:]] or [100, 1000]:
        print(f"{claims} claims, {claims} studies, {claims} references")
        for what, seconds in measure(claims):
            print(f"  {what:32} {seconds:7.2f} s  {1000 * seconds / claims:7.2f} ms a claim")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of a process: {peak:.0f} MB")


if __name__ == "__main__":
    main()

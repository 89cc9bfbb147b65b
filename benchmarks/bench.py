"""How long a site of N claims takes: read, check, render, build. Prints a table; asserts nothing.

Run with `make bench` (N=100 and 1000) or `python benchmarks/bench.py 3000`. The site is made up
from the little site that the diagnostic tests start from: every claim has a study of its own.
`evidence check` of 1,000 claims took 2.1 s of the processor when this was last measured, on 29 November 2026, with
the cores at rest as beside other work (before 3.0 s, and with every page rendered 9.3 s). Of these, 0.4 s are
imports, 1.0 s reading (0.2 s of it the YAML parser, 0.25 s the bibliography, 0.2 s the models), 0.25 s the Markdown
of the texts and 0.3 s the lint of wording. Wanted is 1.5 s; what is left is spread thin, and nothing is kept from one
run to the next.
10,000 claims, measured once beside the same work: `evidence check` 20 s of the processor and 0.85 GB; rendering all of their
20,012 pages 87 s and 1.8 GB. A bibliography of 20,000 small entries with one DOI reads in 2.2 s, 5,000 in 0.5 s.
Last comes one large bibliography alone, in seconds of the processor, which other work disturbs less.
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
from mkdocs_evidence.bibtex_reader import read_bibliography
from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.effect_sizes import Effect
from mkdocs_evidence.loading import load
from mkdocs_evidence.settings import Settings
from mkdocs_evidence.synthesis import Contribution, synthesise
from mkdocs_evidence.vocabulary import Measure

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


SYLLABLES = ("ba", "de", "fi", "go", "lu", "mar", "nel", "po", "ri", "sta", "tho", "ve", "wen", "zi")
ACCENTED = (r"M{\"u}ller", r"Garc{\'i}a", r"Nu{\~n}ez", r"Fran{\c c}ois", r"{\O}stergaard", r"Dvo{\v r}{\'a}k",
            "Petrović")  # fmt: skip
ENTRIES = 3_600
MOST_BUILT = 3_000
"""Claims of a site that is built as well: MkDocs and its theme take most of that, page by page."""


def make_bibliography(entries: int) -> str:
    """A made-up bibliography as reference managers export them: LaTeX accents, abstracts, many authors.

    Names and words differ from entry to entry, so that nothing is read from a cache; 750 characters an entry.
    """

    def word(number: int) -> str:
        count = len(SYLLABLES)
        return SYLLABLES[number % count] + SYLLABLES[number // 7 % count] + SYLLABLES[number // 53 % count]

    def sentence(number: int, words: int) -> str:
        return " ".join(word(number * 31 + 17 * place) for place in range(words)).capitalize()

    def person(number: int) -> str:
        family = f"{ACCENTED[number % 7]}-{word(number).capitalize()}" if number % 3 else word(number).capitalize()
        return f"{family}, {word(number + 5).capitalize()} {chr(65 + number % 26)}."

    return "\n".join(
        f"@article{{key{number},\n"
        f"  author = {{{' and '.join(person(number * 11 + place) for place in range(3 + number % 7))}}},\n"
        f"  title = {{{sentence(number, 7)}: {{\\textit{{{word(number)}}}}} and $\\alpha_{{{number % 9}}}$}},\n"
        f"  journal = {{{sentence(number % 200, 3)}}},\n"
        f"  year = {{{1950 + number % 75}}},\n  volume = {{{number % 90}}},\n  pages = {{{number}--{number + 9}}},\n"
        f"  doi = {{10.5555/made-up.{number}}},\n"
        f'  abstract = {{{sentence(number + 1, 20)}. Na{{\\"i}}ve {sentence(number + 2, 11)}, 5\\% of {number}.}}\n'
        "}\n"
        for number in range(entries)
    )


def measure_bibliography() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "references.bib"
        path.write_text(make_bibliography(ENTRIES), "utf-8")
        found = Diagnostics()
        began = time.process_time()
        read = read_bibliography(path, path.name, found)
        seconds = time.process_time() - began
        if len(read) != ENTRIES or len(found):
            sys.exit(f"the benchmark's bibliography is not sound: {next(iter(found), len(read))}")
        size = path.stat().st_size / 1e6
    print(f"{ENTRIES} references of {size:.1f} MB\n  {'read, processor time':32} {seconds:7.2f} s")


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def processor_time(work: Callable[[], object]) -> float:
    """What the processes that `work` waits for have used."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def measure(claims: int) -> list[tuple[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        make_site(root, claims)
        settings = Settings(root=root, today=date(2026, 1, 2))
        if problems := build.check(settings)[1].errors:
            sys.exit(f"the benchmark's site is not sound: {problems[0]}")
        found = [
            ("read", timed(lambda: load(settings, Diagnostics()))),
            ("read, check", timed(lambda: build.check(settings))),
            ("read, check, render", timed(lambda: build.prepare(settings))),
            ("evidence check, as a process", timed(lambda: _run(root, "check"))),
            ("the same, processor time", processor_time(lambda: _run(root, "check"))),
        ]
        if claims <= MOST_BUILT:
            found.append(("evidence build, as a process", timed(lambda: _run(root, "build"))))
        return found


def pool_six_studies(times: int) -> None:
    """As often, all that is shown with a pooled estimate: interval, heterogeneity, leave-one-out."""
    six = ((-0.6, 0.05), (-0.9, 0.04), (-1.2, 0.3), (-0.2, 0.2), (-0.9, 0.25), (0.1, 0.15))
    studies = [Contribution(str(place), Effect(Measure.SMD, *study)) for place, study in enumerate(six)]
    for _ in range(times):
        synthesise(studies, Measure.SMD)


def _run(root: Path, command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "mkdocs_evidence", command], cwd=root, check=True, capture_output=True, timeout=900
    )


def main() -> None:
    for claims in [int(word) for word in sys.argv[1:]] or [100, 1000]:
        print(f"{claims} claims, {claims} studies, {claims} references")
        for what, seconds in measure(claims):
            print(f"  {what:32} {seconds:7.2f} s  {1000 * seconds / claims:7.2f} ms a claim")
    measure_bibliography()
    pool_six_studies(1)  # loads SciPy
    print(f"pooling six studies 1,000 times      {timed(lambda: pool_six_studies(1000)):7.2f} s")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"peak memory of a process: {peak:.0f} MB")


if __name__ == "__main__":
    main()

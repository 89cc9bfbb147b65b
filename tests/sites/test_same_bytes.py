"""The same stores and day give the same bytes, whatever the machine, the locale or the order of a set."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import date

SUM = """
import hashlib, sys
from datetime import date
from pathlib import Path
from mkdocs_evidence.build import prepare
from mkdocs_evidence.reporters import render_json, render_text
from mkdocs_evidence.settings import Settings
site = prepare(Settings(Path.cwd(), date(2026, 11, 23)))
total = hashlib.sha256()
for page in site.pages:
    total.update(repr((page.address, page.title, page.body, page.headings, sorted(page.anchors))).encode())
total.update(repr(sorted(site.assets.items())).encode())
total.update((render_text(site.diagnostics) + render_json(site.diagnostics)).encode())
print(total.hexdigest())
"""


def total(root, **environment: str) -> str:
    """One sum over everything that a site is made of, worked out in a process of its own."""
    done = subprocess.run([sys.executable, "-c", SUM], cwd=root, env={**os.environ, **environment}, text=True,
                          capture_output=True, timeout=60, check=True)  # fmt: skip
    return done.stdout.strip()


def test_twice(real_site):
    """Two runs in one process give identical pages."""
    first, second = real_site.prepare(), real_site.prepare()
    assert first.pages == second.pages
    assert first.assets == second.assets


def test_other_process_and_locale(real_site):
    """Neither the seed of hashes, nor locale, nor time zone, nor the folder's name changes a byte."""
    there = real_site.root.parent / "añother plåce"
    first = total(real_site.root, PYTHONHASHSEED="1")
    real_site.root.rename(there)
    assert total(there, PYTHONHASHSEED="2", LANG="C", LC_ALL="C", PYTHONUTF8="0", TZ="Pacific/Kiritimati") == first


def test_problems_in_another_process(world):
    """Problems, their hints and their order are the same as well."""
    world.edit("claims/outcomes/sleep.yml", "study: beta", "study: gamma")
    world.edit("claims/outcomes/sleep.yml", "because: [alpha]", "because: [delta, omega]")
    world.edit("content/index.md", "claims/sleep.md", "claims/slep.md")
    assert total(world.root, PYTHONHASHSEED="1") == total(world.root, PYTHONHASHSEED="2")


def test_order_of_the_folder(make_world):
    """Files written in another order give the same pages."""
    one = make_world()
    other = make_world()
    names = [path for path in other.root.rglob("*") if path.is_file()]
    contents = {path: path.read_bytes() for path in names}
    for path in names:
        path.unlink()
    for path in reversed(names):
        path.write_bytes(contents[path])
    assert one.prepare().pages == other.prepare().pages


def test_line_ends_and_byte_order_marks(make_world):
    """Files saved on another system give the same pages."""
    one, other = make_world(), make_world()
    for path in other.root.rglob("*"):
        if path.suffix in (".yml", ".bib"):
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert one.prepare().pages == other.prepare().pages


def test_other_day(real_site):
    """The day changes what is overdue, and nothing else."""
    due = date(2027, 5, 23)
    before = real_site.prepare(today=date(2026, 1, 1))
    on_the_day = real_site.prepare(today=due)
    after = real_site.prepare(today=date(2027, 5, 24))
    assert before.pages == on_the_day.pages
    assert not any("data-overdue" in page.body for page in before.pages)
    late = {page.address for page in after.pages if "data-overdue" in page.body}
    assert {"claims/ptsd-symptom-severity/", ""} <= late
    claim = real_site.evidence("show", "ptsd-symptom-severity", "--json", day="2026-11-23")
    later = real_site.evidence("show", "ptsd-symptom-severity", "--json", day="2027-05-24")
    now, then = json.loads(claim.output), json.loads(later.output)
    assert (now["badge"].pop("overdue"), then["badge"].pop("overdue")) == (False, True)
    assert now == then


def test_day_from_the_environment(real_site):
    """SOURCE_DATE_EPOCH is the day where none is given, and the same as the day itself."""
    given = real_site.run("show", "ptsd-symptom-severity", "--today", "2030-01-01")
    epoch = real_site.run("show", "ptsd-symptom-severity", SOURCE_DATE_EPOCH="1893456000")  # 2030-01-01
    assert given.stdout == epoch.stdout
    assert "review overdue" in given.stdout


def test_git_history(world):
    """Whether the folder is a repository, and what stands in it, changes nothing."""
    before = world.prepare().pages
    (world.root / ".git").mkdir()
    (world.root / ".git/HEAD").write_text("ref: refs/heads/main\n")
    assert world.prepare().pages == before


def test_reading_leaves_no_trace(world):
    """Checking and preparing write nothing into the site."""

    def fingerprint() -> dict[str, str]:
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(world.root.rglob("*")) if path.is_file()}  # fmt: skip

    before = fingerprint()
    world.prepare()
    world.evidence("check")
    world.evidence("show", "sleep")
    assert fingerprint() == before

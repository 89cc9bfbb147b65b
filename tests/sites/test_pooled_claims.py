"""The real claim that pools six trials, beside the estimate that a living review published of the same scores."""

from __future__ import annotations

import subprocess
import sys

from mkdocs_evidence.pooling import pool_claim
from mkdocs_evidence.synthesis import IntervalBy

CLAIM = "ptsd-symptom-severity"


def both(site):
    """Ours, and the review's `estimate`."""
    world, _ = site.check()
    pool = pool_claim(world.appraisals[CLAIM], world.library)
    return pool, world.library.studies["sevchik2026"].result("ptsd-severity").estimate


def test_same_estimate(real_site):
    """Six trials, 242 people, and the same standardised mean difference to the two digits that were published."""
    pool, published = both(real_site)
    assert (pool.counted.outcome.k, pool.counted.people) == (6, 242)
    assert round(pool.counted.outcome.value, 2) == published.value == -0.71


def test_other_interval(real_site):
    """Ours, by Wald since τ² is 0, is wider at both ends; the review has it too, for a common effect."""
    pool, published = both(real_site)
    interval = pool.counted.outcome.interval
    assert pool.counted.outcome.heterogeneity.tau2 == 0
    assert pool.counted.outcome.interval_by is IntervalBy.WALD
    assert interval.low < published.low < published.high < interval.high
    assert (round(interval.low, 2), round(interval.high, 2)) == (-0.98, -0.45)


def test_retraction_of_the_largest_trial(real_site):
    """Its result leaves the estimate, which is shown beside the one with it."""
    before, _ = both(real_site)
    library = real_site.check()[0].library
    real_site.write(
        "references.status.yml",
        real_site.read("references.status.yml")
        + f"  - doi: {library.references['mitchell2023'].doi}\n    status: retracted\n    date: 2026-11-20\n"
        "    seen: 2026-11-21\n    basis: The notice was seen\n    confirmed: true\n",
    )
    after, _ = both(real_site)
    assert after.counted.outcome.k == 5
    assert "mapp2/caps5-end" not in [line.name for line in after.counted.lines]
    assert after.with_excluded == before.counted


def test_scipy_waits_until_something_is_pooled(real_site):
    """Reading and checking the site, pooled claim and all, does not load it."""
    code = (
        "import sys; from datetime import date; from pathlib import Path; from mkdocs_evidence import build;"
        "from mkdocs_evidence.settings import Settings;"
        "build.check(Settings(root=Path.cwd(), today=date(2026, 11, 23))); print('scipy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=real_site.root, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"

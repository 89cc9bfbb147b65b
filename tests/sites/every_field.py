"""A small site that fills as many fields of the stores as it can, and one change for each of them."""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from conftest import TINY, SiteFolder
from mkdocs_evidence import vocabulary
from mkdocs_evidence.changes import State
from mkdocs_evidence.git_objects import File, Side
from mkdocs_evidence.settings import Settings
from mkdocs_evidence.yaml_reader import Mapping, Node, Scalar, Sequence, Step

SLEEP = TINY["claims/outcomes/sleep.yml"]
FIELDS = {
    "content/about.md": """\
---
title: About
hide: [toc]
---

# About

A *page* by people [@alpha2020].

<!-- a note -->
""",
    "content/timeline.yml": """\
- id: first
  date: 2020-05-06
  kind: study
  body: A journal
  what: The first trial came out [@alpha2020]
  key: true
  cites: [alpha2020]
  claims: [sleep]
- {id: second, date: 2021-05, kind: advice, body: An office, what: Some advice, cites: [beta2021]}
""",
    "content/glossary.yml": """\
- id: rest-word
  term: Rest
  full: Restorative sleep training
  also: [Resting]
  meaning: Lying *awake* [@alpha2020].
  instruments: [scale]
  linked: false
""",
    "content/index.md": TINY["content/index.md"].replace("lead: [sleep]\n", """\
lead: [sleep]
more:
  - page: about.md
    name: About
    says: Who we are
"""),
    "content/positions.yml": """\
- id: office
  body: An office
  country: Norway
  date: 2022-01-02
  verdict: recommends
  about: Rest therapy for bad sleep
  concluded: It may be tried
  why: Two trials
  cites: [beta2021]
  claims: [sleep]
""",
    "content/misreadings.yml": """\
- {id: cure, title: Rest and cures, said: It cures, says: It may help, matters: People wait, cites: [alpha2020]}
""",
    "content/trials.yml": """\
- id: longer
  registration: NCT01234567
  title: A longer trial
  condition: Bad sleep
  status: recruiting
  status_date: 2026-01-02
  run_by: [Rest Inc]
  people: 90
  tests: Rest therapy for a year
  note: Nobody has seen results
  cites: [data2022]
""",
    "claims/outcomes/sleep.yml": SLEEP.replace("asserts: lower\n", """\
asserts: lower
short: Sleeping badly
asked_as: [Can I sleep]
""")
    .replace("role: supports}\n  - {study: beta", "role: supports, note: A small one}\n  - {study: beta")
    .replace("certainty:\n", """\
synthesis:
  measure: md
  method: reml
certainty:
""").replace("review_due: 2027-05-01\n", """\
review_due: 2027-05-01
reviewed: {date: 2026-11-02, by: Jo Alpha}
said_by:
  - {where: A newspaper, date: 2025-01-02}
waivers:
  - {code: banned-phrase, reason: It is a name}
"""),
    "claims/outcomes/dreams.yml": """\
question: Does rest therapy make dreams worth more?
claim: Rest makes dreams worth more
kind: effect
comparison: rest
outcome: {name: the worth of dreams, short: Worth of dreams, when: at any time}
asserts: raise
not_testable:
  why: Worth is not measured
  see: [sleep]
history:
  - {date: 2026-11-01, level: not-testable, why: First look}
""",
    "claims/outcomes/calm.yml": """\
question: Does rest calm the brain?
claim: Rest calms the brain
kind: mechanism
link: {from: rest, to: a calm brain}
asserts: present
evidence:
  - {study: mice, result: calm, role: supports, tests: link, note: The whole of it}
history:
  - date: 2026-11-01
    level: laboratory
    direction: supports
    evidence: [mice/calm]
    why: First rating
assessed: 2026-11-01
""",
    "studies/mice.yml": """\
name: Mice at rest
type: experiment
design: laboratory
system: animals
group: mouse-lab
population: Mice
reports: [mice2019]
results:
  - id: calm
    outcome: Calm
    when: {text: at once}
    found: higher
    finding: The mice were calmer [@mice2019].
    from: {cite: mice2019, where: figure 3, how: read-off, note: By eye}
""",
    "studies/alpha.yml": TINY["studies/alpha.yml"].replace("run_by: [Rest Inc]\n", """\
registrations: [NCT00000001]
cohort: alpha-people
run_by: [Rest Inc]
paid_by: [A fund]
used_before: {percent: 46, by_arm: {rest: 8}, from: {cite: alpha2020, where: table 1}}
primary_outcome:
  registered: Sleep after a month
  reported: Sleep after a month
  same: true
  from: {cite: alpha2020, where: page 3}
blinding:
  planned: double
  assessors:
    scale: {who: independent-rater, arm: kept-blind, from: {cite: alpha2020, where: page 4}}
  guessed_right_percent: {rest: 80, wait: 70}
  from: {cite: alpha2020, where: table 3, note: Asked at the end}
""") + """\
  - id: woke
    outcome: Woke at night
    when: {months: 1}
    compare: [rest, wait]
    arms:
      rest: {events: 5, total: 28}
      wait: {events: 9, total: 27}
    from: {cite: alpha2020, where: table 4, how: derived, note: From per cent}
risk_of_bias:
  - result: end
    tool: rob2
    version: 22 August 2019
    overall: some-concerns
    by: site
    domains: {randomisation: low, measurement: some-concerns}
    reason: People knew
""",
    "studies/instruments.yml": """\
scale:
  name: A scale of sleep
  range: [0, 80]
  better: lower
  important: {value: 5, moderate: 9, large: 14, source: data2022}
""",
    "references.bib": TINY["references.bib"] + """\
@article{mice2019,
  author = {Mouse, Jo and Rat, Al},
  title = {Mice at rest},
  journal = {A Journal},
  year = {2019},
  volume = {3},
  number = {2},
  pages = {1--9},
  doi = {10.1000/mice2019},
  pmid = {123456}
}

@misc{web2024,
  author = {{An Office}},
  title = {A page},
  howpublished = {An Office},
  year = {2024},
  url = {https://example.org/page}
}
""",
    "references.status.yml": """\
snapshot:
  date: 2026-11-01
  source: An index
records:
  - doi: 10.1000/data2022
    status: corrected
    date: 2026-10-01
    seen: 2026-10-02
    notice: 10.1000/notice
    basis: The notice was seen
    reason: A wrong unit
    confirmed: true
  - doi: 10.1000/unknown
    status: corrected
    seen: 2026-10-02
    basis: The notice was seen
    confirmed: true
""",
}  # fmt: skip
DAY = date(2026, 11, 23)
ENUMS = [found for _, found in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(found, StrEnum)]
NAMES = (
    ("alpha", "beta"), ("sleep", "headaches"), ("alpha2020", "beta2021", "data2022", "mice2019"), ("rest", "wait"),
    ("rest", "other"), ("end", "woke"), ("table 2", "table 3", "abstract"), ("alpha/end", "beta/end"), ("md", "smd"),
)  # fmt: skip
"""Names that can stand for each other."""


def state(site: SiteFolder) -> State:
    """The site as one side of a comparison."""
    files = {}
    for path in sorted(p for p in site.root.rglob("*") if p.is_file()):
        content = path.read_bytes()
        files[path.relative_to(site.root).as_posix()] = File("100644", hashlib.sha1(content).hexdigest(), len(content))
    return State(Side("a", "", files), Settings(site.root, DAY, draft=True))


def pages(side: State) -> dict[str, object]:
    """All that the generator makes and all that MkDocs makes pages of, by address."""
    assert side.pages is not None
    texts = {path: re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).split() for path, text in side.texts.items()
             if path.endswith(".md")}  # fmt: skip
    asked = {id: claim.asked_as for id, claim in side.library.claims.items()}  # for the search alone
    return {**side.pages, **texts, "search": asked}


def scalars(node: Node, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Scalar]]:
    """Every value of a document with its path."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Mapping):
        for key, value in node.values.items():
            yield from scalars(value, (*path, key))
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            yield from scalars(item, (*path, number))


def others(value: str) -> Iterator[str]:
    """Other values that might stand in a value's place, the likeliest first."""
    if value in ("true", "false"):
        yield "false" if value == "true" else "true"
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        yield from ((day + timedelta(days)).isoformat() for days in (1, -1, -40))
    elif re.fullmatch(r"-?\d+(\.\d+)?", value):
        yield from (f"{float(value) + step:g}" for step in (1, -1, 0.5, -0.5))
    else:
        for enum in ENUMS:
            if value in set(enum):
                yield from (str(other) for other in enum if other != value)
        for names in NAMES:
            if value in names:
                yield from (name for name in names if name != value)
        yield f"{value.rstrip()} indeed" if " " in value or not value.islower() else f"{value}-2"
        yield f"{value.rstrip()} indeed"
        yield f"{value}1"


def stores(root: Path) -> list[str]:
    """The YAML stores below a site's folder."""
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*.yml") if p.name != "mkdocs.yml")

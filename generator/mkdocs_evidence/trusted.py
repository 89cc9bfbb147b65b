"""Which changed files ask for a maintainer: everything that is not evidence or prose.

What may change without one is listed, and nothing else: a file of a kind that nobody thought of is
trusted with nothing. Names come from a stranger's commit and are only ever shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from .git_objects import REGULAR, GitProblem, Repository

EVIDENCE = re.compile(
    r"claims/(?:[a-z0-9-]+/)?[a-z0-9-]+\.yml|studies/[a-z0-9-]+\.yml|references\.bib|references\.status\.yml"
    r"|content/[a-z0-9-]+\.yml|content/(?:[\w-]+/)*[\w-]+\.md|(?:README|CHANGELOG)\.md",
    re.ASCII,
)
"""Stores, content pages and two texts at the top: what an author changes. Below the site's folder."""
KINDS = (
    ("workflow", re.compile(r"\.github/|\.ci/|\.pre-commit")),
    ("template", re.compile(r"overrides/|(?:.*/)?templates/")),
    ("lock", re.compile(r"(?:.*/)?(?:[^/]*\.lock|requirements[^/]*\.txt|package-lock\.json)\Z")),
    ("configuration", re.compile(r"(?:.*/)?[^/]*\.(?:toml|cfg|ini|ya?ml|json)\Z|\.[^/]+\Z|(?:.*/)?\.git[^/]*\Z")),
    ("script", re.compile(r"scripts/|Makefile\Z|(?:.*/)?[^/]*\.(?:sh|js)\Z")),
    ("code", re.compile(r"generator/|tests/|benchmarks/|(?:.*/)?[^/]*\.py\Z")),
)
"""Kinds by what a path begins or ends with, the first that fits."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One changed file that asks for a maintainer."""

    path: str
    """From the top of the repository."""
    kind: str
    """`workflow`, `template`, `lock`, `configuration`, `script`, `code`, `link or program` or `other`."""


def trusted(root: Path, span: str) -> list[Touched]:
    """Every changed file of `BASE..HEAD` (or `BASE...HEAD`) that is not evidence or prose, by path.

    Raises `GitProblem` where the sides cannot be had, or `span` names only one.
    """
    if ".." not in span:
        raise GitProblem(f"{span!r} names one side; two are needed, as in main...HEAD")
    repository = Repository(root)
    before, after = repository.span(span)
    modes = [repository.modes(side.commit) for side in (before, after)]
    prefix = repository.prefix()
    return [
        Touched(path, kind)
        for path in repository.touched(before, after)
        if (kind := kind_of(path, [side[path] for side in modes if path in side], prefix))
    ]


def kind_of(path: str, modes: list[str], prefix: str = "") -> str:
    """What kind of trusted file a path is; empty for evidence and prose.

    `modes` are git's, on each side that holds the file; `prefix` leads from the top to the site's folder.
    """
    below = path.removeprefix(prefix) if path.startswith(prefix) else ""
    if any(mode not in REGULAR or mode == "100755" for mode in modes):
        return "link or program"
    if EVIDENCE.fullmatch(below):
        return ""
    return next((kind for kind, pattern in KINDS if pattern.match(path)), "other")

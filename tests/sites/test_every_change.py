"""`evidence diff` against the pages: every edited value that shows is told once, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest
from every_field import FIELDS, others, pages, scalars, state, stores
from jinja2 import Environment, FileSystemBytecodeCache

from conftest import SiteFolder, tiny_site
from mkdocs_evidence import rendering
from mkdocs_evidence.changes import State, changes
from mkdocs_evidence.page_list import PageList
from mkdocs_evidence.yaml_reader import Step


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    return tiny_site(tmp_path_factory.mktemp("fields") / "site", FIELDS)


@pytest.fixture(scope="module", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Templates are compiled for the first site only; that is most of the time that a small one takes."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "Environment", partial(Environment, bytecode_cache=cache))
        for reference in ("codes", "fields"):  # pages for authors, which are the same whatever the stores hold
            patch.setattr(PageList, reference, lambda self: None)
        yield


@pytest.fixture(scope="module")
def before(site: SiteFolder) -> State:
    found = state(site)
    assert found.pages is not None, list(found.diagnostics)
    return found


def edited(site: SiteFolder, name: str, old: str, new: str) -> State:
    """The site with one text of a file replaced, which stands again as it was afterwards."""
    kept = site.read(name)
    site.edit(name, old, new)
    try:
        return state(site)
    finally:
        site.write(name, kept)


def told_as_shown(before: State, after: State) -> list[str]:
    """What does not fit together between the pages and the report, in words; empty where all does."""
    found = changes(before, after)
    shows = pages(before) != pages(after)
    if shows != (len(found.edits) == 1) or (not shows and not found.nothing):
        paths = [(edit.store, edit.id, edit.field.path) for edit in found.edits]
        return [f"pages {'differ' if shows else 'are the same'}, told: {paths}, {[e.turns for e in found.effects]}"]
    return []


def values(site: SiteFolder) -> Iterator[tuple[str, tuple[Step, ...]]]:
    for name in stores(site.root):
        for path, _ in scalars(site.document(name).root):
            yield name, path


def test_every_value(site: SiteFolder, before: State):
    """Each value of each YAML store changed by itself: one edit where a page differs, else none."""
    wrong, refused, tried = [], [], 0
    for name, path in list(values(site)):
        kept = site.read(name)
        node = dict(scalars(site.document(name).root))[path]
        for value in others(node.text):
            site.set_value(name, path, value if not re.search(r"[:#\[\]{},&*]", value) else f"'{value}'")
            after = state(site)
            site.write(name, kept)
            if after.pages is not None:
                tried += 1
                wrong += [f"{name} {path} {value}: {fault}" for fault in told_as_shown(before, after)]
                break
        else:
            refused.append(f"{name} {path}")
    print(tried, *refused, *wrong, sep="\n")
    assert wrong == []


def test_every_bibtex_field(site: SiteFolder, before: State):
    """The same for each field of each entry of the bibliography, and for its type."""
    wrong, refused = [], []
    text = site.read("references.bib")
    fields = [(match.start(2), match.end(2), match[1]) for match in re.finditer(r"(\w+) = \{+(.+?)\}+,?\n", text)]
    fields += [(match.start(1), match.end(1), "type") for match in re.finditer(r"@(\w+)", text)]
    assert len(fields) > 30
    for start, end, name in fields:
        value = {"type": "misc", "pages": "4--8", "doi": f"{text[start:end]}x"}.get(name, text[start:end] + "1")
        if name == "year":
            value = "2001"
        site.write("references.bib", text[:start] + value + text[end:])
        after = state(site)
        site.write("references.bib", text)
        if after.pages is None:
            refused.append(f"{name} {text[start:end]}")
        else:
            wrong += [f"{name} {text[start:end]}: {fault}" for fault in told_as_shown(before, after)]
    print(*refused, *wrong, sep="\n")
    assert wrong == []


@pytest.mark.parametrize(("name", "old", "new"), [
    ("claims/outcomes/sleep.yml", "evidence:\n", "evidence:  # both\n"),
    ("claims/outcomes/sleep.yml", "kind: effect\ncomparison: rest\n", "comparison: rest\nkind: effect\n"),
    ("studies/beta.yml", "name: BETA", "name:   'BETA'"),
    ("references.bib", "@article{alpha2020", "% first\n@ARTICLE{alpha2020"),
    ("content/about.md", "<!-- a note -->", "<!-- another -->"),
    ("references.status.yml", "    notice: 10.1000/notice\n    basis: The notice was seen\n",
     "    basis: The notice was seen\n    notice: 10.1000/NOTICE\n"),
])  # fmt: skip
def test_layout(site: SiteFolder, before: State, name: str, old: str, new: str):
    """Comments, quotes, order of fields, and other ways to write the same are no change."""
    after = edited(site, name, old, new)
    assert pages(before) == pages(after)
    assert changes(before, after).nothing


@pytest.mark.parametrize(("name", "old", "new"), [
    ("claims/categories.yml", "name: Outcomes", "name: What came out"),
    ("claims/outcomes/sleep.yml", "  - {study: beta, result: end, role: supports}\n", ""),
    ("content/about.md", "A *page* by", "A page by"),
    ("content/about.md", "title: About", "title: About us"),
    ("content/index.md", "lead: [sleep]", "lead: [headaches]"),
    ("content/timeline.yml", "  key: true\n", ""),
])  # fmt: skip
def test_other_edits(site: SiteFolder, before: State, name: str, old: str, new: str):
    """What is taken away, front matter and emphasis: each is told once."""
    assert told_as_shown(before, edited(site, name, old, new)) == []

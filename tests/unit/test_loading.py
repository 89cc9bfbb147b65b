"""Which files are read, and what each broken one costs: itself."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from mkdocs_evidence.loading import NotASite, load

CLAIM = "claims/outcomes/sleep.yml"


def test_no_site(world):
    """Only a folder without claims is none."""
    settings = replace(world.settings, root=world.root / "content")
    with pytest.raises(NotASite, match="no folder claims/"):
        load(settings, None)


NAMES = {
    "capitals": ("claims/outcomes/Sleep.yml", "bad-id"),
    "letters of another script": ("claims/outcomes/slеep.yml", "bad-id"),
    "blank at the end": ("claims/outcomes/sleep .yml", "bad-id"),
    "two hyphens": ("studies/a--b.yml", "bad-id"),
    "65 characters": (f"studies/{'a' * 65}.yml", "bad-id"),
    "reserved on Windows": ("studies/con.yml", "bad-id"),
    "reserved here": ("claims/outcomes/index.yml", "bad-id"),
    "no name": ("studies/.yml", None),
    "other ending": ("claims/outcomes/rest.yaml", "misplaced-file"),
    "claim without a category": ("claims/rest.yml", "misplaced-file"),
    "folder in a category": ("claims/outcomes/more/rest.yml", "misplaced-file"),
    "remarks": ("claims/outcomes/README.md", None),
    "editor's file": ("claims/outcomes/.sleep.yml.swp", None),
    "copy": ("studies/alpha.yml~", "misplaced-file"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "code"), NAMES.values(), ids=NAMES)
def test_name_of_a_file(world, name, code):
    """A name that cannot be an address is refused, a file that would not be read is pointed out."""
    world.write(name, "name: x\n")
    assert {found for found, _ in world.places()} == ({code} if code else set())


def test_sixty_four_characters(world):
    world.write(f"studies/{'a' * 64}.yml", world.read("studies/beta.yml"))
    assert world.codes() == []


def test_one_id_in_two_categories(world):
    """Both files are named."""
    world.write("claims/categories.yml", "- {id: outcomes, name: Outcomes}\n- {id: safety, name: Safety}\n")
    world.write("claims/safety/sleep.yml", world.read(CLAIM))
    [problem] = world.problems()
    assert (problem.code.name, problem.location.path) == ("duplicate-id", "claims/safety/sleep.yml")
    assert problem.related[0].location.path == CLAIM


def test_broken_study(world):
    """Its own problem is reported; the claim that names it is not blamed as well."""
    world.edit("studies/beta.yml", "name: BETA", "name: [BETA")
    assert {path for _, path in world.places()} == {"studies/beta.yml:2:1"} or {
        path.split(":")[0] for _, path in world.places()} == {"studies/beta.yml"}  # fmt: skip


@pytest.mark.parametrize("name", ["claims/comparisons.yml", "studies/instruments.yml", "claims/categories.yml"])
def test_broken_shared_file(world, name):
    """One problem, at the file; nothing that leads there is called unknown."""
    world.write(name, "a: [\n")
    assert {place.split(":")[0] for _, place in world.places()} == {name}


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_links_in_the_file_system(world, tmp_path):
    """A link is refused wherever it leads; a linked folder is not read."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/evil.yml").write_text("question: x\n")
    (world.root / "claims/linked").symlink_to(tmp_path / "outside")
    (world.root / "studies/gamma.yml").symlink_to(tmp_path / "outside/evil.yml")
    (world.root / "studies/delta.yml").symlink_to(world.root / "studies/alpha.yml")
    os.mkfifo(world.root / "studies/pipe.yml")
    assert sorted(world.places()) == [
        ("unreadable-file", "claims/linked:1:1"),
        ("unreadable-file", "studies/delta.yml:1:1"),
        ("unreadable-file", "studies/gamma.yml:1:1"),
        ("unreadable-file", "studies/pipe.yml:1:1"),
    ]


def test_no_category(world):
    """A site without categories has no place for its claims: the folder's name is unknown."""
    world.write("claims/categories.yml", "[]\n")
    assert "unknown-category" in world.codes()


def test_category_twice(world):
    world.write("claims/categories.yml", "- {id: outcomes, name: A}\n- {id: outcomes, name: B}\n")
    assert world.places() == [("duplicate-id", "claims/categories.yml:2:8")]

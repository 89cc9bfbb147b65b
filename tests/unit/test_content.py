"""Content pages: front matter and links to other pages of the site."""

from __future__ import annotations

import os

import pytest

HOME = "content/index.md"


def page(world, text: str, name: str = "content/about.md") -> list[tuple[str, str]]:
    world.write(name, text)
    return world.places()


SOUND = {
    "another page": "[x](index.md)\n",
    "a generated page": "[x](claims/sleep.md#why) [y](studies/alpha.md) [z](references.md#ref-alpha2020)\n",
    "this page": "[x](#there)\n",
    "another host": "[x](https://example.org/a.md) <https://example.org> [m](mailto:a@example.org)\n",
    "code": "`[x](nowhere.md)`\n\n    [x](nowhere.md)\n",
    "an image": "![x](dot.svg)\n",
    "a rule across the page at its top": "---\n\nText\n",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_link_that_leads_somewhere(world, text):
    world.write("content/dot.svg", "<svg/>")
    assert page(world, text) == []


BROKEN = {
    "unknown page": ("See\n[x](nowhere.md).\n", [(2, 5)]),
    "second link of a line": ("[a](index.md) [x](nowhere.md)\n", [(1, 19)]),
    "the same twice": ("[a](nowhere.md) [b](nowhere.md)\n", [(1, 5), (1, 21)]),
    "unknown claim": ("[x](claims/slep.md)\n", [(1, 5)]),
    "image": ("![x](gone.png)\n", [(1, 6)]),
    "above the folder": ("[x](../mkdocs.yml)\n", [(1, 5)]),
    "in a list": ("- a\n- [x](nowhere.md)\n", [(2, 7)]),
    "in a heading": ("# A [x](nowhere.md)\n", [(1, 9)]),
    "below front matter": ("---\ntitle: T\n---\n\n[x](nowhere.md)\n", [(5, 5)]),
    "in quotes": ("> [x](nowhere.md)\n", [(1, 7)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "places"), BROKEN.values(), ids=BROKEN)
def test_link_that_leads_nowhere(world, text, places):
    """Each is named at its address."""
    assert page(world, text) == [("broken-link", f"content/about.md:{line}:{column}") for line, column in places]


def test_link_from_a_folder(world):
    """Relative to the page that holds it."""
    assert page(world, "[x](../index.md) [y](../claims/sleep.md)\n", "content/more/deep.md") == []
    assert page(world, "[x](index.md)\n", "content/more/deep.md") == [("broken-link", "content/more/deep.md:1:5")]


def test_link_to_a_claim_that_cannot_be_read(world):
    """Its own problem is reported, and not the link as well."""
    world.edit("claims/outcomes/sleep.yml", "kind: effect", "kind: afect")
    assert [code for code, _ in world.places()] == ["unknown-value"]


FRONT = {
    "unknown field": ("---\ntitle: T\nled: [sleep]\n---\n", "unknown-field", (3, 1)),
    "unknown claim": ("---\ntitle: T\nlead: [slep]\n---\n", "unknown-claim", (3, 8)),
    "page to read on with": ("---\ntitle: T\nmore:\n- {page: no.md, name: N, says: S}\n---\n", "broken-link", (4, 10)),
    "no title": ("---\nlead: [sleep]\n---\n", "missing-field", (2, 1)),
    "no front matter": ("Welcome.\n", "missing-field", (1, 1)),
    "no YAML": ("---\ntitle: a: b\n---\n", "yaml-syntax", (2, 9)),
    "key twice": ("---\ntitle: T\ntitle: U\n---\n", "duplicate-key", (3, 1)),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place"), FRONT.values(), ids=FRONT)
def test_front_matter_of_the_home_page(world, text, code, place):
    """Its fields are checked like those of any store, with the lines of the file."""
    assert (code, f"{HOME}:{place[0]}:{place[1]}") in page(world, text, HOME)


def test_front_matter_of_another_page(world):
    """Its fields are MkDocs' business; only what is no YAML is reported."""
    assert page(world, "---\ntitle: T\nhide: [toc]\n---\n\nText\n") == []
    assert page(world, "---\ntitle: [T\n---\n")[0][0] == "yaml-syntax"


def test_windows_line_ends(world):
    assert page(world, "---\r\ntitle: T\r\n---\r\n\r\n[x](nowhere.md)\r\n") == [("broken-link", "content/about.md:5:5")]


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_link_in_the_file_system(world, tmp_path):
    """A page that is a link is not followed, and neither is a folder; MkDocs would publish what they lead to."""
    (tmp_path / "secret.md").write_text("secret\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/page.md").write_text("[x](nowhere.md)\n")
    (world.root / "content/about.md").symlink_to(tmp_path / "secret.md")
    (world.root / "content/more").symlink_to(tmp_path / "folder")
    assert world.places() == [("unreadable-file", "content/about.md:1:1"), ("unreadable-file", "content/more:1:1")]


def test_no_content(world):
    """A site without its home page is told to make one, and how."""
    for path in (world.root / "content").iterdir():
        path.unlink()
    (world.root / "content").rmdir()
    assert [(d.code.name, str(d.location)) for d in world.problems() if d.severity == "error"] == [
        ("unreadable-file", "content/index.md:1:1")
    ]

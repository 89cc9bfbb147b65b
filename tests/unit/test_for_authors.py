"""Pages that a site writes for its authors: the way through them, and the arithmetic below one of them."""

from __future__ import annotations

from mkdocs_evidence.pages import PROSE_SLOT

ENTRANCE = "# Contribute\n\n[One](contribute/one.md), [two](contribute/two.md), or [one](contribute/one.md#x).\n"


def test_the_way_through(world):
    """In the order of the entrance's links; back to it from each; a page that it forgets stands at no place."""
    world.write("content/contribute.md", ENTRANCE)
    for name in ("one", "two", "forgotten"):
        world.write(f"content/contribute/{name}.md", f"# Page {name}\n")
    assert not world.problems()
    bodies = world.bodies(repository="https://git.example.org/site")
    assert '<a href="../contribute/one/">Page one</a>' in bodies["contribute/"]
    assert '<a href="../../contribute/two/">Page two</a>' in bodies["contribute/one/"]
    for name in ("two", "forgotten"):
        assert "Page one" not in bodies[f"contribute/{name}/"]
    for name in ("one", "two", "forgotten"):
        assert '<a href="../../contribute/">Contribute</a>' in bodies[f"contribute/{name}/"]
        assert f"https://git.example.org/site/edit/main/content/contribute/{name}.md" in bodies[f"contribute/{name}/"]
    assert "content/contribute/one.md" in world.bodies()["contribute/one/"], "without a repository, which file it is"


def test_addresses_that_are_taken(world):
    """The reference of codes is no author's to write, and two files have no one address."""
    world.write("content/contribute/codes.md", "# Codes\n")
    assert world.places() == [("address-taken", "content/contribute/codes.md:1:1")]
    world.write("content/contribute/codes.md", "")
    (world.root / "content/contribute/codes.md").rename(world.root / "content/contribute/index.md")
    assert not world.problems(), "the entrance may stand in the folder"
    world.write("content/contribute.md", "# Contribute\n")
    assert [code for code, _ in world.places()] == ["address-taken"]


def test_arithmetic(world):
    """Numbers as the code counts them, and the first claim with each sum."""
    world.write("content/contribute/badge.md", "# The badge\n")
    body = world.bodies()["contribute/badge/"]
    assert body.index(PROSE_SLOT) < body.index("4 (High certainty)") < body.index("4 − 1 − 1 = 2 (Low certainty)")
    assert '<a href="../../claims/sleep/">Does rest therapy relieve bad sleep?</a>' in body
    assert "0, −1, −2; <code>robins-i</code>: −3" in body
    for text in ("step: -1\n    because", "step: -1\n    reason: Few"):
        world.edit(world.claim_file, text, text.replace("-1", "-2"))
    world.edit(world.claim_file, "inconsistency: {step: 0}", "inconsistency: {step: -1, reason: They disagree}")
    # The draft of a rating that is not recorded.
    assert "4 − 2 − 1 − 2 = −1 → 1 (Very low certainty)" in world.bodies(draft=True)["contribute/badge/"]

"""The lists in content/: how they are read, who cites through them, and what is told about them."""

from __future__ import annotations

import pytest

EVENT = """\
- id: second-trial
  date: 2021-05-10
  kind: study
  body: A Journal
  what: "BETA was published [@beta2021]."
  cites: [data2022]
  claims: [sleep]
  key: true
- id: first-trial
  date: 2020
  kind: study
  body: A Journal
  what: ALPHA was published.
  cites: [alpha2020]
"""
TRIAL = """\
- id: third-trial
  registration: NCT00000001
  title: Rest against nothing
  condition: Bad sleep
  status: recruiting
  tests: "Rest against waiting [badge: sleep]."
  cites: [alpha2020]
"""


def test_no_list(world):
    """A site without them has empty lists and hears nothing of it."""
    checked, found = world.check()
    assert checked.library.entries == ()
    assert list(found) == []


def test_in_the_order_of_time(world):
    """Whatever the order of the file; a year stands before the days in it."""
    world.write("content/timeline.yml", EVENT.replace("2021-05-10", "2020-05"))
    library = world.check()[0].library
    assert list(library.timeline) == ["first-trial", "second-trial"]
    assert [event.id for event in library.key_dates] == ["second-trial"]


def test_other_lists_in_the_order_of_the_file(world):
    world.write("content/trials.yml", TRIAL + TRIAL.replace("third", "fifth"))
    assert list(world.check()[0].library.trials) == ["third-trial", "fifth-trial"]


def test_entries_cite(world):
    """By their field and in their text, between studies and content pages."""
    world.write("content/timeline.yml", EVENT)
    citing = world.check()[0].library.citing
    assert [record.id for record in citing["beta2021"]] == ["sleep", "beta", "second-trial"]
    assert [record.id for record in citing["alpha2020"]] == ["sleep", "alpha", "first-trial"]


def test_reference_that_only_an_entry_cites(world):
    """It is not called uncited; nor is one that a list might cite that cannot be read."""
    spare = world.read("references.bib").replace("data2022", "spare2022")
    world.write("references.bib", world.read("references.bib") + spare[spare.index("@article{spare2022") :])
    world.edit("references.bib", "10.1000/spare2022", "10.1000/spare")
    assert world.codes() == ["uncited-reference"]
    world.write("content/timeline.yml", EVENT.replace("[alpha2020]", "[spare2022]"))
    assert world.codes() == []
    world.write("content/timeline.yml", EVENT.replace("[alpha2020]", "[spare2022]").replace("2021-05-10", "soon"))
    assert world.codes() == ["bad-date"]


PLACES = {
    "key in the field": ("cites: [data2022]", "cites: [data2023]", "unknown-citation", 6, 11),
    "key in the text": ("[@beta2021]", "[@beta2022]", "unknown-citation", 5, 30),
    "claim in the field": ("claims: [sleep]", "claims: [slept]", "unknown-claim", 7, 12),
    "badge in the text": ("[@beta2021]", "[badge: slept]", "unknown-claim", 5, 37),
    "malformed": ("[@beta2021]", "[@beta 2021]", "malformed-citation", 5, 29),
    "link": ("[@beta2021]", "[here](javascript:x)", "link-not-allowed", 5, 36),
    "no source": ("  cites: [data2022]\n", "", "missing-field", 1, 3),
    "word of no list": (
        'kind: study\n  body: A Journal\n  what: "BETA', 'kind: trial\n  body: A Journal\n  what: "BETA',
        "unknown-value", 3, 9,
    ),
    "the same id": ("id: first-trial", "id: second-trial", "duplicate-id", 9, 7),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "line", "column"), PLACES.values(), ids=PLACES)
def test_problems_have_their_places(world, old, new, code, line, column):
    """Each at what was typed, in the list's own file."""
    world.write("content/timeline.yml", EVENT)
    world.edit("content/timeline.yml", old, new)
    assert world.places() == [(code, f"content/timeline.yml:{line}:{column}")]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("May 2021", "write it like 2026-11-23, or 2026-11 or 2026 where no more is known"),
        ("2021-5", "write 2021-05"),
        ("2021/5/10", "write 2021-05-10"),
        ("2021-13", "write a month from 01 to 12"),
        ("2021-02-30", "look the day up: this month is shorter"),
        ("0000", "look the day up; years and days begin with 1"),
    ],
)
def test_dates_that_are_none(world, typed, hint):
    """A date is a day, a month or a year, and nothing else."""
    world.write("content/timeline.yml", EVENT.replace("2021-05-10", typed))
    (problem,) = world.problems()
    assert (problem.code.name, problem.hint) == ("bad-date", hint)


def test_list_that_is_none(world):
    """The hint shows how an entry begins; the list costs nothing else."""
    world.write("content/timeline.yml", "first-trial:\n  date: 2020\n")
    (problem,) = world.problems()
    assert problem.code.name == "wrong-shape"
    assert "- id: first-trial" in problem.hint


def test_other_ending(world):
    world.write("content/timeline.yaml", EVENT)
    assert world.places() == [("misplaced-file", "content/timeline.yaml:1:1")]


def test_list_is_no_file_to_link(world):
    """It is not published, so a link to it leads nowhere."""
    world.write("content/timeline.yml", EVENT)
    world.write("content/about.md", "# About\n\nSee [the file](timeline.yml).\n")
    assert world.codes() == ["broken-link"]

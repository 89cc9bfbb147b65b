"""The lists in content/ as they are shown: dates in words, the drawn timeline, the pages and what leads to them."""

from __future__ import annotations

import re
from datetime import date

import pytest

from mkdocs_evidence.content_model import Event, Position
from mkdocs_evidence.entries import dated, days, from_yes_to_no, strip
from mkdocs_evidence.identifiers import registry_url
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.vocabulary import EventKind, Verdict

LABELS = Labels.shipped()


def event(day: str, kind: str = "study", key: str = "false") -> Event:
    return Event.model_validate({"date": day, "kind": kind, "body": "A", "what": "B", "key": key, "cites": ["a"]})


@pytest.mark.parametrize(
    ("typed", "whole", "short"),
    [("2024-06-04", "4 June 2024", "4 June"), ("2024-06", "June 2024", "June"), ("2024", "2024", "")],
)
def test_dates_in_words(typed, whole, short):
    """As much as is known, and below a year's heading without the year."""
    (shown,) = dated([event(typed)], LABELS)
    assert (shown.whole_date, shown.date, shown.year) == (whole, short, "2024")


def test_first_of_a_year():
    """Each year is headed once, also where it returns in a selection."""
    shown = dated([event("2020"), event("2020-03"), event("2022-01-01")], LABELS)
    assert [one.first_of_year for one in shown] == [True, False, True]


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-06-04", date(2024, 6, 4), date(2024, 6, 4)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_days_that_a_date_may_mean(typed, first, last):
    """A leap year's February has 29 days; the last year there can be has an end."""
    assert days(typed) == (first.toordinal(), last.toordinal())


def test_drawn_to_scale():
    """From the first new year to the one after the last event; half of two years is the second new year."""
    drawn = strip([event("2020-01-01", key="true"), event("2021-01-01"), event("2021", "decision")], LABELS)
    assert [row.kind for row in drawn.rows] == [EventKind.STUDY, EventKind.DECISION]
    first, second = drawn.rows[0].marks
    assert (first.start, first.end, first.key) == (0, 0, True)
    assert second.start == second.end == pytest.approx(50.07, abs=0.01)  # 2020 had 366 of the 731 days
    assert drawn.rows[1].marks[0].end > 99
    assert drawn.ticks == ((0, 2020), (second.start, 2021))


def test_ticks_of_a_long_time():
    """Never more than fit a phone."""
    drawn = strip([event("1914"), event("2026")], LABELS)
    assert len(drawn.ticks) <= 6
    assert drawn.ticks[0] == (0, 1914)


def test_one_year_is_not_drawn():
    assert strip([event("2020-01"), event("2020-12")], LABELS) is None
    assert strip([], LABELS) is None


def test_last_year_that_dates_can_hold():
    """The axis ends where the calendar does, without a fault."""
    drawn = strip([event("9998"), event("9999")], LABELS)
    assert drawn.rows[0].marks[1].end <= 100


def test_positions_in_order():
    """From permission to refusal; the older first."""

    def position(verdict: str, day: str) -> Position:
        fields = {"body": day, "date": day, "verdict": verdict, "about": "A", "concluded": "B", "cites": ["a"]}
        return Position.model_validate(fields)

    given = [position("refuses", "2020"), position("permits", "2024-02"), position("permits", "2024")]
    assert [(one.verdict, one.date) for one in from_yes_to_no(given)] == [
        (Verdict.PERMITS, "2024"),
        (Verdict.PERMITS, "2024-02"),
        (Verdict.REFUSES, "2020"),
    ]


@pytest.mark.parametrize(
    ("registration", "address"),
    [
        ("NCT03537014", "https://clinicaltrials.gov/study/NCT03537014"),
        ("ACTRN12623000971639", "https://www.anzctr.org.au/ACTRN12623000971639.aspx"),
        ("ISRCTN12345678", "https://www.isrctn.com/ISRCTN12345678"),
        ("NCT0353701", ""),
        ("NCT03537014/x", ""),
        ("2019-001234-56", ""),
    ],
)
def test_registries(registration, address):
    """Only a whole identifier of a registry that we know leads anywhere."""
    assert registry_url(registration) == address


@pytest.mark.parametrize("word", [*EventKind, *Verdict])
def test_every_word_has_a_label(word):
    """A word of the lists that no page could show would fail only where somebody uses it."""
    assert LABELS["event_kind" if isinstance(word, EventKind) else "verdict"][word]


# --- pages ---------------------------------------------------------------------------------

LISTS = {
    "timeline": """\
- id: first-trial
  date: 2020-05
  kind: study
  body: A Journal
  what: ALPHA was <b>published</b>.
  cites: [alpha2020]
  claims: [sleep]
  key: true
""",
    "positions": """\
- id: board
  body: A board
  date: 2021
  verdict: insufficient
  about: Two trials
  concluded: Nobody can say.
  cites: [beta2021]
""",
    "misreadings": """\
- id: cured
  title: Relief or cure
  said: Rest cures bad sleep.
  says: It was relieved [@alpha2020, table 2].
  matters: It may return.
  cites: [alpha2020]
""",
    "trials": """\
- id: third
  registration: NCT00000001
  title: Rest against nothing
  condition: Bad sleep
  status: recruiting
  tests: Rest against waiting
  cites: [data2022]
""",
}


def write(world, *names: str) -> None:
    for name in names or LISTS:
        world.write(f"content/{name}.yml", LISTS[name])


def test_no_list_no_page(world):
    """Nor a link to one."""
    bodies = world.bodies()
    assert not {"timeline/", "positions/", "misreadings/", "trials/"} & bodies.keys()
    links = {address for body in bodies.values() for address in re.findall(r'href="\.\./(\w+)/"', body)}
    assert "changes" in links and not LISTS.keys() & links


def test_pages(world):
    """One for each list, linked with the others and from the map; the trials from the studies."""
    write(world)
    bodies = world.bodies()
    for name in LISTS:
        links = re.search(r'<nav class="ev-lists".*?</nav>', bodies[f"{name}/"], re.DOTALL)[0]
        assert set(re.findall(r'href="\.\./(\w+)/"', links)) == LISTS.keys() - {name} | {"changes", "data"}
        assert f'href="../{name}/"' in bodies["claims/"]
    assert 'href="../trials/"' in bodies["studies/"]


def test_event(world):
    """Text is data; the date is for machines as typed; source and badge stand below."""
    write(world, "timeline")
    body = world.bodies()["timeline/"]
    assert '<time datetime="2020-05">May<span class="ev-hidden"> 2020</span></time>' in body
    assert "ALPHA was &lt;b&gt;published&lt;/b&gt;." in body
    assert re.search(r'id="first-trial".*href="#ref-alpha2020".*data-level="low"', body, re.DOTALL)


def test_retracted_source(world):
    """Says so where an entry cites it, as everywhere."""
    write(world, "positions")
    world.status(("10.1000/beta2021", "retracted", True))
    site = world.prepare(draft=True)
    body = next(page.body for page in site.pages if page.address == "positions/")
    assert re.search(r'id="board".*?, retracted', body, re.DOTALL)


def test_what_is_not_known(world):
    """A registry's link where there is one, and words where nothing is known."""
    write(world, "trials")
    body = world.bodies()["trials/"]
    assert 'href="https://clinicaltrials.gov/study/NCT00000001"' in body
    assert "Run by: not reported" in body
    assert "Number of people planned: not reported" in body
    assert "date of the copy not reported" in body


def test_way_back(world):
    """The references page leads to the entry's own page."""
    write(world, "misreadings")
    entry = world.bodies()["references/"].partition('<li id="ref-alpha2020"')[2].partition('<li id="ref-')[0]
    assert 'href="../misreadings/#cite-alpha2020-2"' in entry


def test_prose_of_an_author(world):
    """It stands above the list, is numbered first, and takes no address from it."""
    write(world, "timeline")
    world.write("content/timeline.md", "---\ntitle: When\n---\n\nSee [@beta2021].\n")
    bodies = world.bodies()
    assert re.findall(r'<li id="ref-(\w+)"', bodies["timeline/"]) == ["beta2021", "alpha2020"]
    world.write("content/timeline.yml", "")
    assert "address-taken" not in world.codes()


def test_pages_link_to_lists(world):
    """By the name of the page, and not to a list that is not there."""
    world.write("content/about.md", "# About\n\n[When](timeline.md)\n")
    assert world.codes() == ["broken-link"]
    write(world, "timeline")
    assert world.codes() == []
    world.write("content/timeline.yml", LISTS["timeline"].replace("2020-05", "soon"))
    assert world.codes() == ["bad-date"]

"""The newest ratings of all claims, on their page and as a feed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from mkdocs_evidence.build import prepare
from mkdocs_evidence.change_log import by_day, changes
from mkdocs_evidence.labels import Labels

CLAIM = "claims/outcomes/sleep.yml"
SITE = "https://evidence.example.org/file/"
ATOM = "{http://www.w3.org/2005/Atom}"
OLDER = """\
  - date: 2026-09-01
    level: very-low
    evidence: [alpha/end, gone/end]
    why: First *rating* [@alpha2020]
"""


@pytest.fixture
def rated_twice(world):
    """A claim that was rated in September, on one trial that has gone since, and again in November."""
    world.edit(CLAIM, "    why: First rating\n", "    why: A second trial\n" + OLDER)
    return world


def _log(world):
    return changes(world.check()[0].library, Labels.shipped())


def test_order_and_words(rated_twice) -> None:
    """Newest first; each says from what to what, which results came and went, and why."""
    labels = Labels.shipped()
    assert [(str(change.day), change.claim, change.number, change.told(labels)) for change in _log(rated_twice)] == [
        ("2026-11-01", "headaches", 1, "First recorded: No study found. First search"),
        (
            "2026-11-01",
            "sleep",
            2,
            "Was: Very low certainty. Now: Low certainty, supports the claim. Rated as well now: beta/end. "
            "No longer rated on: gone/end. A second trial",
        ),
        ("2026-09-01", "sleep", 1, "First recorded: Very low certainty. First rating"),
    ]


def test_same_rating_again(rated_twice) -> None:
    rated_twice.edit(CLAIM, "    level: very-low\n", "    level: low\n    direction: supports\n")
    assert _log(rated_twice)[1].what == "Still: Low certainty, supports the claim."


def test_page(rated_twice) -> None:
    """A heading for each day, and each entry leads to where the claim's page has it."""
    bodies = rated_twice.bodies()
    body = bodies["changes/"]
    assert re.findall(r'<h2 id="([\d-]+)"', body) == ["2026-11-01", "2026-09-01"]
    led = re.findall(r'href="../claims/sleep/#([^"]+)"', body)
    assert led == ["h-2026-11-01", "h-2026-09-01"]
    assert all(f'id="{anchor}"' in bodies["claims/sleep/"] for anchor in led)
    assert 'href="../changes/feed.xml"' not in body


def test_first_ratings_stand_by_rating(rated_twice) -> None:
    """They share a line where rating and reason are the same, and never hide what changed on the same day."""
    headaches = "claims/outcomes/headaches.yml"
    text = rated_twice.read(headaches)
    rated_twice.write("claims/outcomes/tremor.yml", text.replace("Headaches", "Tremor"))
    newest, oldest = by_day(_log(rated_twice))
    assert [change.claim for change in newest.again] == ["sleep"]
    assert [(now, why, [change.claim for change in of]) for now, why, of in newest.first] == [
        ("No study found", "First search", ["headaches", "tremor"])
    ]
    assert (oldest.again, len(oldest.first)) == ((), 1)
    body = rated_twice.bodies()["changes/"]
    assert body.index("Was: Very low certainty") < body.index("Recorded for the first time") < body.index("tremor/#h-")


def _feed(world, **settings) -> ElementTree.Element:
    site = prepare(replace(world.settings, site_url=SITE, **settings))
    return ElementTree.fromstring(site.assets["changes/feed.xml"])


def test_feed_is_atom(rated_twice) -> None:
    """What RFC 4287 asks for: 4.1.1 of a feed, 4.1.2 of an entry, 4.2.6 ids and 3.3 dates; addresses are whole."""
    feed = _feed(rated_twice)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 3
    for part in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1, name
        day = part.findtext(f"{ATOM}updated")
        assert day and datetime.fromisoformat(day).tzinfo is not None
        links = part.findall(f"{ATOM}link")
        assert all(link.attrib["href"].startswith(SITE) for link in links)
        assert len([link for link in links if link.attrib["rel"] == "alternate"]) == 1
    assert [link.attrib["href"] for link in feed.findall(f"{ATOM}link[@rel='self']")] == [f"{SITE}changes/feed.xml"]
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "A tiny file"
    assert feed.findtext(f"{ATOM}updated") == max(entry.findtext(f"{ATOM}updated") or "" for entry in entries)
    ids = [part.findtext(f"{ATOM}id") or "" for part in (feed, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(urlsplit(id).scheme in ("https", "tag") for id in ids)


def test_ids_stay(world) -> None:
    """A later entry, another title and another day of building change no id of an entry that was there."""

    def ids() -> set[str | None]:
        return {entry.findtext(f"{ATOM}id") for entry in _feed(world, today=day).iter(f"{ATOM}entry")}

    day = date(2026, 11, 23)
    before = ids()
    assert "tag:evidence.example.org,2026-11-01:/file/claims/sleep/1" in before
    world.edit(CLAIM, "history:\n", f"history:\n{OLDER.replace('-09-01', '-11-20')}".replace("gone", "beta"))
    world.edit(CLAIM, "level: very-low\n", "level: low\n    direction: supports\n")
    world.edit(CLAIM, "question: Does rest therapy relieve bad sleep?", "question: Does it help?")
    day = date(2027, 1, 1)
    assert ids() - before == {"tag:evidence.example.org,2026-11-20:/file/claims/sleep/2"}
    assert before < ids()


def test_site_without_an_address(world) -> None:
    """A feed with ids that belong to nobody would be none: there is no feed."""
    assert "changes/feed.xml" not in world.prepare().assets

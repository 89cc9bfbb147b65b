"""A claim's estimate as readers see it: rows of the plot, notes, people out of a hundred, and the plot as a file."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mkdocs_evidence import forest, sizes
from mkdocs_evidence.effect_sizes import Reason
from mkdocs_evidence.labels import Labels
from mkdocs_evidence.synthesis import IntervalBy, WhyNot
from mkdocs_evidence.vocabulary import Method

CLAIM = "claims/outcomes/sleep.yml"
LABELS = Labels.shipped()
GOLDEN = Path(__file__).parent.parent / "plots" / "sleep.svg"

COUNTS = """\
  - id: slept
    outcome: Slept well
    when: {{weeks: 4}}
    compare: [rest, wait]
    arms:
      rest: {{events: {}, total: {}}}
      wait: {{events: {}, total: {}}}
    from: {{cite: {}, where: abstract}}
"""


@pytest.fixture
def counted(world):
    """The tiny site with a claim on counts: ALPHA 12 of 28 against 6 of 27, BETA 20 of 40 against 10 of 40."""
    world.write("studies/alpha.yml", world.read("studies/alpha.yml") + COUNTS.format(12, 28, 6, 27, "alpha2020"))
    beta = world.read("studies/beta.yml").replace(
        "results:\n", "arms:\n  rest: {name: Rest}\n  wait: {name: Waiting}\nresults:\n"
    )
    world.write("studies/beta.yml", beta + COUNTS.format(20, 40, 10, 40, "beta2021"))
    text = world.read(CLAIM).replace("result: end", "result: slept").replace("/end", "/slept")
    world.write(CLAIM, text.replace("asserts: lower", "asserts: raise"))
    world.edit(CLAIM, "\ncertainty:", "\nsynthesis: {measure: rr}\ncertainty:")
    return world


def scores(world, plan="synthesis: {measure: md}"):
    """The tiny site's own claim, pooled."""
    world.edit(CLAIM, "\ncertainty:", f"\n{plan}\ncertainty:")
    return world


def size(world):
    found, problems = world.check()
    assert list(problems.errors) == [], [str(problem) for problem in problems.errors]
    return sizes.size(found.appraisals["sleep"], found.library, LABELS)


def test_no_estimate_is_asked_for(world):
    """Then there is nothing to show."""
    assert size(world) is None


def test_rows(world):
    """Heaviest first, then the estimate with all people and the whole weight."""
    rows = size(scores(world)).forest.rows
    assert [(row.kind, row.name, row.value, row.ends, row.weight) for row in rows] == [
        ("study", "BETA", "−8.90", "−13.69 to −4.11", "54%"),
        ("study", "ALPHA", "−9.50", "−14.66 to −4.34", "46%"),
        ("pooled", "All 2 together", "−9.18", "−12.69 to −5.67", "100%"),
    ]
    assert [row.anchor for row in rows] == ["study-beta", "study-alpha", ""]
    assert [row.people for row in rows] == ["not reported", "55", ""]


def test_sides_of_a_scale(world):
    """The better side is named where the scale says which it is."""
    forest = size(scores(world)).forest
    assert (forest.left, forest.right) == ("lower (better) with rest therapy", "higher (worse) with rest therapy")


def test_two_studies(world):
    """How much they differ cannot be judged, and no number pretends to."""
    notes = " ".join(size(scores(world)).notes)
    assert "With two studies, how much they differ cannot be judged." in notes
    assert "I²" not in notes


def test_one_study(world):
    """It is shown by itself, and it is said that nothing was pooled."""
    world.edit(CLAIM, "  - {study: beta, result: end, role: supports}\n", "")
    world.edit(CLAIM, "evidence: [alpha/end, beta/end]", "evidence: [alpha/end]")
    found = size(scores(world))
    assert [row.kind for row in found.forest.rows] == ["study"]
    assert found.number.remark == "not pooled, one study"
    assert "One study; nothing was pooled." in found.notes
    assert found.forest.reference is None


@pytest.fixture
def grouped(world):
    """The tiny site's claim, pooled by length of rest, with a third study that has the same results as ALPHA."""
    world.write("studies/gamma.yml", world.read("studies/alpha.yml").replace("ALPHA", "GAMMA"))
    world.edit(CLAIM, "result: end, role: supports}\n  - {study: beta, result: end, role: supports}\n",
               "result: end, role: supports, subgroup: Short}\n"
               "  - {study: beta, result: end, role: supports, subgroup: Long}\n"
               "  - {study: gamma, result: end, role: supports, subgroup: Short}\n")  # fmt: skip
    world.edit(CLAIM, "[alpha/end, beta/end]", "[alpha/end, beta/end, gamma/end]")
    return scores(world, "synthesis: {measure: md, by: length of rest}")


def test_subgroups(grouped):
    """In the order of the evidence, each with a line of its own below its studies; one study is not pooled."""
    rows = size(grouped).forest.rows
    assert [(row.kind, row.name, row.value, row.remark) for row in rows] == [
        ("study", "ALPHA", "−9.50", ""),
        ("study", "GAMMA", "−9.50", ""),
        ("subgroup", "Short: 2 together", "−9.50", ""),
        ("study", "BETA", "−8.90", ""),
        ("subgroup", "Long", "−8.90", "not pooled, one study"),
        ("pooled", "All 3 together", "−9.28", ""),
    ]
    assert (rows[2].people, rows[2].mark.shape, rows[4].mark) == ("110", "diamond", None)
    assert sum(int(row.weight.rstrip("%")) for row in rows if row.kind == "subgroup") == 100


def test_difference_between_subgroups(grouped):
    """Q = (9.5 - 8.9)² / (SE² + SE²), p and what to make of it; in the plot as a file as well, and as JSON."""
    (note,) = [note for note in size(grouped).notes if note.startswith("Difference between the groups")]
    assert note.startswith("Difference between the groups (length of rest): Q 0.04 on 1 df, p = 0.85.")
    assert b"Short: 2 together" in grouped.prepare().assets["plots/sleep.svg"]
    shown = json.loads(grouped.evidence("show", "sleep", "--json").output)["synthesis"]
    assert [group["name"] for group in shown["counted"]["subgroups"]] == ["Short", "Long"]
    assert (shown["subgroups_by"], shown["counted"]["between"]["df"]) == ("length of rest", 1)


def test_zone_of_little_difference(world):
    """Only with a threshold, and with whose it is."""
    assert size(scores(world)).forest.zone is None
    world.edit("studies/instruments.yml", "better: lower", "better: lower, important: {value: 5, source: alpha2020}")
    zone = size(world).forest.zone
    assert (zone.key, "up to 5 " in zone.words) == ("alpha2020", True)
    assert zone.span.start < zone.span.end


def test_zone_of_a_published_estimate(world):
    """Where a review's estimate stands alone, its own scale decides."""
    world.edit("studies/instruments.yml", "better: lower", "better: lower, important: {value: 5, source: alpha2020}")
    found = size(scores(world, "synthesis: {published: {study: beta, result: end}}"))
    assert found.forest.zone.key == "alpha2020"
    world.edit("studies/beta.yml", "    instrument: scale\n", "    outcome: Sleep\n")
    assert size(world).forest.zone is None


@pytest.mark.parametrize(
    ("file", "printed", "other", "remark"),
    [
        ("alpha", "sd: 9.5}", "se: 1.7}", "SD worked out from the standard error of the mean"),
        ("beta", "low: -13.7, high: -4.12}", "se: 2.44}", "interval worked out from the standard error"),
        ("beta", "high: -4.12}", "high: -4.12, level: 90}", "printed with a 90% interval"),
    ],
)
def test_what_was_worked_out_is_said(world, file, printed, other, remark):
    """In the row of the study, by what its interval rests on."""
    world.edit(f"studies/{file}.yml", printed, other)
    rows = {row.name: row.remark for row in size(scores(world)).forest.rows}
    assert rows[file.upper()] == remark
    assert remark in size(world).forest.described


def test_retracted_study(world):
    """It stays in the plot, named as retracted and without weight, and the estimate with it stands below."""
    world.status(("10.1000/alpha2020", "retracted", True))
    world.edit(CLAIM, "evidence: [alpha/end, beta/end]", "evidence: [beta/end]")
    world.edit(CLAIM, "because: [alpha]", "because: [beta]")
    rows = size(scores(world)).forest.rows
    assert [row.kind for row in rows] == ["study", "excluded", "with-excluded"]
    assert (rows[1].remark, rows[1].weight, rows[1].anchor, rows[1].mark.shape) == (
        "Retracted", "0", "aside-alpha", "out",
    )  # fmt: skip
    assert rows[2].value == "−9.18"


def test_published_beside_ours(world):
    """On the same axis, under the review's name, with the author's reason for the difference."""
    world.write(
        "studies/shelf.yml",
        "name: SHELF\ntype: review\ndesign: pooled-analysis\nsystem: people\ngroup: not-recorded\n"
        "population: Adults\nreports: [data2022]\nincludes: [alpha, beta]\nresults:\n  - id: sleep\n"
        "    outcome: Sleep\n    estimate: {measure: md, value: -9, low: -12, high: -6}\n"
        "    from: {cite: data2022, where: abstract}\n",
    )
    found = size(
        scores(world, "synthesis:\n  measure: md\n  published: {study: shelf, result: sleep, differs: Its own way}")
    )
    row = found.forest.rows[-1]
    assert (row.kind, row.name, row.value, row.ends) == (
        "published", "As published by SHELF", "−9.00", "−12.00 to −6.00",
    )  # fmt: skip
    assert row.mark.shape == "hollow" and found.differs == "Its own way"
    assert found.number.value == "−9.18"


def drawn(group):
    """How many of each kind stand in the strip."""
    counts = Counter()
    for stack in group.strip:
        counts[stack.kind] += stack.count
    return counts


def test_people(counted):
    """Both numbers are rounded, then subtracted; the assumption is the comparison groups of the counted results."""
    people = size(counted).people
    assert [group.count for group in people.groups] == ["24 of 100", "47 of 100"]
    assert "23 more" in people.difference and "16 of 67 people" in people.notes[0]
    assert people.needed == "One more person for about every 5 treated."
    assert people.short.startswith("of 100: 24 without, 47 with")
    assert [drawn(group) for group in people.groups] == [{"base": 24, "not": 76}, {"base": 24, "more": 23, "not": 53}]


def test_assumed_risk(counted):
    """It takes the place of the comparison groups' own, and the page says where it is from and cites it."""
    risk = "assumed_risk: {percent: 12.5, source: data2022, where: table 3}"
    counted.edit(CLAIM, "{measure: rr}", f"{{measure: rr, {risk}}}")
    people = size(counted).people
    assert [group.count for group in people.groups] == ["13 of 100", "25 of 100"]
    assert people.notes[0].startswith("The 13 of 100 to begin with are an assumption (12.5%; table 3).")
    assert people.key == "data2022"
    body = next(page.body for page in counted.prepare().pages if page.address == "claims/sleep/")
    assert re.search(r"Where the assumption comes from:.{0,20}<", body, re.DOTALL)


def test_per_thousand(counted):
    """Where few are affected; a thousand people are told and not drawn, and a table says for how many."""
    counted.edit(CLAIM, "{measure: rr}", "{measure: rr, per: 1000}")
    people = size(counted).people
    assert [group.count for group in people.groups] == ["239 of 1,000", "471 of 1,000"]
    assert people.groups[0].strip == () and people.legend == () and people.line == ""
    assert people.short.startswith("of 1,000: 239 without, 471 with")


def test_published_estimate_at_an_assumed_risk(world):
    """A review's risk ratio means so many people only where the claim says from which risk to begin."""
    world.edit("studies/beta.yml", "measure: md, value: -8.9, low: -13.7, high: -4.12",
               "measure: rr, value: 0.5, low: 0.25, high: 1.0")  # fmt: skip
    plan = "published: {study: beta, result: end}"
    assert size(scores(world, f"synthesis: {{{plan}}}")).people is None
    world.edit(CLAIM, plan, f"{plan}, assumed_risk: {{percent: 40, source: data2022, where: abstract}}")
    people = size(world).people
    assert [group.count for group in people.groups] == ["40 of 100", "20 of 100"]
    assert people.needed == ""  # the interval holds no difference


def test_fewer_people(counted):
    """Those spared are drawn where they would have stood."""
    counted.edit("studies/beta.yml", "rest: {events: 20, total: 40}", "rest: {events: 1, total: 40}")
    counted.edit("studies/alpha.yml", "rest: {events: 12, total: 28}", "rest: {events: 1, total: 28}")
    people = size(counted).people
    counts = drawn(people.groups[1])
    assert counts["base"] + counts["fewer"] == 24
    assert [legend.kind for legend in people.legend] == ["base", "fewer", "not"]
    assert people.needed.startswith("One person fewer")


def test_very_low_certainty(counted):
    """Words and numbers, no picture, and nothing among the facts below the badge."""
    counted.edit(CLAIM, "    step: -1\n    reason: Few people", "    step: -2\n    reason: Few people")
    counted.edit(CLAIM, "level: low", "level: very-low")
    found = size(counted)
    assert found.people.groups[0].strip == () and found.people.legend == () and found.people.line == ""
    appraisal = counted.check()[0].appraisals["sleep"]
    assert sizes.fact(found, appraisal, LABELS) == []


def test_difference_that_may_be_none(counted):
    """No number of people to treat then."""
    counted.edit("studies/beta.yml", "rest: {events: 20, total: 40}", "rest: {events: 11, total: 40}")
    assert size(counted).people.needed == ""


def test_study_without_events(counted):
    """It stays visible with the reason, and has no weight and no mark."""
    counted.edit("studies/alpha.yml", "rest: {events: 12, total: 28}", "rest: {events: 0, total: 28}")
    counted.edit("studies/alpha.yml", "wait: {events: 6, total: 27}", "wait: {events: 0, total: 27}")
    row = size(counted).forest.rows[1]
    assert (row.kind, row.mark, row.weight) == ("left-out", None, "–")
    assert row.remark == "not in the estimate: nobody had the event in either group"


@pytest.mark.parametrize(
    ("named", "words"),
    [
        (Reason, LABELS["size"]["no_effect"]),
        (WhyNot, LABELS["size"]["not_estimable"]),
        (Method, LABELS["size"]["method"]),
        (IntervalBy, LABELS["size"]["interval_by"]),
    ],
)
def test_everything_has_words(named, words):
    """Whatever the arithmetic can say."""
    assert set(words) == {str(each) for each in named}


# --- the plot as a file ----------------------------------------------------------------------


def test_file(counted, request):
    """The same bytes in every run, as they stand in tests/plots/."""
    drawn = counted.prepare().assets["plots/sleep.svg"]
    assert drawn == counted.prepare().assets["plots/sleep.svg"]
    if request.config.getoption("--update-goldens"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_bytes(drawn)
    assert drawn == GOLDEN.read_bytes()


def test_text_in_the_file_is_data(counted):
    """Markup in a name is shown, and the file stays one document with its title and description."""
    counted.edit("studies/alpha.yml", "name: ALPHA", "name: '</text><script>alert(1)</script> & \"more\"'")
    drawn = counted.prepare().assets["plots/sleep.svg"].decode()
    assert "<script" not in drawn
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == "Does rest therapy relieve bad sleep?"
    assert "alert(1)" in root.find(f"{space}desc").text


def test_long_names_in_the_file(counted):
    """They come in lines that stay left of the numbers."""
    counted.edit("studies/alpha.yml", "name: ALPHA", f"name: {'A long name ' * 20}".rstrip())
    drawn = counted.prepare().assets["plots/sleep.svg"].decode()
    names = re.findall(r'<text class="name[^"]*" x="8"[^>]*>([^<]*)<', drawn)
    assert max(map(len, names)) <= forest.NAME_WIDTH
    assert " ".join(names).count("A long name") == 20

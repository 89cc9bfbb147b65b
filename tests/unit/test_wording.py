"""The lint of prose: what is found in a text, and which texts of a claim it is held against."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from mkdocs_evidence.diagnostics import Diagnostics
from mkdocs_evidence.settings import Settings
from mkdocs_evidence.vocabulary import Level
from mkdocs_evidence.wording import Topic, Wording, exposed, place_of

CLAIM = "claims/outcomes/sleep.yml"
ROWS = list(csv.DictReader((Path(__file__).parent.parent / "wording.csv").open(encoding="utf-8")))
TOPICS = {
    "effect": Topic("rest therapy", "the severity of bad sleep Bad sleep"),
    "harm": Topic("rest therapy", "headaches"),
    "association": Topic("long walks", "bad sleep"),
    "mechanism": Topic("rest", "the level of a calming messenger"),
}
WORDING = Wording.shipped()
LINTS = {"wording-too-strong", "wording-too-weak", "banned-phrase", "size-without-threshold", "unused-waiver"}


def lints(world) -> list[str]:
    return [code for code in world.codes() if code in LINTS]


def say(world, text: str, *lines: str) -> None:
    """Makes `text` the only key message of the rated claim, and adds lines to its file."""
    world.edit(CLAIM, "  - It may help a little [@alpha2020].\n", f"  - |\n    {text}\n")
    world.write(CLAIM, world.read(CLAIM) + "".join(f"{line}\n" for line in lines))


def with_level(world, level: str) -> None:
    steps = {"high": (0, 0), "moderate": (-1, 0), "low": (-1, -1), "very-low": (-2, -2)}[level]
    for domain, step in zip(("risk_of_bias", "imprecision"), steps, strict=True):
        world.set_value(CLAIM, ("certainty", domain, "step"), str(step))


@pytest.mark.parametrize("row", ROWS, ids=[f"{number}-{row['sentence'][:40]}" for number, row in enumerate(ROWS, 2)])
def test_labelled_sentence(row):
    """As it was labelled by hand before the code was run (tests/README.md)."""
    level = {"none": Level.VERY_LOW, "laboratory": Level.LOW}.get(row["level"]) or Level(row["level"])
    found = set()
    for assertion in WORDING.assertions(row["sentence"], TOPICS[row["kind"]]):
        if assertion.force is not level:
            found.add("wording-too-strong" if assertion.force.rank > level.rank else "wording-too-weak")
    found |= {"banned-phrase" for _ in WORDING.banned(row["sentence"])}
    found |= {"size-without-threshold" for _ in WORDING.sizes(row["sentence"])}
    assert found == ({row["expected"]} if row["expected"] else set())


def test_half_of_the_sentences_are_faults():
    assert [bool(row["expected"]) for row in ROWS].count(True) == len(ROWS) / 2 == 20


@pytest.mark.parametrize(
    ("level", "verb", "expected"),
    [
        ("high", "lowers", []),
        ("high", "probably lowers", ["wording-too-weak"]),
        ("high", "may lower", ["wording-too-weak"]),
        ("moderate", "lowers", ["wording-too-strong"]),
        ("moderate", "probably lowers", []),
        ("moderate", "may lower", ["wording-too-weak"]),
        ("low", "will lower", ["wording-too-strong"]),
        ("low", "probably lowers", ["wording-too-strong"]),
        ("low", "may lower", []),
        ("very-low", "does not lower", ["wording-too-strong"]),
        ("very-low", "may lower", ["wording-too-strong"]),
    ],
)
def test_verb_against_level(world, level, verb, expected):
    """Each level has its own verbs, and at very low certainty there is none."""
    with_level(world, level)
    say(world, f"Rest therapy {verb} the severity of bad sleep.")
    assert lints(world) == expected


@pytest.mark.parametrize("role", ["mixed", "unclear"])
def test_results_without_a_direction(world, role):
    """However certain the body: where results disagree or fit both, `may` is the most."""
    with_level(world, "high")
    for number in (0, 1):
        world.set_value(CLAIM, ("evidence", number, "role"), role)
    say(world, "Rest therapy lowers the severity of bad sleep.")
    assert lints(world) == ["wording-too-strong"]


def test_place_in_a_block(world):
    """The verb itself, in the line it stands on, and not an earlier one of the same form."""
    say(world, "We ask whether rest therapy relieves bad sleep.\n    Rest therapy\n    relieves bad sleep.")
    (problem,) = [problem for problem in world.problems() if problem.code.name in LINTS]
    line, column = world.place(CLAIM, "    relieves")
    assert (problem.location.line, problem.location.column) == (line, column + 4)
    assert problem.hint.startswith("write `may relieve`")


@pytest.mark.parametrize("fence", ['"{}"', "“{}”", "«{}»", "„{}“"])
def test_quotation(world, fence):
    """What somebody else says is theirs; the statement under test is exempt as well."""
    world.edit(CLAIM, "claim: Rest therapy relieves bad sleep", "claim: Rest therapy is a proven cure")
    say(world, fence.format("Rest therapy relieves bad sleep and is a proven cure, safe and effective."))
    assert lints(world) == []


def test_quotation_that_is_never_closed():
    """A lone mark hides nothing after it."""
    assert [found.text for found in WORDING.banned('A 5" screen is a proven one.')] == ["proven"]
    assert [found.text for found in WORDING.banned("He said “so.\n\nIt is a proven one.”")] == ["proven"]


def test_blanked_text_keeps_its_length():
    text = "A “b” *c* [d](https://e.example/f) [@g2020, table 1] h\n\n- i"
    assert len(exposed(text)) == len(text)
    assert exposed(text).split() == ["A", "c", "d", "h", "-", "i"]


def test_place_of_the_second_of_two():
    pattern, before = place_of("proven\nproven", "proven", 7)
    assert (pattern.findall("proven proven"), before) == (["proven", "proven"], 1)


def test_texts_that_are_looked_through(world):
    """Reasons as well as messages; history is never changed and so never reported."""
    world.edit(CLAIM, "Few people took part", "The difference was not significant")
    world.edit(CLAIM, "why: First rating", "why: There was no evidence of harm")
    world.edit(CLAIM, "  - A larger trial", "  - A trial of a proven treatment")
    assert lints(world) == ["banned-phrase", "banned-phrase"]


def test_threshold_with_a_source(world):
    """Words for size may stand where the claim's own instrument says what matters."""
    say(world, "In ALPHA sleep improved dramatically.")
    assert lints(world) == ["size-without-threshold"]
    world.edit("studies/instruments.yml", "better: lower", "better: lower, important: {value: 5, source: alpha2020}")
    assert lints(world) == []


def test_waiver(world):
    """What is answered with a reason is not reported; the next of another kind is."""
    waiver = ("waivers:", "  - code: wording-too-strong", "    reason: A sentence for the test")
    say(world, "Rest therapy relieves bad sleep. It is proven.", *waiver)
    assert lints(world) == ["banned-phrase"]


def test_waiver_without_a_problem(world):
    say(world, "Sleep is long.", "waivers:", "  - {code: banned-phrase, reason: None is left}")
    assert lints(world) == ["unused-waiver"]


def test_waiver_twice(world):
    twice = ["  - {code: banned-phrase, reason: One}", "  - {code: banned-phrase, reason: Two}"]
    say(world, "It is proven.", "waivers:", *twice)
    (problem,) = [problem for problem in world.problems() if problem.code.name in LINTS]
    assert problem.message == "`banned-phrase` is waived twice"


@pytest.mark.parametrize("waived", [True, False], ids=["waived", "not waived"])
def test_prose_hides_no_rating(world, waived):
    """A level that is not recorded is reported beside a fault of wording, waived or not."""
    waiver = ("waivers:", "  - {code: wording-too-strong, reason: A sentence for the test}") if waived else ()
    say(world, "Rest therapy relieves bad sleep.", *waiver)
    with_level(world, "very-low")
    assert "level-not-recorded" in world.codes()


def test_rating_cannot_be_waived(world):
    say(world, "Sleep is long.", "waivers:", "  - {code: level-not-recorded, reason: I know better}")
    assert "unknown-value" in world.codes()


def test_waiver_in_a_study(world):
    """What a paper prints can be answered where it is recorded; what is not there is reported, and a rating never."""
    world.edit("studies/beta.yml", "low: -13.7", "low: -10.7")
    assert world.codes() == ["interval-not-symmetric"]
    study = world.read("studies/beta.yml")
    for code, told in (
        ("interval-not-symmetric", []),
        ("p-against-interval", ["interval-not-symmetric", "unused-waiver"]),
    ):
        world.write("studies/beta.yml", f"{study}waivers:\n  - {{code: {code}, reason: A bootstrap interval}}\n")
        assert world.codes() == told


def test_accept_with_a_waiver(world):
    """A waived fault stands in nobody's way when a rating is recorded."""
    waiver = ("waivers:", "  - {code: wording-too-strong, reason: A sentence for the test}")
    say(world, "Rest therapy relieves bad sleep.", *waiver)
    with_level(world, "very-low")
    assert world.evidence("accept", "sleep", "--why", "Judged again").exit_code == 0
    assert "level-not-recorded" not in world.codes()


def test_words_of_a_site(world):
    """A site's list takes the place of ours as a whole; an empty one turns that part off."""
    world.write("overrides/evidence/labels/en.wording.yml", "banned: [sweet dreams | good sleep]\nboasts: []\n")
    say(world, "Sweet dreams are proven. There is no evidence of harm.")
    (problem,) = [problem for problem in world.problems() if problem.code.name in LINTS]
    assert (problem.message, problem.hint) == ("`Sweet dreams` misleads", "instead: good sleep")


SPANISH = """\
before_verb: {high: [], moderate: [probablemente], low: [puede, quizás]}
verbs: ["aliviar, alivia", "mejorar, mejora"]
verdicts: ["funcionar, funciona"]
adverbs: [claramente]
same_thing: [el tratamiento]
subject_words: [la, el, de]
openers: [hoy, en resumen]
joiners: [y, pero]
passed_over: [el, la, los, de, que, con]
banned: [sin evidencia de | no encontramos estudios que muestren]
boasts: [milagro | di qué se vio]
sizes: [muchísimo]
allowed: []
after_verb: {high: [], moderate: [], low: []}
denials: [no, sin, ningún]
"""


@pytest.mark.parametrize("text", ["It is a Miracle.", "the ’miracle", "a(miracle)", "see\nmiracle-cure, a miracle"])
def test_phrase_wherever_it_begins(text):
    """Texts without the beginning of any phrase are passed over; these have one."""
    assert [found.text.lower() for found in WORDING.banned(text)] == ["miracle"]


def test_phrases_that_begin_with_a_sign(world):
    say(world, "Rest therapy +relieves bad sleep, and is (very) new.")
    world.write("overrides/evidence/labels/en.wording.yml", 'verbs: ["+relieves"]\nbanned: ["(very) | say less"]\n')
    assert [code for code in world.codes() if code in ("wording-too-strong", "banned-phrase")]


def test_another_language(world):
    """A site that replaces the lists is looked through in its own language, and no longer in English."""
    world.write("overrides/evidence/labels/en.wording.yml", SPANISH)
    world.edit("claims/comparisons.yml", "{short: rest therapy,", "{short: la terapia de descanso,")
    world.edit(CLAIM, "  name: the severity of bad sleep", "  name: el mal sueño")
    world.remove(CLAIM, ("summary",))
    say(world, "Hoy la terapia de descanso claramente alivia el mal sueño. La terapia de descanso puede aliviar el mal"
               " sueño. No es un milagro. Mejora muchísimo, sin evidencia de daño. It is proven.")  # fmt: skip
    told = [problem for problem in world.problems() if problem.code.name in LINTS]
    assert [(problem.code.name, problem.message.split("`")[1]) for problem in told] == [
        ("wording-too-strong", "claramente alivia"),
        ("size-without-threshold", "muchísimo"),
        ("banned-phrase", "sin evidencia de"),
    ]
    assert told[0].hint.startswith("write `puede aliviar`")


def test_all_lists_have_a_counterpart_in_another_language():
    """What the test above replaces is all there is: no list of words stands in the code."""
    assert set(yaml_keys(SPANISH)) == {name.partition(" ")[0] for name in WORDING.lists}


def yaml_keys(text: str) -> list[str]:
    return [line.partition(":")[0] for line in text.splitlines()]


@pytest.mark.parametrize("name", sorted(WORDING.lists))
def test_every_list_may_be_empty(tmp_path, name):
    """Without its entries a list finds nothing and breaks nothing."""
    key, _, level = name.partition(" ")
    text = f"{key}:\n  {level}: []\n" if level else f"{key}: []\n"
    file = tmp_path / "overrides/evidence/labels/en.wording.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    problems = Diagnostics()
    wording = Wording.of(Settings(tmp_path, None), problems)  # type: ignore[arg-type]
    assert (list(problems), wording.lists[name]) == ([], [])
    text = "Rest therapy relieves bad sleep, and it is a proven, large effect; no evidence of harm."
    assert len([*wording.assertions(text, TOPICS["effect"]), *wording.banned(text), *wording.sizes(text)]) <= 4


def test_harms_for_another_comparison(world):
    """Harms of the same treatment are told once; another treatment needs its own."""
    world.edit("claims/outcomes/headaches.yml", "comparison: rest", "comparison: other")
    other = (
        "other:\n  population: Children\n  intervention: {short: %s, full: Rest}\n  comparator: {short: a, full: a}\n"
    )
    comparisons = world.read("claims/comparisons.yml")
    world.write("claims/comparisons.yml", comparisons + other % "rest therapy")
    assert world.codes() == []
    world.write("claims/comparisons.yml", comparisons + other % "sport")
    assert world.codes() == ["harms-missing"]
    with_level(world, "very-low")
    assert "harms-missing" not in world.codes()


def test_harms_that_cannot_be_read(world):
    """A broken file may hold them: nothing is called missing."""
    world.edit("claims/outcomes/headaches.yml", "kind: harm", "kind: harmful")
    assert world.codes() == ["unknown-value"]


def test_retraction_is_recorded_before_the_prose_is_mended(world):
    """The text waits until the retraction was accepted, hinders nobody then, and is told afterwards."""
    say(world, "Rest therapy may lower the severity of bad sleep.")
    world.status(("10.1000/alpha2020", "retracted", True), ("10.1000/beta2021", "retracted", True))
    assert lints(world) == []
    assert world.evidence("accept", "sleep", "--why", "Both were retracted").exit_code == 0
    assert lints(world) == ["wording-too-strong"]


def test_text_full_of_faults(world):
    """A hundred are told, and how many more there are."""
    say(world, "proven " * 300)
    assert len(lints(world)) == 101


GERMAN = Wording.shipped("de")


@pytest.mark.parametrize(("sentence", "found"), [
    ("Ruhetherapie lindert Schlafprobleme.", ["high lindert"]),
    ("Ruhetherapie lindert wahrscheinlich Schlafprobleme.", ["moderate lindert"]),
    ("Ruhetherapie lindert Schlafprobleme möglicherweise.", ["low lindert"]),
    ("Ruhetherapie lindert Schlafprobleme wahrscheinlich nicht.", ["moderate lindert, denied"]),
    ("Ruhetherapie ist nachweislich wirksam.", []),
    ("Ruhetherapie ist wirksam.", ["high ist wirksam"]),
    ("Studien zeigen: Ruhetherapie verbessert den Schlaf, aber die Behandlung hilft.",
     ["high verbessert", "high hilft"]),
    ("Ob Ruhetherapie Schlafprobleme lindert, ist unbekannt.", []),
    ("In der Studie sanken die Schlafprobleme.", []),
    ("Das ist ein Durchbruch.", ["banned Durchbruch"]),
    ("Das ist noch nicht bewiesen.", []),
    ("Der Unterschied war nicht signifikant.", ["banned nicht signifikant"]),
    ("Sie schrieben „keine Evidenz für Schaden“.", []),
    ("Der Schlaf wurde erheblich besser.", ["size erheblich"]),
])  # fmt: skip
def test_german(sentence, found):
    """Each as it was labelled before the lists were tried, but for what the lists say they miss."""
    topic = Topic("Ruhetherapie", "Schlafprobleme Schlaf")
    told = [f"{a.force} {a.text}" + (", denied" if a.denied else "") for a in GERMAN.assertions(sentence, topic)]
    told += [f"banned {passage.text}" for passage in GERMAN.banned(sentence)]
    told += [f"size {passage.text}" for passage in GERMAN.sizes(sentence)]
    assert told == found


def test_german_advice():
    (said,) = GERMAN.assertions("Ruhetherapie lindert Schlafprobleme.", Topic("Ruhetherapie", "Schlafprobleme"))
    assert GERMAN.rewriting(said, Level.MODERATE) == "lindert wahrscheinlich"
    assert GERMAN.rewriting(said, Level.LOW) == "lindert möglicherweise"


def test_languages_have_the_same_lists():
    assert set(GERMAN.lists) == set(WORDING.lists)

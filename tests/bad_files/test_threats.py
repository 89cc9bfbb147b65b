# ruff: noqa: E501 (one case a line reads better here)
"""Bad input, kind by kind: what is told, where, or what is shown because it is accepted.

Each case lays its files over the little site of `tests/diagnostics/_base/`. `SAID` is everything that a
check says, by place and code; where nothing is said the input is accepted, and `SHOWN` stands in a page.
A traceback fails a case like any other difference.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from mkdocs_evidence import build
from mkdocs_evidence.reporters import render_json, render_text
from mkdocs_evidence.settings import Settings

BASE = Path(__file__).parent.parent / "diagnostics" / "_base"

CLAIM, STUDY, BIB, STATUS = "claims/outcomes/headache.yml", "studies/cup.yml", "references.bib", "references.status.yml"
HOME, CATEGORIES, COMPARISONS, INSTRUMENTS = "content/index.md", "claims/categories.yml", "claims/comparisons.yml", "studies/instruments.yml"

Change = str | bytes | Callable[[Path], object]
"""The file's new text or bytes, or what makes it."""


@dataclass(frozen=True)
class Case:
    subject: str
    what: str
    files: dict[str, Change]
    said: tuple[str, ...]
    """`path:line:column code` of everything that is told, in order; of several alike in a row the first."""
    shown: tuple[str, ...] = ()
    """HTML that stands in some page where the input is accepted."""


CASES: list[Case] = []


def text_of(name: str) -> str:
    return (BASE / name).read_text("utf-8")


def edited(name: str, old: str, new: str) -> dict[str, Change]:
    """The file of the base site with one piece replaced."""
    text = text_of(name)
    assert old in text, f"{old!r} is not in {name}"
    return {name: text.replace(old, new, 1)}


def added(name: str, text: str) -> dict[str, Change]:
    return {name: text_of(name) + text}


def question(value: str) -> dict[str, Change]:
    return edited(CLAIM, "question: Does tea relieve headache?", f"question: {value}")


def summary(value: str) -> dict[str, Change]:
    return added(CLAIM, "summary: |\n" + "".join(f"  {line}\n" for line in value.split("\n")))


def page(value: str) -> dict[str, Change]:
    return {"content/about.md": value}


def field(text: str) -> dict[str, Change]:
    """The entry of the bibliography with one field more, on line 6."""
    return edited(BIB, "year = {2020},", f"year = {{2020}},\n  {text},")


def title(value: str) -> dict[str, Change]:
    return edited(BIB, "{Tea against headache}", f"{{{value}}}")


def author(value: str) -> dict[str, Change]:
    return edited(BIB, "{Brewer, A. B.}", f"{{{value}}}")


def key(value: str) -> dict[str, Change]:
    return edited(BIB, "brewer2020", value)


def estimate(text: str) -> dict[str, Change]:
    arms = "    arms:\n      tea: {n: 10, mean: 2.5, sd: 1.5}\n      water: {n: 10, mean: 4.5, sd: 1.5}\n"
    return edited(STUDY, arms, f"    estimate: {{{text}}}\n")


def statement(see: str, name: str = "right") -> dict[str, Change]:
    text = f"question: Is it right?\nclaim: It is right\nkind: effect\nnot_testable: {{why: No study could settle it, see: [{see}]}}\n"
    text += "history:\n  - {date: 2026-01-02, level: not-testable, evidence: [], why: First}\n"
    return {f"claims/outcomes/{name}.yml": text}


def case(subject: str, what: str, files: dict[str, Change], *said: str, shown: str | tuple[str, ...] = ()) -> None:
    CASES.append(Case(subject, what, files, said, (shown,) if isinstance(shown, str) else shown))


def cases(subject: str, make: Callable[[str], dict[str, Change]], said: str, *values: str) -> None:
    """Cases that differ in one value and are told alike."""
    for value in values:
        case(subject, value[:40], make(value), said)


# --- 1 to 7: values that YAML would make something of ---------------------------------------

SUBJECT = "1 anchors and aliases"
case(SUBJECT, "an alias bomb", {CLAIM: "a: &a [x, x]\nb: &b [*a, *a]\n" + text_of(CLAIM)},
     f"{CLAIM}:1:4 anchor-or-alias", f"{CLAIM}:2:4 anchor-or-alias", f"{CLAIM}:2:8 anchor-or-alias", f"{CLAIM}:2:12 anchor-or-alias")
case(SUBJECT, "a merge key", {CLAIM: "a: &a {x: y}\nb:\n  <<: *a\n" + text_of(CLAIM)},
     f"{CLAIM}:1:4 anchor-or-alias", f"{CLAIM}:3:3 anchor-or-alias", f"{CLAIM}:3:7 anchor-or-alias")
case(SUBJECT, "an anchor that holds itself", {CLAIM: "a: &a [*a]\n" + text_of(CLAIM)}, f"{CLAIM}:1:4 anchor-or-alias", f"{CLAIM}:1:8 anchor-or-alias")
cases("2 tags", question, f"{CLAIM}:1:11 tag", "!!python/object/apply:os.system [x]", "!x y", "!!binary aGk=", "!!str no")
SUBJECT = "3 a field twice"
case(SUBJECT, "at the top", added(CLAIM, "question: x\n"), f"{CLAIM}:29:1 duplicate-key")
case(SUBJECT, "further in", edited(CLAIM, "    step: -1\n", "    step: -1\n    step: -2\n"), f"{CLAIM}:13:5 duplicate-key")
for word in ("no", "on", "off", "y", "~", "null"):
    case("4 words of YAML are text", word, question(word), shown=f'<h1 id="title">{word}</h1>')
cases("4 no word at all", question, f"{CLAIM}:1:11 empty-value", "''", '""')
cases("5 days", lambda value: edited(STATUS, "2026-01-02", value), f"{STATUS}:2:9 bad-date",
      "2024-02-31", "2024-1-5", "2024", "2024-13-01", "2026-01-02T10:00:00Z", "0000-01-01", "2024-01-00", "٢٠٢٤-٠١-٠١")
mean = lambda value: edited(STUDY, "mean: 2.5", f"mean: {value}")  # noqa: E731
cases("6 numbers", mean, f"{STUDY}:18:26 bad-number",
      "1_000", "0123", "0x1F", "12:30", ".nan", ".inf", "1.0e+400", "1e-400", "9" * 5000, "0,46", "−0.5", "٣", "½", "1.", "5e", "1e9999")
case("6 numbers", "an exponent", mean("1e1"), shown="Tea:</span> 10 (SD")
people = lambda value: edited(STUDY, "randomised: 10, completed", f"randomised: {value}, completed")  # noqa: E731
cases("6 whole numbers", people, f"{STUDY}:9:32 bad-number", "1e5", "1_000", "0123", "0x1F", "9" * 5000, "−5", "-1", "1.5", "٣")
case("7 identifiers are text", "a PMID with zeros in front", field("pmid = {00123456}"), shown="00123456")
case("7 identifiers are text", "a DOI that would be a number", edited(BIB, "10.5555/example.2020.1", "10.1000"), f"{BIB}:6:9 bib-bad-doi")

# --- 8 and 9: characters and encodings -----------------------------------------------------

case("8 tabs", "before a field", edited(CLAIM, "  - {study", "\t- {study"), f"{CLAIM}:8:1 tab-indent")
cases("8 control characters", lambda value: question(f"a{value}b"), f"{CLAIM}:1:12 control-character", "\0", "\a", "\x1b", "\x7f", "\x85", "\x9b")
cases("8 control characters by escapes", lambda value: question(f'"a{value}b"'), f"{CLAIM}:1:13 control-character",
      r"\0", r"\x1b", r"\u0000", r"\u202e", r"\u200b", r"\e", r"\U000e0041")
cases("8 surrogates by escapes", lambda value: question(f'"a{value}b"'), f"{CLAIM}:1:15 yaml-syntax", r"\ud800", r"\ud83d\ude00", r"\U00110000")
case("8 surrogates", "as bytes", {CLAIM: text_of(CLAIM).replace("Does", "D\ud800s").encode("utf-8", "surrogatepass")}, f"{CLAIM}:1:12 not-utf-8")
for name in (CLAIM, BIB, HOME):
    case("9 encodings", f"UTF-16 in {name}", {name: text_of(name).encode("utf-16")}, f"{name}:1:1 not-utf-8")
    case("9 encodings", f"UTF-16 without its mark in {name}", {name: text_of(name).encode("utf-16-be")}, f"{name}:1:1 not-utf-8")
    case("9 encodings", f"a byte-order mark in {name}", {name: b"\xef\xbb\xbf" + text_of(name).encode()}, shown="Does tea")
    case("9 encodings", f"Windows line ends in {name}", {name: text_of(name).replace("\n", "\r\n").encode()}, shown="Does tea")
case("9 encodings", "Latin-1", {CLAIM: text_of(CLAIM).replace("tea", "té", 1).encode("latin-1")}, f"{CLAIM}:1:17 not-utf-8")
case("9 encodings", "GBK", {CLAIM: text_of(CLAIM).replace("tea", "茶", 1).encode("gbk")}, f"{CLAIM}:1:16 not-utf-8")
case("9 encodings", "two byte-order marks", {CLAIM: 2 * b"\xef\xbb\xbf" + text_of(CLAIM).encode()}, f"{CLAIM}:1:1 control-character")

# --- 10 to 12: depth, size and shape -------------------------------------------------------

SUBJECT = "10 depth"
case(SUBJECT, "5,000 brackets", question("[" * 5000 + "]" * 5000), f"{CLAIM}:1:30 too-deep")
case(SUBJECT, "5,000 brackets that are never closed", question("[" * 5000), f"{CLAIM}:1:30 too-deep")
case(SUBJECT, "1,000 braces", question("{a: " * 1000 + "}" * 1000), f"{CLAIM}:1:87 too-deep")
case(SUBJECT, "1,000 indents", {CLAIM: "".join(" " * step + "a:\n" for step in range(1000))}, f"{CLAIM}:21:21 too-deep")
SUBJECT = "11 size"
case(SUBJECT, "a text of 2 MB", question("x" * 2_000_000), f"{CLAIM}:1:1 file-too-large")
case(SUBJECT, "a text of 900 kB", question("x" * 900_000), f"{CLAIM}:1:11 text-too-long")
case(SUBJECT, "prose of 5,001 characters", added(CLAIM, f"summary: {'x' * 5001}\n"), f"{CLAIM}:29:10 text-too-long")
case(SUBJECT, "prose of 5,000 characters", added(CLAIM, f"summary: {'x' * 5000}\n"), shown="x" * 5000)
case(SUBJECT, "201 items", edited(CLAIM, "cup/pain]", "cup/pain" + ", cup/pain" * 200 + "]"), f"{CLAIM}:22:15 text-too-long")
case(SUBJECT, "10,001 items", added(CLAIM, f"key_messages: [{'x,' * 10_002}]\n"), f"{CLAIM}:29:20018 text-too-long")
case(SUBJECT, "a page of 100,001 bytes", page("x" * 100_001), "content/about.md:1:1 file-too-large")
SUBJECT = "12 shape"
case(SUBJECT, "nothing", {CLAIM: ""}, f"{CLAIM}:1:1 empty-file")
case(SUBJECT, "a remark only", {CLAIM: "# x\n"}, f"{CLAIM}:1:1 empty-file")
case(SUBJECT, "a list at the top", {CLAIM: "- a\n"}, f"{CLAIM}:1:1 wrong-shape")
case(SUBJECT, "a word at the top", {CLAIM: "hello\n"}, f"{CLAIM}:1:1 wrong-shape")
case(SUBJECT, "two documents", added(CLAIM, "---\na: b\n"), f"{CLAIM}:29:1 two-documents")
cases("12 keys", lambda value: added(CLAIM, f"{value}\n"), f"{CLAIM}:29:1 key-not-text", "[a]: b", "{a: b}: c", ": x", '"": x')
cases("12 unknown fields", lambda value: added(CLAIM, f"{value}: x\n"), f"{CLAIM}:29:1 unknown-field", "zzz", "1", "true", "null", "~")
case("12 unknown fields", "misspelt", edited(CLAIM, "question:", "qeustion:"), f"{CLAIM}:1:1 unknown-field")
case("12 cut text", "a comma in braces", edited(CLAIM, "{step: 0}", "{step: 0, reason: Some trials, all small, were blind}"), f"{CLAIM}:14:47 comma-cut")
case("12 cut text", "a hash", question("Does tea #2 help?"), f"{CLAIM}:1:20 hash-cut")
case("12 cut text", "a remark, with a blank", question("Does tea help? # 2"), shown='<h1 id="title">Does tea help?</h1>')

# --- 13: letters that look like others -----------------------------------------------------

cases("13 direction of text", lambda value: question(f"a{value}b"), f"{CLAIM}:1:12 control-character",
      "\u202a", "\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c")
cases("13 no width", lambda value: question(f"a{value}b"), f"{CLAIM}:1:12 control-character",
      "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u3164", "\ufe0f", "\U000e0041")
case("13 no width", "in a bibliography", title("Te\u200ba"), f"{BIB}:3:14 control-character")
case("13 no width", "in a page", page("ma\u200bde"), "content/about.md:1:3 control-character")
case("13 joiners where a script needs them", "Persian", question("می\u200cخواهم"), shown="می\u200cخواهم")
case("13 joiners where a script needs them", "a picture of a family", question("👩\u200d👧 ❤\ufe0f"), shown="👩\u200d👧 ❤\ufe0f")
cases("13 words of two alphabets", question, f"{CLAIM}:1:11 mixed-scripts", "p\u0430ypal", "\u0421affeine", "\u0397elp", "t\u03bfp", "\u0430\u03b1")
case("13 words of two alphabets", "in a bibliography", title("Te\u0430"), f"{BIB}:3:12 mixed-scripts")
for word in ("β-endorphin", "5-HT₂A", "α", "TNFα", "ΔFosB", "µg and μg", "χ²", "Москва", "Ελλάδα", "Zoë"):
    case("13 words of one alphabet, and terms", word, question(word), shown=f'<h1 id="title">{word}</h1>')
case("13 composed letters", "decomposed ones are composed", question(unicodedata.normalize("NFD", "Zoë")), shown='<h1 id="title">Zoë</h1>')
case("13 composed letters", "also in a bibliography", title(unicodedata.normalize("NFD", "Zoë")), shown="Zoë")
case("13 marks on a letter", "fifty", question("x" + "\u0301" * 50), f"{CLAIM}:1:12 stacked-marks")
case("13 marks on a letter", "five", question("x" + "\u0301" * 5), f"{CLAIM}:1:12 stacked-marks")
case("13 marks on a letter", "four", question("x" + "\u0301" * 4), shown="x" + "\u0301" * 4)
case("13 look-alikes in names", "a study", edited(CLAIM, "study: cup", "study: \u0441up"), f"{CLAIM}:8:13 bad-id", f"{CLAIM}:8:13 mixed-scripts")
case("13 look-alikes in names", "a citation key", key("brew\u0435r2020"), f"{BIB}:1:10 bib-bad-key", f"{BIB}:1:10 mixed-scripts")
case("13 look-alikes in names", "a citation", summary("see [@brew\u0435r2020]"), f"{CLAIM}:30:7 malformed-citation", f"{CLAIM}:30:9 mixed-scripts")

# --- 14 to 19: names, links between records, files -----------------------------------------

for name in ("CON", "con", "com1", "lpt9", "nul", "index", "search", "404", "a" * 65, "trail.", "trail ", ".git", "a_b", "a--b", "-a", "é"):
    case("14 names of files", name[:20], {f"claims/outcomes/{name}.yml": text_of(CLAIM)}, f"claims/outcomes/{name}.yml:1:1 bad-id")
cases("14 ids", lambda value: added(CATEGORIES, f"- {{id: {value}, name: X}}\n"), f"{CATEGORIES}:2:8 bad-id",
      "../../x", "/etc/passwd", "con", "index", "..", "Outcomes", "a" * 300)
case("14 ids", "empty", added(CATEGORIES, "- {id: '', name: X}\n"), f"{CATEGORIES}:2:8 empty-value")
case("14 ids", "a result", edited(STUDY, "- id: pain", "- id: ../../x"), f"{STUDY}:12:9 bad-id")
case("14 ids", "a study that is a path", edited(CLAIM, "study: cup", "study: ../../etc/passwd"), f"{CLAIM}:8:13 bad-id")
case("14 names of folders", "a device", {"claims/CON/tea.yml": text_of(CLAIM)}, "claims/CON/tea.yml:1:1 unknown-category")
SUBJECT = "15 addresses"
case(SUBJECT, "a claim with other capitals", {"claims/outcomes/Headache.yml": text_of(CLAIM)}, "claims/outcomes/Headache.yml:1:1 bad-id")
for name in ("claims/headache.md", "claims/HEADACHE.md", "Claims/headache.md", "references.md", "references/index.md", "claims/headache/index.html", "README.md", "INDEX.md"):
    case(SUBJECT, f"content/{name}", {f"content/{name}": "x\n"}, f"content/{name}:1:1 address-taken")
case(SUBJECT, "two pages equal but for case", {"content/About.md": "x\n", "content/about.md": "x\n"}, "content/about.md:1:1 address-taken")
case(SUBJECT, "two pages equal once composed", {"content/é.md": "x\n", unicodedata.normalize("NFD", "content/é.md"): "x\n"}, "content/é.md:1:1 address-taken")
case("16 an id twice", "in two folders", {CATEGORIES: text_of(CATEGORIES) + "- {id: other, name: Other}\n", "claims/other/headache.yml": text_of(CLAIM)}, f"{CLAIM}:1:1 duplicate-id")
case("16 an id twice", "in one list", added(CATEGORIES, text_of(CATEGORIES)), f"{CATEGORIES}:2:8 duplicate-id")
SUBJECT = "17 links between claims"
case(SUBJECT, "to itself", statement("right"), "claims/outcomes/right.yml:4:53 leads-to-itself")
case(SUBJECT, "to nothing", statement("headach"), "claims/outcomes/right.yml:4:53 unknown-claim")
case(SUBJECT, "in a ring", statement("left") | statement("right", "left"), shown='href="../../claims/left/"')
case(SUBJECT, "a chain of 1,500", {k: v for n in range(1500) for k, v in statement(f"r{n + 1}" if n < 1499 else "headache", f"r{n}").items()}, shown='href="../../claims/r1499/"')
case(SUBJECT, "a review that includes itself", edited(STUDY, "arms:", "includes: [cup]\narms:"), f"{STUDY}:8:12 leads-to-itself")
case("18 references", "unknown", edited(STUDY, "reports: [brewer2020]", "reports: [brewer2021]"), f"{STUDY}:7:11 unknown-citation", f"{STUDY}:20:18 foreign-report")
case("18 references", "cited by nothing", added(BIB, text_of(BIB).replace("2020", "2021")), f"{BIB}:8:10 uncited-reference")
for name in (CLAIM, STUDY, BIB, STATUS, HOME, CATEGORIES, COMPARISONS, INSTRUMENTS):
    case("19 a pipe", name, {name: lambda path: (path.unlink(), os.mkfifo(path))}, f"{name}:1:1 unreadable-file")
for name in ("claims/outcomes/x.yml", "studies/x.yml", "content/x.md", "content/x.png", "content/.x"):
    case("19 a pipe", name, {name: os.mkfifo}, f"{name}:1:1 unreadable-file")
    case("19 a link to a file", name, {name: lambda path: path.symlink_to("/etc/passwd")}, f"{name}:1:1 unreadable-file")
    case("19 a link to nothing", name, {name: lambda path: path.symlink_to("/nowhere")}, f"{name}:1:1 unreadable-file")
    case("19 a link to itself", name, {name: lambda path: path.symlink_to(path)}, f"{name}:1:1 unreadable-file")
for name in ("claims/up", "content/up"):
    case("19 a link to the folder above", name, {name: lambda path: path.symlink_to("..")}, f"{name}:1:1 unreadable-file")
case("19 a link to the folder above", "studies/up", {"studies/up": lambda path: path.symlink_to("..")}, "studies/up:1:1 misplaced-file")
case("19 a link in place of a folder", "content", {"content": lambda path: (path.rename(path.with_name("other")), path.symlink_to("other"))}, "content:1:1 unreadable-file")
case("19 a folder in place of a file", "studies/x.yml", {"studies/x.yml": Path.mkdir}, "studies/x.yml:1:1 unreadable-file")

# --- 21 to 29: text that would be something else -------------------------------------------

for typed, shown in (
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"), ("<!-- x -->", "&lt;!-- x --&gt;"), ("<svg onload=x>", "&lt;svg onload=x&gt;"),
    ("<math><mtext>", "&lt;math&gt;&lt;mtext&gt;"), ("&lt;b&gt;", "&amp;lt;b&amp;gt;"), ("<b", "&lt;b"),
    ("![x](https://example.org/x.png)", '!<a href="https://example.org/x.png" rel="noopener">x</a>'), ("| a | b |", "| a | b |"), ("# head", "# head"),
    ("[TOC]", "[TOC]"), ("{: onclick=x }", "{: onclick=x }"), ("--8<-- 'mkdocs.yml'", "--8&lt;-- 'mkdocs.yml'"), ("!!! note", "!!! note"), ("x[^1]", "x[^1]"), ("`code`", "`code`"),
    ("{{ 7*7 }}", "{{ 7*7 }}"), ("{% raw %}", "{% raw %}"), ("{# x #}", "{# x #}"), ("${7*7}", "${7*7}"), ("<%= 7 %>", "&lt;%= 7 %&gt;"), ("{{ x | liquid }}", "{{ x | liquid }}"),
):  # fmt: skip
    case("21 to 23 markup is shown as typed", typed, summary(typed), shown=f"<p>{shown}</p>")
for scheme in ("javascript:x", "JavaScript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//example.org", "https://u:p@example.org"):
    case("25 links in text", scheme, summary(f"[x]({scheme})"), f"{CLAIM}:30:7 link-not-allowed")
for scheme in ("&#106;avascript:x", "java&#9;script:x"):  # not found in the text as typed: the field has the place
    case("25 links in text", scheme, summary(f"[x]({scheme})"), f"{CLAIM}:29:10 link-not-allowed")
for scheme in ("javascript:x", "data:text/html,x", "file:///etc/passwd", "//example.org", "https://u:p@example.org/", "https://\u0430pple.com", "https://x\\y", "https://[::1", "ftp://x/", "https://x/ y", "https://x/" + "a" * 2000, "java\tscript:x"):
    also = (f"{BIB}:6:18 mixed-scripts",) if "\u0430" in scheme else ()
    case("25 addresses in the bibliography", scheme[:30], field(f"url = {{{scheme}}}"), f"{BIB}:6:9 bib-bad-url", *also)
case("25 DOIs", "with markup", edited(BIB, "10.5555/example.2020.1", '10.5555/<b>"x'), shown="https://doi.org/10.5555/%3Cb%3E%22x")
case("25 DOIs", "with a blank", edited(BIB, "10.5555/example.2020.1", "10.5555/a b"), f"{BIB}:6:9 bib-bad-doi")
case("25 addresses in the bibliography", "a punycode host is shown as such", edited(BIB, "doi = {10.5555/example.2020.1}", "url = {https://xn--80ak6aa92e.com/}"), shown=">https://xn--80ak6aa92e.com/<")

# --- 31 to 41: the bibliography ------------------------------------------------------------

case("31 twice", "a key", added(BIB, text_of(BIB)), f"{BIB}:8:10 bib-duplicate-key")
case("31 twice", "a key in capitals", added(BIB, text_of(BIB).replace("brewer", "BREWER")), f"{BIB}:8:10 bib-duplicate-key")
case("31 twice", "a field in capitals", field("YEAR = {2021}"), f"{BIB}:6:3 bib-duplicate-field")
case("32 abbreviations", "undefined", field("volume = foo"), f"{BIB}:6:12 bib-undefined-string")
case("32 abbreviations", "in a ring", added(BIB, "@string{a = b}\n@string{b = a}\n"), f"{BIB}:8:13 bib-undefined-string")
case("32 abbreviations", "defined by itself", added(BIB, "@string{a = a}\n"), f"{BIB}:8:13 bib-undefined-string")
case("32 abbreviations", "that grow without end", added(BIB, '@string{s1 = "xxxxxxxxxx"}\n' + "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(1, 40))), f"{BIB}:14:14 bib-too-long")
case("33 a brace not closed", "the entry after it is read", {BIB: text_of(BIB).replace("headache}", "headache") + "@article{other, author = {A, B}, title = {x}, year = {2021}}\n"},
     f"{BIB}:1:10 bib-unclosed-brace", f"{BIB}:8:10 uncited-reference")
for source in ("brewer2020", "BREWER2020", "nowhere", ""):
    case("34 cross-references", source or "empty", field(f"crossref = {{{source}}}"), f"{BIB}:6:3 bib-crossref")
case("34 cross-references", "in a ring", {BIB: text_of(BIB).replace("  year", "  crossref = {b},\n  year") + text_of(BIB).replace("brewer2020", "b").replace("2020.1", "2").replace("  year", "  crossref = {brewer2020},\n  year")},
     f"{BIB}:5:3 bib-crossref", f"{BIB}:9:10 uncited-reference", f"{BIB}:13:3 bib-crossref")
case("35 braces", "500 in each other", title("{" * 500 + "x" + "}" * 500), f"{BIB}:3:30 bib-too-deep")
case("35 braces", "2,000 not closed", title("{" * 2000), f"{BIB}:3:30 bib-too-deep")
case("35 braces", "500 commands", title(r"\emph{" * 500 + "x" + "}" * 500), f"{BIB}:3:125 bib-too-deep")
case("35 braces", "18 are fine", title("{" * 18 + "Tea" + "}" * 18), shown="Tea")
cases("36 names", author, f"{BIB}:2:13 bib-bad-name", "A, B, C, D", "given=Ann, family=Brewer", "family = Brewer, given = Ann", "prefix=van, family=Dam, given=Ann", "Brewer, A; Tea, B", "Brewer et al", ", A")
case("36 names", "nobody before others", author("others"), f"{BIB}:2:12 bib-bad-name")
cases("37 keys", key, f"{BIB}:1:10 bib-bad-key", "<script>", "../../x", "a b", "é", "a..b", "/etc", "-a", "a%b", "x" * 101, 'a"b')
case("37 keys", "no comma after it", edited(BIB, "{brewer2020,", "{brewer2020"), f"{BIB}:1:20 bib-missing-comma")
case("37 keys", "none", edited(BIB, "{brewer2020,", "{,"), f"{BIB}:1:1 bib-bad-key")
cases("38 LaTeX that nobody knows", title, f"{BIB}:3:12 bib-unknown-latex",
      r"\href{x}{y}", r"\input{/etc/passwd}", r"\write18{ls}", r"\foo", r"\newcommand{\x}{y}", r"$\frac{1}{2}$", r"\symbol{60}")
for typed, shown in (
    (r"caf\'e", "café"), (r"{\textless}p{\textgreater}", "&lt;p&gt;"), (r"\textless script\textgreater", "&lt;script&gt;"), (r"$\alpha$-x", "α-x"), (r"\'{\i}", "í"), (r"100\%", "100%"),
    (r"\url{javascript:x}", "javascript:x"),
):  # fmt: skip
    case("38 LaTeX that is decoded", typed, title(typed), shown=shown)
case("39 encodings", "Latin-1", {BIB: text_of(BIB).replace("Tea", "Té").encode("latin-1")}, f"{BIB}:3:13 not-utf-8")
case("39 encodings", "GBK", {BIB: text_of(BIB).replace("Tea", "茶").encode("gbk")}, f"{BIB}:3:12 not-utf-8")
for name in ("year", "title", "author"):
    case("40 what must not be missing", name, {BIB: text_of(BIB).replace(f"  {name} =", "  note =")}, f"{BIB}:1:10 bib-missing-field")
for typed in ("https://doi.org/10.5555/example.2020.1", "doi:10.5555/example.2020.1", "http://dx.doi.org/10.5555/example.2020.1"):
    case("40 DOIs as addresses", typed, edited(BIB, "10.5555/example.2020.1", typed), shown='href="https://doi.org/10.5555/example.2020.1"')
cases("40 PMIDs", lambda value: field(f"pmid = {{{value}}}"), f"{BIB}:6:10 bib-bad-pmid", "PMID: 123", "PMC123", "https://pubmed.ncbi.nlm.nih.gov/123/", "12345678901", "١٢٣")
cases("40 years", lambda value: edited(BIB, "{2020}", f"{{{value}}}"), f"{BIB}:5:10 bib-bad-year", "20200", "c2020", "0000", "٢٠٢٠", "n.d.")
case("40 one DOI twice", "as an address", added(BIB, text_of(BIB).replace("brewer2020", "other").replace("10.5555/e", "https://doi.org/10.5555/E")), f"{BIB}:8:10 uncited-reference", f"{BIB}:13:9 bib-twin-doi")

# --- 42 to 47: numbers that cannot be ------------------------------------------------------

cases("42 intervals", estimate, f"{STUDY}:17:36 impossible-number", "measure: md, value: 0, low: -3, high: -1", "measure: or, value: 0", "measure: rr, value: -1")
case("42 intervals", "the ends exchanged", estimate("measure: md, value: -2, low: 3, high: 1"), f"{STUDY}:17:45 impossible-number")
case("42 intervals", "one end", estimate("measure: md, value: -2, low: -3"), f"{STUDY}:17:45 impossible-number")
case("42 ratios", "less than 0", estimate("measure: or, value: 2, low: -1, high: 3"), f"{STUDY}:17:44 impossible-number")
case("42 arms", "a negative standard deviation", edited(STUDY, "sd: 1.5}", "sd: -1}"), f"{STUDY}:18:35 impossible-number")
case("42 arms", "more people than were randomised", edited(STUDY, "n: 10, mean: 2.5", "n: 11, mean: 2.5"), f"{STUDY}:18:16 impossible-number")
case("42 arms", "more events than people", edited(STUDY, "{n: 10, mean: 2.5, sd: 1.5}", "{events: 11, total: 10}"), f"{STUDY}:18:21 impossible-number")
case("42 arms", "more completed than began", edited(STUDY, "completed: 10", "completed: 11"), f"{STUDY}:9:47 impossible-number")
case("43 arms", "one compared with itself", edited(STUDY, "compare: [tea, water]", "compare: [tea, tea]"), f"{STUDY}:16:14 bad-comparison")
case("42 instruments", "a range that ends before it begins", edited(INSTRUMENTS, "[0, 10]", "[10, 0]"), f"{INSTRUMENTS}:1:33 impossible-number")
case("47 rounding", "minus nothing", mean("-0.0"), shown="Tea:</span> 0 (SD")


# --- the tests -----------------------------------------------------------------------------


def laid_out(files: dict[str, Change], root: Path) -> Path:
    """The base site with the files of a case laid over it."""
    shutil.copytree(BASE, root)
    for name, change in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if callable(change):
            change(path)
        else:
            path.write_bytes(change if isinstance(change, bytes) else change.encode())
    return root


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.subject}-{case.what!a}".replace("/", "|"))
def test_bad_input(case: Case, tmp_path: Path) -> None:
    """Everything that is said has the place and code of the table; what is accepted is shown as it stands there."""
    site = build.prepare(Settings(root=laid_out(case.files, tmp_path / "site"), today=date(2026, 1, 2)))
    said = [f"{problem.location} {problem.code.name}" for problem in site.diagnostics]
    assert tuple(dict.fromkeys(said)) == case.said
    assert all(problem.hint for problem in site.diagnostics)
    for shown in case.shown:
        assert any(shown in page.body for page in site.pages)
    for written in (render_text(site.diagnostics), render_json(site.diagnostics)):
        assert all(line.isprintable() for line in written.split("\n"))


MENDED: dict[str, tuple[dict[str, Change], str, dict[str, Change]]] = {
    "brackets behind backslashes, in a page": (page("[" * 30), "put a backslash before each", page("\\[" * 30)),
    "brackets behind backslashes, in a text": (summary("[" * 30), "put a backslash before each", summary("\\[" * 30)),
    "new paragraphs": (page("**a** " * 600), "begin new paragraphs, each after a blank line", page(("**a** " * 60 + "\n\n") * 10)),
    "lists on lines of their own": (page("- " * 30 + "a"), "keep one mark of a list on a line", page("- a\n" * 30)),
    "a hyphen between two alphabets": (question("p\u0430y"), "put a hyphen between the parts", question("p-\u0430-y")),
    "a whole number written out": (people("1e5"), "write it out, with digits only", people("100000")),
    "a DOI in braces": (edited(BIB, "{10.5555/example.2020.1}", "10.5555/example.2020.1"), "put the whole value in braces: doi = {…}", edited(BIB, "x", "x")),
    "a PMID without its address": (field("pmid = {https://pubmed.ncbi.nlm.nih.gov/123/}"), "write pmid = {123}", field("pmid = {123}")),
    "no cross-reference": (field("crossref = {nowhere}"), "remove `crossref`", edited(BIB, "x", "x")),
    "a name before the others": (author("others"), "write at least one name, then `and others`", author("Brewer, A. B. and others")),
    "a name for a field": (added(CLAIM, ": x\n"), "write the name before the colon", added(CLAIM, "summary: x\n")),
    "a file of another name": ({"content/claims/headache.md": "x\n"}, "rename the file, or remove it", {"content/notes/headache.md": "x\n"}),
    "a copy in place of a link": ({"content/x.png": lambda path: path.symlink_to(__file__)}, "put a copy of the file in its place", {"content/x.png": lambda path: shutil.copy(__file__, path)}),
    "another claim under see": (statement("right"), "remove it, or name another", statement("headache")),
    "line ends of one kind": ({CLAIM: text_of(CLAIM).replace("\n", "\r")}, "save the file with line ends of one kind, LF or CRLF", {CLAIM: text_of(CLAIM).replace("\n", "\r\n")}),
}  # fmt: skip
"""Bad input, what its hint says, and the same input as an author would leave it who did so."""


@pytest.mark.parametrize("what", MENDED)
def test_the_hint_mends_it(what: str, tmp_path: Path) -> None:
    """The hint is given, and nothing is said any more once it was followed."""
    bad, hint, good = MENDED[what]
    told = build.prepare(Settings(root=laid_out(bad, tmp_path / "bad"), today=date(2026, 1, 2))).diagnostics
    assert any(hint in problem.hint for problem in told)
    assert not list(build.prepare(Settings(root=laid_out(good, tmp_path / "good"), today=date(2026, 1, 2))).diagnostics)


# --- files that cost -----------------------------------------------------------------------

MEGABYTES = 300
SECONDS = 120
"""Far more than is needed, since other work may hold the processor; `benchmarks/` measures."""
CHECK = r"""
import re, sys
from pathlib import Path
from datetime import date
from mkdocs_evidence import build
from mkdocs_evidence.reporters import render_text
from mkdocs_evidence.settings import Settings
site = build.prepare(Settings(root=Path(sys.argv[1]), today=date(2026, 1, 2)))
text = render_text(site.diagnostics)
# Not getrusage(): a child begins with its parent's peak.
peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
print(int(peak[1]) // 1024, len(text))
"""


def messages(value: str) -> dict[str, Change]:
    """A claim with 195 texts that differ, each made of `value`, in a file just below its limit."""
    return added(CLAIM, "key_messages:\n" + "".join(f"  - '{n} {(value * 5000)[:4900]}'\n" for n in range(195)))


def many(name: str, head: str, line: str, limit: int = 990_000) -> dict[str, Change]:
    """The file with as many lines as it may hold; `#` in a line is its number."""
    pieces, size, number = [text_of(name) + head], len(text_of(name)) + len(head), 0
    while size < limit:
        pieces.append(line.replace("#", str(number)))
        size, number = size + len(pieces[-1].encode()), number + 1
    return {name: "".join(pieces[:-1])}


COSTLY: dict[str, dict[str, Change]] = {
    "brackets": messages("["), "brackets closed": messages("[" * 20 + "]" * 20), "stars": messages("**x"), "stars that close": messages("a**b c* "),
    "citations that lead nowhere": messages("[@abc] "), "malformed citations": messages("[@;] ab "), "links that are refused": messages("[x](javascript:1)"),
    "citations": messages("[@brewer2020]"), "items": many(CLAIM, "key_messages:\n", "- a\n"), "lists": many(CLAIM, "key_messages:\n", "- [[[]]]\n"),
    "evidence": many(CLAIM, "more:\n", "- {}\n"), "status": {STATUS: text_of(STATUS).replace("[]", "\n") + "- {}\n" * 160_000}, "fields": many(CLAIM, "", "f#: x\n"),
    "mappings of one": added(CLAIM, "more: [" + "a: b," * 190_000 + "]\n"), "arms": {STUDY: text_of(STUDY).replace("arms:\n", "arms:\n" + "".join(f"  a{n}: {{name: x}}\n" for n in range(9_000)), 1)},
    "comparisons": many(COMPARISONS, "", "a#: x\n"), "instruments": many(INSTRUMENTS, "", "a#: {}\n"), "categories": many(CATEGORIES, "", "- {id: a#}\n"),
    "a field twice": many(CLAIM, "", "a: x\n"), "anchors": many(CLAIM, "", "&a a: x\n"), "cut by a hash": many(CLAIM, "", "a#: x #y\n"), "blanks of no width": {CLAIM: "\u200b" * 330_000},
    "marks": question("a" + "\u0301" * 490_000), "marks in turn": question(("x" + "\u0301" * 5) * 80_000), "mixed words": question("p\u0430y " * 190_000), "a long mixed word": question("p\u0430" * 300_000),
    "escapes": question('"' + r"\u202e" * 160_000 + '"'), "a quote that is not closed": added(CLAIM, 'summary: "' + "x\n  " * 240_000),
    "page of brackets": page("[" * 99_000), "page of links": many(HOME, "", "[a](b#.md) ", 99_000), "page of paragraphs of links": many(HOME, "", "[a](b#.md)\n\n", 99_000), "page of stars": page("**x" * 33_000), "page of lines of links": many(HOME, "", "[a](b#.md)\n", 99_000),
    "page of tags": page("<a" * 49_000), "page of ticks": page("``a`" * 24_000), "page of lists": page("1. " * 33_000), "page of references": page("[a]: b.md\n\n" + "[a][a] " * 14_000),
    "bibliography of braces": {BIB: text_of(BIB) + "{" * 2_700_000}, "bibliography of openings": {BIB: text_of(BIB) + "@a{b,\n" * 300_000}, "bibliography of abbreviations": many(BIB, "", "@string{s# = x#}\n", 2_700_000),
    "bibliography of names": author(" and ".join(f"A{n}, B" for n in range(9_000))), "bibliography of commands": title(r"\foo " * 15_000), "bibliography of accents": title(r"\'" * 49_000), "bibliography of dollars": title("$x" * 49_000),
    "bibliography of quotation marks": {BIB: text_of(BIB) + '@article{a, title = "' * 100_000}, "bibliography of one DOI": many(BIB, "", "@misc{k#, title={x}, year={2020}, author={A}, doi={10.5555/x}}\n", 1_500_000),
}  # fmt: skip


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak of memory from /proc")
@pytest.mark.parametrize("what", COSTLY)
def test_costly_input(what: str, tmp_path: Path) -> None:
    """The check comes to an end, without a traceback and within the memory that a small machine has."""
    root = laid_out(COSTLY[what], tmp_path / "site")
    run = subprocess.run([sys.executable, "-c", CHECK, str(root)], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert run.returncode == 0, run.stderr[-2000:]
    peak, said = map(int, run.stdout.split())
    assert peak < MEGABYTES
    assert said < 5_000_000

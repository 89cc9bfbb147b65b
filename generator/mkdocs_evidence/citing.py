"""A publication as Crossref describes it to one more entry of references.bib, in the way the others are written.

All of it is somebody else's text: markup and control characters go, and every sign that means something in LaTeX is
escaped. The new file is read back before it is saved, and has to say what was meant.
"""

from __future__ import annotations

import html
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .bibtex_reader import read_bibliography
from .crossref import clean_doi
from .diagnostics import Diagnostics, EvidenceError
from .references import Reference, initials, reference_from

LONGEST = 2_000
"""Characters of one text; more is no title and no name."""
MOST_AUTHORS = 1_000
TYPES = {
    "journal-article": ("article", "journal"),
    "proceedings-article": ("inproceedings", "booktitle"),
    "book-chapter": ("incollection", "booktitle"),
    "book-section": ("incollection", "booktitle"),
    "book": ("book", "publisher"),
    "monograph": ("book", "publisher"),
    "edited-book": ("book", "publisher"),
    "reference-book": ("book", "publisher"),
    "report": ("techreport", "institution"),
    "dissertation": ("phdthesis", "school"),
}
"""Crossref's types to BibTeX's, and the field that says where it appeared; any other is `misc` with a publisher."""
ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$",
    "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


class CannotCite(EvidenceError):
    """There is no entry to add; nothing was written."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A publication in plain text."""

    type: str
    authors: tuple[str, ...]
    """Escaped, as BibTeX writes them."""
    family: str
    """The first one's family name, or the group's name: what the key is made of."""
    fields: tuple[tuple[str, str], ...]
    """Name and plain text, in the order in which they are written; `title` is the first."""

    def value(self, name: str) -> str:
        return dict(self.fields).get(name, "")


def citation(work: Mapping[str, Any], doi: str, pmid: str = "") -> Citation:
    """What Crossref holds about a work as the fields of an entry. Raises `CannotCite` where it has too little."""
    type, where = TYPES.get(str(work.get("type")), ("misc", "publisher"))
    title = _first(work.get("title"))
    if not title:
        raise CannotCite(f"Crossref has no title for {doi}; write its entry by hand")
    if subtitle := _first(work.get("subtitle")):
        title += "" if subtitle.lower() in title.lower() else f": {subtitle}"
    authors, family = _people(work.get("author"))
    role = "author"
    if not authors:
        role, (authors, family) = "editor", _people(work.get("editor"))
    if not authors:
        raise CannotCite(f"Crossref names no author of {doi}; write its entry by hand")
    year = _year(work)
    if not year:
        raise CannotCite(f"Crossref has no year for {doi}; write its entry by hand")
    container = _first(work.get("container-title")) if where in ("journal", "booktitle") else ""
    pages = _plain(work.get("page")) or _plain(work.get("article-number"))
    fields = [
        ("title", title),
        (where, container or _plain(work.get("publisher"))),
        ("year", year),
        ("volume", _plain(work.get("volume"))),
        ("number", _plain(work.get("issue"))),
        ("pages", re.sub(r"\A(\w+)\s*[-‐–]\s*(\w+)\Z", r"\1–\2", pages)),
        ("doi", doi),
        ("pmid", pmid),
    ]
    fields = [(role, ""), *fields]
    return Citation(type, tuple(authors), family, tuple((name, text) for name, text in fields if text or name == role))


def already_there(references: Iterable[Reference], doi: str = "", pmid: str = "") -> str:
    """The key of the entry with this DOI (in any case) or this PMID; empty where there is none."""
    for reference in references:
        if (doi and reference.doi == doi.lower()) or (pmid and reference.pmid == pmid):
            return reference.key
    return ""


def key_for(new: Citation, taken: Iterable[str]) -> str:
    """Family name in plain small letters and the year, such as `otalora2018`; then with b, c and so on."""
    letters = unicodedata.normalize("NFKD", new.family.translate(_FOLDED)).encode("ascii", "ignore").decode()
    base = (re.sub(r"[^a-z0-9]", "", letters.lower())[:40] or "anonymous") + new.value("year")
    used = {key.lower() for key in taken}
    for suffix in " bcdefghijklmnopqrstuvwxyz":
        key: str = base + suffix.strip()
        if key not in used:
            return key
    raise CannotCite(f"every key from {base} to {base}z is taken; give one with --key")


def entry_text(new: Citation, key: str) -> str:
    """The entry as the others in the file are written: two blanks, braces, an en dash as two hyphens."""
    lines = []
    for name, text in new.fields:
        if name in ("author", "editor"):
            value = " and ".join(new.authors)
        elif name in ("doi", "pmid", "year"):
            value = text
        else:
            value = (
                escaped(text).replace("–", "--") if name == "pages" else escaped(text, keep_capitals=name == "title")
            )
        lines.append(f"  {name} = {{{value}}}")
    return f"@{new.type}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def appended(raw: bytes, name: str, new: Citation, key: str) -> bytes:
    """The file with one more entry at its end, in its own line ends. Raises `CannotCite` where it would not be read."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise CannotCite(f"{name} is not UTF-8") from None
    before, _ = _read(text, name)
    text = (text.rstrip("\n") + "\n\n" if text.strip() else "") + entry_text(new, key)
    after, problems = _read(text, name)
    added = reference_from(after[key]) if key in after else None
    kept = list(after)[: len(before)] == list(before) and len(after) == len(before) + 1
    meant = (new.value("title"), new.value("doi"), new.value("year"), len(new.authors))
    if added is None or not kept or (added.title, added.doi, added.year, len(added.authors)) != meant:
        reason = f" ({problems[-1]})" if problems else ""
        raise CannotCite(f"the entry for {new.value('doi')} would not be read as it is meant{reason}; write it by hand")
    if b"\r\n" in raw:
        text = text.replace("\n", "\r\n")
    return text.encode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8")


def escaped(text: str, *, keep_capitals: bool = False) -> str:
    """Plain text in LaTeX; words with a capital after their first letter in braces where styles change the case."""

    def word(match: re.Match[str]) -> str:
        typed = "".join(ESCAPES.get(sign, sign) for sign in match.group())
        inner = keep_capitals and re.fullmatch(r"\w\w*[A-Z]\w*", match.group())
        return f"{{{typed}}}" if inner else typed

    # `--` and `''` are ligatures in LaTeX; braces keep them apart.
    return re.sub(r"(?<=-)-|(?<=')'", lambda m: f"{{}}{m.group()}", re.sub(r"\w+|\W", word, text))


# --- out of Crossref's answer --------------------------------------------------------------

_FOLDED = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d",
                         "ł": "l", "Ł": "l", "ı": "i", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th"})  # fmt: skip


def _plain(value: Any) -> str:
    """A text without markup, control characters and doubled blanks; empty where it is none."""
    if not isinstance(value, str):
        return ""
    if len(value) > 4 * LONGEST:
        raise CannotCite(f"Crossref gave a text of {len(value):,} characters; write the entry by hand")
    text = html.unescape(re.sub(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>", "", value))
    text = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    # In LaTeX, out of which some of these texts come, a backtick is a quotation mark and nothing else.
    text = text.replace("``", "“").replace("`", "‘")
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if len(text) > LONGEST:
        raise CannotCite(f"Crossref gave a text of {len(text):,} characters; write the entry by hand")
    return text


def _first(value: Any) -> str:
    return next((text for text in map(_plain, value) if text), "") if isinstance(value, list) else ""


def _year(work: Mapping[str, Any]) -> str:
    """Of the issue where there is one, else of the first publication."""
    for name in ("published-print", "issued", "published-online", "posted"):
        try:
            year = work[name]["date-parts"][0][0]
        except (KeyError, TypeError, IndexError):
            continue
        if isinstance(year, int) and 1000 <= year <= 2999:
            return str(year)
    return ""


def _people(value: Any) -> tuple[list[str], str]:
    """Names as BibTeX writes them, and the first one's family name."""
    people = value if isinstance(value, list) else []
    if len(people) > MOST_AUTHORS:
        raise CannotCite(f"Crossref names {len(people):,} authors; write the entry by hand")
    names, first = [], ""
    for person in people:
        if not isinstance(person, dict):
            continue
        family, given = _plain(person.get("family")), _plain(person.get("given"))
        group = _plain(person.get("name"))
        if family and given:
            letters = " ".join(f"{letter}." for letter in initials(given))
            suffix = _plain(person.get("suffix"))
            names.append(", ".join(filter(None, (_name(family), _name(suffix), letters))))
        elif family or group:
            names.append(f"{{{escaped(family or group)}}}")
        first = first or family or group
    return names, first


def _name(text: str) -> str:
    """A part of a name; braces around it where a comma or the word `and` would part it."""
    return f"{{{escaped(text)}}}" if re.search(r",|\band\b", text, re.IGNORECASE) else escaped(text)


def _read(text: str, name: str) -> tuple[Mapping[str, Any], list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "references.bib"
        path.write_text(text, encoding="utf-8", newline="")
        problems = Diagnostics()
        entries = read_bibliography(path, name, problems)
    return entries, [problem.message for problem in problems.errors]


def asked_for(text: str) -> tuple[str, str]:
    """A DOI (lower case) or a PMID out of what was typed: `10.…`, `doi:10.…`, an address, `PMID 123`, `123`."""
    text = text.strip()
    if number := re.fullmatch(
        r"(?:pmid\s*:?\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?([1-9][0-9]{0,8})/?", text, re.IGNORECASE
    ):
        return "", number[1]
    return clean_doi(text), ""

"""A new site from the files in `starter/`: what its author says is put in, and it passes its check at once.

Everything is written beside its place in the folder, checked there, and moved: nothing is left of a site that could not
be finished.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from . import __version__, build, schemas
from .diagnostics import EvidenceError
from .identifiers import safe_url
from .model import id_problem
from .reporters import render_text
from .settings import LANGUAGES, Settings

STARTER = Path(__file__).with_name("starter")
EXAMPLE = "worked-example"
"""The category of the claims that are there from the beginning."""
DOT = "dot-"
"""Begins the name of a file that gets a dot in its place: packages leave hidden files out."""
LONGEST = 200
"""Letters of an answer."""
IN = "in-"
"""Begins the name of a folder with files in another language, which take the place of those in English."""
WORDS = {
    "en": {
        "HOME": "Home", "MAP": "Evidence map", "STUDIES": "Studies", "REFERENCES": "References", "METHODS": "Methods",
        "ABOUT": "About", "DARK": "Switch to dark mode", "LIGHT": "Switch to light mode",
        "WHERE_TO_FIND_HELP": "where readers find help",
    },
    "de": {
        "HOME": "Start", "MAP": "Evidenzkarte", "STUDIES": "Studien", "REFERENCES": "Literatur", "METHODS": "Methoden",
        "ABOUT": "Über uns", "DARK": "Dunkle Farben", "LIGHT": "Helle Farben",
        "WHERE_TO_FIND_HELP": "wo es Hilfe gibt",
    },
}  # fmt: skip
"""What of mkdocs.yml is read on pages; once written, it is the author's."""
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
TOKEN = re.compile(r"@([A-Z_]+)@")


ASKED: dict[str, tuple[str, str | None]] = {
    "name": ("What is the site called", None),
    "question": ("Which question does it answer", None),
    "categories": ("Categories of claims, in their order, with ; between them", None),
    "language": (f"Language of the interface ({', '.join(LANGUAGES)})", "en"),
    "address": ("Where will it be published (https://…; empty: not known yet)", ""),
    "repository": ("Where will its files be kept (https://…; empty: not known yet)", ""),
}
"""Field of `Answers` to what a person is asked, and what an empty answer means; in the order of the questions."""
NEEDED = {"name": "name", "question": "question", "categories": "category"}
"""Field of `Answers` to the option that says it, where there is nothing to assume."""


class CannotBegin(EvidenceError):
    """There is no new site: the folder or an answer will not do. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What only the author of a new site can say."""

    name: str
    """Of the site."""
    question: str
    """The site's question; the heading of its home page."""
    categories: tuple[str, ...]
    """As `name`, or as `id=name` where no id follows from the name; in the order of the site."""
    language: str = "en"
    """Of the interface, one of `LANGUAGES`."""
    address: str = ""
    """Where the site will be published; empty where that is not known yet."""
    repository: str = ""
    """Address of the repository that will hold its files; empty where that is not known yet."""


def problem_with(field: str, value: str) -> str:
    """Why an answer will not do, or an empty string. For `categories` the value is one of them."""
    if field in ("address", "repository"):
        return "" if not value else _problem_with_address(value)
    if field == "language":
        return "" if value in LANGUAGES else f"expected one of {', '.join(LANGUAGES)}"
    if field == "categories":
        id, name = category(value)
        if problem := _problem_with_line(name):
            return problem
        if id == EXAMPLE:
            return f"the category {EXAMPLE} is there already"
        if not id or id_problem(id):
            return "no id follows from this name; write it as id=name, such as safety=What can go wrong"
        return ""
    return _problem_with_line(value)


def category(text: str) -> tuple[str, str]:
    """Id and name of a category; the id is empty where none follows from the name."""
    id, equals, name = text.partition("=")
    if equals and not id_problem(id.strip()):
        return id.strip(), name.strip()
    letters = unicodedata.normalize("NFKD", text.casefold().translate(UMLAUTS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters)[:64].strip("-"), text.strip()


def look_at(folder: Path) -> None:
    """Raises `CannotBegin` where `folder` holds anything but `.git`, or is none."""
    try:
        if folder.is_dir() and not {path.name for path in folder.iterdir()} <= {".git"}:
            raise CannotBegin(f"{folder} is not empty; name a folder that is empty or not there yet")
    except OSError as error:
        raise CannotBegin(f"{folder} cannot be read: {error.strerror}") from error
    if folder.exists() and not folder.is_dir():
        raise CannotBegin(f"{folder} is no folder; name one that is empty or not there yet")


def begin(folder: Path, answers: Answers, day: date) -> list[str]:
    """Writes a new site into `folder`, which is made where it is missing, and returns the paths of its files.

    Raises `CannotBegin` where an answer will not do, where the folder holds anything but `.git`, where it cannot be
    written, and where what was answered leads to a problem of the check; nothing is left behind then.
    """
    look_at(folder)
    _look_over(answers)
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".new-", dir=folder))
    except OSError as error:
        _remove(made)
        raise CannotBegin(f"{folder} cannot be written: {error.strerror}") from error
    moved: list[Path] = []
    try:
        written = _write(draft, answers)
        problems = build.review(Settings(draft, day, language=answers.language))
        if len(problems):
            raise CannotBegin(f"with these answers the check of the new site finds:\n{render_text(problems)}")
        for path in sorted(draft.iterdir()):
            moved.append(path.rename(folder / path.name))
        draft.rmdir()
    except BaseException as error:  # Ctrl-C too
        for path in moved:
            path.rename(draft / path.name)
        shutil.rmtree(draft, ignore_errors=True)
        _remove(made)
        if isinstance(error, OSError):
            raise CannotBegin(f"{folder} cannot be written: {error.strerror}") from error
        raise
    return written


def _look_over(answers: Answers) -> None:
    for field in fields(answers):
        value = getattr(answers, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if problem := problem_with(field.name, each):
                raise CannotBegin(f"{field.name}: {problem}")
    ids = [category(text)[0] for text in answers.categories]
    if not ids:
        raise CannotBegin("categories: name one at least")
    if twice := next((id for id in ids if ids.count(id) > 1), ""):
        raise CannotBegin(f"categories: two have the id {twice}")


def _write(root: Path, answers: Answers) -> list[str]:
    values = _values(answers)
    for source, name in starter_files(answers.language):
        text = TOKEN.sub(lambda token: values[token[1]], source.read_text(encoding="utf-8"))
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    # MkDocs refuses a `custom_dir` that is not there, and git keeps no empty folder.
    (root / "overrides").mkdir()
    (root / "overrides/.gitkeep").touch()
    schemas.write(root)
    root.chmod(0o755)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def starter_files(language: str) -> Iterator[tuple[Path, str]]:
    """Each file of the package that a new site begins with, and its path there; what is in `language` comes last."""
    yield from _files_below(STARTER)
    yield from _files_below(STARTER / f"{IN}{language}")


def _files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not parts[0].startswith(IN):
            yield path, "/".join(f".{part.removeprefix(DOT)}" if part.startswith(DOT) else part for part in parts)


def _values(answers: Answers) -> dict[str, str]:
    named = [category(text) for text in answers.categories]
    return WORDS[answers.language] | {
        "VERSION": __version__,
        "SITE_NAME": _quoted(answers.name),
        "README_NAME": re.sub(r"([\\`*_\[\]<>#&|])", r"\\\1", answers.name),
        "QUESTION": _quoted(answers.question),
        "LANGUAGE": answers.language,
        "ADDRESS": _quoted(answers.address and answers.address.rstrip("/") + "/"),
        "REPOSITORY": _quoted(answers.repository.rstrip("/")),
        "CATEGORIES": "\n".join(f"- {{id: {id}, name: {_quoted(name)}}}" for id, name in named),
    }


def _quoted(text: str) -> str:
    """As YAML in double quotes, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def _problem_with_line(text: str) -> str:
    if not text.strip():
        return "something has to stand here"
    if len(text) > LONGEST:
        return f"{len(text)} characters; the limit is {LONGEST}"
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in text):
        return "one line without control characters is expected"
    return ""


def _problem_with_address(text: str) -> str:
    if safe_url(text) and urlsplit(text).scheme == "https" and urlsplit(text).hostname:
        return ""
    return "an address is expected, such as https://evidence.example.org/"


def _remove(folders: list[Path]) -> None:
    """Removes folders that this run made, deepest first, where they are empty."""
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

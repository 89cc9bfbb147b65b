"""Where a site's files mention a claim or a study by its id, each with its place.

Works on the text and not on records, so that a file with a problem of its own is looked through as well. A new
field that holds the id of a claim or study has its line in `FIELDS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .citations import badge_of
from .configuration import CONFIGURATION, OF_THE_ENGINE
from .content import FRONT_MATTER, HOME
from .content_model import LISTS
from .diagnostics import Diagnostics, Location
from .loading import MOVED
from .settings import Settings
from .sources import line_and_column, read_text
from .yaml_reader import Document, Scalar, Step, read_yaml, scalars


class Named(StrEnum):
    """What can get another name."""

    CLAIM = "claim"
    STUDY = "study"


ITEM = 0
"""Stands in a path for any position of a list."""
FIELDS: tuple[tuple[str, Named, tuple[Step, ...]], ...] = (
    (r"claims/[^/]+/[^/]+\.yml", Named.CLAIM, ("not_testable", "see", ITEM)),
    (r"claims/[^/]+/[^/]+\.yml", Named.STUDY, ("evidence", ITEM, "study")),
    (r"claims/[^/]+/[^/]+\.yml", Named.STUDY, ("certainty", "*", "because", ITEM)),
    (r"claims/[^/]+/[^/]+\.yml", Named.STUDY, ("history", ITEM, "evidence", ITEM)),
    (r"claims/[^/]+/[^/]+\.yml", Named.STUDY, ("synthesis", "published", "study")),
    (r"studies/[^/]+\.yml", Named.STUDY, ("includes", ITEM)),
    (r"studies/[^/]+\.yml", Named.STUDY, ("includes", ITEM, "study")),
    (rf"content/(?:{'|'.join(LISTS)})\.yml", Named.CLAIM, (ITEM, "claims", ITEM)),
    (rf"claims/{MOVED}", Named.CLAIM, (ITEM, "to")),
    (rf"studies/{MOVED}", Named.STUDY, (ITEM, "to")),
    (f"content/{HOME}", Named.CLAIM, ("lead", ITEM)),
)
"""Files, and the fields in them that hold an id; in a history it is followed by a slash and a result."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention; its place is that of the id itself."""

    location: Location
    twice: bool = False
    """True where the list that it stands in holds the other id already."""


def files_of(settings: Settings) -> Iterator[str]:
    """Every file that may mention something, relative to the site's root, in a stable order."""
    root = settings.root
    lists = [f"content/{name}.yml" for name in LISTS]
    for pattern in ("claims/*/*.yml", f"claims/{MOVED}", "studies/*.yml", *lists, "content/**/*.md"):
        for path in sorted(root.glob(pattern)):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix()
    for path in (settings.references_status, root / CONFIGURATION):
        if path.is_file():
            yield path.relative_to(root).as_posix()


def mentions(settings: Settings, what: Named, id: str, diagnostics: Diagnostics, other: str = "") -> list[Mention]:
    """Every mention of the claim or study `id`, file by file and in the order of each.

    Reports what `read_text` and `read_yaml` report of a file that cannot be looked through. `other` is an id
    that may come in the place of `id`.
    """
    found = []
    for name in files_of(settings):
        if read_text(settings.root / name, name, diagnostics, limit=LARGEST) is None:
            continue
        # As it is typed: letters stay as they are, so that columns are those of the file.
        text = (settings.root / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        places = _in_page(text, name, what, id, other) if name.endswith(".md") else None
        if places is None:
            whole = OF_THE_ENGINE.sub(lambda tag: " " * len(tag[0]), text) if name == CONFIGURATION else text
            document = read_yaml(whole, name, diagnostics)
            places = _in_document(document, what, id, other) if document else iter(())
        found += sorted(set(places), key=lambda mention: mention.location)
    return found


LARGEST = 5_000_000
"""Bytes of a page; a store with more than a megabyte is refused elsewhere."""


def _in_document(document: Document, what: Named, id: str, other: str) -> Iterator[Mention]:
    """Fields that hold the id, and badges and links in text."""
    paths = [path for files, named, path in FIELDS if named is what and re.fullmatch(files, document.name)]
    # Letters, digits and hyphens are all that an id is made of.
    token = re.compile(rf"(?<![a-z0-9-])({re.escape(id)})(?![a-z0-9-])")
    everywhere = document.name in (CONFIGURATION, f"content/{HOME}")
    links = in_text(what, id) if everywhere else in_text(what, id)[1:]
    for path, scalar in scalars(document.root):
        if (scalar.text == id or scalar.text.startswith(f"{id}/")) and any(_fits(path, known) for known in paths):
            yield Mention(document.match_at(token, 0, *path), _is_beside(document, path, other))
            continue
        for pattern in links:
            times = sum(1 for _ in pattern.finditer(document.text, scalar.offset, scalar.end))
            yield from (Mention(document.match_at(pattern, number, *path)) for number in range(times))


def _fits(path: tuple[Step, ...], known: tuple[Step, ...]) -> bool:
    return len(path) == len(known) and all(
        isinstance(step, int) if wanted == ITEM else wanted in (step, "*")
        for step, wanted in zip(path, known, strict=True)
    )


def _is_beside(document: Document, path: tuple[Step, ...], other: str) -> bool:
    """Whether another item of the list that `path` leads into is `other`."""
    if not other or not isinstance(path[-1], int):
        return False
    around = document.node(*path[:-1])
    return any(isinstance(item, Scalar) and item.text == other for item in getattr(around, "items", ()))


def _in_page(text: str, name: str, what: Named, id: str, other: str) -> Iterator[Mention]:
    """Badges and links anywhere in a page, and the fields of the home page's front matter."""
    for pattern in in_text(what, id):
        for match in pattern.finditer(text):
            yield Mention(Location(name, *line_and_column(text, match.start(1))))
    front = FRONT_MATTER.match(text)
    if front and front[1]:
        # A blank line in place of the opening `---` keeps the line numbers of the file.
        document = read_yaml("\n" + front[1], name, Diagnostics())
        yield from _in_document(document, what, id, other) if document else ()


def in_text(what: Named, id: str) -> tuple[re.Pattern[str], ...]:
    """How text mentions the claim or study `id`; the first group of each pattern is the id.

    First a link to its page within the site, which is no file of a category with its name; for a claim its badge,
    unless a backslash stands before it.
    """
    folder = "claims" if what is Named.CLAIM else "studies"
    link = re.compile(rf"(?<![\w.-])(?<!\w/)(?:\.\./)*{folder}/({re.escape(id)})(?=\.md\b|/(?![\w-]+\.yml))")
    badge = re.compile(rf"(?<!\\){badge_of(id).pattern}")
    return (link, badge) if what is Named.CLAIM else (link,)


def holds_id(what: Named, names: tuple[str, ...]) -> bool:
    """Whether a field holds the id of a claim or study; `names` leads to it from its record, without positions."""
    return any(
        len(names) == len(known) and all(wanted in (name, "*") for name, wanted in zip(names, known, strict=True))
        for _, named, path in FIELDS
        if named is what and (known := [step for step in path if step != ITEM])
    )

"""A claim or study gets another name, or a claim is retired: every mention, the old address, and the proof.

What would be written is first laid over a copy of the stores and checked there: where it would bring a problem
that is not there now, nothing is written.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from . import build
from .addresses import claim_address, study_address
from .diagnostics import Diagnostic, Diagnostics, EvidenceError
from .fields import STORES
from .library import Library
from .loading import MOVED
from .mentions import Mention, Named, files_of, mentions
from .reporters import render_text
from .scaffolding import as_scalar, claim_id_problem, line_problem, study_id_problem
from .schemas import modeline
from .settings import Settings
from .sources import read_text
from .together import write_together
from .yaml_problems import nearest
from .yaml_reader import Sequence, read_yaml


class CannotMove(EvidenceError):
    """It cannot be done as asked; nothing was written."""


@dataclass(frozen=True, slots=True)
class Move:
    """What is to be written."""

    settings: Settings
    files: dict[str, bytes | None]
    """Path relative to the site's root to content; None where the file goes."""
    lines: tuple[str, ...]
    """What it does, file by file."""

    def write(self) -> None:
        """Writes all files or none. Raises `CannotWriteAll`."""
        write_together({self.settings.root / name: content for name, content in self.files.items()})


def rename(settings: Settings, what: Named, old: str, new: str) -> Move:
    """Another id for a claim or study, everywhere. Raises `CannotMove` where it cannot have it."""
    diagnostics = Diagnostics()
    world, found = build.check(settings)
    library = world.library
    name = _file_of(settings, what, old, library)
    problem = (claim_id_problem if what is Named.CLAIM else study_id_problem)(new, library, settings)
    if problem:
        raise CannotMove(problem)
    named = mentions(settings, what, old, diagnostics)
    _readable(diagnostics)
    files: dict[str, bytes | None] = {
        file: _replaced(settings, places, old, new) for file, places in _by_file(named).items()
    }
    path = Path(name).with_name(f"{new}.yml").as_posix()
    files[path] = files.pop(name, None) or (settings.root / name).read_bytes()
    files[name] = None
    list_name = _list_of(what)
    entry = {"id": old, "date": settings.today.isoformat(), "to": new}
    files[list_name] = _with_entry(settings, list_name, files.get(list_name), entry)
    address = claim_address if what is Named.CLAIM else study_address
    lines = [f"{name} → {path}", *_told(named, list_name), f"{list_name}: /{address(old)} leads to /{address(new)}"]
    move = Move(settings, files, tuple(lines))
    _prove(move, found, {name: path}, old, new)
    return move


def retire(settings: Settings, claim: str, reason: Callable[[], str], instead: str = "") -> Move:
    """Takes a claim away and says why at its address; with `instead`, what mentioned it mentions that claim.

    `reason` says why, in a line; it is called last, since there may be a person to ask. Raises `CannotMove` where
    something else mentions the claim and nothing shall take its place.
    """
    diagnostics = Diagnostics()
    world, found = build.check(settings)
    library = world.library
    name = _file_of(settings, Named.CLAIM, claim, library)
    record = library.claims.get(claim)
    if record is None:
        problems = [problem for problem in found.errors if problem.location.path == name]
        raise CannotMove(f"{render_text(problems)}\n{name} has to be mended first")
    if instead and (instead == claim or instead not in library.claims):
        hint = nearest(instead, [id for id in library.claims if id != claim]) or "name another claim"
        raise CannotMove(f"--instead: there is no other claim `{instead}`; {hint}")
    list_name = _list_of(Named.CLAIM)
    # An older name leads to where it is said why there is nothing any more.
    named = [
        mention
        for mention in mentions(settings, Named.CLAIM, claim, diagnostics, other=instead)
        if mention.location.path not in (name, list_name)
    ]
    _readable(diagnostics)
    if named and not instead:
        raise CannotMove(
            f"{claim} is still mentioned: take these out, or say with --instead which claim they shall mention\n"
            + "\n".join(f"  {mention.location}" for mention in named)
        )
    files: dict[str, bytes | None] = {
        file: _replaced(settings, places, claim, instead) for file, places in _by_file(named).items()
    }
    why = reason()
    if problem := line_problem(why):
        raise CannotMove(f"--why: {problem}")
    files[name] = None
    entry = {"id": claim, "date": settings.today.isoformat(), "title": record.question, "why": why.strip()}
    files[list_name] = _with_entry(settings, list_name, None, entry | ({"to": instead} if instead else {}))
    lines = [f"{name}: removed", *_told(named, list_name), f"{list_name}: /{claim_address(claim)} says why"]
    if reads := [mention for mention in named if not mention.twice]:
        lines.append(f"now read what stands around {instead} in these places; it was written about {claim}:")
        lines += [f"  {mention.location}" for mention in reads]
    move = Move(settings, files, tuple(lines))
    _prove(move, found, {}, claim, instead)
    return move


# --- what is there -------------------------------------------------------------------------


def _file_of(settings: Settings, what: Named, id: str, library: Library) -> str:
    """The file of a claim or study, whether it can be read or not."""
    there = {
        Path(name).stem: name
        for name in files_of(settings)
        if (name.startswith("claims/") and name.count("/") == 2) is (what is Named.CLAIM)
        and (name.startswith("studies/") is (what is Named.STUDY))
        and Path(name).name not in ("instruments.yml", MOVED)
    }
    if id in there:
        return there[id]
    moved = (library.moved_claims if what is Named.CLAIM else library.moved_studies).get(id)
    folder = "claims" if what is Named.CLAIM else "studies"
    hint = f"it was {moved.became}" if moved else nearest(id, list(there)) or f"{folder} stand in {folder}/"
    raise CannotMove(f"there is no {what} `{id}`; {hint}")


def _list_of(what: Named) -> str:
    return f"{'claims' if what is Named.CLAIM else 'studies'}/{MOVED}"


def _readable(diagnostics: Diagnostics) -> None:
    """Raises `CannotMove` for files that could not be looked through: they may hold a mention."""
    if problems := list(diagnostics.errors):
        raise CannotMove(f"{render_text(problems)}\nthese may mention it, and have to be mended first")


def _by_file(named: Iterable[Mention]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in named:
        found.setdefault(mention.location.path, []).append(mention)
    return found


def _told(named: Iterable[Mention], but: str) -> list[str]:
    counts = {file: len(places) for file, places in _by_file(named).items() if file != but}
    return [f"{file}: {n} {'mention' if n == 1 else 'mentions'}" for file, n in counts.items()]


# --- what is written -----------------------------------------------------------------------


def _replaced(settings: Settings, places: list[Mention], old: str, new: str) -> bytes:
    """A file's bytes with `new` at each place in place of `old`; every other byte as it was.

    Where the list that holds `old` holds `new` as well, `old` goes.
    """
    name = places[0].location.path
    raw = (settings.root / name).read_bytes()
    text = raw.decode("utf-8-sig")
    lines = text.split("\n")
    for mention in sorted(places, key=lambda mention: mention.location, reverse=True):
        line, column = mention.location.line or 1, mention.location.column or 1
        before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
        if not after.startswith(old):
            raise CannotMove(f"{mention.location}: `{old}` cannot be replaced as it is written here; do it by hand")
        after = after.removeprefix(old)
        lines[line - 1 : line] = _without(before, after, mention) if mention.twice else [before + new + after]
    return raw[: len(raw) - len(text.encode())] + "\n".join(lines).encode()


ITEM_OF_BLOCK = re.compile(r"\s*-\s+[\"']?\Z"), re.compile(r"[\"']?\s*(?:#.*)?\Z")
"""What stands before and after an item that has a line of its own; the line goes with its remark."""
BEFORE_ITEM = re.compile(r"(,\s*)?[\"']?\Z")
AFTER_ITEM = re.compile(r"[\"']?(\s*,\s*)?")


def _without(before: str, after: str, mention: Mention) -> list[str]:
    """The line without an item of a list; none where that is all that it holds."""
    if ITEM_OF_BLOCK[0].match(before) and ITEM_OF_BLOCK[1].match(after):
        return []
    opened, closed = BEFORE_ITEM.search(before), AFTER_ITEM.match(after)
    if opened is None or closed is None or not (opened[1] or closed[1]):
        raise CannotMove(f"{mention.location}: take this out by hand first; what takes its place stands here already")
    # One comma goes: the one behind, or else the one before.
    kept = before[: opened.start()] + (opened[1] or "" if closed[1] else "")
    return [kept + after[closed.end() :]]


def _with_entry(settings: Settings, name: str, content: bytes | None, entry: dict[str, str]) -> bytes:
    """The list of old ids with one more entry at its end; made where it is not there."""
    path = settings.root / name
    fields = [f"{field}: {as_scalar(value)}" for field, value in entry.items()]
    lines = [f"- {fields[0]}", *(f"  {field}" for field in fields[1:])]
    if content is None and not path.exists() and not path.is_symlink():
        store = next(found for found in STORES if found.name == "moved")
        return "\n".join([modeline(path, store, settings.root), *lines, ""]).encode()
    diagnostics = Diagnostics()
    if read_text(path, name, diagnostics) is None:
        raise CannotMove(f"{render_text(diagnostics)}\n{name} has to be mended first")
    raw = path.read_bytes() if content is None else content
    text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    document = read_yaml(text, name, Diagnostics())
    if document is None or not isinstance(document.root, Sequence) or document.root.flow:
        raise CannotMove(f"{name} has to be a list with one entry after each `- `; write it so first")
    indent = " " * (document.root.column - 1)
    end = "\r\n" if b"\r\n" in raw else "\n"
    added = "".join(f"{indent}{line}{end}" for line in lines)
    return raw + ("" if raw.endswith(b"\n") else end).encode() + added.encode()


# --- the proof -----------------------------------------------------------------------------


STORES_ARE = ("claims", "studies", "content", "overrides", "references.bib", "references.status.yml", "mkdocs.yml")


def _prove(move: Move, before: Diagnostics, paths: dict[str, str], old: str, new: str) -> None:
    """Raises `CannotMove` with the problems that the change would bring."""
    with TemporaryDirectory(prefix="evidence-move-") as folder:
        root = Path(folder)
        for name in STORES_ARE:
            _copy(move.settings.root / name, root / name)
        for name, content in move.files.items():
            if content is None:
                (root / name).unlink()
            else:
                (root / name).write_bytes(content)
        _, after = build.check(replace(move.settings, root=root))
    known = Counter(_same(problem, paths, old, new) for problem in before.errors)
    brought = []
    for problem in after.errors:
        key = _same(problem, {}, old, new)
        known[key] -= 1
        if known[key] < 0:
            brought.append(problem)
    if brought:
        raise CannotMove(f"{render_text(brought)}\nthis would follow; mend it first")


def _same(problem: Diagnostic, paths: dict[str, str], old: str, new: str) -> tuple[str, str, str]:
    """What a problem is told apart by, before and after."""
    path = paths.get(problem.location.path, problem.location.path)
    return problem.code.name, path, problem.message.replace(old, new) if new else problem.message


def _copy(source: Path, target: Path) -> None:
    """Copies a store; of what is no text only the name is needed."""

    def copy(one: str, other: str) -> None:
        if one.endswith((".md", ".yml", ".bib", ".html", ".svg")) or "overrides" in Path(one).parts:
            shutil.copyfile(one, other)
        else:
            Path(other).touch()

    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif source.is_dir():
        shutil.copytree(source, target, copy_function=copy, symlinks=True, ignore_dangling_symlinks=True)
    elif source.is_file():
        shutil.copyfile(source, target)

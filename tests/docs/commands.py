"""The code blocks of the documentation: which are commands, what they are said to print, which files they are.

A block may say more about itself in braces behind its fence:

    ```console                               run in a copy of this site; every command ends with status 0
    ```{.console data-exit="1"}              … the last one ends with 1
    ```{.console data-not-run="why"}         not run, and why
    ```{.console data-crossref="why"}        run against a server of the test's instead of Crossref, and why
    ```{.yaml data-file="studies/x.yml"}     what the reader writes into a file, whole
    ```{.yaml data-file="…" data-instead="line"}  … in place of that line

A line of output `…` stands for any number of lines, and within a line for any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_evidence.addresses import for_authors

PROJECT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(?:(\w+)|\{\.(\w+)([^}\n]*)\})\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
ATTRIBUTES = {"console": {"exit", "not-run", "crossref"}, "yaml": {"file", "instead"}}
"""What a block of each kind may say about itself."""


@dataclass(frozen=True)
class Command:
    typed: str
    """Without the prompt; a line that ends with a backslash goes on in the next."""
    output: tuple[str, ...]


@dataclass(frozen=True)
class Block:
    language: str
    line: int
    """Of the fence, from 1."""
    text: str
    said: dict[str, str] = field(default_factory=dict)

    @property
    def commands(self) -> list[Command]:
        """Raises `AssertionError` where a block of commands does not begin with one."""
        found: list[tuple[str, list[str]]] = []
        for line in self.text.splitlines():
            if found and found[-1][0].endswith("\\") and not found[-1][1]:
                found[-1] = (f"{found[-1][0]}\n{line.removeprefix('> ')}", [])
            elif line.startswith("$ "):
                found.append((line[2:], []))
            else:
                assert found, f"line {self.line}: a block of commands begins with `$ `, not with {line!r}"
                found[-1][1].append(line)
        return [Command(typed, tuple(output)) for typed, output in found]


def pages() -> list[str]:
    """Every text in which commands are shown, below the project."""
    content = PROJECT / "content"
    below = sorted(path.relative_to(content).as_posix() for path in content.rglob("*.md"))
    return ["README.md", "CONTRIBUTING.md", *(f"content/{path}" for path in below if for_authors(path))]


def text_of(page: str) -> str:
    return (PROJECT / page).read_text(encoding="utf-8")


def blocks(text: str) -> list[Block]:
    found = []
    for match in FENCE.finditer(text):
        language, said = match[1] or match[2], dict(ATTRIBUTE.findall(match[3] or ""))
        assert all(name.startswith("data-") for name in said), f"{match[3]}: HTML knows only what begins with data-"
        said = {name.removeprefix("data-"): value for name, value in said.items()}
        line = text.count("\n", 0, match.start()) + 1
        unknown = set(said) - ATTRIBUTES.get(language, set())
        assert not unknown, f"line {line}: a block of {language} says nothing by {sorted(unknown)}"
        found.append(Block(language, line, match[4], said))
    return found


def missing(expected: tuple[str, ...], printed: str) -> str | None:
    """The first expected line that does not come in what was printed, in its order; None where all do."""
    lines = [line.rstrip() for line in printed.splitlines()]
    at = 0
    for line in expected:
        if line.strip() in ("", "…"):
            continue
        pattern = re.compile(".*".join(map(re.escape, line.rstrip().split("…"))))
        place = next((number for number in range(at, len(lines)) if pattern.fullmatch(lines[number])), None)
        if place is None:
            return line
        at = place + 1
    return None


CODE = re.compile(r"`([^`\n]+)`|^ {4}(\S.*)$", re.MULTILINE)
OURS = re.compile(r"(?:\.venv/bin/)?evidence ([a-z].*)")


def mentioned(text: str) -> list[str]:
    """Every `evidence …` and `make …` in a text: in blocks, in indented lines and in the midst of sentences."""
    lines = [command.typed.replace("\\\n", " ") for block in blocks(text) if block.language == "console"
             for command in block.commands]  # fmt: skip
    lines += [span or line for span, line in CODE.findall(FENCE.sub("", text))]
    return [line for line in lines if OURS.match(line) or re.match(r"make( |$)", line)]

"""What a command needs: from its options, else asked for on a terminal, else all that is missing named at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest

import click

from .reporters import printable
from .yaml_problems import nearest

Problem = Callable[[str], str]
"""Says why a value will not do, or gives an empty string."""


class Asking:
    """Collects what a command needs.

    `can_ask` is True where a person sits at the other end. A value of an option that will not do raises
    `click.UsageError` at once, on a terminal as elsewhere; an answer that will not do is asked for again.
    """

    def __init__(self, can_ask: bool) -> None:
        self.can_ask = can_ask
        self.missing: list[str] = []

    def text(
        self, option: str, given: str | None, question: str, problem: Problem = lambda _: "", default: str = ""
    ) -> str:
        """Free text. Where nothing was given and nobody can be asked: `default`, or missing."""
        if given is not None:
            if wrong := problem(given):
                raise click.UsageError(f"{option}: {printable(wrong)}")
            return given
        if not self.can_ask:
            if not default:
                self.missing.append(option)
            return default
        while True:
            answer = str(click.prompt(question, default=default or None, err=True)).strip()
            wrong = problem(answer)
            if not wrong:
                return answer
            click.echo(f"  {printable(wrong)}", err=True)

    def choice(
        self, option: str, given: str | None, question: str, known: Mapping[str, str], default: str = ""
    ) -> str:
        """One of `known`, which maps each to what it means."""

        def problem(value: str) -> str:
            return "" if value in known else f"`{value}` is none of {_listed(known)}{_near(value, known)}"

        if given is None and self.can_ask:
            self.show(question, known)
            question = "  which"
        found = self.text(option, given, question, problem, default)
        if not found and option in self.missing:
            self.missing[self.missing.index(option)] = f"{option} (one of {_listed(known)})"
        return found

    def yes(self, question: str) -> bool:
        """Whether the person says yes, in so many words: Enter alone is no answer. False where nobody can be asked."""
        return self.can_ask and bool(click.confirm(question, default=None, err=True))

    def show(self, heading: str, known: Mapping[str, str]) -> None:
        """Lists what may be answered; ids without a meaning stand in columns."""
        click.echo(f"\n{heading}:", err=True)
        width = max(map(len, known), default=0)
        if any(known.values()):
            for name, about in known.items():
                click.echo(printable(f"  {name:{width}}  {about}".rstrip()), err=True)
            return
        across = max(1, 78 // (width + 2))
        names = list(known)
        down = -(-len(names) // across)
        for row in zip_longest(*(names[at * down : (at + 1) * down] for at in range(across)), fillvalue=""):
            click.echo(printable("  " + "".join(f"{name:{width + 2}}" for name in row).rstrip()), err=True)

    def done(self) -> None:
        """Raises `click.UsageError` that names everything that is missing."""
        if self.missing:
            raise click.UsageError(
                f"missing: {', '.join(self.missing)}. Nothing was written. On a terminal these are asked for."
            )


def _listed(known: Mapping[str, str]) -> str:
    names = list(known)
    return ", ".join(names[:30]) + (f" and {len(names) - 30} more" if len(names) > 30 else "") or "none"


def _near(value: str, known: Mapping[str, str]) -> str:
    near = nearest(value, list(known))
    return f"; {near}" if near else ""

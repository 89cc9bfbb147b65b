"""A bad and a good example for each diagnostic code, from examples.yml beside this module.

`evidence explain`, the reference page and the tests are made from them; knows nothing of the checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

TAB = "⇥ "


@dataclass(frozen=True, slots=True)
class Example:
    """How a problem looks, and how it looks when it is mended."""

    file: str = ""
    """The file in which `bad` and `good` stand; empty where no text file can show the problem."""
    bad: str = ""
    good: str = ""
    """What stands in the place of `bad` when nothing is wrong."""
    told: str = ""
    """The example in a sentence, where it cannot be shown."""

    @property
    def shown(self) -> tuple[str, str]:
        """`bad` and `good` for people to read: a tab is a sign, since it is what is wrong where there is one."""
        return self.bad.replace("\t", TAB), self.good.replace("\t", TAB)


@cache
def examples() -> Mapping[str, Example]:
    """The example of every code by its name, in the order of the file."""
    text = resources.files(__package__).joinpath("examples.yml").read_text("utf-8")
    return {code: Example(**fields) for code, fields in yaml.load(text, Loader=yaml.CSafeLoader).items()}


"""What a check is given, and the shape of a check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..appraisal import Appraisal
from ..diagnostics import Diagnostics
from ..library import Library
from ..settings import Settings
from ..wording import Wording


@dataclass(frozen=True, slots=True)
class World:
    """One site, loaded and appraised."""

    settings: Settings
    library: Library
    appraisals: Mapping[str, Appraisal]
    """By claim id, in the library's order."""
    wording: Wording = field(default_factory=Wording.shipped)
    """The word lists of the site's language."""


Check = Callable[[World, Diagnostics], None]
"""Reports what breaks one rule."""

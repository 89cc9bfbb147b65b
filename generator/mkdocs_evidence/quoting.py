"""How others quote and cite a page, and where they say that something on it is wrong.

The address given leads to a version: `#h-<day>` is the entry of the claim's history that held when it was copied.
It stays for as long as the page does, needs neither git nor a server, and leads to an older rating as well as to the
newest: what replaced it stands above it, with its date. An address of a commit would show the exact wording, but pages
do not know commits, and a reader of a file in a repository sees neither badge nor warning.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent_encoded
from urllib.parse import urlencode

from .addresses import claim_address, claim_data_address, study_address
from .labels import Labels
from .model import Claim, Study
from .settings import Settings
from .views import Badge, ClaimCard, HistoryView
from .vocabulary import State

FORM = "correction.yml"
"""The issue form for corrections, in `.github/ISSUE_TEMPLATE/`; its fields `claim` and `page` are filled in."""


MANAGERS = (("RIS", ".ris"), ("BibTeX", ".bib"))
"""Formats of reference managers and the endings of their files."""


@dataclass(frozen=True, slots=True)
class Record:
    """A page as reference managers keep it; texts are plain."""

    key: str
    """Id of the claim or study."""
    title: str
    language: str
    """Of the title."""
    day: date | None = None
    """Of the newest entry of the history."""
    rated: str = ""
    """How sure one can be, and since when."""
    shows: str = ""
    """What the evidence shows."""


@dataclass(frozen=True, slots=True)
class Use:
    """What stands under "Use this page"; texts are plain."""

    quote: str
    """What the evidence shows, how sure that is and since when; empty for a page that shows no evidence of its own."""
    reference: str
    here: str
    """What leads from the page to this version of it: `#h-2026-11-23`, or `./` where there are no versions."""
    address: str
    """The same as an address for other places; empty where the site does not know its own."""
    form: str
    """Where a correction is suggested in words; empty without a repository."""
    edit: str
    """Where the file behind the page is edited; empty without a repository."""
    file: str
    record: Record
    data: str = ""
    """The address of all that the page states as a file; empty where there is none."""
    said: tuple[str, ...] = ()
    """What of the texts are words of the evidence, in its language."""

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """What each file for reference managers is called and its name beside the page; none where the site does not
        know its own address, since a reference to a page is nothing without one.
        """
        return tuple((kind, f"{self.record.key}{ending}") for kind, ending in MANAGERS) if self.address else ()


def of_claim(claim: Claim, card: ClaimCard, history: list[HistoryView], settings: Settings, labels: Labels) -> Use:
    words, newest = labels["quoting"], next(iter(history), None)
    said = {"question": claim.question, "sentence": card.sentence, "site": settings.site_name}
    pattern = words[_since(card.badge, newest)]
    rated = pattern.format(rating=card.badge.words, date=newest.date if newest else "")
    if card.badge.overdue:
        rated = f"{rated} {labels['ui']['overdue']}."
    return _use(
        settings,
        claim_address(claim.id),
        claim.file,
        here=f"#{newest.anchor}" if newest else "./",
        quote=words["quote"].format(rated=rated, **said),
        reference=words["claim"].format(rated=rated, **said),
        known={"claim": claim.id},
        record=Record(
            claim.id,
            claim.question,
            labels.of_evidence.language,
            claim.history[0].date if claim.history else None,
            rated,
            card.sentence,
        ),
        data=claim_data_address(claim.id),
        said=(card.sentence, claim.question),
    )


def _since(badge: Badge, newest: HistoryView | None) -> str:
    """The label that says since when a rating holds: no entry of the history tells when a concern was raised."""
    if newest is None:
        return "rated_undated"
    return "rated_before" if badge.state == State.SUSPENDED else "rated"


def of_study(study: Study, settings: Settings, labels: Labels, *, withdrawn: bool = False) -> Use:
    """A study's page is no evidence of its own: its publications are what others should quote.

    `withdrawn`: all of them are retracted, which the title then says wherever it is kept.
    """
    title = labels["quoting"]["study_title"].format(name=study.name)
    title = f"{labels['publication']['retracted']}: {title}" if withdrawn else title
    return _use(
        settings,
        study_address(study.id),
        study.file,
        here="./",
        quote="",
        reference=labels["quoting"]["study"].format(title=title, site=settings.site_name),
        known={},
        record=Record(study.id, title, labels.language),
        said=(study.name,),
    )


def edit_address(file: str, settings: Settings) -> str:
    """Where a file of the stores is edited in the repository; empty where the site names none."""
    repository = settings.repository.rstrip("/")
    return f"{repository}/edit/main/{percent_encoded(file)}" if repository else ""


def _use(
    settings: Settings,
    page: str,
    file: str,
    *,
    here: str,
    quote: str,
    reference: str,
    known: dict[str, str],
    record: Record,
    data: str = "",
    said: tuple[str, ...] = (),
) -> Use:
    address = f"{settings.site_url}{page}" if settings.site_url else ""
    repository = settings.repository.rstrip("/")
    asked = {"template": FORM, **known, "page": address or page}
    return Use(
        quote,
        reference,
        here,
        address and address + here.removeprefix("./"),
        f"{repository}/issues/new?{urlencode(asked)}" if repository else "",
        edit_address(file, settings),
        file,
        record,
        data,
        said,
    )

"""Where a publication stands: its status records, in the order they happened, to one standing.

Only confirmed records move it. A retraction holds until a reinstatement; a concern never takes a
retraction back; corrections are listed and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .model import StatusRecord
from .vocabulary import PublicationStatus, StatusEvent


@dataclass(frozen=True, slots=True)
class Standing:
    """The publication status of one reference."""

    status: PublicationStatus = PublicationStatus.CURRENT
    record: StatusRecord | None = None
    """The record that made it so; None where the status is current."""
    unconfirmed: tuple[StatusRecord, ...] = ()
    """Reported, but nobody saw a notice: shown as such, and without effect."""
    corrections: tuple[StatusRecord, ...] = ()
    reinstated: StatusRecord | None = None
    """The reinstatement that ended a retraction or concern, if any."""

    @property
    def retracted(self) -> bool:
        return self.status is PublicationStatus.RETRACTED

    @property
    def concern(self) -> bool:
        return self.status is PublicationStatus.CONCERN


CURRENT = Standing()


def standing(records: Iterable[StatusRecord]) -> Standing:
    """The standing that follows from one publication's records (any order; undated ones first)."""
    ordered = sorted(records, key=lambda record: record.date or date.min)
    status, reason, reinstated = PublicationStatus.CURRENT, None, None
    for record in (record for record in ordered if record.confirmed):
        match record.status:
            case StatusEvent.RETRACTED:
                status, reason, reinstated = PublicationStatus.RETRACTED, record, None
            case StatusEvent.CONCERN if status is not PublicationStatus.RETRACTED:
                status, reason, reinstated = PublicationStatus.CONCERN, record, None
            case StatusEvent.REINSTATED:
                status, reason, reinstated = PublicationStatus.CURRENT, None, record
    return Standing(
        status,
        reason,
        unconfirmed=tuple(r for r in ordered if not r.confirmed),
        corrections=tuple(r for r in ordered if r.confirmed and r.status is StatusEvent.CORRECTED),
        reinstated=reinstated,
    )

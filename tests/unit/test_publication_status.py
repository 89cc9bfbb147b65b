"""From records to where a publication stands."""

from __future__ import annotations

import pytest

from mkdocs_evidence.model import StatusRecord
from mkdocs_evidence.publication_status import standing
from mkdocs_evidence.vocabulary import PublicationStatus


def record(status: str, date: str | None = None, *, confirmed: bool = True) -> StatusRecord:
    return StatusRecord.model_validate({
        "doi": "10.1000/x", "status": status, "seen": "2026-11-21", "confirmed": str(confirmed).lower(),
        **({"date": date} if date else {}),
    })  # fmt: skip


TABLE = [
    ("nothing", [], "current"),
    ("retraction", [("retracted", "2024-08-10")], "retracted"),
    ("retraction without a date", [("retracted", None)], "retracted"),
    ("concern", [("concern", "2024-01-01")], "concern"),
    ("correction", [("corrected", "2024-01-01")], "current"),
    ("concern, then retraction", [("concern", "2023-01-01"), ("retracted", "2024-01-01")], "retracted"),
    ("retraction, then a concern", [("retracted", "2023-01-01"), ("concern", "2024-01-01")], "retracted"),
    ("retraction, then reinstatement", [("retracted", "2023-01-01"), ("reinstated", "2024-01-01")], "current"),
    ("reinstatement, then retraction", [("reinstated", "2023-01-01"), ("retracted", "2024-01-01")], "retracted"),
    ("concern that was settled", [("concern", "2023-01-01"), ("reinstated", "2024-01-01")], "current"),
    ("concern after a reinstatement",
     [("retracted", "2022-01-01"), ("reinstated", "2023-01-01"), ("concern", "2024-01-01")], "concern"),
    ("retraction and correction", [("retracted", "2023-01-01"), ("corrected", "2024-01-01")], "retracted"),
]  # fmt: skip


@pytest.mark.parametrize(("records", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_confirmed_records(records, expected):
    """The last word counts, by date and not by the order of the file; only a reinstatement undoes a retraction."""
    made = [record(*fields) for fields in records]
    assert standing(made).status == standing(reversed(made)).status == expected


def test_unconfirmed_records():
    """They are kept to be shown, and move nothing."""
    found = standing([record("retracted", "2024-01-01", confirmed=False), record("concern", confirmed=False)])
    assert found.status is PublicationStatus.CURRENT
    assert [r.status for r in found.unconfirmed] == ["concern", "retracted"]
    assert found.record is None


def test_unconfirmed_reinstatement():
    """A retraction holds until somebody saw that it was undone."""
    found = standing([record("retracted", "2023-01-01"), record("reinstated", "2024-01-01", confirmed=False)])
    assert found.retracted


def test_record_behind_a_status():
    """The record that made it so is given, and what else is known beside it."""
    found = standing([record("corrected", "2022-01-01"), record("retracted", "2023-01-01")])
    assert found.record is not None
    assert str(found.record.date) == "2023-01-01"
    assert [r.status for r in found.corrections] == ["corrected"]
    back = standing([record("retracted", "2023-01-01"), record("reinstated", "2024-01-01")])
    assert back.record is None
    assert back.reinstated is not None

"""Every claim as data: `claims.json`, one file a claim, and `claims.csv`; the same bytes for the same day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ..addresses import CLAIMS_CSV, CLAIMS_DATA, claim_address, claim_data_address
from ..csv_table import table
from ..settings import Settings

VERSION = 1
"""Of the form of the JSON files; a field that goes or changes its meaning makes it one more."""

COLUMNS = (
    "id", "page", "category", "kind", "question", "claim", "state", "scale", "level", "direction", "contested", "badge",
    "sentence", "results", "studies", "by_developer", "excluded", "background", "assessed", "review_due", "overdue",
)  # fmt: skip


def claim_files(claims: Sequence[dict[str, Any]], settings: Settings) -> dict[str, bytes]:
    """The three forms by address; `claims` are as `claim_data` gives them.

    Texts are in the language of the evidence, the badge's words in that of the interface.
    """
    claims = [{"page": settings.site_url + claim_address(claim["id"]), **claim} for claim in claims]
    return {
        CLAIMS_DATA: _json({**_about(claims, settings), "claims": claims}),
        **{claim_data_address(claim["id"]): _json({**_about([claim], settings), **claim}) for claim in claims},
        CLAIMS_CSV: table(COLUMNS, map(_row, claims)),
    }


def _about(claims: Iterable[dict[str, Any]], settings: Settings) -> dict[str, Any]:
    """What stands first in a file that holds these claims."""
    days = [claim["history"][0]["date"] for claim in claims if claim["history"]]
    return {
        "version": VERSION,
        "site": {"title": settings.site_name, "address": settings.site_url or None},
        "newest_entry": max(days, default=None),
    }


def _row(claim: dict[str, Any]) -> Iterable[object]:
    badge = claim["badge"]
    flat = {**claim, **claim["counts"], **badge, "badge": badge["words"]}
    return (flat[column] for column in COLUMNS)


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()

"""Every study as a line of `studies.csv`."""

from __future__ import annotations

from collections.abc import Iterable

from ..addresses import study_address
from ..csv_table import table
from ..library import Library
from ..model import Study
from ..settings import Settings

COLUMNS = (
    "id", "page", "name", "type", "design", "system", "group", "population", "randomised", "run_by", "paid_by",
    "registrations", "reports", "dois", "withdrawn", "claims",
)  # fmt: skip


def studies_csv(library: Library, settings: Settings) -> bytes:
    """Where a cell holds several things, `; ` stands between them."""
    return table(COLUMNS, (_row(study, library, settings) for study in library.studies.values()))


def _row(study: Study, library: Library, settings: Settings) -> Iterable[object]:
    randomised = [arm.randomised for arm in study.arms.values()]
    known = [number for number in randomised if number is not None]
    dois = [library.references[key].doi for key in study.reports if key in library.references]
    return (
        study.id,
        settings.site_url + study_address(study.id),
        study.name,
        study.type.value,
        study.design.value,
        study.system.value,
        study.group,
        study.population,
        sum(known) if known and len(known) == len(randomised) else None,
        "; ".join(study.run_by),
        "; ".join(study.paid_by),
        "; ".join(study.registrations),
        "; ".join(study.reports),
        "; ".join(filter(None, dois)),
        library.withdrawn(study),
        "; ".join(claim.id for claim in library.claims_by_study.get(study.id, [])),
    )

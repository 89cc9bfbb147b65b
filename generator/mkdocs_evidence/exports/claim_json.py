"""One claim with everything its page states, as plain data. Numbers are numbers, unknowns are null.

The same structure serves `evidence show --json` and, later, /data/claims/<id>.json.
"""

from __future__ import annotations

from typing import Any

from .. import figures
from ..appraisal import Appraisal
from ..certainty import Derivation
from ..counting import Doubt, Item
from ..history import differences
from ..labels import Labels
from ..ladder import Ladder
from ..library import Library
from ..model import Comparison, Result, Step
from ..sentences import sentence
from ..settings import Settings
from ..views import badge, by_developer


def claim_data(appraisal: Appraisal, library: Library, labels: Labels, settings: Settings) -> dict[str, Any]:
    """Everything the claim's page states. Keys stand in the order of the page."""
    claim = appraisal.claim
    comparison = library.comparison_of(claim)
    shown = badge(appraisal, labels, settings.today)
    counted = appraisal.counted
    studies = {item.study.id: item.study for item in counted}
    cited = list(dict.fromkeys(library.keys_in(claim)))
    return {
        "id": claim.id,
        "file": claim.file,
        "category": claim.category,
        "kind": claim.kind.value,
        "question": claim.question,
        "claim": claim.claim,
        "asserts": claim.asserts.value if claim.asserts else None,
        "sentence": sentence(appraisal, library, labels),
        "badge": {
            "scale": shown.scale,
            "level": shown.level or None,
            "state": shown.state,
            "contested": shown.contested,
            "direction": shown.direction or None,
            "overdue": shown.overdue,
            "words": shown.words,
        },
        "comparison": _comparison(comparison) if comparison else None,
        "link": claim.link.model_dump(mode="json", by_alias=True) if claim.link else None,
        "factor": claim.factor,
        "outcome": claim.outcome.model_dump(mode="json") if claim.outcome else None,
        "not_testable": claim.not_testable.model_dump(mode="json") if claim.not_testable else None,
        "derivation": _derivation(appraisal.derivation) if appraisal.derivation else None,
        "ladder": _ladder(appraisal.ladder) if appraisal.ladder else None,
        "counts": {
            "results": len(counted),
            "studies": len(studies),
            "by_developer": sum(by_developer(study, comparison) for study in studies.values()),
            "excluded": len(appraisal.excluded),
            "background": len(appraisal.background),
        },
        "evidence": [_item(item) for item in appraisal.items],
        "recorded": not differences(appraisal),
        "not_recorded": [difference.text for difference in differences(appraisal)],
        "history": [entry.model_dump(mode="json") for entry in claim.history],
        "key_messages": list(claim.key_messages),
        "summary": claim.summary,
        "would_change": list(claim.would_change),
        "search": claim.search.model_dump(mode="json", by_alias=True) if claim.search else None,
        "assessed": claim.assessed.isoformat() if claim.assessed else None,
        "review_due": claim.review_due.isoformat() if claim.review_due else None,
        "references": [
            {
                "key": key,
                "short": library.short_names[key],
                "doi": library.references[key].doi or None,
                "status": library.standing(key).status.value,
            }
            for key in cited
            if key in library.references
        ],
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "id": comparison.id,
        "population": comparison.population,
        "intervention": comparison.intervention.full,
        "comparator": comparison.comparator.full,
        "developers": list(comparison.developers),
    }


def _ladder(ladder: Ladder) -> dict[str, Any]:
    return {
        "rung": ladder.rung.value,
        "contested": ladder.contested,
        "on_rung": [item.name for item in ladder.on_rung],
        "groups": list(ladder.groups),
    }


def _derivation(derivation: Derivation) -> dict[str, Any]:
    override = derivation.override
    return {
        "body": derivation.body.value,
        "start": derivation.start.value,
        "steps": [
            {
                "domain": judged.domain,
                "step": judged.judgement.step,
                "could_not_be_judged": isinstance(judged.judgement, Step) and judged.judgement.could_not_be_judged,
                "because": list(judged.judgement.because),
                "reason": judged.judgement.reason,
                "after": judged.after.value,
            }
            for judged in derivation.steps
        ],
        "worked_out": derivation.worked_out.value,
        "override": override.model_dump(mode="json") if override else None,
        "level": derivation.level.value,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "study": item.study.id,
        "result": item.result.id if item.result else None,
        "role": item.evidence.role.value,
        "tests": item.evidence.tests.value if item.evidence.tests else None,
        "counted": item.counted,
        "excluded": _doubt(item.excluded) if item.excluded else None,
        "concern": _doubt(item.concern) if item.concern else None,
        "people": figures.people(item.result) if item.result else None,
        "figures": _figures(item.result) if item.result else None,
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "publication": doubt.key,
        "through": doubt.through,
        "status": doubt.record.status.value,
        "date": doubt.record.date.isoformat() if doubt.record.date else None,
        "notice": doubt.record.notice,
        "reason": doubt.record.reason,
    }


def _figures(result: Result) -> dict[str, Any]:
    """The result as its file gives it, without what is not there."""
    return result.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)

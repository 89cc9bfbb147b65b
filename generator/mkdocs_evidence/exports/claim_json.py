"""One claim with everything its page states, as plain data. Numbers are numbers, unknowns are null.

The same structure serves `evidence show --json` and the files below /data/.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from .. import figures
from ..appraisal import Appraisal
from ..certainty import Derivation
from ..counting import Doubt, Item
from ..effect_sizes import natural
from ..history import differences
from ..importance import size_of
from ..labels import Labels
from ..ladder import Ladder
from ..library import Library
from ..model import Comparison, Result, Step
from ..pooling import Published, pool_claim, published_for
from ..rounding import significant
from ..sentences import sentence
from ..settings import Settings
from ..synthesis import Interval, NotEstimable, OneStudy, Outcome, Pooled, Synthesis
from ..views import badge, by_developer
from ..vocabulary import Measure


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
        "synthesis": _synthesis(appraisal, library),
        "importance": _importance(appraisal, library),
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


def _importance(appraisal: Appraisal, library: Library) -> dict[str, Any] | None:
    """The thresholds that the estimate was held against, whose they are, and the class that may be said."""
    size = size_of(appraisal, library)
    if size is None:
        return None
    stick = size.yardstick
    return {
        "unit": stick.unit.value,
        "value": stick.thresholds.small,
        "moderate": stick.thresholds.moderate,
        "large": stick.thresholds.large,
        "source": stick.source or None,
        "last_resort": stick.thresholds.rule_of_thumb,
        "estimate": {
            "value": significant(size.estimate.value),
            "low": significant(size.estimate.low),
            "high": significant(size.estimate.high),
        },
        "class": size.word.value if size.word else None,
    }


def _synthesis(appraisal: Appraisal, library: Library) -> dict[str, Any] | None:
    """The one estimate for the claim's evidence: pooled here, or a review's own; None where the claim asks for none.

    Values of ratio measures are natural logarithms in `synthesis.py`, and ratios here.
    """
    pool = pool_claim(appraisal, library)
    published = published_for(appraisal.claim, library)
    if pool:
        return {
            "by": "site",
            "measure": pool.measure.value,
            "method": pool.method.value,
            "subgroups_by": appraisal.claim.synthesis.by if appraisal.claim.synthesis else None,
            "obstacles": [obstacle.why for obstacle in pool.obstacles],
            "reversed": list(pool.reversed),
            "counted": _pooling(pool.counted) if pool.counted else None,
            "with_excluded": _pooling(pool.with_excluded) if pool.with_excluded else None,
            "published": {**_published(published), "differs": published.differs} if published else None,
        }
    return _published(published) if published else None


def _published(published: Published) -> dict[str, Any]:
    return {
        "by": published.study.id,
        "result": published.result.id,
        "measure": published.estimate.measure.value,
        "estimate": published.estimate.model_dump(mode="json"),
    }


def _pooling(synthesis: Synthesis) -> dict[str, Any]:
    measure = synthesis.measure
    return {
        "level": synthesis.level,
        "people": synthesis.people,
        **_outcome(synthesis.outcome, measure),
        "studies": [
            {
                "name": line.name,
                "value": _natural(line.effect.value, measure),
                "interval": _interval(line.interval, measure),
                "weight": line.weight,
                "half_added": line.effect.half_added,
                "sd_from": [source.value for source in line.effect.sd_from],
            }
            for line in synthesis.lines
        ],
        "subgroups": [{"name": each.name, **_outcome(each.outcome, measure)} for each in synthesis.subgroups],
        "between": asdict(synthesis.between) if synthesis.between else None,
        "left_out": [{"name": each.name, "reason": each.reason.value} for each in synthesis.left_out],
        "leave_one_out": [
            {"without": each.name, **_outcome(each.outcome, measure)} for each in synthesis.leave_one_out
        ],
    }


def _outcome(outcome: Outcome, measure: Measure) -> dict[str, Any]:
    if isinstance(outcome, NotEstimable):
        return {"estimable": False, "reason": outcome.reason.value}
    estimate = {
        "estimable": True,
        "pooled": isinstance(outcome, Pooled),
        "value": _natural(outcome.value, measure),
        "interval": _interval(outcome.interval, measure),
    }
    if isinstance(outcome, OneStudy):
        return estimate | {"study": outcome.name}
    found = outcome.heterogeneity
    return estimate | {
        "k": outcome.k,
        "interval_by": outcome.interval_by.value,
        "narrower_than_wald": outcome.narrower_than_wald,
        "prediction": _interval(outcome.prediction, measure) if outcome.prediction else None,
        "heterogeneity": {
            "can_be_judged": outcome.heterogeneity_can_be_judged,
            "q": found.q,
            "df": found.df,
            "p": found.p,
            "i2": found.i2,
            "h2": found.h2,
            "tau2": found.tau2,
            "tau2_interval": [found.tau2_interval.low, found.tau2_interval.high] if found.tau2_interval else None,
        },
    }


def _natural(value: float, measure: Measure) -> float:
    return significant(natural(value, measure))


def _interval(interval: Interval, measure: Measure) -> list[float]:
    return [_natural(interval.low, measure), _natural(interval.high, measure)]


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

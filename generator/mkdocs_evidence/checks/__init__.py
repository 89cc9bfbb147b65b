"""The rules a site has to keep, one theme a module.

Each check is a function from a `World` to diagnostics. Add a rule here by adding its function to
`CHECKS`, its code to `codes.py`, and a folder with the code's name to `tests/diagnostics/`.
"""

from __future__ import annotations

from . import (
    balance,
    bias,
    bibliography,
    evidence,
    importance,
    kinds,
    links,
    names,
    numbers,
    pooled,
    prose,
    recorded,
    results,
    spreads,
    status,
    steps,
    waivers,
    wording,
)
from .world import Check, World

CHECKS: tuple[Check, ...] = (
    kinds.kinds_have_their_fields,
    kinds.tests_are_explained,
    names.categories_are_known,
    names.comparisons_are_known,
    names.evidence_is_known,
    names.reports_are_known,
    names.instruments_are_known,
    names.arms_are_known,
    names.included_studies_are_known,
    names.claims_are_known,
    names.entries_are_known,
    prose.marks_are_known,
    prose.marks_on_pages_are_known,
    prose.text_is_well_formed,
    results.result_ids_are_unique,
    results.results_have_one_form,
    results.comparisons_are_of_two_arms,
    results.bodies_are_not_raised,
    spreads.spreads_are_clear,
    numbers.numbers_are_possible,
    pooled.synthesis_is_clear,
    pooled.subgroups_are_complete,
    pooled.assumed_risks_can_be,
    pooled.results_can_be_pooled,
    numbers.intervals_are_symmetric,
    numbers.intervals_fit_their_p,
    numbers.intervals_fit_their_error,
    importance.thresholds_can_be_used,
    evidence.rated_evidence_names_a_result,
    evidence.evidence_is_listed_once,
    evidence.evidence_belongs_to_the_body,
    evidence.robins_i_was_judged,
    bias.bias_is_in_the_words_of_its_tool,
    bias.overall_bias_follows,
    bias.bias_is_considered,
    evidence.reviews_stand_alone,
    evidence.studies_count_once,
    steps.steps_are_allowed,
    steps.steps_have_reasons,
    steps.upgrades_are_due,
    steps.because_is_in_evidence,
    evidence.outcomes_rest_on_people,
    recorded.history_is_in_order,
    recorded.retraction_was_accepted,
    recorded.rating_is_recorded,
    status.confirmed_status_has_a_basis,
    status.evidence_under_concern,
    bibliography.references_are_cited,
    links.links_lead_somewhere,
    links.addresses_are_free,
    wording.text_fits_the_level,
    wording.phrases_do_not_mislead,
    wording.sizes_have_thresholds,
    balance.no_difference_is_narrow,
    balance.harms_stand_beside_benefits,
    waivers.waivers_are_used,
)
"""In this order. `rating_is_recorded` asks what was found before it, and prose is none of its business; the last
one takes out what a claim's `waivers` answer."""

__all__ = ["CHECKS", "Check", "World"]

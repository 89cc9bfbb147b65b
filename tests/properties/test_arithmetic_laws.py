"""What has to hold for every body and every set of steps, not only for those in the tables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mkdocs_evidence.certainty import DOWN_DOMAINS, UP_DOMAINS, allowed_steps, derive
from mkdocs_evidence.direction import direction_of
from mkdocs_evidence.model import Certainty
from mkdocs_evidence.vocabulary import Body, Direction, Role

RATED = [role for role in Role if role.rated]


@st.composite
def judgements(draw: st.DrawFn, *, upgrades: bool = True) -> dict[str, object]:
    """Body and steps that GRADE allows, as a store gives them."""
    body = draw(st.sampled_from(list(Body)))
    steps: dict[str, object] = {"body": str(body)}
    for domain in DOWN_DOMAINS:
        steps[domain] = {"step": str(draw(st.sampled_from(allowed_steps(domain, body))))}
    for domain in UP_DOMAINS if upgrades else ():
        step = draw(st.sampled_from((0, *allowed_steps(domain, body))))
        if step:
            steps[domain] = {"step": str(step)}
    return steps


def level(steps: dict[str, object]) -> int:
    return derive(Certainty.model_validate(steps)).level.rank


@given(judgements(upgrades=False))
def test_no_upgrade(steps):
    """Without an upgrade the level is never above the start, and equal only where nothing was lowered."""
    derived = derive(Certainty.model_validate(steps))
    lowered = any(judged.judgement.step for judged in derived.steps)
    assert derived.level.rank <= derived.start.rank
    assert (derived.level == derived.start) is not lowered


@given(judgements(), st.sampled_from(DOWN_DOMAINS), st.integers(1, 3))
def test_one_domain_judged_more_severely(steps, domain, by):
    """Lowering a step never raises the level."""
    severe = {**steps, domain: {"step": str(int(steps[domain]["step"]) - by)}}
    assert level(severe) <= level(steps)


@given(judgements(), st.sampled_from(UP_DOMAINS))
def test_one_upgrade_taken_away(steps, domain):
    """Taking an upgrade away never raises the level."""
    assert level({name: step for name, step in steps.items() if name != domain}) <= level(steps)


@given(judgements())
def test_last_line_of_the_derivation(steps):
    """The derivation ends at the level that it is said to give, and each line stays on the scale."""
    derived = derive(Certainty.model_validate(steps))
    assert derived.steps[-1].after == derived.worked_out == derived.level
    assert {judged.after.rank for judged in derived.steps} <= {1, 2, 3, 4}


@given(st.lists(st.sampled_from(RATED), min_size=1), st.randoms(use_true_random=False))
def test_order_of_evidence(roles, random):
    """The direction does not depend on the order of the evidence, nor on how often a role stands there."""
    shuffled = random.sample(roles, len(roles))
    assert direction_of(shuffled) is direction_of(roles) is direction_of(set(roles))


@given(st.lists(st.sampled_from(RATED), min_size=1), st.integers(1, 5))
def test_unclear_beside_others(roles, number):
    """Any number of unclear results changes no direction."""
    assert direction_of([*roles, *[Role.UNCLEAR] * number]) is direction_of(roles)


@given(st.lists(st.sampled_from(RATED), min_size=1))
def test_what_it_takes(roles):
    """`supports` needs a supporting result and none that speaks otherwise; the same for `against`."""
    direction = direction_of(roles)
    clear = set(roles) - {Role.UNCLEAR}
    assert (direction is Direction.SUPPORTS) == (clear == {Role.SUPPORTS})
    assert (direction is Direction.AGAINST) == (clear == {Role.AGAINST})
    assert (direction is Direction.UNCLEAR) == (not clear)


@given(st.lists(st.sampled_from([Role.SUPPORTS, Role.AGAINST, Role.UNCLEAR]), min_size=1))
def test_mirror_image(roles):
    """Where every result says the opposite, so does the direction."""
    turned = {Role.SUPPORTS: Role.AGAINST, Role.AGAINST: Role.SUPPORTS, Role.UNCLEAR: Role.UNCLEAR}
    mirror = {Direction.SUPPORTS: Direction.AGAINST, Direction.AGAINST: Direction.SUPPORTS}
    direction = direction_of(roles)
    assert direction_of([turned[role] for role in roles]) is mirror.get(direction, direction)

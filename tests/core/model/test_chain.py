"""A chain as declared: which steps a route has, and the states between them."""

from __future__ import annotations

import pytest

from houqin.core.model.chain import Chain, Compare, Condition, Rule, Step

REVIEW = Step("review", "审核", "asked", "x.review")
APPROVE = Step("approve", "审批", "reviewed", "x.approve")
LEAD = Step("lead", "领导审批", "endorsed", "x.lead")
CHAIN = Chain([REVIEW, APPROVE, LEAD], "approved", default=("review", "approve"))


@pytest.mark.parametrize(
    ("route", "states"),
    [
        (["review", "approve", "lead"], ["asked", "reviewed", "endorsed", "approved"]),
        (["review", "approve"], ["asked", "reviewed", "approved"]),
        (["review", "lead"], ["asked", "endorsed", "approved"]),
        (["lead"], ["endorsed", "approved"]),
    ],
)
def test_a_route_goes_through_the_states_of_its_own_steps(
    route: list[str], states: list[str]
) -> None:
    gone = [CHAIN.start(route)]
    while (step := CHAIN.due(gone[-1])) is not None:
        gone.append(CHAIN.after(step, route))
    assert gone == states


def test_an_application_of_old_has_the_default_route() -> None:
    assert CHAIN.named(None) == (REVIEW, APPROVE)
    assert CHAIN.after(APPROVE, None) == "approved"


def test_a_chain_without_a_default_has_all_its_steps() -> None:
    assert Chain([REVIEW, LEAD], "approved").default.steps == ("review", "lead")


def test_a_step_that_is_no_more_declared_is_left_out() -> None:
    assert CHAIN.named(["gone", "approve"]) == (APPROVE,)
    assert CHAIN.start(["gone", "approve"]) == "reviewed"


def test_what_a_step_reaches_never_names_a_step_left_out() -> None:
    assert CHAIN.reached(REVIEW, ["review", "lead"]) == "reviewed"
    assert CHAIN.reached(LEAD, ["review", "lead"]) == "approved"
    assert CHAIN.reached(APPROVE, ["approve"]) == "approved"


@pytest.mark.parametrize(
    ("compare", "values", "value", "holds"),
    [
        (Compare.AMONG, ("city", "outside"), "city", True),
        (Compare.AMONG, ("city", "outside"), "county", False),
        (Compare.AMONG, (True,), True, True),
        (Compare.AMONG, (True,), False, False),
        (Compare.AT_LEAST, (3,), 3, True),
        (Compare.AT_LEAST, (3,), 2, False),
        (Compare.AT_MOST, (3,), 3, True),
        (Compare.AT_MOST, (3,), 4, False),
        (Compare.AT_MOST, (3,), None, False),
    ],
)
def test_a_condition_compares_as_it_says(
    compare: Compare, values: tuple[object, ...], value: object, *, holds: bool
) -> None:
    assert Condition("fact", compare, values).holds({"fact": value}) is holds


def test_a_rule_fits_when_all_its_conditions_hold() -> None:
    conditions = (
        Condition("range", Compare.AMONG, ("outside",)),
        Condition("days", Compare.AT_LEAST, (2,)),
    )
    rule = Rule("出远门", ("review",), conditions)
    assert rule.fits({"range": "outside", "days": 2})
    assert not rule.fits({"range": "outside", "days": 1})
    assert not rule.fits({"days": 2})
    assert Rule("其余", ("review",)).fits({})

"""The plan as commands: all of them, in order, by the people who do them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import pytest

from houqin.core.demonstration.accounts import accounts_of
from houqin.core.demonstration.clock import text
from houqin.core.demonstration.identities import person_id
from houqin.core.demonstration.playing import LOADED_AT, OPENS_AT, acts_of_year
from houqin.plugins.vehicles import demo

if TYPE_CHECKING:
    from houqin.core.demonstration.parts import Timed
    from houqin.plugins.vehicles.demo.year import Year

SYSTEM = UUID(int=7)


@pytest.fixture(scope="module")
def timed() -> list[Timed]:
    return acts_of_year([demo], SYSTEM)


def test_every_act_of_the_plan_is_a_command(timed: list[Timed], year: Year) -> None:
    named = Counter(one.act.command for one in timed)
    assert named["core.register_department"] == 138
    assert named["core.register_person"] == len(year.people)
    assert named["vehicles.register_vehicle"] == 26
    assert named["vehicles.register_driver"] == 20
    assert named["core.set_calendar"] == 2
    assert named["vehicles.use_in_emergency"] == named["vehicles.approve_after"] == 4
    assert named["vehicles.request_vehicle"] == 3779 - 4
    sent = named["vehicles.dispatch"] + named["vehicles.dispatch_request"]
    assert sent == 3765 - 4
    assert (named["vehicles.tell_no_vehicle"], named["vehicles.rent_vehicle"]) == (2, 2)
    assert named["vehicles.cancel_trip"] == 37
    assert named["core.refuse"] == 11
    for command in ("depart", "return_trip", "close_trip"):
        assert named[f"vehicles.{command}"] == 3728
    kinds = [{x.kind for x in journey.costs} for *_, journey in year.journeys()]
    # What a card pays is typed with the card.
    assert named["vehicles.record_costs"] == sum(bool(k - {"fuel"}) for k in kinds)
    assert named["vehicles.fill_card"] >= sum("fuel" in k for k in kinds)


def test_acts_come_in_the_order_of_their_recording(timed: list[Timed]) -> None:
    assert all(one.recorded <= next_.recorded for one, next_ in pairwise(timed))
    assert timed[0].recorded > OPENS_AT
    assert timed[-1].recorded < LOADED_AT


def test_the_clock_runs_on_from_the_second_of_january() -> None:
    assert text(LOADED_AT) == "2024-01-02T00:00:00.000000Z"


def test_no_two_commands_share_an_id(timed: list[Timed]) -> None:
    assert len({one.act.id for one in timed}) == len(timed)


def test_two_lists_of_acts_are_equal(timed: list[Timed]) -> None:
    assert acts_of_year([demo], SYSTEM) == timed


def test_what_happened_otherwise_than_recorded_says_when(timed: list[Timed]) -> None:
    told = [one for one in timed if one.act.occurred_at is not None]
    assert len(told) > 900
    for one in told:
        assert one.act.channel in ("phone", "paper")
        assert one.act.on_behalf_of is not None
        assert one.act.occurred_at < one.recorded


def test_a_record_is_named_only_after_the_command_that_creates_it(
    timed: list[Timed],
) -> None:
    created: set[str] = set()
    for one in timed:
        named = [one.act.input.get("record"), *one.act.input.get("requests", [])]
        assert {record for record in named if record} <= created
        created |= {str(uuid5(one.act.id, n)) for n in ("1", "2")}


def test_only_the_system_registers_units_and_the_first_person(
    timed: list[Timed],
) -> None:
    by_system = Counter(one.act.command for one in timed if one.act.actor == SYSTEM)
    assert by_system == {"core.register_department": 138, "core.register_person": 1}


def test_each_account_has_its_login_and_nobody_else_has_one(
    timed: list[Timed],
) -> None:
    logins = {
        one.act.input["login"]
        for one in timed
        if one.act.command == "core.register_person" and "login" in one.act.input
    }
    assert logins == {account.login for account in accounts_of([demo])}
    acting = {one.act.actor for one in timed}
    busy = [one for one in accounts_of([demo]) if one.person != "auditor"]
    assert all(person_id(account.person) in acting for account in busy)

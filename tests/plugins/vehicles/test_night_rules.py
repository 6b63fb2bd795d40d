"""夜间出行 as a fact of approval rules; the office says when its night is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.office import hour
from tests.plugins.vehicles.test_chains import ALL, USUAL, rule, ruled, way

if TYPE_CHECKING:
    from tests.office import Office

NIGHT = {"fact": "night", "values": [True]}


@pytest.mark.parametrize(
    ("asked", "night"),
    [
        ({}, False),
        ({"planned_end": hour("2023-03-06 21:59")}, False),
        ({"planned_end": hour("2023-03-06 22:00")}, True),
        ({"planned_start": hour("2023-03-06 05:59")}, True),
    ],
)
def test_a_rule_asks_whether_a_journey_begins_or_ends_at_night(
    office: Office, asked: dict[str, str], *, night: bool
) -> None:
    rule(office, ruled("夜间", ALL, NIGHT), USUAL)
    assert way(office, office.request(**asked))[0] == ("夜间" if night else "其他")


def test_the_hours_of_the_night_are_parameters(office: Office) -> None:
    rule(office, ruled("夜间", ALL, NIGHT), USUAL)
    given = {"night_from": "18:00"}
    office.do("core.change_settings", group="core.records", values=given)
    evening = hour("2023-03-06 18:30")
    assert way(office, office.request(planned_end=evening))[0] == "夜间"

"""提醒 of agreements on the phone that were not signed for in time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.projection.horizon import LIVE, Horizon
from tests.plugins.vehicles.phoning import phoned

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

NAME = "core.unsigned"


def told(
    office: Office, by: UUID, horizon: Horizon = LIVE, *, mine: bool = True
) -> list[tuple[str, str]]:
    with office.site.reader(horizon) as site:
        reader = site.seen_by(site.standing_of(by))
        found = reader.alerts.mine() if mine else reader.alerts.all()
        return [(r.level, reader.alerts.text(r)) for r in found if r.alert.name == NAME]


def late(office: Office) -> UUID:
    """A request the director agreed to on the phone four days ago."""
    office.at("08:30")
    request = office.request("2023-03-20 09:00", "2023-03-20 12:00")
    office.review(request)
    office.at("09:30")
    phoned(office, request)
    office.at("2023-03-10 09:00")
    return request


def test_it_is_told_once_the_days_of_the_parameter_are_over(office: Office) -> None:
    late(office)
    ((level, text),) = told(office, office.director)
    assert level == "red"
    assert text.endswith("电话同意后还没有补签")
    assert told(office, office.dispatcher) == []


def test_nothing_is_told_within_the_days(office: Office) -> None:
    late(office)
    values = {"unconfirmed_days": 4}
    office.do(
        "core.change_settings", office.administrator, group="core.records",
        values=values,
    )  # fmt: skip
    assert told(office, office.director) == []


def test_whoever_verifies_the_log_knows_of_it(office: Office) -> None:
    late(office)
    overseer = office.person("严审计", "audit_administrator")
    assert len(told(office, overseer, mine=False)) == 1
    assert told(office, office.clerk, mine=False) == []


def test_a_signature_ends_it_and_a_view_of_before_still_has_it(office: Office) -> None:
    request = late(office)
    office.do("core.confirm", office.director, record=request)
    assert told(office, office.director) == []
    before = Horizon(recorded_by=date(2023, 3, 10))
    assert told(office, office.director, before) == []
    position = office.last(request).position - 1
    assert len(told(office, office.director, Horizon(position=position))) == 1


def test_a_voided_request_waits_for_no_signature(office: Office) -> None:
    request = late(office)
    office.void(request)
    assert told(office, office.director) == []

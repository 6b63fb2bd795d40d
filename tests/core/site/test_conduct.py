"""补录, 更正, 作废 and 代录 by the month in which they were recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.site.conduct import Conduct, conduct

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def test_each_kind_counts_in_the_month_it_was_recorded(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1000, 1060)
    office.at("2023-04-03 08:00")
    office.cost(trip, {"kind": "toll", "amount": 500})
    office.correct(trip, office.version(trip, "Returned"), odometer=1070)
    office.do(
        "vehicles.record_costs",
        office.dispatcher,
        behalf=office.person("钱副", "dispatcher"),
        at="2023-04-01 23:00",
        record=trip,
        lines=[{"kind": "toll", "amount": 100, "paid_on": "2023-04-01"}],
    )
    office.void(trip)
    with office.site.reader() as reader:
        april, march, february = conduct(reader, 3)
    assert april == Conduct("2023-04", 1, 1, 1, 1)
    assert march == Conduct("2023-03", 0, 0, 0, 0)
    assert february.month == "2023-02"

"""合乘 and several cars on the dispatch page: n requests, m cars, one append."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.core.web.conftest import (  # noqa: F401 - fixtures of a county's pages
    application,
    assembled,
    county,
    founded,
    var,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def trips(county: County) -> list[Any]:  # noqa: F811 - the fixture's own value
    with county.site.reader() as reader:
        return list(reader.ledger("vehicles.trips").rows())


def send(
    visit: Visit,  # noqa: F811 - as above
    county: County,  # noqa: F811 - as above
    requests: list[UUID],
    plates: list[str],
) -> Any:
    form = visit("dispatcher").form("vehicles/do/dispatch")
    for box in form.fields["requests"]:
        box.checked = box._value in set(map(str, requests))
    for number, plate in enumerate(plates):
        form[f"trips-{number}-vehicle"] = str(county.ids[plate])
        form[f"trips-{number}-driver"] = str(county.ids["steering"])
        form[f"trips-{number}-reason"] = "charging"
    return form.submit()


def test_two_requests_ride_in_one_car(visit: Visit, county: County) -> None:  # noqa: F811 - as above
    requests = [county.approved(passengers=2), county.approved(passengers=1)]
    send(visit, county, requests, ["桂X·D00013"])
    (trip,) = trips(county)
    assert trip.values["passengers"] == 3
    for request in requests:
        with county.site.reader() as reader:
            assert reader.record(request).state == "arranged"

"""Figures and filters by unit follow the tree: mergers are applied when read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.projection.horizon import LIVE, Horizon

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
MERGED_ON = date(2023, 5, 8)


def by_unit(
    office: Office, kpi: str = "trips_dispatched", horizon: Horizon = LIVE
) -> dict[str, int | None]:
    with office.site.reader(horizon) as reader:
        groups = reader.kpi(f"vehicles.{kpi}", *YEAR, by="unit").groups
    return {group.label: group.value for group in groups}


def found(office: Office, typed: str, horizon: Horizon = LIVE) -> int:
    with office.site.reader(horizon) as reader:
        return reader.ledger("vehicles.trips").count({"unit": typed})


@pytest.fixture
def driven(office: Office, car: UUID, driver: UUID) -> Office:
    """A trip of either unit; a week later one is merged into the other."""
    office.driven(car, driver, 1000, 1060)
    of_other = office.made(
        "core.register_person", name="何审核", department=office.other_unit,
        roles=["reviewer", "clerk"],
    )  # fmt: skip
    office.at("2023-03-07 08:00")
    request = office.request(
        "2023-03-07 09:00", "2023-03-07 12:00", by=office.dispatcher,
        unit=office.other_unit,
    )  # fmt: skip
    office.do("core.agree", of_other, record=request)
    office.approve(request)
    trip = office.dispatch(request, car, driver)
    office.at("2023-03-07 09:00")
    office.depart(trip, 1060)
    office.at(f"{MERGED_ON} 09:00")
    return office


def merge(office: Office) -> None:
    office.do("core.merge_department", record=office.unit, into=office.other_unit)


def test_a_merged_units_trips_count_under_its_successor(driven: Office) -> None:
    assert by_unit(driven) == {"财政局": 1, "教育局": 1}
    merge(driven)
    assert by_unit(driven) == {"教育局": 2}
    assert by_unit(driven, "saving_share") == {"教育局": 0}
    driven.assert_sound()


def test_records_stay_under_the_unit_they_were_made_for(driven: Office) -> None:
    merge(driven)
    with driven.site.reader() as reader:
        rows = reader.ledger("vehicles.trips").rows()
        assert {row.values["unit"] for row in rows} == {
            str(driven.unit), str(driven.other_unit),
        }  # fmt: skip


def test_before_the_merger_each_unit_counts_for_itself(driven: Office) -> None:
    merge(driven)
    before = Horizon(as_of=date(2023, 5, 7))
    assert by_unit(driven, horizon=before) == {"财政局": 1, "教育局": 1}
    assert by_unit(driven, horizon=Horizon(as_of=MERGED_ON)) == {"教育局": 2}


def test_a_filter_by_the_successor_finds_the_merged_units_records(
    driven: Office,
) -> None:
    merge(driven)
    assert found(driven, "教育局") == found(driven, str(driven.other_unit)) == 2
    # The merged unit is still found by its own name.
    assert found(driven, "财政局") == found(driven, str(driven.unit)) == 1
    before = Horizon(as_of=date(2023, 5, 7))
    assert found(driven, "教育局", before) == 1


def test_a_voided_merger_counts_no_more(driven: Office) -> None:
    merge(driven)
    target = driven.last(driven.unit).version
    driven.do("core.void", record=driven.unit, target=target, reason="撤回")
    assert by_unit(driven) == {"财政局": 1, "教育局": 1}
    assert found(driven, "教育局") == 1


def test_a_filter_may_take_in_all_units_below(driven: Office) -> None:
    driven.do("core.move_department", record=driven.unit, parent=driven.other_unit)
    assert found(driven, "教育局") == 1
    assert found(driven, "教育局及下级") == found(driven, "教育局 及下级") == 2
    assert found(driven, f"{driven.other_unit}及下级") == 2
    assert found(driven, "没有这个局及下级") == 0

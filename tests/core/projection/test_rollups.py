"""Roll-ups: the same figures as adding up rows by hand, however they came about."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.projection.kpi import Equals
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.query import LedgerReader
from houqin.core.projection.rollup import Added, Part, RollUp, Sum
from houqin.core.schema import types
from houqin.core.site.checking import check
from houqin.plugins.vehicles.ledgers.rollups import vehicle_costs
from houqin.plugins.vehicles.ledgers.trips import trip_costs, trips
from tests.office import ZONE, refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from tests.office import Office

NAME = "vehicles.vehicle_costs"
#: The columns of 单车核算表 that a kind of receipt goes to.
GOES_TO = {
    "fuel": "energy_cost",
    "electricity": "energy_cost",
    "toll": "toll",
    "parking": "trip_other",
    "washing": "trip_other",
    "other": "trip_other",
}


def rows_of(office: Office, horizon: Horizon = LIVE) -> dict[str, dict[str, Any]]:
    with office.site.reader(horizon) as reader:
        return {row.key: row.values for row in reader.ledger(NAME).rows()}


def naive(office: Office, horizon: Horizon = LIVE) -> dict[str, dict[str, int]]:
    """The measures, added up row by row from the two ledgers."""
    found: Counter[tuple[str, str]] = Counter()
    with office.site.reader(horizon) as reader:
        for row in reader.ledger("vehicles.trips").rows():
            at, km = row.values["returned_at"], row.values["distance"]
            if not row.voided and at is not None and km is not None:
                month = datetime.fromtimestamp(at / 1e6, ZONE).strftime("%Y-%m")
                found[f"{row.values['vehicle']}:{month}", "distance"] += km
        for row in reader.ledger("vehicles.trip_costs").rows():
            values = row.values
            key = f"{values['vehicle']}:{values['paid_on'][:7]}"
            if not row.voided:
                found[key, GOES_TO[values["kind"]]] += values["amount"]
                if values["kind"] in {"fuel", "electricity"} and values["volume"]:
                    found[key, values["kind"]] += values["volume"]
    grouped: dict[str, dict[str, int]] = {}
    for (key, column), value in found.items():
        if value:
            grouped.setdefault(key, {})[column] = value
    return grouped


def measured(rows: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, int]]:
    return {
        key: {c: values[c] for c in vehicle_costs.measures if values[c] is not None}
        for key, values in rows.items()
    }


def assert_adds_up(office: Office, horizon: Horizon = LIVE) -> None:
    assert measured(rows_of(office, horizon)) == naive(office, horizon)


@pytest.fixture
def month(office: Office, car: UUID, driver: UUID) -> UUID:
    """A trip of 60 km with fuel, toll and washing, all in March; noise beside it."""
    trip = office.driven(car, driver, 1000, 1060)
    office.cost(
        trip,
        {"kind": "fuel", "amount": 30000, "volume": 4200},
        {"kind": "toll", "amount": 1500},
        {"kind": "washing", "amount": 3000},
    )
    other = office.driven(
        office.car(), office.driver("褚师傅"), 1500, 1600, "2023-03-07"
    )
    office.cost(other, {"kind": "toll", "amount": 700, "paid_on": "2023-04-01"})
    return trip


def test_a_row_joins_the_measures_of_several_ledgers(
    office: Office, month: UUID, car: UUID
) -> None:
    values = rows_of(office)[f"{car}:2023-03"]
    expected = {
        "vehicle": str(car),
        "month": "2023-03",
        "distance": 60,
        "fuel": 4200,
        "electricity": None,
        "energy_cost": 30000,
        "toll": 1500,
        "other_cost": 3000,
        "total": 34500,
        "yuan_per_100km": 57500,
        "litres_per_100km": 7000,
    }
    assert values | expected == values
    assert_adds_up(office)
    office.assert_sound()


def test_each_source_counts_in_the_month_of_its_own_time(
    office: Office, month: UUID
) -> None:
    by_month = Counter(key[-7:] for key in rows_of(office))
    assert by_month == {"2023-03": 2, "2023-04": 1}


def test_a_quotient_of_nothing_is_nothing(office: Office, month: UUID) -> None:
    (april,) = (r for k, r in rows_of(office).items() if k.endswith("2023-04"))
    assert april["total"] == 700
    assert april["yuan_per_100km"] is None


def test_a_voided_record_counts_no_more(office: Office, month: UUID, car: UUID) -> None:
    office.void(month)
    assert f"{car}:2023-03" not in rows_of(office)
    assert_adds_up(office)
    office.restore(month)
    assert rows_of(office)[f"{car}:2023-03"]["distance"] == 60
    office.assert_sound()


def test_a_corrected_receipt_moves_to_its_month(
    office: Office, month: UUID, car: UUID
) -> None:
    with office.site.reader() as reader:
        rows = reader.ledger("vehicles.trip_costs").of_stream(month)
        fuel = next(r for r in rows if r.values["kind"] == "fuel")
    office.correct(month, int(fuel.key.rpartition(":")[2]), paid_on="2023-02-27")
    rows = rows_of(office)
    assert rows[f"{car}:2023-02"]["energy_cost"] == 30000
    assert rows[f"{car}:2023-03"]["energy_cost"] is None
    assert_adds_up(office)
    office.assert_sound()


def test_a_late_entry_counts_in_the_month_it_happened(
    office: Office, month: UUID, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-30 08:00")
    trip = office.trip(car, driver, "2023-03-30 09:00", "2023-03-30 12:00")
    office.at("2023-04-03 08:00")
    office.depart(trip, 1060, at="2023-03-30 09:00")
    office.back(trip, 1160, at="2023-03-30 12:00")
    assert rows_of(office)[f"{car}:2023-03"]["distance"] == 160
    assert_adds_up(office)


def test_a_month_shows_what_was_known_and_had_happened(
    office: Office, month: UUID, car: UUID
) -> None:
    office.at("2023-05-01 08:00")
    office.void(month)
    before = Horizon(recorded_by=date(2023, 4, 30))
    early = Horizon(as_of=date(2023, 3, 6), recorded_by=date(2023, 4, 30))
    assert rows_of(office, before)[f"{car}:2023-03"]["total"] == 34500
    assert len(rows_of(office, early)) == 1
    for horizon in (before, early, Horizon(position=office.head() // 2)):
        assert_adds_up(office, horizon)


def test_rebuilt_is_as_live(office: Office, month: UUID) -> None:
    before = digest_of(office)
    generations = office.site.rebuild([NAME])
    assert list(generations) == [source.name for source in vehicle_costs.sources]
    assert generations["vehicles.trips"] == generations["vehicles.trip_costs"] == 2
    assert digest_of(office) == before


def test_it_goes_on_with_its_sources_alone(office: Office) -> None:
    with refused("单车核算表由派车台账、出车费用明细.*汇总而成，请恢复这些台账"):
        office.site.resume(NAME)


def digest_of(office: Office) -> str:
    with office.site.reader() as reader:
        return reader.digest(NAME)


def test_a_roll_up_that_lost_a_part_does_not_agree(office: Office, month: UUID) -> None:
    with office.site.log.store.writing() as connection:
        connection.run("DELETE FROM [vehicles_trip_costs__g1_cells] WHERE day > 0", ())
    findings = {f.name: f for f in check(office.site).findings if f.kind == "rollup"}
    assert not findings[NAME].agrees
    assert "出车费用明细" in findings[NAME].detail


def test_rows_are_filtered_sorted_and_paged(
    office: Office, month: UUID, car: UUID
) -> None:
    with office.site.reader() as reader:
        ledger = reader.ledger(NAME)
        march = (date(2023, 3, 1), date(2023, 3, 31))
        assert ledger.count(period=march) == 2
        assert [r.values["vehicle"] for r in ledger.rows({"vehicle": "00001"})] == [
            str(car)
        ]
        assert ledger.count({"month": "2023-04"}) == 1
        assert ledger.count({"total": "300..400"}) == 1
        totals = [r.values["total"] for r in ledger.rows(sort="-total")]
        assert totals == sorted(totals, reverse=True)
        pages = [ledger.page(sort="vehicle", page=n, size=1) for n in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [1, 1, 1, 0]


def test_the_total_of_a_quotient_divides_the_totals(
    office: Office, month: UUID
) -> None:
    with office.site.reader() as reader:
        totals = reader.ledger(NAME).totals()
    assert totals["distance"] == 160
    assert totals["total"] == 35200
    assert totals["yuan_per_100km"] == 22000


def test_a_figure_has_rows_behind_it(office: Office, month: UUID, car: UUID) -> None:
    kpi = office.site.declarations.measure(f"{NAME}.energy_cost")
    assert kpi is not None
    march = (date(2023, 3, 1), date(2023, 3, 31))
    with office.site.reader() as reader:
        behind = reader.ledger("vehicles.trip_costs").rows(
            {"vehicle": str(car)}, kpi=(kpi, *march)
        )
        assert [row.values["amount"] for row in behind] == [30000]


def rolled(**changed: Any) -> RollUp:
    given: dict[str, Any] = {
        "by": ("vehicle", "month"),
        "parts": [Part(trips, {"distance": Sum("distance")}, at="returned_at")],
        "columns": [
            Column("vehicle", "车号", types.ref("vehicles.Vehicle")),
            Column("month", "月份", types.month()),
            Column("distance", "里程", types.integer("公里")),
        ],
    }
    return RollUp("vehicles.odd", "汇总", **{**given, **changed})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"parts": [Part(trips, {"km": Sum("distance")}, at="returned_at")]}, "km"),
        ({"parts": [Part(trips, {"distance": Sum("distance")})]}, "time column"),
        (
            {
                "parts": [
                    Part(trips, {"distance": Sum("distance")}, at="returned_at"),
                    Part(trip_costs, {"distance": Sum("amount")}, at="paid_on"),
                ]
            },
            "twice",
        ),
        ({"computed": {"distance": Added(("distance",))}, "by": ("month",)}, "vehicle"),
    ],
)
def test_what_could_not_be_read_is_refused_when_declared(
    changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        rolled(**changed)
    assert rolled().measures["distance"].over is trips


def test_another_measure_makes_its_sources_outdated(office: Office) -> None:
    base = office.site.projections.bases["vehicles.trip_costs"]
    changed = rolled(
        parts=[
            Part(
                trip_costs,
                {"distance": Sum("amount", (Equals("kind", ("toll",)),))},
                at="paid_on",
            )
        ]
    )
    remade = type(base)(base.ledger, (), base.zone, [changed])
    assert isinstance(base.ledger, Ledger)
    assert remade.definition != base.definition


def test_a_quotient_is_rounded_half_up_in_the_scale_of_its_column(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1000, 1007)
    office.cost(
        trip,
        {"kind": "toll", "amount": 100},
        {"kind": "fuel", "amount": 1, "volume": 5},
    )
    values = rows_of(office)[f"{car}:2023-03"]
    # 1.01 yuan and 0.05 litres on 7 km.
    assert values["yuan_per_100km"] == 1443
    assert values["litres_per_100km"] == 71


def by_unit() -> RollUp:
    return rolled(
        by=("unit", "month"),
        parts=[
            Part(trips, {"distance": Sum("distance")}, at="returned_at"),
            Part(trip_costs, {"amount": Sum("amount")}, at="paid_on"),
        ],
        columns=[
            Column("unit", "用车单位", types.ref("core.Department")),
            Column("month", "月份", types.month()),
            Column("distance", "里程", types.integer("公里")),
            Column("amount", "金额", types.money()),
        ],
    )


def test_who_sees_some_rows_gets_figures_of_these_alone(
    office: Office, month: UUID
) -> None:
    stranger = office.person("邻居", "clerk", unit=office.other_unit)
    rollup = by_unit()
    with office.site.reader() as site:

        def seen(person: UUID) -> list[dict[str, Any]]:
            reader = site.seen_by(site.standing_of(person))
            found = LedgerReader(rollup, reader.source, reader, ZONE)
            return [row.values for row in found.rows(sort="month")]

        mine = str(office.unit)
        assert seen(office.clerk) == [
            {"unit": mine, "month": "2023-03", "distance": 160, "amount": 34500},
            {"unit": mine, "month": "2023-04", "distance": None, "amount": 700},
        ]
        assert seen(stranger) == []


def test_what_a_sensitive_row_covers_is_no_group() -> None:
    with pytest.raises(ValueError, match="veiled"):
        rolled(
            by=("user", "month"),
            columns=[
                Column("user", "用车人", types.ref("core.Person")),
                Column("month", "月份", types.month()),
                Column("distance", "里程", types.integer("公里")),
            ],
        )

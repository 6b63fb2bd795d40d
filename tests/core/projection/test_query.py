"""Reading a ledger: filters, sorting, paging, totals, on both databases alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.projection.conditions import UnknownColumn
from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.schema.errors import FormErrors
from houqin.core.site.figures import UnknownDimension, UnknownKpi
from houqin.core.site.reader import UnknownLedger

if TYPE_CHECKING:
    from tests.core.works import Works
    from tests.office import Office


@pytest.fixture
def filled(works: Works) -> Works:
    """Four meters, three of them read."""
    works.at("2023-03-06 09:00")
    for number, (place, since) in enumerate(
        [
            ("一号楼50%", "2021-01-01"),
            ("二号楼", "2022-02-02"),
            ("三_号楼", "2023-03-03"),
            ("四号楼", "2023-03-04"),
        ]
    ):
        keeper = works.clerk if number % 2 else works.dispatcher
        meter = works.meter(place, since, keeper=keeper, public=number == 0)
        if number < 3:
            works.read(meter, 100 + number * 50)
    return works


FILTERS: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["一", "三", "二", "四"]),
    ({"place": "号楼"}, ["一", "三", "二", "四"]),
    ({"place": "%"}, ["一"]),
    ({"place": "_"}, ["三"]),
    ({"place": "\\"}, []),
    ({"place": "  "}, ["一", "三", "二", "四"]),
    ({"since": "2022-02-02"}, ["二"]),
    ({"since": "2022-01-01..2023-03-03"}, ["三", "二"]),
    ({"value": "10"}, ["一"]),
    ({"value": "15..20.0"}, ["三", "二"]),
    ({"value": "-5..10"}, ["一"]),
    ({"times": "1"}, ["一", "三", "二"]),
    ({"keeper": "周"}, ["二", "四"]),
    ({"keeper": "无此人"}, []),
    ({"state": "on"}, ["一", "三", "二", "四"]),
    ({"status": "off"}, []),
    ({"voided": "0"}, ["一", "三", "二", "四"]),
    ({"voided": "1"}, []),
    ({"last_reading": "15"}, ["二"]),
    ({"place": "楼", "since": "2023-03-04"}, ["四"]),
]
HORIZONS = [LIVE, Horizon(as_of=date(2023, 3, 6))]


@pytest.mark.parametrize("horizon", HORIZONS)
def test_filters(filled: Works, horizon: Horizon) -> None:
    for filters, places in FILTERS:
        found = filled.column("meters", "place", filters=filters, horizon=horizon)
        assert sorted(place[0] for place in found) == sorted(places), filters
        with filled.site.reader(horizon) as reader:
            assert reader.ledger("sample.meters").count(filters) == len(places)


def test_a_reference_is_filtered_by_its_id_too(filled: Works) -> None:
    found = filled.column("meters", "place", filters={"keeper": str(filled.clerk)})
    assert sorted(found) == ["二号楼", "四号楼"]


WRONG_FILTERS: list[tuple[dict[str, str], str]] = [
    ({"since": "昨天"}, "安装日期应为日期，例如2023-03-05"),
    ({"since": "2023-03-01..x"}, "安装日期应为日期"),
    ({"since": "0001-01-01"}, "安装日期应为日期"),
    ({"value": "很多"}, "读数应为数字，例如60"),
    ({"value": "1.23"}, "读数应为数字"),
    ({"value": "9" * 16}, "读数应为数字"),
    ({"times": "1..x"}, "抄表次数应为数字"),
]


def test_a_filter_that_is_no_value_is_told(filled: Works) -> None:
    for filters, message in WRONG_FILTERS:
        with pytest.raises(FormErrors, match=message) as wrong:
            filled.rows("meters", filters)
        assert list(wrong.value.errors) == list(filters)


def test_all_wrong_filters_are_told_at_once(filled: Works) -> None:
    with pytest.raises(FormErrors) as wrong:
        filled.rows("meters", {"since": "x", "value": "y"})
    assert set(wrong.value.errors) == {"since", "value"}


@pytest.mark.parametrize("horizon", HORIZONS)
def test_sorting(filled: Works, horizon: Horizon) -> None:
    for sort, places in (
        ("since", "一二三四"),
        ("-since", "四三二一"),
        # Nothing comes last both ways.
        ("value", "一二三四"),
        ("-value", "三二一四"),
        ("-last_reading", "三二一四"),
    ):
        found = filled.column("meters", "place", sort=sort, horizon=horizon)
        assert "".join(place[0] for place in found) == places, sort


def test_a_reference_sorts_by_its_title(office: Office) -> None:
    plates = ["桂X·00003", "桂X·00001", "桂X·00002"]
    driver = office.driver()
    for number, plate in enumerate(plates):
        start, end = f"{9 + number:02}:00", f"{10 + number:02}:00"
        office.trip(office.car(plate=plate), driver, start, end)
    with office.site.reader() as reader:
        ledger = reader.ledger("vehicles.trips")
        column = ledger.ledger.column("vehicle")
        assert column is not None
        for sort, expected in (
            ("vehicle", sorted(plates)),
            ("-vehicle", sorted(plates, reverse=True)),
        ):
            rows = ledger.page(sort=sort)
            assert [reader.shown(ledger.ledger, r, column) for r in rows] == expected
        # Personal titles give no order; the sealed value is not sorted by.
        assert len(ledger.page(sort="user")) == 3
        # A title that refers on is looked through.
        assert len(ledger.page(sort="driver")) == 3


@pytest.mark.parametrize("name", ["nothing", "phone", "name"])
def test_what_is_no_column_is_neither_filtered_nor_sorted_by(
    works: Works, name: str
) -> None:
    with works.site.reader() as reader:
        people = reader.ledger("core.people")
        with pytest.raises(UnknownColumn, match=f"没有“{name}”这一栏"):
            people.page({name: "x"})
        with pytest.raises(UnknownColumn):
            people.page(sort=f"-{name}")


def test_a_computed_column_is_not_sorted_by(office: Office) -> None:
    office.car()
    with office.site.reader() as reader:
        ledger = reader.ledger("vehicles.vehicles")
        with pytest.raises(UnknownColumn):
            ledger.page(sort="age")
        with pytest.raises(UnknownColumn):
            ledger.page({"age": "5"})


def test_unknown_names_are_told(works: Works) -> None:
    with works.site.reader() as reader:
        with pytest.raises(UnknownLedger, match=r"没有台账“sample[.]none”"):
            reader.ledger("sample.none")
        year = (date(2023, 1, 1), date(2023, 12, 31))
        with pytest.raises(UnknownKpi, match=r"没有指标“sample[.]none”"):
            reader.kpi("sample.none", *year)
        with pytest.raises(UnknownDimension, match="不能按“colour”分组"):
            reader.kpi("sample.readings_taken", *year, by="colour")


def test_pages(filled: Works) -> None:
    with filled.site.reader() as reader:
        ledger = reader.ledger("sample.meters")
        assert [len(ledger.page(page=n, size=3)) for n in (0, 1, 2, 3)] == [3, 3, 1, 0]
        assert ledger.page(page=2**62) == []
        first, second = ledger.page(sort="since", page=2, size=2)
        assert (first.values["place"], second.values["place"]) == ("三_号楼", "四号楼")


def test_more_rows_than_a_step_are_all_read(
    filled: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("houqin.core.projection.query.STEP", 2)
    assert len(filled.rows("meters")) == 4
    digest = filled.digest("sample.meters")
    monkeypatch.undo()
    assert filled.digest("sample.meters") == digest


def test_rows_by_key(filled: Works) -> None:
    with filled.site.reader() as reader:
        ledger = reader.ledger("sample.meters")
        (first, *_rest) = ledger.page()
        assert ledger.row(first.key) == first
        assert ledger.row("none") is None
        assert ledger.by_keys([]) == {}


def test_a_ledger_without_a_row_reads_as_empty(works: Works) -> None:
    year = (date(2023, 1, 1), date(2023, 12, 31))
    with works.site.reader() as reader:
        ledger = reader.ledger("sample.readings")
        assert ledger.page() == []
        assert ledger.count() == 0
        assert ledger.totals() == {"value": 0}
        assert ledger.row("x") is None
        assert list(ledger.stored()) == []
        assert reader.kpi("sample.readings_taken", *year).value == 0
        assert reader.kpi("sample.readings_taken", *year, by="place").groups == ()
    meter = works.meter()
    # Looked up in a ledger that has no row yet.
    (row,) = works.rows("meters")
    assert (row.values["last_reading"], row.values["all_readings"]) == (None, 0)
    assert row.key == str(meter)


def test_groups_of_a_figure(filled: Works) -> None:
    year = (date(2023, 1, 1), date(2023, 12, 31))
    with filled.site.reader() as reader:
        figure = reader.kpi("sample.readings_taken", *year, by="place")
    assert figure.value == 3
    assert [(g.key, g.label, g.value) for g in figure.groups] == sorted(
        (place, place, 1) for place in ("一号楼50%", "二号楼", "三_号楼")
    )
    assert figure.as_json()["groups"][0]["value"] == 1
    assert (figure.text, figure.say(None)) == ("3", "—")


def test_a_ratio_is_split_like_its_parts(office: Office) -> None:
    driver = office.driver()
    office.driven(office.car("electric"), driver, 1010, 1020, "2023-03-07")
    office.driven(office.car(), driver, 1010, 1020, "2023-03-08")
    year = (date(2023, 1, 1), date(2023, 12, 31))
    with office.site.reader() as reader:
        by_car = reader.kpi("vehicles.saving_share", *year, by="vehicle")
        assert [(g.label, g.value) for g in by_car.groups] == [
            ("桂X·00001", 1000),
            ("桂X·00002", 0),
        ]
        assert by_car.text == "50.0"
        assert len(reader.kpi_rows("vehicles.saving_share", *year)) == 2
        months = reader.kpi_months("vehicles.saving_share", 2023)
        assert [f.value for f in months][:4] == [None, None, 500, None]


def test_personal_columns_are_not_in_the_digest(works: Works) -> None:
    before = works.digest("core.people")
    works.do(
        "core.correct",
        record=works.clerk,
        target=1,
        payload={"name": "周更名"},
        reason="更名",
    )
    assert works.digest("core.people") == before
    works.do(
        "core.correct",
        record=works.clerk,
        target=1,
        payload={"roles": []},
        reason="无角色",
    )
    assert works.digest("core.people") != before

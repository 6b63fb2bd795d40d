"""Position, knowledge date, business date: alone and together (CONTRACTS §4)."""

from __future__ import annotations

import gc
from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.projection.source import KEPT_HORIZONS
from houqin.core.schema.errors import RecordMissing
from houqin.core.site import offers

if TYPE_CHECKING:
    from uuid import UUID

    from tests.core.works import Works


@pytest.fixture
def meter(works: Works) -> UUID:
    """Installed on the 6th, read on the 7th; on the 9th a late entry for the 8th."""
    works.at("2023-03-06 09:00")
    meter = works.meter("一号楼")
    works.at("2023-03-07 09:00")
    works.read(meter, 10)
    works.at("2023-03-09 09:00")
    works.read(meter, 20, at="2023-03-08 09:00")
    works.correct(meter, 2, value=11)
    return meter


def readings(works: Works, horizon: Horizon) -> list[int]:
    return works.column("readings", "value", sort="read_at", horizon=horizon)


def day(number: int) -> date:
    return date(2023, 3, number)


def test_without_limits_it_is_live(works: Works, meter: UUID) -> None:
    assert readings(works, LIVE) == [11, 20]
    assert Horizon().live
    assert not Horizon(position=1).live


@pytest.mark.parametrize(
    ("as_of", "expected"), [(5, []), (6, []), (7, [11]), (8, [11, 20])]
)
def test_a_business_date_leaves_out_what_happened_after_it(
    works: Works, meter: UUID, as_of: int, expected: list[int]
) -> None:
    assert readings(works, Horizon(as_of=day(as_of))) == expected


@pytest.mark.parametrize(
    ("recorded_by", "expected"), [(5, []), (7, [10]), (8, [10]), (9, [11, 20])]
)
def test_a_knowledge_date_leaves_out_what_was_not_yet_recorded(
    works: Works, meter: UUID, recorded_by: int, expected: list[int]
) -> None:
    assert readings(works, Horizon(recorded_by=day(recorded_by))) == expected


def test_a_position_leaves_out_what_was_recorded_behind_it(
    works: Works, meter: UUID
) -> None:
    head = works.head()
    assert readings(works, Horizon(position=head)) == [11, 20]
    assert readings(works, Horizon(position=head - 1)) == [10, 20]
    assert readings(works, Horizon(position=head - 2)) == [10]
    assert readings(works, Horizon(position=1)) == []


def test_limits_are_combined(works: Works, meter: UUID) -> None:
    both = Horizon(recorded_by=day(8), as_of=day(8))
    assert readings(works, both) == [10]
    assert readings(works, Horizon(recorded_by=day(9), as_of=day(7))) == [11]
    behind = Horizon(position=works.head() - 1, as_of=day(7), recorded_by=day(9))
    assert readings(works, behind) == [10]


def test_a_record_whose_beginning_is_left_out_is_left_out(
    works: Works, meter: UUID
) -> None:
    assert works.rows("meters", horizon=Horizon(as_of=day(5))) == []
    with pytest.raises(RecordMissing):
        works.view(meter, Horizon(as_of=day(5)))
    with pytest.raises(RecordMissing):
        works.history(meter, Horizon(recorded_by=day(5)))


def test_a_late_corrected_beginning_moves_the_record(works: Works, meter: UUID) -> None:
    works.correct(meter, 1, header={"occurred": "2023-03-04T09:00:00+08:00"})
    assert len(works.rows("meters", horizon=Horizon(as_of=day(4)))) == 1
    known = Horizon(as_of=day(4), recorded_by=day(8))
    assert works.rows("meters", horizon=known) == []


def test_history_and_facts_are_those_of_the_horizon(works: Works, meter: UUID) -> None:
    seventh = Horizon(as_of=day(7))
    assert [s.title for s in works.history(meter, seventh)] == [
        "安装", "抄表", "更正：抄表",
    ]  # fmt: skip
    facts = {f.label: f.text for f in works.view(meter, seventh).facts}
    assert (facts["读数"], facts["最近读数"], facts["读数合计"]) == (
        "1.1 度", "1.1 度", "1.1 度",
    )  # fmt: skip
    assert works.view(meter).facts != works.view(meter, seventh).facts


def test_nothing_is_offered_in_the_past(works: Works, meter: UUID) -> None:
    with works.site.reader(Horizon(as_of=day(9))) as reader:
        assert offers.actions(reader, meter, works.dispatcher) == []
    with works.site.reader() as reader:
        offered = [s.name for s in offers.actions(reader, meter, works.dispatcher)]
    assert set(offered) == {"sample.read", "sample.move", "sample.off"}


def test_the_last_day_of_a_view(works: Works, meter: UUID) -> None:
    for horizon, last in (
        (LIVE, 9),
        (Horizon(as_of=day(7)), 7),
        (Horizon(recorded_by=day(8)), 8),
        (Horizon(as_of=day(20)), 9),
    ):
        with works.site.reader(horizon) as reader:
            assert reader.last_day() == day(last)


def test_looked_up_columns_are_those_of_the_horizon(works: Works, meter: UUID) -> None:
    def looked_up(horizon: Horizon) -> tuple[int | None, int]:
        (row,) = works.rows("meters", horizon=horizon)
        return row.values["last_reading"], row.values["all_readings"]

    assert looked_up(LIVE) == (20, 31)
    assert looked_up(Horizon(as_of=day(7))) == (11, 11)
    assert looked_up(Horizon(recorded_by=day(7))) == (10, 10)
    assert looked_up(Horizon(as_of=day(6))) == (None, 0)
    works.void(meter, 3)
    assert looked_up(LIVE) == (11, 11)


def test_a_level_counts_the_rows_of_the_ranges_end(works: Works) -> None:
    works.at("2023-03-06 09:00")
    first, second = (
        works.meter("一号楼", "2020-01-01"),
        works.meter("二号楼", "2021-06-30"),
    )
    january, june, july = date(2023, 1, 31), date(2023, 6, 30), date(2023, 7, 1)
    assert works.figure("old", january, january) == 0
    assert works.figure("old", january, june) == 1
    assert works.figure("old", january, july) == 2
    # The range's end is that of the condition; rows are those of the horizon.
    works.at("2023-03-08 09:00")
    third = works.meter("三号楼", "2019-01-01")
    assert works.figure("old", january, july) == 3
    assert works.figure("old", january, july, Horizon(as_of=day(7))) == 2
    works.void(third)
    works.void(second)
    assert works.figure("old", january, july) == 1
    works.void(first)
    assert works.figure("old", january, july) == 0


def test_figures_are_those_of_the_horizon(works: Works, meter: UUID) -> None:
    year = (date(2023, 1, 1), date(2023, 12, 31))
    assert works.figure("consumption", *year) == 31
    assert works.figure("consumption", *year, Horizon(recorded_by=day(8))) == 10
    assert works.figure("readings_taken", day(7), day(7)) == 1
    assert works.figure("readings_taken", day(8), day(8), Horizon(as_of=day(7))) == 0
    # A date column puts a row on its own day.
    assert works.figure("installed", date(2022, 1, 1), date(2022, 1, 1)) == 1


def test_the_months_of_a_year_add_up(works: Works, meter: UUID) -> None:
    works.at("2023-05-02 09:00")
    works.read(meter, 40)
    with works.site.reader() as reader:
        months = [f.value for f in reader.kpi_months("sample.readings_taken", 2023)]
        levels = [f.value for f in reader.kpi_months("sample.old", 2024)]
        empty = [f.value for f in reader.kpi_months("sample.readings_taken", 2030)]
    assert months == [0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    # Installed on 2022-01-01.
    assert levels == [1] * 12
    assert empty == [0] * 12


def test_behind_a_figure_stand_its_rows(works: Works, meter: UUID) -> None:
    year = (date(2023, 1, 1), date(2024, 12, 31))
    with works.site.reader() as reader:
        ((ledger, kpi),) = reader.kpi_rows("sample.consumption", *year)
        assert sum(row.values["value"] for row in ledger.rows(kpi=kpi)) == 31
        assert ledger.count(kpi=kpi) == 2
        assert ledger.totals(kpi=kpi) == {"value": 31}
        ((ledger, kpi),) = reader.kpi_rows("sample.old", *year)
        assert ledger.count(kpi=kpi) == 1


def test_equal_horizons_are_folded_once(works: Works, meter: UUID) -> None:
    with works.site.reader(Horizon(as_of=day(7))) as reader:
        first = reader.ledger("sample.meters").tables
    with works.site.reader(Horizon(as_of=day(7))) as reader:
        assert reader.ledger("sample.meters").tables is first
        assert reader.within(reader.horizon) is reader
    works.read(meter, 30)
    with works.site.reader(Horizon(as_of=day(7))) as reader:
        assert reader.ledger("sample.meters").tables is not first


def test_only_so_many_horizons_are_kept_but_a_reader_keeps_its_own(
    works: Works, meter: UUID
) -> None:
    with works.site.reader(Horizon(as_of=day(8))) as held:
        ledger = held.ledger("sample.readings")
        for last in range(9, 32):
            for name in ("meters", "readings"):
                works.rows(name, horizon=Horizon(as_of=day(last)))
        assert ledger.count() == 2
    del held, ledger
    gc.collect()
    works.rows("meters", horizon=Horizon(as_of=day(1)))
    kept = works.site.horizons._driver.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
    ).fetchone()[0]
    assert kept <= 2 * (KEPT_HORIZONS + 2)
    assert readings(works, Horizon(as_of=day(8))) == [11, 20]


def test_a_digest_at_a_horizon_is_that_of_the_day_it_was(works: Works) -> None:
    works.at("2023-03-06 09:00")
    meter = works.meter("一号楼")
    works.read(meter, 10)
    position = works.head()
    then = works.digest("sample.readings")
    works.read(meter, 20)
    works.void(meter, 2)
    assert works.digest("sample.readings") != then
    assert works.digest("sample.readings", Horizon(position=position)) == then

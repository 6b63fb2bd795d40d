"""``check`` finds what does not agree with the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.site.checking import check

if TYPE_CHECKING:
    from tests.core.works import Works
    from tests.office import Office


@pytest.fixture
def lived_in(works: Works) -> Works:
    """Something of everything."""
    meter = works.meter(keeper=works.clerk)
    works.read(meter, 5)
    works.correct(meter, 1, place="二号楼")
    works.void(works.meter("三号楼"))
    return works


def wrong(works: Office) -> set[str]:
    return {f.name for f in check(works.site).findings if not f.agrees}


def test_what_was_not_touched_agrees(lived_in: Works) -> None:
    told: list[str] = []
    report = check(lived_in.site, told.append)
    assert report.agrees
    assert report.position == lived_in.head()
    assert told[-2:] == ["业务规则数据", "附件"]
    kinds = {f.kind for f in report.findings}
    assert kinds == {"log", "ledger", "kpi", "guard", "attachment"}


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE [sample_meters__g1] SET value = 6", {"sample.meters"}),
        ("DELETE FROM [sample_readings__g1]", {"sample.readings"}),
        (
            "UPDATE [sample_readings__g1_cells] SET amount = 9 WHERE dimension = ''",
            {"sample.readings"},
        ),
        ("DELETE FROM [sample_readings__g1_cells]", {"sample.readings"}),
        ("UPDATE [guard_claim] SET value = 'x' WHERE guard = 'sample.places'",
         {"sample.places"}),
        ("DELETE FROM [guard_reference]", {"core.references"}),
        ("UPDATE [guard_series] SET value = value + 1", {"sample.values"}),
        ("UPDATE [guard_register] SET state = 'off' WHERE guard = 'sample.registered'",
         {"sample.registered"}),
    ],
)  # fmt: skip
def test_a_tampered_row_is_found(lived_in: Works, sql: str, found: set[str]) -> None:
    with lived_in.site.store.writing() as connection:
        connection.run(sql)
    assert wrong(lived_in) == found
    details = [f.detail for f in check(lived_in.site).findings if not f.agrees]
    assert all(details)


def test_a_tampered_body_is_found(lived_in: Works) -> None:
    with lived_in.site.store.writing() as connection:
        connection.run(
            "UPDATE [body] SET payload = ? WHERE position = ?",
            (b'{"value":7}', lived_in.head() - 3),
        )
    assert "log" in wrong(lived_in)


def test_a_rebuild_heals_ledgers_and_figures(lived_in: Works) -> None:
    with lived_in.site.store.writing() as connection:
        connection.run("UPDATE [sample_meters__g1] SET value = 6")
        connection.run("DELETE FROM [sample_readings__g1_cells]")
    lived_in.site.rebuild()
    assert wrong(lived_in) == set()


def test_serial_numbers_are_checked(office: Office) -> None:
    office.request()
    assert wrong(office) == set()
    with office.site.store.writing() as connection:
        connection.run("UPDATE [guard_serial] SET last = 0")
    assert wrong(office) == {"vehicles.request_serials"}


def test_bookings_are_checked(office: Office) -> None:
    office.trip(office.car(), office.driver())
    with office.site.store.writing() as connection:
        connection.run(
            "DELETE FROM [guard_booking] WHERE guard = ?", ("vehicles.cars",)
        )
    assert wrong(office) == {"vehicles.cars"}

"""系统日志: lines beside the log, counted, chosen, and let go of only when old."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.site.system_log import MOST_TEXT, ONE_LINE, Choosing, Entry, Kind
from houqin.events.errors import LogClosedAfterFault

if TYPE_CHECKING:
    from houqin.core.site.system_log import Line
    from tests.office import Office

DAY = 24 * 3600 * 1_000_000
NOW = 2000 * DAY
DENIED = Entry(Kind.DENIED, "GET /a", address="10.0.0.1")


def read(office: Office, **choosing: object) -> list[Line]:
    with office.site.store.reading() as connection:
        chosen = Choosing(**choosing)  # type: ignore[arg-type]
        return office.site.system_log.read(connection, chosen)


def test_a_line_is_read_as_it_was_written(office: Office) -> None:
    entry = Entry(Kind.FAULT, "问题编号ABCD1234", office.clerk, "10.0.0.1")
    office.site.system_log.write([entry], NOW)
    (line,) = read(office)
    assert line[1:] == (
        NOW, NOW, "fault", office.clerk, "问题编号ABCD1234", "10.0.0.1", 1,
    )  # fmt: skip


def test_the_newest_line_comes_first_a_page_at_a_time(office: Office) -> None:
    for number in range(5):
        entry = Entry(Kind.DENIED, f"GET /{number}")
        office.site.system_log.write([entry], NOW + number)
    assert [line.text[-1] for line in read(office)] == list("43210")
    with office.site.store.reading() as connection:
        page = office.site.system_log.read(connection, Choosing(), 2, 2)
    assert [line.text[-1] for line in page] == ["2", "1"]


def test_the_same_from_the_same_place_is_one_line_counted(office: Office) -> None:
    write = office.site.system_log.write
    write([DENIED, DENIED], NOW)
    write([DENIED], NOW + ONE_LINE - 1)
    (line,) = read(office)
    assert (line.at, line.last, line.times) == (NOW, NOW + ONE_LINE - 1, 3)


@pytest.mark.parametrize(
    "other",
    [
        Entry(Kind.DENIED, "GET /b", address="10.0.0.1"),
        Entry(Kind.LOGIN, "GET /a", address="10.0.0.1"),
        Entry(Kind.DENIED, "GET /a", address="10.0.0.2"),
        Entry(Kind.DENIED, "GET /a", uuid4(), "10.0.0.1"),
    ],
)
def test_what_differs_has_a_line_of_its_own(office: Office, other: Entry) -> None:
    office.site.system_log.write([DENIED, other, other], NOW)
    assert sorted(line.times for line in read(office)) == [1, 2]


def test_later_the_same_is_another_line(office: Office) -> None:
    office.site.system_log.write([DENIED], NOW)
    office.site.system_log.write([DENIED], NOW + ONE_LINE)
    assert [line.times for line in read(office)] == [1, 1]


def test_lines_are_chosen_by_kind_person_and_time(office: Office) -> None:
    mine = Entry(Kind.LOGIN, "密码不正确", office.clerk)
    office.site.system_log.write([mine], NOW)
    office.site.system_log.write([DENIED], NOW + DAY)
    assert [x.kind for x in read(office, kind="login")] == ["login"]
    assert [x.kind for x in read(office, people=(office.clerk,))] == ["login"]
    assert read(office, people=()) == []
    assert [x.kind for x in read(office, since=NOW + 1)] == ["denied"]
    assert [x.kind for x in read(office, before=NOW + DAY)] == ["login"]


def test_nothing_younger_than_six_months_is_let_go_of(office: Office) -> None:
    write = office.site.system_log.write
    write([DENIED], NOW)
    write([Entry(Kind.FAULT, "新")], NOW + 186 * DAY)
    assert len(read(office)) == 2
    write([Entry(Kind.FAULT, "新")], NOW + 187 * DAY)
    assert {line.text for line in read(office)} == {"新"}


def test_the_office_may_keep_lines_longer(office: Office) -> None:
    office.do(
        "core.change_settings", office.administrator, group="core.storage",
        values={"system_log_months": 12},
    )  # fmt: skip
    write = office.site.system_log.write
    write([DENIED], NOW)
    write([Entry(Kind.FAULT, "新")], NOW + 187 * DAY)
    assert len(read(office)) == 2


def test_a_long_or_odd_text_is_cut_to_what_a_column_takes(office: Office) -> None:
    office.site.system_log.write([Entry(Kind.FAULT, "长\x00" * MOST_TEXT)], NOW)
    (line,) = read(office)
    assert line.text == "长" * (MOST_TEXT // 2)


def test_after_a_fault_of_the_disk_nothing_is_written(office: Office) -> None:
    office.site.store._fault = "disk"
    with pytest.raises(LogClosedAfterFault):
        office.site.system_log.write([DENIED], NOW)

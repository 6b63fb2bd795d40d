"""`houqin history` finds a record by id or number and tells what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from tests.core.cli.conftest import Shell
    from tests.office import Office


@pytest.fixture
def trip(office: Office) -> UUID:
    """A trip whose return was corrected."""
    found = office.driven(office.car(), office.driver(), 1000, 1010)
    office.correct(found, office.version(found, "Returned"), odometer=1020)
    return found


def test_a_record_is_found_by_id_and_by_number(
    shell: Shell, office: Office, trip: UUID
) -> None:
    by_id = shell.read("history", office.site.name, str(trip))
    assert (by_id["kind"], by_id["title"]) == ("派车单", "派2023-00001")
    assert by_id == shell.read("history", office.site.name, "派2023-00001")


def test_json_tells_each_step(shell: Shell, office: Office, trip: UUID) -> None:
    steps = shell.read("history", office.site.name, str(trip))["steps"]
    assert [step["title"] for step in steps] == ["派车", "出车", "回场", "更正：回场"]
    returned, corrected = steps[2:]
    assert returned["occurred"] == "2023-03-06T04:00:00.000000Z"
    assert (returned["actor"], returned["corrected"]) == ("王调度", True)
    assert corrected["changes"] == [
        {"label": "回场里程", "old": "1,010 公里", "new": "1,020 公里"}
    ]
    assert corrected["reason"] == "填错"


def test_people_read_one_line_a_step(shell: Shell, office: Office, trip: UUID) -> None:
    said = shell("history", office.site.name, str(trip)).stdout
    assert said.splitlines()[0] == "派车单 派2023-00001  已回场"
    assert "出车  2023-03-06 09:00  登记人 王调度  方式 系统" in said
    assert "回场里程：1,010 公里 → 1,020 公里" in said
    assert "理由或意见：填错" in said
    assert "已更正" in said


def test_a_horizon_leaves_out_what_came_later(
    shell: Shell, office: Office, trip: UUID
) -> None:
    before = ("--at", str(office.head() - 1))
    steps = shell.read("history", office.site.name, str(trip), *before)["steps"]
    assert [step["title"] for step in steps] == ["派车", "出车", "回场"]
    said = shell.fails("history", office.site.name, str(trip), "--as-of", "2023-03-05")
    assert said.startswith("没有这份单据或档案")


def test_a_plate_names_its_car(shell: Shell, office: Office, trip: UUID) -> None:
    assert shell.read("history", office.site.name, "桂X·00001")["kind"] == "车辆档案"


def test_a_name_that_several_have_is_refused_with_their_ids(
    shell: Shell, desk: Office
) -> None:
    other = desk.department("县财政局国库股", "财政局")
    said = shell.fails("history", "office", "财政局")
    assert str(desk.unit) in said
    assert str(other) in said


@pytest.mark.parametrize("typed", ["派2023-99999", "2023", "%", "'; DROP TABLE event"])
def test_a_number_nobody_has_is_named(shell: Shell, desk: Office, typed: str) -> None:
    said = shell.fails("history", "office", typed)
    assert said == f"没有单号、号牌或编号为“{typed}”的单据或档案"


def test_an_id_nobody_has_is_named(shell: Shell, desk: Office) -> None:
    nobody = uuid4()
    said = shell.fails("history", "office", str(nobody))
    assert said == f"没有这份单据或档案：{nobody}"

"""图纸: 上传, 标注, 审核, 生效, 被替换; what replaced another can be voided."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.plugins.buildings.papers import PLACE, Papers

if TYPE_CHECKING:
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

DRAWINGS = "buildings.drawings"
YEAR = (date(2023, 1, 1), date(2023, 12, 31))


@pytest.fixture
def papers(estate: Estate) -> Papers:
    return Papers(estate)


def test_a_drawing_is_in_force_once_it_is_checked(bench: Bench, papers: Papers) -> None:
    drawing = papers.drawing(by=papers.clerk, unit=papers.estate.unit)
    bench.then_row(DRAWINGS, drawing, state="uploaded", in_force_at=None)
    bench.do("buildings.approve_drawing", papers.keeper, record=drawing)
    bench.then_row(
        DRAWINGS, drawing, state="in_force", name="1号楼3层平面图（2023年测绘）",
        reviewer=papers.keeper, uploader=papers.clerk,
    )  # fmt: skip


def test_nobody_checks_the_drawing_he_handed_in(bench: Bench, papers: Papers) -> None:
    drawing = papers.drawing(by=papers.keeper)
    bench.when("buildings.approve_drawing", papers.keeper, record=drawing)
    bench.then_refused("本人上传的图纸由他人审核")
    bench.when("buildings.approve_drawing", papers.director, record=drawing)
    bench.then("buildings.Drawing.Approved", replaces=None)


def test_what_is_returned_is_handed_in_again(bench: Bench, papers: Papers) -> None:
    drawing = papers.drawing()
    bench.do("buildings.return_drawing", record=drawing, reason="没有比例尺")
    bench.when("buildings.approve_drawing", record=drawing)
    bench.then_refused("退回修改")
    bench.do(
        "buildings.reupload_drawing", record=drawing, number="1#-3F", edition="改",
        surveyed_on="2023-02-02", sheet=[papers.file("改.pdf", b"%PDF-1.4 x")],
    )  # fmt: skip
    bench.then_row(DRAWINGS, drawing, state="uploaded", edition="改")


def test_the_newer_drawing_replaces_the_one_before(
    bench: Bench, papers: Papers
) -> None:
    old = papers.current("2020年测绘")
    papers.mark(old, papers.estate.room("301"))
    new = papers.current("2023年测绘")
    bench.then_row(DRAWINGS, old, state="superseded", by=new, marked=1)
    bench.then_row(DRAWINGS, new, state="in_force", replaces=old)
    elsewhere = papers.drawing(floor=papers.estate.new_floor(4))
    bench.do("buildings.approve_drawing", record=elsewhere)
    bench.then_row(DRAWINGS, new, state="in_force")


def test_voiding_the_newer_drawing_brings_the_one_before_back(
    bench: Bench, papers: Papers
) -> None:
    old, new = papers.current("旧"), papers.current("新")
    bench.do("core.void", record=new, reason="传错楼层")
    bench.then_row(DRAWINGS, old, state="in_force", by=None, superseded_at=None)
    bench.do("core.restore", record=new, target=bench.last(new).version, reason="没错")
    bench.then_row(DRAWINGS, old, state="superseded", by=new)
    bench.assert_sound()


def test_rooms_of_the_floor_alone_are_marked(bench: Bench, papers: Papers) -> None:
    drawing, estate = papers.drawing(), papers.estate
    room = estate.room("301")
    elsewhere = estate.room("401", floor=estate.new_floor(4))
    places = [{"room": str(r), **PLACE} for r in (room, elsewhere)]
    bench.when("buildings.mark_rooms", record=drawing, places=places)
    bench.then_refused("请从这一层的房间中选择")
    bench.when("buildings.mark_rooms", record=drawing, places=[{"room": str(room)}])
    bench.then_refused("至少标注一间房")
    bench.when("buildings.mark_rooms", record=drawing, places=places[:1])
    bench.then("buildings.Drawing.RoomsPlaced", places=places[:1], rooms=[str(room)])


def test_a_drawing_that_is_replaced_is_marked_no_more(
    bench: Bench, papers: Papers
) -> None:
    old = papers.current("旧")
    papers.current("新")
    places = [{"room": str(papers.estate.room("301")), **PLACE}]
    bench.when("buildings.mark_rooms", record=old, places=places)
    bench.then_refused("已被替换")


def test_a_drawing_was_not_surveyed_in_the_future(bench: Bench, papers: Papers) -> None:
    bench.when(
        "buildings.upload_drawing", floor=papers.estate.floor, number="1", edition="1",
        surveyed_on="2023-03-02", sheet=[papers.file()],
    )  # fmt: skip
    bench.then_refused("测绘日期不能晚于")


def test_a_dwg_is_kept(bench: Bench, papers: Papers) -> None:
    file = papers.file("三层.dwg", b"AC1027" + bytes(64))
    drawing = papers.drawing(sheet=[file])
    bench.do("buildings.approve_drawing", record=drawing)
    with bench.site.attachments.open(file["digest"]) as kept:
        assert kept.read().startswith(b"AC1027")


def test_the_rate_of_updated_drawings_counts_a_floor_once(
    bench: Bench, papers: Papers
) -> None:
    papers.estate.new_floor(4)
    papers.current("一")
    papers.current("二")
    papers.drawing("未审核")
    assert bench.figure("buildings.updated_drawings", *YEAR) == 2
    assert bench.figure("buildings.drawing_rate", *YEAR) == 500

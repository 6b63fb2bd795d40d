"""办公用房台账 in six parts, as it is handed in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.printing.book_sheet import book_values
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.printing.typesetting import typeset
from houqin.core.projection.horizon import LIVE, Horizon
from tests.core.web.paper import text_of

if TYPE_CHECKING:
    from houqin.core.site.site import Site

PRINTING = Printing("X县机关后勤服务中心", "2023-12-31 10:00", "覃晓岚", "统计时点")


def values(site: Site, horizon: Horizon = LIVE) -> dict[str, Any]:
    book = site.declarations.books["buildings.estate"]
    with site.reader(horizon) as reader:
        return book_values(reader, book, PRINTING, "a3")


def test_six_parts_have_their_rows_and_sums(demonstrated: Site) -> None:
    parts = values(demonstrated)["parts"]
    assert [part["title"][0] for part in parts] == list("一二三四五六")
    buildings, rooms, drawings = parts[1], parts[2], parts[5]
    total = buildings["rows"][-1]["cells"]
    assert total[buildings["heads"].index("建筑面积（平方米）")] == "51,200.00"
    assert total[buildings["heads"].index("使用面积（平方米）")] == "13,662.00"
    assert rooms["rows"][-1]["cells"][1] == "合计（528条）"
    assert [row["kind"] for row in rooms["rows"]].count("sum") == 6
    assert drawings["rows"][0]["cells"][1:4] == [
        "FJ-1-01",
        "行政中心1号楼1层",
        "2023年测绘",
    ]


def test_the_book_of_a_day_has_what_there_was(demonstrated: Site) -> None:
    parts = values(demonstrated, Horizon(as_of=date(2023, 3, 15)))["parts"]
    leases = [row for row in parts[4]["rows"] if row["kind"] == "row"]
    assert len(leases) == 2


def test_every_part_can_be_set(demonstrated: Site) -> None:
    said = text_of(typeset("book.typ", values(demonstrated)))
    for title in ("五、出租、借用、租用情况", "六、平面图", "表号:办公用房01"):
        assert title in said

"""迎检材料: what any module declares goes into one zip with a table of contents."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from tests.core.web.paper import text_of
from tests.core.web.test_evidence_pages import made

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


@pytest.fixture
def director(county: County, visit: Visit) -> Visitor:
    county.trip()
    return visit("director")


def form_of(page: Any, *names: str) -> Any:
    """The form of the pack with these ledgers ticked and no others."""
    form = page.forms["pack"]
    for kind in ("ledger", "form"):
        for box in form.fields.get(kind, ()):
            box.checked = f"{kind}:{box._value}" in names
    return form


def packed(visitor: Visitor, form: Any) -> ZipFile:
    page = made(visitor, form.submit().follow())
    assert "已全部生成" in page.text, page.text
    return ZipFile(BytesIO(page.click("下载").body))


def test_what_is_ticked_is_packed_behind_a_table_of_contents(
    director: Visitor,
) -> None:
    page = director.get("").click("迎检材料", index=0)
    form = form_of(page, "ledger:vehicles.trips", "form:vehicles.trips")
    kept = packed(director, form)
    names = kept.namelist()
    assert names == [
        "01 指标和总结/01 指标表.pdf",
        "01 指标和总结/02 工作总结.docx",
        "02 公务用车台账/03 派车台账.pdf",
        "02 公务用车台账/04 派车台账.xlsx",
        "03 公务用车单据/05 派车单.pdf",
        "00 目录.pdf",
    ]
    contents = text_of(kept.read("00 目录.pdf"))
    assert "派车台账" in contents
    assert "1份" in contents
    assert "派车单" in text_of(kept.read("03 公务用车单据/05 派车单.pdf"))
    book = load_workbook(BytesIO(kept.read(names[3])))
    assert book.active["A1"].value == "派车台账"


def test_a_ledger_of_any_module_is_offered_with_what_the_period_has(
    director: Visitor,
) -> None:
    page = director.get("inspection?from=2026-01-01&to=2026-01-31")
    offered = {box._value for box in page.forms["pack"].fields["ledger"]}
    declared = director.app.app.registry.houqin.ledgers.values()
    seen = {each.name for each in declared if each.plugin != "core"}
    assert offered == seen
    empty = director.get("inspection?from=2025-01-01&to=2025-01-31")
    boxes = {box._value: box for box in empty.forms["pack"].fields["ledger"]}
    assert not boxes["vehicles.trips"].checked


def test_nothing_ticked_is_refused(director: Visitor) -> None:
    form = form_of(director.get("inspection"))
    form["figures"] = form["summary"] = None
    assert "请至少选一项材料" in form.submit(status="*").text


def test_a_driver_makes_none(visit: Visit, director: Visitor) -> None:
    visitor = visit("driver")
    assert "迎检材料" not in visitor.get("").text
    visitor.get("inspection", status=403)

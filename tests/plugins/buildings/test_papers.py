"""办公用房调配通知单 and 领导干部办公用房登记表 as they are typeset."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader

from houqin.core.printing.form_sheet import form_sheets, paper_values
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.printing.typesetting import typeset
from houqin.plugins.buildings.forms import allotment_notice, leader_filing
from tests.plugins.buildings.test_allocating import handed_over

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.registry.printing import PrintedForm
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

PRINTING = Printing("X县机关后勤服务中心", "2023-03-06 10:00", "覃房管")


def pages(bench: Bench, form: PrintedForm, code: str, record: UUID) -> list[str]:
    """The text of every page of a leaf, without what breaks its lines."""
    leaf = form.leaf(code)
    assert leaf is not None
    with bench.site.reader() as reader:
        sheets = form_sheets(reader, form, leaf, record, "/x", PRINTING)
    made = typeset("form.typ", paper_values(form.title, "a4", sheets, PRINTING))
    read = PdfReader(io.BytesIO(made)).pages
    return ["".join(page.extract_text().split()) for page in read]


def test_a_notice_says_who_gets_which_rooms_and_who_agreed(
    bench: Bench, estate: Estate
) -> None:
    record = handed_over(estate, estate.room("301"), estate.room("302", 1750))
    kept, given = pages(bench, allotment_notice, "notice", record)
    assert "存根联" in kept
    assert "使用单位联" in given
    for said in (
        "办公用房调配通知单", "房2023-00001", "证2023-00001", "青机管协〔2023〕3号",
        "财政局", "新增内设机构", "核定面积36.00", "调配间数2", "调配面积35.50",
        "单位审核人", "中心审批人", "序号", "房间", "用途", "使用面积", "备注", "301",
        "302", "17.50",
    ):  # fmt: skip
        assert said in given, said


def test_keys_and_furniture_are_signed_for_on_a_leaf_of_their_own(
    bench: Bench, estate: Estate
) -> None:
    record = handed_over(estate, estate.room("301"))
    _kept, given = pages(bench, allotment_notice, "hand_over", record)
    for said in (
        "交接清单",
        "2023-03-01",
        "钥匙4",
        "办公桌4张",
        "周接收",
        "接收人签字",
    ):
        assert said in given, said


def test_a_leaders_room_is_filed_with_its_standard_and_what_is_over(
    bench: Bench, estate: Estate
) -> None:
    ranks = estate.adopt()
    room = estate.room("301", 2150, unit=estate.unit)
    sitting = estate.occupy(
        room, ranks["正科级领导"], estate.person("甲局长"), over_reason="结构不宜分隔"
    )
    (text,) = pages(bench, leader_filing, "filing", sitting)
    for said in (
        "领导干部办公用房登记表", "姓名甲局长", "财政局", "正科级领导", "301",
        "使用面积21.50", "标准面积18.00", "超标面积3.50", "合用人数1",
        "启用日期2023-02-01", "结构不宜分隔", "本人签字", "单位审核意见（盖章）",
    ):  # fmt: skip
        assert said in text, said

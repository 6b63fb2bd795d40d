"""督查整改通知书, 整改回执 and 志愿者签到表 on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from houqin.core.printing.form_sheet import Gallery, Grid, form_sheets, paper_values
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.printing.letter import dated
from houqin.core.printing.typesetting import typeset
from houqin.plugins.civilized_city.forms import notice_paper, shift_sheet

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.printing.form_sheet import FormSheet
    from houqin.core.registry.printing import PrintedForm
    from tests.plugins.civilized_city.city import City

_PRINTING = Printing("X县机关后勤服务中心", "2023-03-06 10:00", "网格员")


def _sheet(
    city: City, record: UUID, code: str, form: PrintedForm = notice_paper
) -> FormSheet:
    leaf = form.leaf(code)
    assert leaf is not None
    with city.site.reader() as reader:
        (sheet,) = form_sheets(reader, form, leaf, record, "/x", _PRINTING)
    return sheet


def _text(sheet: FormSheet) -> str:
    made = typeset("form.typ", paper_values("通知书", "a4", [sheet], _PRINTING))
    pages = PdfReader(io.BytesIO(made)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.fixture
def answered(city: City) -> UUID:
    """A notice in two items, put right and passed."""
    notice, one, two = city.received("楼道堆物", "飞线充电", basis="创建方案")
    for item in (one, two):
        city.fed_back(item)
        city.verified(item, opinion="现场合格")
    return notice


def test_a_notice_is_set_like_an_official_letter(city: City) -> None:
    notice, _item = city.issued(basis="创建方案", inspector="督查组")
    sheet = _sheet(city, notice, "notice")
    letter = sheet.letter
    assert letter is not None
    assert (letter.office, letter.addressed) == ("县机关后勤服务中心", "县财政局")
    assert (letter.number, letter.signatory) == ("创督〔2023〕1号", "主任")
    assert letter.date == "2023年3月6日"
    assert letter.items[0].startswith("1. 门前乱停车")
    assert "依据：创建方案。" in letter.closing
    assert sheet.heading == "督查整改通知书"
    text = _text(sheet)
    assert "签发人：主任" in text
    assert "请于2023-03-1017:00前整改到位" in text


def test_what_a_notice_does_not_say_is_left_out(city: City) -> None:
    notice, _item = city.issued()
    letter = _sheet(city, notice, "notice").letter
    assert letter is not None
    assert not any("依据" in said for said in letter.closing)
    assert not any("对应测评指标" in said for said in letter.opening)


def test_a_receipt_answers_item_by_item(city: City, answered: UUID) -> None:
    sheet = _sheet(city, answered, "reply")
    assert (sheet.heading, sheet.letter) == ("整改回执", None)
    text = _text(sheet)
    for said in ("创城督〔2023〕5号", "楼道堆物", "飞线充电", "已清理", "按时",
                 "现场合格", "复核意见"):  # fmt: skip
        assert said in text


def test_photos_of_after_stand_beside_those_of_before(
    city: City, answered: UUID
) -> None:
    (gallery,) = _galleries(_sheet(city, answered, "reply"))
    assert gallery.heads[1:] == ("整改前", "整改后")
    assert [row[0] for row in gallery.rows] == ["楼道堆物", "飞线充电"]
    assert all(len(cell) == 1 for row in gallery.photos for cell in row)


def test_a_blank_receipt_has_room_for_photos(city: City) -> None:
    notice, _item = city.received()
    sheet = _sheet(city, notice, "reply")
    (gallery,) = _galleries(sheet)
    assert gallery.photos == (((), ()),)
    assert "整改回执" in _text(sheet)


def _galleries(sheet: FormSheet) -> list[Any]:
    rows = [row for section in sheet.sections for row in section.rows]
    return [row for row in rows if isinstance(row, Gallery)]


def _shift(city: City) -> UUID:
    return city.shift(*city.volunteers(city.mender, city.other))


def _table(sheet: FormSheet) -> Any:
    rows = [row for section in sheet.sections for row in section.rows]
    (table,) = [row for row in rows if isinstance(row, Grid)]
    return table


def test_everybody_planned_stands_on_the_sheet_to_sign(city: City) -> None:
    sheet = _sheet(city, _shift(city), "sign", shift_sheet)
    table = _table(sheet)
    assert table.heads[0] == "序号"
    assert table.heads[-4:] == ("签名", "代签", "到岗时间", "离岗时间")
    assert [row[:3] for row in table.rows] == [
        ("1", "整改人", "务中心"), ("2", "旁人", "务中心"),
    ]  # fmt: skip
    text = _text(sheet)
    for said in ("志愿者签到表", "人民路口", "文明交通劝导", "2023-03-0707:30", "应到",
                 "带班人签字"):  # fmt: skip
        assert said in text


def test_after_the_shift_the_sheet_has_ticks_and_hours(city: City) -> None:
    shift = _shift(city)
    city.at("2023-03-07 07:30")
    city.signed_in(shift, mender="present", other="deputy")
    city.at("2023-03-07 09:00")
    city.do("civilized_city.sign_out", city.keeper, record=shift)
    table = _table(_sheet(city, shift, "ticks", shift_sheet))
    assert table.heads[-2:] == ("签到情况", "时长")
    assert [(row[1], *row[-2:]) for row in table.rows] == [
        ("整改人", "到", "1.5"), ("旁人", "代", "1.5"),
    ]  # fmt: skip


def test_a_date_is_written_as_letters_write_it() -> None:
    assert dated("2023-06-07 09:30") == "2023年6月7日"
    assert dated("") == ""

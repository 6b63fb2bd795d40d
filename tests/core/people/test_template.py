"""The template as a spreadsheet program opens it, and what is refused of a file."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from houqin.core.files.sheets import MOST_ROWS
from houqin.core.files.workbook import BadWorkbook, read_workbook
from houqin.core.people.importing.sheets import LAYOUT
from houqin.core.people.importing.template import Template
from tests.core.people.filling import filled

if TYPE_CHECKING:
    from collections.abc import Callable

BLANK = Template(["主任", "单位经办人"], []).bytes()


def _opened(content: bytes = BLANK) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def _refused(change: Callable[[Any], None]) -> tuple[str, ...]:
    with pytest.raises(BadWorkbook) as bad:
        read_workbook(filled(BLANK, change=change), LAYOUT)
    return bad.value.messages


def test_the_template_has_two_sheets_and_a_hidden_one() -> None:
    book = _opened()
    assert book.sheetnames == ["单位", "人员", "模板"]
    assert book["模板"].sheet_state == "hidden"
    assert (book["模板"]["A1"].value, book["模板"]["B1"].value) == (
        "houqin-organisation", 1,
    )  # fmt: skip


def test_headings_say_what_must_be_filled_in() -> None:
    book = _opened()
    assert [c.value for c in book["单位"][1]] == [
        "名称*", "简称*", "类别*", "上级单位", "排序号",
    ]  # fmt: skip
    assert [c.value for c in book["人员"][1]] == [
        "姓名*", "单位*", "角色", "工号", "登录名", "电话",
    ]  # fmt: skip
    assert book["单位"].freeze_panes == book["人员"].freeze_panes == "A2"
    assert "不能重复" in book["单位"]["A1"].comment.text


def test_columns_are_text_so_that_no_zero_is_lost() -> None:
    book = _opened()
    columns = book["人员"].column_dimensions.values()
    assert {column.number_format for column in columns} == {"@"}
    assert max(column.max for column in columns) == 6


def test_drop_downs_offer_kinds_roles_and_units() -> None:
    book = _opened()
    (kinds,) = book["单位"].data_validations.dataValidation
    assert (str(kinds.sqref), kinds.formula1) == ("C2:C5001", "模板!$A$4:$A$8")
    assert [c.value for (c,) in book["模板"]["A4:A8"]][:2] == ["县直部门", "乡镇"]
    units, roles = book["人员"].data_validations.dataValidation
    assert (str(units.sqref), units.formula1) == ("B2:B5001", "单位!$A$3:$A$5000")
    assert roles.formula1 == "模板!$B$4:$B$5"
    # What cannot be known here is a suggestion, not a rule.
    assert (kinds.showErrorMessage, units.showErrorMessage, roles.showErrorMessage) == (
        True, False, False,
    )  # fmt: skip


def test_units_that_are_there_are_offered() -> None:
    book = _opened(Template(["主任"], ["县财政局"]).bytes())
    units = book["人员"].data_validations.dataValidation[0]
    assert units.formula1 == "模板!$C$4:$C$4"
    assert book["模板"]["C4"].value == "县财政局"


def test_a_blank_template_has_no_rows() -> None:
    rows, problems = read_workbook(BLANK, LAYOUT)
    assert (rows, problems) == ({"units": [], "people": []}, [])


def test_rows_are_read_as_text_with_their_numbers() -> None:
    rows, problems = read_workbook(filled(BLANK), LAYOUT)
    assert problems == []
    assert rows["units"][0] == {
        "row": "3", "name": "县财政局", "short": "财政局", "kind": "县直部门",
        "parent": "", "order": "10",
    }  # fmt: skip
    assert rows["people"][1]["name"] == "黄小兰"


def test_blank_and_example_rows_are_left_out() -> None:
    people = (
        ("韦国强", "财政局"),
        (),
        ("  ", None),
        ("示例：李四", "某局"),
        ("黄小兰", "财政局"),
    )
    rows, _problems = read_workbook(filled(BLANK, people=people), LAYOUT)
    assert [(row["row"], row["name"]) for row in rows["people"]] == [
        ("3", "韦国强"), ("7", "黄小兰"),
    ]  # fmt: skip


def test_columns_may_be_reordered_and_other_columns_are_refused() -> None:
    def swap(book: Any) -> None:
        for row in book["人员"].iter_rows(min_row=1, max_row=4):
            row[3].value, row[5].value = row[5].value, row[3].value

    rows, _problems = read_workbook(filled(BLANK, change=swap), LAYOUT)
    assert (rows["people"][0]["number"], rows["people"][0]["phone"]) == (
        "CZ001", "13800138000",
    )  # fmt: skip

    def rename(book: Any) -> None:
        book["人员"]["D1"].value = "编号"

    assert _refused(rename) == (
        "人员!D1“编号”不是模板的栏目", "人员缺少栏目“工号”",
    )  # fmt: skip

    def double(book: Any) -> None:
        book["人员"]["G1"].value = "电话"

    assert _refused(double) == ("人员!G1“电话”重复",)


def test_formulas_and_merged_cells_are_named() -> None:
    def spoil(book: Any) -> None:
        book["单位"]["B3"].value = '=A3&"科"'
        book["人员"].merge_cells("B3:B4")

    assert _refused(spoil) == (
        "单位!B3是公式，请改为数值", "人员!B3:B4是合并单元格，请取消合并",
    )  # fmt: skip


def test_extra_and_missing_sheets_are_named() -> None:
    def change(book: Any) -> None:
        book.create_sheet("汇总")
        del book["人员"]

    assert _refused(change) == ("缺少工作表“人员”", "多出工作表“汇总”，请删除")


def test_another_version_of_the_template_is_refused() -> None:
    def age(book: Any) -> None:
        book["模板"]["B1"].value = 0

    assert _refused(age) == ("模板的版本与系统不一致，请重新下载模板填写",)

    def strip(book: Any) -> None:
        del book["模板"]

    assert _refused(strip) == ("这不是本系统的模板，请重新下载模板填写",)


def _with_part(name: str, content: bytes = b"") -> bytes:
    kept = BytesIO(filled(BLANK))
    with zipfile.ZipFile(kept, "a") as parts:
        parts.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "不是xlsx表格"),
        (b"PK\x03\x04 broken", "不是xlsx表格"),
        (b"\xd0\xcf\x11\xe0 an old xls", "不是xlsx表格"),
        (_with_part("xl/vbaProject.bin"), "文件里有宏"),
        (_with_part("xl/externalLinks/externalLink1.xml"), "指向其他文件的链接"),
        (_with_part("xl/padding.bin", b"0" * 61_000_000), "文件太大"),
        (b"0" * 3_500_001, "文件太大"),
    ],
    ids=["empty", "broken", "xls", "macro", "links", "bomb", "large"],
)  # fmt: skip
def test_what_is_no_plain_workbook_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(BadWorkbook, match=message):
        read_workbook(content, LAYOUT)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as parts:
        parts.writestr("a.txt", "text")
    with pytest.raises(BadWorkbook, match="不是xlsx表格"):
        read_workbook(kept.getvalue(), LAYOUT)


def test_numbers_where_digits_must_be_text_are_errors_of_their_cells() -> None:
    people = (
        ("甲", "财政局", None, 17, None, 13800138000),
        ("乙", "财政局", None, 1.5, True, 7712345),
    )
    rows, problems = read_workbook(filled(BLANK, people=people), LAYOUT)
    # A mobile number loses no zero; it may have become a number.
    assert rows["people"][0]["phone"] == "13800138000"
    found = {(p.row, p.column): p.message for p in problems}
    assert "以免丢失前面的0" in found[3, "工号"]
    assert found[4, "工号"] == "应为整数或文字"
    assert found[4, "登录名"] == "应为文字，不是日期或是否"
    assert "以免丢失前面的0" in found[4, "电话"]


def test_too_many_rows_are_refused() -> None:
    people = [(f"人{n}", "财政局") for n in range(MOST_ROWS + 1)]
    with pytest.raises(BadWorkbook, match="人员超过5000行"):
        read_workbook(filled(BLANK, people=people), LAYOUT)

    def stretch(book: Any) -> None:
        book["人员"].cell(60_000, 1).value = " "

    assert _refused(stretch) == ("人员有60000行，请删除下面多余的空行",)

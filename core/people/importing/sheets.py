"""The two sheets of the template of units and people."""

from __future__ import annotations

from houqin.core.files.sheets import MOST_ROWS, Heading, Layout, Sheet

UNITS = Sheet(
    "units",
    "单位",
    (
        Heading(
            "name", "名称", "单位全称，不能重复。", "示例：县财政局", required=True,
            width=28,
        ),
        Heading("short", "简称", "页面上显示的名称。", "财政局", required=True),
        Heading(
            "kind", "类别", "从下拉列表中选。", "县直部门", required=True,
            choices="kinds", closed=True,
        ),
        Heading(
            "parent", "上级单位",
            "填本表或系统中单位的名称或简称；一级单位不填。", width=28,
        ),
        Heading("order", "排序号", "整数，小的排在前面；可不填。", "10", width=10),
    ),
)  # fmt: skip
PEOPLE = Sheet(
    "people",
    "人员",
    (
        Heading("name", "姓名", "", "示例：张三", required=True),
        Heading(
            "unit", "单位", "填“单位”表或系统中单位的名称或简称。", "财政局",
            required=True, width=28, choices="units",
            otherwise=f"={UNITS.title}!$A$3:$A${MOST_ROWS}",
        ),
        Heading(
            "roles", "角色", "几个角色用顿号隔开；没有可不填。", "单位经办人",
            width=24, choices="roles",
        ),
        Heading(
            "number", "工号", "字母、数字和横线，不能重复；可用来登录。", "CZ001",
            exact=True,
        ),
        Heading(
            "login", "登录名", "小写字母或数字开头，不能重复；可不填。", "zhangsan",
            exact=True,
        ),
        Heading("phone", "电话", "数字，可带区号和横线。", "13800000000", exact=True),
    ),
)  # fmt: skip
SHEETS = (UNITS, PEOPLE)
LAYOUT = Layout("houqin-organisation", 1, SHEETS)


def sheet_of(name: str) -> Sheet:
    """The sheet of a command's field."""
    return next(sheet for sheet in SHEETS if sheet.name == name)

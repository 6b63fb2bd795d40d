"""Every ledger of §2.1 with the columns named there, each filled in the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.plugins.vehicles.kpis import ALL as KPIS
from houqin.plugins.vehicles.ledgers import ALL as LEDGERS

if TYPE_CHECKING:
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site

pytestmark = pytest.mark.slow

YEAR_END = Horizon(as_of=date(2023, 12, 31))

#: The columns as the domain paper names them, by ledger; 出车/回场时刻 and the like
#: are two columns each.
NAMED = {
    "vehicles": "号牌 使用单位 编制类别 品牌型号 排量 能源 登记日期 购置价 里程 车龄 "
    "保险到期 年检到期 标识 状态",
    "trips": "单号 用车时间 用车单位 用车人 事由 出发地 目的地及途经 人数 车号 驾驶员 "
    "出车时刻 回场时刻 起里程 止里程 公里 油量 电量 油电费 过路费 停车费 批准人 备注",
    "vehicle_costs": "车号 月份 里程 油量 电量 油电费 维修 保险 过路 其他 合计 "
    "元/百公里 升/百公里",
    "repairs": "维修单号 车号 维修类别 维修费",
    "fuel_cards": "卡号 类别 车号 余额",
    "incidents": "文书编号 时刻 类别 车号 驾驶员 处理情况",
    "assessments": "驾驶员 得分 奖励名称 处罚类别",
    "safety_meetings": "时间 主题 应到 实到",
    "special_duties": "保障任务 抽调车辆 抽调驾驶员 保障车次",
    "unplanned_trips": "发现时间 提示时间 说明时间 整改时间 销号时间",
    "quota_table": "使用单位 编制类别 编制 实有 空缺",
    "published_use": "用车单位 车号 月份 车次 公里 合计",
    "driver_months": "驾驶员 月份 车次 公里 过夜 节假日天数",
    "sealings": "车号 时间 事项 封存地点",
}


def shown(reader: Reader, name: str) -> dict[str, bool]:
    """Whether any row shows something, by title of the column."""
    found = reader.ledger(name)
    rows = list(found.rows())
    assert rows, name
    return {
        column.name: any(_said(reader, found.ledger, row, column) for row in rows)
        for column in found.ledger.columns
        if not column.hidden
    }


def _said(reader: Reader, ledger: Any, row: Any, column: Any) -> bool:
    if column.derived:
        return bool(reader.shown(ledger, row, column))
    if column.type.kind == "state":
        return bool(row.state)
    return row.values.get(column.name) not in (None, "", "[]")


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.name)
def test_no_column_of_the_year_is_empty(loaded: Site, ledger: Any) -> None:
    with loaded.reader(YEAR_END) as reader:
        filled = shown(reader, ledger.name)
    assert [column for column, has in filled.items() if not has] == []


def test_every_ledger_has_the_columns_the_domain_names() -> None:
    known = {ledger.name: {c.title for c in ledger.columns} for ledger in LEDGERS}
    missing = {
        name: lacking
        for name, said in NAMED.items()
        if (lacking := set(said.split()) - known[f"vehicles.{name}"])
    }
    assert missing == {}


def test_every_indicator_of_the_year_has_a_figure(loaded: Site) -> None:
    year = (date(2023, 1, 1), date(2023, 12, 31))
    with loaded.reader(YEAR_END) as reader:
        figures = {kpi.name: reader.kpi(kpi.name, *year).value for kpi in KPIS}
    assert [name for name, value in figures.items() if value is None] == []

"""公务用车年度统计, and its cars one by one."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import acting, field, occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.vehicles.annual_report import AnnualReport, Fund, UnitKind, Use

_person, _money, _km = types.ref("core.Person"), types.money(), types.integer("公里")
_year = types.integer("年")
_SUMS = (
    "distance", "fuel", "fuel_cost", "repair_cost", "overhaul_cost", "insurance_cost",
)  # fmt: skip

annual_reports = Ledger(
    "vehicles.annual_reports",
    "公务用车年度统计",
    per=AnnualReport,
    columns=[
        Column("year", "统计年度", _year, filter=True, primary=True),
        Column("unit", "填报单位", types.ref("core.Department"), filter=True,
               primary=True),
        Column("kind", "单位性质", types.choice(UnitKind), filter=True),
        Column("posts", "编制人数", types.integer("人")),
        Column("leader_posts", "领导职数", types.integer("人")),
        Column("cars", "车辆数", types.integer("辆"), primary=True),
        Column("distance", "行驶里程", _km, primary=True),
        Column("fuel", "油耗", types.quantity("升", 2)),
        Column("fuel_cost", "油费", _money, primary=True),
        Column("repair_cost", "维修费", _money),
        Column("overhaul_cost", "大修费", _money),
        Column("insurance_cost", "保险费", _money),
        Column("accidents", "事故起数", types.integer("起")),
        Column("filed_at", "上报时间", types.instant(), filter=True, primary=True),
        Column("late", "逾期上报", types.boolean(), filter=True),
        Column("filer", "填报人", _person),
        Column("reviewer", "审核人", _person),
        Column("leader", "负责人", _person),
    ],
    period="filed_at",
    title_column="year",
)  # fmt: skip
annual_reports.on(
    AnnualReport.Filed, "year", "unit", "kind", "posts", "leader_posts", "accidents",
    "late", "reviewer", "leader", filed_at=occurred_at, filer=acting,
)  # fmt: skip


@annual_reports.reduce(AnnualReport.Filed)
def _summed(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """The sums over its cars."""
    cars = event.payload["cars"]
    row["cars"] = len(cars)
    for name in _SUMS:
        row[name] = sum(car[name] for car in cars)
    return row


annual_cars = Ledger(
    "vehicles.annual_cars",
    "年度统计车辆明细",
    per=AnnualReport,
    kind="event",
    items="cars",
    columns=[
        Column("year", "统计年度", _year, filter=True, primary=True),
        Column("unit", "填报单位", types.ref("core.Department"), filter=True),
        Column("vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True,
               primary=True),
        Column("plate", "号牌（上报时）", types.text(), filter=True),
        Column("model", "品牌型号", types.text(), primary=True),
        Column("engine_number", "发动机号", types.text()),
        Column("frame_number", "车架号", types.text()),
        Column("displacement", "排量", types.integer("毫升")),
        Column("seats", "座位", types.integer("座")),
        Column("registered_on", "初次登记", types.day()),
        Column("price", "购置价", _money, total=True),
        Column("fund", "经费来源", types.choice(Fund), filter=True),
        Column("use", "用途", types.choice(Use), filter=True),
        Column("distance", "行驶里程", _km, total=True, primary=True),
        Column("fuel", "油耗", types.quantity("升", 2), total=True),
        Column("fuel_cost", "油费", _money, total=True, primary=True),
        Column("repair_cost", "维修费", _money, total=True),
        Column("overhaul", "大修原因", types.text()),
        Column("overhaul_cost", "大修费", _money, total=True),
        Column("insurance", "投保方式", types.text()),
        Column("insurance_cost", "保险费", _money, total=True),
        Column("change", "变动情况", types.text()),
        Column("filed_at", "上报时间", types.instant(), filter=True),
        Column("report", "年度统计", types.ref("vehicles.AnnualReport"), filter=True),
    ],
    period="filed_at",
    title_column="vehicle",
)  # fmt: skip
annual_cars.on(
    AnnualReport.Filed, year=field("year"), unit=field("unit"), filed_at=occurred_at,
    report=stream,
)  # fmt: skip

ALL = (annual_reports, annual_cars)

"""投放点台账, 收运单位台账, 清运台账, 有害垃圾交接台账, 清运月报."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.rollup import Added, Divided, Part, RollUp, Sum
from houqin.core.schema import types
from houqin.plugins.waste_sorting.bin_point import BinPoint
from houqin.plugins.waste_sorting.carrier import CARRIER, Carrier
from houqin.plugins.waste_sorting.collection import Basis, Collection
from houqin.plugins.waste_sorting.fields import COLOURS, UNIT, Category

_department = types.ref("core.Department")
_carrier, _day = types.ref(CARRIER), types.day()
_kg, _bins = types.quantity("公斤", 1), types.integer("个")


def _of(category: Category) -> Column:
    """The bins of a category, under its colour."""
    title = f"{category.title}（{COLOURS[category]}）"
    return Column(category.value, title, _bins, total=True, latest=True)


points = Ledger(
    "waste_sorting.points",
    "投放点台账",
    per=BinPoint,
    columns=[
        Column("name", "投放点", types.text(), filter=True, primary=True),
        Column("department", "单位", _department, filter=True, primary=True),
        *map(_of, Category),
        Column("signed", "标识齐全", types.boolean(), filter=True, latest=True,
               primary=True),
        Column("status", "状态", types.state(), filter=True),
    ],
    title_column="name",
    sort="department",
    numbered=True,
)  # fmt: skip
_BINS = ("recyclable", "hazardous", "food", "other", "signed")
points.on(BinPoint.Set, "name", "department", *_BINS)
points.on(BinPoint.Changed, *_BINS)

carriers = Ledger(
    "waste_sorting.carriers",
    "收运单位台账",
    per=Carrier,
    columns=[
        Column("name", "收运单位", types.text(), filter=True, primary=True),
        Column("contract", "合同编号", types.text()),
        Column("contact", "值班电话", types.text()),
        Column("licence", "危险废物经营许可证号", types.text(), latest=True,
               primary=True),
        Column("licensed_until", "许可证有效期至", _day, filter=True, latest=True,
               primary=True),
        Column("status", "状态", types.state(), filter=True),
    ],
    title_column="name",
    numbered=True,
)  # fmt: skip
_LICENCE = ("licence", "licensed_until")
carriers.on(Carrier.Registered, "name", "contract", "contact", *_LICENCE)
carriers.on(Carrier.Renewed, *_LICENCE)

collections = Ledger(
    "waste_sorting.collections",
    "清运台账",
    per=Collection,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("collected_on", "日期", _day, filter=True, primary=True),
        Column("category", "类别", types.choice(Category), filter=True, primary=True),
        Column("weight", "重量", _kg, total=True, primary=True),
        Column("carrier", "收运单位", _carrier, filter=True),
        Column("given_by", "交出人", types.ref("core.Person"), filter=True),
        Column("received_by", "接收人", types.text()),
        Column("department", "产生单位", _department, filter=True),
        Column("basis", "重量来源", types.choice(Basis), filter=True),
        Column("bins", "桶数", types.integer("桶"), total=True),
        Column("per_bin", "每桶重量", _kg),
        Column("slip", "月报单编号", types.text(), filter=True),
        Column("manifest", "转移联单编号", types.text(), filter=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("remark", "备注", types.text()),
        Column("unit", "分类单位", types.ref(UNIT), hidden=True),
    ],
    period="collected_on",
    title_column="serial",
)
_LOADED = (
    "serial", "collected_on", "category", "weight", "carrier", "department", "basis",
    "unit",
)  # fmt: skip
_BY_BIN, _HANDED = ("bins", "per_bin"), ("given_by", "received_by")
collections.on(Collection.Weighed, *_LOADED, *_BY_BIN, "remark")
collections.on(Collection.Reported, *_LOADED, *_BY_BIN, *_HANDED, "slip")
collections.on(Collection.HazardousHandedOver, *_LOADED, *_HANDED, "manifest")
collections.on(Collection.Signed, *_HANDED)

hazardous = Ledger(
    "waste_sorting.hazardous",
    "有害垃圾交接台账",
    per=Collection,
    kind="event",
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("collected_on", "日期", _day, filter=True, primary=True),
        Column("department", "产生单位", _department, filter=True),
        Column("kinds", "种类和数量", types.text(), primary=True),
        Column("weight", "重量", _kg, total=True, primary=True),
        Column("carrier", "收运单位", _carrier, filter=True, primary=True),
        Column("licence", "许可证号", types.text()),
        Column("licensed_until", "许可证有效期至", _day),
        Column("manifest", "转移联单编号", types.text(), filter=True),
        Column("given_by", "交出人", types.ref("core.Person"), filter=True),
        Column("received_by", "接收人", types.text()),
    ],
    period="collected_on",
    title_column="serial",
)
hazardous.on(
    Collection.HazardousHandedOver,
    "serial", "collected_on", "department", "kinds", "weight", "carrier", "manifest",
    *_LICENCE, *_HANDED,
)  # fmt: skip


def _sum(*categories: Category) -> Sum:
    return Sum("weight", (Equals("category", categories),))


monthly = RollUp(
    "waste_sorting.monthly",
    "清运月报",
    by=("carrier", "month"),
    parts=[
        Part(
            collections,
            at="collected_on",
            measures={each.value: _sum(each) for each in Category},
        ),
    ],
    columns=[
        Column("carrier", "收运单位", _carrier, filter=True, primary=True),
        Column("month", "月份", types.month(), filter=True, primary=True),
        *(Column(c.value, c.title, _kg, total=True) for c in Category),
        Column("total", "合计", _kg, total=True, primary=True),
        Column("share", "可回收物占比", types.quantity("%", 1), total=True),
    ],
    computed={
        "total": Added(tuple(each.value for each in Category)),
        "share": Divided("recyclable", "total", times=100),
    },
    sort="-month",
)

ALL = (points, carriers, collections, hazardous, monthly)

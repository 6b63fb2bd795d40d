"""Declarations in words, for help pages: how a field is filled, what a column holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.projection.kpi import measured_parts
from houqin.core.projection.rollup import RollUp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.registry.declarations import Declarations
    from houqin.core.schema.form import FieldSpec
    from houqin.core.schema.types import FieldType

#: More titles of a closed list than one reads.
_MOST_CHOICES = 12
_WORDS = {
    "text": "文字",
    "longtext": "多行文字",
    "integer": "整数",
    "date": "日期",
    "instant": "日期时间",
    "month": "月份",
    "year": "年份",
    "boolean": "是或否",
    "personal": "个人信息，加密保存",
    "secret": "密码，任何页面都不显示",
    "roles": "角色，可选多个",
    "state": "办理状态，随办理自动变化",
    "files": "附件",
    "lines": "可填多行",
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a form."""

    title: str
    required: bool
    how: str
    help: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of a ledger."""

    title: str
    holds: str
    source: str


def _kind(declared: Declarations, kind: FieldType) -> str:
    if kind.kind == "ticks":
        return "逐一勾选到、代、缺"
    if kind.choices:
        titles = [title for _code, title in kind.choices]
        more = "等" if len(titles) > _MOST_CHOICES else ""
        return "选一项：" + "、".join(titles[:_MOST_CHOICES]) + more
    if kind.reference:
        several = "，可选多个" if kind.kind == "references" else ""
        spec = declared.aggregates.get(kind.reference)
        return f"从{spec.title if spec else '名册'}中选择{several}"
    if kind.kind in {"quantity", "money"}:
        unit = f"（{kind.unit}）" if kind.unit else ""
        return f"数字{unit}，最多{kind.scale}位小数"
    words = _WORDS.get(kind.kind, "文字")
    return f"{words}（{kind.unit}）" if kind.unit else words


def _holds(declared: Declarations, kind: FieldType) -> str:
    """What a column shows; a reference leads to the record."""
    spec = declared.aggregates.get(kind.reference)
    return f"{spec.title}，点开单据可以查看" if spec else _kind(declared, kind)


def describe_fields(
    declared: Declarations, fields: Iterable[FieldSpec]
) -> list[FieldLine]:
    """How every field is filled; lines one by one."""
    found = []
    for field in fields:
        how = _kind(declared, field.type)
        if field.max_length and field.kind in {"text", "longtext"}:
            how += f"，最多{field.max_length}字"
        if field.lines:
            how += "：" + "、".join(part.title for part in field.lines)
        found.append(FieldLine(field.title, field.required, how, field.help))
    return found


def describe_columns(declared: Declarations, ledger: Ledger) -> list[ColumnLine]:
    """What every column holds, and which entries it comes from."""
    return [
        ColumnLine(
            column.title,
            _holds(declared, column.type),
            _source(declared, ledger, column),
        )
        for column in ledger.columns
        if not column.hidden
    ]


def _source(declared: Declarations, ledger: Ledger, column: Column) -> str:
    if isinstance(ledger, RollUp):
        return _rolled_up(ledger, column)
    if column.looked_up:
        other = declared.ledgers[column.looked_up.ledger]
        measures = {"sum": "合计", "count": "条数"}
        measure = measures.get(column.looked_up.measure, "最近一条")
        return f"取自{other.title}，{measure}"
    if column.derived:
        return "按查看的日期计算"
    titles = [
        _event_title(declared, topic)
        for topic, sources in ledger.fold.assignments.items()
        if column.name in sources
    ]
    if column.type.kind == "state":
        return "每一步办理"
    return "、".join(dict.fromkeys(filter(None, titles))) or "由其他栏目计算"


def _rolled_up(ledger: RollUp, column: Column) -> str:
    if column.name in ledger.measures:
        return f"取自{ledger.part_of(column.name).over.title}"
    if column.name in ledger.computed:
        return "由其他栏目计算"
    return "按此分组"


def _event_title(declared: Declarations, topic: str) -> str:
    cls: Any = declared.topics.class_of(topic)
    return cls.title if cls else ""


def describe_kpi(declared: Declarations, kpi: Kpi) -> list[tuple[str, str]]:
    """What an indicator counts, in words."""
    lines = [("指标口径", kpi.meaning), ("计量单位", kpi.unit)]
    parts = measured_parts(kpi, declared.kpis)
    ledgers = dict.fromkeys(part.over.title for part in parts)
    lines.append(("统计依据", "、".join(ledgers)))
    return [(title, text) for title, text in lines if text]

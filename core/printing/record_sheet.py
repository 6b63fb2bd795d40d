"""A record for which no form is declared: its facts and its whole 办理经过 on A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.printing.form_sheet import (
    Filled,
    FormSheet,
    Grid,
    Section,
    marks_of,
)
from houqin.core.registry.printing import WIDTH

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.printing.ledger_sheet import Printing
    from houqin.core.site.history import Step
    from houqin.core.site.reader import Reader
    from houqin.core.site.records import Fact

_LABEL = 4
_HALF = WIDTH // 2
#: More of a text than half a row holds.
_MANY = 24
_HEADS = ("办理事项", "当事人", "方式", "发生时间", "登记时间", "内容与理由")
_WEIGHTS = (5.0, 4.0, 3.0, 6.0, 6.0, 14.0)


def record_sheet(
    reader: Reader, record: UUID, address: str, printing: Printing
) -> FormSheet:
    """The record as its page shows it."""
    view, steps = reader.record(record), reader.history(record)
    facts = Section("基本情况", tuple(_facts(view.facts)))
    rows = tuple(_step(reader, step) for step in steps)
    past = Section("办理经过", (Grid(_HEADS, rows, _WEIGHTS),))
    state = f"　{view.state_title}" if view.state_title else ""
    return FormSheet(
        f"{view.kind} {view.title}{state}", "", "", "",
        marks_of(reader, record, voided=view.voided, again=False), (facts, past),
        address, printing,
    )  # fmt: skip


def _facts(facts: tuple[Fact, ...]) -> list[tuple[Filled, ...]]:
    """Two to a row; a long text has one for itself."""
    rows: list[tuple[Filled, ...]] = []
    left: Filled | None = None
    for fact in facts:
        label, text = fact.label, fact.text
        if len(text) > _MANY:
            rows.append((Filled(label, text, _LABEL, WIDTH - _LABEL, 1),))
        elif left is None:
            left = Filled(label, text, _LABEL, _HALF - _LABEL, 1)
        else:
            rows.append((left, Filled(label, text, _LABEL, _HALF - _LABEL, 1)))
            left = None
    if left is not None:
        rows.append((left, Filled("", "", _LABEL, _HALF - _LABEL, 1)))
    return rows


def _step(reader: Reader, step: Step) -> tuple[str, ...]:
    told = [
        f"{label}：{f'{old} → ' if old else ''}{new}"
        for label, old, new in step.changes
    ]
    told += [f"{step.reason_title}：{step.reason}"] if step.reason else []
    told += [step.erased] if step.erased else []
    late = f"（补录，晚登记{step.late_days}天）" if step.late_days else ""
    moment = reader.display.moment
    return (
        f"{step.title}{'（已作废）' if step.voided else ''}",
        step.on_behalf_name or step.actor_name,
        step.channel_title,
        "" if step.amendment else moment(step.occurred),
        f"{moment(step.recorded)}{late}",
        "；".join(told),
    )

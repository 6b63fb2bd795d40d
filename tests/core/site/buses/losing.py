"""班车, version 0.3.0 that forgot to say that it counts otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.projection.kpi import Equals, count, total
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from tests.core.site.buses.second import Run, lines, open_run

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from houqin.core.model.context import Context

runs = Ledger(
    "buses.runs",
    "班次台账",
    per=Run,
    columns=[
        Column("line", "线路", types.text()),
        Column("ran_at", "开行时间", types.instant()),
        Column("people", "人数", types.integer("人")),
    ],
)
runs.on(Run.Opened, "line", "people", ran_at=occurred_at)
counted = count(
    "buses.counted", "班次数", over=runs, at="ran_at", unit="班次",
    meaning="一号线的班次。", where=(Equals("line", ("一号线",)),),
)  # fmt: skip
carried = total(
    "buses.carried", "乘坐人数", over=runs, at="ran_at", column="people", unit="人",
    meaning="各班次人数之和。",
)  # fmt: skip


def nothing(context: Context) -> None:
    """The step that says what comes out otherwise."""


def silent(config: Configurator) -> None:
    config.add_plugin("buses", "通勤班车", "0.3.0")
    config.add_aggregate(Run)
    config.add_command(open_run)
    config.add_ledger(runs)
    config.add_kpi(counted, carried)
    config.add_guard(lines)


def includeme(config: Configurator) -> None:
    silent(config)

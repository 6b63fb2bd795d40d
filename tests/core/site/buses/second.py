"""班车, version 0.2.0: a run says how many sat in it; two steps lead there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.guards import Claims
from houqin.core.model.permission import CorePermission
from houqin.core.projection.kpi import count, total
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field, occurred_at
from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from houqin.core.model.context import Context

Seats = Annotated[int, Field(title="人数", ge=0), types.integer("人")]


class Run(Aggregate):
    """One run of a bus."""

    topic = "buses.Run"
    title = "班次"
    seen_by = CorePermission.SEE_PEOPLE

    class Opened(Aggregate.Created):
        """It has run."""

        title = "开行"
        class_version: ClassVar[int] = 2
        line: Annotated[Line, Field(title="线路")]
        people: Seats

        @staticmethod
        def upcast_v1_v2(payload: dict[str, Any]) -> None:
            payload.setdefault("people", 0)


class OpenRun(Form):
    """登记一个班次。"""

    line: Annotated[Line, Field(title="线路")]
    people: Seats = 0


@command("buses.open_run", "登记班次", permission=CorePermission.ORGANISE)
def open_run(context: Context, form: OpenRun) -> None:
    """Record it."""
    context.create(Run, Run.Opened, line=form.line, people=form.people)


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
    "buses.counted", "班次数", over=runs, at="ran_at", unit="班次", meaning="班次之和。"
)
carried = total(
    "buses.carried", "乘坐人数", over=runs, at="ran_at", column="people", unit="人",
    meaning="各班次人数之和。",
)  # fmt: skip
lines = Claims("buses.lines", [Run], "线路")
lines.on(Run.Opened, value=field("line"))


def depot(context: Context) -> None:
    """A run that every depot begins with."""
    context.create(Run, Run.Opened, line="场内调车", people=0)


def timetable(context: Context) -> None:
    """Dies before it is done where a test says so."""
    if os.environ.get("DIES"):
        os.kill(os.getpid(), 9)
    context.create(Run, Run.Opened, line="时刻表试运行", people=1)


def includeme(config: Configurator) -> None:
    config.add_plugin("buses", "通勤班车", "0.2.0")
    config.add_aggregate(Run)
    config.add_command(open_run)
    config.add_ledger(runs)
    config.add_kpi(counted, carried)
    config.add_guard(lines)
    config.add_upgrade_step("buses", "depot", "0.1.0", "0.2.0", depot, "场内调车")
    config.add_upgrade_step("buses", "timetable", "0.1.0", "0.2.0", timetable, "时刻表")

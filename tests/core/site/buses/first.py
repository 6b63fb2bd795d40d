"""班车, version 0.1.0: runs of a bus, a ledger, a figure, a guard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.guards import Claims
from houqin.core.model.permission import CorePermission
from houqin.core.projection.kpi import count
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field, occurred_at
from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from houqin.core.model.context import Context


class Run(Aggregate):
    """One run of a bus."""

    topic = "buses.Run"
    title = "班次"
    seen_by = CorePermission.SEE_PEOPLE

    class Opened(Aggregate.Created):
        """It has run."""

        title = "开行"
        line: Annotated[Line, Field(title="线路")]


class OpenRun(Form):
    """登记一个班次。"""

    line: Annotated[Line, Field(title="线路")]


@command("buses.open_run", "登记班次", permission=CorePermission.ORGANISE)
def open_run(context: Context, form: OpenRun) -> None:
    """Record it."""
    context.create(Run, Run.Opened, line=form.line)


runs = Ledger(
    "buses.runs",
    "班次台账",
    per=Run,
    columns=[
        Column("line", "线路", types.text()),
        Column("ran_at", "开行时间", types.instant()),
    ],
)
runs.on(Run.Opened, "line", ran_at=occurred_at)

counted = count(
    "buses.counted", "班次数", over=runs, at="ran_at", unit="班次", meaning="班次之和。"
)
lines = Claims("buses.lines", [Run], "线路")
lines.on(Run.Opened, value=field("line"))


def includeme(config: Configurator) -> None:
    config.add_plugin("buses", "通勤班车", "0.1.0")
    config.add_aggregate(Run)
    config.add_command(open_run)
    config.add_ledger(runs)
    config.add_kpi(counted)
    config.add_guard(lines)
    config.add_menu_item("buses", "班次", "runs", CorePermission.SEE_PEOPLE)

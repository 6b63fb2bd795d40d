"""通勤班车: runs of the county's shuttle bus, and the people they carried."""

from typing import Annotated

from pydantic import Field
from pyramid.config import Configurator

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.context import Context
from houqin.core.model.rights import Permission
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.people.roles import administrator, director, dispatcher
from houqin.core.projection.kpi import total
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.registry.reporting import ReportSection, clause
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Line
from houqin.core.schema.form import Form, RecordForm


class Right(Permission):
    RECORD = "shuttle.record", "登记通勤班车"


MAP = {Right.RECORD: ((administrator,), (director,), (dispatcher,))}
Route = Annotated[Line, Field(title="线路")]
RunDay = Annotated[Day, Field(title="日期")]
Riders = Annotated[int, Field(title="乘车人数", ge=0, le=99), types.integer("人")]


class Run(Aggregate):
    """One run of a bus on one route."""

    topic = "shuttle.Run"
    title = "班车班次"
    seen_by = Right.RECORD
    workflow = Workflow(
        [State("planned", "已排班", "登记运行", Right.RECORD), State("ran", "已运行")],
        [Transition("Planned", (), "planned"), Transition("Ran", ("planned",), "ran")],
    )

    class Planned(Aggregate.Created):
        title = "排班"
        route: Route
        day: RunDay

    class Ran(Aggregate.Event):
        title = "登记运行"
        riders: Riders


class Plan(Form):
    """排班后在待办里等登记运行。"""

    route: Route
    day: RunDay


class Finish(RecordForm):
    """登记实际乘车人数，计入指标。"""

    riders: Riders


@command("shuttle.plan", "排班", permission=Right.RECORD, menu=True)
def plan(context: Context, form: Plan) -> None:
    """Let a bus run."""
    context.create(Run, Run.Planned, **dict(form))


@command("shuttle.finish", "登记运行", permission=Right.RECORD, on=Run, event=Run.Ran)
def finish(context: Context, form: Finish) -> None:
    """Say how many it carried."""
    context.load(Run, form.record).record(Run.Ran, riders=form.riders)


runs = Ledger(
    "shuttle.runs", "班车运行台账", per=Run, period="day", title_column="route",
    columns=[
        Column("route", "线路", types.text(), filter=True, primary=True),
        Column("day", "日期", types.day(), filter=True, primary=True),
        Column("riders", "乘车人数", types.integer("人"), total=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
    ],
)  # fmt: skip
runs.on(Run.Planned, "route", "day")
runs.on(Run.Ran, "riders")

riders = total(
    "shuttle.riders", "乘车人次", over=runs, column="riders", at="day", unit="人次",
    meaning="已运行各班次的乘车人数之和，作废的不计。", source="班车运行台账",
)  # fmt: skip
SAID = clause("通勤班车运送职工{shuttle.riders}人次")
summary = ReportSection("shuttle.summary", "通勤班车", (clause("{period}"), SAID))


def includeme(config: Configurator) -> None:
    """Declare everything this plugin adds."""
    config.add_plugin("shuttle", "通勤班车", "1.0")
    config.add_aggregate(Run)
    config.add_command(plan, finish)
    config.add_ledger(runs)
    config.add_kpi(riders)
    config.add_report_section(summary)
    config.add_permissions(MAP)
    config.add_menu_item("shuttle", "班车运行台账", "runs", Right.RECORD, 10)

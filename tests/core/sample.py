"""A small plugin of meters and meetings, for what vehicles does not use of core."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.guards import Claims, Register
from houqin.core.model.numbers import Series
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.projection.kpi import (
    Equals,
    Given,
    OlderThan,
    count,
    level,
    months,
    total,
)
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import (
    acting,
    actor,
    field,
    occurred_at,
    recorded_at,
    stream,
)
from houqin.core.schema import types
from houqin.core.schema.errors import Refused
from houqin.core.schema.fields import Day, Line, PersonId, Yes
from houqin.core.schema.form import Form, RecordForm
from houqin.core.schema.types import Copied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from pyramid.config import Configurator

    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent

Place = Annotated[Line, Field(title="位置")]
Since = Annotated[Day, Field(title="安装日期")]
Reading = Annotated[int, Field(title="读数", ge=0), types.quantity("度", 1)]
Keeper = Annotated[PersonId, Field(title="管理人")]
Public = Annotated[Yes, Field(title="公用")]
KeeperUnit = Annotated[
    str, Field(title="管理单位"), types.text(), Copied("keeper", "department")
]
Listed = Annotated[list[dict[str, Any]], Field(title="签到")]

#: A reading that no process can fold into 计量表台账.
UNREADABLE = 987_654_321
#: Ledgers whose reducers are broken just now, as a bad release would have them.
BROKEN: set[str] = set()


@contextmanager
def broken(ledger: str) -> Iterator[None]:
    """A reducer of that ledger raises inside."""
    BROKEN.add(ledger)
    try:
        yield
    finally:
        BROKEN.discard(ledger)


class Meter(Aggregate):
    """A meter that is read, moved and switched off."""

    topic = "sample.Meter"
    title = "计量表"
    workflow = Workflow(
        [State("on", "在用", waiting="抄表"), State("off", "停用")],
        [
            Transition("Installed", (), "on"),
            Transition("SwitchedOff", ("on",), "off"),
            Transition("SwitchedOn", ("off",), "on"),
        ],
        latest=True,
    )

    class Installed(Aggregate.Created):
        title = "安装"
        place: Place
        since: Since
        keeper: Keeper | None = None
        public: Public | None = None
        keeper_unit: KeeperUnit | None = None

    class Read(Aggregate.Event):
        title = "抄表"
        value: Reading

    class Moved(Aggregate.Event):
        title = "移位"
        place: Place

    class SwitchedOff(Aggregate.Event):
        title = "停用"

    class SwitchedOn(Aggregate.Event):
        title = "启用"


class Meeting(Aggregate):
    """A meeting whose one event lists everybody who signed in."""

    topic = "sample.Meeting"
    title = "会议"

    class Held(Aggregate.Created):
        title = "召开"
        name: Place
        people: Listed

    class Joined(Aggregate.Event):
        title = "补签"
        people: Listed


class Install(Form):
    """安装。"""

    place: Place
    since: Since
    keeper: Keeper | None = None
    public: Public | None = None


class Read(RecordForm):
    """抄表。"""

    value: Reading


class Move(RecordForm):
    """移位。"""

    place: Place


class Only(RecordForm):
    """无须填写。"""


class Hold(Form):
    """召开。"""

    name: Place
    people: Listed


class Join(RecordForm):
    """补签。"""

    people: Listed


class Nothing(Form):
    """无须填写。"""


@command("sample.install", "安装")
def install(context: Context, form: Install) -> None:
    context.create(Meter, Meter.Installed, **dict(form))


@command("sample.read", "抄表", on=Meter)
def read(context: Context, form: Read) -> None:
    context.load(Meter, form.record).record(Meter.Read, value=form.value)


@command("sample.move", "移位", on=Meter, event=Meter.Moved)
def move(context: Context, form: Move) -> None:
    context.load(Meter, form.record).record(Meter.Moved, place=form.place)


@command("sample.off", "停用", on=Meter, event=Meter.SwitchedOff)
def off(context: Context, form: Only) -> None:
    context.load(Meter, form.record).record(Meter.SwitchedOff)


@command("sample.on", "启用", on=Meter, event=Meter.SwitchedOn)
def on(context: Context, form: Only) -> None:
    context.load(Meter, form.record).record(Meter.SwitchedOn)


@command("sample.hold", "召开")
def hold(context: Context, form: Hold) -> None:
    context.create(Meeting, Meeting.Held, **dict(form))


@command("sample.join", "补签", on=Meeting)
def join(context: Context, form: Join) -> None:
    context.load(Meeting, form.record).record(Meeting.Joined, people=form.people)


@command("sample.nothing", "不办理")
def nothing(_context: Context, _form: Nothing) -> None:
    """A command that decides to do nothing."""


@command("sample.regret", "反悔")
def regret(context: Context, _form: Nothing) -> None:
    """Decides, and refuses after all."""
    context.create(Meeting, Meeting.Held, name="例会", people=[])
    message = "又不开了"
    raise Refused(message)


@command("sample.slip", "纸质单据")
def slip(context: Context, form: Install) -> None:
    """One paper slip holds two people's acts of two times."""
    meter = context.create(Meter, Meter.Installed, **dict(form))
    keeper: UUID | None = form.keeper
    with context.told(
        occurred=context.occurred - 60_000_000, on_behalf_of=keeper, channel="paper"
    ):
        context.create(Meeting, Meeting.Held, name="交底", people=[])
    meter.record(Meter.Read, value=0)


meters = Ledger(
    "sample.meters",
    "计量表台账",
    per=Meter,
    columns=[
        Column("place", "位置", types.text(), latest=True, filter=True, primary=True),
        Column("value", "读数", types.quantity("度", 1), latest=True, total=True),
        Column("status", "状态", types.state(), filter=True),
        Column("since", "安装日期", types.day(), filter=True),
        Column("keeper", "管理人", types.ref("core.Person"), filter=True),
        Column("keeper_unit", "管理单位", types.text()),
        Column("public", "公用", types.boolean(), filter=True),
        Column("times", "抄表次数", types.integer("次"), filter=True),
        Column("typed_by", "登记人", types.text()),
        Column("told_by", "当事人", types.text()),
        Column("recorded", "登记时间", types.instant()),
        Column(
            "all_readings",
            "读数合计",
            types.quantity("度", 1),
            looked_up=LookedUp("sample.readings", "meter", "value", "sum"),
        ),
        Column(
            "last_reading",
            "最近读数",
            types.quantity("度", 1),
            looked_up=LookedUp(
                "sample.readings", "meter", "value", "newest", order="read_at"
            ),
        ),
    ],
    title_column="place",
    extensible=True,
)
meters.on(Meter.Installed, "place", "since", "keeper", "keeper_unit", "public")
meters.on(Meter.Installed, typed_by=actor, told_by=acting, recorded=recorded_at)
meters.on(Meter.Read, "value")
meters.on(Meter.Moved, "place")


@meters.reduce(Meter.Read)
def _counted(row: dict[str, Any], event: RecordedEvent) -> dict[str, Any]:
    if "sample.meters" in BROKEN:
        message = "the reducer of a bad release"
        raise ZeroDivisionError(message)
    if event.payload["value"] == UNREADABLE:
        raise ValueError(UNREADABLE)
    row["times"] = (row.get("times") or 0) + 1
    if event.payload["value"] > 10**9:
        row["times"] = 10**30
    return row


readings = Ledger(
    "sample.readings",
    "抄表记录",
    per=Meter,
    kind="event",
    columns=[
        Column("meter", "计量表", types.ref("sample.Meter"), filter=True),
        Column("place", "位置", types.text()),
        Column("read_at", "时间", types.instant(), filter=True),
        Column("value", "读数", types.quantity("度", 1), total=True, filter=True),
    ],
    period="read_at",
    title_column="place",
)
readings.carry(Meter.Installed, "place", meter=stream)
readings.carry(Meter.Moved, "place")
readings.on(Meter.Read, "value", read_at=occurred_at)

sign_ins = Ledger(
    "sample.sign_ins",
    "签到表",
    per=Meeting,
    kind="event",
    items="people",
    columns=[
        Column("meeting", "会议", types.text()),
        Column("who", "姓名", types.text(), filter=True),
        Column("seat", "座位", types.integer(), total=True),
        Column("voucher", "凭据", types.text(), filter=True),
    ],
    sort="who",
)
sign_ins.on(Meeting.Held, meeting=field("name"))
sign_ins.on(Meeting.Joined)

places = Claims("sample.places", [Meter], "位置", released=["off"])
places.on(Meter.Installed, value=field("place"))
places.on(Meter.Moved, value=field("place"))
registered = Register("sample.registered", Meter, ["place"])
registered.keep(Meter.Installed, "place")
values = Series("sample.values", [Meter], "读数", "度")
values.on(Meter.Installed, resource=stream)
values.on(Meter.Read, value=field("value"))

readings_taken = count(
    "sample.readings_taken", "抄表次数", over=readings, at="read_at", unit="次",
    meaning="抄表记录数。", dimensions=("place",),
)  # fmt: skip
consumption = total(
    "sample.consumption", "读数合计", over=readings, at="read_at", column="value",
    unit="度", scale=1, meaning="读数之和。",
)  # fmt: skip
installed = count(
    "sample.installed", "安装数", over=meters, at="since", unit="只",
    meaning="按安装日期计。",
)  # fmt: skip
old = level(
    "sample.old", "超2年表数", over=meters, unit="只",
    where=(OlderThan("since", 2),), meaning="截止日安装超过2年的表。",
)  # fmt: skip
kept = count(
    "sample.kept", "有人管理的表", over=meters, at="since", unit="只",
    where=(Given("keeper"),), meaning="有管理人的表，按安装日期计。",
)  # fmt: skip
running = count(
    "sample.running", "在用表数", over=meters, at="since", unit="只",
    where=(Equals("state", ("on",)),), meaning="安装后仍在用的表，按安装日期计。",
)  # fmt: skip
months_read = months(
    "sample.months_read", "按月抄表率", over=readings, at="read_at",
    meaning="抄过表的月数÷统计期月数。",
)  # fmt: skip


def includeme(config: Configurator) -> None:
    config.add_plugin("sample", "示例", "0.1.0")
    config.add_aggregate(Meter)
    config.add_aggregate(Meeting)
    config.add_command(install, read, move, off, on, hold, join, nothing, regret, slip)
    config.add_ledger(meters, readings, sign_ins)
    config.add_guard(places, registered, values)
    config.add_kpi(readings_taken, consumption, installed, old)
    config.add_kpi(kept, running, months_read)

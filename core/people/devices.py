"""公用电脑: browsers an administrator registered, where people come in by a PIN."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import sqlalchemy as sa
from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.guards import Register
from houqin.core.model.permission import CorePermission
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.people import sessions, tickets
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from houqin.core.schema.errors import Refused
from houqin.core.schema.fields import Line, Secret
from houqin.core.schema.form import Form, RecordForm

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.events.store import Connection

TOPIC = "core.SharedDevice"
ACTIVE = "active"

device_metadata = sa.MetaData()
sa.Table(
    "shared_device",
    device_metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("device", sa.LargeBinary, nullable=False),
)

DeviceName = Annotated[Line, Field(title="名称", description="例如：驾驶员休息室")]
Units = Annotated[
    list[UUID],
    Field(title="单位", description="名单上有这些单位及其下级单位的人员"),
    types.refs("core.Department"),
]
People = Annotated[
    list[UUID],
    Field(title="人员", description="另外加上这些人员；单位和人员都不选即所有人"),
    types.refs("core.Person"),
]


class SharedDevice(Aggregate):
    """One browser that several people use."""

    topic = TOPIC
    title = "公用电脑"
    seen_by = CorePermission.ORGANISE
    amended_by = ""
    workflow = Workflow(
        [
            State(ACTIVE, "在用", stage=False),
            State("withdrawn", "已停用", stage=False),
        ],
        [
            Transition("Registered", (), ACTIVE),
            Transition("Changed", (ACTIVE,)),
            Transition("Withdrawn", (ACTIVE,), "withdrawn"),
        ],
    )

    class Registered(Aggregate.Created):
        """From here on its login page is a list of names."""

        title = "登记"
        name: DeviceName
        departments: Units
        people: People

    class Changed(Aggregate.Event):
        """Other people are on its list."""

        title = "变更"
        name: DeviceName
        departments: Units
        people: People

    class Withdrawn(Aggregate.Event):
        """Its login page asks for a password again."""

        title = "停用"


class RegisterDevice(Form):
    """把正在使用的这个浏览器登记为公用电脑，登录页显示姓名列表。"""

    name: DeviceName
    departments: Units = []  # noqa: RUF012 - pydantic copies it
    people: People = []  # noqa: RUF012 - pydantic copies it
    token: Secret


class ChangeDevice(RecordForm):
    """变更名称和名单。"""

    name: DeviceName
    departments: Units = []  # noqa: RUF012 - pydantic copies it
    people: People = []  # noqa: RUF012 - pydantic copies it


class WithdrawDevice(RecordForm):
    """停用后，在这台电脑上用PIN码的登录全部退出。"""


@command("core.register_device", "登记公用电脑", permission=CorePermission.ORGANISE)
def register_device(context: Context, form: RegisterDevice) -> None:
    """Keep the digest of what the browser holds from here on."""
    _require_known(context, form)
    made = context.create(
        SharedDevice, SharedDevice.Registered, name=form.name,
        departments=form.departments, people=form.people,
    )  # fmt: skip
    context.connection.run(
        "INSERT INTO [shared_device] (digest, device) VALUES (?, ?)",
        (tickets.digest_of(form.token), made.id.bytes),
    )


def _as_it_is(_context: Context, device: SharedDevice) -> dict[str, object]:
    return {n: device.__dict__[n] for n in ("name", "departments", "people")}


@command(
    "core.change_device", "变更", permission=CorePermission.ORGANISE,
    on=SharedDevice, event=SharedDevice.Changed, starts=_as_it_is, style="default",
    late=False,
)  # fmt: skip
def change_device(context: Context, form: ChangeDevice) -> None:
    """Put other people on the list."""
    _require_known(context, form)
    context.load(SharedDevice, form.record).record(
        SharedDevice.Changed, name=form.name, departments=form.departments,
        people=form.people,
    )  # fmt: skip


@command(
    "core.withdraw_device", "停用", permission=CorePermission.ORGANISE,
    on=SharedDevice, event=SharedDevice.Withdrawn, style="danger", late=False,
)  # fmt: skip
def withdraw_device(context: Context, form: WithdrawDevice) -> None:
    """Take the list away, and everybody off who came in by it."""
    context.load(SharedDevice, form.record).record(SharedDevice.Withdrawn)
    context.connection.run(
        "DELETE FROM [shared_device] WHERE device = ?", (form.record.bytes,)
    )
    for ticket in tickets.open_tickets(context.connection):
        if ticket.device == form.record:
            sessions.close(context, ticket.id, sessions.Ending.REVOKED)


def _require_known(context: Context, form: RegisterDevice | ChangeDevice) -> None:
    for unit in form.departments:
        context.choose("core.Department", unit, "departments")
    for person in form.people:
        if context.choose("core.Person", person, "people").state == "left":
            raise Refused("名单上不能有已离开的人员", "people")


def of_token(connection: Connection, token: str) -> UUID | None:
    """The device that holds a token."""
    found = connection.execute(
        "SELECT device FROM [shared_device] WHERE digest = ?",
        (tickets.digest_of(token),),
    )
    return UUID(bytes=bytes(found[0][0])) if found else None


register = Register("core.device_register", SharedDevice, ["departments", "people"])
register.keep(SharedDevice.Registered, "departments", "people")
register.keep(SharedDevice.Changed, "departments", "people")

ledger = Ledger(
    "core.devices",
    "公用电脑台账",
    per=SharedDevice,
    columns=[
        Column("name", "名称", types.text(), filter=True, primary=True),
        Column("departments", "单位", types.refs("core.Department"), primary=True),
        Column("people", "人员", types.refs("core.Person")),
        Column("registered", "登记时间", types.instant()),
        Column("status", "状态", types.state(), filter=True, primary=True),
    ],
    title_column="name",
    sort="name",
)
ledger.on(
    SharedDevice.Registered, "name", "departments", "people", registered=occurred_at
)
ledger.on(SharedDevice.Changed, "name", "departments", "people")

ALL = (register_device, change_device, withdraw_device)

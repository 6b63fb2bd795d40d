"""上报督导员, 列入名册, 变更, 离任, 更换."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.people.known import person_of
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.waste_sorting.fields import UNIT, Reason, Remark, UnitId
from houqin.plugins.waste_sorting.permissions import WastePermission as Right
from houqin.plugins.waste_sorting.supervisor import (
    Area,
    KindField,
    PostField,
    SexField,
    Since,
    Supervisor,
    SupervisorKind,
    TypedPhone,
    TypedSupervisor,
    Until,
)

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class NominateSupervisor(Form):
    """每个单位至少一名；任命日期不填即当天。人员名册里没有的，同时登记为本单位人员。"""

    unit: UnitId
    name: TypedSupervisor
    sex: SexField
    post: PostField
    phone: TypedPhone | None = None
    kind: KindField = SupervisorKind.PART_TIME
    area: Area | None = None
    since: Since | None = None
    until: Until | None = None
    remark: Remark | None = None


class ConfirmSupervisor(RecordForm):
    """核对单位、职务和电话后列入名册。"""


class UpdateSupervisor(RecordForm):
    """电话不填即不变。"""

    post: PostField
    kind: KindField
    phone: TypedPhone | None = None
    area: Area | None = None
    until: Until | None = None


class Depart(RecordForm):
    """离任后请在规定的工作日内更换。"""

    reason: Reason


class ReplaceSupervisor(RecordForm):
    """同时上报接任的督导员，任命日期不填即当天。"""

    reason: Reason
    name: TypedSupervisor
    sex: SexField
    post: PostField
    phone: TypedPhone | None = None
    kind: KindField = SupervisorKind.PART_TIME
    area: Area | None = None
    since: Since | None = None


@command(
    "waste_sorting.nominate_supervisor", "上报督导员", permission=Right.NOMINATE,
    menu=True, event=Supervisor.Nominated, order=50, batch=True,
)  # fmt: skip
def nominate_supervisor(context: Context, form: NominateSupervisor) -> None:
    """A unit names its supervisor."""
    values = {name: value for name, value in form if name not in {"name", "unit"}}
    nominate(context, form.unit, form.name, **values)


def nominate(context: Context, unit: UUID, name: str, **values: Any) -> Supervisor:
    """A person of the unit becomes its supervisor."""
    found = context.choose(UNIT, unit, "unit")
    if found.state == "removed":
        raise Refused("这个单位已退出名录，不能上报督导员", "unit")
    department = UUID(found.attributes["department"])
    person = person_of(context, department, name, values.get("phone"))
    values["since"] = values.get("since") or local_day(context.occurred, context.zone)
    return context.create(
        Supervisor, Supervisor.Nominated, unit=unit, person=person, **values
    )


confirm_supervisor = records(
    "waste_sorting.confirm_supervisor", "列入名册", ConfirmSupervisor, Supervisor,
    Supervisor.Confirmed, permission=Right.CONFIRM, order=60, batch=True,
)  # fmt: skip


def _as_it_is(_context: Context, supervisor: Any) -> dict[str, Any]:
    return {
        "post": supervisor.post, "kind": supervisor.kind, "area": supervisor.area,
        "until": supervisor.until,
    }  # fmt: skip


def _in_office(_context: Context, supervisor: Any) -> str | None:
    return "已不在任" if supervisor.state in {"left", "replaced"} else None


@command(
    "waste_sorting.update_supervisor", "变更", permission=Right.NOMINATE,
    on=Supervisor, event=Supervisor.Updated, style="default", starts=_as_it_is,
    may=_in_office, order=70,
)  # fmt: skip
def update_supervisor(context: Context, form: UpdateSupervisor) -> None:
    """Change what is known of a supervisor."""
    supervisor: Any = context.load(Supervisor, form.record)
    values = form.said()
    values["phone"] = form.phone or supervisor.phone
    supervisor.record(Supervisor.Updated, person=supervisor.person, **values)


supervisor_left = records(
    "waste_sorting.supervisor_left", "离任", Depart, Supervisor, Supervisor.Left,
    permission=Right.NOMINATE, style="danger", order=80,
)  # fmt: skip


def _area(_context: Context, supervisor: Any) -> dict[str, Any]:
    return {"area": supervisor.area, "kind": supervisor.kind}


@command(
    "waste_sorting.replace_supervisor", "更换督导员", permission=Right.NOMINATE,
    on=Supervisor, event=Supervisor.Replaced, starts=_area, order=90,
)  # fmt: skip
def replace_supervisor(context: Context, form: ReplaceSupervisor) -> None:
    """Name whoever does it instead."""
    before: Any = context.load(Supervisor, form.record)
    said = form.said()
    name, reason = said.pop("name"), said.pop("reason")
    after = nominate(
        context, before.unit, name, replaces=before.id, replacing=reason, **said
    )
    before.record(Supervisor.Replaced, reason=reason, successor=after.id)


ALL = (
    nominate_supervisor,
    confirm_supervisor,
    update_supervisor,
    supervisor_left,
    replace_supervisor,
)

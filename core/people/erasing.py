"""个人信息清除 of a person: the key goes, and with it what it sealed in every copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.aggregate import field_types
from houqin.core.model.command import command
from houqin.core.model.ending import has_ended
from houqin.core.model.erasing import erase_fields, filled_in
from houqin.core.model.erasures import Extent, note
from houqin.core.model.lawful import Lawful
from houqin.core.model.permission import CorePermission
from houqin.core.people import kept, sessions
from houqin.core.people.aggregates import Person
from houqin.core.projection.effective import is_amendment
from houqin.core.schema.errors import RecordMissing, Refused

if TYPE_CHECKING:
    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.context import Context

#: Records a form looks through for what is still under way.
MOST_LOOKED_THROUGH = 300
MOST_NAMED = 10

_REFERRING = (
    "SELECT source FROM [guard_reference] WHERE target = ? ORDER BY source LIMIT ?"
)


class ErasePerson(Lawful):
    """姓名、电话、登录名、工号和密码永久清除，不能恢复；经办过的单据、台账条数和指标不变。"""


def _may_be_erased(context: Context, person: Any) -> str | None:
    if has_ended(context, person.id):
        return "此人的个人信息已经清除"
    if person.id in {context.actor, context.acting}:
        return "不能清除本人的个人信息，请由其他有权限的人员办理"
    return None


def _warnings(context: Context, person: Any) -> list[str]:
    """What whoever decides should know before."""
    found = []
    if person.state != "left":
        found.append("此人仍在职。清除后即为离开，不能登录，也不能再选为当事人。")
    open_records = [context.title(record) for record in _under_way(context, person.id)]
    if open_records:
        named = "、".join(open_records[:MOST_NAMED])
        more = len(open_records) - MOST_NAMED
        others = f"，另有{more}份" if more > 0 else ""
        found.append(f"还没有办结或者仍在使用：{named}{others}。")
    return found


def _under_way(context: Context, person: UUID) -> list[UUID]:
    """Records that name the person and are not finished."""
    rows = context.connection.execute(_REFERRING, (str(person), MOST_LOOKED_THROUGH))
    sources = [UUID(bytes=bytes(row[0])) for row in rows]
    return [source for source in sources if _is_open(context, source)]


def _is_open(context: Context, source: UUID) -> bool:
    try:
        record: Aggregate = context.load_any(source)
    except (Refused, RecordMissing):
        return False
    if record.workflow is None or isinstance(record, sessions.Session):
        return False
    state = record.workflow.states.get(record.state or "")
    if state is None or state.waiting:
        return state is not None
    # A driver on duty waits for nothing, and is offered in forms.
    offered = context.catalogue.register_of(record.topic) is not None
    stopped = record.state in getattr(record, "unavailable", ())
    return offered and not stopped and not state.stage


def _require_other_administrator(context: Context, person: UUID) -> None:
    """Somebody must be left who can administer people."""
    right = CorePermission.ORGANISE
    if right not in context.rights(person):
        return
    others = (c for c in context.choosable("core.Person") if c.id != person)
    if not any(right in context.rights(other.id) for other in others):
        raise Refused("此人是唯一的系统管理员，不能清除；请先指定另一位系统管理员")


@command(
    "core.erase_person", "清除个人信息", permission=CorePermission.ERASE, on=Person,
    event=Person.Erased, may=_may_be_erased, warns=_warnings, style="danger",
    late=False, order=990,
)  # fmt: skip
def erase_person(context: Context, form: ErasePerson) -> None:
    """Erase what identifies a person; what the person did stays counted."""
    person = context.load(Person, form.record)
    if message := _may_be_erased(context, person):
        raise Refused(message)
    _require_other_administrator(context, form.record)
    grounds = form.grounds()
    _erase_names(context, form.record, grounds)
    with context.told(occurred=context.now):
        person.record(Person.Erased, **grounds)
    sessions.close_all(context, form.record)
    note(context, Extent.PERSON, form.record, grounds)
    context.transaction.forget()
    kept.delete(context.connection, form.record)


def _erase_names(context: Context, person: UUID, grounds: dict[str, Any]) -> None:
    """Logins and numbers are plain text in the person's own events."""
    for event in list(context.stream(person).loaded):
        cls = context.catalogue.topics.class_of(event.topic)
        if is_amendment(event) or cls is None:
            continue
        kinds = field_types(cls)
        named = (n for n, kind in kinds.items() if kind.identifying)
        if names := filled_in(context, event, named):
            erase_fields(context, event, cls, names, {}, grounds)

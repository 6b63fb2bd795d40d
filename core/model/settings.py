"""参数设置: a plugin declares a form of defaults, the office changes values by day.

One record a group, ``core.Settings``; every change says what it was before, from which
day on the new value holds, and stands in 办理经过 for ever.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid5

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.dated import Dated, decoded
from houqin.core.model.permission import CorePermission
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors, RecordMissing
from houqin.core.schema.fields import Day, Line
from houqin.core.schema.form import FieldSpec, Form, fields_of, parse
from houqin.core.schema.plain import plain
from houqin.core.schema.types import Fixed
from houqin.events import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from houqin.core.model.context import Context
    from houqin.core.model.guards import GuardRow
    from houqin.core.projection.effective import Effective
    from houqin.core.schema.types import FieldType

#: Values by name, each list in the order of its days.
Valid = dict[str, list[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class SettingsSpec:
    """One group of parameters.

    :param code: ``<plugin>.<group>``; its values are read as ``<plugin>.<field>``.
    :param form: all of its fields have defaults, which hold until somebody changes
        them.
    :param control: the entry of 系统管理 it is changed at, 参数设置 if it names none.
    """

    code: str
    title: str
    form: type[Form]
    order: int = 100
    control: str = ""

    @property
    def plugin(self) -> str:
        """The plugin whose parameters they are."""
        return self.code.partition(".")[0]

    @property
    def help(self) -> str:
        """What the parameters are for."""
        return (self.form.__doc__ or "").strip().partition("\n")[0]

    @property
    def fields(self) -> tuple[FieldSpec, ...]:
        """Each parameter, its default in it."""
        return fields_of(self.form)

    def field(self, name: str) -> FieldSpec | None:
        """The parameter of that name."""
        return next((f for f in self.fields if f.name == name), None)

    def stream(self, site: UUID) -> UUID:
        """The one record of this group."""
        return uuid5(site, f"settings:{self.code}")


class SettingsRecord(Aggregate):
    """One group's parameters; what was set wrongly is set again, never corrected."""

    topic = "core.Settings"
    title = "参数设置"
    seen_by = "core.configure"
    # Terms for signatures are parameters.
    shapes_waiting = True
    amended_by = ""

    class Opened(Aggregate.Created):
        """The group is changed for the first time."""

        title = "启用"
        group: Annotated[str, Fixed()]
        name: Annotated[Line, Field(title="名称")]

    class Changed(Aggregate.Event):
        """Other values from a day on."""

        title = "修改参数"
        values: Annotated[dict[str, Any], Fixed()]
        before: Annotated[dict[str, Any], Fixed()]
        since: Annotated[Day, Field(title="生效日期"), Fixed()]

        @staticmethod
        def told(
            catalogue: Any,
            opened: dict[str, Any],
            payload: dict[str, Any],
            show: Callable[[FieldType, Any], str],
        ) -> list[tuple[str, str, str]]:
            """Old and new value of each parameter, for 办理经过."""
            spec = catalogue.settings.get(opened["group"])
            told = []
            for name, value in payload["values"].items():
                field = spec.field(name) if spec else None
                old = payload["before"].get(name)
                if field is None:
                    told.append((name, str(old), str(value)))
                    continue
                shown = (show(field.type, old), show(field.type, value))
                told.append((field.title, *shown))
            return [*told, ("生效日期", "", payload["since"])]


class SettingsGuard(Dated):
    """The values in force, by name and day."""

    def __init__(self) -> None:
        super().__init__("core.settings", (SettingsRecord,))

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """Every value a group was ever given, the last one of a day."""
        plugin = effective.first.payload["group"].partition(".")[0]
        found: dict[tuple[str, str], str] = {}
        for event in effective.events[1:]:
            for name, value in event.payload["values"].items():
                key = (f"{plugin}.{name}", event.payload["since"])
                found[key] = canonical.encode({"v": value}).decode()
        return frozenset((self.name, *key, value) for key, value in found.items())

    def arranged(self, rows: Iterable[GuardRow]) -> Valid:
        """The values of each name in the order of their days."""
        valid: Valid = {}
        for _guard, name, since, value in sorted(rows):
            valid.setdefault(name, []).append((since, decoded(value)["v"]))
        return valid


settings_guard = SettingsGuard()


def value_on(valid: Valid, name: str, day: date) -> tuple[Any] | None:
    """The value a name was given for ``day``, in a tuple; nothing if none was."""
    given = valid.get(name)
    if not given:
        return None
    found = bisect_right(given, day.isoformat(), key=lambda each: each[0])
    return (given[found - 1][1],) if found else None


class ChangeSettings(Form):
    """从生效日期起按新值办理，以前的单据不受影响；原值保留在办理经过中。"""

    group: Annotated[Line, Field(title="参数组")]
    values: Annotated[dict[str, Any], Field(title="参数")]
    since: Annotated[Day, Field(title="生效日期")] | None = None


@command("core.change_settings", "修改参数", permission=CorePermission.CONFIGURE)
def change_settings(context: Context, form: ChangeSettings) -> None:
    """Set what differs from what would hold on that day."""
    spec = context.catalogue.settings.get(form.group)
    if spec is None:
        raise FormErrors({"group": f"没有参数组“{form.group}”"})
    today = local_day(context.occurred, context.zone)
    since = form.since or today
    before = {
        f.name: context.setting(f"{spec.plugin}.{f.name}", since) for f in spec.fields
    }
    given, errors = _parsed(spec, before | form.values)
    if since < today:
        # What has been decided by the old rules is not to be judged by new ones.
        errors["since"] = f"生效日期不能早于{today}"
    if errors:
        raise FormErrors(errors)
    values = {name: value for name, value in given.items() if value != before[name]}
    if not values:
        raise FormErrors({"": "没有改动任何一项"})
    old = {name: before[name] for name in values}
    record = _record(context, spec)
    record.record(SettingsRecord.Changed, values=values, before=old, since=since)


def _parsed(
    spec: SettingsSpec, given: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Every parameter as canonical JSON holds it, or what is wrong with each."""
    try:
        form = parse(spec.form, given)
    except FormErrors as wrong:
        return {}, {f"values.{name}": said for name, said in wrong.errors.items()}
    return {f.name: plain(getattr(form, f.name)) for f in spec.fields}, {}


def _record(context: Context, spec: SettingsSpec) -> SettingsRecord:
    stream = spec.stream(context.services.site)
    try:
        return context.load(SettingsRecord, stream)
    except RecordMissing:
        opened = SettingsRecord.Opened
        given = {"group": spec.code, "name": spec.title}
        return context.create(SettingsRecord, opened, id=stream, **given)

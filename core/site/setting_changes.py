"""Parameters as 参数设置 shows them: now, by default, soon, and who changed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.model.settings import SettingsRecord, settings_guard
from houqin.core.schema.errors import RecordMissing

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.model.settings import SettingsSpec
    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.history import Step
    from houqin.core.site.reader import Reader


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``coming`` are values of later days."""

    field: FieldSpec
    value: Any
    default: Any
    since: str
    coming: tuple[tuple[str, Any], ...]


def parameters(reader: Reader, spec: SettingsSpec) -> list[Parameter]:
    """Every parameter of a group on the horizon's last day."""
    today = reader.last_day()
    services = reader.site.services
    valid = services.shared.read(settings_guard, reader.connection, reader.epoch)
    return [
        _parameter(reader, spec, field, valid.get(f"{spec.plugin}.{field.name}"), today)
        for field in spec.fields
    ]


def _parameter(
    reader: Reader,
    spec: SettingsSpec,
    field: FieldSpec,
    given: list[tuple[str, Any]] | None,
    today: date,
) -> Parameter:
    name, day = f"{spec.plugin}.{field.name}", today.isoformat()
    days = given or []
    since = max((each for each, _value in days if each <= day), default="")
    coming = tuple(each for each in days if each[0] > day)
    default = reader.site.declarations.defaults[name]
    return Parameter(field, reader.setting(name), default, since, coming)


def changes(reader: Reader, spec: SettingsSpec) -> list[Step]:
    """办理经过 of a group, the newest first, without its beginning."""
    title = SettingsRecord.Changed.title
    try:
        steps = reader.history(spec.stream(reader.site.id))
    except RecordMissing:
        return []
    return [step for step in reversed(steps) if step.title == title]

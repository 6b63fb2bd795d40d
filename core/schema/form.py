"""The typed schema of a command: declared once, read by pages, import and API.

A command's input is a pydantic model. What a page needs beyond pydantic (the kind of
widget, the unit, the reference) stands in the same annotation as a ``FieldType``.
"""

from __future__ import annotations

import types
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticUndefined

from houqin.core.schema.errors import FormErrors
from houqin.core.schema.numerals import decimal_text
from houqin.core.schema.types import FieldType, lines, marker, text

FormT = TypeVar("FormT", bound="Form")


class Form(BaseModel):
    """Base of every command's input: strict about names, tolerant about spaces."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        frozen=True,
        hide_input_in_errors=True,
    )


class RecordForm(Form):
    """Input of a command on one record; pages fill ``record`` in by themselves."""

    record: UUID

    def said(self) -> dict[str, Any]:
        """What was typed, the record left out: the fields of the event it leads to."""
        return {name: value for name, value in self if name != "record"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a page, an import template or the API shows of one field."""

    name: str
    title: str
    type: FieldType
    required: bool
    help: str = ""
    default: Any = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    lines: tuple[FieldSpec, ...] = field(default=())

    @property
    def kind(self) -> str:
        """The widget's kind, which is the type's kind."""
        return self.type.kind

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Codes and titles of a closed list."""
        return self.type.choices

    @property
    def reference(self) -> str:
        """The aggregate a reference points to, or nothing."""
        return self.type.reference

    @property
    def unit(self) -> str:
        """The unit shown behind the field."""
        return self.type.unit

    @property
    def scale(self) -> int:
        """Decimals of a quantity."""
        return self.type.scale


def _canonical_text(value: Any) -> Any:
    """NFC and no NUL, before anything else looks at a text."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
            raise ValueError("characters")
        return unicodedata.normalize("NFC", value)
    return value


#: What a page of any command has beside the command's own fields, with its title.
RESERVED = {
    "late_day": "发生日期",
    "late_clock": "时刻",
    "late_person": "当事人",
    "late_channel": "方式",
    "command_id": "编号",
    "csrf_token": "安全口令",
    "back": "返回",
    "more": "再加一行",
}

#: Put first in the annotation of every text field.
Canonical = BeforeValidator(_canonical_text)


def _strip_optional(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, types.UnionType}:
        inner = [a for a in get_args(annotation) if a is not type(None)]
        return inner[0]
    return annotation


def annotations_of(hint: Any) -> tuple[Any, ...]:
    """Everything an ``Annotated`` says of a type, inside an ``Optional`` too."""
    inner = _strip_optional(hint)
    found: tuple[Any, ...] = ()
    for extra in get_args(inner)[1:] if get_origin(inner) is Annotated else ():
        found += tuple(extra.metadata) if isinstance(extra, FieldInfo) else ()
        found += (extra,)
    return found


def title_of(annotations: tuple[Any, ...]) -> str:
    """The title a field's annotation gives it, or nothing."""
    titles = (a.title for a in annotations if isinstance(a, FieldInfo) and a.title)
    return next(titles, "")


def _help_of(annotations: tuple[Any, ...]) -> str:
    """What is said of a field that may be left out stands inside its type."""
    said = (a.description for a in annotations if isinstance(a, FieldInfo))
    return next(filter(None, said), "")


def _annotations(info: FieldInfo) -> tuple[Any, ...]:
    return (*info.metadata, *annotations_of(info.annotation))


def _line_specs(info: FieldInfo) -> tuple[FieldSpec, ...]:
    """The fields of a form inside this field, or of each line of it."""
    inner = _strip_optional(info.annotation)
    item = get_args(inner)[0] if get_origin(inner) is list else inner
    if isinstance(item, type) and issubclass(item, Form):
        return fields_of(item)
    return ()


def _specify(name: str, info: FieldInfo) -> FieldSpec:
    annotations = _annotations(info)
    sub = _line_specs(info)
    default = None if info.default is PydanticUndefined else info.default
    least, most = marker(annotations, Ge), marker(annotations, Le)
    longest = marker(annotations, MaxLen)
    return FieldSpec(
        name=name,
        title=info.title or title_of(annotations) or name,
        type=marker(annotations, FieldType) or (lines() if sub else text()),
        required=info.is_required(),
        help=info.description or _help_of(annotations),
        default=default,
        minimum=int(str(least.ge)) if least else None,
        maximum=int(str(most.le)) if most else None,
        max_length=longest.max_length if longest and not sub else None,
        lines=sub,
    )


@cache
def fields_of(form: type[Form]) -> tuple[FieldSpec, ...]:
    """Describe the fields of ``form`` in the order of their declaration."""
    return tuple(
        _specify(name, info)
        for name, info in form.model_fields.items()
        if name != "record"
    )


_MESSAGES = {
    "missing": "{title}必须填写",
    "extra_forbidden": "没有“{name}”这一项",
    "string_too_long": "{title}最多{max_length}个字",
    "string_too_short": "{title}必须填写",
    "greater_than_equal": "{title}不能小于{ge}",
    "less_than_equal": "{title}不能大于{le}",
    "too_short": "{title}至少要有{min_length}条",
    "too_long": "{title}最多{max_length}条",
    "chosen_too_short": "{title}必须填写",
    "chosen_too_long": "{title}最多选{max_length}项",
    "files_too_short": "{title}必须上传",
    "files_too_long": "{title}最多{max_length}个文件",
    "file_reference": "{title}里有不是已上传附件的内容",
    "file_twice": "{title}里同一个文件只能有一份",
    "enum": "{title}不在可选范围内",
    "uuid_parsing": "{title}请从列表中选择",
    "uuid_type": "{title}请从列表中选择",
    "int_parsing": "{title}应为整数",
    "int_type": "{title}应为整数",
    "int_from_float": "{title}应为整数",
    "string_type": "{title}应为文字",
    "string_pattern_mismatch": "{title}格式不正确",
}
#: Fields that no form shows, named by whoever calls.
_UNLISTED = {"record": "单据或档案"}
#: A name somebody made up is not repeated whole.
MOST_OF_A_NAME = 40

_BY_PREFIX = {
    # The longer prefix first.
    "datetime": "{title}应为日期时间，例如2023-03-05 08:30",
    "date": "{title}应为日期，例如2023-03-05",
    "timezone": "{title}应为日期时间，例如2023-03-05 08:30",
    "bool": "{title}只能是“是”或“否”",
    "list": "{title}应为列表",
}


def _spec_at(form: type[Form], location: tuple[int | str, ...]) -> FieldSpec | None:
    specs = fields_of(form)
    found: FieldSpec | None = None
    for part in location:
        if isinstance(part, str):
            found = next((s for s in specs if s.name == part), None)
            specs = found.lines if found else ()
    return found


def _message(form: type[Form], error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    spec = _spec_at(form, error["loc"])
    name = str(error["loc"][-1]) if error["loc"] else ""
    title = spec.title if spec else _UNLISTED.get(name, name[:MOST_OF_A_NAME])
    if kind == "value_error" and spec is None:
        return str(context.get("error", "填写有误"))
    if kind in {"too_short", "too_long"} and spec and spec.kind != "lines":
        counted = "files" if spec.kind == "files" else "string"
        counted = "chosen" if spec.kind in {"references", "roles"} else counted
        kind = f"{counted}_{kind}"
    template = _MESSAGES.get(kind) or next(
        (m for p, m in _BY_PREFIX.items() if kind.startswith(p)), "{title}填写有误"
    )
    limits = _in_unit(spec, context) if spec else context
    return template.format_map({**limits, "title": title, "name": title})


def _in_unit(spec: FieldSpec, context: dict[str, Any]) -> dict[str, Any]:
    """Say a limit in the unit a person types: yuan, not fen."""
    shown = dict(context)
    for bound in ("ge", "le"):
        if bound in shown and spec.scale:
            text = decimal_text(int(shown[bound]), spec.scale, group=False)
            shown[bound] = text.rstrip("0").rstrip(".") + spec.unit
    return shown


def parse(form: type[FormT], given: dict[str, Any]) -> FormT:
    """Validate ``given`` whole.

    :raises FormErrors: with one Chinese message for every wrong field.
    """
    try:
        return form.model_validate(given)
    except ValidationError as error:
        raise FormErrors(
            {
                ".".join(str(p) for p in e["loc"]): _message(form, e)
                for e in error.errors(include_url=False)
            }
        ) from error

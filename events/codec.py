"""Event objects to plain JSON values and back, by their dataclass type hints.

    UUID <-> text · date <-> YYYY-MM-DD · datetime <-> RFC 3339 with six digits and Z
    Enum <-> value · str, int, bool, dict, Any as they are · list[X], tuple[X, ...]
    a dataclass <-> object · Optional[X]: left out when None

Annotated types pass through. What the library adds to an event (identity, version,
timestamp, originator topic) is the header's business and never part of the payload.
"""

from __future__ import annotations

import dataclasses
import types
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

from houqin.events import instants
from houqin.events.errors import NotDecodable, NotEncodable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Conversion = Callable[[Any], Any]

HEADER_FIELDS = frozenset(
    {"originator_id", "originator_version", "timestamp", "originator_topic"}
)
EXTRA = "extra"
"""Site-defined fields; an event's class need not declare them."""


class _Type(NamedTuple):
    encode: Conversion
    decode: Conversion | None  # None: the JSON value is the value


class _Field(NamedTuple):
    name: str
    encode: Conversion
    decode: Conversion | None
    optional: bool
    default: Any  # dataclasses.MISSING when the payload must hold it
    factory: Callable[[], Any] | None


def encode_event(event: object) -> dict[str, Any]:
    """Return the payload of an event object; NotEncodable names a field that fails."""
    values = vars(event)
    payload = _encode(type(event), values)
    extra = values.get(EXTRA)
    if extra:
        payload.setdefault(EXTRA, extra)
    return payload


def decode(cls: type, payload: dict[str, Any]) -> dict[str, Any]:
    """Return the attribute values of a class; NotDecodable names a field that fails."""
    values: dict[str, Any] = {}
    seen = 0
    for name, _, convert, optional, default, factory in _fields(cls):
        if name in payload:
            seen += 1
            value = payload[name]
            values[name] = value if convert is None else _try(cls, name, convert, value)
        elif factory is not None:
            values[name] = factory()
        elif default is not dataclasses.MISSING:
            values[name] = default
        elif optional:
            values[name] = None
        else:
            raise NotDecodable(cls, name, "missing")
    if seen != len(payload):
        _take_undeclared(cls, payload, values)
    return values


def _take_undeclared(
    cls: type, payload: dict[str, Any], values: dict[str, Any]
) -> None:
    for name in payload.keys() - values.keys():
        if name != EXTRA:
            raise NotDecodable(cls, name, "the class has no such field")
        values[name] = payload[name]


def _try(cls: type, name: str, convert: Conversion, value: Any) -> Any:
    try:
        return convert(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise NotDecodable(cls, name, str(error)) from error


def _encode(cls: type, values: Mapping[str, Any]) -> dict[str, Any]:
    payload = {}
    for name, convert, _, optional, _, _ in _fields(cls):
        value = values[name]
        if value is None and optional:
            continue
        try:
            payload[name] = convert(value)
        except (ValueError, TypeError, AttributeError) as error:
            raise NotEncodable(cls, name, str(error)) from error
    if payload.get(EXTRA) == {}:
        del payload[EXTRA]
    return payload


@cache
def _fields(cls: type) -> tuple[_Field, ...]:
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        _compile(cls, field, hints[field.name])
        for field in dataclasses.fields(cls)
        if field.name not in HEADER_FIELDS
    )


def _compile(cls: type, field: dataclasses.Field[Any], hint: Any) -> _Field:
    try:
        inner, optional = _strip(hint)
        encode, decode_ = _type(inner)
    except TypeError as error:
        raise NotEncodable(cls, field.name, str(error)) from error
    factory: Any = field.default_factory
    if field.name == EXTRA and field.default is dataclasses.MISSING:
        factory = dict  # an empty one is never stored
    return _Field(
        field.name,
        encode,
        decode_,
        optional,
        field.default,
        None if factory is dataclasses.MISSING else factory,
    )


def _strip(hint: Any) -> tuple[Any, bool]:
    """Take off Annotated and Optional; say whether None is allowed."""
    optional = False
    while True:
        if get_origin(hint) is Annotated:
            hint = get_args(hint)[0]
        elif hasattr(hint, "__supertype__"):
            hint = hint.__supertype__
        elif get_origin(hint) in (Union, types.UnionType):
            some = [arm for arm in get_args(hint) if arm is not types.NoneType]
            if len(some) != 1:
                msg = f"a union of several types: {hint}"
                raise TypeError(msg)
            hint, optional = some[0], True
        else:
            return hint, optional


def _type(hint: Any) -> _Type:
    hint, optional = _strip(hint)
    found = _SIMPLE.get(hint) or _composite(hint)
    return _nullable(found) if optional else found


def _nullable(inner: _Type) -> _Type:
    encode, decode_ = inner
    read = decode_ or _same
    return _Type(
        lambda value: None if value is None else encode(value),
        lambda value: None if value is None else read(value),
    )


def _composite(hint: Any) -> _Type:
    origin = get_origin(hint)
    if origin is dict:
        return _SIMPLE[dict]
    if origin in (list, tuple):
        return _array(origin, get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _Type(lambda member: hint(member).value, hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _Type(
            lambda value: _encode(hint, vars(_exact(hint)(value))),
            lambda payload: hint(**decode(hint, payload)),
        )
    msg = f"no stored form for {hint}"
    raise TypeError(msg)


def _array(origin: type, arguments: tuple[Any, ...]) -> _Type:
    if origin is tuple and arguments[1:] != (...,):
        msg = "only tuple[X, ...] has a stored form"
        raise TypeError(msg)
    encode, decode_ = _type(arguments[0])
    exact = _exact(origin)
    if decode_ is None:
        return _Type(
            lambda items: [encode(item) for item in exact(items)],
            None if origin is list else origin,
        )
    return _Type(
        lambda items: [encode(item) for item in exact(items)],
        lambda items: origin([decode_(item) for item in items]),
    )


@cache
def _exact(cls: type) -> Conversion:
    """Return a check that lets values of just this class pass."""

    def check(value: Any) -> Any:
        if type(value) is cls:
            return value
        msg = f"{value!r} is not a {cls.__name__}"
        raise TypeError(msg)

    return check


def _same(value: Any) -> Any:
    return value


def _date_text(value: date) -> str:
    return str(_exact(date)(value))


def _instant_text(value: datetime) -> str:
    return instants.to_text(instants.from_datetime(value))


def _uuid_text(value: UUID) -> str:
    return str(_exact(UUID)(value))


# Most name the few vehicles, people and departments that others name too.
_uuid = lru_cache(maxsize=16_384)(UUID)

_SIMPLE: dict[Any, _Type] = {
    str: _Type(_exact(str), None),
    int: _Type(_exact(int), None),
    bool: _Type(_exact(bool), None),
    dict: _Type(_exact(dict), None),
    Any: _Type(_same, None),
    UUID: _Type(_uuid_text, _uuid),
    date: _Type(_date_text, date.fromisoformat),
    datetime: _Type(_instant_text, instants.datetime_of),
}

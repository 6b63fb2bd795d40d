"""A posted form: what was typed, what it means, what is wrong with it.

Fields of lines are posted as ``costs-0-amount``; core calls it ``costs.0.amount``.
A tick is posted as ``ticks-<id of whom>``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from houqin.core.schema.conversion import NotConvertible, convert, shown
from houqin.core.web.choices import SEVERAL, is_id
from houqin.core.web.finding import PICKED, settle
from houqin.core.web.kept import kept_reference, kept_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from houqin.core.schema.form import FieldSpec
    from houqin.core.web.choices import Choosing

#: More lines than a person types into one form.
MOST_LINES = 100

Typed = dict[str, Any]


@dataclass
class Filled:
    """A form as somebody left it.

    ``typed`` maps a field to its text, a list of ids, a list of such maps, or ids to
    their ticks.
    """

    typed: Typed
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def _line_numbers(names: Iterable[str], prefix: str) -> list[int]:
    pattern = re.compile(re.escape(prefix) + r"-(\d{1,6})-")
    found = {int(match[1]) for name in names if (match := pattern.match(name))}
    return sorted(found)[:MOST_LINES]


def _read_lines(spec: FieldSpec, posted: Any, name: str) -> list[Typed]:
    lines = [
        read_typed(spec.lines, posted, f"{name}-{number}-")
        for number in _line_numbers(posted.keys(), name)
    ]
    return [line for line in lines if any(line.values())]


def _read_ticks(posted: Any, name: str) -> dict[str, str]:
    """The tick of each record that was listed."""
    prefix = f"{name}-"
    found = (
        (key.removeprefix(prefix), key) for key in posted if key.startswith(prefix)
    )
    return {who: _text(posted.get(key)) for who, key in found if is_id(who)}


def read_typed(specs: Sequence[FieldSpec], posted: Any, prefix: str = "") -> Typed:
    """What was typed into each field; blank lines are left out.

    :param posted: a MultiDict of the request.
    """
    typed: Typed = {}
    for spec in specs:
        name = prefix + spec.name
        if spec.kind == "lines":
            typed[spec.name] = _read_lines(spec, posted, name)
        elif spec.kind == "ticks":
            typed[spec.name] = _read_ticks(posted, name)
        elif spec.kind == "files":
            typed[spec.name] = [v for v in posted.getall(name) if _text(v).strip()]
        elif spec.kind in SEVERAL:
            given = [*posted.getall(name), *posted.getall(name + PICKED)]
            typed[spec.name] = [v for v in given if _text(v).strip()]
        elif picked := _text(posted.get(name + PICKED, "")):
            typed[spec.name] = _text(posted.get(name, "")).strip() or picked
            typed[spec.name + PICKED] = picked
        else:
            typed[spec.name] = _text(posted.get(name, ""))
    return typed


def _text(value: Any) -> str:
    """An uploaded file where text is asked for counts as nothing."""
    return value if isinstance(value, str) else ""


def convert_all(
    specs: Sequence[FieldSpec], typed: Typed, zone: ZoneInfo, prefix: str = ""
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values of a command's input, and errors by the names core gives fields."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for spec in specs:
        given = typed.get(spec.name)
        if not given or (isinstance(given, str) and not given.strip()):
            continue
        try:
            values[spec.name] = _value(
                spec, given, zone, f"{prefix}{spec.name}.", errors
            )
        except NotConvertible as problem:
            errors[prefix + spec.name] = problem.message
    return values, errors


def _value(
    spec: FieldSpec, given: Any, zone: ZoneInfo, prefix: str, errors: dict[str, str]
) -> Any:
    if spec.kind in SEVERAL:
        return list(given)
    if spec.kind == "files":
        return [kept_reference(text) for text in given]
    if spec.kind == "ticks":
        return [{"who": who, "tick": tick} for who, tick in given.items() if tick]
    if spec.kind != "lines":
        return convert(spec, given, zone)
    lines = []
    for number, line in enumerate(given):
        values, wrong = convert_all(spec.lines, line, zone, f"{prefix}{number}.")
        lines.append(values)
        errors.update(wrong)
    return lines


def fill(
    specs: Sequence[FieldSpec],
    posted: Any,
    zone: ZoneInfo,
    choosing: Choosing | None = None,
) -> Filled:
    """Read and convert a posted form whole, so that every error shows at once.

    :param choosing: where typed names of records are looked up.
    """
    typed = read_typed(specs, posted)
    unclear = settle(specs, typed, choosing) if choosing else {}
    values, errors = convert_all(specs, typed, zone)
    return Filled(typed, values, errors | unclear)


def typed_of(
    specs: Sequence[FieldSpec], values: dict[str, Any], zone: ZoneInfo
) -> Typed:
    """What a form shows for values that are there already."""
    return {
        spec.name: _typed_value(spec, values.get(spec.name, spec.default), zone)
        for spec in specs
    }


def _typed_value(spec: FieldSpec, value: Any, zone: ZoneInfo) -> Any:
    if spec.kind == "lines":
        return [typed_of(spec.lines, line, zone) for line in value or []]
    if spec.kind == "ticks":
        return {str(each["who"]): str(each["tick"]) for each in value or []}
    if spec.kind == "files":
        return [kept_text(reference) for reference in value or []]
    if spec.kind in SEVERAL:
        return [str(item) for item in value or []]
    return shown(spec, value, zone)

"""A row of an old ledger as one paper slip: a column for every field of every part."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from houqin.core.model.slip import AT
from houqin.core.schema.conversion import NotConvertible
from houqin.core.site.rows import Rows, Understood

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from houqin.core.model.slip import Slip
    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.reader import Reader

#: Approvals and receipts one row has columns for.
COPIES = 3
_NO_CELL = frozenset({"files", "secret", "lines"})


def flat(slip: Slip) -> tuple[FieldSpec, ...]:
    """The columns: ``request.unit``, ``approvals.0.done_by``, and so on.

    A title that several parts have says whose it is.
    """
    found = [c for spec in slip.fields for c in _of_part(slip, spec)]
    titles = Counter(column.title for _part, column in found)
    return tuple(
        replace(column, title=f"{part}{column.title}")
        if titles[column.title] > 1
        else column
        for part, column in found
    )


def _of_part(slip: Slip, spec: FieldSpec) -> Iterator[tuple[str, FieldSpec]]:
    part = slip.part(spec.name)
    if part.many:
        for column in _copies(spec.lines, spec.name):
            yield spec.title, column
        return
    for field in spec.lines:
        name = f"{spec.name}.{field.name}"
        if field.kind == "lines":
            for column in _copies(field.lines, name):
                yield spec.title, column
        elif field.kind not in _NO_CELL:
            required = field.required and not part.optional
            yield spec.title, replace(field, name=name, required=required)


def _copies(fields: tuple[FieldSpec, ...], name: str) -> Iterator[FieldSpec]:
    for number in range(COPIES):
        for field in fields:
            if field.kind not in _NO_CELL:
                yield replace(
                    field, name=f"{name}.{number}.{field.name}", required=False,
                    title=f"{field.title}{number + 1}",
                )  # fmt: skip


class SlipRows(Rows):
    """Understands rows that are whole slips; names are exact, as in a file."""

    def __init__(self, reader: Reader, slip: Slip, *, past: bool = False) -> None:
        super().__init__(reader, slip.command, exact=True, moment=False, past=past)
        self._slip = slip
        self.columns = flat(slip)

    def place(self, name: str) -> str:
        """The column of an error; a part's 发生时间 is its own time."""
        part, _, last = name.rpartition(".")
        meant = f"{part}.happened_at" if last == "occurred_at" else name
        return meant if self.column(meant) else ""

    def understand(
        self,
        typed: Mapping[str, str],
        chosen: Mapping[str, str] | None = None,  # noqa: ARG002 - files pick nothing
    ) -> Understood:
        """One row as the slip's nested input; empty copies and parts are left out."""
        found = Understood({"input": {}})
        nested: dict[str, Any] = {}
        self._day = self._day_of(typed)
        for column in self.columns:
            text = typed.get(column.name, "").strip()
            if not text:
                continue
            try:
                _put(nested, column.name.split("."), self._value(column, text, ""))
            except NotConvertible as wrong:
                found.errors[column.name] = wrong.message
        for part in self._slip.parts:
            if part.name not in nested and not part.optional:
                nested[part.name] = {}
        found.values["input"] = _listed(nested)
        return found

    def _day_of(self, typed: Mapping[str, str]) -> date | None:
        """When it happened: the first moment that is said to the minute."""
        for column in self.columns:
            text = typed.get(column.name, "").strip()
            if text and column.kind == "instant" and column.name.endswith(f".{AT}"):
                with suppress(NotConvertible):
                    moment = self._value(column, text, "")
                    at = datetime.fromisoformat(moment)
                    return at.astimezone(self.reader.site.zone).date()
        return None


def _put(nested: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        nested = nested.setdefault(name, {})
    nested[path[-1]] = value


def _listed(nested: Any) -> Any:
    """Maps by number become lists, in their order."""
    if not isinstance(nested, dict):
        return nested
    inner = {name: _listed(value) for name, value in nested.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner

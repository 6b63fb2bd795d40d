"""成批修改: a grid filled in with records as they stand; only what differs is done."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from houqin.core.model.batch import MOST_ROWS
from houqin.core.schema.conversion import shown
from houqin.core.schema.plain import plain
from houqin.core.site import offers
from houqin.core.site.rows import MOMENT, RECORD
from houqin.events import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from houqin.core.model.command import CommandSpec
    from houqin.core.projection.row import Row
    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.rows import Rows

#: What the grid posts of a row beside its cells: how the record stood.
WAS = "was"
CHANGED = "打开表格后这一条已被修改，请重新打开后再改"


class Standing(NamedTuple):
    """One record as it stands: texts and ids by column, and what tells it apart."""

    typed: dict[str, str]
    picked: dict[str, str]
    was: str


def standing_rows(
    request: Any, rows: Rows, filters: Mapping[str, str]
) -> list[Standing]:
    """The records of a ledger's rows for which the command is open."""
    spec = rows.spec
    ledger = request.reader.ledger_of(_aggregate(spec))
    found = request.reader.ledger(ledger.name).rows({**filters, "voided": "0"})
    open_ones = (row for row in found if _open(spec, row))
    return [standing(request, rows, row.stream) for row in islice(open_ones, MOST_ROWS)]


def _aggregate(spec: CommandSpec) -> str:
    assert spec.on is not None  # noqa: S101 - what revises, revises records
    return spec.on.topic


def _open(spec: CommandSpec, row: Row) -> bool:
    workflow = spec.on.workflow if spec.on else None
    if workflow is None or spec.event is None:
        return True
    return workflow.allows(row.state, spec.event.__name__)


def standing(request: Any, rows: Rows, record: UUID) -> Standing:
    """One record as it stands, as the command's form would start with it."""
    spec, reader = rows.spec, request.reader
    person = request.identity.id
    given = offers.starting_values(reader, spec, record, person)
    known = {name: plain(value) for name, value in given.items()}
    texts = {RECORD: reader.title(_aggregate(spec), str(record))}
    picked = {RECORD: str(record)}
    for column in rows.columns:
        value = known.get(column.name)
        if column.name in {RECORD, MOMENT} or value is None:
            continue
        texts[column.name] = _text(request, rows, column, value)
        if column.reference:
            picked[column.name] = str(value)
    told = canonical.encode({n: str(v) for n, v in known.items() if v is not None})
    return Standing(texts, picked, hashlib.sha256(told).hexdigest()[:16])


def _text(request: Any, rows: Rows, column: FieldSpec, value: Any) -> str:
    """A value as people type it into a cell."""
    if column.kind == "boolean":
        value = "1" if value else "0"
    if column.choices or column.kind == "boolean":
        titles = {offer.id: offer.title for offer in rows.offered(column)}
        return titles.get(str(value), "")
    if column.reference:
        return str(request.reader.title(column.reference, str(value)))
    return shown(column, value, request.zone)


def _picked(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def differing(lines: list[Any], request: Any, rows: Rows) -> Iterator[Any]:
    """The lines that say something else than their record; marks stale ones."""
    for line in lines:
        record = _picked(line.picked.get(RECORD, "")) if line.was else None
        if record is None:
            yield line
            continue
        now = standing(request, rows, record)
        said = {name: text for name, text in line.typed.items() if text.strip()}
        before = {name: text for name, text in now.typed.items() if text}
        if said == before:
            continue
        if now.was != line.was:
            line.errors[""] = CHANGED
        yield line

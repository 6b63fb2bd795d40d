"""Ledgers, records and histories as programs read them, on a page or a command line."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from houqin.events.instants import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.model.command import Act, Outcome
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.row import Row
    from houqin.core.site.dealing import Dealing
    from houqin.core.site.history import Step
    from houqin.core.site.lines import Item
    from houqin.core.site.reader import Reader
    from houqin.core.site.records import RecordView

#: Rows whose references are resolved at once.
STEP = 500


def shown_columns(ledger: Ledger) -> list[Column]:
    """The columns a program is told of."""
    return [column for column in ledger.columns if not column.hidden]


def columns_json(ledger: Ledger) -> list[dict[str, Any]]:
    """What each column is called and holds."""
    return [
        {
            "name": c.name,
            "title": c.title,
            "kind": c.type.kind,
            "unit": c.type.unit,
            "scale": c.type.scale,
        }
        for c in shown_columns(ledger)
    ]


def prefetched(reader: Reader, ledger: Ledger, rows: Iterable[Row]) -> Iterator[Row]:
    """Rows, their references fetched many at a time."""
    every = iter(rows)
    while found := list(islice(every, STEP)):
        reader.display.prefetch(ledger, found)
        yield from found


def row_json(reader: Reader, ledger: Ledger, row: Row) -> dict[str, Any]:
    """A row: codes and ids as stored, and what people read."""
    columns = shown_columns(ledger)
    return {
        "key": row.key,
        "record": None if ledger.kind == "rollup" else str(row.stream),
        "state": row.state,
        "voided": row.voided,
        "values": {
            c.name: _value(c, row.values[c.name])
            for c in columns
            if c.name in row.values and not c.personal
        },
        "shown": {c.name: reader.shown(ledger, row, c) for c in columns},
    }


def _value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    kind = column.type.kind
    if kind == "instant":
        return to_text(value)
    if kind == "boolean":
        return bool(value)
    if kind in {"references", "roles"}:
        return msgspec.json.decode(value)
    return value


def record_json(view: RecordView, steps: Iterable[Step]) -> dict[str, Any]:
    """A record with its history."""
    return {
        "record": str(view.id),
        "kind": view.kind,
        "title": view.title,
        "state": view.state,
        "state_title": view.state_title,
        "voided": view.voided,
        "facts": [{"label": fact.label, "text": fact.text} for fact in view.facts],
        **dealing_json(view.dealing),
        "steps": [step_json(step) for step in steps],
    }


def dealing_json(dealing: Dealing) -> dict[str, Any]:
    """Who is waited for and until when, who was told, what was said."""
    return {
        "waiting_for": dealing.waiting_for,
        "since": _instant(dealing.since),
        "due": _instant(dealing.due),
        "overdue": dealing.overdue,
        "urged": dealing.urged,
        "handed_to": dealing.handed_to or None,
        "told": [
            {"name": told.name, "at": to_text(told.at), "read": _instant(told.read_at)}
            for told in dealing.told
        ],
        "remarks": [
            {"name": said.name, "at": to_text(said.at), "text": said.text}
            for said in dealing.remarks
        ],
    }


def _instant(at: int | None) -> str | None:
    return None if at is None else to_text(at)


def step_json(step: Step) -> dict[str, Any]:
    """One step of a history."""
    return {
        "position": step.position,
        "version": step.version,
        "title": step.title,
        "occurred": to_text(step.occurred),
        "recorded": to_text(step.recorded),
        "precision": step.precision,
        "actor": step.actor_name,
        "on_behalf_of": step.on_behalf_name,
        "channel": step.channel_title,
        "changes": [
            {"label": label, "old": old, "new": new} for label, old, new in step.changes
        ],
        "reason": step.reason,
        "voided": step.voided,
        "corrected": step.corrected,
        "erased": step.erased,
        "late_days": step.late_days,
    }


def outcome_json(act: Act, outcome: Outcome) -> dict[str, Any]:
    """What a command did."""
    return {
        "command": act.command,
        "command_id": str(act.id),
        "first": outcome.first,
        "last": outcome.last,
        "records": [str(record) for record in outcome.records],
        "repeated": outcome.repeated,
    }


def plain_json(shown: Any) -> Any:
    """What a card or a page shows its template, as it is."""
    return msgspec.to_builtins(shown, str_keys=True, enc_hook=_plain)


def _plain(value: Any) -> Any:
    """Ranges and generators are lists; what has no form of its own is a text."""
    return list(value) if isinstance(value, Iterable) else str(value)


def item_json(item: Item) -> dict[str, Any]:
    """One line of a worklist."""
    return {
        "record": str(item.record),
        "ledger": item.ledger,
        "kind": item.kind,
        "title": item.title,
        "matter": item.matter,
        "state": item.state,
        "state_title": item.state_title,
        "voided": item.voided,
        "waiting_for": item.waiting or None,
        "overdue": item.overdue,
        "urged": item.urged,
        "handed_to": item.handed_to or None,
        "unread": item.unread,
        "since": _instant(item.since),
        "due": _instant(item.due),
        "told_at": _instant(item.told_at),
    }

"""How a ledger is read whose code is gone: its tables stay, and so does what they hold.

What a pointer names is described beside it. Columns that were looked up or worked out
when shown are gone with the code; those that stand in the table are read as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from houqin.core.projection.descriptions import (
    LEDGER,
    describe,
    described_names,
    description,
)
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.schema.kept_type import facts_of, type_of

if TYPE_CHECKING:
    from houqin.events.store import Connection


class States:
    """The titles of a workflow's states, all that is left of it."""

    def __init__(self, titles: dict[str, str]) -> None:
        self._titles = titles

    def title(self, state: str | None) -> str:
        """The state's Chinese title."""
        return self._titles.get(state or "", state or "")


class Gone:
    """Stands for the aggregate of a ledger whose code is not here."""

    workflow: States | None = None
    veil = None
    of_units: tuple[str, ...] = ()
    of_people: tuple[str, ...] = ()

    def __init__(self, topic: str, title: str, seen_by: str) -> None:
        self.topic = topic
        self.title = title
        self.seen_by = seen_by


def keep(connection: Connection, ledger: Ledger) -> None:
    """Write down what its tables hold."""
    describe(connection, LEDGER, ledger.name, described(ledger))


def described(ledger: Ledger) -> str:
    """Title, columns, aggregate and states of a ledger."""
    workflow: Any = ledger.per.workflow
    states = workflow.states.values() if workflow else ()
    facts = {
        "title": ledger.title,
        "kind": ledger.kind,
        "title_column": ledger.title_column,
        "sort": ledger.sort,
        "per": [ledger.per.topic, getattr(ledger.per, "title", ""), ledger.seen_by],
        "columns": [
            _described(column)
            for column in ledger.columns
            if column.stored or column.type.kind == "state"
        ],
        "states": {state.code: state.title for state in states},
    }
    return msgspec.json.encode(facts).decode()


def _described(column: Column) -> dict[str, Any]:
    facts = {"total": column.total, "hidden": column.hidden}
    said = {name: value for name, value in facts.items() if value}
    kind = facts_of(column.type)
    return {"name": column.name, "title": column.title, "type": kind, **said}


def kept(connection: Connection, name: str) -> Ledger | None:
    """A ledger as it was when its tables were last described."""
    found = description(connection, LEDGER, name)
    return revived(name, found) if found else None


def kept_names(connection: Connection, plugin: str) -> list[str]:
    """The ledgers of a module that were described."""
    return described_names(connection, LEDGER, plugin)


def revived(name: str, description: str) -> Ledger:
    """The ledger that was described, to be read and not to be written."""
    facts: dict[str, Any] = msgspec.json.decode(description)
    columns = [
        Column(**{**each, "type": type_of(each["type"])}) for each in facts["columns"]
    ]
    names = {column.name for column in columns}
    title, sort = facts["title_column"], facts["sort"]
    per = Gone(*facts["per"])
    if facts.get("states"):
        per.workflow = States(facts["states"])
    return Ledger(
        name, facts["title"], per=per, columns=columns,
        kind=facts["kind"], title_column=title if title in names else "",
        sort=sort if sort.removeprefix("-") in names else columns[0].name,
    )  # fmt: skip

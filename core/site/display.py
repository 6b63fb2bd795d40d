"""Raw values as people read them, references resolved within the same horizon."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from houqin.core.schema.numerals import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.query import Row
    from houqin.core.schema.types import FieldType
    from houqin.core.site.reader import Reader


class Display:
    """Shows values of one reader; titles are fetched many at a time and kept."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._titles: dict[tuple[str, str], str] = {}
        self._zone = reader.site.zone

    def prefetch(self, ledger: Ledger, rows: Iterable[Row]) -> None:
        """Fetch the titles a page of rows refers to, one query an aggregate."""
        wanted: dict[str, set[str]] = {}
        for column in ledger.columns:
            if column.type.kind in {"reference", "references"}:
                ids = wanted.setdefault(column.type.reference, set())
                for row in rows:
                    ids |= set(_ids(row.values.get(column.name)))
        for aggregate, ids in wanted.items():
            self.fetch(aggregate, ids)

    def fetch(self, aggregate: str, ids: Iterable[str]) -> None:
        """Fetch titles of one aggregate's records."""
        missing = sorted(i for i in ids if (aggregate, i) not in self._titles)
        ledger = self._reader.site.declarations.ledger_of(aggregate)
        if not missing or ledger is None:
            return
        rows = self._reader.ledger(ledger.name).by_keys(missing)
        column = ledger.column(ledger.title_column)
        for key in missing:
            row = rows.get(key)
            shown = self.title_of(ledger, column, row) if row and column else key[:8]
            self._titles[aggregate, key] = shown

    def title_of(self, ledger: Ledger, column: Column, row: Row) -> str:
        """What a reference to this row is shown as."""
        value = row.values.get(column.name)
        if column.personal:
            return self.personal(row.stream, column.name, value)
        return self.text(column, value) or f"{ledger.title}{row.key[:8]}"

    def personal(self, subject: UUID, name: str, value: Any) -> str:
        """A sealed value, opened."""
        if not value:
            return ""
        sealed = msgspec.json.decode(value) if isinstance(value, str) else value
        keyring, connection = self._reader.site.keyring, self._reader.connection
        return keyring.open(connection, subject, name, sealed)

    def title(self, aggregate: str, record: str) -> str:
        """The title of one record."""
        self.fetch(aggregate, [record])
        return self._titles.get((aggregate, record), record[:8])

    def cells(self, ledger: Ledger, row: Row) -> list[str]:
        """All columns of a row as texts."""
        return [self.cell(ledger, row, column) for column in ledger.columns]

    def cell(self, ledger: Ledger, row: Row, column: Column) -> str:
        """One column of a row as text."""
        value = self._raw(row, column)
        if value is None:
            return ""
        if column.personal:
            return self.personal(row.stream, column.name, value)
        if column.type.kind == "state":
            return self.state(ledger, value)
        return self.text(column, value)

    def _raw(self, row: Row, column: Column) -> Any:
        if column.type.kind == "state":
            return row.state
        if column.derived:
            return column.derived(row.values, self._reader.last_day())
        return row.values[column.name]

    def state(self, ledger: Ledger, state: str | None) -> str:
        """The Chinese title of a state."""
        workflow = ledger.per.workflow
        return workflow.title(state) if workflow else (state or "")

    def text(self, column: Column, value: Any) -> str:
        """A raw value of a column as text."""
        return self.value(column.type, value)

    def value(self, kind: FieldType, value: Any) -> str:
        """A raw value of a type as text."""
        if value is None or value == "":
            return ""
        shower = _SHOWERS.get(kind.kind)
        return shower(self, kind, value) if shower else str(value)

    def _choice(self, kind: FieldType, value: Any) -> str:
        return dict(kind.choices).get(value, str(value))

    def _number(self, kind: FieldType, value: Any) -> str:
        return decimal_text(int(value), kind.scale)

    def _instant(self, _kind: FieldType, value: Any) -> str:
        return self.moment(int(value))

    def moment(self, value: int) -> str:
        """An instant in the site's zone, to the minute."""
        at = datetime.fromtimestamp(value // 1_000_000, self._zone)
        return at.strftime("%Y-%m-%d %H:%M")

    def _boolean(self, _kind: FieldType, value: Any) -> str:
        return "是" if value else "否"

    def _reference(self, kind: FieldType, value: Any) -> str:
        return self.title(kind.reference, str(value))

    def _references(self, kind: FieldType, value: Any) -> str:
        return "、".join(self.title(kind.reference, i) for i in _ids(value))

    def _roles(self, _kind: FieldType, value: Any) -> str:
        codes: Sequence[str] = (
            msgspec.json.decode(value) if isinstance(value, str) else value
        )
        roles = self._reader.site.declarations.roles
        return "、".join(roles[c].title if c in roles else c for c in codes)


def _ids(value: Any) -> list[str]:
    if not value:
        return []
    if isinstance(value, list):
        return [str(v) for v in value]
    if value.startswith("["):
        return list(msgspec.json.decode(value))
    return [value]


_SHOWERS = {
    "choice": Display._choice,  # noqa: SLF001 - the table of its own methods
    "integer": Display._number,  # noqa: SLF001
    "quantity": Display._number,  # noqa: SLF001
    "money": Display._number,  # noqa: SLF001
    "instant": Display._instant,  # noqa: SLF001
    "boolean": Display._boolean,  # noqa: SLF001
    "reference": Display._reference,  # noqa: SLF001
    "references": Display._references,  # noqa: SLF001
    "roles": Display._roles,  # noqa: SLF001
}

"""Raw values as people read them, references resolved within the same horizon."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from houqin.core.schema.masks import ERASED, masked
from houqin.core.schema.numerals import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.projection.row import Row
    from houqin.core.schema.types import FieldType
    from houqin.core.site.reader import Reader
    from houqin.core.site.titles import Known


_NOTHING: frozenset[Any] = frozenset({None, ""})
#: 2023年 is no number of two thousand and some.
_YEAR = "年"


class Display:
    """Shows values of one reader; titles are fetched many at a time and kept."""

    def __init__(self, reader: Reader, known: Known | None = None) -> None:
        self._reader = reader
        self._known = known
        self._zone = reader.site.zone

    @cached_property
    def _titles(self) -> Known:
        """Live titles are shared by all readers at one position."""
        reader = self._reader
        if self._known is not None:
            return self._known
        return reader.site.titles.at(reader.position) if reader.horizon.live else {}

    def prefetch(self, ledger: Ledger, rows: Iterable[Row]) -> None:
        """Fetch the titles a page of rows refers to, one query an aggregate."""
        wanted: dict[str, set[str]] = {}
        for column in ledger.columns:
            if column.type.reference:
                values: set[Any] = {row.values.get(column.name) for row in rows}
                values -= _NOTHING
                ids = wanted.setdefault(column.type.reference, set())
                if column.type.kind == "reference":
                    ids |= values
                else:
                    ids.update(*map(_ids, values))
        for aggregate, ids in wanted.items():
            self.fetch(aggregate, ids)

    def fetch(self, aggregate: str, ids: Iterable[str]) -> None:
        """Fetch titles of one aggregate's records."""
        known = self._titles
        missing = sorted(i for i in ids if (aggregate, i) not in known)
        ledger = self._reader.site.declarations.ledger_of(aggregate)
        if not missing or ledger is None:
            return
        found = self._reader.ledger(ledger.name).titled(missing)
        column = ledger.column(ledger.title_column)
        for key in missing:
            titled = found.get(key)
            self._titles[aggregate, key] = (
                self.title_of(ledger, column, *titled) if column and titled else key[:8]
            )

    def title_of(self, ledger: Ledger, column: Column, stream: UUID, value: Any) -> str:
        """What a reference to a row is shown as, from its title column's value."""
        if column.personal:
            return self.personal(column.type, stream, column.name, value)
        return self.text(column, value) or f"{ledger.title}{str(stream)[:8]}"

    def personal(self, kind: FieldType, stream: UUID, name: str, value: Any) -> str:
        """A sealed value as pages, files and JSON have it: masked as declared."""
        opened = self.opened(stream, name, value)
        return opened if opened == ERASED else masked(kind.mask, opened)

    def opened(self, stream: UUID, name: str, value: Any) -> str:
        """The whole of a sealed value, for who may see it; see looking.py."""
        if not value:
            return ""
        reader = self._reader
        sealed = msgspec.json.decode(value) if isinstance(value, str) else value
        if isinstance(sealed, str):
            # Recorded before its field was a personal one.
            return sealed
        return reader.site.keyring.open(
            reader.connection, stream, name, sealed, reader.epoch
        )

    def title(self, aggregate: str, record: str) -> str:
        """The title of one record."""
        if (aggregate, record) not in self._titles:
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
            return self.personal(column.type, row.stream, column.name, value)
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

    def texts(self, kind: FieldType, values: Sequence[Any]) -> list[str]:
        """Many raw values of one type: a page has more than a thousand."""
        if kind.kind in _PLAIN:
            return ["" if v is None else str(v) for v in values]
        if kind.kind == "instant":
            moment = self.moment
            return ["" if v is None else moment(v) for v in values]
        if kind.numeric:
            scale, group = kind.scale, kind.unit != _YEAR
            return [
                "" if v is None else decimal_text(v, scale, group=group) for v in values
            ]
        known = {value: self.value(kind, value) for value in set(values)}
        return [known[value] for value in values]

    def value(self, kind: FieldType, value: Any) -> str:
        """A raw value of a type as text."""
        if value is None or value == "":
            return ""
        shower = _SHOWERS.get(kind.kind)
        return shower(self, kind, value) if shower else str(value)

    def with_unit(self, kind: FieldType, value: Any) -> str:
        """A raw value of a type as text, its unit behind it."""
        text = self.value(kind, value)
        return f"{text} {kind.unit}" if text and kind.unit and kind.numeric else text

    def _choice(self, kind: FieldType, value: Any) -> str:
        return dict(kind.choices).get(value, str(value))

    def _number(self, kind: FieldType, value: Any) -> str:
        return decimal_text(int(value), kind.scale, group=kind.unit != _YEAR)

    def _instant(self, _kind: FieldType, value: Any) -> str:
        return self.moment(int(value))

    def moment(self, value: int) -> str:
        """An instant in the site's zone, to the minute."""
        at = datetime.fromtimestamp(value // 1_000_000, self._zone)
        return at.isoformat(" ", "minutes")[:16]

    def _boolean(self, _kind: FieldType, value: Any) -> str:
        return "是" if value else "否"

    def _reference(self, kind: FieldType, value: Any) -> str:
        return self.title(kind.reference, str(value))

    def _record(self, _kind: FieldType, value: Any) -> str:
        return self._reader.title_of(UUID(str(value)))

    def _references(self, kind: FieldType, value: Any) -> str:
        return "、".join(self.title(kind.reference, i) for i in _ids(value))

    def _files(self, _kind: FieldType, value: Any) -> str:
        return "、".join(str(reference["name"]) for reference in value)

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


#: Kinds shown as they are stored.
_PLAIN = frozenset({"text", "longtext", "date"})
_SHOWERS = {
    "choice": Display._choice,  # noqa: SLF001 - the table of its own methods
    "integer": Display._number,  # noqa: SLF001 - of this module
    "quantity": Display._number,  # noqa: SLF001 - of this module
    "money": Display._number,  # noqa: SLF001 - of this module
    "instant": Display._instant,  # noqa: SLF001 - of this module
    "boolean": Display._boolean,  # noqa: SLF001 - of this module
    "reference": Display._reference,  # noqa: SLF001 - of this module
    "references": Display._references,  # noqa: SLF001 - of this module
    "files": Display._files,  # noqa: SLF001 - of this module
    "record": Display._record,  # noqa: SLF001 - of this module
    "roles": Display._roles,  # noqa: SLF001 - of this module
}

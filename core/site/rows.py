"""Rows of typed texts as one command's input: for grids and for imported files.

A cell holds what people write: a plate or its last digits, a short name, pinyin
initials, a code's title, a day. What it means is found by the same matching as forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import local_day
from houqin.core.schema import types
from houqin.core.schema.conversion import (
    NO,
    YES,
    NotConvertible,
    convert,
    whole_day,
    whole_instant,
)
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import FieldSpec, parse
from houqin.core.site.choosing import MOST_MATCHES, Offer, matching, settled
from houqin.core.site.former import Formers
from houqin.core.site.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from houqin.core.model.command import CommandSpec
    from houqin.core.site.reader import Reader

#: The columns beside a command's own fields.
RECORD, MOMENT = "record", "occurred_at"
#: Kinds no cell can hold.
_NO_CELL = frozenset({"files", "secret", "lines", "ticks"})
_SEVERAL = frozenset({"references", "roles"})
_BETWEEN = re.compile(r"[、，,;；/\s]+")
_YES_NO = (Offer(YES, "是"), Offer(NO, "否"))
#: Candidates of one record that are looked through.
_MOST_RECORDS = 200


def line_of(spec: CommandSpec) -> FieldSpec | None:
    """The list of lines that is all a command takes: a row then is one line of it."""
    lines = [f for f in spec.fields if f.kind == "lines"]
    return lines[0] if len(lines) == 1 == len(spec.fields) else None


def columns_of(spec: CommandSpec, *, moment: bool = True) -> tuple[FieldSpec, ...]:
    """What a row has: the record, when it happened, the command's own fields.

    :param moment: with a column 发生时间 where the command takes 补录.
    """
    own = line_of(spec)
    fields = own.lines if own else spec.fields
    found = [f for f in fields if f.kind not in _NO_CELL]
    if spec.on is not None:
        record = types.ref(spec.on.topic)
        found.insert(0, FieldSpec(RECORD, spec.on.title, record, required=True))
    if moment and spec.late:
        help_ = "不填即现在"
        at = FieldSpec(MOMENT, "发生时间", types.instant(), required=False, help=help_)
        found.insert(1 if spec.on is not None else len(found), at)
    return tuple(found)


def files_of(spec: CommandSpec) -> tuple[FieldSpec, ...]:
    """What a row is handed in with: photos, scans."""
    own = line_of(spec)
    fields = own.lines if own else spec.fields
    return tuple(f for f in fields if f.kind == "files")


@dataclass
class Understood:
    """One row as a batch takes it, and what is wrong with its cells.

    ``unclear`` holds what a cell may have meant, best first.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, list[Offer]] = field(default_factory=dict)


class Rows:
    """Understands rows of one command, for whoever reads.

    :param exact: a cell must name a record or a choice whole, as in a file.
    :param past: of years ago: whoever had the name on the row's day is meant.
    """

    def __init__(
        self,
        reader: Reader,
        spec: CommandSpec,
        *,
        exact: bool = False,
        moment: bool = True,
        past: bool = False,
    ) -> None:
        self.reader, self.spec, self.exact = reader, spec, exact
        self.columns = columns_of(spec, moment=moment)
        self.files = files_of(spec)
        self._formers = Formers(reader) if past else None
        self._known: dict[str, Sequence[Offer]] = {}
        self._exact: dict[str, dict[str, list[Offer]]] = {}
        self._day: date | None = None

    @cached_property
    def today(self) -> date:
        """Days typed short are of this month or year."""
        return local_day(self.reader.site.now(), self.reader.site.zone)

    def wrong_with(self, found: Understood) -> dict[str, str]:
        """What is wrong with a row before anything is done, by column."""
        wrong = dict(found.errors)
        try:
            parse(self.spec.form, found.values["input"])
        except FormErrors as errors:
            for name, message in errors.errors.items():
                column = self.column(RECORD) if name == RECORD else None
                said = f"{column.title}必须填写" if column else message
                # What could not be understood is missing here, and said already.
                wrong.setdefault(self.place(name), said)
        return wrong

    def hand_in(self, found: Understood, files: Mapping[str, list[Any]]) -> None:
        """Put references to files where the row's command takes them."""
        given, own = found.values["input"], line_of(self.spec)
        (given[own.name][0] if own else given).update(files)

    def column(self, name: str) -> FieldSpec | None:
        """The column of that name."""
        every = (*self.columns, *self.files)
        return next((c for c in every if c.name == name), None)

    def place(self, name: str) -> str:
        """The column of an error as core names it: ``lines.0.amount``."""
        parts = [part for part in name.split(".") if self.column(part)]
        return parts[-1] if parts else ""

    # What a cell offers

    def offered(self, column: FieldSpec) -> Sequence[Offer]:
        """Everything a cell offers, where that is a list at all."""
        if column.kind == "boolean":
            return _YES_NO
        if column.choices:
            return [Offer(code, title) for code, title in column.choices]
        if column.kind in {"role", "roles"}:
            roles = self.reader.site.declarations.roles.values()
            return [Offer(role.code, role.title) for role in roles]
        if column.reference not in self._known:
            self._known[column.reference] = self._records(column.reference)
        return self._known[column.reference]

    def _records(self, aggregate: str) -> Sequence[Offer]:
        declared = self.reader.site.declarations
        if not aggregate or declared.register_of(aggregate) is None:
            return ()
        return self.reader.offers(aggregate)

    def matches(self, column: FieldSpec, typed: str) -> list[Offer]:
        """What fits a text, best first."""
        if not typed.strip():
            return []
        if column.name == RECORD:
            return self._open_records(typed)
        if self._formers and column.reference:
            day = self._day or self.today
            return self._formers.matching(column.reference, typed, day)
        if self.exact:
            return self._by_name(column).get(plain(typed), [])
        return matching(self.offered(column), typed)[:MOST_MATCHES]

    def _by_name(self, column: FieldSpec) -> dict[str, list[Offer]]:
        """What a cell may name whole: thousands of rows ask."""
        if column.name not in self._exact:
            known = self._exact[column.name] = {}
            for offer in self.offered(column):
                for name in dict.fromkeys(_names(offer)):
                    known.setdefault(name, []).append(offer)
        return self._exact[column.name]

    def _open_records(self, typed: str) -> list[Offer]:
        """Records the command is open for, by title or by what they refer to."""
        assert self.spec.on is not None  # noqa: S101 - only then there is the column
        ledger = self.reader.ledger_of(self.spec.on.topic)
        if ledger is None:
            return []
        names = [ledger.title_column]
        if not self.exact:
            names += [
                c.name
                for c in ledger.columns
                if c.filter and c.type.kind == "reference"
            ]
        reading = self.reader.ledger(ledger.name)
        found: dict[str, Offer] = {}
        for name in names:
            rows = reading.rows({name: typed, "voided": "0"})
            for row in islice(rows, _MOST_RECORDS):
                if self._open(row.state):
                    title = self.reader.title(self.spec.on.topic, row.key)
                    hint = self._hint(ledger, row)
                    found.setdefault(row.key, Offer(row.key, title, hint))
            if found:
                break
        return list(found.values())[:MOST_MATCHES]

    def _open(self, state: str | None) -> bool:
        workflow = self.spec.on.workflow if self.spec.on else None
        if workflow is None or self.spec.event is None:
            return True
        return workflow.allows(state, self.spec.event.__name__)

    def _hint(self, ledger: Any, row: Any) -> str:
        """What the record's references are called: a trip's unit, car and driver."""
        shown = [
            self.reader.shown(ledger, row, column)
            for column in ledger.columns
            if column.type.kind == "reference" and not column.hidden
        ]
        return " ".join(filter(None, shown[:3]))

    # What a row means

    def understand(
        self, typed: Mapping[str, str], chosen: Mapping[str, str] | None = None
    ) -> Understood:
        """One row.

        :param chosen: ids picked where a text was not clear, by column.
        """
        found = Understood({"input": {}})
        given = found.values["input"]
        for column in self.columns:
            text = typed.get(column.name, "").strip()
            if not text:
                continue
            try:
                value = self._value(column, text, (chosen or {}).get(column.name, ""))
            except _Unclear as unclear:
                found.errors[column.name] = unclear.message
                found.unclear[column.name] = unclear.offers
            except NotConvertible as wrong:
                found.errors[column.name] = wrong.message
            else:
                where = found.values if column.name == MOMENT else given
                where[column.name] = value
        if line := line_of(self.spec):
            record = {n: given.pop(n) for n in (RECORD,) if n in given}
            found.values["input"] = {**record, line.name: [given]}
        return found

    def _value(self, column: FieldSpec, text: str, chosen: str) -> Any:
        zone = self.reader.site.zone
        if column.kind in _SEVERAL:
            parts = [p for p in _BETWEEN.split(text) if p]
            return [self._meant(column, part, "") for part in parts]
        if column.reference or column.choices or column.kind in {"boolean", "role"}:
            meant = self._meant(column, text, chosen)
            return convert(column, meant, zone) if column.kind == "boolean" else meant
        if column.kind == "instant":
            text = whole_instant(text, self.today)
        elif column.kind == "date":
            text = whole_day(text, self.today)
        return convert(column, text, zone)

    def _meant(self, column: FieldSpec, text: str, chosen: str) -> str:
        matches = self.matches(column, text)
        if chosen and any(offer.id == chosen for offer in matches):
            return chosen
        if one := settled(matches, text):
            return one.id
        raise _Unclear(column.title, text, matches)


class _Unclear(NotConvertible):
    """A text that means nothing here, or several things."""

    def __init__(self, title: str, text: str, offers: list[Offer]) -> None:
        self.offers = offers
        named = "、".join(_called(offer) for offer in offers[:3])
        more = "等" if len(offers) > 3 else ""  # noqa: PLR2004 - as above
        super().__init__(
            f"符合“{text}”的{title}不止一个：{named}{more}"
            if offers
            else f"没有找到{title}“{text}”"
        )


def _called(offer: Offer) -> str:
    return f"{offer.title}（{offer.hint}）" if offer.hint else offer.title


def _names(offer: Offer) -> Iterator[str]:
    """What an offer is called whole."""
    yield plain(offer.title)
    yield plain(offer.title + offer.hint)
    yield from map(plain, offer.also)

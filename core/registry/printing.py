"""Printed forms (打印单据) as a plugin declares them: places on paper, filled or blank.

Where a place takes its text from is said by a *source*:

    serial                        a column of the record's row
    request.purpose               a column of the row that column ``request`` names
    energy_cost+toll              the sum of columns
    @Returned.route               a field of the record's last such event
    request@Agreed[step=review].who    who gave the last event with that field's value;
                                  ``when`` and ``channel`` say the rest

A place whose source finds nothing stays blank, to be written in by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from houqin.core.model.aggregate import Aggregate

_SOURCE = re.compile(
    r"(?P<path>[a-z0-9_]+(\.[a-z0-9_]+)*(\+[a-z0-9_]+)*)?"
    r"(@(?P<event>[A-Z]\w+)(\[(?P<field>\w+)=(?P<value>\w+)\])?\.(?P<part>\w+))?"
)
#: A row of a form is so many units wide.
WIDTH = 24


class Source(NamedTuple):
    """A source taken apart."""

    path: tuple[str, ...]
    adds: tuple[str, ...]
    event: str = ""
    field: str = ""
    value: str = ""
    part: str = ""


def source_of(text: str) -> Source:
    """A source taken apart.

    :raises ValueError: when it is none.
    """
    found = _SOURCE.fullmatch(text)
    if not found or not text:
        raise ValueError(f"{text} is no source of a printed form")
    names, *more = (found["path"] or "").split("+")
    steps = tuple(filter(None, names.split(".")))
    event = found["event"] or ""
    return Source(
        steps if event else steps[:-1], () if event else (steps[-1], *more), event,
        found["field"] or "", found["value"] or "", found["part"] or "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One labelled place of a form.

    :param sources: their texts stand one behind the other.
    :param span: units of its row, the label's among them.
    :param lines: how many lines of writing it is high.
    :param ticks: what is ticked by hand where nothing is known: □满意 □不满意.
    :param checks: labels and yes-or-no sources: 制动√ 轮胎×, and □灯光 where none says.
    """

    label: str
    sources: tuple[str, ...] = ()
    span: int = 6
    lines: int = 1
    ticks: tuple[str, ...] = ()
    checks: tuple[tuple[str, str], ...] = ()


def place(
    label: str,
    *sources: str,
    span: int = 6,
    lines: int = 1,
    ticks: tuple[str, ...] = (),
    checks: tuple[tuple[str, str], ...] = (),
) -> Place:
    """A place, its sources checked.

    :raises ValueError: when one of them is none.
    """
    for source in (*sources, *(source for _label, source in checks)):
        source_of(source)
    return Place(label, sources, span, lines, ticks, checks)


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of another ledger of the same record, with blank lines behind them.

    :param columns: names of its columns; ``keeper.post`` is a column of the row that
        column ``keeper`` names.
    :param blank: with blank lines there are so many at least.
    :param by_hand: heads of blank columns behind them: 签名.
    :param numbered: with 序号 in front.
    :param by: the column that names this record, where the rows are other records'.
    """

    ledger: str
    columns: tuple[str, ...]
    blank: int = 0
    by_hand: tuple[str, ...] = ()
    numbered: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Pictured:
    """Photos of other records that name this one, one beside the other.

    :param by: the column of their ledger that names this record.
    :param label: the column that is said beside them.
    :param events: heads, each with its events and their field: ``整改前``, then
        ``("Opened.before", "FedBack.before")``; the last event that has some counts.
    """

    ledger: str
    by: str
    label: str
    events: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands above the parts of a leaf set like an official letter (GB/T 9704).

    Paragraphs hold sources in braces: ``经{inspector}于{inspected_at}检查``; one whose
    sources find nothing is left out.

    :param office: whose letter it is: sources of the red line at the top.
    :param number: its 文号; ``signatory`` stands beside it.
    :param addressed: to whom.
    :param items: the numbered matters, as ``{matter}`` of the rows of ``listed``.
    :param closing: paragraphs behind them.
    :param date: the source of 成文日期.
    """

    office: tuple[str, ...]
    number: str
    signatory: str
    addressed: str
    opening: tuple[str, ...]
    listed: Listed
    items: str
    closing: tuple[str, ...]
    date: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and the places below it, row by row."""

    title: str
    rows: tuple[tuple[Place, ...] | Listed | Pictured, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet of a form (联), printed when its moment has come.

    :param copies: for whom: 存根联, 驾驶员联. One page each.
    :param original: states in which it is printed first; later ones print a 副本.
    :param letter: what stands above its parts, where it is a letter.
    :param named: its title is the paper's own: 整改回执, not 通知书（整改回执）.
    """

    code: str
    title: str
    parts: tuple[Part, ...]
    copies: tuple[str, ...] = ("",)
    original: tuple[str, ...] = ()
    letter: Letter | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """The paper form of an aggregate's records.

    :param number: 表号, as the office files it.
    :param paper: ``a5`` is landscape, ``a4`` upright.
    :param code: the source whose text the code of points holds, large enough to be
        scanned whole; the record's address otherwise.
    """

    name: str
    title: str
    per: type[Aggregate]
    number: str
    leaves: tuple[Leaf, ...]
    paper: Literal["a4", "a5"] = "a5"
    code: str = ""

    @property
    def aggregate(self) -> str:
        """The topic of the aggregate."""
        return self.per.topic

    def leaf(self, code: str) -> Leaf | None:
        """The leaf of that code."""
        return next((leaf for leaf in self.leaves if leaf.code == code), None)

    def due(self, state: str | None) -> Leaf:
        """The leaf whose moment a state is; the first where none is."""
        fitting = (leaf for leaf in self.leaves if state in leaf.original)
        return next(fitting, self.leaves[0])

    def unfilled(self) -> str:
        """The labels of a row that its places do not fill, nothing where all do."""
        rows = [row for leaf in self.leaves for part in leaf.parts for row in part.rows]
        for row in rows:
            if isinstance(row, tuple) and sum(p.span for p in row) != WIDTH:
                return "、".join(each.label for each in row)
        return ""

"""签到表: who was expected, and a tick for each: 到, 代, 缺.

An office signs on paper first: the sheet is printed, signed by hand, its ticks are
entered and its scan is attached. An event keeps one list of ids for each tick, so that
a ledger has a row for everybody listed and persons are counted from the sheet, never
from the plan:

    class Held(Aggregate.Created):
        present: listed("choir.Singer", "到")
        deputy: listed("choir.Singer", "代") | None = None
        absent: listed("choir.Singer", "缺") | None = None

    class Hold(RecordForm):
        ticks: sheet("choir.Singer")

    session.record(Held, **ticked(session.expected, form.ticks))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from houqin.core.model.aggregate import Aggregate

#: More than any sheet of an office lists.
MOST_LISTED = 2000


class Tick(types.Choice):
    """签到情况; the codes are the event's fields that list people."""

    PRESENT = "present", "到"
    DEPUTY = "deputy", "代"
    ABSENT = "absent", "缺"


#: The fields of an event that hold the ticks, in the order of their rows.
TICKS = tuple(tick.value for tick in Tick)
#: Who came, or sent somebody: 实到.
CAME = (Tick.PRESENT.value, Tick.DEPUTY.value)


class Ticked(Form):
    """One of those listed, with a tick."""

    who: Annotated[UUID, Field(title="姓名")]
    tick: Annotated[Tick, Field(title="签到情况"), types.choice(Tick)]


def listed(aggregate: str, title: str) -> Any:
    """The annotation of one list of an event: ``present``, ``deputy``, ``absent``."""
    return Annotated[
        list[UUID], Field(title=title, max_length=MOST_LISTED), types.refs(aggregate)
    ]


def sheet(aggregate: str, title: str = "签到") -> Any:
    """The annotation of a form's ticks; its command's ``choices`` say who is listed."""
    return Annotated[
        list[Ticked],
        Field(title=title, max_length=MOST_LISTED),
        types.ticks(aggregate),
    ]


def ticked(
    expected: Iterable[UUID | str], ticks: Sequence[Ticked], field: str = "ticks"
) -> dict[str, list[UUID] | None]:
    """The lists of an event, in the order of the sheet; who has no tick is absent.

    :raises FormErrors: when somebody is ticked twice, or was not expected.
    """
    given = {each.who: each.tick for each in ticks}
    order = [UUID(str(who)) for who in expected]
    if len(given) < len(ticks):
        raise FormErrors({field: "同一个人只能签到一次"})
    if set(given) - set(order):
        raise FormErrors({field: "签到的人不在应到名单里"})
    lists: dict[str, list[UUID]] = {name: [] for name in TICKS}
    for who in order:
        lists[given.get(who, Tick.ABSENT)].append(who)
    return {name: ids or None for name, ids in lists.items()}


def counted(payload: Mapping[str, Any]) -> dict[str, int]:
    """应到, 实到 (代 among them), 代 and 缺 of an event."""
    sizes = {name: len(payload.get(name) or ()) for name in TICKS}
    return {
        "expected": sum(sizes.values()),
        "came": sum(sizes[name] for name in CAME),
        "deputies": sizes[Tick.DEPUTY],
        "missing": sizes[Tick.ABSENT],
    }


#: The columns :func:`counted` fills, for the ledger of the sessions.
COUNTS = (
    Column("expected", "应到", types.integer("人"), total=True),
    Column("came", "实到", types.integer("人"), total=True, primary=True),
    Column("deputies", "代", types.integer("人"), total=True),
    Column("missing", "缺", types.integer("人"), total=True),
)


def attendance_ledger(
    name: str,
    title: str,
    *,
    per: type[Aggregate],
    session: Column,
    at: Column,
    who: Column,
    more: Sequence[Column] = (),
) -> Ledger:
    """签到台账: a row for everybody listed in an event of ``per``.

    Persons are ``distinct`` of column ``who`` where ``tick`` is one of ``CAME``.
    """
    tick = Column("tick", "签到情况", types.choice(Tick), filter=True, primary=True)
    return Ledger(
        name, title, per=per, kind="event", items=TICKS, item=who.name, listed="tick",
        columns=[session, at, who, tick, *more], period=at.name,
        title_column=session.name,
    )  # fmt: skip

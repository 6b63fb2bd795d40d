"""提醒 that conditions on one row cannot say: working days, two bad scores in a row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.model.alerts import RED, YELLOW, Found
from houqin.core.projection.horizon import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.projection.watching import Moment

_DAY = timedelta(days=1)
#: Longer ago nobody counts working days any more.
_MOST_DAYS = 400


def working_days(reader: Any, since: date, until: date) -> int:
    """Working days after one day up to another."""
    days = min((until - since).days, _MOST_DAYS)
    after = (since + _DAY * n for n in range(1, days + 1))
    return sum(reader.calendar.is_working(day) for day in after)


def not_replaced(reader: Any, moment: Moment) -> Iterator[Found]:
    """督导员离任后在规定的工作日内没有更换."""
    ledger = reader.ledger("waste_sorting.supervisors")
    limit = moment.amount("waste_sorting.replace_days")
    for row in ledger.rows({"state": "left", "voided": "0"}):
        left = local_day(row.values["left_at"], reader.site.zone)
        waited = working_days(reader, left, moment.day)
        if waited > limit:
            unit = row.values["department"]
            name = reader.title("core.Department", unit)
            who = reader.title("core.Person", row.values["person"])
            text = f"{name}督导员{who}{left}离任，已{waited}个工作日没有更换"
            yield Found(
                text, YELLOW, left.isoformat(), ledger.ledger.name, row.stream,
                frozenset({unit}),
            )  # fmt: skip


def bad_twice(reader: Any, moment: Moment) -> Iterator[Found]:
    """最近两次检查都低于合格分，其后没有下发通报."""
    passing = moment.amount("waste_sorting.pass_score")
    warned = {
        row.key: row.values["warned_at"] or 0
        for row in reader.ledger("waste_sorting.units").rows({"voided": "0"})
    }
    for unit, rows in _scored(reader).items():
        last = rows[-2:]
        if len(last) == 2 and all(r.values["score"] < passing for r in last):  # noqa: PLR2004 - 连续两次
            newest = last[-1]
            if warned.get(unit, 0) < newest.values["scored_at"]:
                yield _twice(reader, last)


def _scored(reader: Any) -> dict[str, list[Any]]:
    """Scored inspections of each unit, the oldest first."""
    found: dict[str, list[Any]] = {}
    for row in reader.ledger("waste_sorting.inspections").rows({"voided": "0"}):
        if row.values["scored_at"] is not None:
            found.setdefault(row.values["unit"], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.values["scored_at"])
    return found


def _twice(reader: Any, rows: list[Any]) -> Found:
    unit = rows[-1].values["department"]
    scores = "、".join(f"{row.values['score'] / 10:g}分" for row in rows)
    name = reader.title("core.Department", unit)
    text = f"{name}连续两次检查不合格（{scores}），应下发通报"
    day = local_day(rows[-1].values["scored_at"], reader.site.zone)
    return Found(
        text, RED, day.isoformat(), "waste_sorting.inspections", rows[-1].stream,
        frozenset({unit}),
    )  # fmt: skip


def no_collection(reader: Any, moment: Moment) -> Iterator[Found]:
    """规定的工作日内没有清运登记; a centre that never recorded one is not asked."""
    ledger = reader.ledger("waste_sorting.collections")
    newest = ledger.page({"voided": "0"}, "-collected_on", 1, 1)
    if not newest:
        return
    last = date.fromisoformat(newest[0].values["collected_on"])
    missed = working_days(reader, last, moment.day)
    if missed >= moment.amount("waste_sorting.collection_days"):
        text = f"最近一次清运登记是{last}，已{missed}个工作日没有登记"
        yield Found(text, YELLOW, last.isoformat(), ledger.ledger.name)

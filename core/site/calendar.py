"""The calendars that come with the program, and the ledger of years."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from houqin.core.model.calendar import CalendarRecord
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types

calendar_ledger = Ledger(
    "core.calendars",
    "工作日历台账",
    per=CalendarRecord,
    columns=[
        Column("name", "年度", types.text(), filter=True, primary=True),
        Column("source", "文号", types.text(), filter=True),
        Column("changed", "最近设定", types.instant(), filter=True),
    ],
    title_column="name",
    sort="name",
)
calendar_ledger.on(CalendarRecord.Opened, "name")
calendar_ledger.on(CalendarRecord.YearSet, "source", changed=occurred_at)


def bundled(year: int) -> dict[str, Any] | None:
    """What ``core.set_calendar`` is given for a year the program knows."""
    file = files("houqin.core.site") / "calendars" / f"{year}.json"
    if not file.is_file():
        return None
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found

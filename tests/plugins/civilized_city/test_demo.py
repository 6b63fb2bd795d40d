"""The demonstration year gives the documents' figures, on any date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.core.report.composing import summarise
from houqin.plugins.civilized_city import ledgers
from houqin.plugins.civilized_city.report import creating

if TYPE_CHECKING:
    from houqin.core.site.site import Site

YEAR_END, HALF, INSIDE = date(2023, 12, 31), date(2023, 6, 30), date(2023, 8, 15)
#: At the end of the year, at 30 June, and at a day inside a quarter.
FIGURES = {
    "notices_received": (6, 3, 4),
    "notices_closed": (6, 3, 4),
    "notices_issued": (2, 1, 1),
    "items_due": (19, 10, 13),
    "in_time_rate": (1000, 1000, 1000),
    "areas": (12, 12, 12),
    "buildings": (11, 11, 11),
    "tasks_due": (52, 26, 32),
    "tasks_done": (52, 26, 32),
    "task_rate": (1000, 1000, 1000),
    "households": (412, 209, 262),
    "questionnaires": (280, 138, 165),
    "cleanups": (12, 6, 8),
    "sessions": (44, 21, 27),
    "volunteer_times": (176, 84, 108),
    "volunteer_hours": (2640, 1260, 1620),
    "online_due": (18, 6, 6),
    "online_filed": (18, 6, 6),
    "online_late": (0, 0, 0),
    "online_rate": (1000, 1000, 1000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_the_year_gives_its_figures(loaded: Site, name: str) -> None:
    found = []
    for day in (YEAR_END, HALF, INSIDE):
        with loaded.reader(Horizon(as_of=day)) as reader:
            kpi = reader.kpi(f"civilized_city.{name}", date(2023, 1, 1), day)
            found.append(kpi.value)
    assert tuple(found) == FIGURES[name]


@pytest.mark.slow
def test_every_ledger_of_the_year_is_filled(loaded: Site) -> None:
    with loaded.reader() as reader:
        empty = [x.name for x in ledgers.ALL if not reader.ledger(x.name).count()]
    assert empty == []


@pytest.mark.slow
def test_all_notices_of_the_year_were_on_time(loaded: Site) -> None:
    with loaded.reader() as reader:
        reading = reader.ledger("civilized_city.notices")
        received = list(reading.rows({"direction": "received"}))
        column = reading.ledger.column("in_time")
        shown = [reader.display.cell(reading.ledger, r, column) for r in received]
    assert shown == ["按时"] * 6


@pytest.mark.slow
def test_the_summary_says_the_sentence(loaded: Site) -> None:
    with loaded.reader(Horizon(as_of=YEAR_END)) as reader:
        summary = summarise(reader, "工作总结", [creating], date(2023, 1, 1), YEAR_END)
    (said,) = summary.said
    assert (
        "负责网格12个、楼栋11栋，入户宣传412户，回收问卷280份，收到督查整改通知书6份，"
        "按时整改率100%；组织文明交通劝导176人次，网报材料18项全部按时提交"
    ) in said.text

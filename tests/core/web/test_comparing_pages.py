"""指标表: what was reported then, what is known now, and one period beside another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.office import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

ACCEPT = {"Accept": "application/json"}
TODAY = datetime.now(ZONE).date()
YESTERDAY = TODAY - timedelta(days=1)
SPAN = f"from={YESTERDAY}&to={TODAY}"


def lines(page: Any, table: str) -> dict[str, list[str]]:
    """The cells of each indicator."""
    found = page.html.select(f"#{table} tbody tr")
    said = [[" ".join(td.text.split()) for td in row("td")] for row in found]
    return {title.partition("（")[0]: rest for title, *rest in said}


def test_an_auditor_sees_what_was_reported_and_why_it_is_otherwise_now(
    visit: Visit, county: County
) -> None:
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1000)
    auditor = visit("auditor")
    page = auditor.get("").click("指标表")
    assert "填写报送日" in page.html.select_one("#then").text
    form = page.forms[1]
    form["from"], form["to"] = str(YESTERDAY), str(TODAY)
    form["reported"] = str(YESTERDAY)
    page = form.submit()
    then = lines(page, "then")
    changed = [before != now for before, now, *_ in then.values()]
    assert changed == sorted(changed, reverse=True)
    before, now, difference, cause = then["调度车次"]
    assert (before, now, difference) == ("0", "1", "+1")
    assert cause.startswith("派车单")
    assert then["事故数"] == ["0", "0", "0", ""]
    row = next(tr for tr in page.html.select("#then tr") if "调度车次" in tr.text)
    was, is_now, record = (a["href"] for a in row("a"))
    assert auditor.app.get(record).follow().request.path.endswith(str(trip))
    assert "recorded_by=" in was
    assert "recorded_by=" not in is_now
    assert "指标表" in auditor.get("").html.select_one("#card-core-my_looks").text
    same = lines(auditor.get(f"compare?{SPAN}&reported={TODAY}"), "then")
    assert same["调度车次"] == ["1", "1", "0", ""]


def test_two_periods_stand_beside_each_other(visit: Visit, county: County) -> None:
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1000)
    auditor = visit("auditor")
    assert lines(auditor.get(f"compare?{SPAN}"), "two")["调度车次"] == ["0", "1", "+1"]
    turned = f"from=2020-01-01&to=2020-01-31&other_from={YESTERDAY}&other_to={TODAY}"
    assert lines(auditor.get(f"compare?{turned}"), "two")["调度车次"] == [
        "1", "0", "-1",
    ]  # fmt: skip


def test_a_program_is_told_the_same(visit: Visit, county: County) -> None:
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1000)
    address = f"/test/compare?{SPAN}&reported={YESTERDAY}"
    told: Any = visit("auditor").app.get(address, headers=ACCEPT).json
    (found,) = [
        each
        for each in told["as_reported"]
        if each["now"]["kpi"] == "vehicles.trips_dispatched"
    ]
    assert (found["before"]["value"], found["now"]["value"]) == (0, 1)
    assert found["difference"] == 1
    assert found["causes"] == [str(trip)]


def test_what_cannot_be_compared_is_said(visit: Visit) -> None:
    visit("clerk").get("compare", status=403)
    auditor = visit("auditor")
    turned = auditor.get(
        "compare?other_from=2023-02-01&other_to=2023-01-01", status=400
    )
    assert "对比期的截止日期不能早于起始日期" in turned.text
    said = auditor.get("compare?reported=2023", status=400)
    assert "报送日应为日期" in said.text

"""Programs use the same addresses with JSON, under the same rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

ACCEPT = {"Accept": "application/json"}


def read(visitor: Visitor, path: str, status: int = 200) -> Any:
    answer = visitor.app.get(f"/test/{path}", headers=ACCEPT, status=status)
    problem = "application/problem+json" if status >= 400 else "application/json"
    assert answer.content_type == problem
    return answer.json


def give(visitor: Visitor, path: str, body: Any, status: int = 200) -> Any:
    token = read(visitor, "")["csrf_token"]
    headers = ACCEPT | {"X-CSRF-Token": token}
    answer = visitor.app.post_json(
        f"/test/{path}", body, headers=headers, status=status
    )
    return answer.json


def asked(county: County, **changed: Any) -> dict[str, Any]:
    return {
        "unit": str(county.ids["unit"]), "user": str(county.ids["clerk"]),
        "purpose": "下乡调研", "passengers": 3,
        "planned_start": "2026-01-05T09:00:00+08:00",
        "planned_end": "2026-01-05T12:00:00+08:00",
        "origin": "县行政中心", "destination": "青竹镇",
    } | changed  # fmt: skip


def test_who_asks_is_told_who_it_is(visit: Visit, county: County) -> None:
    told = read(visit("clerk"), "")
    assert told["person"] == str(county.ids["clerk"])
    assert "vehicles.request" in told["rights"]
    assert "vehicles.dispatch" not in told["rights"]


def test_the_cards_of_the_home_page_come_with_what_they_show(
    visit: Visit, county: County
) -> None:
    trip = county.trip()
    told = read(visit("driver"), "")
    cards = {card["name"]: card["shown"] for card in told["cards"]}
    (task,) = cards["vehicles.tasks"]["tasks"]
    assert task["vehicle"] == "桂X·D00013"
    assert task["step"]["action"].endswith(f"/vehicles/trips/{trip}/depart")
    assert [figure["kpi"] for figure in told["figures"]][:1] == [
        "vehicles.trips_dispatched"
    ]


def test_a_page_of_a_module_and_its_index_come_as_they_are(
    visit: Visit, county: County
) -> None:
    county.trip()
    dispatcher = visit("dispatcher")
    (passing,) = read(dispatcher, "vehicles/gate?plate=0013")["shown"]["passing"]
    assert passing["driver"] == "钱进"
    groups = read(dispatcher, "vehicles/")["groups"]
    assert [group["title"] for group in groups] == ["办理", "成批登记", "台账", "指标"]
    read(visit("clerk"), "vehicles/gate", 403)


def test_rows_come_with_codes_and_with_what_people_read(
    visit: Visit, county: County
) -> None:
    county.request()
    county.request(purpose="开会", task="meeting")
    told = read(visit("clerk"), f"vehicles/requests?f.purpose={quote('开会')}")
    (row,) = told["rows"]
    assert (row["values"]["task"], row["shown"]["task"]) == ("meeting", "会议培训")
    assert {c["name"] for c in told["columns"]} >= {"serial", "unit", "purpose"}


def test_a_record_comes_with_its_history(visit: Visit, county: County) -> None:
    request = county.request()
    told = read(visit("clerk"), f"vehicles/requests/{request}")
    assert told["state"] == "requested"
    assert [step["title"] for step in told["steps"]] == ["申请"]


def test_a_figure_is_that_of_the_command_line(visit: Visit, county: County) -> None:
    path = "vehicles/kpis/trips_dispatched?from=2023-01-01&to=2023-12-31"
    told = read(visit("director"), path)
    assert (told["kpi"], told["value"]) == ("vehicles.trips_dispatched", 0)
    read(visit("director"), f"{path}&by=nosuch", status=400)


def test_a_command_is_given_once_however_often_it_is_sent(
    visit: Visit, county: County
) -> None:
    clerk = visit("clerk")
    body = {"input": asked(county), "command_id": str(uuid4())}
    first = give(clerk, "vehicles/do/request_vehicle", body)
    again = give(clerk, "vehicles/do/request_vehicle", body)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert first["records"] == again["records"]
    other = body | {"input": asked(county, purpose="别的事")}
    told = give(clerk, "vehicles/do/request_vehicle", other, status=409)
    assert "同一编号" in told["message"]


def test_what_is_wrong_is_told_by_field(visit: Visit, county: County) -> None:
    body = {"input": asked(county, passengers=0, purpose="")}
    told = give(visit("clerk"), "vehicles/do/request_vehicle", body, status=422)
    assert set(told["fields"]) == {"passengers", "purpose"}


@pytest.mark.parametrize(
    "body",
    [[], "text", {"nosuch": 1}, {"input": []}, {"command_id": 5}, {"occurred_at": "x"}],
)
def test_a_body_that_is_no_command_is_refused(visit: Visit, body: Any) -> None:
    told = give(visit("clerk"), "vehicles/do/request_vehicle", body, status=422)
    assert told["error"] == "填写有误"


def test_a_record_is_acted_on_at_its_own_address(visit: Visit, county: County) -> None:
    request = county.request()
    give(visit("reviewer"), f"vehicles/requests/{request}/agree", {})
    told = read(visit("clerk"), f"vehicles/requests/{request}")
    assert told["state"] == "reviewed"


def test_without_the_token_nothing_is_done(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    body = {"input": asked(county)}
    path = "/test/vehicles/do/request_vehicle"
    clerk.app.post_json(path, body, headers=ACCEPT, status=400)
    assert read(clerk, "vehicles/requests")["rows"] == []


def test_nobody_logged_in_is_told_so_in_json(visit: Visit) -> None:
    told = read(visit(""), "vehicles/requests", status=401)
    assert told == {
        "type": "about:blank", "title": "没有登录", "status": 401,
        "detail": "请先登录。", "error": "没有登录", "message": "请先登录。",
    }  # fmt: skip


def test_rights_are_those_of_the_pages(visit: Visit, county: County) -> None:
    read(visit("clerk"), "vehicles/vehicles", status=403)
    body = {"input": {"requests": [], "trips": []}}
    told = give(visit("clerk"), "vehicles/do/dispatch", body, status=422)
    assert told["fields"]
    approved = str(county.approved())
    car, steering = str(county.ids["桂X·D00013"]), str(county.ids["steering"])
    trips = [{"vehicle": car, "driver": steering}]
    body = {"input": {"requests": [approved], "trips": trips}}
    told = give(visit("clerk"), "vehicles/do/dispatch", body, status=403)
    assert told["message"] == "没有“派车”的权限"


def test_what_is_not_there_is_said_in_json(visit: Visit) -> None:
    assert read(visit("clerk"), f"vehicles/requests/{uuid4()}", status=404)["error"]
    assert read(visit("clerk"), "vehicles/nosuch", status=404)["error"]

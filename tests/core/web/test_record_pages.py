"""A record's page: where it stands, what happened, what may be done, by whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.core.model.command import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def buttons(page: Any) -> list[str]:
    return [link.text for link in page.html.select(".head-actions a")]


def facts(page: Any) -> dict[str, str]:
    return {
        fact.dt.text: fact.dd.text.strip() for fact in page.html.select(".facts > div")
    }


def steps(page: Any) -> list[str]:
    return [" ".join(row.text.split()) for row in page.html.select(".history tbody tr")]


def amend(visitor: Visitor, path: str, **typed: str) -> Any:
    form = visitor.form(path)
    for name, text in typed.items():
        form[name] = text
    return form.submit(expect_errors=True)


def test_a_request_says_who_is_waited_for(visit: Visit, county: County) -> None:
    page = visit("clerk").get(f"vehicles/requests/{county.request()}")
    assert page.html.h1.text.startswith("用车申请 申")
    assert "现在等：自然资源局审批人审核，已等 不到 1 分钟" in page.html.text
    stages = [li["class"] for li in page.html.select(".steps li")]
    assert stages == [["current"], ["todo"], ["todo"], ["todo"]]
    assert facts(page)["用车人"] == "张华"


@pytest.mark.parametrize(
    ("login", "offered"),
    [
        ("clerk", ["撤回"]),
        ("reviewer", ["同意", "退回修改", "不同意"]),
        ("director", []),
        ("dispatcher", ["电话同意", "作废"]),
        ("auditor", []),
    ],
)
def test_everybody_is_offered_what_is_theirs_to_do(
    visit: Visit, county: County, login: str, offered: list[str]
) -> None:
    page = visit(login).get(f"vehicles/requests/{county.request()}")
    assert buttons(page) == offered


def test_a_closed_record_waits_for_nobody(visit: Visit, county: County) -> None:
    trip = county.trip()
    for command, values in (
        ("depart", {"odometer": 1010}),
        ("return_trip", {"odometer": 1060}),
    ):
        county.act(f"vehicles.{command}", "driver", record=str(trip), **values)
    county.act("vehicles.close_trip", "dispatcher", record=str(trip))
    page = visit("dispatcher").get(f"vehicles/trips/{trip}")
    assert "现在等" not in page.text
    assert {li["class"][0] for li in page.html.select(".steps li")} == {"done"}
    assert facts(page)["公里"] == "50 公里"


def test_a_reference_leads_to_its_record(visit: Visit, county: County) -> None:
    page = visit("dispatcher").get(f"vehicles/trips/{county.trip()}")
    car = page.click("桂X·D00013").follow()
    assert car.html.h1.text == "车辆档案 桂X·D00013"
    person = page.click("张华", href="record").follow()
    assert person.request.path == f"/test/core/people/{county.ids['clerk']}"


def test_history_tells_who_typed_for_whom_and_how_late(
    visit: Visit, county: County
) -> None:
    trip = county.trip()
    yesterday = datetime.now(UTC) - timedelta(hours=20)
    opened = next(
        e.occurred for e in county.site.log.read_stream(_connection(county), trip)
    )
    act = Act(
        "vehicles.depart", {"record": str(trip), "odometer": 1010},
        county.ids["dispatcher"], uuid4(), county.ids["driver"], "phone",
        max(opened, int(yesterday.timestamp() * 1e6)),
    )  # fmt: skip
    county.site.act(act)
    page = visit("auditor").get(f"vehicles/trips/{trip}")
    last = steps(page)[-1]
    assert last.startswith("出车 赵明 钱进 代录 电话")
    assert "出车里程：1,010 公里" in last


def _connection(county: County) -> Any:
    return county.site.store.reading().__enter__()


def test_a_correction_shows_old_and_new_and_why(visit: Visit, county: County) -> None:
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1010)
    dispatcher = visit("dispatcher")
    page = dispatcher.get(f"vehicles/trips/{trip}")
    form = page.click("更正", index=1).forms[1]
    assert form["odometer"].value == "1010"
    form["odometer"], form["amendment_reason"] = "1020", "看错里程表"
    page = form.submit().follow()
    assert "已登记：更正" in page.text
    assert facts(page)["起里程"] == "1,020 公里"
    departed, corrected = steps(page)[-2:]
    assert "已更正" in departed
    assert "1,010 公里 → 1,020 公里" in corrected
    assert "看错里程表" in corrected


def test_a_corrected_day_moves_the_trip(visit: Visit, county: County) -> None:
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1010)
    dispatcher = visit("dispatcher")
    with county.site.reader() as reader:
        dispatched = reader.history(trip)[0].occurred
    at = datetime.fromtimestamp(dispatched / 1e6 + 61, county.site.zone)
    page = amend(
        dispatcher, f"vehicles/trips/{trip}/correct?target=2", amendment_reason="补正",
        header_channel="phone", header_occurred=f"{at:%Y-%m-%dT%H:%M}",
    )  # fmt: skip
    if page.status_int == 422:
        # The minute after the dispatch is not over yet.
        assert "发生时间" in page.text
        return
    assert "电话" in steps(page.follow())[1]


def test_a_correction_that_changes_nothing_is_not_recorded(
    visit: Visit, county: County
) -> None:
    dispatcher = visit("dispatcher")
    path = f"vehicles/trips/{county.trip()}/correct?target=1"
    page = amend(dispatcher, path, amendment_reason="无")
    assert page.status_int == 422
    assert "没有改动任何一项" in page.text
    assert page.forms[1]["amendment_reason"].value == "无"


def test_a_correction_needs_its_reason_and_right_values(
    visit: Visit, county: County
) -> None:
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1010)
    dispatcher = visit("dispatcher")
    path = f"vehicles/trips/{trip}/correct?target=2"
    page = amend(dispatcher, path, odometer="很多", header_occurred="早上")
    assert page.status_int == 422
    assert "应为整数" in page.text
    assert "发生时间应为日期时间" in page.text
    page = amend(dispatcher, path, odometer="1020")
    assert "理由必须填写" in page.text


def test_voiding_strikes_out_and_can_be_undone(visit: Visit, county: County) -> None:
    trip = county.trip()
    dispatcher = visit("dispatcher")
    page = amend(
        dispatcher, f"vehicles/trips/{trip}/void", amendment_reason="重复登记"
    ).follow()
    assert "已作废" in page.html.select_one(".head").text
    assert buttons(page) == []
    assert "重复登记" in steps(page)[-1]
    page = page.click("撤销作废")
    form = page.forms[1]
    form["amendment_reason"] = "没有重复"
    page = form.submit().follow()
    assert "已作废" not in page.html.select_one(".head").text
    assert "没有重复" in steps(page)[-1]


def test_one_step_is_voided_from_the_end(visit: Visit, county: County) -> None:
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1010)
    county.act("vehicles.return_trip", "driver", record=str(trip), odometer=1020)
    dispatcher = visit("dispatcher")
    refused = amend(
        dispatcher, f"vehicles/trips/{trip}/void?target=2", amendment_reason="错"
    )
    assert "请先从最后一步作废" in refused.text
    done = amend(
        dispatcher, f"vehicles/trips/{trip}/void?target=3", amendment_reason="错"
    )
    assert "已出车" in done.follow().html.select_one(".head").text


def test_what_refers_to_a_record_is_offered_to_be_voided_with_it(
    visit: Visit, county: County
) -> None:
    trip = county.trip()
    with county.site.reader() as reader:
        row = reader.ledger("vehicles.trips").row(str(trip))
        assert row is not None
        request = UUID(row.values["request"])
    dispatcher = visit("dispatcher")
    path = f"vehicles/requests/{request}/void"
    refused = amend(dispatcher, path, amendment_reason="录错")
    assert refused.status_int == 422
    assert "还有单据引用它" in refused.text
    form = refused.forms[1]
    form["amendment_others"] = [str(trip)]
    assert "已作废" in form.submit().follow().html.select_one(".head").text
    assert "已作废" in dispatcher.get(f"vehicles/trips/{trip}").text


@pytest.mark.parametrize("command", ["correct?target=1", "void", "restore?target=1"])
def test_only_some_may_amend(visit: Visit, county: County, command: str) -> None:
    page = visit("clerk").get(f"vehicles/requests/{county.request()}/{command}", 403)
    assert "没有更正和作废的权限" in page.text


@pytest.mark.parametrize("target", ["0", "x", "99", "9999999999999999"])
def test_a_step_that_is_not_there_is_not_corrected(
    visit: Visit, county: County, target: str
) -> None:
    path = f"vehicles/requests/{county.request()}/correct?target={target}"
    assert visit("dispatcher").get(path, "4*").status_int in {400, 404}


def test_people_are_amended_by_who_keeps_the_list(visit: Visit, county: County) -> None:
    path = f"core/people/{county.ids['clerk']}"
    assert "作废" in buttons(visit("admin").get(path))
    assert "作废" not in buttons(visit("dispatcher").get(path))
    page = amend(
        visit("admin"),
        f"{path}/correct?target=1",
        name="张桦",
        amendment_reason="姓名写错",
    )
    assert facts(page.follow())["姓名"] == "张桦"


def test_a_record_is_not_there_before_it_began(visit: Visit, county: County) -> None:
    path = f"vehicles/requests/{county.request()}?as_of=2020-01-01"
    page = visit("clerk").get(path, status=404)
    assert "在所选的截至日期内没有这份单据" in page.text


def test_a_record_is_not_of_another_ledger(visit: Visit, county: County) -> None:
    visit("clerk").get(f"vehicles/trips/{county.request()}", status=404)


def test_nobody_finds_a_record_that_never_was(visit: Visit) -> None:
    clerk = visit("clerk")
    clerk.get(f"record/{uuid4()}", status=404)
    clerk.get(f"vehicles/trips/{uuid4()}", status=404)

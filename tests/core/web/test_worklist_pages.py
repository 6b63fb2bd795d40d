"""The page of worklists, its counts, and how a record says it is being handled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from tests.core.web.conftest import Visit
    from tests.county import County


def lines(page: Any) -> list[str]:
    return [" ".join(line.text.split()) for line in page.html.select(".todo a")]


def tabs(page: Any) -> list[str]:
    return [" ".join(tab.text.split()) for tab in page.html.select(".tabs a")]


def menu(page: Any) -> dict[str, str]:
    """Entries of the navigation that count something, with what they count."""
    found = {}
    for link in page.html.select(".side a"):
        count = link.select_one(".count")
        # What is raised is counted beside it; see test_alert_pages.py.
        if count and not link["href"].endswith("/alerts"):
            found[link.text.replace(count.text, "").strip()] = count.text
    return found


def soon(hours: float) -> str:
    at = datetime.now(UTC) + timedelta(hours=hours)
    return at.replace(microsecond=0).isoformat()


@pytest.fixture
def request_(county: County) -> UUID:
    """A request that has to be reviewed within the hour."""
    return county.request(planned_start=soon(1), planned_end=soon(3))


def test_what_waits_is_counted_on_every_page(
    visit: Visit, county: County, request_: UUID
) -> None:
    reviewer = visit("reviewer")
    for path in ("", "waiting", "vehicles/requests", f"vehicles/requests/{request_}"):
        page = reviewer.get(path)
        assert menu(page) == {"待办": "1"}
        assert page.html.select_one(".nav-button .count").text == "1"
        assert not page.html.select(".count.urgent")
    assert menu(visit("director").get("")) == {}
    county.request(planned_start=soon(-1), planned_end=soon(3))
    page = reviewer.get("")
    assert menu(page) == {"待办": "2"}
    assert page.html.select(".side .count.urgent")


def test_a_line_leads_to_its_record_and_says_how_it_stands(
    visit: Visit, county: County, request_: UUID
) -> None:
    county.act("core.urge", "clerk", record=str(request_))
    reviewer = visit("reviewer")
    page = reviewer.get("waiting")
    (line,) = lines(page)
    assert line.startswith("用车申请 申")
    assert "自然资源局，下乡调研" in line
    assert "催办" in line
    assert "现在等：自然资源局审批人审核" in line
    assert line.endswith("前 已等 不到 1 分钟")
    (link,) = page.html.select(".todo a")
    assert link["href"].endswith(f"/vehicles/requests/{request_}")


def test_what_is_overdue_is_marked(visit: Visit, county: County) -> None:
    county.request(planned_start=soon(-1), planned_end=soon(3))
    page = visit("reviewer").get("waiting")
    assert "已超期" in lines(page)[0]
    (record,) = page.html.select(".todo a")
    page = visit("reviewer").get(record["href"].partition("/test/")[2])
    assert "已超期，应在" in page.html.select_one(".wait").text


def test_the_four_lists_are_tabs_of_one_page(visit: Visit, request_: UUID) -> None:
    clerk = visit("clerk")
    page = clerk.get("waiting")
    assert tabs(page) == ["待办", "已办", "我发起的", "知会我的"]
    assert "没有待办的事项" in page.text
    page = page.click("我发起的")
    assert page.html.select_one(".tabs [aria-current]").text == "我发起的"
    (link,) = page.html.select(".todo a")
    assert link["href"].endswith(str(request_))
    assert "没有知会您的单据" in page.click("知会我的").text
    assert "还没有办理过单据" in clerk.get("waiting?list=done").text


def test_what_was_handled_is_found_again(
    visit: Visit, county: County, request_: UUID
) -> None:
    county.act("core.agree", "reviewer", record=str(request_))
    (line,) = lines(visit("reviewer").get("waiting?list=done"))
    assert "现在等：中心领导审批" in line
    county.act("core.void", "dispatcher", record=str(request_), reason="重复")
    page = visit("reviewer").get("waiting?list=done")
    assert "已作废" in lines(page)[0]
    assert page.html.select(".todo .voided")


def test_a_list_goes_on_on_the_next_page(visit: Visit, county: County) -> None:
    for _ in range(21):
        county.request()
    for who, path in (("reviewer", "waiting"), ("clerk", "waiting?list=started")):
        page = visit(who).get(path)
        assert len(lines(page)) == 20
        page = page.click("下一页")
        assert len(lines(page)) == 1
        assert "下一页" not in page.text
        assert len(lines(page.click("回到最前"))) == 20


@pytest.mark.parametrize("query", ["page=0", "page=x", "before=-1"])
def test_a_page_that_cannot_be_is_said_to_be_so(visit: Visit, query: str) -> None:
    page = visit("clerk").get(f"waiting?{query}", status="*")
    assert page.status_int == 400
    assert "应为大于0的整数" in page.text


def test_there_is_no_other_list(visit: Visit) -> None:
    visit("clerk").get("waiting?list=everything", status=404)


def test_a_page_beyond_the_last_is_empty(visit: Visit, request_: UUID) -> None:
    page = visit("reviewer").get("waiting?page=7")
    assert lines(page) == []
    assert request_
    assert "回到最前" in page.text


def test_who_is_told_sees_it_counted_and_reads_it(
    visit: Visit, county: County, request_: UUID
) -> None:
    clerk = visit("clerk")
    form = clerk.get(f"vehicles/requests/{request_}").click("知会").forms[1]
    form["to"] = [str(county.ids["director"])]
    form["comment"] = "请知悉"
    page = form.submit().follow()
    assert "韦建国 未阅 张华" in " ".join(page.html.select_one(".told").text.split())
    assert "请知悉" in page.html.select_one(".told").text
    director = visit("director")
    page = director.get("")
    assert menu(page) == {"知会我的": "1"}
    page = page.click("知会我的")
    assert page.html.select_one(".side [aria-current]").text.startswith("知会我的")
    assert "未阅" in lines(page)[0]
    page = director.get(f"vehicles/requests/{request_}").click("已阅")
    page = page.forms[1].submit().follow()
    assert "已阅" in page.html.select_one(".told").text
    assert menu(page) == {}
    assert "未阅" not in lines(director.get("waiting?list=informed"))[0]


def test_remarks_stand_where_they_can_be_read(visit: Visit, request_: UUID) -> None:
    clerk = visit("clerk")
    page = clerk.get(f"vehicles/requests/{request_}")
    assert "还没有知会和留言" in page.text
    form = page.click("留言").forms[1]
    form["comment"] = "共5人 <b>"
    page = form.submit().follow()
    assert page.html.select_one(".remarks .said").text == "共5人 <b>"
    assert "张华" in page.html.select_one(".remarks").text
    last = page.html.select(".history tbody tr")[-1].text
    assert "留言：共5人" in last


def test_a_hand_over_is_said_on_the_record_and_moves_the_line(
    visit: Visit, county: County, request_: UUID
) -> None:
    second = county.act(
        "core.register_person", name="韦副审", department=str(county.ids["unit"]),
        roles=["reviewer"],
    )  # fmt: skip
    reviewer = visit("reviewer")
    form = reviewer.get(f"vehicles/requests/{request_}").click("转办").forms[1]
    # Only who may do the step is offered.
    assert [text.strip() for _, _, text in form["to"].options] == ["请选择", "韦副审"]
    form["to"].force_value(str(county.ids["clerk"]))
    assert "没有办理这一步的权限" in form.submit(status=422).text
    form["to"] = str(second)
    page = form.submit().follow()
    assert "李芳已转办给韦副审" in page.html.select_one(".wait").text
    assert menu(page) == {}
    assert lines(reviewer.get("waiting")) == []


def test_the_record_says_until_when_and_how_often_it_was_urged(
    visit: Visit, request_: UUID
) -> None:
    clerk = visit("clerk")
    page = clerk.get(f"vehicles/requests/{request_}")
    wait = page.html.select_one(".wait").text
    assert "现在等：自然资源局审批人审核" in wait
    assert "前办理" in wait
    page = page.click("催办").forms[1].submit().follow()
    assert "已催办 1 次" in page.html.select_one(".wait").text
    assert "催办" not in [a.text for a in page.html.select(".wait-actions a")]


def test_others_are_offered_nothing_beside_the_steps(
    visit: Visit, request_: UUID
) -> None:
    page = visit("auditor").get(f"vehicles/requests/{request_}")
    assert page.html.select(".wait-actions a") == []


def test_the_past_shows_what_was_said_then_and_offers_nothing(
    visit: Visit, county: County, request_: UUID
) -> None:
    path = f"vehicles/requests/{request_}"
    with county.site.reader() as reader:
        at = reader.position
    county.act("core.comment", "clerk", record=str(request_), comment="后来说的")
    page = visit("clerk").get(f"{path}?at={at}")
    assert "后来说的" not in page.text
    assert page.html.select(".wait-actions a") == []
    assert "现在等：自然资源局审批人审核" in page.html.text


def test_programs_read_the_same_lists(
    visit: Visit, county: County, request_: UUID
) -> None:
    county.act(
        "core.inform", "clerk", record=str(request_),
        to=[str(county.ids["director"])],
    )  # fmt: skip
    accept = {"Accept": "application/json"}
    app = visit("reviewer").app
    told = app.get("/test/waiting", headers=accept).json
    assert (told["list"], told["waiting"], told["next"]) == ("waiting", 1, None)
    (item,) = told["items"]
    assert item["record"] == str(request_)
    assert item["waiting_for"] == "自然资源局审批人审核"
    assert item["due"] > item["since"]
    director = visit("director").app
    (item,) = director.get("/test/waiting?list=informed", headers=accept).json["items"]
    assert item["unread"]
    record = director.get(f"/test/vehicles/requests/{request_}", headers=accept).json
    assert (record["urged"], record["told"][0]["read"]) == (0, None)
    director.get("/test/waiting?list=x", headers=accept, status=404)


def test_the_home_page_shows_the_first_of_the_same_list(
    visit: Visit, county: County
) -> None:
    for _ in range(9):
        county.request()
    page = visit("reviewer").get("")
    assert len(lines(page)) == 8
    assert "共 9 件" in page.text
    assert lines(page) == lines(page.click("全部待办"))[:8]

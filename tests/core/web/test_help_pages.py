"""Help: on each page, from what is declared; a card for each post that fits a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.site.duties import duties_of, rights_of, roles_with
from houqin.core.web.help_text import TOPICS, Block, help_text, read_text
from tests.office import declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("", "工作台"),
        ("waiting", "待办、已办、我发起的、知会我的"),
        ("vehicles/", "业务模块"),
        ("vehicles/vehicles", "车辆台账"),
        ("vehicles/kpis", "指标"),
        ("vehicles/kpis/trips_dispatched", "调度车次"),
        ("vehicles/do/request_vehicle", "我要用车"),
        ("help/", "帮助"),
    ],
)
def test_every_page_leads_to_its_own_help(visit: Visit, path: str, title: str) -> None:
    page = visit("dispatcher").get(path).click("帮助", index=0)
    assert page.html.h1.text == title


def test_a_record_and_its_amendment_have_help(visit: Visit, county: County) -> None:
    request = county.request()
    dispatcher = visit("dispatcher")
    record = dispatcher.get(f"vehicles/requests/{request}")
    assert record.click("帮助", index=0).html.h1.text == "单据和档案"
    amending = dispatcher.get(f"vehicles/requests/{request}/correct?target=1")
    assert amending.click("帮助", index=0).html.h1.text == "更正和作废"


def test_a_form_is_described_field_by_field(visit: Visit) -> None:
    page = visit("clerk").get("help/form/vehicles.request_vehicle")
    rows = {
        row.b.text: [cell.text for cell in row.select("td")[1:]]
        for row in page.html.select(".help-grid tbody tr")
    }
    assert rows["用车单位"][0] == "从单位中选择"
    assert rows["事由"][0] == "文字，最多100字"
    assert rows["行程范围"][0] == "选一项：县内、市内、省内市外、省外"
    assert rows["人数"][0] == "整数（人）"
    assert "单位经办人" in page.html.select_one(".help-facts").text
    assert page.click("打开").html.h1.text == "我要用车"


def test_lines_of_a_form_are_named(visit: Visit) -> None:
    page = visit("clerk").get("help/form/vehicles.record_costs")
    assert "可填多行：费用类别、金额" in page.text
    assert not page.html.select(".head-actions a")


def test_a_ledgers_columns_say_where_they_come_from(visit: Visit) -> None:
    page = visit("clerk").get("help/ledger/vehicles.vehicles")
    rows = {
        row.b.text: [cell.text for cell in row.select("td")[1:]]
        for row in page.html.select(".help-grid tbody tr")
    }
    assert rows["号牌"] == ["文字", "登记、变更"]
    assert rows["里程"][1] == "取自派车台账，最近一条"
    assert rows["车龄"][1] == "按查看的日期计算"
    assert rows["购置价"][0] == "数字（元），最多2位小数"
    assert "登记里程" not in rows


def test_an_indicator_says_its_definition(visit: Visit) -> None:
    page = visit("clerk").get("help/kpi/vehicles.trips_dispatched")
    facts = page.html.select_one(".help-facts").text
    assert declared().kpis["vehicles.trips_dispatched"].meaning in facts
    assert "派车台账" in facts


@pytest.mark.parametrize(
    "path",
    [
        "help/nosuch",
        "help/ledger/nosuch.nosuch",
        "help/todo/vehicles.trips",
        "help/cards/nosuch",
        "help/ledger/vehicles.trips/more",
    ],
)
def test_there_is_no_help_on_what_is_not_there(visit: Visit, path: str) -> None:
    visit("clerk").get(path, status=404)


def test_help_is_for_who_has_logged_in(visit: Visit) -> None:
    visit("").get("help/", status=303)


def test_every_text_is_read_and_says_something() -> None:
    for topic in TOPICS:
        text = help_text(topic)
        assert text.title
        assert text.blocks
        assert not any(
            "事件" in f"{b.text}{b.items}" or "日志" in f"{b.text}{b.items}"
            for b in text.blocks
        )


def test_a_plain_text_becomes_blocks() -> None:
    text = read_text("# 题\n一段\n\n## 小题\n- 甲\n- 乙\n又一段\n- 丙\n")
    assert text.title == "题"
    assert text.blocks == [
        Block("text", "一段"),
        Block("heading", "小题"),
        Block("list", items=["甲", "乙"]),
        Block("text", "又一段"),
        Block("list", items=["丙"]),
    ]


def test_ones_own_cards_stand_in_the_list_of_help(visit: Visit) -> None:
    page = visit("driver").get("help/")
    assert page.click(href="help/cards/driver").html.h1.text == "驾驶员操作卡"
    assert "全部岗位" not in page.text


def test_who_organises_finds_every_card(visit: Visit) -> None:
    admin = visit("admin")
    cards = admin.get("help/").click("全部岗位")
    titles = [link.text for link in cards.html.select(".card-z .links a")]
    assert titles == [role.title for role in declared().roles.values()]
    assert admin.get("admin/").click("岗位操作卡", index=0).html.h1.text == "岗位操作卡"


def test_a_card_says_what_a_post_begins_and_what_waits_for_it(visit: Visit) -> None:
    card = visit("driver").get("help/cards/dispatcher").html.select_one(".op-card")
    assert "http://localhost" in card.text
    rows = [[cell.text for cell in row.select("td")] for row in card.select("tbody tr")]
    assert ["用车申请", "已批准", "派车 / 无车可派 / 社会租赁"] in rows
    assert ["派车单", "已回场", "办结"] in rows
    assert "我要用车" in card.ol.text
    assert "代录" in card.text


def test_duties_follow_from_the_rights_of_the_role() -> None:
    known = declared()
    driver = duties_of(known, "driver")
    assert [spec.title for spec in driver.begins] == ["申请维修"]
    assert [(h.state, h.steps) for h in driver.handles] == [
        ("已派车", ("出车登记",)), ("已出车", ("回场登记",)),
        ("已提示", ("说明",)), ("整改中", ("整改完成",)),
    ]  # fmt: skip
    assert driver.besides == ()
    reviewer = duties_of(known, "reviewer")
    assert [(h.kind, h.steps) for h in reviewer.handles] == [
        ("用车申请", ("同意", "退回修改", "不同意"))
    ]
    assert duties_of(known, "nosuch").begins == ()


def test_rights_and_roles_are_two_sides_of_one_map() -> None:
    known = declared()
    for role in known.roles.values():
        for right in rights_of(known, role.code):
            assert role.title in roles_with(known, right)
    assert len(roles_with(known, "")) == len(known.roles)

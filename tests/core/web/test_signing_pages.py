"""电话同意 on pages: written down by one, marked, signed or disowned by another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


@pytest.fixture
def reviewed(county: County) -> UUID:
    request = county.request()
    county.act("core.agree", "reviewer", record=str(request))
    return request


def test_a_dispatcher_writes_down_what_the_director_said(
    county: County, reviewed: UUID, visit: Visit
) -> None:
    dispatcher = visit("dispatcher")
    page = dispatcher.get(f"vehicles/requests/{reviewed}")
    assert "电话同意" in page.text
    form = dispatcher.form(f"vehicles/requests/{reviewed}/agree_by_phone")
    assert form["approver"].value == str(county.ids["director"])
    assert form["agreed_at"].value
    assert "late_day" not in form.fields
    form["comment"] = "同意，注意安全"
    page = form.submit().follow()
    assert "中心审批：韦建国于" in page.text
    assert "电话同意，待补签。" in page.text
    assert page.html.select_one(".history .mark-late").text == "待补签"


def test_the_director_confirms_it(county: County, reviewed: UUID, visit: Visit) -> None:
    visit("dispatcher").form(
        f"vehicles/requests/{reviewed}/agree_by_phone"
    ).submit().follow()
    director = visit("director")
    page = director.get(f"vehicles/requests/{reviewed}")
    assert {"补签确认", "否认"} <= {a.text for a in page.html.select(".head-actions a")}
    page = director.form(f"vehicles/requests/{reviewed}/confirm").submit().follow()
    assert page.html.select_one(".history .mark-late").text == "已补签"
    assert page.html.select_one(".note-late") is None


def test_a_disowned_agreement_asks_why_and_goes_back(
    county: County, reviewed: UUID, visit: Visit
) -> None:
    visit("dispatcher").form(
        f"vehicles/requests/{reviewed}/agree_by_phone"
    ).submit().follow()
    form = visit("director").form(f"vehicles/requests/{reviewed}/disown")
    assert "说明" in form.submit(status=422).text
    form["comment"] = "没有接到电话"
    page = form.submit().follow()
    assert page.html.select_one(".history .mark-late").text == "已否认"
    assert "中心领导审批" in page.text


def test_agreeing_for_another_without_saying_how_names_the_field(
    county: County, reviewed: UUID, visit: Visit
) -> None:
    county.ids["both"] = county.act(
        "core.register_person", name="吕两职", department=str(county.ids["unit"]),
        roles=["director", "dispatcher"], login="both", password="houqin-test-1",
    )  # fmt: skip
    form = visit("both").form(f"vehicles/requests/{reviewed}/agree")
    form["late_person"] = str(county.ids["director"])
    page = form.submit(status=422)
    assert "代他人登记同意，请选择方式：电话或纸质" in page.text
    assert page.html.select_one("details.late").has_attr("open")


def test_the_process_names_the_rule_and_who_decides(
    county: County, reviewed: UUID, visit: Visit
) -> None:
    page = visit("clerk").get(f"vehicles/requests/{reviewed}")
    steps = [" ".join(li.text.split()) for li in page.html.select(".steps li")]
    assert "审批规则：一般申请" in page.text
    assert steps[2] == "已批准主任办理"

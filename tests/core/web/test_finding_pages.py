"""取证单 by the pages: rows are ticked, somebody answers, it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.core.web.paper import pages_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


@pytest.fixture
def auditor(county: County, visit: Visit) -> Visitor:
    county.request(purpose="接站")
    county.request(purpose="送站")
    return visit("auditor")


def asked(auditor: Visitor, county: County, page: Any, *ticked: int) -> Any:
    form = page.forms["ask"]
    for number, box in enumerate(form.fields["rows"]):
        box.checked = number in ticked
    form["question"] = "同日两次用车，请说明"
    form["answerer"] = str(county.ids["dispatcher"])
    form["answer_by"] = "2030-01-10T17:00"
    return form.submit(status="*")


def test_a_question_about_rows_is_answered_closed_and_printed(
    auditor: Visitor, county: County, visit: Visit
) -> None:
    page = auditor.get("vehicles/requests").click("取证单")
    page = asked(auditor, county, page, 0, 1).follow()
    assert "已登记：开具取证单" in page.text
    assert "待说明" in page.text
    record = page.request.path.removeprefix("/test/")
    assert "取证〔" in auditor.get("").text
    dispatcher = visit("dispatcher")
    answer = dispatcher.get(record).click("说明").forms[1]
    answer["explanation"] = "两个科室分别用车"
    answer.submit().follow()
    judge = auditor.get(record).click("认定").forms[1]
    judge["opinion"] = "说明属实"
    assert "已办结" in judge.submit().follow().text
    (paper,) = pages_of(auditor.get(f"{record}/print.pdf"))
    for said in (
        "审计取证单",
        "同日两次用车",
        "两个科室分别用车",
        "说明属实",
        "申2026-",
    ):
        assert said in paper


def test_nothing_ticked_is_told_and_what_was_typed_stays(
    auditor: Visitor, county: County
) -> None:
    page = asked(auditor, county, auditor.get("vehicles/requests/finding"))
    assert page.status_int == 422
    assert "所取记录" in page.text
    assert "同日两次用车" in page.text


def test_drawn_rows_are_asked_about(auditor: Visitor, county: County) -> None:
    page = auditor.get("vehicles/requests/sample?seed=a&size=1")
    page = page.click("就抽中的记录开取证单")
    assert len(page.forms["ask"].fields["rows"]) == 1
    assert asked(auditor, county, page, 0).status_int == 303


def test_only_who_examines_asks(county: County, visit: Visit) -> None:
    director = visit("director")
    director.get("vehicles/requests/finding", status=403)
    assert "取证单</a>" not in director.get("vehicles/requests").text

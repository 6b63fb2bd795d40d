"""审批流程 on pages: rules in words, set by a form, tried out, and who set them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.horizon import local_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

PAGE = "admin/chains/vehicles.VehicleRequest"


def lines(page: Any, place: int = 0) -> list[str]:
    """The rules of one card as the page says them."""
    (*_, rules) = page.html.select(".chain-rules")[: place + 1]
    return [
        " ".join(part.text for part in li.find_all(recursive=False))
        for li in rules.select("li")
    ]


def setting(visitor: Visitor) -> Any:
    """The form that sets rules."""
    return visitor.get(PAGE).forms[2]


def far_rule(visitor: Visitor) -> Any:
    """The form with one rule more in front: journeys out of the city."""
    form = setting(visitor).submit("more", value="rules").forms[2]
    form["rules-0-title"] = "出市用车"
    for box, value in zip(form.fields["rules-0-range"], range(4), strict=True):
        box.checked = value > 1
    for box in form.fields["rules-0-steps"]:
        box.checked = True
    return form


def test_what_is_declared_stands_there_in_words(visit: Visit) -> None:
    page = visit("admin").get("admin/chains")
    assert lines(page) == ["一般申请 其他情况 单位审核 → 中心审批"]
    assert "审批流程" in visit("admin").get("admin/").text


def test_a_rule_is_added_set_and_shown(visit: Visit, county: County) -> None:
    admin = visit("admin")
    page = far_rule(admin).submit().follow()
    assert "已登记：设定用车申请审批流程" in page.text
    assert lines(page) == [
        "出市用车 行程范围为省内市外、省外 单位审核 → 中心审批 → 分管领导审批",
        "一般申请 其他情况 单位审核 → 中心审批",
    ]
    history = page.html.select(".parameters tbody tr")
    assert len(history) == 1
    assert "林晓梅" in history[0].text
    request = county.request(range="outside")
    with county.site.reader() as reader:
        assert reader.record(request).rule == "出市用车"


def test_numbers_yes_and_units_are_conditions_too(visit: Visit, county: County) -> None:
    form = setting(visit("admin")).submit("more", value="rules").forms[2]
    form["rules-0-title"] = "多人节假日"
    form["rules-0-unit"] = [str(county.ids["unit"])]
    form["rules-0-passengers_least"] = "4"
    form["rules-0-days_most"] = "２"
    form["rules-0-holiday"] = "true"
    form["rules-0-own_unit"] = "false"
    form.fields["rules-0-steps"][1].checked = True
    page = form.submit().follow()
    assert lines(page)[0] == (
        "多人节假日 用车单位为自然资源局，人数不少于4人，天数不超过2天，"
        "起止日为节假日，本中心科室：否 中心审批"
    )
    again = page.forms[2]
    assert again["rules-0-days_most"].value == "2"
    assert again["rules-0-own_unit"].value == "false"


def test_rules_for_a_later_day_are_shown_as_coming(
    visit: Visit, county: County
) -> None:
    today = local_day(county.site.now(), county.site.zone)
    later = (today + timedelta(days=30)).isoformat()
    form = far_rule(visit("admin"))
    form["since"] = later
    page = form.submit().follow()
    assert lines(page) == ["一般申请 其他情况 单位审核 → 中心审批"]
    assert f"{later} 起" in page.text
    assert f"{later} 起改按新规则" in visit("admin").get("admin/chains").text


def test_lines_are_moved_and_taken_out_without_a_script(visit: Visit) -> None:
    form = far_rule(visit("admin"))
    form = form.submit("up", index=0).forms[2]
    assert [form[f"rules-{n}-title"].value for n in (0, 1)] == ["一般申请", "出市用车"]
    form = form.submit("gone", index=0).forms[2]
    assert form["rules-0-title"].value == "出市用车"
    assert "rules-1-title" not in form.fields


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"rules-0-days_least": "三天"}, "天数不少于应为整数"),
        ({"rules-0-title": ""}, "规则名称必须填写"),
        ({"rules-1-days_least": "3"}, "第2条是最后一条规则，不能设条件"),
        ({"since": "2020-01-01"}, "起始日期不能早于今天"),
        ({"since": ""}, "起始日期必须填写"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    visit: Visit, changed: dict[str, str], said: str
) -> None:
    form = far_rule(visit("admin"))
    for name, text in changed.items():
        form[name] = text
    page = form.submit(status=422)
    assert said in page.text
    assert page.forms[2]["rules-1-title"].value == "一般申请"
    assert len(page.forms[2].fields["rules-0-range"]) == 4


def test_what_would_apply_is_tried_out(visit: Visit) -> None:
    admin = visit("admin")
    far_rule(admin).submit()
    form = admin.get(PAGE).forms[1]
    form["try-range"] = "outside"
    form["try-passengers"] = "3"
    tried = form.submit().html.select_one(".chain-tried")
    assert "分管领导审批" in tried.text
    form["try-range"] = "county"
    tried = form.submit().html.select_one(".chain-tried")
    assert "分管领导审批" not in tried.text
    form["try-passengers"] = "三"
    page = form.submit()
    assert "人数应为整数" in page.text
    assert page.html.select_one(".chain-tried") is None


def test_only_who_configures_reaches_the_page(visit: Visit) -> None:
    for login in ("director", "clerk", "auditor"):
        for path in ("admin/chains", PAGE):
            visit(login).get(path, status=403)


def test_only_what_is_approved_has_a_page(visit: Visit) -> None:
    admin = visit("admin")
    admin.get("admin/chains/vehicles.Trip", status=404)
    admin.get("admin/chains/nothing.Nothing", status=404)


def test_the_generated_form_leads_to_the_page_of_its_own(visit: Visit) -> None:
    answer = visit("admin").get("core/do/set_chain", status=303)
    assert answer.location.endswith("/test/admin/chains")

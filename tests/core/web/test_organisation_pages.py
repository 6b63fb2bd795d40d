"""组织机构 and 人员: the tree, one unit, the search, all by ordinary forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from tests.county import County

TREE, PEOPLE = "admin/organisation", "admin/people"


def names(page: Any) -> list[str]:
    return [a.text for a in page.html.select(".listed td:first-child > a")]


@pytest.fixture
def bureau(county: County) -> UUID:
    """A bureau of two levels beside the county's own two units."""
    bureau = county.act(
        "core.register_department", name="县财政局", short="财政局", kind="county",
        order=1,
    )  # fmt: skip
    county.ids["section"] = county.act(
        "core.register_department", name="县财政局国库科", short="国库科",
        kind="subordinate", parent=str(bureau),
    )  # fmt: skip
    county.ids["post"] = county.act(
        "core.register_post", name="国库会计", department=str(county.ids["section"]),
        establishment=2, roles=["clerk"],
    )  # fmt: skip
    county.ids["wei"] = county.act(
        "core.register_person", name="韦国强", department=str(county.ids["section"]),
        post=str(county.ids["post"]), number="CZ001", phone="13800138000",
    )  # fmt: skip
    return bureau


def test_the_tree_shows_units_in_order_with_their_people(
    visit: Any, bureau: UUID
) -> None:
    page = visit("admin").get(TREE)
    assert names(page) == [
        "县财政局", "县财政局国库科", "X县机关后勤服务中心", "县自然资源局",
    ]  # fmt: skip
    first, second = page.html.select(".units tbody tr")[:2]
    assert second.td["class"] == ["depth-1"]
    texts = [td.get_text() for td in first.select("td")]
    # Nobody in the bureau itself, one person below it.
    assert texts[3:5] == ["0", "1"]
    assert "在用单位 4 个，在职人员 9 人" in page.text


def test_a_unit_is_renamed_from_the_tree(visit: Any, bureau: UUID) -> None:
    admin = visit("admin")
    form = admin.get(TREE).click("更名", href=str(bureau)).forms[1]
    assert form["name"].value == "县财政局"
    form["name"], form["short"] = "县财政国资局", "财政国资局"
    assert "已登记：更名" in form.submit().follow().text
    assert "县财政国资局" in names(admin.get(TREE))


def test_a_merged_unit_is_shown_on_request_only(
    visit: Any, county: County, bureau: UUID
) -> None:
    admin = visit("admin")
    form = admin.get(TREE).click("合并", href=str(county.ids["section"])).forms[1]
    form["into"] = str(bureau)
    form.submit().follow()
    assert "县财政局国库科" not in names(admin.get(TREE))
    page = admin.get(f"{TREE}?all=1")
    assert names(page)[-1] == "县财政局国库科"
    assert page.html.select_one(".gone .state").text == "已合并至县财政局"
    assert not page.html.select(".gone .amend a")
    unit = admin.get(f"{TREE}/{bureau}").html
    assert "已并入本单位" in unit.text
    assert "韦国强" in unit.text


def test_the_tree_is_shown_as_it_was(visit: Any, bureau: UUID) -> None:
    page = visit("admin").get(f"{TREE}?as_of=2000-01-01")
    assert "历史视图，仅供查看" in page.text
    assert "还没有单位" in page.text
    page = visit("admin").get(f"{TREE}?as_of=2199-01-01")
    assert "县财政局" in names(page)
    assert not page.html.select(".amend a")
    assert "as_of=2199-01-01" in page.html.select_one(".units td a")["href"]


def test_a_unit_has_a_page_with_people_posts_and_units_below(
    visit: Any, county: County, bureau: UUID
) -> None:
    admin = visit("admin")
    page = admin.get(TREE).click("县财政局国库科")
    crumbs = [a.text for a in page.html.select(".crumbs a")]
    assert crumbs == ["系统管理", "组织机构", "县财政局"]
    rows = [
        [td.get_text() for td in tr.select("td")]
        for tr in page.html.select(".listed tbody tr")
    ]
    assert rows == [
        ["国库会计", "单位经办人", "2", "1", "1"],
        ["韦国强", "国库会计", "单位经办人", "CZ001", ""],
    ]
    form = page.click("登记岗位").forms[1]
    assert form["department"].value == str(county.ids["section"])
    assert "登记" in page.click("办理经过").html.select_one(".history").text
    above = admin.get(f"{TREE}/{bureau}")
    assert "没有岗位" in above.text


def test_a_unit_that_is_not_there_is_not_found(visit: Any, county: County) -> None:
    admin = visit("admin")
    admin.get(f"{TREE}/00000000-0000-0000-0000-000000000000", status=404)
    admin.get(f"{TREE}/finance", status=404)
    admin.get(f"{TREE}/{county.ids['clerk']}", status=404)
    admin.get(f"{TREE}?as_of=soon", status=400)


def test_people_are_found_by_name_number_unit_role_and_state(
    visit: Any, county: County, bureau: UUID
) -> None:
    admin = visit("admin")

    def found(**asked: str) -> set[str]:
        return set(names(admin.get(f"{PEOPLE}?{urlencode(asked)}")))

    assert len(found()) == 9
    assert found(name="国强") == found(name="cz00") == {"韦国强"}
    assert found(name="CLERK") == {"张华"}
    assert found(unit=str(bureau)) == {"韦国强"}
    assert found(role="clerk") == {"张华", "韦国强"}
    assert found(role="clerk", name="张") == {"张华"}
    assert found(role="king") == found(name="%") == set()
    county.act("core.leave", record=str(county.ids["wei"]))
    assert found(name="国强") == set()
    assert found(state="left") == found(name="国强", state="all") == {"韦国强"}
    assert len(found(state="nonsense")) == 8


def test_the_search_keeps_what_was_asked(visit: Any, bureau: UUID) -> None:
    asked = urlencode({"name": "国强", "unit": bureau, "role": "clerk"})
    page = visit("admin").get(f"{PEOPLE}?{asked}")
    form = page.forms[1]
    assert (form["name"].value, form["unit"].value, form["role"].value) == (
        "国强", str(bureau), "clerk",
    )  # fmt: skip
    # Units below stand further to the right.
    options = [o.text for o in page.html.select("#unit option")]
    assert "　国库科" in options


def test_telephones_are_masked(visit: Any, bureau: UUID) -> None:
    page = visit("admin").get(PEOPLE)
    assert "138****8000" in page.text
    assert "13800138000" not in page.text


def test_many_people_come_page_by_page(visit: Any, county: County) -> None:
    unit = str(county.ids["unit"])
    rows = [{"name": f"人{n}", "unit": "县自然资源局"} for n in range(60)]
    county.act("core.import_organisation", people=rows)
    admin = visit("admin")
    page = admin.get(f"{PEOPLE}?unit={unit}")
    assert "第 1–50 人" in page.text
    second = page.click("下一页")
    assert "第 51–62 人" in second.text
    assert len(names(second)) == 12
    page = admin.get(f"{PEOPLE}?{urlencode({'name': '人'})}").click("下一页")
    assert "第 51–60 人" in page.text
    admin.get(f"{PEOPLE}?page=x", status=400)


def test_who_has_no_right_sees_none_of_it(visit: Any, county: County) -> None:
    for login in ("clerk", "director", "auditor"):
        visitor = visit(login)
        for path in (TREE, f"{TREE}/{county.ids['unit']}", PEOPLE, "admin/import"):
            visitor.get(path, status=403)
        visitor.get("admin/import/template.xlsx", status=403)


def test_names_are_escaped(visit: Any, county: County) -> None:
    county.act(
        "core.register_department", name="<b>局</b>", short="<i>局</i>", kind="county"
    )
    admin = visit("admin")
    for path in (TREE, PEOPLE, f"{PEOPLE}?name=%3Cscript%3E"):
        page = admin.get(path)
        assert "<b>局" not in page.text
        assert "<i>局" not in page.text
        assert '<script>"' not in page.text


def test_a_slip_is_printed_for_who_can_log_in(
    visit: Any, county: County, bureau: UUID
) -> None:
    county.act(
        "core.register_person", name="无登录", department=str(county.ids["unit"])
    )
    page = visit("admin").get(f"{PEOPLE}?state=all")
    slips = page.html.find_all("a", string="打印登录凭条")
    assert len(slips) == len(names(page)) - 1
    page = page.click("打印登录凭条", href=str(county.ids["wei"]))
    assert "韦国强" in page.text


def test_a_record_is_come_to_from_administration(
    visit: Any, county: County, bureau: UUID
) -> None:
    def crumbs(login: str, path: str) -> list[str]:
        page = visit(login).get(path)
        return [a.text for a in page.html.select(".crumbs a")]

    assert crumbs("admin", f"core/departments/{bureau}") == ["系统管理", "组织机构"]
    assert crumbs("admin", f"core/people/{county.ids['wei']}") == ["系统管理", "人员"]

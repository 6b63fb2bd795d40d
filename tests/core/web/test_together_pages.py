"""合并同意 on pages: each one with its facts, then one submit."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def address(*records: UUID | str) -> str:
    query = urlencode([("records", str(record)) for record in records])
    return f"core/do/agree_together?{query}"


def test_each_record_is_shown_before_it_is_agreed_to(
    county: County, visit: Visit
) -> None:
    requests = [county.request(purpose=f"调研{n}") for n in range(3)]
    reviewer = visit("reviewer")
    page = reviewer.get(address(*requests))
    for number in range(3):
        assert f"调研{number}" in page.text
    assert len(page.html.select(".together .facts")) == 3
    form = page.forms[1]
    form["comment"] = "同意"
    page = form.submit().follow()
    assert "已登记：同意3份" in page.text
    assert "没有待办" in page.text


def test_what_is_unticked_is_left_alone(county: County, visit: Visit) -> None:
    kept, left = county.request(), county.request()
    form = visit("reviewer").get(address(kept, left)).forms[1]
    form.get("records", index=1).checked = False
    form.submit().follow()
    with county.site.reader() as reader:
        states = [reader.record(r).state for r in (kept, left)]
    assert states == ["reviewed", "requested"]


def test_what_must_be_looked_at_alone_is_named_apart(
    county: County, visit: Visit
) -> None:
    usual, far = county.request(), county.request(range="outside")
    page = visit("reviewer").get(address(usual, far))
    assert "行程范围为省外，须单独审批" in page.text
    assert [box["value"] for box in page.html.select("input[name=records]")] == [
        str(usual)
    ]
    page.forms[1].submit().follow()


def test_nothing_chosen_says_where_to_choose(visit: Visit) -> None:
    page = visit("reviewer").get("core/do/agree_together?records=x")
    assert "没有选中单据，请在待办里勾选" in page.text
    assert "没有选中单据" in visit("reviewer").get(address(uuid4())).text


def test_what_changed_meanwhile_refuses_all_and_says_why(
    county: County, visit: Visit
) -> None:
    first, second = county.request(), county.request()
    form = visit("reviewer").get(address(first, second)).forms[1]
    county.act("core.withdraw", "clerk", record=str(second))
    page = form.submit(status=422)
    assert "一份都没有同意" in page.text
    assert "当前为“已撤回”，没有待审批的环节" in page.text
    with county.site.reader() as reader:
        assert reader.record(first).state == "requested"
    page.forms[1].submit().follow()


def test_a_second_press_agrees_only_once(county: County, visit: Visit) -> None:
    request = county.request()
    form = visit("reviewer").get(address(request)).forms[1]
    form.submit().follow()
    assert "已提交，未重复登记" in form.submit().follow().text


def test_what_is_ticked_in_the_worklist_is_shown_together(
    county: County, visit: Visit
) -> None:
    ticked, left = county.request(purpose="下乡"), county.request(purpose="开会")
    reviewer = visit("reviewer")
    page = reviewer.get("waiting")
    form = page.forms["together"]
    boxes = {box["value"] for box in page.html.select("input[name=records]")}
    assert boxes == {str(ticked), str(left)}
    form.get("records", index=0).checked = True
    chosen = form.submit()
    assert len(chosen.html.select(".together .facts")) == 1


def test_who_approves_nothing_has_nothing_to_tick(county: County, visit: Visit) -> None:
    county.approved()
    page = visit("dispatcher").get("waiting")
    assert page.html.select(".todo li")
    assert not page.html.select("input[name=records], #together")


def test_what_the_dispatcher_sees_of_an_approval_by_phone_is_no_tick(
    county: County, visit: Visit
) -> None:
    request = county.request()
    county.act("core.agree", "reviewer", record=str(request))
    visit("dispatcher").form(f"vehicles/requests/{request}/agree_by_phone").submit()
    page = visit("director").get("waiting")
    assert "补签电话同意（中心审批）" in page.text
    assert not page.html.select("input[name=records]")

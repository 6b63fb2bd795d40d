"""补录派车单 on its page: short times, every error beside its field, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from webtest.forms import File, Upload

from tests import filing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

SLIP = "vehicles/do/paper_slip"


def filled(visitor: Visitor, county: County, **changed: str) -> Any:
    """A slip of last Friday with everything right, but for what is changed."""
    ids = {name: str(id_) for name, id_ in county.ids.items()}
    typed = {
        "slip_day": "2026-01-05", "request-done_by": ids["clerk"],
        "request-unit": ids["unit"], "request-user": ids["clerk"],
        "request-purpose": "下乡调研", "request-passengers": "3",
        "request-planned_start": "0830", "request-planned_end": "1200",
        "request-origin": "县行政中心", "request-destination": "青竹镇",
        "approvals-0-done_by": ids["reviewer"],
        "approvals-1-done_by": ids["director"],
        "dispatch-happened_at": "820", "dispatch-vehicle": ids["桂X·D00013"],
        "dispatch-driver": ids["steering"], "dispatch-paper_number": "No.123",
        "depart-happened_at": "0835", "depart-odometer": "910",
        "back-happened_at": "1-5 1150", "back-odometer": "960",
        "costs-lines-0-kind": "toll", "costs-lines-0-amount": "35",
    }  # fmt: skip
    form = visitor.form(SLIP)
    for name, text in (
        typed | {k.replace("__", "-"): v for k, v in changed.items()}
    ).items():
        form[name] = text
    return form


def errors(page: Any) -> dict[str, str]:
    return {
        e["id"].removeprefix("field-").removesuffix("-error"): e.text
        for e in page.html.select("p.error[id]")
    }


def trips(county: County) -> list[Any]:
    with county.site.reader() as reader:
        return list(reader.ledger("vehicles.trips").rows())


def test_a_slip_with_short_times_is_recorded_whole(
    visit: Visit, county: County
) -> None:
    page = filled(visit("dispatcher"), county).submit("").follow().follow()
    assert "已登记：补录派车单" in page.text
    (row,) = trips(county)
    assert row.state == "closed"
    assert (row.values["distance"], row.values["toll"]) == (50, 3500)
    with county.site.reader() as reader:
        request = reader.history(UUID(row.values["request"]))
    assert [step.title for step in request] == ["申请", "同意", "同意", "派车"]


def test_what_a_fact_breaks_is_told_and_stays_with_the_record(
    visit: Visit, county: County
) -> None:
    form = filled(visit("dispatcher"), county, **{"request-passengers": "12"})
    page = form.submit("").follow().follow()
    said = [note.text.strip() for note in page.html.select(".note-late")]
    assert any("提示：座位不够" in text for text in said)
    assert "提示：座位不够" in page.html.select_one(".history").text


def choose(form: Any, field: str, name: str, content: bytes) -> None:
    """A file from the disk; the second control is the camera's."""
    disk = next(f for f in form.fields[field] if isinstance(f, File))
    disk.value = [Upload(name, content)]


def test_photos_of_slip_and_receipts_are_kept_with_the_trip(
    visit: Visit, county: County
) -> None:
    dispatcher = visit("dispatcher")
    form = filled(dispatcher, county)
    choose(form, "close-scans", "派车单.jpg", filing.photo())
    choose(form, "costs-lines-0-photos", "票据.png", filing.photo(kind="PNG"))
    page = form.submit("").follow().follow()
    names = [a.text for a in page.html.select("a.attached-name")]
    assert sorted(names) == ["派车单.jpg", "票据.png"]


def test_a_file_is_still_there_when_the_slip_is_shown_again(
    visit: Visit, county: County
) -> None:
    form = filled(visit("dispatcher"), county, **{"back-odometer": ""})
    choose(form, "close-scans", "派车单.jpg", filing.photo())
    page = form.submit("", status=422)
    page.forms["slip"]["back-odometer"] = "960"
    page = page.forms["slip"].submit("").follow().follow()
    assert "派车单.jpg" in page.html.select_one(".attached").text


def test_a_part_that_may_be_missing_is_left_out(visit: Visit, county: County) -> None:
    costs = {"costs-lines-0-kind": "", "costs-lines-0-amount": ""}
    filled(visit("dispatcher"), county, **costs).submit("").follow()
    (row,) = trips(county)
    assert (row.state, row.values["toll"]) == ("closed", None)


def test_every_error_stands_beside_its_field_and_nothing_is_lost(
    visit: Visit, county: County
) -> None:
    form = filled(
        visit("dispatcher"), county,
        **{"request-passengers": "三", "back-odometer": "", "depart-happened_at": "早"},
    )  # fmt: skip
    page = form.submit("", status=422)
    assert errors(page) == {
        "request-passengers": "人数应为整数",
        "depart-happened_at": "出车时刻应为日期时间，例如2023-03-05 08:30",
        "back-odometer": "回场里程必须填写",
    }
    again = page.forms[1]
    assert again["request-passengers"].value == "三"
    assert again["dispatch-happened_at"].value == "2026-01-05 08:20"
    again["request-passengers"], again["back-odometer"] = "3", "960"
    again["depart-happened_at"] = "0835"
    again.submit("").follow()
    assert len(trips(county)) == 1


def test_what_a_rule_refuses_is_said_beside_the_step(
    visit: Visit, county: County
) -> None:
    form = filled(visit("dispatcher"), county, **{"back-happened_at": "0800"})
    found = errors(form.submit("", status=422))
    assert found["back-happened_at"].startswith("回场不能早于出车的")
    assert trips(county) == []


def test_more_approvals_and_another_slip_of_the_same_day(
    visit: Visit, county: County
) -> None:
    dispatcher = visit("dispatcher")
    page = filled(dispatcher, county).submit("more", value="approvals")
    assert len(page.html.select("[id^=field-approvals-][name$=done_by]")) == 3
    page = filled(dispatcher, county).submit("again").follow()
    assert page.forms[1]["slip_day"].value == "2026-01-05"


def test_nothing_typed_becomes_script(visit: Visit, county: County) -> None:
    nasty = "</textarea><script>alert(1)</script>"
    form = filled(visit("dispatcher"), county, **{"request-purpose": nasty})
    page = form.submit("").follow().follow()
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("login", ["clerk", "driver", "auditor"])
def test_a_slip_is_the_dispatcher_s(visit: Visit, login: str) -> None:
    visit(login).get(SLIP, status=403)

"""A register too long for a list: the page asks, or the typed name is looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.core.web.test_command_pages import REQUEST, count, fill, filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

PEOPLE = 200


@pytest.fixture
def crowd(county: County) -> list[str]:
    """So many people that no page carries them all."""
    return [
        str(
            county.act(
                "core.register_person", name=f"职工{number:03d}",
                department=str(county.ids["unit"]), roles=["clerk"],
            )
        )
        for number in range(PEOPLE)
    ]  # fmt: skip


def asked(visitor: Visitor, typed: str, aggregate: str = "core.Person") -> list[Any]:
    answer = visitor.get(f"choices/{aggregate}?q={quote(typed)}")
    assert answer.content_type == "application/json"
    return list(answer.json["matches"])


def test_a_short_list_carries_what_it_is_searched_by(
    visit: Visit, county: County
) -> None:
    for number in range(12):
        county.act(
            "core.register_department", name=f"县第{number}中学", short=f"{number}中",
            kind="county",
        )  # fmt: skip
    page = visit("dispatcher").get(REQUEST)
    units = page.html.select("#field-unit option[data-keys]")
    assert len(units) == 14
    assert "zrzyj" in next(o["data-keys"] for o in units if o.text == "自然资源局")


def test_a_closed_list_needs_no_keys(visit: Visit) -> None:
    page = visit("dispatcher").get(REQUEST)
    assert not page.html.select("#field-task option[data-keys]")


def test_a_long_register_is_not_on_the_page(visit: Visit, crowd: list[str]) -> None:
    page = visit("dispatcher").get(REQUEST)
    (chosen,) = page.html.select("[name=user-picked]")
    assert chosen.has_attr("checked")
    assert "赵明" in chosen.parent.text
    assert page.html.select_one("[data-finder$='/choices/core.Person']")
    assert len(page.text) < 30_000


def test_matches_are_asked_for_best_first(visit: Visit, crowd: list[str]) -> None:
    clerk = visit("clerk")
    assert [m["text"] for m in asked(clerk, "zhangh")] == ["张华"]
    assert [m["text"] for m in asked(clerk, "017")] == ["职工017"]
    assert len(asked(clerk, "职工")) == 30
    assert len(asked(clerk, "zg")) == 30
    assert asked(clerk, "") == []
    assert asked(clerk, "没有此人") == []


@pytest.mark.parametrize(
    ("aggregate", "status"),
    [
        ("vehicles.Vehicle", 403),
        ("vehicles.Nosuch", 404),
        ("vehicles.Trip", 404),
        ("", 404),
    ],
)
def test_only_what_a_form_of_ones_own_offers_is_told(
    visit: Visit, aggregate: str, status: int
) -> None:
    visit("clerk").get(f"choices/{aggregate}?q=1", status=status)


def test_who_dispatches_chooses_cars(visit: Visit) -> None:
    (match,) = asked(visit("dispatcher"), "0013", "vehicles.Vehicle")
    assert match["text"] == "桂X·D00013"


def test_nobody_is_told_anything_without_logging_in(visit: Visit) -> None:
    visit("").app.get("/test/choices/core.Person?q=zh", status=303)


def test_a_typed_name_is_taken_where_it_is_certain(
    visit: Visit, county: County, crowd: list[str]
) -> None:
    form = filled(visit("dispatcher"))
    choose(form, "职工017")
    form.submit(status=303)
    with county.site.reader() as reader:
        (row,) = reader.ledger("vehicles.requests").page()
    assert row.values["user"] == crowd[17]


def choose(form: Any, typed: str, picked: str = "") -> None:
    """Type a name, and press one of the matches, or none."""
    form["user"] = typed
    if picked:
        form["user-picked"] = picked


def test_several_matches_are_asked_about_and_what_was_typed_stays(
    visit: Visit, county: County, crowd: list[str]
) -> None:
    form = filled(visit("dispatcher"))
    choose(form, "01")
    page = form.submit(status=422)
    assert "不止一个" in page.html.select_one("#field-user-error").text
    again = page.forms[1]
    assert again["user"].value == "01"
    assert again["purpose"].value == "下乡调研"
    offered = {value for value, *_ in again["user-picked"].options}
    assert offered > {crowd[1], crowd[101]}
    assert count(county) == 0
    again["user-picked"] = crowd[101]
    again.submit(status=303)
    with county.site.reader() as reader:
        (row,) = reader.ledger("vehicles.requests").page()
    assert row.values["user"] == crowd[101]


def test_what_is_typed_anew_counts_before_what_was_picked(
    visit: Visit, county: County, crowd: list[str]
) -> None:
    form = filled(visit("dispatcher"))
    assert form["user-picked"].value == str(county.ids["dispatcher"])
    choose(form, "01")
    again = form.submit(status=422).forms[1]
    choose(again, "职工102", crowd[101])
    again.submit(status=303)
    with county.site.reader() as reader:
        (row,) = reader.ledger("vehicles.requests").page()
    assert row.values["user"] == crowd[102]


def test_a_name_nobody_has_is_said(visit: Visit, crowd: list[str]) -> None:
    form = filled(visit("dispatcher"))
    choose(form, "诸葛亮")
    page = form.submit(status=422)
    said = page.html.select_one("#field-user-error").text
    assert said == "没有找到符合“诸葛亮”的用车人"


def test_whom_one_acts_for_is_typed_as_well(
    visit: Visit, county: County, crowd: list[str]
) -> None:
    form = fill(filled(visit("dispatcher")), late_day="2023-01-02")
    form["unit"] = str(county.ids["unit"])
    form["late_person"] = "无此人"
    page = form.submit(status=422)
    assert "没有找到" in page.html.select_one("#field-late_person-error").text
    again = page.forms[1]
    again.fields["late_person"][0].value = "职工099"
    assert (
        "职工099" in again.submit().follow().follow().html.select_one(".history").text
    )


def test_a_ledger_is_filtered_by_initials(visit: Visit, county: County) -> None:
    county.request()
    clerk = visit("clerk")
    for typed, rows in (("zrzyj", 1), ("县自然资源局", 1), ("hqzx", 0)):
        page = clerk.get(f"vehicles/requests?f.unit={quote(typed)}")
        assert len(page.html.select("#rows tbody tr")) == rows

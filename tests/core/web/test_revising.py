"""成批修改: the records of a ledger in one grid, and only what differs is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.core.config import configure
from houqin.core.model.command import Act
from houqin.core.site.plugins import running
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.site.site import Site
    from tests.county import County

MODULES = "houqin.plugins.vehicles tests.core.web.shelving"
GRID = "shelving/batch/revise"
#: Centimetres by number.
SHELVES = {"A1": 120, "A2": 150, "B1": 200}


@pytest.fixture
def config(var: Path, county: County) -> Any:
    """The county with three shelves that stand and one that is gone."""
    assert county.ids
    made = configure(settings_of(var) | {"houqin.plugins": MODULES})
    site = made.registry.houqin_directory.open("test")
    running.install(site, "shelving")
    for number, length in SHELVES.items():
        act(site, "open", number=number, length=length)
    gone = act(site, "open", number="C1", length=90)
    act(site, "remove", record=str(gone))
    return made


def act(site: Site, name: str, **values: Any) -> UUID:
    told = Act(f"shelving.{name}", values, site.system_actor, uuid4())
    return site.act(told).records[0]


@pytest.fixture
def site(config: Any) -> Site:
    found: Site = config.registry.houqin_directory.open("test")
    return found


@pytest.fixture
def keeper(config: Any) -> Visitor:
    visitor = Visitor(config.make_wsgi_app())
    visitor.log_in("dispatcher")
    return visitor


def opened(keeper: Visitor, query: str = "") -> Any:
    return keeper.get(GRID + query).forms["batch"]


def standing(site: Site) -> dict[str, int]:
    with site.reader() as reader:
        rows = reader.ledger("shelving.shelves").rows({"state": "stands"})
        return {row.values["number"]: row.values["length"] for row in rows}


def appended(site: Site, after: int) -> list[Any]:
    with site.store.reading() as connection:
        events = list(site.log.read(connection, topics=("shelving.Shelf.Revised",)))
    return [event for event in events if event.position > after]


def row_of(form: Any, number: str) -> int:
    """The row of the grid that holds a shelf."""
    (name,) = [
        name
        for name in form.fields
        if name and name.endswith("-number") and form[name].value == number
    ]
    return int(name.split("-")[1])


def test_the_grid_has_the_records_for_which_it_is_open(keeper: Visitor) -> None:
    form = opened(keeper)
    shown = {
        form[f"rows-{n}-number"].value: form[f"rows-{n}-length"].value for n in range(3)
    }
    assert shown == {"A1": "1.20", "A2": "1.50", "B1": "2.00"}
    assert "rows-3-number" not in form.fields


def test_filters_of_the_ledger_choose_the_rows(keeper: Visitor) -> None:
    form = opened(keeper, "?f.number=B1")
    assert form["rows-0-length"].value == "2.00"
    assert "rows-1-number" not in form.fields


def test_only_what_differs_is_done_and_all_in_one_append(
    keeper: Visitor, site: Site
) -> None:
    form = opened(keeper)
    form[f"rows-{row_of(form, 'A1')}-length"] = "1.30"
    form[f"rows-{row_of(form, 'B1')}-number"] = "B9"
    assert "已登记2条：核对货架" in form.submit("").follow().text
    assert standing(site) == {"A1": 130, "A2": 150, "B9": 200}
    events = appended(site, 0)
    assert len(events) == 2
    assert len({event.command for event in events}) == 1


def test_what_says_the_same_is_not_recorded(keeper: Visitor, site: Site) -> None:
    form = opened(keeper)
    assert "没有改动任何一行" in form.submit("", status=422).text
    assert appended(site, 0) == []


@pytest.mark.parametrize(
    ("column", "typed", "said"),
    [
        ("length", "三米", "长度应为数字"),
        ("length", "6.00", "不能超过5米"),
        ("number", "B1", "架号“B1”"),
    ],
)
def test_an_error_stands_in_its_cell_and_nothing_is_recorded(
    keeper: Visitor, site: Site, column: str, typed: str, said: str
) -> None:
    form = opened(keeper)
    good, bad = row_of(form, "A1"), row_of(form, "A2")
    form[f"rows-{good}-length"] = "1.30"
    form[f"rows-{bad}-{column}"] = typed
    page = form.submit("", status=422)
    told = {e["id"]: e.text for e in page.html.select("p.error[id]")}
    assert list(told) == [f"rows-{bad}-{column}-error"]
    assert said in told[f"rows-{bad}-{column}-error"]
    again = page.forms["batch"]
    assert again[f"rows-{good}-length"].value == "1.30"
    assert standing(site) == SHELVES
    again[f"rows-{bad}-{column}"] = {"length": "1.60", "number": "A7"}[column]
    again.submit("").follow()
    assert standing(site)["A1"] == 130


def test_a_row_that_somebody_changed_meanwhile_is_refused(
    keeper: Visitor, site: Site
) -> None:
    first, second = opened(keeper), opened(keeper)
    first[f"rows-{row_of(first, 'A1')}-length"] = "1.30"
    first.submit("").follow()
    second[f"rows-{row_of(second, 'A1')}-length"] = "1.40"
    second[f"rows-{row_of(second, 'A2')}-length"] = "1.80"
    assert "打开表格后这一条已被修改" in second.submit("", status=422).text
    assert standing(site) == SHELVES | {"A1": 130}


def test_who_may_only_see_has_no_grid(config: Any) -> None:
    visitor = Visitor(config.make_wsgi_app())
    visitor.log_in("driver")
    visitor.get(GRID, status=403)
    page = visitor.get("shelving/shelves")
    assert GRID not in page.text

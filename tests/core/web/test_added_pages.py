"""What a module adds to another's pages: a tab on records, a column of a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure
from houqin.core.site.plugins import running
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.county import County

MODULES = "houqin.plugins.vehicles tests.core.web.carwash"


@pytest.fixture
def application(var: Path, county: County) -> Any:
    """The county with one module more."""
    county.trip()
    settings = settings_of(var) | {"houqin.plugins": MODULES}
    config = configure(settings)
    site = config.registry.houqin_directory.open("test")
    running.install(site, "carwash")
    return config.make_wsgi_app()


def visited(application: Any, login: str) -> Visitor:
    visitor = Visitor(application)
    visitor.log_in(login)
    return visitor


def test_a_tab_stands_on_the_records_it_was_added_to(
    application: Any, county: County
) -> None:
    dispatcher = visited(application, "dispatcher")
    car = f"vehicles/vehicles/{county.ids['桂X·D00013']}"
    links = dispatcher.get(car).html.select("nav[aria-label=档案] a")
    assert [link.get_text() for link in links] == ["基本情况", "洗车"]
    tab = dispatcher.app.get(links[1]["href"])
    assert "应洗 1 次" in tab
    assert tab.html.select_one("a[aria-current=page]:-soup-contains(洗车)")
    driver = f"vehicles/drivers/{county.ids['steering']}"
    assert "档案" not in str(dispatcher.get(driver).html.select("nav"))
    dispatcher.get(f"{driver}/tabs/carwash.car", status=404)


def test_a_tab_is_there_for_whoever_has_its_right(
    application: Any, county: County
) -> None:
    director = visited(application, "director")
    car = f"vehicles/vehicles/{county.ids['桂X·D00013']}"
    assert "洗车" not in director.get(car)
    director.get(f"{car}/tabs/carwash.car", status=403)


def test_an_added_column_is_on_the_page_in_csv_and_in_help(application: Any) -> None:
    dispatcher = visited(application, "dispatcher")
    assert "应洗次数" in dispatcher.get("vehicles/vehicles")
    assert "应洗次数" in dispatcher.get("vehicles/vehicles/csv")
    assert "应洗次数" in dispatcher.get("help/ledger/vehicles.vehicles")


def test_a_field_whose_name_begins_with_late_is_kept(application: Any) -> None:
    dispatcher = visited(application, "dispatcher")
    form = dispatcher.form("carwash/do/wash")
    form["late_reason"] = "路上堵车"
    assert form.submit().status_int == 303
    assert "路上堵车" in dispatcher.get("carwash/washes")

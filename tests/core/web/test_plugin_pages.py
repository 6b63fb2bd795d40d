"""系统管理 / 业务模块: states, what will happen, and the three deeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.config import configure
from houqin.core.model.command import Act
from houqin.core.site.directory import Directory
from houqin.core.site.plugins import running
from tests.core.site.test_plugins import declared
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.county import County

PAGE = "admin/plugins"
VEHICLES = "houqin.plugins.vehicles"
BUSES = "tests.core.site.buses"
JSON = {"Accept": "application/json"}


@pytest.fixture
def admin(county: County, var: Path) -> Any:
    """The administrator of a county whose program offers more than it installed."""
    settings = settings_of(var)
    settings["houqin.plugins"] += f" {BUSES}.first {BUSES}.stumbling"
    visitor = Visitor(configure(settings).make_wsgi_app())
    visitor.log_in("admin")
    return visitor


def rows(page: Any) -> dict[str, list[str]]:
    found = {}
    for row in page.html.select("tbody tr"):
        cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
        found[cells[0]] = cells[1:]
    return found


def press(page: Any, label: str) -> Any:
    form = next(f for f in page.forms.values() if f'aria-label="{label}"' in f.text)
    return form.submit().follow()


def test_every_module_is_listed_with_its_state(admin: Any) -> None:
    found = rows(admin.get(PAGE))
    assert found["公务用车 vehicles"][:3] == ["已启用", "0.1.0", "0.1.0"]
    assert found["通勤班车 buses"][:3] == ["可安装", "", "0.1.0"]
    (broken,) = [cells for name, cells in found.items() if "stumbling" in name]
    assert broken[0] == "有故障"
    assert "LookupError: no timetable" in broken[3]
    assert "stumbling.py:14" in broken[3]


def test_a_module_is_installed_and_uninstalled_by_its_page(admin: Any) -> None:
    admin.get("buses/runs", status=404)
    page = admin.get(f"{PAGE}/buses")
    assert {"启用通勤班车": ["0.1.0"], "建立台账": ["班次台账"]}.items() <= rows(
        page
    ).items()
    page = press(page, "启用通勤班车")
    assert rows(page)["通勤班车 buses"][0] == "已启用"
    assert "班次台账" in admin.get("buses/runs").text
    assert "buses/runs" in page.text
    page = press(admin.get(f"{PAGE}/buses"), "停用通勤班车")
    assert rows(page)["通勤班车 buses"][0] == "可安装"
    admin.get("buses/runs", status=404)
    assert "buses/runs" not in page.text


def test_programs_ask_and_do_the_same(admin: Any) -> None:
    app, token = admin.app, admin.get(f"{PAGE}/buses").forms[0]["csrf_token"].value
    found = app.get(f"/test/{PAGE}", headers=JSON).json
    assert {each["name"]: each["state"] for each in found}["buses"] == "available"
    sent = {"headers": JSON | {"X-CSRF-Token": token}}
    asked = app.post(f"/test/{PAGE}/buses/install?dry_run=1", **sent).json
    assert asked["dry_run"]
    assert asked["works"][0]["tables"] == ["buses.runs"]
    assert app.post(f"/test/{PAGE}/buses/install", **sent).json["dry_run"] is False
    found = app.get(f"/test/{PAGE}", headers=JSON).json
    assert {each["name"]: each["state"] for each in found}["buses"] == "installed"
    again = app.post(f"/test/{PAGE}/buses/install", **sent, status=409).json
    assert again["detail"] == "通勤班车已经启用"


def test_newer_code_shows_a_module_with_a_notice_until_its_upgrade(
    county: County, var: Path
) -> None:
    site = Directory(var, declared(VEHICLES, f"{BUSES}.first")).open("test")
    running.install(site, "buses")
    site.act(Act("buses.open_run", {"line": "一号线"}, site.system_actor, uuid4()))
    site.store.close()
    settings = settings_of(var) | {"houqin.plugins": f"{VEHICLES} {BUSES}.second"}
    application = configure(settings).make_wsgi_app()
    visitor = Visitor(application)
    visitor.log_in("admin")
    notice = "升级以前只能查看"
    page = visitor.get("buses/runs")
    assert notice in page.text
    assert "一号线" in page.text
    assert notice not in visitor.get("vehicles/vehicles").text
    assert rows(visitor.get(PAGE))["通勤班车 buses"][:3] == ["可升级", "0.1.0", "0.2.0"]
    press(visitor.get(f"{PAGE}/buses"), "升级通勤班车")
    application.registry.houqin_background.wait()
    page = visitor.get(PAGE)
    assert rows(page)["通勤班车 buses"][:3] == ["已启用", "0.2.0", "0.2.0"]
    assert "已完成：升级通勤班车0.2.0" in page.text
    assert notice not in visitor.get("buses/runs").text


def test_only_who_maintains_the_site_gets_there(county: County, var: Path) -> None:
    visitor = Visitor(configure(settings_of(var)).make_wsgi_app())
    visitor.log_in("dispatcher")
    visitor.get(PAGE, status=403)


def test_an_unknown_module_is_not_found(admin: Any) -> None:
    admin.get(f"{PAGE}/boats", status=404)

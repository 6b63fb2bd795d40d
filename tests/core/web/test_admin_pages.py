"""系统管理: entries by right, and nothing of it without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure
from houqin.core.web.tree import ControlPart
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path


def show_part(context: Any, request: Any) -> dict[str, Any]:
    title = f"{context.control.title} {context.__name__}"
    return {"title": title, "sections": [], "stopped": None}


@pytest.fixture
def tap(var: Path) -> Any:
    """An application with one more entry, as a worker would declare it."""
    config = configure(settings_of(var))
    config.add_control(
        "taps", "水龙头", "开和关。", "core.maintain", section="运行", parts="[0-9]+"
    )
    page = {"renderer": "admin.pt", "control": "taps"}
    config.add_view(show_part, context=ControlPart, **page)
    config.commit()
    return config.make_wsgi_app()


def test_the_administrator_finds_every_entry_on_a_card(visit: Any) -> None:
    page = visit("admin").get("admin/")
    cards = [a.get_text() for a in page.html.select(".admin-cards b")]
    assert {"组织机构", "人员"} <= set(cards)
    assert page.html.select_one("h1").get_text() == "系统管理"


def test_the_menu_unfolds_within_administration_only(visit: Any) -> None:
    admin = visit("admin")
    outside = [a["href"] for a in admin.get("").html.select(".side a")]
    inside = [a["href"] for a in admin.get("admin/").html.select(".side a")]
    assert "/test/admin/" in outside
    assert len(inside) > len(outside)


@pytest.mark.parametrize("login", ["driver", "clerk", "director"])
def test_who_administers_nothing_neither_sees_nor_opens_it(
    visit: Any, login: str
) -> None:
    visitor = visit(login)
    assert "系统管理" not in visitor.get("").html.body.get_text()
    refused = visitor.get("admin/", status=403)
    assert "您的岗位没有这项权限" in refused.text


def test_a_stranger_is_asked_to_log_in(visit: Any) -> None:
    asked = visit("").get("admin/", status=303)
    assert "/test/login?next=" in asked.location


def test_an_entry_elsewhere_has_no_page_below_admin(visit: Any) -> None:
    visit("admin").get("admin/posts", status=404)


def test_a_declared_entry_has_its_page_its_parts_and_its_right(tap: Any) -> None:
    visitor = Visitor(tap)
    visitor.log_in("admin")
    assert "水龙头" in visitor.get("admin/").html.select_one(".main").get_text()
    assert "水龙头 7" in visitor.get("admin/taps/7").html.select_one("h1").get_text()
    visitor.get("admin/taps/seven", status=404)
    visitor.get("admin/taps/7/8", status=404)
    other = Visitor(tap)
    other.log_in("dispatcher")
    other.get("admin/taps/7", status=403)

"""界面风格: previewed in one browser, chosen for the site, missed without harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest
    from webtest import TestResponse

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def form(visitor: Visitor, theme: str) -> Any:
    """The form of one theme on the page."""
    found = visitor.get("admin/themes").forms.values()
    return next(f for f in found if "theme" in f.fields and f["theme"].value == theme)


def sheet(page: TestResponse) -> str:
    """Address of the parameters that a page loads."""
    links = page.html.select("link[rel=stylesheet]")
    return str(next(x["href"] for x in links if "parameters.css" in x["href"]))


def wears(page: TestResponse) -> str:
    return sheet(page).partition("theme=")[2].partition("&")[0]


def choose(county: County, **values: str) -> None:
    county.act("core.change_settings", group="core.appearance", values=values)


def test_a_preview_is_seen_in_one_browser_until_it_ends(visit: Visit) -> None:
    admin, clerk = visit("admin"), visit("clerk")
    chosen = form(admin, "dangjian")
    chosen.action += "/preview"
    page = chosen.submit().follow()
    assert wears(page) == "dangjian"
    assert "正在预览界面风格“党建红”" in page
    assert wears(clerk.get("")) == "zhengwu"
    leave = form(admin, "dangjian")
    leave.action += "/leave"
    assert wears(leave.submit().follow()) == "zhengwu"
    assert "正在预览" not in admin.get("")


def test_a_theme_is_chosen_for_everybody_and_by_whom_is_kept(
    visit: Visit, county: County
) -> None:
    admin, clerk = visit("admin"), visit("clerk")
    page = form(admin, "dangjian").submit().follow()
    assert wears(page) == wears(clerk.get("")) == "dangjian"
    assert wears(visit("").app.get("/test/login")) == "dangjian"
    row = page.html.select("table.parameters tbody tr")[0].get_text(" ", strip=True)
    assert "林晓梅" in row
    assert "zhengwu → dangjian" in row
    with county.site.store.reading() as connection:
        *_, last = county.site.log.read(connection)
    assert last.topic == "core.Settings.Changed"


def test_only_who_may_configure_chooses(visit: Visit) -> None:
    assert visit("clerk").app.get("/test/admin/themes", status=403)


def test_parameters_are_a_style_sheet_with_the_sites_own_values(
    visit: Visit, county: County
) -> None:
    choose(county, theme_parameters="accent=#7a0d0a")
    visitor = visit("clerk")
    address = sheet(visitor.get(""))
    assert "accent=%237a0d0a" in address
    served = visitor.app.get(address)
    assert served.content_type == "text/css"
    assert "--accent: #7a0d0a;\n  --accent-rgb: 122, 13, 10;" in served
    assert "--accent-deep: #123b7a;" in served
    assert "max-age=31536000" in served.headers["Cache-Control"]


def test_an_address_puts_nothing_into_the_style_sheet(visit: Visit) -> None:
    app = visit("").app
    tried = {"theme": "zhengwu", "accent": "red;} body{display:none", "x": "#123456"}
    served = app.get("/-/parameters.css", tried)
    assert "display" not in served
    assert "123456" not in served
    app.get("/-/parameters.css", {"theme": "nosuch"}, status=404)


def test_a_colour_that_cannot_be_read_is_not_set(visit: Visit) -> None:
    admin = visit("admin")
    forms = admin.get("admin/themes").forms.values()
    own = next(f for f in forms if "parameter-accent" in f.fields)
    own["parameter-accent"] = "#ffe08a"
    page = own.submit(status=422)
    assert "按钮颜色太浅，上面的白字看不清" in page
    assert page.html.select_one("#parameter-accent")["value"] == "#ffe08a"


def test_a_theme_whose_folder_is_gone_gives_way_to_the_default(
    visit: Visit, application: Any, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(county, theme="dangjian")
    monkeypatch.delitem(application.registry.houqin_themes.known, "dangjian")
    page = visit("admin").get("")
    assert wears(page) == "zhengwu"
    assert "界面风格“dangjian”的文件缺失，暂时显示为“政务蓝”" in page
    assert "文件缺失" not in visit("clerk").get("")

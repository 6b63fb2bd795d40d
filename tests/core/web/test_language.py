"""English for a browser that asks for it; Chinese for everybody else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.registry.messages import CHINESE
from houqin.core.web.language import Catalogue
from tests.county import TITLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestResponse

    from tests.core.web.conftest import Visitor

    Visit = Callable[[str], Visitor]

SAID = Catalogue(
    {
        "登录": "Log in",
        "第 {} 页": "Page {}",
        "{}已转办给{}": "{} handed it to {}",
        "现在等：{}": "Waiting for: {}",
    }
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("登录", "Log in"),
        ("  登录\n", "  Log in\n"),
        ("第 12 页", "Page 12"),
        ("张华已转办给李芳", "张华 handed it to 李芳"),
        ("现在等：登录", "Waiting for: Log in"),
        ("没有这句", "没有这句"),
        ("登录、张华", "Log in, 张华"),
        ("登录 · X县", "Log in · X县"),
        ("Log in", "Log in"),
    ],
)
def test_a_text_is_said_with_what_is_filled_in(text: str, said: str) -> None:
    assert SAID.say(text) == said


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>登录</p>", "<p>Log in</p>"),
        ('<a title="登录" href="/登录">x</a>', '<a title="Log in" href="/登录">x</a>'),
        ('<input value="登录"/>', '<input value="登录"/>'),
        ("<textarea>登录</textarea>登录", "<textarea>登录</textarea>Log in"),
        ('<html lang="zh-CN">', '<html lang="en">'),
        ('<p title="a > b">登录</p>', '<p title="a > b">Log in</p>'),
        ("<p>&lt;b&gt;已转办给李芳</p>", "<p>&lt;b&gt; handed it to 李芳</p>"),
        ("1 < 2 登录", "1 < 2 登录"),
    ],
)
def test_a_page_keeps_its_marks_and_what_was_typed(page: str, said: str) -> None:
    assert SAID.page(page) == said


def read(page: TestResponse) -> str:
    """What people see of a page, without the names of this county."""
    text = page.html.get_text(" ", strip=True)
    for name in (TITLE, "中文", "林晓梅", "后勤中心"):
        text = text.replace(name, "")
    return text


def switch(visitor: Visitor, path: str) -> TestResponse:
    forms = visitor.app.get(path).forms.values()
    form = next(form for form in forms if "language" in form.fields)
    form.action = "/test/language"
    return form.submit("language").follow()


def test_the_login_page_is_english_once_asked_for(visit: Visit) -> None:
    visitor = visit("")
    assert "登录名" in visitor.app.get("/test/login")
    switch(visitor, "/test/login")
    page = visitor.app.get("/test/login")
    assert "Log in" in page
    assert page.html.html["lang"] == "en"
    assert not CHINESE.search(read(page))
    switch(visitor, "/test/login")
    assert "登录名" in visitor.app.get("/test/login")


def test_what_stands_around_every_page_is_english(visit: Visit) -> None:
    admin = visit("admin")
    page = switch(admin, "/test/me/")
    assert page.html.h1.get_text() == "My account"
    around: Any = page.html.select("header.top, footer.foot, .side p:last-of-type")
    left = " ".join(part.get_text(" ", strip=True) for part in around)
    assert "Log out" in left
    assert re.findall(CHINESE, left.replace(TITLE, "").replace("林晓梅", "")) == []
    index = admin.get("admin/")
    assert "Administration" in index
    assert not CHINESE.search(read(index).partition("Administration Departments")[2])


def test_others_read_chinese(visit: Visit) -> None:
    switch(visit("admin"), "/test/me/")
    assert "工作台" in visit("clerk").get("")


@pytest.mark.parametrize(
    "path", ["vehicles/trips", "vehicles/kpis/trips_dispatched", "me/"]
)
def test_a_page_without_records_is_english_throughout(visit: Visit, path: str) -> None:
    dispatcher = visit("dispatcher")
    switch(dispatcher, "/test/me/")
    text = read(dispatcher.get(path)).replace("赵明", "")
    assert CHINESE.findall(text) == [], text


@pytest.fixture
def reader(visit: Visit) -> Visitor:
    """A clerk who reads English."""
    clerk = visit("clerk")
    switch(clerk, "/test/me/")
    return clerk


@pytest.mark.parametrize(
    "path",
    [
        "help/record", "help/amend", "help/form/vehicles.request_vehicle",
        "help/ledger/vehicles.trips", "help/kpi/vehicles.trips_dispatched",
    ],
)  # fmt: skip
def test_help_is_english_what_is_declared_too(reader: Visitor, path: str) -> None:
    page = reader.get(path)
    text = " ".join(p.get_text(" ", strip=True) for p in page.html.select("article"))
    assert len(text) > 200
    # What is typed into a form stays as it is typed.
    assert CHINESE.findall(text.replace("县财政局", "")) == [], text


def test_what_is_wrong_in_a_form_is_said_in_english(reader: Visitor) -> None:
    form = reader.form("vehicles/do/request_vehicle")
    form["passengers"] = "many"
    page = form.submit(status=422)
    said = page.html.select_one("#field-passengers-error").get_text(strip=True)
    assert "should be a whole number" in said
    problems = page.html.select_one("[role=alert], .problems").get_text(" ", strip=True)
    assert "must be filled in" in problems
    assert CHINESE.findall(problems) == [], problems


def test_what_is_not_permitted_is_said_in_english(reader: Visitor) -> None:
    page = reader.get("vehicles/do/register_vehicle", status=403)
    said = page.html.select_one("main").get_text(" ", strip=True)
    assert "You have no right to" in said
    assert CHINESE.findall(said) == [], said


def test_what_people_typed_keeps_its_words() -> None:
    catalogue = Catalogue(
        {"{}于{}": "{} at {}", "登录": "Log in", "第 {} 页": "Page {}"}
    )
    assert catalogue.say("会议定于三楼") == "会议定于三楼"
    assert catalogue.say("送文件；取资料") == "送文件；取资料"
    assert catalogue.say("登录；第 2 页。") == "Log in; Page 2."


def test_holes_may_be_empty() -> None:
    catalogue = Catalogue({"{}现在不能办理{}": "{} Not possible now: {}"})
    assert catalogue.say("现在不能办理出车") == " Not possible now: 出车"

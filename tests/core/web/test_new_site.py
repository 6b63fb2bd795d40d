"""The first page of an installation without sites: one form, one code, one site."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from webtest import TestApp

from houqin.core.config import configure
from houqin.core.site.directory import Directory
from houqin.core.site.first_run import CODE_DAYS, further_code, new_site_code
from tests.county import TITLE, settings_of

if TYPE_CHECKING:
    from pathlib import Path

NEW = "a-first-Horse-1"


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    declarations = configure(settings_of(tmp_path), web=False).registry.houqin
    return Directory(tmp_path, declarations)


@pytest.fixture
def app(tmp_path: Path) -> TestApp:
    return TestApp(configure(settings_of(tmp_path)).make_wsgi_app())


def filled(app: TestApp, directory: Directory, **typed: str) -> Any:
    form = app.get("/new").form
    given = {
        "code": new_site_code(directory), "site": "county",
        "blueprint": "county", "unit": TITLE, "short": "后勤中心", "name": "林晓梅",
        "login": "admin", "password": NEW, "again": NEW,
    }  # fmt: skip
    for name, text in (given | typed).items():
        form[name] = text
    return form


def test_a_blueprint_names_the_modules_a_site_begins_with(app: TestApp) -> None:
    page = app.get("/new")
    offered = page.form["blueprint"].options
    options = {value: text for value, _chosen, text in offered}
    # A narrow box shows the whole of it.
    assert options["county"] == "县级机关后勤服务中心"
    told = page.html.select_one(".field:has([name=blueprint]) .help").text
    parts = app.app.registry.houqin.parts
    assert all(part.spec.title in told for part in parts.values())


def test_one_form_makes_a_site_its_unit_and_its_administrator(
    app: TestApp, directory: Directory
) -> None:
    assert app.get("/", status=303).location.endswith("/new")
    login = filled(app, directory).submit(status=303)
    assert login.location.endswith("/county/login")
    form = login.follow().form
    form["login"], form["password"] = "admin", NEW
    home = form.submit().follow(status=200)
    assert TITLE in home.text
    site = directory.open("county")
    with site.reader() as reader:
        units = reader.digest("core.departments")
    assert units
    with site.store.reading() as connection:
        named = [
            event.payload["name"]
            for event in site.log.read(
                connection, topics=("core.Department.Registered",)
            )
        ]
    assert named.count(TITLE) == 1
    assert "公务用车股" in named
    assert not (directory.var / "setup.code").exists()
    assert app.get("/new", status=303).location.endswith("/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": "AAAA-AAAA-AAAA-AAAA"}, "设置码不正确"),
        ({"code": ""}, "设置码不正确"),
        ({"site": "County"}, "站点名“County”不合规定"),
        ({"site": "new"}, "留给系统自己的页面"),
        ({"site": "../x"}, "不合规定"),
        ({"password": "123", "again": "123"}, "密码"),
        ({"again": "another-Horse-1"}, "两次输入的密码不一致"),
        ({"unit": " "}, "单位名称"),
    ],
)
def test_what_is_wrong_makes_nothing(
    app: TestApp, directory: Directory, typed: dict[str, str], said: str
) -> None:
    page = filled(app, directory, **typed).submit(status=422)
    assert said in page.text
    assert NEW not in page.text
    assert directory.names() == []
    assert [p.name for p in directory.var.rglob("*") if p.is_file()] in (
        ["setup.code", "secret.key"], ["secret.key", "setup.code"],
    )  # fmt: skip


def test_a_blueprint_nobody_declared_is_refused(
    app: TestApp, directory: Directory
) -> None:
    form = filled(app, directory)
    form["blueprint"].force_value("x")
    assert "单位模板" in form.submit(status=422).text
    assert directory.names() == []


def test_an_old_code_is_good_no_more(app: TestApp, directory: Directory) -> None:
    filled(app, directory).submit(status=303)
    code = further_code(directory)
    form = filled(app, directory, site="second")
    written = time.time() - CODE_DAYS * 86_400
    os.utime(directory.var / "site.code", (written, written))
    assert new_site_code(directory) == ""
    assert form.submit(status=303).location.endswith("/")
    assert directory.names() == ["county"]
    assert further_code(directory) != code
    filled(app, directory, site="second").submit(status=303)
    assert directory.names() == ["county", "second"]


def test_a_code_makes_one_more_site_and_is_good_no_more(
    app: TestApp, directory: Directory
) -> None:
    filled(app, directory).submit(status=303)
    code = further_code(directory)
    assert further_code(directory) == code
    wrong = filled(app, directory, site="second", code="AAAA-AAAA-AAAA-AAAA")
    assert "设置码不正确" in wrong.submit(status=422).text
    another = filled(app, directory, site="third")
    filled(app, directory, site="second").submit(status=303)
    assert directory.names() == ["county", "second"]
    assert app.get("/new", status=303).location.endswith("/")
    another.submit(status=303)
    assert directory.names() == ["county", "second"]

"""A site nobody can log in to: one page, one code, one administrator."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure
from houqin.core.site.directory import Directory
from houqin.core.site.first_run import setup_code
from tests.core.web.conftest import Visitor
from tests.county import TITLE, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from houqin.core.site.site import Site

NEW = "a-first-Horse-1"


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    declarations = configure(settings_of(tmp_path), web=False).registry.houqin
    return Directory(tmp_path, declarations)


@pytest.fixture
def empty(directory: Directory) -> Site:
    return directory.create("test", title=TITLE)


@pytest.fixture
def visitor(tmp_path: Path, empty: Site) -> Visitor:
    return Visitor(configure(settings_of(tmp_path)).make_wsgi_app())


def fill(form: Any, **typed: str) -> Any:
    given = {
        "short": "后勤中心", "name": "林晓梅", "login": "admin", "password": NEW,
        "again": NEW,
    }  # fmt: skip
    for name, text in (given | typed).items():
        form[name] = text
    return form


def test_every_page_leads_to_the_first_run(visitor: Visitor) -> None:
    for path in ("", "vehicles/trips", "admin/"):
        login = visitor.get(path, status=303).follow(status=303)
        assert login.location.endswith("/test/first-run")
    page = visitor.get("first-run")
    assert page.form["unit"].value == TITLE


def test_the_administrator_is_in_and_the_code_is_gone(
    visitor: Visitor, directory: Directory, empty: Site
) -> None:
    code = setup_code(directory, empty)
    path = directory.setup_path("test")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    done = fill(visitor.get("first-run").form, code=code.lower()).submit()
    home = done.follow()
    assert "林晓梅" in home.text
    assert "系统管理" in home.text
    steps = [link.text for link in home.html.select("#card-core-begin ol a")]
    assert steps == ["登记单位", "登记岗位", "登记人员"]
    assert not path.exists()
    assert setup_code(directory, empty) == ""
    assert "/test/login" in visitor.get("first-run", status=303).location
    visitor.get("admin/")
    visitor.get("core/do/register_person")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": "AAAA-AAAA-AAAA-AAAA"}, "设置码不正确"),
        ({"code": ""}, "设置码不正确"),
        ({"again": "other"}, "两次输入的密码不一致"),
        ({"password": "short", "again": "short"}, "至少10个字符"),
        ({"password": "my-admin-1-Pw", "again": "my-admin-1-Pw"}, "不能包含登录名"),
        ({"login": "有字"}, "登录名格式不正确"),
        ({"name": ""}, "管理员姓名必须填写"),
        ({"short": ""}, "单位简称必须填写"),
    ],
)
def test_whatever_is_wrong_registers_nothing(
    visitor: Visitor,
    directory: Directory,
    empty: Site,
    typed: dict[str, str],
    said: str,
) -> None:
    given = {"code": setup_code(directory, empty)} | typed
    wrong = fill(visitor.get("first-run").form, **given).submit(status=422)
    assert said in wrong.text
    assert NEW not in wrong.text
    with empty.reader() as reader:
        # The site was opened and a module installed; that is all.
        assert reader.position == 3


def test_with_a_second_person_nobody_needs_to_be_told_how_to_begin(
    visit: Callable[[str], Visitor],
) -> None:
    page = visit("admin").get("")
    assert page.html.select_one("#card-core-begin") is None


def test_two_administrators_at_once_are_one(
    visitor: Visitor, directory: Directory, empty: Site
) -> None:
    code = setup_code(directory, empty)
    other = Visitor(visitor.app.app)
    first, second = visitor.get("first-run").form, other.get("first-run").form
    fill(first, code=code).submit(status=303)
    assert "/login" in fill(second, code=code, login="other").submit().location


def test_the_code_stays_until_it_is_used(directory: Directory, empty: Site) -> None:
    assert setup_code(directory, empty) == setup_code(directory, empty)


def test_a_site_with_people_has_no_first_run(visit: Callable[[str], Visitor]) -> None:
    assert visit("").get("login").form["password"].value == ""
    assert "/login" in visit("").get("first-run", status=303).location

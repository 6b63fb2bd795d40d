"""`houqin site` creates whole sites, lists them, and confirms a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.site.access import authenticate
from houqin.core.site.directory import Directory
from houqin.events.clock import SteppingClock
from houqin.events.instants import DAY
from houqin.events.log import Log
from tests.office import declared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office

TITLE = "某县机关后勤服务中心"


def files(var: Path) -> list[str]:
    return sorted(p.name for p in var.rglob("*") if p.is_file())


def test_a_new_site_has_a_zone_a_clock_and_its_first_event(
    shell: Shell, url: str | None, new_name: Callable[[], str]
) -> None:
    name = new_name()
    where = ["--store", url] if url else []
    zone = ["--zone", "Asia/Urumqi"]
    made = shell.read("site", "create", name, "--title", TITLE, *where, *zone)
    assert (made["site"], made["title"], made["position"]) == (name, TITLE, 3)
    assert (made["zone"], made["clock"]) == ("Asia/Urumqi", "系统时钟")
    shown = shell.read("site", "show", name)
    assert shown["id"] == made["id"]
    (listed,) = shell.read("site", "list")
    assert listed["store"] == made["store"]
    assert listed["bytes"] > 100_000
    assert shown["plugins"].keys() == {"vehicles"}
    assert "设置码" in shell("site", "show", name).stdout
    assert TITLE in shell("site", "show", name).stdout
    assert "正常" in shell("site", "list").stdout


def test_its_administrator_can_log_in(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("correct horse 1\n", encoding="utf-8")
    made = shell(
        "site", "create", "centre", "--title", TITLE, "--administrator", "root",
        "--administrator-name", "刘管理", "--password-file", tmp_path / "password",
    )  # fmt: skip
    assert made.stdout.startswith(f"已建立站点“centre”（{TITLE}）")
    site = Directory(shell.var, declared()).open("centre")
    person = authenticate(site, "root", "correct horse 1")
    assert person is not None
    assert authenticate(site, "root", "correct horse 1\n") is None
    with site.reader() as reader:
        assert reader.person_name(person) == "刘管理"
        assert reader.may(person, "core.organise")


def test_a_blueprint_registers_units_before_the_administrator(
    shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text("correct horse 1\n", encoding="utf-8")
    made = shell.read(
        "site", "create", "centre", "--title", TITLE, "--blueprint", "county",
        "--administrator", "root", "--password-file", tmp_path / "password",
    )  # fmt: skip
    assert made["position"] > 20
    codes = [each["code"] for each in shell.read("site", "blueprints")]
    assert codes == ["county", "city", "province"]
    wrong = ("site", "create", "other", "--title", TITLE, "--blueprint", "x")
    assert shell.fails(*wrong) == "没有单位模板“x”，现有：city、county、province"


def test_a_password_is_asked_for_twice_and_not_shown(shell: Shell) -> None:
    made = shell(
        "site", "create", "centre", "--title", TITLE, "--administrator", "root",
        given="correct horse 1\ncorrect horse 1\n",
    )  # fmt: skip
    assert made.exit_code == 0
    assert "correct" not in made.output
    site = Directory(shell.var, declared()).open("centre")
    assert authenticate(site, "root", "correct horse 1") is not None


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["centre"], 2, "缺少选项--title"),
        (["Centre", "--title", "x"], 1, "站点名“Centre”不合规定"),
        (["../x", "--title", "x"], 1, "站点名“../x”不合规定"),
        (["centre", "--title", " "], 1, "--title：名称必须填写"),
        (["centre", "--title", "x" * 101], 1, "--title："),
        (["centre", "--title", "x", "--zone", "Moon/Sea"], 1, "没有时区“Moon/Sea”"),
        (["centre", "--title", "x", "--store", "mysql://a"], 2, "应为PostgreSQL地址"),
        (["centre", "--title", "x", "--store", "postgresql://[a"], 2, "应为PostgreSQL"),
        (["centre", "--title", "x", "--administrator", "root", "--password-file", "no"],
         1, "no：没有这个文件"),
        (["centre", "--title", "x", "--store", "postgresql://a@127.0.0.1:1/a"], 1,
         "数据库houqin_centre@127.0.0.1:1/a连接不上或打不开"),
    ],
)  # fmt: skip
def test_a_site_that_cannot_be_leaves_nothing(
    shell: Shell, options: list[str], code: int, said: str
) -> None:
    assert said in shell.fails("site", "create", *options, code=code)
    assert files(shell.var) == []
    assert shell.read("site", "list") == []


@pytest.mark.parametrize(
    ("login", "password", "said"),
    [
        ("root", b"short", "--password-file：密码"),
        ("root", b"", "--password-file：密码"),
        ("root", b"root-is-longer-1", "密码不能包含登录名"),
        ("R!", b"long enough 1", "--administrator：登录名格式不正确"),
        ("root", b"\xff" * 9, "不是UTF-8文本"),
    ],
)
def test_an_administrator_who_cannot_be_leaves_no_site(
    shell: Shell, tmp_path: Path, login: str, password: bytes, said: str
) -> None:
    (tmp_path / "password").write_bytes(password)
    line = shell.fails(
        "site", "create", "centre", "--title", TITLE, "--administrator", login,
        "--password-file", tmp_path / "password",
    )  # fmt: skip
    assert said in line
    assert files(shell.var) == []


def test_a_prompt_left_unanswered_leaves_no_site(shell: Shell) -> None:
    asked = ("site", "create", "centre", "--title", TITLE, "--administrator", "root")
    result = shell(*asked, given="")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == "houqin: 已中断，没有办理"
    assert files(shell.var) == []


def test_a_name_that_is_taken_is_refused(shell: Shell, office: Office) -> None:
    name = office.site.name
    said = shell.fails("site", "create", name, "--title", TITLE)
    assert said == f"站点“{name}”已经存在"
    assert shell.read("site", "show", name)["title"] == "青山县"


def test_an_unknown_site_is_named_with_those_there_are(
    shell: Shell, desk: Office
) -> None:
    assert shell.fails("site", "show", "nowhere").endswith("现有站点：office")


def test_in_a_missing_folder_there_are_no_sites(shell: Shell) -> None:
    said = shell.fails("site", "show", "nowhere")
    assert said == f"没有站点“nowhere”，数据目录{shell.var}还没有任何站点"
    assert not shell.var.exists()


def test_a_broken_site_is_listed_beside_the_others(shell: Shell, desk: Office) -> None:
    (shell.var / "sites" / "alien.db").write_text("not a database at all")
    by_name = {each["site"]: each for each in shell.read("site", "list")}
    assert by_name["office"]["title"] == "青山县"
    assert "不是本系统的数据库" in by_name["alien"]["error"]
    assert "不是本系统的数据库" in shell("site", "list").stdout


@pytest.fixture
def jumped(shell: Shell) -> Office:
    """An ordinary site whose last event lies two days back."""
    from tests.office import Office  # noqa: PLC0415

    site = Directory(shell.var, declared()).create("office", title="青山县")
    past = SteppingClock(site.now() - 2 * DAY)
    with site.store.writing() as connection:
        connection.run("UPDATE [event] SET recorded = recorded - ?", (4 * DAY,))
        connection.run("UPDATE [log_head] SET recorded = recorded - ?", (4 * DAY,))
    site.log = site.services.log = Log(site.store, past)
    office = Office(site)
    office.person("孙管理", "administrator", login="sun")
    office.person("韩经办", "clerk", login="han")
    site.store.close()
    return office


def test_after_a_jump_nothing_is_recorded_until_the_clock_is_confirmed(
    shell: Shell, jumped: Office
) -> None:
    unit = '{"name": "县水利局", "short": "水利局", "kind": "county"}'
    one = ("act", "office", "core.register_department", "-")
    said = shell.fails(*one, given=unit)
    assert "houqin site confirm-clock" in said
    confirmed = shell.read("site", "confirm-clock", "office", "--as", "sun")
    assert shell(*one, given=unit).exit_code == 0
    assert jumped.head() == confirmed["position"] + 1


def test_a_clock_is_confirmed_by_who_may(shell: Shell, jumped: Office) -> None:
    head = jumped.head()
    said = shell.fails("site", "confirm-clock", "office", "--as", "han")
    assert said == "没有确认时钟的权限"
    said = shell.fails("site", "confirm-clock", "office", "--as", "who")
    assert said == "没有登录名“who”"
    assert "缺少选项--as" in shell.fails("site", "confirm-clock", "office", code=2)
    assert jumped.head() == head
    assert (
        "已确认时钟" in shell("site", "confirm-clock", "office", "--as", "sun").stdout
    )


def test_without_a_folder_of_sites_there_is_no_code(shell: Shell) -> None:
    said = shell.fails("site", "code")
    assert said.startswith(f"没有数据目录{shell.var}")
    assert "houqin site create" in said
    assert not shell.var.exists()


def test_the_code_for_one_more_site_says_how_long_it_is_good(shell: Shell) -> None:
    shell.read("site", "create", "office", "--title", TITLE)
    known = shell.read("site", "code")
    assert shell("site", "code").stdout == (
        f"设置码 {known['code']}：打开 /new 建立站点，用过一次即失效，7天内有效\n"
    )

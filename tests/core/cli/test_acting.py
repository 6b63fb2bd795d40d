"""`houqin act` gives any command, once, as the person named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office

UNIT = {"name": "县水利局", "short": "水利局", "kind": "county"}
REGISTER = "core.register_department"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A command's input in a file."""
    written = tmp_path / "unit.json"
    written.write_text(json.dumps(UNIT), encoding="utf-8")
    return written


def test_a_command_from_a_file_is_recorded_as_the_systems(
    shell: Shell, office: Office, file: Path
) -> None:
    told = shell.read("act", office.site.name, REGISTER, file)
    assert told["first"] == told["last"] == office.head()
    assert told["repeated"] is False
    (record,) = told["records"]
    steps = shell.read("history", office.site.name, record)["steps"]
    assert [(s["actor"], s["channel"]) for s in steps] == [("系统", "系统")]


def test_a_command_from_standard_input_says_what_it_did(
    shell: Shell, desk: Office
) -> None:
    result = shell("act", "office", REGISTER, "-", given=json.dumps(UNIT))
    head = desk.head()
    first, second = result.stdout.splitlines()
    assert first == f"登记单位：已登记，登记序号{head}至{head}"
    assert second.startswith("单位水利局  ")


def test_the_same_id_twice_is_recorded_once(
    shell: Shell, office: Office, file: Path
) -> None:
    one = ("act", office.site.name, REGISTER, file, "--command-id", str(uuid4()))
    first = shell.read(*one)
    again = shell.read(*one)
    assert again == {**first, "repeated": True}
    assert "已提交，未重复登记" in shell(*one).stdout
    assert office.head() == first["last"]


def test_the_same_id_for_something_else_is_refused(
    shell: Shell, office: Office, file: Path
) -> None:
    one = ("act", office.site.name, REGISTER, file, "--command-id", str(uuid4()))
    shell.read(*one)
    file.write_text(json.dumps({**UNIT, "short": "水利"}), encoding="utf-8")
    head = office.head()
    assert "内容与这次不同" in shell.fails(*one)
    assert office.head() == head


def test_who_for_whom_how_and_when_are_recorded(shell: Shell, office: Office) -> None:
    office.at("2023-03-06 08:00")
    office.person("孙登录", "dispatcher", login="sun")
    trip = office.trip(office.car(), office.driver("陈师傅"))
    office.at("2023-03-06 10:00")
    given = json.dumps({"record": str(trip), "odometer": 1000})
    driver = office.person("许师傅", "dispatcher")
    told = shell(
        "act", office.site.name, "vehicles.depart", "-", "--as", "sun",
        "--on-behalf-of", driver, "--channel", "phone",
        "--occurred-at", "2023-03-06T09:05", given=given,
    )  # fmt: skip
    assert told.exit_code == 0, told.stderr
    step = shell.read("history", office.site.name, str(trip))["steps"][-1]
    assert step["actor"] == "孙登录"
    assert step["on_behalf_of"] == "许师傅"
    assert step["channel"] == "电话"
    assert step["occurred"] == "2023-03-06T01:05:00.000000Z"


def test_a_moment_with_an_offset_is_that_moment(
    shell: Shell, desk: Office, file: Path
) -> None:
    when = ("--occurred-at", "2023-02-28T23:30:00+00:00")
    (record,) = shell.read("act", "office", REGISTER, file, *when)["records"]
    (step,) = shell.read("history", "office", record)["steps"]
    assert step["occurred"] == "2023-02-28T23:30:00.000000Z"


def test_a_day_alone_is_kept_as_a_day(shell: Shell, desk: Office, file: Path) -> None:
    day = ("--occurred-at", "2023-02-27")
    (record,) = shell.read("act", "office", REGISTER, file, *day)["records"]
    (step,) = shell.read("history", "office", record)["steps"]
    assert (step["precision"], step["late_days"]) == ("day", 2)
    said = shell("history", "office", record).stdout
    assert "登记  2023-02-27  登记人 系统" in said
    assert "补录（晚登记2天）" in said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{", "不是JSON，错在第1行第2个字符"),
        ("", "不是JSON，错在第1行第1个字符"),
        ("[1]", "应为一个JSON对象"),
        ("[" * 100_000, "过深的嵌套"),
        ('{"name": ' + "9" * 5000 + "}", "过长的数字"),
        ('{"name": "县水利局"}', "填写有误：short：简称必须填写；kind：类别必须填写"),
        (json.dumps({**UNIT, "colour": "red"}), "没有“colour”这一项"),
        (json.dumps({**UNIT, "kind": "galaxy"}), "kind：类别不在可选范围内"),
        (json.dumps({**UNIT, "name": "\ud800"}), "name："),
    ],
)
def test_a_bad_input_is_one_line_and_changes_nothing(
    shell: Shell, desk: Office, tmp_path: Path, written: str, said: str
) -> None:
    (tmp_path / "bad.json").write_text(written)
    head = desk.head()
    assert said in shell.fails("act", "office", REGISTER, tmp_path / "bad.json")
    assert desk.head() == head


def test_a_file_that_is_no_text_or_not_there_is_named(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe{")
    assert "不是UTF-8文本" in shell.fails("act", "office", REGISTER, tmp_path / "bytes")
    gone = shell.fails("act", "office", REGISTER, tmp_path / "gone")
    assert gone == f"{tmp_path / 'gone'}：没有这个文件"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--as", "nobody"], 1, "没有登录名“nobody”"),
        (["--on-behalf-of", "nobody"], 1, "没有登录名“nobody”"),
        (["--channel", "pigeon"], 2, "“pigeon”应为system、phone、paper之一"),
        (["--occurred-at", "noon"], 2, "“noon”应为日期时间"),
        (["--occurred-at", "2023-02-30"], 2, "“2023-02-30”应为日期时间"),
        (["--occurred-at", "2023-03-01T09:00+99:00"], 2, "应为日期时间"),
        (["--command-id", "7"], 2, "“7”不是UUID"),
        (["--occurred-at", "2023-03-09T09:00"], 1, ""),
    ],
)
def test_a_bad_option_is_one_line_and_changes_nothing(
    shell: Shell, desk: Office, file: Path, options: Any, code: int, said: str
) -> None:
    head = desk.head()
    assert said in shell.fails("act", "office", REGISTER, file, *options, code=code)
    assert desk.head() == head


def test_who_has_no_right_is_told_so(shell: Shell, desk: Office, file: Path) -> None:
    desk.person("韩经办", "clerk", login="han")
    said = shell.fails("act", "office", REGISTER, file, "--as", "han")
    assert said == "没有“登记单位”的权限"


def test_a_rule_that_refuses_says_why(shell: Shell, desk: Office) -> None:
    trip = desk.trip(desk.car(), desk.driver())
    given = json.dumps({"record": str(trip), "odometer": 1})
    desk.at("09:00")
    said = shell.fails("act", "office", "vehicles.depart", "-", given=given)
    assert "里程" in said


def test_an_unknown_command_is_named(shell: Shell, desk: Office, file: Path) -> None:
    said = shell.fails("act", "office", "vehicles.fly", file)
    assert said == "没有“vehicles.fly”这个办理动作"

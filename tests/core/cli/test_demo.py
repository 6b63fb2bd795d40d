"""A demonstration is loaded whole or not at all, and its clock goes forward."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING

import psycopg
import pytest

from houqin.core.demonstration import PASSWORD, TITLE
from houqin.core.site.directory import schema_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.core.cli.conftest import Shell

SMALL = "tests.core.cli.county"


@pytest.fixture
def place(
    shell: Shell,
    url: str | None,
    new_name: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> list[str]:
    """Options that say where the small county goes."""
    monkeypatch.setenv("HOUQIN_PLUGINS", SMALL)
    return ["--site", new_name(), *(["--store", url] if url else [])]


def files(var: Path) -> set[str]:
    return {str(p.relative_to(var)) for p in var.rglob("*") if p.is_file()}


def whole(name: str, url: str | None) -> set[str]:
    keys = {f"keys/{name}.{kind}" for kind in ("key", "signing", "public")}
    return {*keys, f"sites/{name}.{'url' if url else 'db'}"}


def test_a_load_leaves_a_site_its_keys_and_nothing_else(
    shell: Shell, place: list[str], url: str | None
) -> None:
    told = shell.read("demo", *place)
    assert told["loaded"] is True
    logins = [account["login"] for account in told["accounts"]]
    assert logins == [
        "admin", "director", "keeper", "clerk", "reviewer", "auditor", "overseer",
    ]  # fmt: skip
    assert told["now"].startswith("2024-01-02T00:00:0")
    assert files(shell.var) == whole(place[1], url)
    assert shell.read("check", place[1])["agrees"] is True
    units = shell.read("ledger", place[1], "core.departments", "--limit", "200")
    assert len(units["rows"]) == 138 + 3


def test_a_loaded_demonstration_is_named_with_its_accounts(
    shell: Shell, place: list[str]
) -> None:
    assert shell("demo", *place).exit_code == 0
    loaded = shell.read("site", "show", place[1])["position"]
    again = shell("demo", *place)
    assert again.exit_code == 0
    for said in ("已经存在", TITLE, "2024-01-02 08:00", "keeper", PASSWORD):
        assert said in again.stdout
    assert shell.read("site", "show", place[1])["position"] == loaded


def test_two_loads_have_equal_digests(
    shell: Shell, place: list[str], new_name: Callable[[], str]
) -> None:
    other = [place[0], new_name(), *place[2:]]
    found = []
    for where in (place, other):
        shell.read("demo", *where)
        report = shell.read("check", where[1])
        found.append([each["detail"] for each in report["findings"]])
    assert found[0] == found[1]


@pytest.mark.parametrize("how", ["DIES", "FAILS"])
def test_an_interrupted_load_leaves_no_site_and_is_forgotten_by_the_next(
    shell: Shell, place: list[str], url: str | None, how: str
) -> None:
    code, _, errors = shell.run("demo", *place, **{how: "yes"})
    assert code == {"DIES": -9, "FAILS": 1}[how]
    assert "Traceback" not in errors
    assert shell.read("site", "list") == []
    assert shell.read("demo", *place)["loaded"] is True
    assert files(shell.var) == whole(place[1], url)


def test_a_load_that_fails_takes_everything_away(
    shell: Shell, place: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILS", "yes")
    assert "the year cannot be told" in shell.fails("demo", *place)
    assert files(shell.var) == set()


@pytest.mark.postgresql
def test_a_schema_somebody_else_has_is_left_alone(
    shell: Shell,
    postgres_url: str,
    new_name: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOUQIN_PLUGINS", SMALL)
    name = new_name()
    with psycopg.connect(postgres_url) as connection:
        connection.execute(f'CREATE SCHEMA "{schema_of(name)}"')
        connection.execute(f'CREATE TABLE "{schema_of(name)}".kept (number int)')
    for _ in range(2):
        said = shell.fails("demo", "--site", name, "--store", postgres_url)
        assert "已经存在" in said
    with psycopg.connect(postgres_url) as connection:
        connection.execute(f'DROP TABLE "{schema_of(name)}".kept')
    assert files(shell.var) == set()


def test_two_loads_at_once_are_one(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUQIN_PLUGINS", SMALL)
    shell.var.mkdir()
    descriptor = os.open(shell.var, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        assert "另一个进程正在载入" in shell.fails("demo")
    finally:
        os.close(descriptor)
    assert shell.read("demo")["loaded"] is True


def test_the_clock_is_set_forward_and_stays_there(
    shell: Shell, place: list[str]
) -> None:
    shell.read("demo", *place)
    loaded = shell.read("site", "show", place[1])["position"]
    stepped = shell.read("demo", *place, "--at", "2024-01-10T08:00")
    assert stepped["now"].startswith("2024-01-10T00:00:0")
    assert stepped["loaded"] is False
    shown = shell.read("site", "show", place[1])
    assert shown["now"].startswith("2024-01-10T00:00:")
    assert shown["position"] == loaded + 1


def test_a_load_with_a_time_is_set_forward_at_once(
    shell: Shell, place: list[str]
) -> None:
    told = shell.read("demo", *place, "--at", "2024-03-01")
    assert told["loaded"] is True
    assert told["now"].startswith("2024-02-29T16:00:0")


def test_the_clock_is_not_set_back(shell: Shell, place: list[str]) -> None:
    shell.read("demo", *place)
    loaded = shell.read("site", "show", place[1])["position"]
    said = shell.fails("demo", *place, "--at", "2023-05-01T08:00")
    assert said == "演示时间只能向前，现在是2024-01-02 08:00"
    assert shell.read("site", "show", place[1])["position"] == loaded


def test_an_ordinary_site_is_no_demonstration(shell: Shell) -> None:
    assert shell("site", "create", "centre", "--title", "某中心").exit_code == 0
    said = shell.fails("demo", "--site", "centre", "--at", "2024-05-01")
    assert said == "站点“centre”已经存在，不是演示站点"


def test_without_a_module_that_brings_one_there_is_no_demonstration(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOUQIN_PLUGINS", "tests.core.sample")
    assert shell.fails("demo") == "已装的业务模块都没有演示数据"

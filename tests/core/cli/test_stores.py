"""A database that cannot be used is one line, and nothing in it changes."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from houqin.core.site.directory import schema_of
from houqin.events.store import SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office

UNIT = '{"name": "县水利局", "short": "水利局", "kind": "county"}'
ACT = ("act", "office", "core.register_department", "-")


@pytest.fixture
def file(shell: Shell, desk: Office) -> Path:
    """The database of a site that nobody has open."""
    desk.site.store.close()
    return shell.var / "sites" / "office.db"


def test_a_missing_file_is_a_missing_site(shell: Shell, file: Path) -> None:
    file.unlink()
    assert shell.fails("check", "office").startswith("没有站点“office”")
    assert not file.exists()


def test_a_foreign_file_is_left_as_it_is(shell: Shell, file: Path) -> None:
    file.write_bytes(b"GIF89a" + bytes(5000))
    said = shell.fails(*ACT, given=UNIT)
    assert said.startswith(f"数据库{file}不是本系统的数据库")
    assert file.read_bytes() == b"GIF89a" + bytes(5000)


def test_another_programs_database_is_left_as_it_is(shell: Shell, file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE mine (number)")
        raw.commit()
    before = file.read_bytes()
    assert "不是本系统的数据库" in shell.fails("check", "office")
    assert file.read_bytes() == before


def test_a_log_that_is_no_site_is_named(shell: Shell, file: Path) -> None:
    file.unlink()
    SQLiteStore(file).create()
    assert "不是站点" in shell.fails("check", "office")


def test_a_folder_in_place_of_the_file_is_one_line(shell: Shell, file: Path) -> None:
    file.unlink()
    file.mkdir()
    assert "连接不上或打不开" in shell.fails("check", "office")


def test_a_damaged_file_is_one_line(shell: Shell, file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\x5a" * (len(whole) - 4096))
    assert f"数据库{file}" in shell.fails("kpi", "office", "x", "--from", "2023-01-01")


def test_a_locked_file_is_waited_for_then_named(shell: Shell, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        said = shell.fails(*ACT, given=UNIT)
        assert said == f"数据库{file}正被另一项操作占用，等了10秒，请稍后再试"
        # Reading goes on beside a writer.
        assert shell.read("site", "show", "office")["title"] == "青山县"
    assert shell(*ACT, given=UNIT).exit_code == 0


@pytest.mark.parametrize("key", [None, b"", b"too short"])
def test_a_missing_or_broken_key_is_named(
    shell: Shell, file: Path, key: bytes | None
) -> None:
    path = shell.var / "keys" / "office.key"
    path.unlink() if key is None else path.write_bytes(key)
    said = shell.fails("check", "office")
    assert said == f"站点密钥文件缺失或损坏：{path}"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_one_line(shell: Shell, file: Path) -> None:
    file.chmod(0)
    assert f"数据库{file}" in shell.fails("check", "office")


def test_a_folder_of_sites_that_is_a_file_has_no_sites(shell: Shell) -> None:
    shell.var.write_text("", encoding="utf-8")
    assert shell.fails("check", "office").startswith("没有站点“office”")
    assert str(shell.var) in shell.fails("site", "create", "office", "--title", "x")


def test_an_unreachable_server_is_one_line_without_the_password(shell: Shell) -> None:
    (shell.var / "sites").mkdir(parents=True)
    url = "postgresql://somebody:secret@127.0.0.1:1/centre"
    (shell.var / "sites" / "office.url").write_text(url, encoding="utf-8")
    said = shell.fails("check", "office")
    assert said.startswith("数据库houqin_office@127.0.0.1:1/centre连接不上或打不开")
    assert "secret" not in said


@pytest.mark.postgresql
def test_a_missing_or_foreign_schema_is_one_line(
    shell: Shell, postgres_url: str, new_name: Callable[[], str]
) -> None:
    name = new_name()
    (shell.var / "sites").mkdir(parents=True)
    (shell.var / "sites" / f"{name}.url").write_text(postgres_url, encoding="utf-8")
    assert "不存在" in shell.fails("check", name)
    with psycopg.connect(postgres_url) as connection:
        connection.execute(f'CREATE SCHEMA "{schema_of(name)}"')
    assert "不是本系统的数据库" in shell.fails("check", name)

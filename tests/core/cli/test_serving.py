"""`houqin serve` starts at once, names addresses and accounts, and ends quietly."""

from __future__ import annotations

import json
import signal
import socket
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office


@pytest.fixture
def port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def ini(tmp_path: Path, port: int) -> Path:
    written = tmp_path / "county.ini"
    written.write_text(
        "[app:main]\nuse = egg:houqin\nvar = %(here)s/var\n"
        "houqin.plugins = houqin.plugins.vehicles\n"
        f"[server:main]\nuse = egg:waitress\nlisten = 127.0.0.1:{port}\n",
        encoding="utf-8",
    )
    return written


@pytest.fixture
def serving(shell: Shell, desk: Office, ini: Path) -> Iterator[subprocess.Popen[str]]:
    """A server of one demonstration site, that has said where it is."""
    process = shell.start("serve", ini)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def announced(process: subprocess.Popen[str]) -> str:
    """Everything said up to the line that says it serves."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if "服务" in line:
            break
    return said


def status(url: str) -> int:
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
        return int(answer.status)


def test_it_names_addresses_and_accounts_and_answers(
    serving: subprocess.Popen[str], port: int
) -> None:
    said = announced(serving)
    address = f"http://127.0.0.1:{port}"
    assert f"{address}/office/  演示站点" in said
    assert "dispatcher" in said
    assert "密码都是 houqin-2023" in said
    assert status(f"{address}/office/login") == 200


@pytest.mark.parametrize("ended", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_quietly(serving: subprocess.Popen[str], ended: int) -> None:
    announced(serving)
    serving.send_signal(ended)
    _, errors = serving.communicate(timeout=20)
    assert serving.returncode == 0
    assert "Traceback" not in errors


def test_json_says_the_same(shell: Shell, desk: Office, ini: Path, port: int) -> None:
    process = shell.start("serve", ini, "--json")
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line == "}\n":
            break
    process.terminate()
    process.communicate()
    told: dict[str, Any] = json.loads(said)
    assert told["address"] == f"http://127.0.0.1:{port}"
    assert told["sites"] == [{"site": "office", "demonstration": True}]
    assert "dispatcher" in {account["login"] for account in told["accounts"]}


def test_a_port_given_takes_precedence(shell: Shell, desk: Office, ini: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        code, output, errors = shell.run("serve", ini, PORT=str(number))
    assert (code, output) == (1, "")
    wanted = f"houqin: 不能在127.0.0.1:{number}上服务：端口已被占用，可用--port换一个\n"
    assert errors == wanted


def test_a_broken_site_is_told_and_the_others_are_served(
    shell: Shell, serving: subprocess.Popen[str]
) -> None:
    (shell.var / "sites" / "alien.db").write_text("no database", encoding="utf-8")
    assert "/office/" in announced(serving)
    serving.terminate()
    _, errors = serving.communicate(timeout=20)
    assert errors.startswith("houqin: 站点alien不能使用：")


def test_a_folder_without_sites_says_how_to_begin(
    shell: Shell, ini: Path, port: int
) -> None:
    shell.var.mkdir()
    process = shell.start("serve", ini)
    said = announced(process)
    process.terminate()
    process.communicate()
    assert said.startswith("还没有站点：运行 houqin demo 或 houqin site create")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[app:main", "MissingSectionHeaderError"),
        ("[server:main]\nuse = egg:waitress\n", "LookupError: No section 'main'"),
        ("[app:main]\nuse = egg:nothing_such\n", "nothing_such"),
        ("[app:main]\nuse = egg:houqin\nvar = %(nope)s/var\n", "nope"),
        ("[app:main]\nuse = egg:houqin\nvar = nowhere\n", "没有数据目录"),
        ("[app:main]\nuse = egg:houqin\nvar = .\n[server:main]\nuse = egg:gunicorn\n",
         "[server:main]只能用egg:waitress"),
        ("[app:main]\nuse = egg:houqin\nvar = .\n[server:main]\nspeed = 9\n",
         "配置文件的[server:main]有误：Unknown adjustment 'speed'"),
        ("[app:main]\nuse = egg:houqin\nvar = .\n[server:main]\nlisten = a:b:c\n",
         "[server:main]有误"),
        ("\x00\ud8ff", "配置文件"),
    ],
)  # fmt: skip
def test_a_broken_ini_is_one_line(
    shell: Shell, ini: Path, monkeypatch: pytest.MonkeyPatch, written: str, said: str
) -> None:
    monkeypatch.delenv("HOUQIN_VAR")
    monkeypatch.chdir(ini.parent)
    ini.write_bytes(written.encode(errors="surrogatepass"))
    code, output, errors = shell.run("serve", ini)
    assert (code, output) == (1, "")
    (line,) = errors.splitlines()
    assert said in line


def test_a_missing_ini_and_a_bad_port_are_one_line(shell: Shell, ini: Path) -> None:
    assert shell.run("serve", ini.parent / "no.ini") == (
        1, "", f"houqin: 没有配置文件{ini.parent / 'no.ini'}\n"
    )  # fmt: skip
    code, output, errors = shell.run("serve", ini, "--port", "70000")
    assert (code, output) == (2, "")
    assert errors.startswith("houqin: 端口“70000”应为1至65535的整数")

"""The supervisor of `houqin serve` replaces its worker and turns nobody away."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.core.cli.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.core.cli.conftest import Shell
    from tests.office import Office

PATIENCE = 90.0


class Serving:
    """A running ``houqin serve`` and the workers it has."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    @property
    def workers(self) -> list[int]:
        pid = self.process.pid
        return [
            int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        ]

    def page(self) -> int:
        url = f"http://127.0.0.1:{self.port}/office/login"
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
            return int(answer.status)

    def until_replaced(self, before: int) -> int:
        """The one worker there is, once it is not the one before."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if len(self.workers) == 1 and self.workers != [before]:
                return self.workers[0]
            time.sleep(0.05)
        pytest.fail(f"the worker was not replaced: {self.workers}")

    def end(self) -> tuple[int, str]:
        self.process.terminate()
        _, errors = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, errors


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder in which distributions may appear."""
    folder = tmp_path / "packages"
    folder.mkdir()
    return folder


@pytest.fixture
def serving(
    shell: Shell, desk: Office, tmp_path: Path, packages: Path
) -> Iterator[Serving]:
    ini = tmp_path / "county.ini"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    ini.write_text(
        "[app:main]\nuse = egg:houqin\nvar = %(here)s/var\n"
        "houqin.plugins = houqin.plugins.vehicles\n"
        f"[server:main]\nuse = egg:waitress\nlisten = 127.0.0.1:{port}\n",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(ROOT), str(packages)])
    process = shell.start("serve", ini, PYTHONPATH=path)
    assert process.stdout is not None
    for line in process.stdout:
        if "正在" in line:
            break
    found = Serving(process, port)
    assert found.page() == 200
    yield found
    if process.poll() is None:
        process.kill()
    process.communicate()


def test_a_new_distribution_brings_a_new_worker_and_nobody_waits(
    serving: Serving, packages: Path
) -> None:
    (before,) = serving.workers
    answers: list[int] = []
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            answers.append(serving.page())

    asking = threading.Thread(target=ask)
    asking.start()
    metadata = packages / "canteens-1.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Name: canteens\n")
    try:
        serving.until_replaced(before)
    finally:
        over.set()
        asking.join()
    assert set(answers) == {200}
    code, errors = serving.end()
    assert code == 0
    assert "Traceback" not in errors


def test_a_worker_that_dies_is_followed_by_another(serving: Serving) -> None:
    (before,) = serving.workers
    os.kill(before, signal.SIGKILL)
    # The socket is the supervisor's: who asks meanwhile waits, and is answered.
    assert serving.page() == 200
    serving.until_replaced(before)
    code, errors = serving.end()
    assert code == 0
    assert "the worker ended with -9" in errors


def test_a_hangup_starts_the_program_anew(serving: Serving) -> None:
    (before,) = serving.workers
    serving.process.send_signal(signal.SIGHUP)
    serving.until_replaced(before)
    assert serving.page() == 200


def test_no_worker_outlives_its_supervisor(serving: Serving) -> None:
    (worker,) = serving.workers
    serving.process.kill()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and Path(f"/proc/{worker}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()


def test_it_ends_with_the_window_it_was_started_in(
    shell: Shell, tmp_path: Path
) -> None:
    shell.var.mkdir()
    (tmp_path / "a.ini").write_text(
        f"[app:main]\nuse = egg:houqin\nvar = {shell.var}\n"
        "[server:main]\nuse = egg:waitress\nlisten = 127.0.0.1:0\n"
    )
    words = [sys.executable, "-m", "houqin.core.cli.main", "serve", tmp_path / "a.ini"]
    window, inside = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=inside,
        stdout=inside,
        stderr=inside,
    )
    os.close(inside)
    said = b""
    while "正在".encode() not in said:
        said += os.read(window, 4096)
    os.close(window)
    assert process.wait(PATIENCE) == 0


SLOW = """
import socket, sys, time
from houqin.core.cli.answering import Answering

def slow(environ, start_response):
    print("asked", flush=True)
    time.sleep(1)
    start_response("200 OK", [("Content-Length", "2000000")])
    return [b"x" * 2000000]

listening = socket.socket(fileno=int(sys.argv[1]))
Answering(slow, [listening], {}).run(lambda: print("ready", flush=True))
"""


def test_what_was_asked_before_the_end_is_answered_whole() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        number = listening.fileno()
        process = subprocess.Popen(
            [sys.executable, "-c", SLOW, str(number)],
            pass_fds=[number],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with (
            socket.create_connection(listening.getsockname()) as silent,
            socket.create_connection(listening.getsockname()) as asking,
        ):
            asking.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert process.stdout.readline() == "asked\n"
            process.terminate()
            with asking.makefile("rb") as answer:
                received = answer.read()
            assert received.endswith(b"x" * 2_000_000)
            assert silent.recv(1) == b""
        assert process.wait(PATIENCE) == 0
        process.stdout.close()


def test_a_folder_that_is_none_has_no_distributions(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from houqin.core.cli.distributions import installed  # noqa: PLC0415 - as it is now

    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "gone")])
    assert installed() == frozenset()
    (tmp_path / "canteens-1.0.dist-info").mkdir()
    assert len(installed()) == 1

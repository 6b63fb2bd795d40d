"""Several processes on one site: web servers that show one another's work, a worker."""

from __future__ import annotations

import re
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import requests
from bs4 import BeautifulSoup

from houqin.core.audit.checkpoints import Occasion, stored
from houqin.core.model.command import Act
from houqin.core.site.checking import check
from houqin.core.site.directory import Directory
from tests.core.cli.conftest import ROOT
from tests.listening import free_port
from tests.office import declared
from tests.receiving import receiving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houqin.core.site.site import Site
    from tests.core.cli.conftest import Shell

PASSWORD = "houqin-test-1"
EACH = 15
JSON = {"Accept": "application/json"}


@pytest.fixture
def site(shell: Shell, url: str | None, new_name: Callable[[], str]) -> Iterator[Site]:
    """A site with an administrator, on each database."""
    directory = Directory(shell.var, declared())
    found = directory.create(new_name(), title="青山县", store_url=url)
    give(found, "core.register_department", name="县中心", short="中心", kind="own")
    with found.reader() as reader:
        (unit,) = reader.ledger("core.departments").rows()
    give(
        found, "core.register_person", name="林晓梅", department=unit.key,
        roles=["administrator"], login="admin", password=PASSWORD,
    )  # fmt: skip
    yield found
    found.store.close()


def give(site: Site, command: str, **values: Any) -> None:
    site.act(Act(command, values, site.system_actor, uuid4()))


@contextmanager
def started(shell: Shell, *words: object, until: str) -> Iterator[None]:
    """A process that has said it is at work; it ends quietly afterwards."""
    process = shell.start(*words)
    assert process.stdout is not None
    assert process.stderr is not None
    errors: list[str] = []
    # A log nobody reads would stop the server when the pipe is full.
    reading = threading.Thread(target=errors.extend, args=(process.stderr,))
    reading.start()
    for line in process.stdout:
        if until in line:
            break
    try:
        yield
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, errors
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        reading.join()
        process.stdout.close()
        process.stderr.close()
    assert "Traceback" not in "".join(errors)


@pytest.fixture
def ini(shell: Shell) -> str:
    path = shell.var.parent / "production.ini"
    path.write_text(
        "[app:main]\nuse = egg:houqin\nvar = %(here)s/var\nhouqin.duties = worker\n"
        "houqin.plugins = houqin.plugins.vehicles\nhouqin.log = json\n"
        "[server:main]\nuse = egg:waitress\n",
        encoding="utf-8",
    )
    return str(path)


class Browser:
    """Somebody who has logged in at one of the servers."""

    def __init__(self, site: Site, port: int) -> None:
        self.home = f"http://127.0.0.1:{port}/{site.name}"
        self.session = requests.Session()
        page = self.session.get(f"{self.home}/login")
        token = BeautifulSoup(page.text, "html.parser").select_one("[name=csrf_token]")
        assert token is not None
        given = {"login": "admin", "password": PASSWORD, "csrf_token": token["value"]}
        assert self.session.post(f"{self.home}/login", data=given).ok
        self.token = self.session.get(f"{self.home}/", headers=JSON).json()[
            "csrf_token"
        ]

    def register(self, name: str) -> int:
        values = {"name": name, "short": name, "kind": "county"}
        answer = self.session.post(
            f"{self.home}/core/do/register_department",
            json={"input": values, "command_id": str(uuid4())},
            headers={**JSON, "X-CSRF-Token": self.token},
        )
        return answer.status_code

    def figures(self) -> set[str]:
        """What a monitoring system is told of the store, whoever tells it."""
        url = self.home.rpartition("/")[0]
        told = self.session.get(f"{url}/-/metrics").text.splitlines()
        return {x for x in told if "process=" not in x and "_age_" not in x}

    def processes(self) -> set[str]:
        """Which processes count for themselves."""
        url = self.home.rpartition("/")[0]
        told = self.session.get(f"{url}/-/metrics").text
        return set(re.findall(r'process="([^"]+)"', told))

    def units(self) -> set[str]:
        rows: list[Any] = []
        for page in (1, 2):
            url = f"{self.home}/core/departments?page={page}"
            rows += self.session.get(url, headers=JSON).json()["rows"]
        return {row["values"]["name"] for row in rows}


@pytest.mark.slow
def test_two_servers_and_a_worker_share_a_site(shell: Shell, site: Site) -> None:
    """By the production.ini of the repository, over HTTP on both, on each database."""
    ini = ROOT / "production.ini"
    with receiving() as receiver:
        give(
            site, "core.change_settings", group="core.webhook",
            values={"webhook_url": receiver.url},
        )  # fmt: skip
        ports = free_port(), free_port()
        with (
            started(shell, "serve", ini, "--port", ports[0], until="正在"),
            started(shell, "serve", ini, "--port", ports[1], until="正在"),
            started(shell, "worker", ini, until="已启动"),
        ):
            people = [Browser(site, port) for port in ports]
            wait_until(lambda: follows(site))
            with site.reader() as reader:
                start = reader.position
            codes = at_once(people)
            assert codes == [200] * EACH * len(people)
            names = {f"{n}号{half}" for n in range(EACH) for half in range(len(people))}
            for person in people:
                assert names <= person.units()
            count = EACH * len(people)
            wait_until(lambda: len(told(receiver.received, start)) == count)
            wait_until(lambda: signed(site))
            one, other = people
            wait_until(lambda: one.figures() == other.figures())
            assert f'houqin_log_position{{site="{site.name}"}} {start + count}' in (
                one.figures()
            )
            assert len(one.processes() | other.processes()) == len(people)
    with site.reader() as reader:
        assert reader.position == start + count
    assert len(set(receiver.ids)) == len(receiver.ids)
    assert [f for f in check(site).findings if not f.agrees] == []


def at_once(people: list[Browser]) -> list[int]:
    codes: list[int] = []

    def work(half: int) -> None:
        codes.extend(people[half].register(f"{n}号{half}") for n in range(EACH))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes


def told(received: list[dict[str, Any]], start: int) -> list[dict[str, Any]]:
    return [message for message in received if message["position"] > start]


def signed(site: Site) -> bool:
    """Whether the worker has issued a 存证点 of each tree by schedule."""
    with site.store.reading() as connection:
        found = [each.occasion for each in stored(connection)]
    return len(found) > 1 and set(found) == {Occasion.SCHEDULE}


def follows(site: Site) -> bool:
    with site.store.reading() as connection:
        return bool(connection.execute("SELECT 1 FROM [follower]"))


def wait_until(true: Callable[[], bool]) -> None:
    over = threading.Event()
    for _ in range(1200):
        if true():
            return
        over.wait(0.05)
    pytest.fail("it did not come about")


def test_a_worker_writes_json_and_needs_a_folder(shell: Shell, ini: str) -> None:
    code, _, errors = shell.run("worker", ini)
    assert code == 1
    assert "没有数据目录" in errors.splitlines()[-1]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("houqin.duties = some", "houqin.duties只能是serve或worker，不能是some"),
        ("houqin.log = xml", "houqin.log只能是json或text，不能是xml"),
    ],
)
def test_a_setting_that_cannot_be_is_one_line(
    shell: Shell, ini: str, line: str, said: str
) -> None:
    shell.var.mkdir()
    with open(ini, "r+", encoding="utf-8") as file:  # noqa: PTH123 - a text
        name = line.partition(" ")[0]
        kept = [x for x in file.read().splitlines() if not x.startswith(name)]
        file.seek(0)
        file.truncate()
        file.write("\n".join([*kept[:1], line, *kept[1:]]))
    code, output, errors = shell.run("serve", ini, "--port", str(free_port()))
    assert (code, output) == (1, "")
    assert errors.splitlines()[-1] == f"houqin: {said}"

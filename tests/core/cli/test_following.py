"""`houqin followers` shows how 后续任务 stand and resumes what was put aside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from houqin.core.site import following

if TYPE_CHECKING:
    from tests.core.cli.conftest import Shell
    from tests.office import Office


@pytest.fixture
def put_aside(desk: Office) -> Office:
    with desk.site.store.writing() as connection:
        following.begin(connection, "core.webhook", 3)
        error = ConnectionError("对方没有应答")
        following.park(connection, "core.webhook", 2, 8, error)
    return desk


@pytest.mark.usefixtures("put_aside")
def test_it_names_what_was_put_aside(shell: Shell) -> None:
    code, output, _ = shell.run("followers", "office")
    assert code == 0
    assert "事件通知 登记序号2：ConnectionError: 对方没有应答" in output


@pytest.mark.usefixtures("put_aside")
def test_resuming_has_it_tried_again(shell: Shell) -> None:
    code, output, _ = shell.run("followers", "office", "resume", "--json")
    (told,) = json.loads(output)
    assert code == 0
    assert (told["follower"], told["on"]) == ("core.webhook", False)
    assert told["parked"][0]["due"] is True


@pytest.mark.usefixtures("put_aside")
def test_a_follower_nobody_declares_is_one_line(shell: Shell) -> None:
    code, output, errors = shell.run("followers", "office", "resume", "core.pigeon")
    assert (code, output) == (1, "")
    assert errors == "houqin: 没有后续任务“core.pigeon”，现有：core.webhook\n"

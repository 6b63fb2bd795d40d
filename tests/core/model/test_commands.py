"""One command, one transaction, once: what stays and what does not."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.core.model.command import Act, command
from houqin.core.model.execution import UnknownCommand
from houqin.core.schema.errors import FormErrors, RecordMissing
from houqin.events.errors import CommandReused
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.command import Outcome
    from tests.core.works import Works
    from tests.office import Office


def _commands(office: Office) -> int:
    with office.site.store.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM [command]")[0][0])


def test_a_refused_command_leaves_no_row(works: Works) -> None:
    head, commands = works.head(), _commands(works)
    with refused("又不开了"):
        works.do("sample.regret")
    assert (works.head(), _commands(works)) == (head, commands)
    assert works.rows("sign_ins") == []


def test_a_command_without_events_is_recorded_all_the_same(works: Works) -> None:
    head, id_ = works.head(), uuid4()
    first = works.do("sample.nothing", id=id_)
    again = works.do("sample.nothing", id=id_)
    assert (first.first, first.last, first.records) == (None, None, ())
    assert again.repeated
    assert (again.first, again.records) == (None, ())
    assert works.head() == head


def test_the_same_command_again_returns_the_first_result(works: Works) -> None:
    id_ = uuid4()
    given = {"place": "一号楼", "since": "2022-01-01"}
    first = works.do("sample.install", id=id_, **given)
    head = works.head()
    works.at("2023-03-08 08:00")
    again = works.do("sample.install", id=id_, **given)
    assert (again.first, again.last, again.records) == (
        first.first,
        first.last,
        first.records,
    )
    assert again.repeated
    assert not first.repeated
    assert works.head() == head


@pytest.mark.parametrize("other", ["input", "actor", "behalf", "at"])
def test_the_same_id_with_another_body_is_an_error(works: Works, other: str) -> None:
    id_ = uuid4()
    given = {"place": "一号楼", "since": "2022-01-01"}
    works.do("sample.install", works.dispatcher, id=id_, **given)
    head = works.head()
    changed = {
        "input": {"place": "二号楼"},
        "actor": {"by": works.clerk},
        "behalf": {"behalf": works.clerk},
        "at": {"at": "2023-03-01 07:00"},
    }[other]
    with pytest.raises(CommandReused):
        works.do(
            "sample.install", **{"by": works.dispatcher, "id": id_, **given, **changed}
        )
    assert works.head() == head


def test_the_same_command_at_once_is_done_once(works: Works) -> None:
    id_ = uuid4()
    outcomes: list[tuple[bool, tuple[UUID, ...]]] = []
    begin = threading.Barrier(4)

    def give() -> None:
        begin.wait()
        done: Outcome = works.do(
            "sample.install", id=id_, place="一号楼", since="2022-01-01"
        )
        outcomes.append((done.repeated, done.records))

    threads = [threading.Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(repeated for repeated, _ in outcomes) == [False, True, True, True]
    assert len({records for _, records in outcomes}) == 1
    assert len(works.rows("meters")) == 1


def test_ids_of_records_come_from_the_command_not_from_what_can_be_edited(
    works: Works,
) -> None:
    assert works.meter("一号楼") != works.meter("二号楼")


def test_an_unknown_command_is_named(works: Works) -> None:
    with pytest.raises(UnknownCommand, match=r"没有“sample.dance”这个办理动作"):
        works.do("sample.dance")


def test_every_wrong_field_is_named_and_nothing_done(works: Works) -> None:
    with pytest.raises(FormErrors) as wrong:
        works.do("sample.install", since="昨天", colour="红")
    assert wrong.value.errors == {
        "place": "位置必须填写",
        "since": "安装日期应为日期，例如2023-03-05",
        "colour": "没有“colour”这一项",
    }


def test_errors_of_a_form_are_told_without_doing_anything(works: Works) -> None:
    head = works.head()
    act = Act("sample.install", {}, works.clerk, uuid4())
    assert set(works.site.errors_of(act)) == {"place", "since"}
    good = {"place": "一号楼", "since": "2022-01-01"}
    assert works.site.errors_of(Act("sample.install", good, works.clerk, uuid4())) == {}
    assert works.head() == head


def test_a_command_on_a_missing_record_or_another_kind_is_refused(
    works: Works,
) -> None:
    with pytest.raises(RecordMissing):
        works.read(uuid4(), 5)
    meeting = works.made("sample.hold", name="例会", people=[])
    with pytest.raises(RecordMissing):
        works.read(meeting, 5)


def test_a_command_on_a_voided_record_is_refused(works: Works) -> None:
    meter = works.meter()
    works.void(meter)
    with refused("这份计量表已作废"):
        works.read(meter, 5)


def test_a_command_the_state_does_not_allow_is_refused(works: Works) -> None:
    meter = works.meter()
    with refused("计量表当前为“在用”，不能启用"):
        works.do("sample.on", record=meter)


def test_one_slip_holds_several_peoples_acts_of_several_times(works: Works) -> None:
    outcome = works.do(
        "sample.slip",
        works.dispatcher,
        place="一号楼",
        since="2022-01-01",
        keeper=works.clerk,
    )
    meter, meeting = outcome.records
    (held,) = works.events(meeting)
    installed, read = works.events(meter)
    assert held.on_behalf_of == works.clerk
    assert held.metadata["channel"] == "paper"
    assert installed.occurred - held.occurred == 60_000_000
    assert (installed.on_behalf_of.int, read.on_behalf_of.int) == (0, 0)
    assert read.metadata["channel"] == "system"
    assert {e.command for e in (held, installed, read)} == {held.command}


def test_a_handler_without_a_form_is_no_command() -> None:
    with pytest.raises(TypeError, match="takes no Form"):

        @command("sample.wrong", "错误")
        def wrong(context: object, form: int) -> None:
            """Takes a number."""


def test_a_command_knows_its_plugin_its_help_and_its_secrets(works: Works) -> None:
    spec = works.site.declarations.commands["core.register_person"]
    assert (spec.plugin, spec.secrets) == ("core", {"password"})
    assert spec.help == "有登录名或工号和密码的人员可以登录；没有的只作为当事人。"

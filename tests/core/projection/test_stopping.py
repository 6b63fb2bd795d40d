"""A ledger's own fault stops that ledger; anything else stops the command."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
import pytest

from houqin.core.projection import catching_up, live
from houqin.core.projection.rebuild_part import ReducerFailed
from houqin.core.site.checking import check
from houqin.core.site.system_log import Choosing
from houqin.events.errors import LogClosedAfterFault, StatementRefused, StoreError
from houqin.events.store import PostgresStore, SQLiteStore
from tests.core import sample
from tests.looking import YEAR
from tests.office import refused

if TYPE_CHECKING:
    from houqin.core.projection.live import Pointer
    from tests.core.works import Works

METERS = "sample.meters"


def stopped(works: Works) -> list[str]:
    return [
        f.name
        for f in check(works.site).findings
        if not f.agrees and "停在登记序号" in f.detail
    ]


def test_a_reducer_that_raises_stops_its_ledger_and_no_other(works: Works) -> None:
    meter = works.meter()
    with sample.broken("sample.meters"):
        works.read(meter, 5)
        works.read(meter, 6)
    # The events are kept and the other ledger goes on.
    assert works.last(meter).payload == {"value": 6}
    assert sorted(works.column("readings", "value")) == [5, 6]
    assert works.column("meters", "value") == [None]
    assert stopped(works) == ["sample.meters"]
    # Corrected by a release, it still stands still until it is rebuilt.
    works.read(meter, 7)
    assert works.column("meters", "value") == [None]
    assert works.site.rebuild(["sample.meters"]) == {"sample.meters": 2}
    assert works.column("meters", "value") == [7]
    assert works.column("meters", "times") == [3]
    works.read(meter, 8)
    assert works.column("meters", "times") == [4]
    works.assert_sound()


def test_its_figures_stand_where_its_rows_stand(works: Works) -> None:
    """The two are of one ledger: neither counts what the other does not hold."""
    meter = works.meter("一号楼", "2023-01-05")
    with sample.broken(METERS):
        works.read(meter, 5)
    works.meter("二号楼", "2023-01-05")
    assert works.figure("installed", *YEAR) == len(works.rows("meters")) == 1
    works.site.rebuild([METERS])
    assert works.figure("installed", *YEAR) == len(works.rows("meters")) == 2


def test_every_process_is_told_that_a_ledger_stands_and_goes_on(works: Works) -> None:
    """By the epoch, upon which each reads the pointers anew."""

    def epoch() -> int:
        with works.site.store.reading() as connection:
            return works.site.log.head(connection)[2]

    meter = works.meter()
    works.read(meter, 0)
    begun = epoch()
    works.read(meter, 1)
    assert epoch() == begun
    with sample.broken(METERS):
        works.read(meter, 2)
    stood = epoch()
    assert stood > begun
    works.site.resume(METERS)
    assert epoch() > stood


def test_a_ledger_may_stop_before_its_first_row(works: Works) -> None:
    with sample.broken("sample.meters"):
        outcome = works.do(
            "sample.slip", works.dispatcher, place="一", since="2022-01-01"
        )
    assert len(outcome.records) == 2
    assert works.rows("meters") == []
    assert stopped(works) == ["sample.meters"]
    works.site.rebuild()
    assert works.column("meters", "times") == [1]
    works.assert_sound()


def test_a_rebuild_with_a_broken_reducer_changes_nothing(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 5)
    with (
        sample.broken("sample.meters"),
        pytest.raises(ReducerFailed, match="ZeroDivisionError"),
    ):
        works.site.rebuild(["sample.meters"])
    assert works.column("meters", "value") == [5]
    assert works.site.rebuild(["sample.meters"]) == {"sample.meters": 2}
    works.assert_sound()


def test_a_value_the_database_refuses_stops_only_that_ledger(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 10**9 + 1)
    assert works.column("readings", "value") == [10**9 + 1]
    assert works.column("meters", "times") == [None]
    assert stopped(works) == ["sample.meters"]
    assert works.figure("readings_taken", *YEAR) == 1


def test_an_integrity_error_stops_only_that_ledger(works: Works) -> None:
    first, second = works.meter("一号楼"), works.meter("二号楼")
    with works.site.store.writing() as connection:
        connection.run(
            "CREATE UNIQUE INDEX only_one_a_value ON [sample_meters__g1] (value)"
        )
    works.read(first, 5)
    works.read(second, 5)
    assert sorted(works.column("readings", "value")) == [5, 5]
    assert stopped(works) == ["sample.meters"]
    works.site.rebuild(["sample.meters"])
    works.assert_sound()


def pointer(works: Works, ledger: str = METERS) -> Pointer:
    with works.site.store.reading() as connection:
        return works.site.projections.pointers(connection)[ledger]


def test_a_stopped_ledger_goes_on_where_it_stopped(works: Works) -> None:
    meter, other = works.meter("一号楼"), works.meter("二号楼")
    works.read(meter, 5)
    with sample.broken(METERS):
        works.read(meter, 6)
    at = works.head()
    works.read(other, 7)
    works.correct(meter, 2, value=4)
    assert pointer(works).stopped_at == at
    told: list[tuple[str, int, int]] = []
    assert works.site.resume(METERS, lambda *said: told.append(said)) == works.head()
    assert pointer(works).generation == 1
    assert sorted(works.column("meters", "value")) == [6, 7]
    works.read(meter, 8)
    assert sorted(works.column("meters", "value")) == [7, 8]
    works.assert_sound()


def test_a_long_way_is_made_up_in_steps(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "STEP", 3)
    monkeypatch.setattr(catching_up, "LEFT_UNDER_LOCK", 2)
    meter = works.meter()
    with sample.broken(METERS):
        works.read(meter, 1)
    for value in range(2, 20):
        works.read(meter, value)
    told: list[tuple[str, int, int]] = []
    works.site.resume(METERS, lambda *said: told.append(said))
    assert [done for _name, done, _all in told] == [3, 6, 9, 12, 15, 18, 19]
    assert {left for _name, _done, left in told} == {19}
    works.assert_sound()


def test_resuming_too_early_stops_at_the_event_that_still_fails(works: Works) -> None:
    meter, other = works.meter("一号楼"), works.meter("二号楼")
    with sample.broken(METERS):
        works.read(meter, 5)
    works.read(meter, 6)
    works.read(other, sample.UNREADABLE)
    head = works.head()
    works.read(meter, 7)
    with pytest.raises(ReducerFailed, match=f"登记序号{head}：ValueError: 987654321"):
        works.site.resume(METERS)
    found = pointer(works)
    assert (found.stopped_at, found.error) == (head, "ValueError: 987654321")
    # What lies before it is in.
    assert 6 in works.column("meters", "value")
    assert 7 not in works.column("meters", "value")


def test_resuming_a_value_the_database_refuses_says_so(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 10**9 + 1)
    at = works.head()
    with pytest.raises((OverflowError, StatementRefused)):
        works.site.resume(METERS)
    assert pointer(works).stopped_at == at
    assert pointer(works).error


def test_only_a_stopped_ledger_is_resumed(works: Works) -> None:
    works.meter()
    with refused("没有停止，不必恢复"):
        works.site.resume(METERS)


def test_a_ledger_declared_otherwise_is_rebuilt_instead(works: Works) -> None:
    meter = works.meter()
    with works.site.store.writing() as connection:
        connection.run("UPDATE [projection] SET definition = 'older'")
        connection.run("UPDATE [log_head] SET epoch = epoch + 1")
    with sample.broken(METERS):
        works.read(meter, 5)
    assert pointer(works).definition == "older"
    with refused("定义已更新，请重新生成台账"):
        works.site.resume(METERS)
    works.site.rebuild([METERS])
    works.assert_sound()


def test_an_erasure_while_it_stood_still_is_honoured(works: Works) -> None:
    meter = works.meter("一号楼")
    works.read(meter, 5)
    with sample.broken(METERS):
        works.read(meter, 6)
    works.do("core.void", works.dispatcher, record=meter, target=0, reason="重复登记")
    works.site.resume(METERS)
    assert works.rows("meters")[0].voided
    works.assert_sound()


def test_a_command_of_several_events_stops_it_before_the_first_of_its_own(
    works: Works,
) -> None:
    works.meter()
    before = works.head()
    with sample.broken(METERS):
        works.do("sample.slip", works.dispatcher, place="一", since="2022-01-01")
    # The meter is the first event of three; the ledger took none of them.
    assert pointer(works).stopped_at == before + 1
    works.site.resume(METERS)
    assert sorted(works.column("meters", "times"), key=str) == [1, None]
    works.assert_sound()


def test_a_stop_is_written_into_the_log_of_the_system(
    works: Works, caplog: pytest.LogCaptureFixture
) -> None:
    meter = works.meter()
    with sample.broken(METERS):
        works.read(meter, 5)
    assert f"ledger sample.meters stopped at {works.head()}" in caplog.text
    with works.site.store.reading() as connection:
        (line,) = works.site.system_log.read(connection, Choosing())
    assert line.kind == "fault"
    assert line.text.startswith(f"计量表台账停在登记序号{works.head()}：ZeroDivision")


def test_two_cannot_resume_at_once(works: Works) -> None:
    meter = works.meter()
    with sample.broken(METERS):
        works.read(meter, 5)
    with (
        works.site.upkeep.begin(METERS, "重新生成"),
        refused("正在进行，请等它完成"),
    ):
        works.site.resume(METERS)
    works.site.resume(METERS)
    works.assert_sound()


@pytest.mark.parametrize(
    "database",
    [pytest.param("postgresql", marks=pytest.mark.postgresql)],
    indirect=True,
)
def test_a_lost_connection_aborts_the_command(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = works.site.store
    assert isinstance(store, PostgresStore)
    meter = works.meter()
    head = works.head()
    url = store.url

    def cut(_ledger: object, _rows: object) -> None:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid()"
                # Other tests work on the same server.
                " AND query LIKE %s",
                (f"%{store.schema}%",),
            )

    kept = live.WriteSet.replace

    def replace(self: live.WriteSet, old: object, new: object) -> None:
        cut(old, new)
        kept(self, old, new)  # type: ignore[arg-type]

    monkeypatch.setattr(live.WriteSet, "replace", replace)
    with pytest.raises(StoreError):
        works.read(meter, 5)
    monkeypatch.undo()
    assert works.head() == head
    works.read(meter, 5)
    works.assert_sound()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_full_disk_aborts_the_command(works: Works) -> None:
    store = works.site.store
    assert isinstance(store, SQLiteStore)
    meter = works.meter()
    head = works.head()
    assert store._writer is not None
    store._writer.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError):
        for _ in range(200):
            works.do("sample.move", record=meter, place="远" * 100)
            works.do("sample.move", record=meter, place="近" * 100)
    with pytest.raises(LogClosedAfterFault):
        works.read(meter, 5)
    store.reopen_verified()
    assert works.head() >= head
    works.read(meter, 5)
    works.assert_sound()


def test_a_locked_store_aborts_the_command(works: Works) -> None:
    meter = works.meter()
    head = works.head()
    store = works.site.store
    store.busy_timeout = 0.2
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing() as connection:
            connection.run("UPDATE [log_head] SET epoch = epoch")
            taken.set()
            done.wait(20)

    holder = threading.Thread(target=hold)
    if isinstance(store, PostgresStore):
        # The server's own time limit belongs to the connection.
        store.close()
        store.busy_timeout = 0.2
    holder.start()
    taken.wait(10)
    with pytest.raises(StoreError):
        works.read(meter, 5)
    done.set()
    holder.join()
    assert works.head() == head
    works.read(meter, 5)

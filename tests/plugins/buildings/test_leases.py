"""出租、出借、租用、借用: nothing without approval; rooms go and come back with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.plugins.buildings.papers import APPROVAL, Papers

if TYPE_CHECKING:
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

LEASES, ROOMS = "buildings.leases", "buildings.rooms"
YEAR = (date(2023, 1, 1), date(2023, 12, 31))


@pytest.fixture
def papers(estate: Estate) -> Papers:
    return Papers(estate)


@pytest.mark.parametrize("kind", ["rent_out", "lend", "rent_in", "borrow"])
def test_no_renting_and_no_lending_without_approval(
    bench: Bench, papers: Papers, kind: str
) -> None:
    rooms = [papers.estate.room("301")] if kind in {"rent_out", "lend"} else None
    lease = papers.lease(kind, **({"rooms": rooms} if rooms else {}))
    bench.when("buildings.start_lease", record=lease, contract="合1")
    bench.then_refused("待批准")
    bench.when("buildings.approve_lease", record=lease, approved_on="2023-02-20")
    bench.then_refused("批准文号")
    papers.approve(lease)
    bench.when("buildings.start_lease", record=lease, contract="合1")
    bench.then("buildings.Lease.Started")
    bench.then_row(LEASES, lease, state="running", document=APPROVAL["document"])


def test_nobody_approves_what_he_asked_for(bench: Bench, papers: Papers) -> None:
    facts = {
        "kind": "borrow", "counterparty": "县供销社", "since": "2023-03-01",
        "until": "2024-02-29", "purpose": "办公", "place": "解放路1号", "area": 20_000,
    }  # fmt: skip
    director = bench.person(
        "林主任", papers.estate.unit, "director", "buildings.keeper"
    )
    lease = bench.given("buildings.apply_lease", director, **facts)
    paper = papers.file("批文.jpg", by=director)
    bench.when(
        "buildings.approve_lease", director, record=lease, papers=[paper], **APPROVAL
    )
    bench.then_refused("本人申请的由他人批准")


def test_what_is_refused_never_runs(bench: Bench, papers: Papers) -> None:
    lease = papers.lease()
    bench.do("buildings.refuse_lease", papers.director, record=lease, reason="不必要")
    bench.when("buildings.start_lease", record=lease, contract="合1")
    bench.then_refused("未批准")


def test_rooms_are_let_and_come_back(bench: Bench, papers: Papers) -> None:
    rooms = [papers.estate.room("301", 2000), papers.estate.room("302", 3050)]
    lease = papers.running("rent_out", rooms=rooms)
    bench.then_row(
        LEASES, lease, area=5050, rooms=bench.row(LEASES, lease).values["rooms"]
    )
    for room in rooms:
        bench.then_row(ROOMS, room, state="leased")
    bench.do("buildings.end_lease", record=lease, ended_on="2023-03-01")
    bench.then_row(LEASES, lease, state="ended", ended_on="2023-03-01")
    for room in rooms:
        bench.then_row(ROOMS, room, state="idle")


def test_only_idle_rooms_are_let(bench: Bench, papers: Papers) -> None:
    used = papers.estate.room("301", unit=papers.estate.unit)
    bench.when(
        "buildings.apply_lease", kind="lend", counterparty="县供销社", purpose="办公",
        since="2023-03-01", until="2024-02-29", rooms=[used],
    )  # fmt: skip
    bench.then_refused("1号楼301不是闲置房间")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "rent_in", "rent": 100}, "须写明坐落和面积"),
        ({"kind": "rent_in", "place": "解放路1号", "area": 9}, "须填写年租金"),
        ({"kind": "rent_out", "rent": 100}, "须选择房间"),
        ({"kind": "borrow", "place": "甲", "area": 9, "until": "2023-03-01"}, "晚于"),
    ],
)
def test_what_a_lease_must_say_is_named(
    bench: Bench, papers: Papers, given: dict[str, object], words: str
) -> None:
    facts = {
        "counterparty": "县供销社", "since": "2023-03-01", "until": "2024-02-29",
        "purpose": "办公",
    }  # fmt: skip
    assert papers.keeper
    bench.when("buildings.apply_lease", **{**facts, **given})
    bench.then_refused(words)


def test_a_lease_goes_on_by_another_approval(bench: Bench, papers: Papers) -> None:
    lease = papers.running()
    paper = [papers.file("续租.jpg")]
    again = {"record": lease, "papers": paper, "until": "2025-02-28"}
    bench.when("buildings.renew_lease", **again)
    bench.then_refused("批准文号")
    bench.when(
        "buildings.renew_lease", **{**again, "until": "2024-01-01"}, document="文"
    )
    bench.then_refused("须晚于原到期日期2024-02-29")
    bench.do("buildings.renew_lease", **again, document="青机管〔2024〕2号")
    bench.then_row(LEASES, lease, until="2025-02-28", rent=12_000_00)


def test_a_lease_that_runs_already_is_entered_with_its_approval(
    bench: Bench, papers: Papers
) -> None:
    room = papers.estate.room("301")
    facts = {
        "kind": "lend", "counterparty": "县邮政局", "since": "2021-01-01",
        "until": "2024-12-31", "purpose": "便民服务点", "rooms": [room],
        "contract": "合2021-3",
    }  # fmt: skip
    bench.when("buildings.register_lease", **facts)
    bench.then_refused("批准文号")
    lease = bench.given("buildings.register_lease", **facts, **APPROVAL)
    bench.then_row(LEASES, lease, state="running", contract="合2021-3")
    bench.then_row(ROOMS, room, state="leased")
    assert bench.figure("buildings.leased_out", *YEAR) == 1


def test_a_voided_lease_gives_its_rooms_back(bench: Bench, papers: Papers) -> None:
    room = papers.estate.room("301")
    lease = papers.running("lend", rooms=[room])
    bench.do("core.void", record=lease, reason="重复登记")
    bench.then_row(ROOMS, room, state="idle")
    bench.do(
        "core.restore", record=lease, target=bench.last(lease).version, reason="没错"
    )
    bench.then_row(ROOMS, room, state="leased")
    bench.assert_sound()

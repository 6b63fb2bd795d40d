"""Rows that grow while the log is read are those that whole streams come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.projection import rebuild_part
from houqin.core.projection.effective import resolve
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.rebuild_part import PartFold, ReducerFailed, parts_of
from houqin.core.projection.sources import acting, add, field, occurred_at, recorded_at
from houqin.core.projection.writing import BaseLedger
from houqin.core.schema import types
from houqin.events.entry import NewEvent
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.reading import last_version
from tests.core.sample import Meter

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.sources import Source
    from houqin.events.entry import RecordedEvent
    from tests.core.works import Works


class Metered:
    """The meter's events, with states that follow the order of recording."""

    topic = Meter.topic
    workflow = Workflow(
        [State("on", "在用"), State("off", "停用")],
        [Transition("Installed", (), "on"), Transition("SwitchedOff", ("on",), "off")],
    )


def ledger(**more: Source) -> Ledger:
    columns = ["place", "told_by", "since"]
    made = Ledger(
        "sample.plain",
        "计量表",
        per=Metered,
        columns=[
            *(Column(name, name, types.text()) for name in columns),
            Column("value", "读数", types.integer("度")),
            Column("sum", "合计", types.integer("度")),
            Column("off_at", "停用时间", types.instant()),
            Column("recorded", "登记时间", types.instant()),
        ],
    )
    made.on(Meter.Installed, "place", "since", **more)
    made.on(Meter.Read, "value", sum=add(field("value"), value=5))
    made.on(Meter.SwitchedOff, off_at=occurred_at)

    @made.reduce(Meter.Moved)
    def _moved(row: dict[str, object], event: RecordedEvent) -> dict[str, object]:
        place = event.payload["place"]
        return {**row, "place": row[""] if place == "禁区" else place}

    return made


def erase(works: Works, meter: UUID, target: int, **payload: object) -> None:
    with works.site.log.transaction(works.site.author()) as transaction:
        version = 1 + last_version(transaction.connection, meter)
        said = {"target": target, "payload": payload, "metadata": {}}
        event = NewEvent(meter, version, PAYLOAD_ERASED, said, transaction.now)
        transaction.append([event])


@pytest.fixture
def meters(works: Works, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """One of each kind, in windows of a few events."""
    monkeypatch.setattr(rebuild_part, "WINDOW", 7)
    made = [works.meter(f"{number}号楼") for number in range(6)]
    for value in (5, 6, 7):
        for meter in made:
            works.read(meter, value)
    works.do("sample.off", record=made[0])
    works.do("sample.move", record=made[0], place="新楼")
    works.correct(made[1], 2, value=3)
    works.void(made[2])
    works.void(made[3], 3)
    erase(works, made[4], 2, value=1)
    return made


def folded(works: Works, plain: Ledger, upto: int | None = None) -> list[LedgerRow]:
    fold = PartFold(
        works.site.log,
        BaseLedger(plain, [], works.site.zone),
        works.site.declarations.event_topics(Meter.topic),
        upto or works.head(),
        1,
    )
    parts = parts_of([2, 1])
    return [
        row
        for part in parts
        for batch in fold.batches(part, lambda _count: None)
        for row in batch
    ]


def whole(
    works: Works, plain: Ledger, meters: list[UUID], upto: int | None = None
) -> list[LedgerRow]:
    with works.site.store.reading() as connection:
        streams = [works.site.log.read_stream(connection, m, upto) for m in meters]
    rows = [row for s in streams for row in plain.rows(resolve(s)).values()]
    return sorted(rows)


@pytest.mark.parametrize("more", [{}, {"told_by": acting, "recorded": recorded_at}])
def test_amended_erased_and_plain_streams_alike(
    works: Works, meters: list[UUID], more: dict[str, Source]
) -> None:
    plain = ledger(**more)
    assert plain.plain is not None
    found = folded(works, plain)
    assert found == whole(works, plain, meters)
    assert len(found) == len(meters)
    assert {row[3] for row in found} == {"on", "off"}


def test_what_is_erased_later_is_read_as_the_erasure_says(
    works: Works, meters: list[UUID]
) -> None:
    plain, upto = ledger(), works.head()
    erase(works, meters[5], 3, value=70)
    assert folded(works, plain, upto) == whole(works, plain, meters, upto)


def test_a_reducer_that_fails_names_the_event(works: Works, meters: list[UUID]) -> None:
    works.do("sample.move", record=meters[0], place="禁区")
    failing = works.head()
    works.read(meters[0], 9)
    with pytest.raises(ReducerFailed, match=f"登记序号{failing}：KeyError"):
        folded(works, ledger())

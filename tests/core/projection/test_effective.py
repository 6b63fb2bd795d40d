"""Resolution of amendments, without any store."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from houqin.core.projection.effective import CORRECTED, RECORD, VOIDED, resolve
from houqin.core.projection.horizon import UNLIMITED
from houqin.events.entry import NIL, RecordedEvent
from houqin.events.instants import to_text

STREAM, SOMEBODY = UUID(int=1), UUID(int=2)


def event(
    version: int, topic: str = "sample.Meter.Read", occurred: int = 0, **payload: Any
) -> RecordedEvent:
    return RecordedEvent(
        version, STREAM, version, 1, topic, occurred or version, version, SOMEBODY, NIL,
        SOMEBODY, SOMEBODY, 0, payload, {"channel": "system"},
    )  # fmt: skip


def corrected(version: int, target: int, **payload: Any) -> RecordedEvent:
    return event(version, CORRECTED, target=target, reason="x", payload=payload)


def voided(version: int, target: int) -> RecordedEvent:
    return event(version, VOIDED, target=target, reason="x")


def payloads(*stream: RecordedEvent) -> list[dict[str, Any]]:
    found = resolve(stream)
    assert found is not None
    return [e.payload for e in found.events]


def test_nothing_gives_nothing() -> None:
    assert resolve([]) is None


def test_the_last_correction_wins_per_whole_top_level_field() -> None:
    stream = (
        event(1, a={"x": 1}, b=1),
        corrected(2, 1, a={"y": 2}),
        corrected(3, 1, b=3),
    )
    assert payloads(*stream) == [{"a": {"y": 2}, "b": 3}]
    assert payloads(*stream, corrected(4, 1, a={"z": 4})) == [{"a": {"z": 4}, "b": 3}]


def test_null_takes_a_field_away() -> None:
    assert payloads(event(1, a=1, b=1), corrected(2, 1, a=None)) == [{"b": 1}]


def test_a_voided_correction_has_no_effect_and_its_undoing_has() -> None:
    stream = [event(1, a=1), corrected(2, 1, a=2), corrected(3, 1, a=3)]
    assert payloads(*stream, voided(4, 3)) == [{"a": 2}]
    assert payloads(*stream, voided(4, 3), voided(5, 2)) == [{"a": 1}]
    assert payloads(*stream, voided(4, 3), voided(5, 4)) == [{"a": 3}]
    assert payloads(*stream, voided(4, 3), voided(5, 4), voided(6, 5)) == [{"a": 2}]


def test_a_voided_event_is_struck_with_its_corrections() -> None:
    found = resolve([event(1), event(2, a=1), corrected(3, 2, a=2), voided(4, 2)])
    assert found is not None
    assert [e.version for e in found.events] == [1]
    assert [e.payload for e in found.struck] == [{"a": 2}]
    assert not found.voided


def test_a_voided_record_keeps_its_events() -> None:
    for target in (RECORD, 1):
        found = resolve([event(1), event(2), voided(3, target)])
        assert found is not None
        assert found.voided
        assert [e.version for e in found.events] == [1, 2]


def test_a_header_is_corrected() -> None:
    header = {
        "occurred": to_text(7), "on_behalf_of": str(SOMEBODY), "channel": "paper",
        "precision": "day",
    }  # fmt: skip
    change = event(3, CORRECTED, target=2, reason="x", header=header)
    found = resolve([event(1), event(2), change])
    assert found is not None
    second = found.events[1]
    assert (second.occurred, second.on_behalf_of) == (7, SOMEBODY)
    assert second.metadata == {"channel": "paper", "precision": "day"}


def test_limits_apply_before_and_after_amendments() -> None:
    stream = [event(1), event(2, a=1, occurred=20), corrected(3, 2, a=2), voided(4, 2)]

    def left(**limits: int) -> list[int] | None:
        found = resolve(stream, UNLIMITED._replace(**limits))
        return None if found is None else [e.version for e in found.events]

    assert left(position=0) is None
    assert left(position=2) == [1, 2]
    assert left(position=3, occurred_before=20) == [1]
    assert left(position=3, occurred_before=21) == [1, 2]
    assert left(recorded_before=4) == [1, 2]
    assert left(occurred_before=1) is None
    assert left(position=9) == [1]
    struck = resolve(stream, UNLIMITED._replace(occurred_before=20))
    assert struck is not None
    assert struck.struck == ()

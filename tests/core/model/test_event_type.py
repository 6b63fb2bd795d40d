"""Event classes are frozen dataclasses, though few methods are made for each."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from houqin.core.model.aggregate import Aggregate, payload_fields

STREAM = UUID(int=1)
AT = datetime(2023, 1, 9, tzinfo=UTC)


class Noted:
    """What two events of the record below say alike."""

    class Event(Aggregate.Event):
        remark: str


class Parcel(Aggregate):
    topic = "post.Parcel"
    title = "包裹"

    class Opened(Aggregate.Created):
        title = "登记"
        sender: str
        weight: int = 0

    class Weighed(Aggregate.Event):
        title = "称重"
        weight: int

    class Reweighed(Weighed):
        title = "复称"

    class Returned(Weighed, Noted.Event):
        title = "退回"


def _weighed(cls: Any = Parcel.Weighed, **more: Any) -> Any:
    values = {"weight": 7, "originator_version": 2, "timestamp": AT, **more}
    return cls(originator_id=STREAM, **values)


def test_an_event_cannot_be_changed() -> None:
    event = _weighed()
    for name in ("weight", "timestamp", "unheard_of"):
        with pytest.raises(FrozenInstanceError):
            setattr(event, name, 8)
        with pytest.raises(FrozenInstanceError):
            delattr(event, name)
    assert event.weight == 7


def test_events_are_equal_that_say_the_same() -> None:
    assert _weighed() == _weighed()
    assert _weighed() != _weighed(weight=8)
    assert _weighed() != _weighed(Parcel.Reweighed)
    assert len({_weighed(), _weighed(), _weighed(weight=8)}) == 2


def test_an_event_tells_what_it_says() -> None:
    told = repr(_weighed())
    assert told.startswith("Parcel.Weighed(")
    assert "weight=7" in told


def test_an_event_asks_for_each_field_that_has_no_default() -> None:
    opened = Parcel.Opened(
        originator_id=STREAM, originator_version=1, originator_topic="", timestamp=AT,
        sender="甲",
    )  # fmt: skip
    assert (opened.sender, opened.weight) == ("甲", 0)
    with pytest.raises(TypeError, match="weight"):
        Parcel.Weighed(originator_id=STREAM, originator_version=2, timestamp=AT)


def test_a_derived_event_has_all_that_the_others_have() -> None:
    assert payload_fields(Parcel.Reweighed) == ("weight",)
    assert set(payload_fields(Parcel.Returned)) == {"weight", "remark"}
    returned = _weighed(Parcel.Returned, remark="查无此人")
    assert (returned.weight, returned.remark) == (7, "查无此人")


def test_an_event_is_a_dataclass_as_any_other() -> None:
    assert [field.name for field in fields(Parcel.Weighed)][-1] == "weight"
    assert replace(_weighed(), weight=9) == _weighed(weight=9)

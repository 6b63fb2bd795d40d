from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import IntEnum
from typing import Annotated, Any, NewType, Optional
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houqin.events import canonical, codec
from houqin.events.errors import NotDecodable, NotEncodable
from tests.events.trips import Cost, Range, Trip

Fen = Annotated[int, "fen"]
Plate = NewType("Plate", str)


class Level(IntEnum):
    ONE = 1


@dataclass(frozen=True)
class Everything:
    identity: UUID
    day: date
    moment: datetime
    range: Range
    level: Level
    text: str
    plate: Plate
    amount: Fen
    count: Annotated[int | None, "pieces"]
    yes: bool
    plain: dict[str, Any]
    whatever: Any
    identities: list[UUID]
    texts: list[str]
    sparse: list[date | None]
    words: tuple[str, ...]
    days: tuple[date, ...]
    cost: Cost
    old_style: Optional[UUID] = None  # noqa: UP045 - plugins may write it so
    made: list[int] = field(default_factory=list)
    told: str = "untold"
    extra: dict[str, str] = field(default_factory=dict)


text = st.text("车票票 ab", max_size=4)
everything = st.builds(
    Everything,
    moment=st.datetimes(timezones=st.just(UTC)),
    text=text,
    plate=text.map(Plate),
    amount=st.integers(-(10**9), 10**9),
    count=st.none() | st.integers(0, 9),
    plain=st.dictionaries(st.just("a"), st.integers(0, 3)),
    whatever=st.none() | st.integers(0, 3) | st.lists(text, max_size=2),
    texts=st.lists(text, max_size=3),
    words=st.lists(text, max_size=3).map(tuple),
    days=st.lists(st.dates(), max_size=3).map(tuple),
    cost=st.builds(Cost, kind=text, amount=st.integers(0, 99)),
    made=st.lists(st.integers(0, 9), max_size=3),
    told=text,
    extra=st.dictionaries(st.just("f" * 32), text),
)


@given(everything)
def test_every_type_survives_the_log(value: Everything) -> None:
    stored = canonical.decode(canonical.encode(codec.encode_event(value)))
    assert Everything(**codec.decode(Everything, stored)) == value


def sample(**changes: Any) -> Everything:
    values: dict[str, Any] = {
        "identity": uuid4(),
        "day": date(2023, 2, 3),
        "moment": datetime(2023, 2, 3, 4, 5, 6, 7, UTC),
        "range": Range.CITY,
        "level": Level.ONE,
        "text": "",
        "plate": Plate("浙A12345"),
        "amount": 1,
        "count": None,
        "yes": True,
        "plain": {},
        "whatever": None,
        "identities": [],
        "texts": [],
        "sparse": [None, date(2023, 1, 1)],
        "words": (),
        "days": (),
        "cost": Cost("toll", 5),
    }
    return Everything(**(values | changes))


def test_values_are_codes_dates_and_instants() -> None:
    payload = codec.encode_event(sample(cost=Cost("toll", 5, date(2023, 2, 1))))
    assert payload["range"] == "city"
    assert payload["level"] == 1
    assert payload["day"] == "2023-02-03"
    assert payload["moment"] == "2023-02-03T04:05:06.000007Z"
    assert payload["cost"] == {"kind": "toll", "amount": 5, "paid_on": "2023-02-01"}
    assert payload["sparse"] == [None, "2023-01-01"]


def test_absent_optionals_and_an_empty_extra_are_left_out() -> None:
    payload = codec.encode_event(sample())
    assert not {"count", "old_style", "extra"} & payload.keys()
    assert payload["cost"] == {"kind": "toll", "amount": 5}


def test_what_the_library_adds_is_no_payload() -> None:
    created = Trip(vehicle=uuid4(), driver=uuid4()).collect_events()[0]
    assert codec.encode_event(created).keys() == {"vehicle", "driver"}


def test_what_a_payload_lacks_gets_its_default() -> None:
    payload = codec.encode_event(sample(made=[1], told="told"))
    del payload["made"], payload["told"]
    values = codec.decode(Everything, payload)
    assert (values["made"], values["told"]) == ([], "untold")
    assert (values["extra"], values["count"]) == ({}, None)


def test_site_defined_fields_need_no_declaration() -> None:
    extra = {"0" * 32: "值"}
    payload = {"odometer": 5, "extra": extra}
    departed: Any = object.__new__(Trip.Departed)
    departed.__dict__.update(codec.decode(Trip.Departed, payload))
    assert departed.extra == extra
    assert codec.encode_event(departed) == payload


@pytest.mark.parametrize(
    ("changes", "name", "why"),
    [
        ({"text": 5}, "text", "5 is not a str"),
        ({"text": None}, "text", "None is not a str"),
        ({"amount": True}, "amount", "True is not a int"),
        ({"amount": 1.5}, "amount", "1.5 is not a int"),
        ({"yes": 1}, "yes", "1 is not a bool"),
        ({"identity": str(uuid4())}, "identity", "is not a UUID"),
        ({"day": datetime(2023, 1, 1, tzinfo=UTC)}, "day", "is not a date"),
        ({"moment": datetime(2023, 1, 1)}, "moment", "time zone"),  # noqa: DTZ001
        ({"moment": date(2023, 1, 1)}, "moment", "utcoffset"),
        ({"range": "space"}, "range", "'space' is not a valid Range"),
        ({"words": ["a"]}, "words", "is not a tuple"),
        ({"texts": [5]}, "texts", "5 is not a str"),
        ({"cost": {"kind": "toll"}}, "cost", "is not a Cost"),
        ({"plain": []}, "plain", "is not a dict"),
    ],
)
def test_a_value_of_another_type_is_not_stored(
    changes: dict[str, Any], name: str, why: str
) -> None:
    with pytest.raises(NotEncodable) as caught:
        codec.encode_event(sample(**changes))
    assert (caught.value.cls, caught.value.field) == (Everything, name)
    assert why in caught.value.why


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"identity": "not a uuid"}, "identity"),
        ({"day": "2023-02-30"}, "day"),
        ({"moment": "2023-02-03"}, "moment"),
        ({"range": "space"}, "range"),
        ({"identities": [5]}, "identities"),
        ({"unheard_of": 1}, "unheard_of"),
    ],
)
def test_a_payload_that_does_not_fit_is_not_read(
    changes: dict[str, Any], name: str
) -> None:
    payload = codec.encode_event(sample()) | changes
    with pytest.raises(NotDecodable) as caught:
        codec.decode(Everything, payload)
    assert (caught.value.cls, caught.value.field) == (Everything, name)


def test_a_field_the_payload_lacks_is_named() -> None:
    payload = codec.encode_event(sample())
    del payload["amount"]
    with pytest.raises(NotDecodable, match=r"Everything\.amount .* missing"):
        codec.decode(Everything, payload)


@dataclass
class Weighed:
    weight: float


@dataclass
class Torn:
    either: int | str


@dataclass
class Paired:
    pair: tuple[int, int]


@pytest.mark.parametrize("value", [Weighed(1.5), Torn(1), Paired((1, 2))])
def test_a_type_without_a_stored_form_is_refused_with_its_field(value: object) -> None:
    with pytest.raises(NotEncodable) as caught:
        codec.encode_event(value)
    assert caught.value.field in vars(value)

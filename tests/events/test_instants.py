from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houqin.events.instants import from_datetime, from_text, to_datetime, to_text

instants = st.datetimes(timezones=st.just(UTC)).map(from_datetime)


@given(instants)
def test_an_instant_survives_its_text_and_its_datetime(instant: int) -> None:
    assert from_text(to_text(instant)) == instant
    assert from_datetime(to_datetime(instant)) == instant


def test_the_text_has_six_digits_and_z() -> None:
    assert to_text(1672628645000000) == "2023-01-02T03:04:05.000000Z"
    assert to_text(-1) == "1969-12-31T23:59:59.999999Z"


def test_an_offset_is_taken_into_account() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert from_datetime(datetime(1970, 1, 1, 8, tzinfo=shanghai)) == 0


def test_a_naive_datetime_is_no_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        from_datetime(datetime(2023, 1, 1))  # noqa: DTZ001 - the point of it


@pytest.mark.parametrize(
    "text",
    [
        "2023-01-02T03:04:05Z",
        "2023-01-02T03:04:05.000000+00:00",
        "2023-01-02 03:04:05.000000Z",
        "2023-01-02T03:04:05.0000000Z",
        "2023-13-02T03:04:05.000000Z",
        "2023-01-02T03:04:60.000000Z",
        "２０２３-01-02T03:04:05.000000Z",
        "2023-01-02T03:04:05.000000Z\n",
        "",
    ],
)
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - two sources of the message
        from_text(text)

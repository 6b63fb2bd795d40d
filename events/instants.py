"""Instants are integers: microseconds since 1970-01-01 UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - its text carries no offset
_MICROSECOND = timedelta(microseconds=1)
_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


def from_datetime(moment: datetime) -> int:
    """Return the instant of an aware datetime; refuse a naive one."""
    if moment.utcoffset() is None:
        msg = f"a datetime without a time zone is no instant: {moment!r}"
        raise ValueError(msg)
    return (moment - _EPOCH) // _MICROSECOND


def to_datetime(instant: int) -> datetime:
    """Return the aware datetime, in UTC, of an instant."""
    return _EPOCH + timedelta(microseconds=instant)


def to_text(instant: int) -> str:
    """Return RFC 3339 with six digits and Z: `2023-01-02T03:04:05.000000Z`."""
    moment = _NAIVE_EPOCH + timedelta(microseconds=instant)
    return moment.isoformat(timespec="microseconds") + "Z"


def from_text(text: str) -> int:
    """Read exactly what `to_text` writes; anything else is a ValueError."""
    return from_datetime(datetime_of(text))


def datetime_of(text: str) -> datetime:
    """Return the aware datetime, in UTC, of what `to_text` writes; else ValueError."""
    if not _TEXT.fullmatch(text):
        msg = f"not an instant with six digits and Z: {text!r}"
        raise ValueError(msg)
    return datetime.fromisoformat(text)

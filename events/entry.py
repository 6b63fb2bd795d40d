"""What goes into the log and what comes out of it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

NIL = UUID(int=0)
"""The absent identity: sixteen zero bytes in the row and in the leaf."""

ERASED: dict[str, Any] = {}
"""Payload and metadata of an event whose body was erased; told apart by identity."""


class NewEvent(NamedTuple):
    """An event about to be appended; the log adds position, time and authorship.

    `occurred` is in microseconds UTC; `on_behalf_of` NIL means the actor acted.
    """

    stream: UUID
    version: int
    topic: str
    payload: dict[str, Any]
    occurred: int
    on_behalf_of: UUID = NIL
    metadata: dict[str, Any] = {}  # noqa: RUF012 - a default that is only ever read
    class_version: int = 1
    causing: int = 0


class RecordedEvent(NamedTuple):
    """One row of the log with its body decoded; zeros stand for what is absent."""

    position: int
    stream: UUID
    version: int
    class_version: int
    topic: str
    occurred: int
    recorded: int
    actor: UUID
    on_behalf_of: UUID
    command: UUID
    correlation: UUID
    causing: int
    payload: dict[str, Any]
    metadata: dict[str, Any]


class Authorship(NamedTuple):
    """Who typed, by which command, on account of which other; one per transaction."""

    actor: UUID
    command: UUID
    correlation: UUID

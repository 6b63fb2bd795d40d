"""A row of a ledger as it is read."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID


class Row(NamedTuple):
    """One row as read: raw values by column, looked-up ones among them."""

    key: str
    stream_text: str
    voided: bool
    state: str | None
    values: dict[str, Any]

    @property
    def stream(self) -> UUID:
        """The record it belongs to."""
        return UUID(self.stream_text)

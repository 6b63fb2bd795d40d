"""A typed value as canonical JSON holds it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from houqin.events.instants import from_datetime, to_text


def plain(value: Any) -> Any:
    """Instants, dates and ids as texts, choices as codes, lists item by item."""
    if isinstance(value, datetime):
        return to_text(from_datetime(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return getattr(value, "value", value)

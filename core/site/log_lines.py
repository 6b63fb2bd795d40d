"""What lines of the program's log are about, and the lines as JSON.

Whoever answers a request or gives a command names it; every line written meanwhile, by
whatever part of the program, carries the names.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_nothing: Mapping[str, str] = {}
_named: ContextVar[Mapping[str, str]] = ContextVar("houqin", default=_nothing)


@contextmanager
def about(**names: str) -> Iterator[None]:
    """Lines written inside carry these names: ``site``, ``request``, ``command``."""
    token = _named.set({**_named.get(), **names})
    try:
        yield
    finally:
        _named.reset(token)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message, what it is about."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line."""
        moment = datetime.fromtimestamp(record.created, UTC)
        told = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_named.get(),
            **getattr(record, "houqin", {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)

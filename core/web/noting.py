"""Lines for the system log, written once the request has been answered."""

from __future__ import annotations

import logging
from typing import Any

from houqin.core.site.system_log import Entry, Kind

log = logging.getLogger(__name__)


def note(request: Any, kind: Kind, text: str, person: Any = None) -> None:
    """Keep a line for the system log of the request's site."""
    if request.site is None:
        return
    entry = Entry(kind, text, person, request.remote_addr or "")
    if not request.noted:
        request.add_finished_callback(_write)
    request.noted.append(entry)


def _write(request: Any) -> None:
    """A log that cannot be written to takes nothing from the answer."""
    request.snapshot.close()
    try:
        request.site.system_log.write(request.noted)
    except Exception:
        log.exception("system log of %s", request.site.name)


def includeme(config: Any) -> None:
    """Give every request its notes."""
    config.add_request_method(lambda _request: [], "noted", reify=True)
    config.add_request_method(note)

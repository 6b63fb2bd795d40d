"""After an I/O error: a store takes writes again once it was reopened and verified."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from houqin.core.site.system_log import Entry, Kind
from houqin.events.errors import LogError

if TYPE_CHECKING:
    from houqin.core.site.site import Site

log = logging.getLogger(__name__)

_LONGEST_WAIT = 60.0


class Recovery:
    """Reopens one site's store when it has closed itself."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._wait = 0.0
        self._not_before = 0.0

    def go_on(self) -> bool:
        """Reopen and verify if need be and time; whether the site takes writes now."""
        store = self._site.store
        fault = store.fault
        if fault is None:
            return True
        if time.monotonic() < self._not_before:
            return False
        said = f"数据库读写出错后已重新打开并核验：{fault}"
        try:
            store.reopen_verified()
            # Also the proof that the medium takes something: it may still be full.
            self._site.system_log.write([Entry(Kind.FAULT, said)])
        except LogError as error:
            log.error("%s stays closed: %s", store.name, error)  # noqa: TRY400 - one line a try
            self._wait = min(self._wait * 2 or 1.0, _LONGEST_WAIT)
            self._not_before = time.monotonic() + self._wait
            return False
        self._wait = 0.0
        log.warning("%s was reopened and verified after: %s", store.name, fault)
        return True

"""How many commands of a site this process has given, and how they ended."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.site.log_lines import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.model.command import Act

log = logging.getLogger("houqin.commands")

TAKEN, REFUSED, FAILED = "taken", "refused", "failed"


class Tally:
    """Counts of one site, since the process began."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._lock = threading.Lock()
        self.counts = Counter({TAKEN: 0, REFUSED: 0, FAILED: 0})

    @contextmanager
    def counted(self, act: Act) -> Iterator[None]:
        """Count the command given inside, and name it to the log."""
        with about(site=self._site, command=str(act.id)):
            try:
                yield
            except (FormErrors, NotPermitted, Refused):
                self._count(REFUSED, act)
                raise
            except Exception:
                self._count(FAILED, act)
                raise
            self._count(TAKEN, act)

    def _count(self, how: str, act: Act) -> None:
        with self._lock:
            self.counts[how] += 1
        log.info("%s %s", act.command, how)

"""Long work begun by a page, done in this process while people go on."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


class Background:
    """The threads of one application."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def start(self, name: str, work: Callable[[], object]) -> None:
        """Do it; what goes wrong is told by the work's own row, and logged here."""
        thread = threading.Thread(target=_done, args=(name, work), daemon=True)
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Until everything begun is done."""
        for thread in self._threads:
            thread.join()


def _done(name: str, work: Callable[[], object]) -> None:
    try:
        work()
    except Refused as refusal:
        log.info("%s: %s", name, refusal.message)
    except Exception:
        log.exception("background work %s", name)


def includeme(config: Any) -> None:
    """Give the application its threads."""
    config.registry.houqin_background = Background()

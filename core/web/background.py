"""Long work begun by a page, done in this process while people go on."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)


class Background:
    """The threads of one application."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def start(self, *works: Callable[[], object]) -> None:
        """Do one after the other; each tells by its own row how it ended."""
        thread = threading.Thread(target=_done, args=works, daemon=True)
        self._threads = [each for each in self._threads if each.is_alive()]
        self._threads.append(thread)
        thread.start()

    def wait(self) -> None:
        """Until everything begun is done."""
        for thread in self._threads:
            thread.join()


def _done(*works: Callable[[], object]) -> None:
    for work in works:
        try:
            work()
        except Exception:
            log.exception("background work")


def includeme(config: Any) -> None:
    """Give the application its threads."""
    config.registry.houqin_background = Background()

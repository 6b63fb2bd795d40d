"""A piece of work in a thread of its own, while another is done here."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Told between two steps; may raise to stop the work.
    Told = Callable[[int], None]


class _Stopped(Exception):
    """What is done here has failed."""


class Beside:
    """Runs while the block does; an error of either ends both, and is raised here."""

    def __init__(self, work: Callable[[Told], None]) -> None:
        """Begin ``work`` with the block; it says between two steps that it goes on."""
        self._work = work
        self._error: BaseException | None = None
        self._over = False
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _at: object) -> None:
        """Wait for it; after an error, for its step in hand."""
        self._over = error is not None
        self._thread.join()
        if error is None and self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            self._work(self._told)
        except BaseException as error:  # noqa: BLE001 - raised by the one who waits
            self._error = error

    def _told(self, _count: int) -> None:
        if self._over:
            raise _Stopped

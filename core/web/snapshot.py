"""What a request reads: one state of the site, however many things it asks."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from houqin.core.model.rights import nobody

if TYPE_CHECKING:
    from houqin.core.site.reader import Reader


class Snapshot:
    """One consistent view of the site for a request, opened when first asked for."""

    def __init__(self, request: Any) -> None:
        self._site = request.site
        self._open = ExitStack()
        self._live: Reader | None = None
        self._seen: tuple[Any, Reader] | None = None
        request.add_finished_callback(lambda _: self.close())

    @property
    def live(self) -> Reader:
        """What is there now: people and their rights are never historical."""
        if self._live is None:
            self._live = self._open.enter_context(self._site.reader())
        return self._live

    def seen(self, standing: Any, horizon: Any) -> Reader:
        """What somebody sees within a horizon; nobody logged in sees nothing."""
        key = (standing, horizon)
        if self._seen is None or self._seen[0] != key:
            reader = self.live.within(horizon).seen_by(standing or nobody())
            self._seen = (key, reader)
        return self._seen[1]

    def close(self) -> None:
        """Give the connection back, before a command needs one of its own."""
        self._open.close()
        self._live = self._seen = None

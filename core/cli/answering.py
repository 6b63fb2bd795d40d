"""A server of pages that ends without dropping what somebody waits for."""

from __future__ import annotations

import signal
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from houqin.core.cli.failed import Failed

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

#: Seconds to go on answering what was asked before.
DRAIN = 30.0
#: Seconds a connection may take to ask its first question.
_SILENT = 1.0


class Answering:
    """Waitress on sockets that somebody else holds."""

    def __init__(
        self, app: Any, sockets: list[socket.socket], settings: dict[str, Any]
    ) -> None:
        """Listen; nothing is answered before :meth:`run`.

        :raises Failed: when waitress does not know a setting.
        """
        import waitress  # noqa: PLC0415 - only serving needs it

        self._map: dict[int, Any] = {}
        self._stopping = False
        own = {name: value for name, value in settings.items() if name != "listen"}
        try:
            self._server = waitress.create_server(
                app, map=self._map, sockets=sockets, **own
            )
        except (ValueError, TypeError) as error:
            raise Failed(f"配置文件的[server:main]有误：{error}") from error

    def run(self, ready: Callable[[], None]) -> None:
        """Answer until SIGTERM or SIGINT; ``ready`` is called before the first."""
        for ended in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ended, self._stop)
        ready()
        adjusted = self._server.adj
        turn = partial(
            self._server.asyncore.loop, map=self._map, count=1,
            use_poll=adjusted.asyncore_use_poll,
        )  # fmt: skip
        while not self._stopping:
            turn(timeout=adjusted.asyncore_loop_timeout)
        self._drain(turn)
        self._server.task_dispatcher.shutdown()

    def _stop(self, *_: object) -> None:
        self._stopping = True
        for each in list(self._map.values()):
            if hasattr(each, "pull_trigger"):
                each.pull_trigger()

    def _drain(self, turn: Callable[..., None]) -> None:
        """Accept nobody, answer everybody, close the rest."""
        for each in list(self._map.values()):
            if getattr(each, "accepting", False):
                each.accepting = False
                each.del_channel()
                each.socket.close()
        until = time.monotonic() + DRAIN
        while time.monotonic() < until and (channels := self._channels()):
            for channel in channels:
                if _idle(channel):
                    channel.will_close = True
            turn(timeout=0.05)

    def _channels(self) -> list[Any]:
        return [c for c in self._map.values() if hasattr(c, "requests")]


def _idle(channel: Any) -> bool:
    if channel.requests or channel.request or channel.total_outbufs_len:
        return False
    asked = channel.last_activity > channel.creation_time
    silent = time.time() - channel.creation_time
    return bool(asked or silent > _SILENT)

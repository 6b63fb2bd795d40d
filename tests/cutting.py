"""Between a program and its PostgreSQL server: a line that is cut in mid-commit."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from psycopg.conninfo import conninfo_to_dict, make_conninfo

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The server never hears of the commit, or its answer never arrives.
UNHEARD, UNANSWERED = "unheard", "unanswered"
#: As the protocol ends a statement; BEGIN names READ COMMITTED.
_COMMIT = b"COMMIT\x00"
#: After it the server answers what was sent together.
_SYNC = b"S\x00\x00\x00\x04"
#: Hurries on the answers to what was sent before, and has none itself.
_FLUSH = b"H\x00\x00\x00\x04"
_MOST = 65536


class Line:
    """Carries bytes both ways; the next commit is cut off as ``cut`` says."""

    def __init__(self, url: str) -> None:
        self._parts = conninfo_to_dict(url)
        self.cut = ""
        self.cuts = 0
        #: How often the server was asked after it had answered. psycopg also hurries
        #: it where an answer is not there at once, which asks nothing more.
        self.turns = 0
        self.listening = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        """How the server is reached through this line."""
        port = self.listening.getsockname()[1]
        kept = {k: v for k, v in self._parts.items() if k != "hostaddr"}
        here = {"host": "127.0.0.1", "port": port, "sslmode": "disable"}
        return make_conninfo(**{**kept, **here})

    def answer(self) -> None:
        """Take connections until the line is closed."""
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _server(self) -> socket.socket:
        host, port = str(self._parts["host"]), self._parts.get("port") or 5432
        if not host.startswith("/"):
            return socket.create_connection((host, int(port)))
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{host}/.s.PGSQL.{port}")
        return server

    def _carry(self, client: socket.socket) -> None:
        with client, self._server() as server, suppress(OSError):
            other = {client: server, server: client}
            last = server
            while True:
                for ready in select.select([client, server], [], [])[0]:
                    sent = ready.recv(_MOST)
                    if not sent:
                        return
                    if self.cut and ready is client and _COMMIT in sent:
                        self._cut(server, client, sent)
                        return
                    if ready is server or sent.replace(_FLUSH, b""):
                        self.turns += ready is client and last is server
                        last = ready
                    other[ready].sendall(sent)

    def _cut(self, server: socket.socket, client: socket.socket, sent: bytes) -> None:
        how, self.cut = self.cut, ""
        self.cuts += 1
        if how == UNANSWERED:
            # A request to flush may follow in the same piece, or the line be lost.
            while _SYNC not in sent.rpartition(_COMMIT)[2]:
                sent += client.recv(_MOST) or _SYNC
            server.sendall(sent)
            # The server answers once the commit has reached its disk.
            server.recv(_MOST)


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    """A line to a server, closed afterwards."""
    line = Line(url)
    thread = threading.Thread(target=line.answer, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.listening.shutdown(socket.SHUT_RDWR)
        line.listening.close()
        thread.join()

"""Another office's program on this machine that takes messages, or does not."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Receiver:
    """Answers each message with the next of ``answers``, the last one for ever.

    An answer is an HTTP status, or seconds to keep the sender waiting as a float.
    """

    def __init__(self) -> None:
        self.answers: list[int | float] = [204]
        self.received: list[dict[str, Any]] = []
        self.url = ""

    @property
    def ids(self) -> list[str]:
        return [message["id"] for message in self.received]

    def answer(self) -> int:
        found = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        if isinstance(found, float):
            time.sleep(found)
            return 204
        return found


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            message = json.loads(body)
            assert self.headers["Houqin-Message-Id"] == message["id"]
            receiver.received.append(message)
            self.send_response(receiver.answer())
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            """The sender may have hung up."""

    with Server(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/events"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()

"""The sockets a server listens on, made before it starts and kept while it changes."""

from __future__ import annotations

import errno
import socket
from typing import Any

from houqin.core.cli.failed import Failed

_BACKLOG = 1024


def listen(addresses: str) -> list[socket.socket]:
    """Listen on each ``host:port`` of a text.

    :raises Failed: when one is taken, or is no address.
    """
    made: list[socket.socket] = []
    try:
        for address in addresses.split():
            made += _sockets(address)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "端口已被占用，可用--port换一个" if taken else error.strerror
        raise Failed(f"不能在{addresses}上服务：{why}") from error
    return made


def _sockets(address: str) -> list[socket.socket]:
    host, _, port = address.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not port.isdigit() or (":" in host and not address.startswith("[")):
        raise Failed(f"配置文件的[server:main]有误：不能在{address}上监听")
    wanted = (None if host == "*" else host or None, int(port))
    found = socket.getaddrinfo(
        *wanted, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )
    return [_bound(family, place) for family, *_, place in sorted(set(found), key=repr)]


def _bound(family: int, place: Any) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    bound.bind(place)
    bound.listen(_BACKLOG)
    return bound

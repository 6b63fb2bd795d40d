"""A command as the person of a request gives it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from houqin.core.model.command import Act
from houqin.core.site.logins import Browser

#: The machine itself, as an address and as a name; a port follows the name.
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def act_of(
    request: Any,
    command: str,
    given: dict[str, Any],
    id: UUID | None = None,  # noqa: A002 - as Act calls it
    **stamp: Any,
) -> Act:
    """The only way a page makes a command: with who, from where, at what browser."""
    return Act(
        command, given, request.identity.id, id or uuid4(),
        address=request.remote_addr, withheld=request.withheld, **stamp,
    )  # fmt: skip


def browser_of(request: Any) -> Browser:
    """Where the request comes from: the peer's address, never what a header claims.

    Behind a proxy the server's ``trusted_proxy`` puts the real one there.
    """
    address = request.remote_addr or ""
    # A proxy on this machine asks in the name of others, by the name it serves.
    local = {address, request.domain.strip("[]")} <= LOOPBACK
    return Browser(address, str(request.user_agent or ""), local=local)

"""The cookie that carries a token: signed, for one site, and nothing else in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from webob.cookies import SignedCookieProfile

from houqin.core.people import tickets
from houqin.core.web.addresses import addresses_of
from houqin.events.errors import LogError

if TYPE_CHECKING:
    from houqin.core.people.tickets import Ticket

#: Of the time a ticket may be idle; its last page is written down no more often.
_SEEN_EVERY = 12
_MOST_SEEN_EVERY = tickets.MINUTE


class _Json:
    """The cookie's bytes; webob signs them."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, given: bytes) -> Any:
        return json.loads(given)


class TokenCookie:
    """Reads and writes the token of a request's site.

    :param kind: ``ticket`` of a login, ``device`` of a shared PC.
    :param lasting: seconds it outlives the browser's window.
    """

    def __init__(
        self, secret: str, kind: str, *, https: bool, lasting: int | None = None
    ) -> None:
        self._secret = secret
        self._kind = kind
        self._https = https
        self._lasting = lasting

    def headers(self, request: Any, token: str) -> list[tuple[str, str]]:
        """Headers that log in."""
        return self._profile(request).get_headers({"token": token})  # type: ignore[no-any-return]  # WebOb has no types

    def forgetting(self, request: Any) -> list[tuple[str, str]]:
        """Headers that log out."""
        return self._profile(request).get_headers(None, max_age=0)  # type: ignore[no-any-return]  # WebOb has no types

    def token(self, request: Any) -> str:
        """The token of a whole cookie, or nothing."""
        value = self._profile(request).bind(request).get_value()
        token = value.get("token", "") if isinstance(value, dict) else ""
        return token if isinstance(token, str) else ""

    def _profile(self, request: Any) -> Any:
        name = request.site.name
        return SignedCookieProfile(
            self._secret, f"{self._kind} {name}", f"{self._kind}_{name}",
            secure=self._https, max_age=self._lasting,
            httponly=True, samesite="Lax", path=addresses_of(request).home,
            serializer=_Json(),
        )  # fmt: skip


def read_ticket(request: Any, token: str) -> Ticket | None:
    """The ticket of a token, good or overdue; a good one is seen to be in use."""
    if not token:
        return None
    ticket = tickets.find(request.snapshot.live.connection, token)
    if ticket is None:
        return None
    limits = request.limits
    often = min(ticket.idle_limit(limits) // _SEEN_EVERY, _MOST_SEEN_EVERY)
    if not ticket.fate(limits) and tickets.wall_now() - ticket.seen >= often:
        _touch(request, ticket)
    return ticket


def _touch(request: Any, ticket: Ticket) -> None:
    """Write down that somebody is there; a store that is busy misses a minute."""
    request.snapshot.close()
    try:
        with request.site.store.writing() as connection:
            tickets.touch(connection, ticket.id)
    except LogError:
        pass

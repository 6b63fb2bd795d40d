"""Coming in: a person who has proved who it is gets a ticket, and an event says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.people import tickets
from houqin.core.people.sessions import Ending, Method

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.people.tickets import Ticket
    from houqin.core.site.proving import Proof
    from houqin.core.site.site import Site


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody sits: the address, what the browser calls itself, a shared PC.

    :param local: whether it runs on the machine that serves it.
    """

    address: str = ""
    text: str = ""
    device: UUID | None = None
    local: bool = False


_KINDS = {Method.PIN: tickets.PIN, Method.EXTERNAL: tickets.EXTERNAL}


def open_login(
    site: Site, person: UUID, method: Method, browser: Browser, stage: str = ""
) -> str:
    """Log a person in; the new ticket's token.

    :param stage: what must be done before anything else.
    """
    token = tickets.new_token()
    given: dict[str, Any] = {
        "person": str(person), "method": method, "token": token, "stage": stage,
        "kind": _KINDS.get(method, tickets.PASSWORD), "browser": browser.text,
    }  # fmt: skip
    if browser.device:
        given["device"] = str(browser.device)
    _act(site, "core.open_session", given, browser.address)
    return token


def half_login(site: Site, proof: Proof, browser: Browser) -> str:
    """Remember that the password was right while the code is still to come."""
    token, now = tickets.new_token(), tickets.wall_now()
    ticket = tickets.Ticket(
        uuid4(), proof.person, proof.method, tickets.SECOND_STEP, now, now, None,
        browser.address, browser.text[: tickets.MOST_OF_A_BROWSER],
    )  # fmt: skip
    with site.store.writing() as connection:
        tickets.keep(connection, tickets.digest_of(token), ticket)
    return token


def close_login(site: Site, ticket: Ticket, how: Ending, address: str = "") -> None:
    """End a login that has not ended."""
    if ticket.ended is None and ticket.stage != tickets.SECOND_STEP:
        _act(
            site, "core.close_session", {"record": str(ticket.id), "how": how}, address
        )


def _act(site: Site, command: str, given: dict[str, Any], address: str) -> None:
    act = Act(command, given, site.system_actor, uuid4(), address=address or None)
    site.act(act)

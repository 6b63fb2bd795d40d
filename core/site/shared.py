"""The list of names at a shared PC, and a PIN that proves who taps one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from houqin.core.people import devices, pins
from houqin.core.people.account import Entrance
from houqin.core.people.account_commands import subject_of
from houqin.core.people.sessions import Method
from houqin.core.people.tree import Tree
from houqin.core.site.attempts import Attempts, LoginRefused
from houqin.core.site.proving import Proof

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.logins import Browser
    from houqin.core.site.reader import Reader

WRONG_PIN = "PIN码不正确"


@dataclass(frozen=True, slots=True)
class Listed:
    """One name on the list."""

    id: UUID
    name: str
    unit: str


def device_of(reader: Reader, token: str) -> UUID | None:
    """The shared PC a browser's token stands for, while it is in use."""
    device = devices.of_token(reader.connection, token) if token else None
    if device is None:
        return None
    found = reader.site.services.find(reader.connection, devices.TOPIC, device)
    return device if found is not None and found.state == devices.ACTIVE else None


def listed(reader: Reader, device: UUID) -> list[Listed]:
    """Who may come in by a PIN here: by unit, then by name."""
    services, connection = reader.site.services, reader.connection
    found = services.find(connection, devices.TOPIC, device)
    scope = found.attributes if found else {}
    units, people = scope.get("departments") or [], scope.get("people") or []
    tree = Tree.of(services, connection)
    within = frozenset().union(*map(tree.subtree, units))
    everybody, holders = not units and not people, pins.holders(connection)
    chosen = [
        person
        for person in services.choosable(connection, "core.Person")
        if person.state != "left"
        and person.id in holders
        and (
            everybody
            or str(person.id) in people
            or person.attributes.get("department") in within
        )
    ]
    reader.display.fetch("core.Person", [str(person.id) for person in chosen])
    lines = [
        Listed(
            person.id,
            reader.person_name(person.id),
            reader.title("core.Department", person.attributes["department"]),
        )
        for person in chosen
    ]
    return sorted(lines, key=lambda line: (line.unit, line.name))


def prove_pin(
    reader: Reader, device: UUID, person: UUID, pin: str, browser: Browser
) -> Proof:
    """Check a PIN typed at a shared PC.

    :raises LoginRefused: with what the page says.
    """
    site = reader.site
    known = {line.id for line in listed(reader, device)}
    if person not in known:
        raise LoginRefused("名单上没有这名人员")
    good = pins.verify(reader.connection, person, pin)
    subject = subject_of(person, Entrance.PIN)
    here = replace(browser, device=device)
    attempts = Attempts(site, subject, Entrance.PIN, here, person)
    attempts.require_open()
    if not good:
        raise attempts.failed(WRONG_PIN)
    attempts.succeeded()
    return Proof(person, Method.PIN)

"""Everything a site keeps beside its log, created with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.files.tables import attachment_metadata
from houqin.core.model.guards import guard_metadata
from houqin.core.model.intervals import Bookings  # noqa: F401 - declares its table
from houqin.core.model.numbers import Series  # noqa: F401 - declares its table
from houqin.core.people import kept
from houqin.core.people.devices import device_metadata
from houqin.core.people.keyring import keyring_metadata
from houqin.core.people.lockout import lockout_metadata
from houqin.core.people.passwords import credential_metadata
from houqin.core.people.pins import pin_metadata
from houqin.core.people.slips import slip_metadata
from houqin.core.people.tickets import ticket_metadata
from houqin.core.people.totp import totp_metadata
from houqin.core.projection.tables import projection_metadata
from houqin.core.site.following import follower_metadata
from houqin.core.site.leases import lease_metadata
from houqin.core.site.schedule import schedule_metadata
from houqin.core.site.system_log import system_log_metadata
from houqin.core.site.upkeep import upkeep_metadata
from houqin.events.schema import create_tables

if TYPE_CHECKING:
    from houqin.events.store import Connection


#: Keys, credentials, tickets: an erasure of a person deletes the person's rows.
OF_PEOPLE = (
    keyring_metadata,
    credential_metadata,
    ticket_metadata,
    lockout_metadata,
    slip_metadata,
    totp_metadata,
    pin_metadata,
)
kept.declare(*OF_PEOPLE)

#: With guards and pointers, and the system log, which the law wants kept.
EVERYTHING = (
    guard_metadata,
    projection_metadata,
    *OF_PEOPLE,
    system_log_metadata,
    upkeep_metadata,
    attachment_metadata,
    device_metadata,
    lease_metadata,
    follower_metadata,
    schedule_metadata,
)

#: Rows of a few bytes under a key that no database counts: one tree instead of two.
for _lean in (
    projection_metadata,
    *OF_PEOPLE,
    upkeep_metadata,
    device_metadata,
    lease_metadata,
    follower_metadata,
    schedule_metadata,
):
    for _table in _lean.tables.values():
        if _table.autoincrement_column is None:
            _table.dialect_options["sqlite"]["with_rowid"] = False


def create_site_tables(connection: Connection) -> None:
    """Create all of it."""
    for metadata in EVERYTHING:
        create_tables(connection, metadata)

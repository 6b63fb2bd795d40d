"""Short numbers for shared PCs, and what a login by one may not do."""

from __future__ import annotations

from houqin.core.model.permission import CorePermission

#: Rights that want a password: nobody runs the site from the drivers' room.
WITHHELD = frozenset(
    {
        str(CorePermission.AMEND),
        str(CorePermission.ORGANISE),
        str(CorePermission.MAINTAIN),
        str(CorePermission.CONFIGURE),
        "core.oversee",
        "core.grant",
        "core.erase",
    }
)

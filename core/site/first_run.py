"""首次设置: a site nobody can log in to asks for the code that lies beside its key."""

from __future__ import annotations

import hmac
import os
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.people import passwords
from houqin.core.people.slips import new_code, plain
from houqin.core.site.proving import providers_of

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.directory import Directory
    from houqin.core.site.site import Site


def is_untouched(site: Site) -> bool:
    """Whether nobody can log in, here or by somebody else's logins."""
    with site.store.reading() as connection:
        nobody = passwords.nobody_has_one(connection)
    return nobody and not providers_of(site)


def setup_code(directory: Directory, site: Site) -> str:
    """The code to type, made once; nothing where somebody can log in already."""
    path = directory.setup_path(site.name)
    if not is_untouched(site):
        path.unlink(missing_ok=True)
        return ""
    try:
        with open(path, "x", encoding="ascii", opener=_private) as file:
            file.write(new_code())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def is_code(directory: Directory, site: Site, typed: str) -> bool:
    """Whether somebody who typed this has read the file, or the server's start."""
    known = plain(setup_code(directory, site))
    return bool(known) and hmac.compare_digest(known, plain(typed))


def found(
    directory: Directory, site: Site, given: dict[str, Any], address: str
) -> UUID:
    """Register the unit and its administrator; the code is good no more.

    :raises FormErrors: when something is wrong with what was typed.
    :raises Refused: when a rule refuses it.
    """
    act = Act("core.first_run", given, site.system_actor, uuid4(), address=address)
    outcome = site.act(act)
    directory.setup_path(site.name).unlink(missing_ok=True)
    return outcome.records[-1]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

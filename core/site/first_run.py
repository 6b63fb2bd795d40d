"""首次设置: a site nobody can log in to asks for the code that lies beside its key."""

from __future__ import annotations

import hmac
import os
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.people import passwords
from houqin.core.people.slips import new_code, plain
from houqin.core.site.establishing import establish
from houqin.core.site.proving import providers_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from houqin.core.registry.blueprints import Blueprint
    from houqin.core.site.directory import Directory
    from houqin.core.site.site import Site


#: A code is written down or told by telephone and used within the week; a note found
#: later opens nothing. A constant, for it is asked before any site has settings.
CODE_DAYS = 7
_DAY = 86_400


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
    return _code_in(path)


def _code_in(path: Path) -> str:
    """The code that lies there, made anew where there is none or an old one."""
    if not _known(path):
        path.unlink(missing_ok=True)
    try:
        with open(path, "x", encoding="ascii", opener=_private) as file:
            file.write(new_code())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def _known(path: Path) -> str:
    """The code that lies there while it is good."""
    try:
        written = path.stat().st_mtime
    except FileNotFoundError:
        return ""
    good = time.time() - written < CODE_DAYS * _DAY
    return path.read_text(encoding="ascii").strip() if good else ""


def installation_code(directory: Directory) -> str:
    """The code to type for the first site of all; nothing where there is one."""
    path = directory.var / "setup.code"
    if directory.names():
        path.unlink(missing_ok=True)
        return ""
    return _code_in(path)


def further_code(directory: Directory) -> str:
    """The code for one more site: the same until it is used, or old."""
    if not directory.names():
        return installation_code(directory)
    return _code_in(_further_path(directory))


def _further_path(directory: Directory) -> Path:
    return directory.var / "site.code"


def new_site_code(directory: Directory) -> str:
    """The code the page asks for; nothing where nobody asked for one more site."""
    if not directory.names():
        return installation_code(directory)
    return _known(_further_path(directory))


def is_new_site_code(directory: Directory, typed: str) -> bool:
    """Whether somebody who typed this has read the file, or was told it."""
    known = plain(new_site_code(directory))
    return bool(known) and hmac.compare_digest(known, plain(typed))


def found_new(
    directory: Directory,
    name: str,
    given: dict[str, Any],
    blueprint: Blueprint | None,
    address: str,
) -> Site:
    """Make a site with its unit and its administrator, or nothing.

    Each code makes one site.

    :raises FormErrors: when something is wrong with what was typed.
    :raises Refused: when a rule refuses it.
    """

    def begin(site: Site, _unit: UUID | None) -> None:
        act = Act("core.first_run", given, site.system_actor, uuid4(), address=address)
        site.act(act)

    title, short = given["unit"], given["short"]
    made = establish(
        directory, name, title=title, short=short, blueprint=blueprint, more=begin
    )
    installation_code(directory)
    _further_path(directory).unlink(missing_ok=True)
    return made


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

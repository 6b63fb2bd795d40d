"""One folder of sites as the command line works with it."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from houqin.core.cli.failures import Failed
from houqin.core.site.directory import FOLDER, Directory, SiteMissing

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.site import Site

#: Names the modules to load, as ``houqin.plugins`` does in an ini file.
PLUGINS = "HOUQIN_PLUGINS"
#: Where new attachments go, as ``houqin.attachments`` says it.
ATTACHMENTS = "HOUQIN_ATTACHMENTS"


class Installation:
    """What was declared, and the sites below ``var``."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self._sites: list[Site] = []

    @cached_property
    def declarations(self) -> Declarations:
        """What core and the plugins declare."""
        from houqin.core.config import configure, declarations_of  # noqa: PLC0415 - slow

        settings = {"houqin.plugins": os.environ.get(PLUGINS, "")}
        return declarations_of(configure(settings, web=False))

    @cached_property
    def directory(self) -> Directory:
        """Which sites there are."""
        chosen = os.environ.get(ATTACHMENTS, FOLDER)
        return Directory(self.var, self.declarations, attachments=chosen)

    def open(self, name: str) -> Site:
        """The site of that name.

        :raises Failed: when there is none, naming those there are.
        """
        try:
            return self.keep(self.directory.open(name))
        except SiteMissing as error:
            names = self.directory.names()
            known = f"现有站点：{'、'.join(names)}" if names else "还没有任何站点"
            folder = self.var.absolute()
            raise Failed(f"{error}，数据目录{folder}{known}") from error

    def keep(self, site: Site) -> Site:
        """Remember a site that is to be closed at the end."""
        self._sites.append(site)
        return site

    def let_go(self, name: str) -> None:
        """Close one site that is not needed any more."""
        for site in [each for each in self._sites if each.name == name]:
            self.directory.forget(name)
            site.store.close()
            self._sites.remove(site)

    def close(self) -> None:
        """Let go of every database."""
        for site in self._sites:
            site.store.close()


def person_of(site: Site, login: str) -> UUID:
    """The person who logs in by that name.

    :raises Failed: when nobody does.
    """
    from houqin.core.site.access import person_of_login  # noqa: PLC0415 - for few

    with site.store.reading() as connection:
        found = person_of_login(connection, login)
    if found is None:
        raise Failed(f"没有登录名“{login}”")
    return found

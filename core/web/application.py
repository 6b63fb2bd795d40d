"""The web application as PasteDeploy starts it."""

from __future__ import annotations

import logging
import os
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from houqin.core.config import configure
from houqin.core.site.system_log import Entry, Kind

if TYPE_CHECKING:
    from houqin.core.site.directory import Directory

log = logging.getLogger(__name__)


def main(global_config: dict[str, str], **settings: str) -> Any:
    """Make the WSGI application that an ini file's ``app`` section names."""
    configuration = configure({**global_config, **settings}, web=True)
    note_start(configuration.registry.houqin_directory)
    return configuration.make_wsgi_app()


def note_start(directory: Directory) -> None:
    """Write into every site's system log that a process has started to serve it."""
    said = f"程序版本 {version('houqin')}，进程 {os.getpid()}"
    for name in directory.names():
        try:
            site = directory.open(name)
            site.system_log.write([Entry(Kind.STARTED, said)])
        except Exception as error:  # noqa: BLE001 - the other sites are served
            # Whoever serves tells it, and so do the site's pages.
            log.info("site %s at the start: %s", name, error)

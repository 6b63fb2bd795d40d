"""The web application as PasteDeploy starts it."""

from __future__ import annotations

import logging
import os
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from houqin.core.config import configure
from houqin.core.site.system_log import Entry, Kind

if TYPE_CHECKING:
    from houqin.core.site.site import Site

log = logging.getLogger(__name__)


def main(global_config: dict[str, str], **settings: str) -> Any:
    """Make the WSGI application that an ini file's ``app`` section names.

    No site is opened before somebody asks for it.
    """
    configuration = configure({**global_config, **settings}, web=True)
    configuration.registry.houqin_directory.when_opened.append(note_start)
    return configuration.make_wsgi_app()


def note_start(site: Site) -> None:
    """Write into a site's system log that a process has started to serve it."""
    said = f"程序版本 {version('houqin')}，进程 {os.getpid()}"
    try:
        site.system_log.write([Entry(Kind.STARTED, said)])
    except Exception as error:  # noqa: BLE001 - it is served all the same
        log.info("site %s at the start: %s", site.name, error)

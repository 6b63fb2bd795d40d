"""Loads the demonstration year as `houqin demo` does; a program of its own.

Outside coverage, which would make it twice as long.
"""

from __future__ import annotations

import sys
from pathlib import Path

from houqin.core import demonstration as demo
from houqin.core.config import configure, declarations_of
from houqin.core.site.directory import Directory
from houqin.events.clock import SteppingClock

#: Stands in the folder once all of it is there.
LOADED = "loaded"


def directory(var: Path) -> Directory:
    """Open the sites of a folder, with the bundled plugins that are there."""
    return Directory(var, declarations_of(configure({}, web=False)))


def load(var: Path) -> None:
    """Make the site and act out its year."""
    clock = SteppingClock(demo.OPENS_AT)
    site = directory(var).create("demo", title=demo.TITLE, clock=clock, site=demo.SITE)
    demo.load(site, site.log.clock, lambda _done, _total: None)
    site.store.close()
    (var / LOADED).touch()


if __name__ == "__main__":
    load(Path(sys.argv[1]))

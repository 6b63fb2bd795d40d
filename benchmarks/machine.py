"""On what the figures were taken."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version

PACKAGES = ("eventsourcing", "pyramid", "Chameleon", "pydantic", "SQLAlchemy")


def facts(folder: str) -> dict[str, object]:
    """What a ratio may depend on."""
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 2),
        "folder": folder,
        **{name.lower(): version(name) for name in PACKAGES},
    }

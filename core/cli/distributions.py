"""What is installed, told by the metadata of distributions.

When it changes so must the process that runs it, for none changes its own code.
"""

from __future__ import annotations

import os
import sys

_METADATA = (".dist-info", ".egg-info")
_FILES = ("METADATA", "RECORD", "entry_points.txt", "PKG-INFO")

Installed = frozenset[tuple[str, int]]


def installed() -> Installed:
    """Every distribution's metadata with the time of its last change."""
    found: set[tuple[str, int]] = set()
    for folder in dict.fromkeys(sys.path):
        try:
            with os.scandir(folder or ".") as entries:
                there = [e.path for e in entries if e.name.endswith(_METADATA)]
        except OSError:
            continue
        for path in there:
            found |= _changes(path)
    return frozenset(found)


def _changes(path: str) -> set[tuple[str, int]]:
    found = set()
    for name in (path, *(f"{path}/{file}" for file in _FILES)):
        try:
            found.add((name, os.stat(name).st_mtime_ns))  # noqa: PTH116 - hundreds of files
        except OSError:
            continue
    return found

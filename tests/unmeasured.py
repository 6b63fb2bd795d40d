"""The environment of a process in which nobody measures coverage."""

from __future__ import annotations

import os
import sys


def unmeasured() -> dict[str, str]:
    """Who is killed writes no coverage; who is traced would be seen to write it."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    return kept | {"PYTHONPATH": os.pathsep.join(sys.path)}

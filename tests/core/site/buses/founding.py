"""班车 whose installation has two steps; it dies in the middle where a test says so."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.core.site.buses.first import Run, open_run, runs

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from houqin.core.model.context import Context

_founded = 0


def line(context: Context) -> None:
    """The line that every county has."""
    context.create(Run, Run.Opened, line="县城环线")


def stop(context: Context) -> None:
    """The stop at the hall; the process dies in that of the county named."""
    global _founded  # noqa: PLW0603 - how many sites this process has done
    _founded += 1
    if _founded == int(os.environ.get("DIES_AT", "0")):
        os.kill(os.getpid(), 9)
    context.create(Run, Run.Opened, line="行政中心")


def includeme(config: Configurator) -> None:
    config.add_plugin("buses", "通勤班车", "0.1.0")
    config.add_aggregate(Run)
    config.add_command(open_run)
    config.add_ledger(runs)
    config.add_upgrade_step("buses", "line", "", "0.1.0", line, "县城环线")
    config.add_upgrade_step("buses", "stop", "", "0.1.0", stop, "行政中心站")

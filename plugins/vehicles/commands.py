"""What people do with cars: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles import (
    dispatching,
    registering,
    requesting,
    travelling,
)

ALL = (
    *registering.ALL,
    *requesting.ALL,
    *dispatching.ALL,
    *travelling.ALL,
)

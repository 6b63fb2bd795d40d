"""What people do with cars: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles import (
    dispatching,
    keeping,
    points,
    registering,
    repairing,
    requesting,
    sealing,
    travelling,
)

ALL = (
    *registering.ALL,
    *requesting.ALL,
    *dispatching.ALL,
    *travelling.ALL,
    *points.ALL,
    *keeping.ALL,
    *sealing.ALL,
    *repairing.ALL,
)

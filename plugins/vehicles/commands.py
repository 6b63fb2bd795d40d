"""What people do with cars: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.vehicles import (
    annual_filing,
    assessment,
    checking,
    detaching,
    dispatching,
    emergency,
    etc_card,
    fuelling,
    incidents,
    keeping,
    meeting_notice,
    overseeing,
    points,
    quotas,
    registering,
    repairing,
    requesting,
    safety,
    sealing,
    travelling,
)

ALL = (
    *registering.ALL,
    *requesting.ALL,
    *dispatching.ALL,
    *travelling.ALL,
    *emergency.ALL,
    *checking.ALL,
    *points.ALL,
    *keeping.ALL,
    *sealing.ALL,
    *repairing.ALL,
    *incidents.ALL,
    *quotas.ALL,
    *detaching.ALL,
    *meeting_notice.ALL,
    *safety.ALL,
    *assessment.ALL,
    *overseeing.ALL,
    *fuelling.ALL,
    *etc_card.ALL,
    *annual_filing.ALL,
)

"""What people do for the civilized city: every command, one module for each area."""

from __future__ import annotations

from houqin.plugins.civilized_city import (
    filing,
    gridding,
    indicating,
    noticing,
    tasking,
    visiting,
    volunteering,
)

ALL = (
    *gridding.ALL,
    *indicating.ALL,
    *tasking.ALL,
    *noticing.ALL,
    *visiting.ALL,
    *volunteering.ALL,
    *filing.ALL,
)

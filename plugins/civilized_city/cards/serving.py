"""Who serves as a volunteer: the shifts that are planned."""

from __future__ import annotations

from typing import Any

from houqin.plugins.civilized_city.cards.rows import cell, in_state
from houqin.plugins.civilized_city.cards.using import DueLine

_SHIFTS = "civilized_city.shifts"


def shifts(request: Any) -> dict[str, Any] | None:
    """One's own shifts to come; nothing where there are none."""
    person = str(request.identity.id)
    own = [
        row
        for row in in_state(request, _SHIFTS, "planned", "serving")
        if person in (row.values["team"] or "")
    ]
    lines = [
        DueLine(
            "志愿执勤", cell(request, _SHIFTS, row, "post"),
            cell(request, _SHIFTS, row, "starts"),
            request.to.record(_SHIFTS, row.stream), late=False,
        )
        for row in own
    ]  # fmt: skip
    return {"lines": lines} if lines else None

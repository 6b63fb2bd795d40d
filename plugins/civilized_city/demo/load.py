"""Everything the module does in the demonstration year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .grid import registrations
from .notices import notices
from .online import online_items
from .staff import people
from .tasks import tasks
from .visits import visits
from .volunteers import volunteers

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.demonstration.parts import Timed

__all__ = ["acts", "people"]


def acts(_system: UUID) -> list[Timed]:
    """List every act of the year."""
    return [
        *registrations(),
        *tasks(),
        *notices(),
        *visits(),
        *volunteers(),
        *online_items(),
    ]

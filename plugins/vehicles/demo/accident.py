"""An accident of the year before, in which nobody was hurt, settled in January.

The year itself has none.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import YEAR, at, text
from houqin.core.demonstration.identities import command_id, person_id
from houqin.core.demonstration.parts import Timed
from houqin.core.model.command import Act

from .identities import vehicle_id

if TYPE_CHECKING:
    from collections.abc import Iterator

PLATE, DOCUMENT = "桂X·00019", f"事故认定{YEAR - 1}第0417号"
HAPPENED = at(date(YEAR - 1, 12, 14), 15 * 60 + 20)
TYPED, SETTLED = at(date(YEAR, 1, 4), 9 * 60 + 25), at(date(YEAR, 1, 12), 15 * 60 + 5)
DAMAGE = 186_000
"""What mending the bumper cost, in fen."""


def accident() -> Iterator[Timed]:
    """Typed from its paper, then what became of it."""
    yield _act(
        TYPED, "record_accident", happened_at=text(HAPPENED), spot="环城大道红绿灯路口",
        story="停车等候信号灯时被后车追尾，后保险杠受损", injured=0, damage=DAMAGE,
    )  # fmt: skip
    yield _act(
        SETTLED, "handle_accident", outcome="对方全责，修车款由对方保险公司赔付",
        liability="none",
    )  # fmt: skip


def _act(instant: int, command: str, **given: Any) -> Timed:
    whole = {"record": str(vehicle_id(PLATE)), "document": DOCUMENT, **given}
    name = command_id(command, DOCUMENT)
    act = Act(f"vehicles.{command}", whole, person_id("dispatcher/0"), name)
    return Timed(instant, act)

"""The centre's quotas: of one category a car too many for a fortnight."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import FIRST_DAY, YEAR, at
from houqin.core.demonstration.county import CENTRE
from houqin.core.demonstration.identities import (
    command_id,
    created_by,
    department_id,
    person_id,
)
from houqin.core.demonstration.parts import Timed
from houqin.core.demonstration.registering import BETWEEN_TWO, REGISTERED
from houqin.core.model.command import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT, RAISED_BY = "X编办〔2022〕18号", "X编办〔2023〕1号"
QUOTAS = (("confidential", 2), ("emergency", 22))
#: Full before its last car is registered, raised some days later.
FULL, FULL_AT, RAISED_TO, RAISED_ON = "other", 2, 3, date(YEAR, 1, 16)
OVER_QUOTA = ("桂X·00026", "划入车辆，编制已报批，待调整")
"""The car that is one too many, and why it is there."""


def quotas() -> Iterator[Timed]:
    """The administrator enters what was approved, and how one was changed."""
    yield _approved(REGISTERED - BETWEEN_TWO, FULL, FULL_AT)
    for category, number in QUOTAS:
        yield _approved(at(FIRST_DAY, 8 * 60 + 41), category, number)
    full = created_by(command_id("approve_quota", FULL))
    yield _act(
        at(RAISED_ON, 9 * 60 + 20), "change_quota", FULL, record=str(full),
        number=RAISED_TO, document=RAISED_BY,
    )  # fmt: skip


def _approved(instant: int, category: str, number: int) -> Timed:
    return _act(
        instant, "approve_quota", category, unit=str(department_id(CENTRE)),
        category=category, number=number, document=DOCUMENT,
    )  # fmt: skip


def _act(instant: int, command: str, category: str, /, **given: Any) -> Timed:
    actor, name = person_id("administrator"), command_id(command, category)
    return Timed(instant, Act(f"vehicles.{command}", given, actor, name))

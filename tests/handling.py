"""What tests of cases share: how one is being handled, and short verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.model.handling import Handling, handling_of
from houqin.core.projection.horizon import Horizon

if TYPE_CHECKING:
    from tests.office import Office


def handling(office: Office, record: UUID, horizon: Horizon | None = None) -> Handling:
    """How a record is being handled, perhaps within a horizon."""
    with office.site.reader(horizon or Horizon()) as reader:
        effective = reader.effective(record)
        spec = office.site.declarations.aggregate_of(effective.first.topic)
        assert spec is not None
        return handling_of(spec.workflow, effective)


def hand_over(office: Office, record: UUID, by: UUID, to: UUID) -> None:
    office.do("core.hand_over", by, record=record, to=to, comment="外出开会")


def inform(office: Office, record: UUID, by: UUID, *to: UUID) -> None:
    office.do("core.inform", by, record=record, to=list(to))


def person_of(office: Office, driver: UUID) -> UUID:
    """Who a driver is."""
    row = office.row("vehicles.drivers", driver)
    assert row is not None
    return UUID(row.values["person"])

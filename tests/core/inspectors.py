"""A module that adds to the meters of the sample plugin, known by topics alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.rights import Permission, PermissionMap
from houqin.core.people.roles import administrator
from houqin.core.projection.elsewhere import Elsewhere
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import occurred_at, stream
from houqin.core.registry.declarations import RecordTab
from houqin.core.schema import types

if TYPE_CHECKING:
    from uuid import UUID

    from pyramid.config import Configurator


class InspectorsPermission(Permission):
    SEE = "inspectors.see", "查看抽查"


MAP: PermissionMap = {InspectorsPermission.SEE: ((administrator,),)}
meter = Elsewhere("sample.Meter", InspectorsPermission.SEE)

high = Ledger(
    "inspectors.high",
    "高读数记录",
    per=meter,
    kind="event",
    columns=[
        Column("meter", "计量表", types.ref("sample.Meter"), filter=True),
        Column("at", "时间", types.instant()),
        Column("value", "读数", types.quantity("度", 1)),
    ],
)
high.on(meter.event("Read"), "value", meter=stream, at=occurred_at)

times = Column(
    "inspected", "抽查次数", types.integer("次"),
    looked_up=LookedUp("inspectors.high", "meter", "", "count"),
)  # fmt: skip


def show(_request: Any, record: UUID) -> dict[str, Any]:
    return {"lines": [], "said": f"抽查 {record}"}


tab = RecordTab(
    "inspectors.meter", "抽查", "sample.Meter", InspectorsPermission.SEE, show,
    "worklist.pt",
)  # fmt: skip


def includeme(config: Configurator) -> None:
    config.add_plugin("inspectors", "抽查", "0.1.0", requires=("sample",))
    config.add_permissions(MAP)
    config.add_ledger(high)
    config.add_ledger_columns("sample.meters", times)
    config.add_record_tab(tab)

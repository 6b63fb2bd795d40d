"""Fast entry: files that are imported."""

from __future__ import annotations

from houqin.core.model.imports import Import
from houqin.plugins.buildings.certifying import register_cert
from houqin.plugins.buildings.leasing import register_lease
from houqin.plugins.buildings.leaving import change_staff
from houqin.plugins.buildings.occupying import occupy
from houqin.plugins.buildings.quotas import set_quota
from houqin.plugins.buildings.registering import (
    register_building,
    register_compound,
    register_floor,
)
from houqin.plugins.buildings.rooming import register_room

IMPORTS = (
    Import("buildings.compounds", register_compound, "院落"),
    Import("buildings.buildings", register_building, "楼座"),
    Import("buildings.floors", register_floor, "楼层"),
    Import("buildings.rooms", register_room, "房间"),
    Import("buildings.quotas", set_quota, "单位核定面积"),
    Import("buildings.occupancies", occupy, "使用人"),
    Import("buildings.staff_changes", change_staff, "人事变动"),
    Import("buildings.leases", register_lease, "租用合同"),
    Import("buildings.property_certs", register_cert, "权属证照"),
)

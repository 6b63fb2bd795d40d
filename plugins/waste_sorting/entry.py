"""Files that are imported: units, nominations of many units at once, old ledgers."""

from __future__ import annotations

from houqin.core.model.imports import Import
from houqin.plugins.waste_sorting.bin_point import set_point
from houqin.plugins.waste_sorting.carrier import register_carrier
from houqin.plugins.waste_sorting.collecting import record_load
from houqin.plugins.waste_sorting.nominating import nominate_supervisor
from houqin.plugins.waste_sorting.poll import record_poll
from houqin.plugins.waste_sorting.sorting_unit import list_unit

IMPORTS = (
    Import("waste_sorting.units", list_unit, "分类单位"),
    Import("waste_sorting.supervisors", nominate_supervisor, "督导员"),
    Import("waste_sorting.points", set_point, "投放点"),
    Import("waste_sorting.carriers", register_carrier, "收运单位"),
    Import("waste_sorting.collections", record_load, "清运单", backfill=True),
    Import("waste_sorting.polls", record_poll, "知晓率调查", backfill=True),
)

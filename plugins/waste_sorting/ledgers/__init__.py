"""The ledgers (台账) of 垃圾分类, one module for each area."""

from __future__ import annotations

from houqin.plugins.waste_sorting.ledgers import (
    collection,
    inspections,
    training,
    units,
)

ALL = (*units.ALL, *inspections.ALL, *collection.ALL, *training.ALL)

"""What the rules of 垃圾分类 read, one module for each area."""

from __future__ import annotations

from houqin.plugins.waste_sorting.guards import collection, inspections, training, units

ALL = (*units.ALL, *inspections.ALL, *collection.ALL, *training.ALL)

"""The measures (指标) of 垃圾分类, each with its 口径; one module for each area."""

from __future__ import annotations

from houqin.plugins.waste_sorting.kpis import collection, inspections, training, units

ALL = (*units.ALL, *training.ALL, *inspections.ALL, *collection.ALL)

"""Numbers of trainings, and the trainings that a supervisor's record names."""

from __future__ import annotations

from houqin.core.model.guards import Register
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field
from houqin.plugins.waste_sorting.training import Training

trainings = Register("waste_sorting.trainings", Training, ["name"])
trainings.keep(Training.Planned, "name")
training_serials = Serials("waste_sorting.training_serials", Training, "训")
training_serials.on(Training.Planned, serial=field("serial"))

ALL = (trainings, training_serials)

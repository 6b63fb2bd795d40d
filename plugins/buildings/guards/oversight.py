"""Which rooms are being put right."""

from __future__ import annotations

from houqin.core.model.guards import Register
from houqin.plugins.buildings.over_standard import OverStandard

findings = Register("buildings.findings", OverStandard, ["room", "way", "matter"])
findings.keep(OverStandard.Opened, "room", "matter")
findings.keep(OverStandard.WayChosen, "way")

ALL = (findings,)

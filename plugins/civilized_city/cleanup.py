"""清理整治: rubbish, stairways and yards, leaders first."""

from __future__ import annotations

from houqin.core.model.aggregate import Aggregate
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.permissions import CityPermission as Right


class Cleanup(Aggregate):
    """One clean-up."""

    topic = "civilized_city.Cleanup"
    title = "清理整治"
    seen_by = Right.SEE
    amended_by = Right.AMEND
    of_units = ("unit",)

    class Done(Aggregate.Created):
        """Done, with photos of before and after."""

        title = "清理"
        serial: fields.Serial
        area: fields.AreaId
        place: fields.Place
        workers: fields.Workers
        rubbish: fields.Rubbish | None = None
        stairs: fields.Stairs | None = None
        yards: fields.Yards | None = None
        led: fields.Led | None = None
        before: fields.CleanBefore | None = None
        after: fields.CleanAfter | None = None
        unit: fields.AreaUnit | None = None

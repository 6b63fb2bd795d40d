"""入户宣传和问卷: counts, and no names of those who were visited."""

from __future__ import annotations

from houqin.core.model.aggregate import Aggregate
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.permissions import CityPermission as Right


class Household(Aggregate):
    """One round of visits in an area, and the questionnaires that came back."""

    topic = "civilized_city.Household"
    title = "入户宣传"
    seen_by = Right.SEE
    amended_by = Right.AMEND
    of_units = ("unit",)

    class Visited(Aggregate.Created):
        """So many households were visited."""

        title = "入户"
        serial: fields.Serial
        area: fields.AreaId
        households: fields.Households
        people: fields.People
        content: fields.Content
        photos: fields.Photos | None = None
        unit: fields.AreaUnit | None = None

    class Collected(Aggregate.Event):
        """So many questionnaires came back."""

        title = "回收问卷"
        questionnaires: fields.Collected
        remark: fields.Remark | None = None

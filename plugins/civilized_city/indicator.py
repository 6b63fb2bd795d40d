"""测评指标: the tree of one edition, dated, because every year brings another."""

from __future__ import annotations

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.permissions import CityPermission as Right


class Indicator(Aggregate):
    """One indicator; the one above it is named by its code."""

    topic = "civilized_city.Indicator"
    title = "测评指标"
    seen_by = Right.SEE
    amended_by = Right.AMEND
    unavailable = frozenset({"ended"})
    workflow = Workflow(
        [State("valid", "在用", stage=False), State("ended", "已停用", stage=False)],
        [
            Transition("Listed", (), "valid"),
            Transition("Ended", ("valid",), "ended"),
        ],
    )

    class Listed(Aggregate.Created):
        """Counts from a day on."""

        title = "列入指标体系"
        edition: fields.Edition
        code: fields.IndicatorCode
        name: fields.IndicatorName
        valid_from: fields.ValidFrom
        parent: fields.ParentCode | None = None
        method: fields.MethodField | None = None
        weight: fields.Weight | None = None
        criterion: fields.Criterion | None = None

    class Ended(Aggregate.Event):
        """Counts no more."""

        title = "停用"
        valid_until: fields.ValidUntil

"""测评指标: an edition comes as a file, and is ended when the next one comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.command import command
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.civilized_city.fields import (
    Criterion,
    Edition,
    IndicatorCode,
    IndicatorName,
    MethodField,
    ParentCode,
    ValidFrom,
    ValidUntil,
    Weight,
)
from houqin.plugins.civilized_city.indicator import Indicator
from houqin.plugins.civilized_city.permissions import CityPermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class ListIndicator(Form):
    """照上级下发的指标体系登记，也可以导入；上级指标先登记。"""

    edition: Edition
    code: IndicatorCode
    name: IndicatorName
    valid_from: ValidFrom
    parent: ParentCode | None = None
    method: MethodField | None = None
    weight: Weight | None = None
    criterion: Criterion | None = None


class EndIndicator(RecordForm):
    """停用后不再供选择，以前的登记不受影响。"""

    valid_until: ValidUntil


@command(
    "civilized_city.list_indicator", "登记测评指标", permission=Right.MANAGE,
    menu=True, event=Indicator.Listed, order=60, batch=True,
)  # fmt: skip
def list_indicator(context: Context, form: ListIndicator) -> None:
    """Enter one indicator of an edition; the one above it is there already."""
    if form.parent and not _listed(context, form.edition, form.parent):
        raise FormErrors({"parent": f"{form.edition}没有编号“{form.parent}”的指标"})
    context.create(Indicator, Indicator.Listed, **dict(form))


def _listed(context: Context, edition: str, code: str) -> bool:
    known = context.choosable("civilized_city.Indicator")
    wanted = {"edition": edition, "code": code}
    return any(wanted.items() <= found.attributes.items() for found in known)


@command(
    "civilized_city.end_indicator", "停用指标", permission=Right.MANAGE, on=Indicator,
    event=Indicator.Ended, style="danger", order=70,
)  # fmt: skip
def end_indicator(context: Context, form: EndIndicator) -> None:
    """It counts no more."""
    indicator = context.load(Indicator, form.record)
    if form.valid_until < indicator.valid_from:  # type: ignore[attr-defined]  # a field
        raise FormErrors({"valid_until": "停用日期不能早于启用日期"})
    indicator.record(Indicator.Ended, valid_until=form.valid_until)


ALL = (list_indicator, end_indicator)

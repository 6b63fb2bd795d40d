"""收运单位: who takes the waste away, and whose licence covers hazardous waste."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.recording import creates, records
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Day, Files, Line
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.waste_sorting.fields import Reason
from houqin.plugins.waste_sorting.permissions import WastePermission as Right

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable

CARRIER = "waste_sorting.Carrier"
CarrierName = Annotated[Line, Field(title="收运单位")]
Contract = Annotated[Line, Field(title="合同编号")]
Contact = Annotated[Line, Field(title="值班电话", description="填办公电话。")]
Licence = Annotated[
    Line,
    Field(title="危险废物经营许可证号", description="收运有害垃圾的必须填写。"),
]
LicensedUntil = Annotated[Day, Field(title="许可证有效期至")]
Scans = Annotated[Files, Field(title="许可证和合同扫描件")]


class Carrier(Aggregate):
    """One carrier; without a licence it takes no hazardous waste."""

    topic = "waste_sorting.Carrier"
    title = "收运单位"
    seen_by = Right.SEE
    amended_by = Right.KEEP
    unavailable = frozenset({"ended"})
    workflow = Workflow(
        [State("active", "在用", stage=False), State("ended", "已停用", stage=False)],
        [
            Transition("Registered", (), "active"),
            Transition("Ended", ("active",), "ended"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """May take waste from here on."""

        title = "登记"
        name: CarrierName
        contract: Contract | None = None
        contact: Contact | None = None
        licence: Licence | None = None
        licensed_until: LicensedUntil | None = None
        scans: Scans | None = None

        def check(self) -> None:
            """A licence has an end."""
            _require_both(self.licence, self.licensed_until)

    class Renewed(Aggregate.Event):
        """The licence was issued anew."""

        title = "换证"
        licence: Licence
        licensed_until: LicensedUntil
        scans: Scans | None = None

    class Ended(Aggregate.Event):
        """Takes nothing more."""

        title = "停用"
        reason: Reason

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:
        """What a pick list says beside the name."""
        return "可收运有害垃圾" if attributes.get("licence") else ""


def _require_both(licence: str | None, until: date | None) -> None:
    if (licence is None) != (until is None):
        raise FormErrors({"licensed_until": "许可证号和有效期要一起填写"})


class RegisterCarrier(Form):
    """收运有害垃圾的，填写许可证号和有效期。"""

    name: CarrierName
    contract: Contract | None = None
    contact: Contact | None = None
    licence: Licence | None = None
    licensed_until: LicensedUntil | None = None
    scans: Scans | None = None


class RenewLicence(RecordForm):
    """换证后按新的有效期核对。"""

    licence: Licence
    licensed_until: LicensedUntil
    scans: Scans | None = None


class EndCarrier(RecordForm):
    """停用后不再供选择，以前的登记不受影响。"""

    reason: Reason


register_carrier = creates(
    "waste_sorting.register_carrier", "登记收运单位", RegisterCarrier, Carrier,
    Carrier.Registered, permission=Right.KEEP, menu=True, order=210, batch=True,
)  # fmt: skip


renew_licence = records(
    "waste_sorting.renew_licence", "换证", RenewLicence, Carrier, Carrier.Renewed,
    permission=Right.KEEP, order=220,
    may=lambda _context, carrier: "已停用" if carrier.state == "ended" else None,
)  # fmt: skip


end_carrier = records(
    "waste_sorting.end_carrier", "停用", EndCarrier, Carrier, Carrier.Ended,
    permission=Right.KEEP, style="danger", order=230,
)  # fmt: skip


def require_carrier(context: Context, carrier: UUID) -> Choosable:
    """A carrier that is in use."""
    found = context.as_it_was(CARRIER, carrier, "carrier")
    if found.state != "active":
        context.breach("这个收运单位已停用", "carrier")
    return found


def require_licensed(context: Context, carrier: UUID, day: date) -> Choosable:
    """有害垃圾由持证单位收运: a licence that holds on that day."""
    found = require_carrier(context, carrier)
    until = found.attributes.get("licensed_until")
    if not found.attributes.get("licence"):
        context.breach("有害垃圾须交持有危险废物经营许可证的单位收运", "carrier")
    elif until < day.isoformat():
        context.breach(f"收运单位的许可证已于{until}到期", "carrier")
    return found


def today_of(context: Context) -> date:
    """The local day on which it happened."""
    return local_day(context.occurred, context.zone)


ALL = (register_carrier, renew_licence, end_carrier)

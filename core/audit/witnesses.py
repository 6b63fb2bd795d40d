"""见证单位: who outside keeps 存证点 of this site, and the 存证单 handed to them.

A 存证单 is a signed head on paper, with the head itself as a code of points. Whoever
received it answers with a receipt, or by cosigning the head (cosigning.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.audit import checkpoints
from houqin.core.audit.cosigning import cosigned, cosigner
from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.command import command
from houqin.core.model.deadline import After
from houqin.core.model.guards import Claims, Register
from houqin.core.model.numbers import DOCUMENT, Serials
from houqin.core.model.permission import CorePermission as Right
from houqin.core.model.recording import creates, records
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.projection.sources import field
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.fields import Day, Files, Line, LongLine, Note
from houqin.core.schema.form import Form, RecordForm
from houqin.core.schema.types import Fixed
from houqin.events.errors import NoteInvalid
from houqin.events.note import checkpoint, parse
from houqin.events.tree import ALGORITHMS

if TYPE_CHECKING:
    from houqin.core.model.context import Context

#: A receipt that has not come in ten working days is asked for.
_ANSWERED = (After(days=10),)

Name = Annotated[Line, Field(title="见证单位")]
Contact = Annotated[LongLine, Field(title="联系人和方式")]
Key = Annotated[
    LongLine,
    Field(title="联署公钥", description="见证单位用程序联署的才填（tlog-cosignature）"),
]
Reason = Annotated[LongLine, Field(title="原因")]
WitnessId = Annotated[UUID, Field(title="见证单位"), types.ref("core.Witness")]
SlipSerial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
Position = Annotated[int, Field(title="登记序号"), types.integer(), Fixed()]
Root = Annotated[Line, Field(title="SHA-256校验码"), Fixed()]
RootSm3 = Annotated[Line, Field(title="SM3校验码"), Fixed()]
HeadText = Annotated[Note, Field(title="存证点"), Fixed()]
Receiver = Annotated[Line, Field(title="签收人")]
ReceiptNumber = Annotated[Line, Field(title="回执文号")]
ReceivedOn = Annotated[Day, Field(title="签收日期")]
Scan = Annotated[Files, Field(title="回执扫描件")]
Cosigned = Annotated[
    Note,
    Field(
        title="联署后的存证点",
        description="见证单位返回的文本，原样粘贴；核对后才登记",
    ),
]


class Witness(Aggregate):
    """An office outside that keeps heads of this log (见证单位)."""

    topic = "core.Witness"
    title = "见证单位"
    amended_by = Right.CHECKPOINT
    seen_by = Right.VERIFY
    workflow = Workflow(
        [State("active", "在用", stage=False), State("ended", "已停用", stage=False)],
        [
            Transition("Registered", (), "active"),
            Transition("Ended", ("active",), "ended"),
        ],
    )

    class Registered(Aggregate.Created):
        """Receives heads from now on."""

        title = "登记"
        name: Name
        contact: Contact | None = None
        public_key: Key | None = None

        def check(self) -> None:
            """A key that is given is one."""
            if self.public_key:
                try:
                    cosigner(self.public_key)
                except NoteInvalid:
                    raise FormErrors({"public_key": "这不是联署公钥"}) from None

    class Ended(Aggregate.Event):
        """Receives none any more."""

        title = "停用"
        reason: Reason | None = None


class CheckpointSlip(Case):
    """One head handed to a witness (存证单)."""

    topic = "core.CheckpointSlip"
    title = "存证单"
    amended_by = Right.CHECKPOINT
    seen_by = Right.VERIFY
    workflow = Workflow(
        [
            State("handed", "待回执", "见证单位回执", Right.CHECKPOINT, due=_ANSWERED),
            State("acknowledged", "已回执"),
        ],
        [
            Transition("Handed", (), "handed"),
            Transition("Acknowledged", ("handed",), "acknowledged"),
        ],
    )

    class Handed(Aggregate.Created):
        """The newest head was handed over."""

        title = "送交"
        serial: SlipSerial
        witness: WitnessId
        size: Position
        root: Root
        root_sm3: RootSm3
        head: HeadText

    class Acknowledged(Aggregate.Event):
        """The witness has it: a receipt, or a signature of its own."""

        title = "回执"
        received_on: ReceivedOn
        receiver: Receiver
        number: ReceiptNumber | None = None
        scan: Scan | None = None
        cosigned: Cosigned | None = None


class RegisterWitness(Form):
    """上级单位、审计机关等本单位以外的保存者。"""

    name: Name
    contact: Contact | None = None
    public_key: Key | None = None


class EndWitness(RecordForm):
    """不再向它送交存证点，此前的存证单不变。"""

    reason: Reason | None = None


class HandCheckpoint(Form):
    """把最近的存证点送交见证单位；登记后打印存证单，请对方签收。"""

    witness: WitnessId


class Acknowledge(RecordForm):
    """登记对方的回执；粘贴联署文本的，与存证单和公钥核对。"""

    received_on: ReceivedOn
    receiver: Receiver
    number: ReceiptNumber | None = None
    scan: Scan | None = None
    cosigned: Cosigned | None = None


register_witness = creates(
    "core.register_witness", "登记见证单位", RegisterWitness, Witness,
    Witness.Registered, permission=Right.CHECKPOINT, late=False, order=730,
)  # fmt: skip


end_witness = records(
    "core.end_witness", "停用", EndWitness, Witness, Witness.Ended,
    permission=Right.CHECKPOINT, style="danger", late=False, order=735,
)  # fmt: skip


@command(
    "core.hand_checkpoint", "送交存证点", permission=Right.CHECKPOINT,
    event=CheckpointSlip.Handed, late=False, order=740,
)  # fmt: skip
def hand_checkpoint(context: Context, form: HandCheckpoint) -> None:
    """Hand over the newest head; what it says is written into the 存证单."""
    witness = context.choose("core.Witness", form.witness, "witness")
    if witness.state == "ended":
        raise Refused("这个见证单位已停用", "witness")
    signed = [checkpoints.last(context.connection, each) for each in ALGORITHMS]
    if None in signed:
        raise Refused("还没有存证点，请先存证")
    first, second = (each.note for each in signed if each is not None)
    context.create(
        CheckpointSlip, CheckpointSlip.Handed, witness=form.witness, head=first,
        serial=context.serial("core.checkpoint_serials"),
        size=checkpoint(parse(first).text).size,
        root=_root(first), root_sm3=_root(second),
    )  # fmt: skip


def _root(note: str) -> str:
    """The head itself, in base64 as the note has it."""
    return parse(note).text.split("\n")[2]


@command(
    "core.acknowledge_checkpoint", "登记回执", permission=Right.CHECKPOINT,
    on=CheckpointSlip, event=CheckpointSlip.Acknowledged, late=False, order=745,
)  # fmt: skip
def acknowledge_checkpoint(context: Context, form: Acknowledge) -> None:
    """The witness has it."""
    slip: Any = context.load(CheckpointSlip, form.record)
    if form.cosigned:
        _require_cosigned(context, slip, form.cosigned)
    slip.record(CheckpointSlip.Acknowledged, **form.said())


def _require_cosigned(context: Context, slip: Any, text: str) -> None:
    """The witness's own key signed the very head that was handed over."""
    key = context.effective(slip.witness).first.payload.get("public_key")
    if not key:
        raise FormErrors({"cosigned": "见证单位没有登记联署公钥"})
    note = text if text.endswith("\n") else f"{text}\n"
    try:
        said, _at = cosigned(note, cosigner(key))
    except NoteInvalid:
        raise FormErrors({"cosigned": "联署的数字签名不成立"}) from None
    if said != parse(slip.head).text:
        raise FormErrors({"cosigned": "联署的不是这张存证单上的存证点"})


names = Claims("core.witness_names", [Witness], "见证单位", released=["ended"])
names.on(Witness.Registered, value=field("name"))
register = Register("core.witness_register", Witness, ["name"])
register.keep(Witness.Registered, "name")
serials = Serials("core.checkpoint_serials", CheckpointSlip, "存证", DOCUMENT)
serials.on(CheckpointSlip.Handed, serial=field("serial"))

GUARDS = (names, register, serials)
COMMANDS = (register_witness, end_witness, hand_checkpoint, acknowledge_checkpoint)

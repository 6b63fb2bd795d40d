"""见证单位台账, 存证单台账 and the 存证单 as it is printed."""

from __future__ import annotations

from houqin.core.audit.witnesses import CheckpointSlip, Witness
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import occurred_at
from houqin.core.registry.printing import Leaf, Part, PrintedForm, place
from houqin.core.schema import types

_SLIPS = "core.checkpoint_slips"

witnesses = Ledger(
    "core.witnesses",
    "见证单位台账",
    per=Witness,
    columns=[
        Column("name", "见证单位", types.text(), filter=True, primary=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("contact", "联系人和方式", types.text()),
        Column("public_key", "联署公钥", types.text(), paper=False),
        Column("registered_at", "登记时间", types.instant()),
        Column("slips", "存证单", types.integer("张"), primary=True,
               looked_up=LookedUp(_SLIPS, "witness", "size", "count")),
    ],
    period="registered_at",
    title_column="name",
)  # fmt: skip
witnesses.on(
    Witness.Registered, "name", "contact", "public_key", registered_at=occurred_at
)

slips = Ledger(
    _SLIPS,
    "存证单台账",
    per=CheckpointSlip,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("handed_at", "送交时间", types.instant(), filter=True, primary=True),
        Column("witness", "见证单位", types.ref("core.Witness"), filter=True,
               primary=True),
        Column("size", "登记序号", types.integer(), primary=True),
        Column("root", "SHA-256校验码", types.text()),
        Column("root_sm3", "SM3校验码", types.text()),
        Column("received_on", "签收日期", types.day(), filter=True, primary=True),
        Column("receiver", "签收人", types.text()),
        Column("number", "回执文号", types.text(), filter=True),
        Column("cosigned", "联署", types.long_text(), paper=False),
        Column("head", "存证点", types.long_text(), paper=False),
    ],
    period="handed_at",
    title_column="serial",
    newest={"witness": "handed_at"},
)  # fmt: skip
slips.on(
    CheckpointSlip.Handed, "serial", "witness", "size", "root", "root_sm3", "head",
    handed_at=occurred_at,
)  # fmt: skip
slips.on(CheckpointSlip.Acknowledged, "received_on", "receiver", "number", "cosigned")

form = PrintedForm(
    "core.checkpoint_slip",
    "存证单",
    CheckpointSlip,
    "表号：审计 02",
    (
        Leaf(
            "slip",
            "",
            (
                Part(
                    "存证点（右上角存证二维码即其全文，扫描后可保存为文本用于核验）",
                    (
                        (
                            place("编号", "serial", span=12),
                            place("送交时间", "handed_at", span=12),
                        ),
                        (
                            place("见证单位", "witness", span=14),
                            place("登记序号", "size", span=10),
                        ),
                        (place("SHA-256校验码", "root", span=24),),
                        (place("SM3校验码", "root_sm3", span=24),),
                        (place("存证点", "head", span=24, lines=6),),
                    ),
                ),
                Part(
                    "回执",
                    (
                        (
                            place("签收日期", "received_on", span=12),
                            place("回执文号", "number", span=12),
                        ),
                        (
                            place("签收人", "receiver", span=12),
                            place("签字（盖章）", span=12),
                        ),
                        (place("说明", span=24, lines=3),),
                    ),
                ),
            ),
            copies=("见证单位联", "存根联"),
            original=("handed", "acknowledged"),
        ),
    ),
    paper="a4",
    code="head",
)

LEDGERS = (witnesses, slips)

"""取证单台账, and the rows that were quoted; the form that is printed."""

from __future__ import annotations

from houqin.core.audit.findings import Finding
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import acting, field, occurred_at, stream
from houqin.core.registry.printing import Leaf, Listed, Part, PrintedForm, place
from houqin.core.schema import types

_person = types.ref("core.Person")

findings = Ledger(
    "core.findings",
    "取证单台账",
    per=Finding,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("asked_at", "取证时间", types.instant(), filter=True, primary=True),
        Column("auditor", "取证人", _person, filter=True),
        Column("letter", "授权文号", types.text(), filter=True),
        Column("ledger", "台账", types.text(), filter=True, primary=True),
        Column("quoted", "条数", types.integer("条"), total=True),
        Column("question", "需说明的问题", types.long_text(), primary=True),
        Column("answerer", "说明人", _person, filter=True, primary=True),
        Column("answer_by", "说明时限", types.instant()),
        Column("explained_at", "说明时间", types.instant()),
        Column("explanation", "情况说明", types.long_text()),
        Column("opinion", "审计意见", types.text()),
        Column("closed_at", "办结时间", types.instant()),
    ],
    period="asked_at",
    title_column="serial",
)
findings.on(
    Finding.Asked, "serial", "letter", "ledger", "quoted", "question", "answerer",
    "answer_by", asked_at=occurred_at, auditor=acting,
)  # fmt: skip
findings.on(Finding.AskedAgain, "question", "answer_by")
findings.on(Finding.Explained, "explanation", explained_at=occurred_at)
findings.on(Finding.Accepted, "opinion", closed_at=occurred_at)

quoted_rows = Ledger(
    "core.quoted_rows",
    "取证记录",
    per=Finding,
    kind="event",
    columns=[
        Column("finding", "取证单", types.ref("core.Finding"), filter=True,
               primary=True),
        Column("what", "所取记录", types.text(), filter=True, primary=True),
        Column("record", "单据", types.anything(), primary=True),
        Column("position", "末次登记序号", types.integer()),
        Column("digest", "校验码", types.text()),
        Column("quoted_at", "取证时间", types.instant(), filter=True),
        Column("ledger", "台账代码", types.text(), hidden=True),
        Column("row", "记录代码", types.text(), hidden=True),
    ],
    period="quoted_at",
    title_column="what",
)  # fmt: skip
quoted_rows.on(
    Finding.Quoted, "what", "position", "digest", "ledger", "row",
    record=field("subject"), finding=stream, quoted_at=occurred_at,
)  # fmt: skip

form = PrintedForm(
    "core.finding",
    "审计取证单",
    Finding,
    "表号：审计 01",
    (
        Leaf(
            "finding",
            "",
            (
                Part(
                    "",
                    (
                        (
                            place("编号", "serial", span=8),
                            place("取证时间", "asked_at", span=8),
                            place("取证人", "auditor", span=8),
                        ),
                        (
                            place("授权文号", "letter", span=12),
                            place("台账", "ledger", span=12),
                        ),
                        (place("需说明的问题", "question", span=24, lines=4),),
                    ),
                ),
                Part(
                    "所取记录（校验码为取证时该条记录规范文本的 SHA-256）",
                    (Listed("core.quoted_rows", ("what", "position", "digest")),),
                ),
                Part(
                    "情况说明",
                    (
                        (
                            place("说明人", "answerer", span=8),
                            place("说明时限", "answer_by", span=8),
                            place("说明时间", "explained_at", span=8),
                        ),
                        (place("情况说明", "explanation", span=24, lines=6),),
                        (
                            place("说明人签字", span=12),
                            place("单位负责人签字（盖章）", span=12),
                        ),
                    ),
                ),
                Part(
                    "认定",
                    (
                        (place("审计意见", "opinion", span=24, lines=3),),
                        (
                            place("取证人签字", span=12),
                            place("复核人签字", span=12),
                        ),
                    ),
                ),
            ),
            original=("asked", "explained", "closed"),
        ),
    ),
    paper="a4",
)

LEDGERS = (findings, quoted_rows)

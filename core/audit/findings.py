"""取证单: what an auditor asks about rows of a ledger, and what is answered.

The rows are quoted as they were when it was asked: each with its title and the digest
that a ledger's digest is made of, computed from the row's own events.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Aside, Case
from houqin.core.model.command import command
from houqin.core.model.deadline import After, AtField
from houqin.core.model.numbers import DOCUMENT, Serials
from houqin.core.model.permission import CorePermission as Right
from houqin.core.model.permission import reaches
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.projection.digests import canonical_row
from houqin.core.projection.sources import field
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.schema.fields import Files, Line, LongLine, Note, PersonId, TypedMoment
from houqin.core.schema.form import Form, RecordForm
from houqin.core.schema.types import Fixed
from houqin.events import canonical
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.model.context import Context
    from houqin.core.projection.ledger import Ledger

#: Rows of one 取证单: what is asked about is looked at row by row.
MOST_QUOTED = 50
#: An answer is judged within ten working days.
_JUDGED = (After(days=10),)

Serial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
Letter = Annotated[Line, Field(title="授权文号"), Fixed()]
LedgerTitle = Annotated[Line, Field(title="台账"), Fixed()]
LedgerName = Annotated[Line, Field(title="台账代码"), Fixed()]
RowKey = Annotated[Line, Field(title="记录"), Fixed()]
Rows = Annotated[
    list[Line], Field(title="所取记录", min_length=1, max_length=MOST_QUOTED)
]
RowCount = Annotated[int, Field(title="条数"), types.integer("条"), Fixed()]
Question = Annotated[Note, Field(title="需说明的问题", min_length=1)]
Answerer = Annotated[PersonId, Field(title="说明人")]
TypedAnswerBy = Annotated[TypedMoment, Field(title="说明时限")]
AnswerBy = Annotated[datetime, Field(title="说明时限"), types.instant()]
QuotedRecord = Annotated[UUID, Field(title="单据"), types.anything(), Fixed()]
QuotedTitle = Annotated[LongLine, Field(title="所取记录"), Fixed()]
RowDigest = Annotated[Line, Field(title="校验码"), Fixed()]
Position = Annotated[int, Field(title="末次登记序号"), types.integer(), Fixed()]
Explanation = Annotated[Note, Field(title="情况说明", min_length=1)]
Papers = Annotated[Files, Field(title="佐证材料")]
Opinion = Annotated[LongLine, Field(title="审计意见")]
Again = Annotated[Note, Field(title="追问", min_length=1)]


class Finding(Case):
    """One question of an auditor about recorded rows (取证单)."""

    topic = "core.Finding"
    title = "取证单"
    amended_by = Right.EXAMINE
    seen_by = Right.SEE_FINDINGS
    of_people = ("answerer",)
    workflow = Workflow(
        [
            State(
                "asked", "待说明", "{answerer}说明", person_column="answerer",
                due=(AtField("answer_by"),),
            ),
            State("explained", "已说明", "取证人认定", own=True, due=_JUDGED),
            State("closed", "已办结"),
        ],
        [
            Transition("Asked", (), "asked"),
            Transition("Explained", ("asked",), "explained"),
            Transition("AskedAgain", ("explained",), "asked"),
            Transition("Accepted", ("explained",), "closed"),
        ],
    )  # fmt: skip

    class Asked(Aggregate.Created):
        """Asked; the rows it is about follow, one event each."""

        title = "取证"
        serial: Serial
        ledger: LedgerTitle
        quoted: RowCount
        question: Question
        answerer: Answerer
        answer_by: AnswerBy
        letter: Letter | None = None

    class Quoted(Aside):
        """One row as it was when it was asked about."""

        title = "取证记录"
        ledger: LedgerName
        row: RowKey
        subject: QuotedRecord
        what: QuotedTitle
        position: Position
        digest: RowDigest

    class Explained(Aggregate.Event):
        """Whoever is asked says what it was."""

        title = "说明"
        explanation: Explanation
        papers: Papers | None = None

    class AskedAgain(Aggregate.Event):
        """The answer does not do."""

        title = "追问"
        question: Again
        answer_by: AnswerBy

    class Accepted(Aggregate.Event):
        """The answer stands; what the auditor makes of it is written down."""

        title = "认定"
        opinion: Opinion


class RaiseFinding(Form):
    """就所取记录请有关人员说明；记录按此刻的内容和校验码固定下来。"""

    ledger: LedgerName
    rows: Rows
    question: Question
    answerer: Answerer
    answer_by: TypedAnswerBy


class ExplainFinding(RecordForm):
    """逐条写明情况，附佐证材料。"""

    explanation: Explanation
    papers: Papers | None = None


class AskAgain(RecordForm):
    """说明不清楚的，写明还要说明什么。"""

    question: Again
    answer_by: TypedAnswerBy


class AcceptExplanation(RecordForm):
    """写明对说明的认定意见，取证单办结。"""

    opinion: Opinion


@command(
    "core.raise_finding", "开具取证单", permission=Right.EXAMINE, audits=True,
    late=False, event=Finding.Asked, order=700,
)  # fmt: skip
def raise_finding(context: Context, form: RaiseFinding) -> None:
    """Ask about rows, each fixed by its digest."""
    ledger = context.catalogue.ledgers.get(form.ledger)
    if ledger is None or ledger.kind == "rollup":
        raise FormErrors({"ledger": "没有这本台账，或者它由其他台账汇总"})
    context.choose("core.Person", form.answerer, "answerer")
    _require_ahead(context, form.answer_by)
    found = list(_quoted(context, ledger, list(dict.fromkeys(form.rows))))
    letter = context.standing(context.actor).letter
    number = _number(context, letter) if letter else None
    finding = context.create(
        Finding, Finding.Asked, serial=context.serial("core.finding_serials"),
        ledger=ledger.title, quoted=len(found), question=form.question,
        answerer=form.answerer, answer_by=form.answer_by, letter=number,
    )  # fmt: skip
    for values in found:
        finding.record(Finding.Quoted, ledger=ledger.name, **values)


def _number(context: Context, letter: UUID) -> str | None:
    number: str | None = context.effective(letter).first.payload.get("number")
    return number


def _require_ahead(context: Context, deadline: datetime) -> None:
    if from_datetime(deadline) <= context.occurred:
        raise FormErrors({"answer_by": "时限必须晚于现在"})


def _quoted(
    context: Context, ledger: Ledger, keys: list[str]
) -> Iterator[dict[str, Any]]:
    for number, key in enumerate(keys):
        name = f"rows.{number}"
        record = _record_of(key, name)
        effective = context.effective(record)
        row = ledger.rows(effective).get(key)
        if row is None:
            raise FormErrors({name: f"{ledger.title}中没有这条记录：{key}"})
        _require_seen(context, record, ledger)
        encoded = canonical.encode(canonical_row(ledger, row)) + b"\n"
        yield {
            "row": key,
            "subject": record,
            "what": context.title(record),
            "position": context.stream(record).known[-1].position,
            "digest": sha256(encoded).hexdigest(),
        }


def _record_of(key: str, name: str) -> UUID:
    """The record a row belongs to: a row's key begins with it."""
    try:
        return UUID(key.partition(":")[0])
    except ValueError:
        raise FormErrors({name: f"这不是台账的记录：{key}"}) from None


def _require_seen(context: Context, record: UUID, ledger: Ledger) -> None:
    if not reaches(context, ledger.seen_by, context.load_any(record)):
        raise NotPermitted(f"没有查看{ledger.title}这条记录的权限")


def _answerer(context: Context, finding: Any) -> str | None:
    own = context.acting in {finding.answerer, context.services.system_actor}
    return None if own else "这一步只能由说明人办理"


@command(
    "core.explain_finding", "说明", on=Finding, event=Finding.Explained,
    may=_answerer, order=710,
)  # fmt: skip
def explain_finding(context: Context, form: ExplainFinding) -> None:
    """Say what it was."""
    finding = context.load(Finding, form.record)
    if message := _answerer(context, finding):
        raise NotPermitted(message)
    finding.record(Finding.Explained, **form.said())


@command(
    "core.ask_finding_again", "追问", permission=Right.EXAMINE, on=Finding,
    event=Finding.AskedAgain, audits=True, late=False, order=720,
)  # fmt: skip
def ask_finding_again(context: Context, form: AskAgain) -> None:
    """Ask once more."""
    _require_ahead(context, form.answer_by)
    context.load(Finding, form.record).record(Finding.AskedAgain, **form.said())


@command(
    "core.accept_explanation", "认定", permission=Right.EXAMINE, on=Finding,
    event=Finding.Accepted, audits=True, late=False, order=715,
)  # fmt: skip
def accept_explanation(context: Context, form: AcceptExplanation) -> None:
    """Close the question."""
    finding: Any = context.load(Finding, form.record)
    if context.acting == finding.answerer:
        raise Refused("不能认定本人的说明")
    finding.record(Finding.Accepted, **form.said())


serials = Serials("core.finding_serials", Finding, "取证", DOCUMENT)
serials.on(Finding.Asked, serial=field("serial"))

COMMANDS = (raise_finding, explain_finding, ask_finding_again, accept_explanation)

"""成批登记: many of one command in one, all of them recorded or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid5

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.composing import Composition, Told
from houqin.core.model.permission import CorePermission
from houqin.core.model.taking_back import Batch
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import acting, occurred_at
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Line, PersonId, TypedMoment
from houqin.core.schema.form import Form
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.model.command import CommandSpec
    from houqin.core.model.context import Context

MOST_ROWS = 200

#: The command by its title of then: its plugin may be gone, its name says nothing.
EachCommand = Annotated[Line, Field(title="办理")]
CountOfRows = Annotated[int, Field(title="条数", ge=1), types.integer("条")]


class Way(types.Choice):
    """方式."""

    SYSTEM = "system", "系统"
    PHONE = "phone", "电话"
    PAPER = "paper", "纸质"


class Precision(types.Choice):
    """How exactly the time is known."""

    DAY = "day", "到日"


class EntryBatch(Batch):
    """One grid that was entered (成批登记批次)."""

    topic = "core.EntryBatch"
    title = "成批登记批次"
    seen_by = CorePermission.AMEND

    class Recorded(Aggregate.Created):
        """Every row of a grid was recorded."""

        title = "成批登记"
        each: EachCommand
        rows: CountOfRows

    @property
    def called(self) -> str:
        """What was entered, and how often."""
        return f"{self.each}{self.rows}条"  # type: ignore[attr-defined]  # from its event


class BatchRow(Form):
    """One of them: the command's own input, and its time where that is not now."""

    input: Annotated[dict[str, Any], Field(title="内容")]
    occurred_at: Annotated[TypedMoment, Field(title="发生时间")] | None = None
    precision: (
        Annotated[Precision, Field(title="精度"), types.choice(Precision)] | None
    ) = None
    on_behalf_of: Annotated[PersonId, Field(title="当事人")] | None = None
    channel: Annotated[Way, Field(title="方式"), types.choice(Way)] | None = None

    @property
    def told(self) -> Told:
        """When, for whom and how, as a composition takes it."""
        at = self.occurred_at
        return Told(
            None if at is None else from_datetime(at),
            self.on_behalf_of,
            self.channel.value if self.channel else None,
            self.precision.value if self.precision else None,
        )


class EnterBatch(Form):
    """一次登记多条，有一条不对就全部不登记。"""

    each: Annotated[Line, Field(title="办理")]
    rows: Annotated[
        list[BatchRow], Field(title="各行", min_length=1, max_length=MOST_ROWS)
    ]


@command("core.enter_batch", "成批登记", late=False)
def enter_batch(context: Context, form: EnterBatch) -> None:
    """Give one command many times over, in one append."""
    spec = context.catalogue.commands.get(form.each)
    if spec is None or not spec.batch:
        raise FormErrors({"each": "这个办理动作不能成批登记"})
    compose_rows(context, spec, form.rows)
    context.create(
        EntryBatch, EntryBatch.Recorded, id=uuid5(context.act.id, "batch"),
        each=spec.title, rows=len(form.rows),
    )  # fmt: skip


def compose_rows(context: Context, spec: CommandSpec, rows: Sequence[BatchRow]) -> None:
    """Decide every row that is right; the executor raises what is wrong with others.

    It does so after the guards have looked, so that all of it is said at once.
    """
    composition = Composition(context)
    for number, row in enumerate(rows):
        context.begin_row(number + 1)
        composition.do(f"rows.{number}", spec, row.input, row.told)


batches = Ledger(
    "core.entry_batches",
    "成批登记批次",
    per=EntryBatch,
    columns=[
        Column("each", "办理", types.text(), filter=True, primary=True),
        Column("rows", "条数", types.integer("条"), total=True, primary=True),
        Column("entered_at", "登记时间", types.instant(), filter=True, primary=True),
        Column("by", "办理人", types.ref("core.Person"), filter=True),
    ],
    period="entered_at",
    title_column="each",
)
batches.on(EntryBatch.Recorded, "each", "rows", entered_at=occurred_at, by=acting)

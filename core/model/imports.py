"""导入: rows of a file become commands, all of them recorded in one append or none.

A batch is a record of its own: it says where the rows came from, refuses the same
file a second time, and when it is voided all its rows are (按批撤销).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated
from uuid import uuid5

from pydantic import Field

from houqin.core.files.sheets import MOST_ROWS
from houqin.core.model.aggregate import Aggregate
from houqin.core.model.batch import BatchRow
from houqin.core.model.command import command
from houqin.core.model.composing import Composition
from houqin.core.model.guards import Claims
from houqin.core.model.judging import Rigour
from houqin.core.model.permission import CorePermission
from houqin.core.model.taking_back import Batch
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import acting, occurred_at
from houqin.core.projection.sources import field as payload
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.fields import Files, Line, LongLine
from houqin.core.schema.form import Canonical, Form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from houqin.core.model.command import CommandSpec
    from houqin.core.model.context import Context

FileName = Annotated[LongLine, Field(title="文件", min_length=1)]
Digest = Annotated[
    str, Canonical, Field(title="文件校验码", pattern=r"^[0-9a-f]{64}$"), types.text()
]
Count = Annotated[int, Field(title="条数", ge=1), types.integer("条")]
#: The file itself, as it was handed in; whoever sees the batch takes it out again.
Original = Annotated[Files, Field(title="原文件")]
LedgerName = Annotated[Line, Field(title="台账")]


@dataclass(frozen=True, slots=True)
class Import:
    """What a ledger's file holds.

    :param ledger: whose file it is; the ledger's page has the import.
    :param command: what a row becomes: a command, or that of a slip.
    :param title: what people call it.
    :param examples: cells of the template's example row, by column; others are
        made up from the field.
    :param backfill: old ledgers (历史台账补登): what a rule finds wrong is told and
        recorded all the same.
    """

    ledger: str
    command: CommandSpec
    title: str
    examples: Mapping[str, str] = field(default_factory=dict)
    backfill: bool = False


class ImportBatch(Batch):
    """One file that was imported (导入批次)."""

    topic = "core.ImportBatch"
    title = "导入批次"
    seen_by = CorePermission.IMPORT

    class Recorded(Aggregate.Created):
        """Every row of a file was recorded."""

        title = "导入"
        ledger: LedgerName
        file: FileName
        digest: Digest
        rows: Count
        original: Original | None = None

    @property
    def called(self) -> str:
        """The file."""
        return str(self.file)  # type: ignore[attr-defined]  # from its event


class ImportRow(BatchRow):
    """One row, and where it stood."""

    sheet: Annotated[Line, Field(title="工作表")]
    row: Annotated[int, Field(title="行号", ge=1), types.integer()]


class ImportRows(Form):
    """一次导入一个文件，有一行不对就全部不导入。"""

    ledger: LedgerName
    file: FileName
    digest: Digest
    rows: Annotated[
        list[ImportRow], Field(title="各行", min_length=1, max_length=MOST_ROWS)
    ]
    original: Original | None = None


@command(
    "core.import_rows", "导入台账", permission=CorePermission.IMPORT, late=False,
    event=ImportBatch.Recorded, ahead=True,
)  # fmt: skip
def import_rows(context: Context, form: ImportRows) -> None:
    """Give every row's command, and keep where the rows came from."""
    spec = context.catalogue.imports.get(form.ledger)
    if spec is None:
        raise FormErrors({"ledger": "这本台账不能导入"})
    _require_new(context, form.digest)
    if form.original and [kept["digest"] for kept in form.original] != [form.digest]:
        raise FormErrors({"original": "保存的原文件与导入的内容不符，请重新上传"})
    context.create(
        ImportBatch, ImportBatch.Recorded, id=uuid5(context.act.id, "file"),
        ledger=form.ledger, file=form.file, digest=form.digest,
        rows=len(form.rows), original=form.original,
    )  # fmt: skip
    rigour = Rigour.OLD if spec.backfill else Rigour.PLANNED
    composition = Composition(context, rigour)
    for number, row in enumerate(form.rows):
        told = {"file": form.file, "sheet": row.sheet, "row": row.row}
        context.begin_row(number + 1)
        context.source = {"source": {**told, "digest": form.digest}}
        composition.do(f"rows.{number}", spec.command, row.input, row.told)


def _require_new(context: Context, digest: str) -> None:
    """The same file is refused, and the first batch named."""
    known = context.holder(files.name, digest)
    if known:
        first = context.effective(known).first
        message = f"这个文件已于{context.moment(first.recorded)}导入过，不能重复导入"
        raise Refused(message, "file")


files = Claims("core.import_files", [ImportBatch], "文件")
files.on(ImportBatch.Recorded, value=payload("digest"))

batches = Ledger(
    "core.import_batches",
    "导入批次",
    per=ImportBatch,
    columns=[
        Column("file", "文件", types.text(), filter=True, primary=True),
        Column("ledger", "台账", types.text(), filter=True, primary=True),
        Column("rows", "条数", types.integer("条"), total=True, primary=True),
        Column("imported_at", "导入时间", types.instant(), filter=True, primary=True),
        Column("by", "办理人", types.ref("core.Person"), filter=True),
        Column("digest", "文件校验码", types.text(), filter=True),
    ],
    period="imported_at",
    title_column="file",
)
batches.on(
    ImportBatch.Recorded, "file", "ledger", "rows", "digest",
    imported_at=occurred_at, by=acting,
)  # fmt: skip

"""导入: rows of a file become commands, all of them recorded in one append or none.

A batch is a record of its own: it says where the rows came from, refuses the same
file a second time, and when it is voided all its rows are (按批撤销). Several files
handed in together are one batch: all of them are recorded, or none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid5

from pydantic import BeforeValidator, Field

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
from houqin.core.schema.fields import Line, LongLine
from houqin.core.schema.files import checked_references
from houqin.core.schema.form import Canonical, Form
from houqin.core.schema.types import Fixed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from houqin.core.model.command import CommandSpec
    from houqin.core.model.context import Context
    from houqin.core.model.guards import GuardRow
    from houqin.core.projection.effective import Effective

FileName = Annotated[LongLine, Field(title="文件", min_length=1)]
Digest = Annotated[
    str, Canonical, Field(title="文件校验码", pattern=r"^[0-9a-f]{64}$"), types.text()
]
Count = Annotated[int, Field(title="条数", ge=1), types.integer("条")]
#: More nobody hands in at once: each unit of a county sends one.
MOST_FILES = 200
#: The files themselves, as handed in; whoever sees the batch takes them out again.
Original = Annotated[
    list[dict[str, Any]], BeforeValidator(checked_references),
    Field(title="原文件", max_length=MOST_FILES), types.files(),
]  # fmt: skip
#: Of several files each one's, beside the one of the batch.
Digests = Annotated[list[str], Field(title="各文件校验码"), Fixed()]
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
        digests: Digests | None = None

    @property
    def called(self) -> str:
        """The file."""
        return str(self.file)  # type: ignore[attr-defined]  # from its event


class ImportRow(BatchRow):
    """One row, and where it stood."""

    sheet: Annotated[Line, Field(title="工作表")]
    row: Annotated[int, Field(title="行号", ge=1), types.integer()]
    of: Annotated[int, Field(title="第几个文件", ge=0), types.integer()] = 0


class ImportFile(Form):
    """One of several files."""

    file: FileName
    digest: Digest


class ImportRows(Form):
    """一次导入一个或几个文件，有一行不对就全部不导入。"""

    ledger: LedgerName
    file: FileName
    digest: Digest
    rows: Annotated[
        list[ImportRow], Field(title="各行", min_length=1, max_length=MOST_ROWS)
    ]
    original: Original | None = None
    files: Annotated[
        list[ImportFile], Field(title="各文件", max_length=MOST_FILES)
    ] = []  # noqa: RUF012 - pydantic copies it


@command(
    "core.import_rows", "导入台账", permission=CorePermission.IMPORT, late=False,
    event=ImportBatch.Recorded, ahead=True,
)  # fmt: skip
def import_rows(context: Context, form: ImportRows) -> None:
    """Give every row's command, and keep where the rows came from."""
    spec = context.catalogue.imports.get(form.ledger)
    if spec is None:
        raise FormErrors({"ledger": "这本台账不能导入"})
    files = form.files or [ImportFile(file=form.file, digest=form.digest)]
    _require_new(context, form, files)
    context.create(
        ImportBatch, ImportBatch.Recorded, id=uuid5(context.act.id, "file"),
        ledger=form.ledger, file=form.file, digest=form.digest,
        rows=len(form.rows), original=form.original,
        digests=[each.digest for each in form.files] or None,
    )  # fmt: skip
    rigour = Rigour.OLD if spec.backfill else Rigour.PLANNED
    composition = Composition(context, rigour)
    for number, row in enumerate(form.rows):
        came = files[row.of]
        told = {"file": came.file, "sheet": row.sheet, "row": row.row}
        context.begin_row(number + 1)
        context.source = {"source": {**told, "digest": came.digest}}
        composition.do(f"rows.{number}", spec.command, row.input, row.told)


def _require_new(
    context: Context, form: ImportRows, files: Sequence[ImportFile]
) -> None:
    """The same file is refused, and the first batch named."""
    digests = [each.digest for each in files]
    if form.original and [kept["digest"] for kept in form.original] != digests:
        raise FormErrors({"original": "保存的原文件与导入的内容不符，请重新上传"})
    if any(row.of >= len(files) for row in form.rows):
        raise FormErrors({"files": "有的行不属于任何一个文件"})
    for place, each in enumerate(files):
        if each.digest in digests[:place]:
            raise Refused(f"“{each.file}”与另一个文件内容相同", "file")
        known = context.holder(FILES.name, each.digest)
        if known:
            first = context.effective(known).first
            at = context.moment(first.recorded)
            called = f"“{each.file}”" if form.files else "这个文件"
            raise Refused(f"{called}已于{at}导入过，不能重复导入", "file")


class FileClaims(Claims):
    """The digests of a batch's files, each claimed once."""

    assigns = frozenset({"value", "several"})

    def rows(self, aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """One claim for each file."""
        row = self.last(aggregate, effective)
        if not row:
            return frozenset()
        stream = effective.first.stream.bytes
        digests = row.get("several") or [row["value"]]
        return frozenset((self.name, digest, stream) for digest in digests)


FILES = FileClaims("core.import_files", [ImportBatch], "文件")
FILES.on(ImportBatch.Recorded, value=payload("digest"), several=payload("digests"))

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

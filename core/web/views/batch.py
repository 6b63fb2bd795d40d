"""成批登记: a grid of rows of one command, generated from its declaration.

成批修改 is the same grid over the rows of a ledger, filled in as their records stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.model.batch import MOST_ROWS, enter_batch
from houqin.core.model.permission import CorePermission
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.files import ACCEPT, is_reference
from houqin.core.schema.form import FieldSpec
from houqin.core.site.rows import MOMENT, Rows, files_of
from houqin.core.web.acts import act_of
from houqin.core.web.batch_tree import BatchNode
from houqin.core.web.finding import PICKED
from houqin.core.web.kept import kept_reference
from houqin.core.web.page import Link
from houqin.core.web.revising import WAS, differing, standing_rows
from houqin.core.web.uploads import take_in
from houqin.core.web.views.command import CHANNELS, REPEATED, REUSED, perform, posted_id
from houqin.core.web.views.ledger import FILTER
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from houqin.core.model.command import CommandSpec
    from houqin.core.site.choosing import Offer

#: Rows of an empty grid; so many more at a press.
ROWS_AT_FIRST = 20
#: More than anybody types to find something.
_MOST_CHARACTERS = 40
#: Files of one grid: two a row of an empty one.
MOST_HANDED_IN = 40
_NAME = re.compile(r"rows-(\d{1,6})-([a-z_]+?)(" + re.escape(PICKED) + r")?")
_SEARCHED = frozenset({"choice", "boolean", "reference", "role"})


@dataclass
class Line:
    """One row as typed: texts and picked ids by column, and what is wrong."""

    typed: dict[str, str] = field(default_factory=dict)
    picked: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, list[Offer]] = field(default_factory=dict)
    #: References to files as :func:`kept_text` has them, by column.
    files: dict[str, list[str]] = field(default_factory=dict)
    number: int = 0
    #: How its record stood when the grid was opened, where there is one already.
    was: str = ""


@dataclass(frozen=True, slots=True)
class FilesCell:
    """One cell of files: those handed in already, and room for more."""

    name: str
    label: str
    kept: Sequence[tuple[str, str]]
    error: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as drawn."""

    name: str
    label: str
    value: str
    error: str
    picked: str
    offers: Sequence[Offer]
    inputmode: str | None
    searched: bool
    column: str

    @property
    def picked_name(self) -> str:
        """The name under which one of several matches is posted."""
        return self.name + PICKED


_KEYBOARDS = {"integer": "numeric", "quantity": "decimal", "money": "decimal"}


def show_batch(context: BatchNode, request: Any) -> dict[str, Any]:
    """An empty grid, or one of the records that a ledger's filters choose."""
    _require_right(context, request)
    rows, lines = Rows(request.reader, context.spec), []
    if context.spec.revises:
        filters = {
            name.removeprefix(FILTER): value
            for name, value in request.GET.items()
            if name.startswith(FILTER) and value.strip()
        }
        found = standing_rows(request, rows, filters)
        lines = [Line(one.typed, one.picked, was=one.was) for one in found]
    return _draw(context, request, rows, lines)


def _require_right(context: BatchNode, request: Any) -> None:
    spec = context.spec
    if spec.permission and spec.permission not in request.rights:
        raise NotPermitted(f"您没有“{spec.title}”的权限。")


def find_matches(context: BatchNode, request: Any) -> dict[str, Any]:
    """What fits a text in one column, for the list under a cell."""
    _require_right(context, request)
    rows = Rows(request.reader, context.spec)
    column = rows.column(request.GET.get("column", ""))
    typed = request.GET.get("q", "")[:_MOST_CHARACTERS]
    searched = column is not None and column.kind in _SEARCHED
    found = rows.matches(column, typed) if column and searched else []
    request.response.cache_control = "no-store"
    return {
        "matches": [{"value": o.id, "text": o.title, "hint": o.hint} for o in found]
    }


def read_lines(posted: Any, files: Collection[str] = ()) -> list[Line]:
    """The rows that hold anything, in their order.

    :param files: columns that hold references to files.
    """
    lines: dict[int, Line] = {}
    for name, value in posted.items():
        found = _NAME.fullmatch(name)
        if found is None or not isinstance(value, str) or not value.strip():
            continue
        line = lines.setdefault(int(found[1]), Line(number=int(found[1])))
        if found[2] in files:
            line.files.setdefault(found[2], []).append(value)
        else:
            (line.picked if found[3] else line.typed)[found[2]] = value
    every = [lines[n] for n in sorted(lines)]
    for line in every:
        line.was = line.typed.pop(WAS, "")
    return [line for line in every if line.files or any(line.typed.values())]


def submit_batch(context: BatchNode, request: Any) -> Any:
    """All rows, or everything that is wrong with them."""
    _require_right(context, request)
    posted, refused = take_in(
        context, request, [_files_of(context.spec)], MOST_HANDED_IN
    )
    rows = Rows(request.reader, context.spec)
    shown = lines = read_lines(posted, {column.name for column in rows.files})
    channel = request.POST.get("channel", "")
    if "more" in request.POST:
        extra = len(lines) + ROWS_AT_FIRST
        return _draw(context, request, rows, lines, least=extra)
    if context.spec.revises:
        lines = list(differing(lines, request, rows))
    if problem := _stray(refused, shown) or _unfit(lines, revises=bool(shown)):
        return _draw(context, request, rows, shown, problem=problem)
    understood = [rows.understand(line.typed, line.picked) for line in lines]
    for line, found in zip(lines, understood, strict=True):
        given = {n: list(map(kept_reference, kept)) for n, kept in line.files.items()}
        rows.hand_in(found, given)
        line.errors |= rows.wrong_with(found)
        line.unclear = found.unclear
        line.errors |= _refused(refused, line.number)
    if any(line.errors for line in lines):
        return _draw(context, request, rows, shown)
    given = {
        "each": context.spec.name,
        "rows": [_told(found.values, channel) for found in understood],
    }
    try:
        outcome = perform(
            request, act_of(request, enter_batch.name, given, posted_id(request))
        )
    except FormErrors as wrong:
        rest = _place(rows, lines, wrong.errors)
        return _draw(context, request, rows, shown, problem="；".join(rest))
    except CommandReused:
        return _draw(context, request, rows, shown, problem=REUSED)
    told = f"已登记{len(lines)}条：{context.spec.title}"
    request.session.flash(("late", REPEATED) if outcome.repeated else ("good", told))
    return HTTPSeeOther(_after(context, request))


def _files_of(spec: CommandSpec) -> FieldSpec:
    """The grid's cells of files, as an upload is looked at."""
    return FieldSpec(
        "rows", "各行", types.lines(), required=False, lines=files_of(spec)
    )


def _refused(refused: dict[str, str], number: int) -> dict[str, str]:
    """Why files of one row were not taken in, by column."""
    place = f"rows.{number}."
    found = refused.items()
    return {n.removeprefix(place): said for n, said in found if n.startswith(place)}


def _stray(refused: dict[str, str], lines: list[Line]) -> str:
    """What is wrong with files of rows that hold nothing else."""
    numbers = {str(line.number) for line in lines}
    said = [text for n, text in refused.items() if n.split(".")[1] not in numbers]
    return "；".join(said)


def _unfit(lines: list[Line], *, revises: bool) -> str:
    """Why so many rows are not looked at."""
    if not lines:
        return "没有改动任何一行" if revises else "请至少填写一行"
    most = f"一次最多登记{MOST_ROWS}行，请分几次登记"
    return most if len(lines) > MOST_ROWS else ""


def _told(values: dict[str, Any], channel: str) -> dict[str, Any]:
    known = {code for code, _title in CHANNELS}
    return {**values, "channel": channel} if channel in known else values


def _place(rows: Rows, lines: list[Line], errors: dict[str, str]) -> list[str]:
    """Put errors into the rows they belong to; what belongs to none is given back."""
    rest: list[str] = []
    for name, message in errors.items():
        row, _, column = name.removeprefix("rows.").partition(".")
        if row.isdigit() and int(row) < len(lines):
            place = rows.place(column.removeprefix("input."))
            lines[int(row)].errors.setdefault(place, message)
        else:
            rest.append(message)
    return rest


def _draw(
    context: BatchNode,
    request: Any,
    rows: Rows,
    lines: list[Line],
    *,
    problem: str = "",
    least: int = ROWS_AT_FIRST,
) -> dict[str, Any]:
    spec = context.spec
    if problem or any(line.errors for line in lines):
        request.response.status_int = 422
    plugin = request.declared.plugins[spec.plugin]
    request.page.crumbs = [Link(plugin.title, request.to.plugin(plugin.name))]
    most = len(lines) if spec.revises else least
    every = [*lines, *(Line() for _ in range(most - len(lines)))]
    return {
        "title": f"{'成批修改' if spec.revises else '成批登记'}：{spec.title}",
        "revises": spec.revises,
        "was": [(f"rows-{n}-{WAS}", line.was) for n, line in enumerate(every)],
        "help": spec.help,
        "columns": rows.columns,
        "rows": [_cells(rows, line, n) for n, line in enumerate(every)],
        "file_columns": rows.files,
        "files": [_files_cells(rows, line, n) for n, line in enumerate(every)],
        "multipart": "multipart/form-data" if rows.files else None,
        "accept": ACCEPT,
        "row_errors": [line.errors.get("", "") for line in every],
        "problem": problem,
        "wrong": sum(len(line.errors) for line in lines),
        "most": MOST_ROWS,
        "channels": CHANNELS,
        "channel": request.POST.get("channel", "") or "system",
        "batches_url": (
            request.to.ledger("core.entry_batches")
            if CorePermission.AMEND in request.rights
            else None
        ),
        "timed": rows.column(MOMENT) is not None,
        "choices_url": f"{request.to.batch(spec.name)}/choices",
        "action": request.to.batch(spec.name),
        "cancel": _after(context, request),
        "command_id": str(posted_id(request)),
    }


def _cells(rows: Rows, line: Line, number: int) -> list[Cell]:
    return [_cell(column, line, number) for column in rows.columns]


def _files_cells(rows: Rows, line: Line, number: int) -> list[FilesCell]:
    return [
        FilesCell(
            f"rows-{number}-{column.name}",
            f"{column.title}，第{number + 1}行",
            [
                (text, reference["name"])
                for text in line.files.get(column.name, ())
                if is_reference(reference := kept_reference(text))
            ],
            line.errors.get(column.name, ""),
        )
        for column in rows.files
    ]


def _cell(column: FieldSpec, line: Line, number: int) -> Cell:
    name = column.name
    return Cell(
        f"rows-{number}-{name}",
        f"{column.title}，第{number + 1}行",
        line.typed.get(name, ""),
        line.errors.get(name, ""),
        line.picked.get(name, ""),
        line.unclear.get(name, ()),
        _KEYBOARDS.get(column.kind),
        column.kind in _SEARCHED,
        name,
    )


def _after(context: BatchNode, request: Any) -> str:
    """The ledger of what was recorded, where there is one."""
    spec, declared = context.spec, request.declared
    topic = declared.topics.topic_of(spec.event) if spec.event else ""
    ledger = declared.ledger_of(str(topic).rpartition(".")[0])
    if ledger is not None and ledger.seen_by in request.rights:
        return str(request.to.ledger(ledger.name))
    return str(request.to.plugin(spec.plugin))


def includeme(config: Any) -> None:
    """Register the grid."""
    page = {"context": BatchNode, "renderer": "batch.pt"}
    config.add_view(show_batch, request_method="GET", **page)
    config.add_view(submit_batch, request_method="POST", **page)
    config.add_view(
        find_matches, context=BatchNode, name="choices", request_method="GET",
        renderer="json",
    )  # fmt: skip

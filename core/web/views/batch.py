"""成批登记: a grid of rows of one command, generated from its declaration."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.model.batch import MOST_ROWS, enter_batch
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import parse
from houqin.core.site.rows import MOMENT, Rows
from houqin.core.web.acts import act_of
from houqin.core.web.batch_tree import BatchNode
from houqin.core.web.finding import PICKED
from houqin.core.web.page import Link
from houqin.core.web.views.command import CHANNELS, REPEATED, REUSED, perform, posted_id
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.choosing import Offer
    from houqin.core.site.rows import Understood

#: Rows of an empty grid; so many more at a press.
ROWS_AT_FIRST = 20
#: More than anybody types to find something.
_MOST_CHARACTERS = 40
_NAME = re.compile(r"rows-(\d{1,6})-([a-z_]+?)(" + re.escape(PICKED) + r")?")
_SEARCHED = frozenset({"choice", "boolean", "reference", "role"})


@dataclass
class Line:
    """One row as typed: texts and picked ids by column, and what is wrong."""

    typed: dict[str, str] = field(default_factory=dict)
    picked: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    unclear: dict[str, list[Offer]] = field(default_factory=dict)


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
    """An empty grid."""
    _require_right(context, request)
    return _draw(context, request, Rows(request.reader, context.spec), [])


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


def read_lines(posted: Any) -> list[Line]:
    """The rows that hold anything, in their order."""
    lines: dict[int, Line] = {}
    for name, value in posted.items():
        found = _NAME.fullmatch(name)
        if found is None or not isinstance(value, str) or not value.strip():
            continue
        line = lines.setdefault(int(found[1]), Line())
        (line.picked if found[3] else line.typed)[found[2]] = value
    return [lines[n] for n in sorted(lines) if any(lines[n].typed.values())]


def submit_batch(context: BatchNode, request: Any) -> Any:
    """All rows, or everything that is wrong with them."""
    _require_right(context, request)
    rows = Rows(request.reader, context.spec)
    lines = read_lines(request.POST)
    channel = request.POST.get("channel", "")
    if "more" in request.POST:
        extra = len(lines) + ROWS_AT_FIRST
        return _draw(context, request, rows, lines, least=extra)
    if problem := _unfit(lines):
        return _draw(context, request, rows, lines, problem=problem)
    understood = [rows.understand(line.typed, line.picked) for line in lines]
    for line, found in zip(lines, understood, strict=True):
        line.errors, line.unclear = _errors_of(rows, found), found.unclear
    if any(line.errors for line in lines):
        return _draw(context, request, rows, lines)
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
        return _draw(context, request, rows, lines, problem="；".join(rest))
    except CommandReused:
        return _draw(context, request, rows, lines, problem=REUSED)
    told = f"已登记{len(lines)}条：{context.spec.title}"
    request.session.flash(("late", REPEATED) if outcome.repeated else ("good", told))
    return HTTPSeeOther(_after(context, request))


def _unfit(lines: list[Line]) -> str:
    """Why so many rows are not looked at."""
    if not lines:
        return "请至少填写一行"
    most = f"一次最多登记{MOST_ROWS}行，请分几次登记"
    return most if len(lines) > MOST_ROWS else ""


def _told(values: dict[str, Any], channel: str) -> dict[str, Any]:
    known = {code for code, _title in CHANNELS}
    return {**values, "channel": channel} if channel in known else values


def _errors_of(rows: Rows, found: Understood) -> dict[str, str]:
    """What is wrong with one row before anything is done."""
    wrong = dict(found.errors)
    try:
        parse(rows.spec.form, found.values["input"])
    except FormErrors as errors:
        for name, message in errors.errors.items():
            # What could not be understood is missing here, and said already.
            wrong.setdefault(rows.place(name), message)
    return wrong


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
    every = [*lines, *(Line() for _ in range(least - len(lines)))]
    return {
        "title": f"成批登记：{spec.title}",
        "help": spec.help,
        "columns": rows.columns,
        "rows": [_cells(rows, line, n) for n, line in enumerate(every)],
        "row_errors": [line.errors.get("", "") for line in every],
        "problem": problem,
        "wrong": sum(len(line.errors) for line in lines),
        "most": MOST_ROWS,
        "channels": CHANNELS,
        "channel": request.POST.get("channel", "") or "system",
        "timed": rows.column(MOMENT) is not None,
        "choices_url": f"{request.to.batch(spec.name)}/choices",
        "action": request.to.batch(spec.name),
        "cancel": _after(context, request),
        "command_id": str(posted_id(request)),
    }


def _cells(rows: Rows, line: Line, number: int) -> list[Cell]:
    return [_cell(column, line, number) for column in rows.columns]


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

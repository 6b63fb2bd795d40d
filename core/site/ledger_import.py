"""A ledger's template and the trial of a filled-in one (导入), from its declaration."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from houqin.core.files.sheets import Heading, Layout, Problem, Sheet
from houqin.core.files.template import Template
from houqin.core.files.workbook import BadWorkbook, read_workbook
from houqin.core.model.command import Act
from houqin.core.model.imports import import_rows
from houqin.core.site.rows import Rows
from houqin.core.site.slip_rows import SlipRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from houqin.core.model.imports import Import
    from houqin.core.schema.form import FieldSpec
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site

VERSION = 1
#: A file as it was handed in: its name and its content.
HandedIn = tuple[str, bytes]
#: A longer list is no drop-down anybody looks through.
_MOST_OFFERED = 500
_NUMBERS = frozenset({"integer", "quantity", "money"})
_EXAMPLES = {
    "date": "2023-03-05", "instant": "2023-03-05 08:30", "boolean": "否",
    "quantity": "1", "integer": "1", "money": "100.00",
}  # fmt: skip
_KINDS = {
    "date": "日期，例如 2023-03-05", "instant": "日期时间，例如 2023-03-05 08:30",
    "references": "几个用顿号隔开", "roles": "几个用顿号隔开",
}  # fmt: skip


def rows_of(reader: Reader, spec: Import) -> Rows:
    """What understands the rows of a file."""
    slips = reader.site.declarations.slips
    slip = slips.get(spec.command.name)
    if slip is not None:
        return SlipRows(reader, slip, past=spec.backfill)
    return Rows(reader, spec.command, exact=True, past=spec.backfill)


def layout_of(reader: Reader, spec: Import, rows: Rows) -> Layout:
    """One sheet with a column for every field."""
    title = reader.ledger_named(spec.ledger).title
    headings = [_heading(spec, rows, column) for column in rows.columns]
    first = headings[0]
    headings[0] = replace(first, example=f"示例：{first.example}")
    return Layout(
        f"houqin-{spec.ledger}", VERSION, (Sheet("rows", title, tuple(headings)),)
    )


def _heading(spec: Import, rows: Rows, column: FieldSpec) -> Heading:
    offered = rows.offered(column)
    kind = "number" if column.kind in _NUMBERS else column.kind
    title = f"{column.title}（{column.unit}）" if column.unit else column.title
    made_up = offered[0].title if offered else _EXAMPLES.get(column.kind, column.title)
    needed = column.required or column.name in spec.examples
    example = spec.examples.get(column.name) or (made_up if needed else "")
    note = "；".join(filter(None, (column.help, _KINDS.get(column.kind, ""))))
    return Heading(
        column.name, title, note, example, column.required,
        choices=column.name if 0 < len(offered) <= _MOST_OFFERED else "",
        exact=column.kind in {"text", "longtext", "personal"},
        kind=kind if kind in {"date", "instant", "number"} else "",
        closed=bool(column.choices) or column.kind == "boolean",
    )  # fmt: skip


def template_of(reader: Reader, spec: Import) -> bytes:
    """The workbook to fill in, with what this site offers in its lists."""
    rows = rows_of(reader, spec)
    lists = {
        c.name: _words(rows, c)
        for c in rows.columns
        if 0 < len(rows.offered(c)) <= _MOST_OFFERED
    }
    return Template(layout_of(reader, spec, rows), lists).bytes()


def _words(rows: Rows, column: FieldSpec) -> list[str]:
    """Names as a cell may hold them; of two alike each says where it belongs."""
    offers = rows.offered(column)
    names = [offer.title for offer in offers]
    return [
        f"{o.title}（{o.hint}）" if names.count(o.title) > 1 and o.hint else o.title
        for o in offers
    ]


def keep_originals(
    site: Site, trial: Trial, files: Sequence[HandedIn], person: UUID
) -> None:
    """Keep the files themselves, for a trial that may be recorded.

    Nobody may hold a snapshot meanwhile. What is not recorded is swept away in time.

    :raises houqin.core.files.refusal.FileRefused: for a name no attachment has.
    """
    trial.given["original"] = [
        site.attachments.receive(BytesIO(content), name, len(content), person)
        for name, content in files
    ]


@dataclass(frozen=True)
class Trial:
    """What was understood of a file, and everything that is wrong with it."""

    given: dict[str, Any]
    problems: tuple[Problem, ...]

    @cached_property
    def errors(self) -> list[Problem]:
        """What must be put right first."""
        return [problem for problem in self.problems if not problem.warning]

    @cached_property
    def warnings(self) -> list[Problem]:
        """What is only told (提示)."""
        return [problem for problem in self.problems if problem.warning]

    @property
    def count(self) -> int:
        """How many rows."""
        return len(self.given["rows"])

    @property
    def ready(self) -> bool:
        """Whether all of it can be imported."""
        return not self.errors and bool(self.count)


class _Trying:
    """One file, from its cells to what the command would say.

    :param of: which of several it is; its name then stands in front of every place.
    """

    def __init__(
        self, rows: Rows, layout: Layout, file: HandedIn, of: int | None
    ) -> None:
        self.rows, self.of = rows, of
        self.name, content = file
        read, found = read_workbook(content, layout)
        self.problems = [self._named(problem) for problem in found]
        (self.sheet,) = layout.sheets
        self._typed = read["rows"]
        self._told = {(p.row, p.column) for p in self.problems}
        self.numbers = [int(row["row"]) for row in self._typed]
        self.digest = hashlib.sha256(content).hexdigest()
        self.given = [self._row(place) for place in range(len(self._typed))]

    def _named(self, problem: Problem) -> Problem:
        """Of several files each problem says which."""
        if self.of is None:
            return problem
        return replace(problem, sheet=f"{self.name}：{problem.sheet}")

    def _row(self, place: int) -> dict[str, Any]:
        understood = self.rows.understand(self._typed[place])
        for name, message in self.rows.wrong_with(understood).items():
            self.add(place, name, message)
        stood = {"sheet": self.sheet.title, "row": self.numbers[place]}
        several = {} if self.of is None else {"of": self.of}
        return {**understood.values, **stood, **several}

    def add(
        self, place: int, name: str, message: str, *, warning: bool = False
    ) -> None:
        """Something about a cell, once."""
        heading = self.sheet.heading(name)
        title, number = heading.title if heading else "", self.numbers[place]
        if (number, title) not in self._told:
            self._told.add((number, title))
            problem = Problem(self.sheet.title, number, title, message, warning)
            self.problems.append(self._named(problem))

    @property
    def right(self) -> list[int]:
        """The places of the rows that are well formed."""
        wrong = {problem.row for problem in self.problems}
        return [place for place, row in enumerate(self.numbers) if row not in wrong]


class _Together:
    """The files of one trial, and where the rows of each stand among all."""

    def __init__(self, ledger: str, files: list[_Trying]) -> None:
        self.files = files
        self._others: list[Problem] = []
        self.given: dict[str, Any] = {
            "ledger": ledger,
            "file": _called([each.name for each in files]),
            "digest": _digest_of([each.digest for each in files]),
            "rows": [row for each in files for row in each.given],
        }
        if len(files) > 1:
            named = [{"file": f.name, "digest": f.digest} for f in files]
            self.given["files"] = named

    @property
    def right(self) -> list[tuple[_Trying, int]]:
        """The rows that are well formed: their file, and their place in it."""
        return [(each, place) for each in self.files for place in each.right]

    def tell(
        self, rows: list[tuple[_Trying, int]], said: dict[str, str], *, warning: bool
    ) -> None:
        """What the command says of ``rows.3.plate``.

        :param rows: those that it was given.
        """
        for name, message in said.items():
            row, _, column = name.removeprefix("rows.").partition(".")
            if row.isdigit() and int(row) < len(rows):
                file, place = rows[int(row)]
                named = file.rows.place(column.removeprefix("input."))
                file.add(place, named, message, warning=warning)
            else:
                self._others.append(Problem("", 0, "", message, warning))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors first, in the order of the files and their rows."""
        found = [
            (problem.warning, number, problem.row, problem)
            for number, each in enumerate(self.files)
            for problem in each.problems
        ]
        told = [problem for *_, problem in sorted(found, key=lambda one: one[:3])]
        return (*self._others, *told)


def _called(names: list[str]) -> str:
    """甲.xlsx等12个文件."""
    return names[0] if len(names) == 1 else f"{names[0]}等{len(names)}个文件"


def _digest_of(digests: list[str]) -> str:
    """One file's own; of several that of all of them, in their order."""
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def try_files(
    reader: Reader, spec: Import, person: UUID, files: Sequence[HandedIn]
) -> Trial:
    """Read and judge files; what rules and guards say is tried and undone.

    Rows that are well formed are tried beside others, so that all is said at once.
    The reader's snapshot is not used after this has begun to try.

    :raises houqin.core.files.workbook.BadWorkbook: when one is no such template.
    """
    together = _Together(spec.ledger, _read(reader, spec, files))
    if right := together.right:
        rows = [file.given[place] for file, place in right]
        act = Act(import_rows.name, {**together.given, "rows": rows}, person, uuid4())
        errors, hints = reader.site.attempt(act)
        together.tell(right, errors, warning=False)
        together.tell(right, hints, warning=True)
    return Trial(together.given, together.problems)


def _read(reader: Reader, spec: Import, files: Sequence[HandedIn]) -> list[_Trying]:
    """Each file's rows; all that are no template are named at once."""
    rows = rows_of(reader, spec)
    layout, several = layout_of(reader, spec, rows), len(files) > 1
    found, bad = [], []
    for number, file in enumerate(files):
        try:
            found.append(_Trying(rows, layout, file, number if several else None))
        except BadWorkbook as wrong:
            front = f"{file[0]}：" if several else ""
            bad += [front + message for message in wrong.messages]
    if bad:
        raise BadWorkbook(*bad)
    return found


def importable(
    imports: Mapping[str, Import | None], rights: Sequence[str] | frozenset[str]
) -> list[Import]:
    """What these rights may import."""
    return [
        spec
        for spec in imports.values()
        if spec and import_rows.permission in rights
        if not spec.command.permission or spec.command.permission in rights
    ]

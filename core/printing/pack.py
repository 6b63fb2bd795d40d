"""迎检材料包: papers of a period in one zip, behind a table of contents.

What is in it is a list of :class:`Paper`; each is made when its turn has come, so that
one paper at a time is held in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from houqin.core.printing.batches import TURNS
from houqin.core.printing.typesetting import typeset
from houqin.core.printing.widths import breakable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from houqin.core.printing.ledger_sheet import Printing

CONTENTS = "00 目录.pdf"
#: What cannot stand in a file's name under Windows.
_BARRED = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_COMPRESSED = frozenset({"xlsx", "docx", "pdf"})


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of the pack: under which heading, how much is in it, what makes it."""

    heading: str
    title: str
    ending: str
    count: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class _Listed:
    paper: Paper
    number: str
    digest: str


def write_pack(
    papers: Sequence[Paper],
    title: str,
    printing: Printing,
    path: Path,
    progress: Callable[[int], None],
) -> None:
    """Make every paper, then the table of contents, which is opened first.

    :raises CannotTypeset: where no PDF can be made.
    """
    listed = []
    headings = list(dict.fromkeys(paper.heading for paper in papers))
    with ZipFile(path, "w", ZIP_DEFLATED) as kept:
        for number, paper in enumerate(papers, 1):
            content = paper.make()
            folder = f"{headings.index(paper.heading) + 1:02} {paper.heading}"
            called = f"{number:02} {paper.title}.{paper.ending}"
            name = f"{folder.translate(_BARRED)}/{called.translate(_BARRED)}"
            packed = ZIP_STORED if paper.ending in _COMPRESSED else ZIP_DEFLATED
            kept.writestr(
                name.translate(_BARRED).replace("／", "/", 1), content, packed
            )
            listed.append(_Listed(paper, str(number), sha256(content).hexdigest()))
            progress(number)
        kept.writestr(CONTENTS, _contents(listed, title, printing))


def _contents(listed: Sequence[_Listed], title: str, printing: Printing) -> bytes:
    values = {
        "title": f"{title}目录",
        "unit": printing.unit,
        "said": printing.said,
        "within": printing.within,
        "printed": printing.line,
        "rows": _rows(listed),
    }
    return typeset("contents.typ", values, turns=TURNS)


def _rows(listed: Sequence[_Listed]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    heading = ""
    for each in listed:
        if each.paper.heading != heading:
            heading = each.paper.heading
            rows.append({"heading": True, "title": heading})
        rows.append(
            {
                "heading": False,
                "number": each.number,
                "title": breakable(each.paper.title),
                "count": each.paper.count,
                "ending": each.paper.ending,
                "digest": breakable(each.digest),
            }
        )
    return rows

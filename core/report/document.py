"""A summary as a Word document that looks as GB/T 9704 asks for.

A4, 22 lines of 28 characters; title 小标宋 二号, headings 黑体, body 仿宋 三号. Fonts
are named, not carried: the office's own computers have them. Every figure carries its
source as a comment and as a line of the annex.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from houqin.core.report.composing import day_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.report.composing import Piece, Said, Summary
    from houqin.core.site.figures import Figure

TITLE, HEADING, BODY = "方正小标宋简体", "黑体", "仿宋_GB2312"
#: 二号, 三号, 四号, 五号 in points.
_TWO, _THREE, _FOUR, _SMALL = 22, 16, 14, 10.5
#: 22 lines in 225 mm, in points; twentieths of it for Word's grid.
_LINE = 28.95
#: Twentieths of a point closer, and 28 characters of 三号 fill the 156 mm.
_CLOSER = "-5"
_NUMBERS = "一二三四五六七八九十"
_HEADS = ("序号", "文中写法", "指标", "精确数", "期间", "指标口径", "来源")
#: Millimetres of the annex's columns: all of the 156 between the margins.
_WIDTHS = (10, 18, 22, 24, 23, 43, 16)


def word_document(summary: Summary) -> bytes:
    """The summary as a .docx file."""
    document: Any = Document()
    _lay_out(document)
    _paragraph(document, summary.heading, TITLE, _TWO, centred=True)
    _paragraph(document, "", BODY, _THREE)
    for number, said in enumerate(summary.said):
        if len(summary.said) > 1:
            heading = f"{_number(number)}、{said.title}"
            _paragraph(document, heading, HEADING, _THREE, indented=True)
        _sentence(document, summary, said)
    _paragraph(document, "", BODY, _THREE)
    _paragraph(document, summary.unit, BODY, _THREE, right=True)
    _paragraph(document, day_text(summary.end), BODY, _THREE, right=True)
    _annex(document, summary)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _number(index: int) -> str:
    return _NUMBERS[index] if index < len(_NUMBERS) else str(index + 1)


def _lay_out(document: Any) -> None:
    """Margins, the grid of lines, and 第几页 at the foot."""
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = BODY, Pt(_THREE)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    grid = OxmlElement("w:docGrid")
    for name, value in (("type", "lines"), ("linePitch", str(round(_LINE * 20)))):
        grid.set(qn(f"w:{name}"), value)
    for old in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - has no API
        section._sectPr.remove(old)  # noqa: SLF001 - the library has no other way
    section._sectPr.append(grid)  # noqa: SLF001 - the library has no other way
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in ("— ", None, " —"):
        run = _run(foot, part or "", "宋体", _FOUR)
        if part is None:
            _field(run, "PAGE")


def _field(run: Any, code: str) -> None:
    """A field that Word fills in, the page's number."""
    for kind in ("begin", None, "end"):
        if kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = code
            run._r.append(text)  # noqa: SLF001 - python-docx has no fields
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - the library has no other way


def _paragraph(
    document: Any, text: str, font: str, size: float, *, centred: bool = False,
    right: bool = False, indented: bool = False,
) -> Any:  # fmt: skip
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(_LINE)
    if centred:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if indented:
        layout.first_line_indent = Pt(2 * size)
    if text:
        _run(paragraph, text, font, size)
    return paragraph


def _run(paragraph: Any, text: str, font: str, size: float) -> Any:
    """A run in one font, for Chinese and for digits alike."""
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 - has no API
    if font == BODY and size == _THREE:
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), _CLOSER)
        run._element.rPr.append(closer)  # noqa: SLF001 - the library has no other way
    return run


def _sentence(document: Any, summary: Summary, said: Said) -> None:
    paragraph = _paragraph(document, "", BODY, _THREE, indented=True)
    for piece in said.pieces:
        run = _run(paragraph, piece.text, BODY, _THREE)
        if piece.figure:
            told = "；".join(source_lines(piece.figure, summary.within))
            document.add_comment(run, text=told, author=summary.unit, initials="源")


def source_lines(figure: Figure, within: str) -> Iterator[str]:
    """Where a figure comes from, in words."""
    kpi = figure.kpi
    yield f"指标：{kpi.title} {figure.text} {kpi.unit}".rstrip()
    yield f"期间：{figure.start} 至 {figure.end}"
    yield f"统计时点：{within}"
    yield f"指标口径：{kpi.meaning.rstrip('。')}"
    if kpi.source:
        yield f"来源：{kpi.source}"


def _annex(document: Any, summary: Summary) -> None:
    """附件: every figure exactly, with its definition."""
    document.add_page_break()
    _paragraph(document, "附件", HEADING, _THREE)
    _paragraph(document, "文中数据来源", TITLE, _TWO, centred=True)
    table = document.add_table(rows=1, cols=len(_HEADS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    _fill(table.rows[0], _HEADS, HEADING)
    figures = [piece for said in summary.said for piece in said.figures]
    for number, piece in enumerate(figures, 1):
        _fill(table.add_row(), _source_row(number, piece), BODY)
    note = f"统计时点：{summary.within}。数字由台账自动统计，可按口径逐笔查看明细。"
    _paragraph(document, note, BODY, _SMALL)


def _source_row(number: int, piece: Piece) -> tuple[str, ...]:
    figure = piece.figure
    assert figure is not None  # noqa: S101 - only such are listed
    kpi = figure.kpi
    return (
        str(number), piece.text, kpi.title, f"{figure.text} {kpi.unit}".rstrip(),
        f"{figure.start} 至 {figure.end}", kpi.meaning, kpi.source,
    )  # fmt: skip


def _fill(row: Any, texts: tuple[str, ...], font: str) -> None:
    """A row in small type, off the page's grid."""
    for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        off = OxmlElement("w:snapToGrid")
        off.set(qn("w:val"), "0")
        paragraph._p.get_or_add_pPr().append(off)  # noqa: SLF001 - has no API
        _run(paragraph, text, font, _SMALL)

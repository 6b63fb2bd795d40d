"""The Word document: its look, its sentences, and the source of every figure."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length

from houqin.core.report.composing import summarise
from houqin.core.report.document import word_document
from tests.office import Office, declared, open_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.store import Store


@pytest.fixture
def database() -> str:
    """A document does not depend on the database."""
    return "sqlite"


@pytest.fixture
def document(new_store: Callable[..., Store]) -> Any:
    """A reopened document of one trip."""
    office = Office(open_site(new_store(durable=False), declared()))
    office.driven(office.car("electric"), office.driver(), 1000, 1064)
    sections = office.site.declarations.report_sections.values()
    days = (date(2023, 1, 1), date(2023, 12, 31))
    with office.site.reader() as reader:
        summary = summarise(reader, "青山县公务用车工作总结", sections, *days)
    return Document(io.BytesIO(word_document(summary)))


def test_the_sentence_is_there_as_plain_text(document: Any) -> None:
    said = [p.text for p in document.paragraphs if p.text.startswith("截至")]
    assert len(said) == 1
    assert "共调度公务用车1车次" in said[0]
    assert document.paragraphs[0].text == "青山县公务用车工作总结"


def test_page_type_and_lines_are_those_of_the_standard(document: Any) -> None:
    section = document.sections[0]
    assert round(section.page_width.mm), round(section.page_height.mm) == (210, 297)
    text_width = section.page_width - section.left_margin - section.right_margin
    assert round(Length(text_width).mm) == 156
    title = document.paragraphs[0].runs[0]
    body = next(p for p in document.paragraphs if p.text.startswith("截至"))
    assert (title.font.size.pt, title.font.name) == (22, "方正小标宋简体")
    assert (body.runs[0].font.size.pt, body.runs[0].font.name) == (16, "仿宋_GB2312")
    assert body.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert body.paragraph_format.first_line_indent.pt == 32
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.95)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines"
    closer = int(body.runs[0]._element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    assert 28 <= Length(text_width).pt / (16 + closer / 20) < 28.5
    # 22 lines within the 225 mm between the margins.
    assert 21.9 < 225 / 25.4 * 72 * 20 / int(grid.get(qn("w:linePitch"))) < 22.5


def test_pages_are_numbered(document: Any) -> None:
    foot = document.sections[0].footer._element.xml
    assert "PAGE" in foot


def test_each_figure_carries_its_source_as_a_comment(document: Any) -> None:
    told = [comment.text for comment in document.comments]
    trips = next(text for text in told if text.startswith("指标：调度车次 1 车次"))
    assert "期间：2023-01-01 至 2023-03-06" in trips
    assert "统计时点：截至日期 2023-03-06，登记序号" in trips
    assert "指标口径：实际出车且未作废的派车单数" in trips
    assert "来源：派车台账" in trips


def test_the_annex_lists_every_figure_exactly(document: Any) -> None:
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0][:4] == ["序号", "文中写法", "指标", "精确数"]
    assert rows[1][:4] == ["1", "1", "调度车次", "1 车次"]
    assert len(rows) - 1 == len(list(document.comments))

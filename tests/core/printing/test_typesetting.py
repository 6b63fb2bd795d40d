"""What typst makes of our templates, and what is said when it cannot."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from houqin.core.printing.typesetting import CannotTypeset, typeset

SQUARE = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


def record(rows: int) -> dict[str, Any]:
    cells = [[str(number), "内容" * 30] for number in range(rows)]
    table = {"heads": ["序号", "内容"], "cells": cells, "weights": [4, 20]}
    return {
        "heading": "车辆档案", "copy": "", "number": "", "unit": "后勤中心",
        "marks": ["补录"], "qr": SQUARE, "within": "登记序号 1",
        "sections": [{"title": "办理经过", "rows": [table]}],
    }  # fmt: skip


def pages(*records: dict[str, Any]) -> list[str]:
    values = {"title": "档案", "paper": "a4", "printed": "打印时间", "sheets": records}
    reader = PdfReader(io.BytesIO(typeset("form.typ", values)))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def test_each_document_of_a_file_counts_its_own_pages() -> None:
    long, short = record(60), record(1)
    found = pages(long, short)
    count = len(found) - 1
    assert count > 1
    for number, page in enumerate(found[:-1], 1):
        assert f"第{number}页共{count}页" in page
        assert "序号内容" in page
    assert "第1页共1页" in found[-1]


def test_what_cannot_be_set_is_said_and_written_down(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(CannotTypeset, match="没能生成 PDF"):
        typeset("form.typ", {"title": "没有内容"})
    assert "no PDF of form.typ" in caplog.text

"""`houqin report` says what the page says, and writes it as a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docx import Document

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office

YEAR = ("--from", "2023-01-01", "--to", "2023-12-31")
SAID = "截至2023年3月6日，共调度公务用车1车次"


@pytest.fixture
def driven(desk: Office) -> Office:
    """One trip."""
    desk.driven(desk.car(), desk.driver(), 1000, 1064)
    return desk


def test_the_sentence_comes_with_each_figure_s_source(
    shell: Shell, driven: Office
) -> None:
    lines = shell("report", "office", *YEAR).stdout.splitlines()
    assert lines[0].startswith(SAID)
    assert "  1  调度车次 1 车次" in lines
    assert lines[-1].startswith("截至日期 2023-03-06，登记序号")


def test_a_horizon_limits_what_is_said(shell: Shell, driven: Office) -> None:
    told = shell.read("report", "office", *YEAR, "--as-of", "2023-03-05")
    assert told["sections"][0]["figures"][0]["value"] == 0
    assert told["to"] == "2023-03-05"


def test_a_word_document_is_written(
    shell: Shell, driven: Office, tmp_path: Path
) -> None:
    file = tmp_path / "总结.docx"
    shell("report", "office", *YEAR, "--module", "vehicles", "--docx", str(file))
    paragraphs = [p.text for p in Document(str(file)).paragraphs]
    assert paragraphs[0] == "青山县公务用车工作总结"
    assert any(text.startswith(SAID) for text in paragraphs)


def test_a_file_that_cannot_be_written_is_named(shell: Shell, driven: Office) -> None:
    said = shell.fails("report", "office", *YEAR, "--docx", "/nowhere/x.docx", code=2)
    assert said.startswith("不能写入/nowhere/x.docx")


def test_an_unknown_module_is_named(shell: Shell, driven: Office) -> None:
    said = shell.fails("report", "office", *YEAR, "--module", "nothing", code=2)
    assert said.startswith("没有可写的工作总结：nothing")

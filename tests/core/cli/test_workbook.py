"""``houqin ledger --format xlsx`` writes the workbook of the page."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from tests.core.cli.conftest import Shell
    from tests.office import Office


def test_a_ledger_is_written_as_a_workbook(shell: Shell, desk: Office) -> None:
    desk.car()
    result = shell("ledger", "office", "vehicles.vehicles", "--format", "xlsx")
    assert result.exit_code == 0
    page = openpyxl.load_workbook(BytesIO(result.stdout_bytes)).worksheets[0]
    assert page["A1"].value == "车辆台账"
    assert page["A4"].value == 1
    assert str(page["B4"].value).startswith("桂X·")

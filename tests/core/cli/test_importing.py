"""``houqin import``: a filled-in template, tried or recorded whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.core.people.filling import filled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Shell
    from tests.office import Office

UNITS = (("县文旅局", "文旅局", "县直部门"),)
PEOPLE = (("韦国强", "文旅局", "单位经办人", "WL001"),)
IMPORT = ("import", "office", "core.people")


@pytest.fixture
def file(shell: Shell, desk: Office, tmp_path: Path) -> Path:
    """A file that is all right, from the template the command line writes."""
    path = tmp_path / "county.xlsx"
    assert shell(*IMPORT, path, "--template").exit_code == 0
    return _fill(path, UNITS, PEOPLE)


def _fill(path: Path, units: Any, people: Any) -> Path:
    path.write_bytes(filled(path.read_bytes(), units, people))
    return path


def test_a_file_is_imported(shell: Shell, desk: Office, file: Path) -> None:
    result = shell(*IMPORT, file, "--as", "admin0")
    assert result.exit_code == 1
    result = shell(*IMPORT, file)
    assert (result.exit_code, result.stdout) == (0, "已导入1个单位、1名人员\n")
    found = shell.read("ledger", "office", "core.people", "--filter", "number=WL001")
    assert [row["shown"]["name"] for row in found["rows"]] == ["韦国强"]
    desk.assert_sound()


def test_a_dry_run_records_nothing(shell: Shell, desk: Office, file: Path) -> None:
    before = desk.head()
    result = shell(*IMPORT, file, "--dry-run")
    assert (result.exit_code, result.stdout) == (
        0, "试导入通过（不入账）：1个单位、1名人员\n",
    )  # fmt: skip
    assert desk.head() == before


def test_errors_are_listed_and_nothing_is_imported(
    shell: Shell, desk: Office, file: Path
) -> None:
    before = desk.head()
    _fill(file, UNITS, (("韦国强", "没有的局"), ("周经办", "财政局")))
    result = shell(*IMPORT, file)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "错误：人员第3行“单位”：没有单位“没有的局”",
        "提示：人员第4行“姓名”：这个单位已有一名“周经办”",
        "没有导入：有1处错误，共1个单位、2名人员",
    ]
    assert desk.head() == before


def test_json_says_what_is_wrong_where(shell: Shell, desk: Office, file: Path) -> None:
    told = shell.read(*IMPORT, file, "--dry-run")
    assert told == {"recorded": False, "units": 1, "people": 1, "problems": []}
    _fill(file, UNITS, (("韦国强", "没有的局"),))
    told = shell.read(*IMPORT, file, code=1)
    assert told["recorded"] is False
    assert told["problems"] == [
        {
            "sheet": "人员", "row": 3, "column": "单位",
            "message": "没有单位“没有的局”", "warning": False,
        }
    ]  # fmt: skip


def test_an_empty_template_imports_nothing(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    path = tmp_path / "blank.xlsx"
    shell(*IMPORT, path, "--template")
    result = shell(*IMPORT, path)
    assert result.exit_code == 1
    assert result.stdout == "没有导入：没有要导入的行，共0个单位、0名人员\n"


def test_what_is_no_template_fails_in_one_line(
    shell: Shell, desk: Office, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("not a workbook")
    assert "不是xlsx表格" in shell.fails(*IMPORT, path)
    assert "没有这个文件" in shell.fails(*IMPORT, tmp_path / "none.xlsx")
    told = shell.fails("import", "office", "vehicles.sealings", path)
    assert told.startswith("台账vehicles.sealings不能导入，可以导入的有core.people")

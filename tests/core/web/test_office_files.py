"""What leaves the system is opened by other programs: LibreOffice, Poppler.

`make office` asks for both and keeps pictures of every page in ``.cache/office``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from webtest import Upload

from tests.sheets import filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestResponse

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("soffice") and shutil.which("pdftoppm")),
        reason="needs LibreOffice and poppler-utils: see make office",
    ),
]
WIDE = 1000
#: Separated by commas, quoted by ", in UTF-8.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pictures are kept: of `make office` for a person to look at."""
    kept = os.environ.get("HOUQIN_OFFICE")
    return Path(kept) if kept else tmp_path


def keep(folder: Path, name: str, answer: TestResponse) -> Path:
    file = folder / name
    file.write_bytes(answer.body)
    return file


def converted(file: Path, kind: str, tmp_path: Path) -> Path:
    """The file as LibreOffice saves it again, in a profile of its own."""
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", str(file.parent), str(file)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return file.with_suffix(f".{kind.partition(':')[0]}")


def pictures(file: Path, last: int = 3) -> list[Path]:
    """The first pages as pictures."""
    command = ["pdftoppm", "-r", "80", "-l", str(last), "-png", str(file)]
    subprocess.run([*command, str(file.with_suffix(""))], check=True, timeout=60)
    return sorted(file.parent.glob(f"{file.stem}-*.png"))


def text(file: Path) -> str:
    told = subprocess.run(
        ["pdftotext", str(file), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()
    return "".join(told.split())


def is_written_on(picture: Path) -> bool:
    """Whether some of the page is black, and most of it is not."""
    with Image.open(picture) as page:
        grey = page.convert("L")
        dark = sum(grey.histogram()[:100])
        return 0.002 < dark / (grey.width * grey.height) < 0.5


def test_a_slip_is_drawn_on_every_copy(
    visit: Visit, county: County, folder: Path
) -> None:
    trip = county.trip()
    answer = visit("dispatcher").get(f"vehicles/trips/{trip}/print.pdf")
    pages = pictures(keep(folder, "slip.pdf", answer))
    assert len(pages) == 3
    assert all(map(is_written_on, pages))


def test_a_ledger_of_a_thousand_rows_is_drawn(
    visit: Visit, county: County, folder: Path
) -> None:
    for number in range(WIDE):
        county.act(
            "core.register_department", name=f"第{number}单位", short=f"{number}",
            kind="county",
        )  # fmt: skip
    answer = visit("admin").get("core/departments/print.pdf")
    file = keep(folder, "ledger.pdf", answer)
    assert all(map(is_written_on, pictures(file)))
    printed = text(file)
    assert printed.count("第999单位") == 1
    assert f"合计{WIDE + 2:,}条" in printed


def test_word_opens_in_another_program(
    visit: Visit, county: County, folder: Path, tmp_path: Path
) -> None:
    trip, act = county.trip(), county.act
    act("vehicles.depart", "dispatcher", record=str(trip), odometer=1000)
    answer = visit("director").get("vehicles/report.docx?period=year")
    file = converted(keep(folder, "report.docx", answer), "pdf", tmp_path)
    printed = text(file)
    assert "共调度公务用车1车次" in printed
    assert "文中数据来源" in printed
    pages = pictures(file)
    assert len(pages) == 2
    assert all(map(is_written_on, pages))


@pytest.mark.parametrize(
    ("login", "path", "held"),
    [
        ("admin", "admin/import/template.xlsx", "名称"),
        ("dispatcher", "vehicles/vehicles/xlsx", "桂X·D00013"),
    ],
)
def test_a_workbook_opens_in_another_program(
    visit: Visit, folder: Path, tmp_path: Path, login: str, path: str, held: str
) -> None:
    answer = visit(login).get(path)
    file = converted(keep(folder, f"{login}.xlsx", answer), CSV, tmp_path)
    assert held in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("ledger", ["vehicles", "trips"])
def test_a_template_keeps_its_drop_downs_and_text_cells_in_another_office(
    visit: Visit, tmp_path: Path, folder: Path, ledger: str
) -> None:
    blank = visit("dispatcher").app.get(f"/test/vehicles/{ledger}/import.xlsx")
    file = keep(folder, f"template-{ledger}.xlsx", blank)
    book = converted(file, "fods", tmp_path).read_text()
    assert book.count("<table:content-validation ") >= 3
    assert "cell-content-is-in-list" in book
    assert "<number:text-style" in book
    assert "示例：" in book


def test_what_another_office_saves_is_imported(
    visit: Visit, tmp_path: Path, county: County
) -> None:
    dispatcher = visit("dispatcher")
    blank = dispatcher.app.get("/test/vehicles/vehicles/import.xlsx").body
    row = {
        "号牌": "桂X·00021", "编制类别": "应急保障", "品牌型号": "轿车", "能源": "汽油",
        "座位数（座）": 5, "登记日期": datetime(2020, 1, 5),  # noqa: DTZ001 - as a cell holds it
        "购置价（元）": 125000.5, "里程（公里）": 10,
    }  # fmt: skip
    filled_in = tmp_path / "旧台账.ods"
    (tmp_path / "旧台账.xlsx").write_bytes(filled(blank, row))
    converted(tmp_path / "旧台账.xlsx", "ods", tmp_path)
    saved = converted(filled_in, "xlsx", tmp_path).read_bytes()
    form = dispatcher.form("vehicles/vehicles/import")
    form["file"] = [Upload("旧台账.xlsx", saved)]
    assert "检查通过，可以导入 1 条车辆" in form.submit().text

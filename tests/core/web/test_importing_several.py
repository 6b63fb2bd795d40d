"""Several files handed in at once: one check, one batch, all of them or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.core.web.test_ledger_import_pages import CAR, VEHICLES, count, told
from tests.sheets import filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def _car(number: int, **more: Any) -> dict[str, Any]:
    return {**CAR, "号牌": f"桂X·0003{number}", **more}


def _upload(
    visitor: Visitor, files: dict[str, list[dict[str, Any]]], status: int = 200
) -> Any:
    blank = visitor.app.get(f"/test/{VEHICLES}.xlsx").body
    form = visitor.form(VEHICLES)
    given = {"csrf_token": form["csrf_token"].value}
    handed_in = [("file", name, filled(blank, *rows)) for name, rows in files.items()]
    path = f"/test/{VEHICLES}"
    return visitor.app.post(path, given, upload_files=handed_in, status=status)


def test_several_files_are_one_check_and_one_batch(
    visit: Visit, county: County
) -> None:
    dispatcher = visit("dispatcher")
    page = _upload(dispatcher, {"甲.xlsx": [_car(1), _car(2)], "乙.xlsx": [_car(3)]})
    assert "检查通过，可以导入 2 个文件、3 条车辆" in page.text
    before = count(county)
    assert "已导入 3 条车辆" in page.forms[1].submit().follow().text
    assert count(county) == before + 3
    with county.site.reader() as reader:
        (batch,) = reader.ledger("core.import_batches").rows()
        (event,) = reader.events(batch.stream)
    assert batch.values["file"] == "甲.xlsx等2个文件"
    assert len(event.payload["digests"]) == len(event.payload["original"]) == 2


def test_an_error_names_its_file_and_row_and_nothing_is_recorded(
    visit: Visit, county: County
) -> None:
    before = count(county)
    files = {"甲.xlsx": [_car(1)], "乙.xlsx": [_car(2), _car(3, 能源="煤油")]}
    page = _upload(visit("dispatcher"), files, status=422)
    ((place, column, _kind, message),) = told(page)
    assert (place, column) == ("乙.xlsx：车辆台账第4行", "能源")
    assert "煤油" in message
    assert count(county) == before


def test_what_two_files_say_twice_is_refused(visit: Visit) -> None:
    files = {"甲.xlsx": [_car(1)], "乙.xlsx": [_car(2), _car(1)]}
    page = _upload(visit("dispatcher"), files, status=422)
    (line,) = told(page)
    assert line[0] == "乙.xlsx：车辆台账第4行"
    assert "已经登记过" in line[3]


def test_the_same_content_twice_is_refused(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    blank = dispatcher.app.get(f"/test/{VEHICLES}.xlsx").body
    content = filled(blank, _car(1))
    given = {"csrf_token": dispatcher.form(VEHICLES)["csrf_token"].value}
    twice = [("file", "甲.xlsx", content), ("file", "乙.xlsx", content)]
    page = dispatcher.app.post(
        f"/test/{VEHICLES}", given, upload_files=twice, status=422
    )
    assert "“乙.xlsx”与另一个文件内容相同" in page.text


def test_a_file_of_an_earlier_batch_is_refused_by_name(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    blank = dispatcher.app.get(f"/test/{VEHICLES}.xlsx").body
    given = {"csrf_token": dispatcher.form(VEHICLES)["csrf_token"].value}
    kept = [(name, filled(blank, _car(n))) for n, name in enumerate("甲乙丙", 1)]

    def posted(*chosen: tuple[str, bytes], status: int) -> Any:
        files = [("file", f"{name}.xlsx", content) for name, content in chosen]
        path = f"/test/{VEHICLES}"
        return dispatcher.app.post(path, given, upload_files=files, status=status)

    posted(*kept[:2], status=200).forms[1].submit().follow()
    page = posted(*kept[1:], status=422)
    assert "“乙.xlsx”已于" in page.text
    assert "导入过" in page.text


def test_a_file_that_is_no_template_is_named(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    given = {"csrf_token": dispatcher.form(VEHICLES)["csrf_token"].value}
    blank = dispatcher.app.get(f"/test/{VEHICLES}.xlsx").body
    files = [("file", "好.xlsx", filled(blank, _car(1))), ("file", "坏.xlsx", b"no")]
    page = dispatcher.app.post(
        f"/test/{VEHICLES}", given, upload_files=files, status=422
    )
    assert "坏.xlsx：" in page.text
    assert "好.xlsx：" not in page.text


def test_a_batch_of_several_files_is_taken_back_whole(
    visit: Visit, county: County
) -> None:
    dispatcher = visit("dispatcher")
    page = _upload(dispatcher, {"甲.xlsx": [_car(1)], "乙.xlsx": [_car(2)]})
    page.forms[1].submit().follow()
    with county.site.reader() as reader:
        (batch,) = reader.ledger("core.import_batches").rows()
    county.act("core.void", record=str(batch.stream), target=0, reason="导错")
    with county.site.reader() as reader:
        left = reader.ledger("vehicles.vehicles").count({"voided": "0"})
    assert left == 2

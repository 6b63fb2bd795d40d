"""取证包 by the pages: whoever verifies takes rows away, nobody else does."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from houqin.core.audit.bundle_checking import check_bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def made(visitor: Visitor, page: Any) -> Any:
    """The page of a batch that is done."""
    visitor.app.app.registry.houqin_background.wait()
    return page.click("刷新") if "刷新" in page.text else page


@pytest.fixture
def auditor(county: County, visit: Visit) -> Visitor:
    county.request(purpose="接站")
    county.request(purpose="送站")
    return visit("auditor")


def test_chosen_rows_are_taken_and_hold(auditor: Visitor, tmp_path: Path) -> None:
    page = auditor.get("vehicles/requests").click("取证包")
    assert "共 <b" in page.text
    page = made(auditor, page.forms[1].submit().follow())
    assert "已全部生成" in page.text
    got = page.click("下载用车申请台账取证包")
    assert got.content_type == "application/zip"
    path = tmp_path / "bundle.zip"
    path.write_bytes(got.body)
    found = check_bundle(path)
    assert found.rows == 2
    assert found.said["台账"] == "用车申请台账"
    with ZipFile(BytesIO(got.body)) as kept:
        assert "接站" in kept.read("rows.csv").decode()


def test_one_record_is_taken_from_its_page(
    auditor: Visitor, county: County, tmp_path: Path
) -> None:
    record = county.request(purpose="第三次")
    page = auditor.get(f"vehicles/requests/{record}").click("取证包")
    page = made(auditor, page.forms[1].submit().follow())
    path = tmp_path / "bundle.zip"
    path.write_bytes(page.click("下载").body)
    assert check_bundle(path).rows == 1


def test_who_does_not_verify_takes_nothing(county: County, visit: Visit) -> None:
    county.request()
    director = visit("director")
    assert "取证包" not in director.get("vehicles/requests").text
    director.get("vehicles/requests/evidence", status=403)


def test_a_wish_that_names_nothing_is_refused_in_words(auditor: Visitor) -> None:
    page = auditor.get(f"vehicles/requests/evidence?f.purpose={quote('没有的')}")
    assert "没有符合条件的记录" in page.text
    auditor.get("vehicles/vehicle_costs/evidence", status=404)
    one = auditor.get("vehicles/requests/evidence?row=nothing").forms[1]
    page = made(auditor, one.submit().follow())
    assert "没有这些记录" in page.text
    auditor.get("vehicles/requests/evidence?batch=x", status=404)

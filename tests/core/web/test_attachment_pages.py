"""Attachments on pages: shown on the record, served, erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests import filing
from tests.core.web.receipts import (
    NAME,
    address,
    attached,
    page_of,
    with_photo,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


@pytest.fixture
def trip(county: County) -> UUID:
    """A trip that has been dispatched."""
    return county.trip()


# Serving


def test_a_photo_is_shown_and_nothing_of_it_runs(visit: Visit, trip: UUID) -> None:
    driver, content = visit("driver"), filing.located()
    page = with_photo(driver, trip, content)
    answer = driver.app.get(address(page))
    assert answer.body == content
    headers = answer.headers
    assert answer.content_type == "image/jpeg"
    assert headers["Content-Disposition"] == (
        f"inline; filename=\"attachment.jpg\"; filename*=UTF-8''{quote(NAME)}"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "script-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_thumbnail_says_nothing_of_the_place_and_may_be_kept(
    visit: Visit, trip: UUID
) -> None:
    driver = visit("driver")
    page = with_photo(driver, trip, filing.located())
    answer = driver.app.get(address(page, ".attached img"))
    assert answer.content_type == "image/jpeg"
    assert b"Exif" not in answer.body
    assert len(answer.body) < 20_000
    assert answer.headers["Cache-Control"].startswith("private, max-age=")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "content", "how"),
    [
        ("发票.pdf", filing.pdf("发票"), "inline"),
        ("明细.csv", b"a,b", "attachment"),
        ("说明.txt", b"<script>alert(1)</script>", "attachment"),
        ("方案.docx", filing.document("docx", "会议"), "attachment"),
        ("现场.heic", b"\0\0\0\x18ftypheic" + bytes(64), "attachment"),
    ],
)
def test_only_pictures_and_pdf_open_in_the_browser(
    visit: Visit, trip: UUID, name: str, content: bytes, how: str
) -> None:
    driver = visit("driver")
    page = with_photo(driver, trip, content, name)
    answer = driver.app.get(address(page))
    assert answer.headers["Content-Disposition"].startswith(f"{how}; ")
    assert answer.body == content
    assert page.html.select_one(".attached-badge").text == name.split(".")[1].upper()


def test_a_script_in_a_name_is_text_everywhere(visit: Visit, trip: UUID) -> None:
    name = "\"><script>alert(1)<script>'.jpg"
    driver = visit("driver")
    page = with_photo(driver, trip, name=name)
    assert page.html.select_one(".attached-name").text == name
    assert not [s for s in page.html.select("script") if "alert" in s.text]
    answer = driver.app.get(address(page))
    assert '"><' not in answer.headers["Content-Disposition"]
    assert "%22%3E%3Cscript%3E" in answer.headers["Content-Disposition"]


def test_the_address_leads_only_to_what_the_record_holds(
    visit: Visit, trip: UUID, county: County
) -> None:
    driver = visit("driver")
    page = with_photo(driver, trip)
    there = address(page)
    digest = there.split("/")[-2]
    base = f"/test/{page_of(trip)}/files"
    other = f"/test/vehicles/requests/{county.request()}/files"
    for elsewhere in (
        f"{base}/{'ab' * 32}/{NAME}",
        f"{base}/{'ab' * 32}/thumb",
        f"{base}/{digest}/other.jpg",
        f"{base}/{digest}/{NAME}/more",
        f"{base}/{digest}",
        f"{base}/{digest.upper()}/{NAME}",
        base,
        f"{other}/{digest}/{quote(NAME)}",
        f"/test/vehicles/trips/{uuid4()}/files/{digest}/{quote(NAME)}",
        f"/test/vehicles/vehicles/{trip}/files/{digest}/{quote(NAME)}",
    ):
        answer = driver.app.get(quote(elsewhere, safe="/%"), status="*")
        assert answer.status_int in {403, 404}, elsewhere
    assert driver.app.get(there).status_int == 200


@pytest.mark.parametrize(
    "path",
    [
        "../../../../secret.key",
        "..%2F..%2F..%2Fsecret.key",
        "%2e%2e/%2e%2e/secret.key",
        "..\\..\\secret.key",
        "%00",
        "ab/../../../secret.key",
        "%252e%252e%252fsecret.key",
    ],
)
def test_no_address_leads_out_of_the_folder(
    visit: Visit, trip: UUID, path: str
) -> None:
    driver = visit("driver")
    with_photo(driver, trip)
    answer = driver.app.get(f"/test/{page_of(trip)}/files/{path}", status="*")
    assert answer.status_int in {400, 404}


def test_nobody_sees_a_file_without_logging_in(visit: Visit, trip: UUID) -> None:
    driver = visit("driver")
    page = with_photo(driver, trip)
    there, thumb = address(page), address(page, ".attached img")
    driver.app.reset()
    for place in (there, thumb):
        assert "/login" in driver.app.get(place, status=303).location


def test_a_missing_file_gives_a_clear_page(
    visit: Visit, trip: UUID, county: County
) -> None:
    driver = visit("driver")
    page = with_photo(driver, trip)
    there = address(page)
    county.site.attachments.places[0].remove(there.split("/")[-2])
    answer = driver.app.get(there, status=503)
    assert "附件内容缺失" in answer.text
    assert "系统管理员" in answer.text
    assert len(attached(driver.get(page_of(trip)))) == 1


def test_a_damaged_file_gives_a_clear_page(visit: Visit, trip: UUID, var: Any) -> None:
    driver = visit("driver")
    there = address(with_photo(driver, trip))
    (file,) = (var / "files" / "test").glob("??/*")
    file.write_bytes(b"damaged")
    assert "附件内容已损坏" in driver.app.get(there, status=503)


def test_a_voided_entry_shows_its_files_struck(
    visit: Visit, trip: UUID, county: County
) -> None:
    driver = visit("driver")
    there = address(with_photo(driver, trip))
    with county.site.reader() as reader:
        last = reader.events(trip)[-1]
    county.act(
        "core.void", "dispatcher", record=str(trip), target=last.version, reason="重复"
    )
    page = driver.get(page_of(trip))
    assert "void" in attached(page)[0]["class"]
    assert "已作废" in attached(page)[0].text
    assert driver.app.get(there).status_int == 200


# Erasing


def fill_grounds(form: Any) -> None:
    form["basis"], form["document"] = "consent", "〔2026〕3号"
    form["reason"] = "本人申请"


def test_who_may_erase_does_so_from_the_record(visit: Visit, trip: UUID) -> None:
    driver = visit("driver")
    there = address(with_photo(driver, trip))
    thumb = there.rpartition("/")[0] + "/thumb"
    administrator = visit("admin")
    page = administrator.get(page_of(trip))
    form = administrator.app.get(address(page, ".attached-erase")).forms[1]
    assert "清除理由必须填写" in form.submit(status=422)
    fill_grounds(form)
    page = form.submit().follow()
    (shown,) = attached(page)
    assert "已清除（依据个人信息保护法第四十七条第三项，〔2026〕3号）" in shown.text
    assert NAME not in page.text
    assert shown.select("a") == []
    for place in (there, thumb):
        gone = driver.app.get(place, status=410)
        assert "已清除（依据个人信息保护法第四十七条第三项，〔2026〕3号）" in gone.text


def test_other_records_with_the_file_are_named_and_ticked(
    visit: Visit, trip: UUID, county: County
) -> None:
    driver, content = visit("driver"), filing.photo()
    other = county.trip(
        planned_start="2026-01-06T09:00:00+08:00",
        planned_end="2026-01-06T12:00:00+08:00",
    )
    for record in (trip, other):
        with_photo(driver, record, content)
    administrator = visit("admin")
    page = administrator.get(page_of(trip))
    place = address(page, ".attached-erase")
    form = administrator.app.get(place).forms[1]
    fill_grounds(form)
    refused = form.submit(status=422)
    assert "须一并清除：派车单" in refused.text
    form = refused.forms[1]
    form["others"] = [str(other)]
    form.submit().follow()
    assert "已清除" in administrator.get(page_of(other)).text


def test_nobody_else_is_offered_to_erase(visit: Visit, trip: UUID) -> None:
    driver = visit("driver")
    page = with_photo(driver, trip)
    assert page.html.select(".attached-erase") == []
    place = address(page).rpartition("/")[0] + "/erase"
    assert "没有“清除附件”的权限" in driver.app.get(place, status=403)
    token = page.forms[0]["csrf_token"].value
    driver.app.post(place, {"csrf_token": token, "basis": "x"}, status=403)
    assert "现在不能由您办理" in visit("admin").get(
        f"{page_of(trip)}/erase_attachment", status=409
    )


def test_a_sensitive_trip_shows_no_photo_to_who_sees_it_as_official(
    visit: Visit, county: County
) -> None:
    trip = county.trip(sensitive=True)
    there = address(with_photo(visit("driver"), trip))
    assert attached(visit("dispatcher").get(page_of(trip))) != []
    administrator = visit("admin")
    page = administrator.get(page_of(trip))
    assert attached(page) == []
    assert "青竹镇" not in page.text
    assert NAME not in page.text
    administrator.app.get(there, status=404)

"""Files handed in by a form: kept, refused by name, read only for whom they may."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests import filing
from tests.core.web.receipts import (
    FIELD,
    NAME,
    attached,
    choose,
    filled,
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


# Handing in


def test_a_photo_goes_from_the_form_to_the_record(visit: Visit, trip: UUID) -> None:
    driver = visit("driver")
    page = with_photo(driver, trip)
    (shown,) = attached(page)
    assert NAME in shown.text
    assert "票据照片" in shown.text
    assert "费用登记 · 钱进" in shown.text
    assert f"{NAME}" in page.html.select_one(".history").text


def test_a_form_with_files_is_sent_in_parts_others_are_not(
    visit: Visit, trip: UUID
) -> None:
    driver = visit("driver")
    assert driver.form(f"{page_of(trip)}/record_costs").enctype == "multipart/form-data"
    assert "multipart" not in driver.form(f"{page_of(trip)}/comment").enctype


def test_a_phone_is_offered_its_camera(visit: Visit, trip: UUID) -> None:
    page = visit("driver").get(f"{page_of(trip)}/record_costs")
    chosen, camera = page.html.select(f'input[type=file][name="{FIELD}"]')
    assert camera["accept"] == "image/*"
    assert camera["capture"] == "environment"
    assert "拍照" in camera.parent.text
    assert ".jpg" in chosen["accept"]
    assert ".zip" not in chosen["accept"]
    assert chosen.has_attr("multiple")


def test_a_file_and_a_photo_of_the_camera_come_together(
    visit: Visit, trip: UUID
) -> None:
    files = (("a.pdf", filing.pdf("发票")), (NAME, filing.photo()))
    page = filled(visit("driver"), trip, *files).submit().follow()
    assert len(attached(page)) == 2


def test_a_form_with_errors_keeps_the_files(visit: Visit, trip: UUID) -> None:
    driver = visit("driver")
    again = filled(driver, trip, (NAME, filing.photo()), amount="三百").submit(
        status=422
    )
    (kept,) = again.html.select(".files-kept")
    assert NAME in kept.text
    assert kept.input.has_attr("checked")
    form = again.forms[1]
    form["lines-0-amount"] = "300"
    assert len(attached(form.submit().follow())) == 1


def test_a_kept_file_can_be_left_out(visit: Visit, trip: UUID) -> None:
    again = filled(visit("driver"), trip, (NAME, filing.photo()), amount="三百").submit(
        status=422
    )
    form = again.forms[1]
    boxes = [f for f in form.fields[FIELD] if f.attrs.get("type") == "checkbox"]
    boxes[0].checked = False
    form["lines-0-amount"] = "300"
    assert attached(form.submit().follow()) == []


def test_one_more_line_keeps_the_files(visit: Visit, trip: UUID) -> None:
    form = filled(visit("driver"), trip, (NAME, filing.photo()))
    again = form.submit("more", value="lines")
    assert len(again.html.select(".files-kept")) == 1


def test_what_is_refused_is_said_beside_its_field_and_the_rest_is_kept(
    visit: Visit, trip: UUID
) -> None:
    files = (("页面.jpg", b"<html>"), (NAME, filing.photo()))
    again = filled(visit("driver"), trip, *files).submit(status=422)
    said = again.html.select_one(f"#field-{FIELD}-error").text
    assert said == "“页面.jpg”的内容不是jpg，扩展名与内容不符"
    assert [k.text for k in again.html.select(".files-kept .name")] == [NAME]


def test_a_marked_document_is_refused_with_the_rule(visit: Visit, trip: UUID) -> None:
    marked = filing.document("docx", "某县文件", "机密★1年")
    again = filled(visit("driver"), trip, ("通知.docx", marked)).submit(status=422)
    said = again.html.select_one(".note-bad").text
    assert "“通知.docx”的内容有密级标志“机密★1年”" in said
    assert "本系统为非涉密系统，严禁存储、处理国家秘密" in said


def test_more_than_nine_files_are_refused_before_any_is_stored(
    visit: Visit, trip: UUID, county: County
) -> None:
    visitor = visit("driver")
    form = filled(visitor, trip)
    files = [(FIELD, f"{n}.jpg", filing.photo((20 + n, 20))) for n in range(10)]
    typed = [(k, v) for k, v in form.submit_fields() if k != FIELD]
    again = visitor.app.post(form.action, typed, upload_files=files, status=422)
    assert "一张表最多上传9个文件" in again.text
    assert county.site.attachments.places[0].kept(2**60) == []


def test_a_reference_made_up_in_the_form_is_refused(visit: Visit, trip: UUID) -> None:
    form = filled(visit("driver"), trip)
    typed = form.submit_fields()
    for made_up in (
        "not json",
        "[" * 5000,
        "{}",
        json.dumps(
            {"digest": "ab" * 32, "name": NAME, "type": "image/jpeg", "size": 9}
        ),
    ):
        fields = [*typed, (FIELD, made_up)]
        again = visit("driver").app.post(form.action, fields, status="*")
        assert again.status_int in {400, 422}


def test_nobody_without_the_right_stores_anything(
    visit: Visit, trip: UUID, county: County
) -> None:
    visitor = visit("clerk")
    token = visitor.get("").forms[0]["csrf_token"].value
    answer = visitor.app.post(
        f"/test/{page_of(trip)}/record_costs", {"csrf_token": token},
        upload_files=[(FIELD, NAME, filing.photo())], status=403,
    )  # fmt: skip
    assert "没有“费用登记”的权限" in answer.text
    assert county.site.attachments.places[0].kept(2**60) == []


def test_files_chosen_before_the_login_ran_out_are_asked_for_again(
    visit: Visit, trip: UUID
) -> None:
    driver = visit("driver")
    form = filled(driver, trip, (NAME, filing.photo()))
    driver.app.reset()
    login = form.submit(status=403).forms[0]
    token = driver.app.get("/test/login").form["csrf_token"].value
    login["csrf_token"] = token
    login["login"], login["password"] = "driver", "houqin-test-1"
    again = login.submit().forms[0].submit()
    assert "登录过期时选好的附件没有收到" in again.text
    form = again.forms[1]
    assert form["lines-0-amount"].value == "300"
    choose(form, (NAME, filing.photo()))
    assert len(attached(form.submit().follow())) == 1


def test_a_form_needs_its_token_with_files_too(visit: Visit, trip: UUID) -> None:
    form = filled(visit("driver"), trip, (NAME, filing.photo()))
    form["csrf_token"] = "made up"
    assert "没有提交" in form.submit(status=400)


# Large bodies


LARGE = 5_000_000


def large_photo() -> bytes:
    return filing.photo() + bytes(LARGE)


def test_a_large_photo_is_taken(visit: Visit, trip: UUID) -> None:
    page = with_photo(visit("driver"), trip, large_photo())
    assert "4.8 MB" in attached(page)[0].text


def test_a_large_form_needs_its_token(visit: Visit, trip: UUID) -> None:
    form = filled(visit("driver"), trip, (NAME, large_photo()))
    form["csrf_token"] = "made up"
    assert "没有提交" in form.submit(status=400)


def test_a_file_over_the_limit_is_refused_by_name(visit: Visit, trip: UUID) -> None:
    content = filing.photo() + bytes(21 * 1024 * 1024)
    again = filled(visit("driver"), trip, (NAME, content)).submit(status=422)
    assert f"“{NAME}”超过20兆，不能上传" in again.text


def test_a_large_body_is_read_for_nobody_else(
    visit: Visit, trip: UUID, county: County
) -> None:
    driver = visit("driver")
    form = filled(driver, trip, (NAME, large_photo()))
    driver.app.reset()
    answer = form.submit(status=413)
    assert "文件过大" in answer.text
    assert "请重新登录后再上传" in answer.text
    assert county.site.attachments.places[0].kept(2**60) == []


def test_a_large_body_is_read_only_by_a_form_of_files(visit: Visit, trip: UUID) -> None:
    driver = visit("driver")
    token = driver.get("").forms[0]["csrf_token"].value
    for place in (f"{page_of(trip)}/comment", "login", "nowhere", "-/x"):
        answer = driver.app.post(
            f"/test/{place}", {"csrf_token": token},
            upload_files=[("comment", NAME, large_photo())], status="*",
        )  # fmt: skip
        assert answer.status_int in {404, 413}
    plain = {"csrf_token": token, "text": "x" * LARGE}
    answer = driver.app.post(f"/test/{page_of(trip)}/record_costs", plain, status=400)
    assert "请求有误" in answer.text


def test_a_length_beyond_all_files_is_refused_unread(visit: Visit, trip: UUID) -> None:
    driver = visit("driver")
    answer = driver.app.post(
        f"/test/{page_of(trip)}/record_costs", b"--x--",
        content_type="multipart/form-data; boundary=x",
        headers={"Content-Length": str(400_000_000)}, status="*",
    )  # fmt: skip
    assert answer.status_int == 413
    assert "每个文件不能超过20兆，一张表最多9个" in answer.text

"""导入单位和人员 on its page: template, trial, import, and what is refused."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from webtest import Upload

from tests.core.people.filling import filled

if TYPE_CHECKING:
    from tests.core.web.conftest import Visitor
    from tests.county import County

PAGE = "admin/import"
UNITS = (("县文旅局", "文旅局", "县直部门"),)
PEOPLE = (("韦国强", "文旅局", "单位经办人", "WL001", "weigq", "13800138000"),)


@pytest.fixture
def admin(visit: Any) -> Visitor:
    """The administrator at the desk."""
    found: Visitor = visit("admin")
    return found


def blank(admin: Visitor) -> bytes:
    page = admin.get(PAGE)
    return bytes(page.click("下载模板").body)


def uploaded(admin: Visitor, content: bytes, status: int = 200) -> Any:
    form = admin.form(PAGE)
    form["file"] = Upload("人员.xlsx", content)
    return form.submit(status=status)


def text(page: Any) -> str:
    return " ".join(page.html.select_one(".main").get_text(" ").split())


def test_the_template_knows_this_sites_roles_and_units(admin: Visitor) -> None:
    response = admin.get(f"{PAGE}/template.xlsx")
    assert response.content_type.endswith("spreadsheetml.sheet")
    assert "%E5%AF%BC%E5%85%A5" in response.headers["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(response.body))
    lists = [[c.value for c in column[3:]] for column in book["模板"].iter_cols()]
    assert "单位经办人" in lists[1]
    assert "县自然资源局" in lists[2]


def test_a_right_file_is_tried_and_then_imported(
    admin: Visitor, county: County
) -> None:
    page = uploaded(admin, filled(blank(admin), UNITS, PEOPLE))
    assert "检查通过，可以导入 1 个单位、1 名人员。" in text(page)
    # Names travel packed; the page itself shows none of them.
    assert "韦国强" not in page.text
    assert "县文旅局" not in admin.get("admin/organisation").text
    done = page.forms[1].submit()
    assert done.location.endswith("/test/admin/people")
    assert "已导入 1 个单位、1 名人员" in done.follow().text
    assert "县文旅局" in admin.get("admin/organisation").text


def test_pressing_twice_imports_once(admin: Visitor, county: County) -> None:
    page = uploaded(admin, filled(blank(admin), UNITS, PEOPLE))
    page.forms[1].submit()
    again = page.forms[1].submit().follow()
    assert "已提交，未重复登记" in again.text
    assert again.text.count("weigq") == 1


def test_a_wrong_file_is_told_row_by_row(admin: Visitor) -> None:
    people = (("韦国强", "没有的局", "国王"), ("张华", "自然资源局"))
    page = uploaded(admin, filled(blank(admin), (), people), status=422)
    rows = [
        [td.get_text() for td in tr.select("td")]
        for tr in page.html.select(".listed tbody tr")
    ]
    assert rows == [
        ["人员第3行", "角色", "错误", "没有角色“国王”"],
        ["人员第3行", "单位", "错误", "没有单位“没有的局”"],
        ["人员第4行", "姓名", "提示", "这个单位已有一名“张华”"],
    ]
    assert "有 2 处错误，改正后重新上传" in text(page)
    assert not page.html.select("input[name=rows]")


def test_warnings_do_not_keep_anybody_out(admin: Visitor) -> None:
    page = uploaded(admin, filled(blank(admin), (), (("张华", "自然资源局"),)))
    assert "有 1 处提示，请先核对" in text(page)
    assert page.forms[1].submit().status_int == 303


def test_what_changed_meanwhile_is_told(admin: Visitor, county: County) -> None:
    page = uploaded(admin, filled(blank(admin), UNITS, PEOPLE))
    county.act("core.register_department", name="县文旅局", short="文旅", kind="county")
    told = text(page.forms[1].submit(status=422))
    assert "没有导入，请重新上传文件" in told
    assert "单位“县文旅局”已经登记过" in told


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "请选择填好的模板文件"), (b"text", "文件不是xlsx表格或者已经损坏")],
)
def test_no_file_and_no_workbook_are_refused(
    admin: Visitor, content: bytes, message: str
) -> None:
    form = admin.form(PAGE)
    if content:
        form["file"] = Upload("a.xlsx", content)
    assert message in text(form.submit(status=422))


def test_a_blank_template_has_nothing_to_import(admin: Visitor) -> None:
    assert "文件里没有要导入的行" in text(uploaded(admin, blank(admin), status=422))


def _packed(given: Any) -> str:
    return b64encode(zlib.compress(json.dumps(given).encode())).decode()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("", "请重新上传文件"),
        ("not base64!", "请重新上传文件"),
        (b64encode(b"not packed").decode(), "请重新上传文件"),
        (_packed([1]), "请重新上传文件"),
        (_packed("x" * 9_000_000), "请重新上传文件"),
        (_packed({"people": "all"}), "应为列表"),
        (_packed({"grants": []}), "没有“grants”这一项"),
        (_packed({"people": [{"name": "甲", "rights": 1}]}), "没有“rights”"),
    ],
    ids=["empty", "text", "unpacked", "list", "bomb", "words", "extra", "mass"],
)  # fmt: skip
def test_rows_that_were_tampered_with_are_judged_again(
    admin: Visitor, county: County, rows: str, message: str
) -> None:
    token = admin.form(PAGE)["csrf_token"].value
    page = admin.app.post(
        f"/test/{PAGE}", {"csrf_token": token, "rows": rows}, status=422
    )
    assert message in text(page)


def test_nothing_is_uploaded_without_the_token_or_the_right(
    admin: Visitor, visit: Any
) -> None:
    admin.app.post(f"/test/{PAGE}", {"rows": _packed({})}, status=400)
    clerk = visit("clerk")
    token = clerk.get("").forms[0]["csrf_token"].value
    clerk.app.post(
        f"/test/{PAGE}", {"csrf_token": token, "rows": _packed({})}, status=403
    )

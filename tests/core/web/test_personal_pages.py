"""What pages, files and JSON show of a telephone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from houqin.core.cli.main import houqin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from tests.core.web.conftest import Visitor
    from tests.county import County

PHONE, MASKED = "13812340000", "138****0000"


@pytest.fixture
def request_(county: County) -> UUID:
    """A request with a telephone."""
    return county.request(contact=PHONE)


def test_pages_and_files_mask_a_telephone(
    visit: Callable[[str], Visitor], request_: UUID
) -> None:
    dispatcher = visit("dispatcher")
    for path in (
        f"vehicles/requests/{request_}",
        "vehicles/requests",
        "vehicles/requests/csv",
    ):
        shown = dispatcher.get(path).text
        assert MASKED in shown
        assert PHONE not in shown


def test_a_correction_starts_with_an_empty_telephone(
    visit: Callable[[str], Visitor], request_: UUID, county: County
) -> None:
    dispatcher = visit("dispatcher")
    form = dispatcher.form(f"vehicles/requests/{request_}/correct?target=1")
    assert form["contact"].value == ""
    page = dispatcher.get(f"vehicles/requests/{request_}/correct?target=1").text
    assert "不填即不改" in page
    assert MASKED not in page
    assert PHONE not in page
    form["purpose"], form["amendment_reason"] = "送文件", "填错"
    form.submit(status=303)
    with county.site.reader() as reader:
        last = reader.events(request_)[-1]
    assert last.payload["payload"] == {"purpose": "送文件"}


def test_json_of_the_command_line_masks_a_telephone(var: Path, request_: UUID) -> None:
    def asked(*words: str) -> tuple[Any, str]:
        told = CliRunner().invoke(houqin, [*words, "--json", "--var", str(var)])
        assert told.exit_code == 0, told.output
        return json.loads(told.stdout), told.stdout

    rows, text = asked("ledger", "test", "vehicles.requests")
    assert rows["rows"][0]["shown"]["contact"] == MASKED
    assert "contact" not in rows["rows"][0]["values"]
    assert PHONE not in text
    _, text = asked("history", "test", str(request_))
    assert MASKED in text
    assert PHONE not in text


def looks(county: County) -> list[dict[str, Any]]:
    """The list of looks."""
    with county.site.reader() as reader:
        return [row.values for row in reader.ledger("core.looks").rows()]


def test_a_reason_shows_the_whole_telephone_once_and_is_kept(
    visit: Callable[[str], Visitor], request_: UUID, county: County
) -> None:
    dispatcher = visit("dispatcher")
    page = dispatcher.get(f"vehicles/requests/{request_}")
    asked = page.click("查看完整号码")
    assert PHONE not in asked.text
    form = asked.forms[1]
    form["reason"] = "联系"
    refused = form.submit(status=422)
    assert "查看理由至少写4个字" in refused.text
    assert PHONE not in refused.text
    assert looks(county) == []
    form = refused.forms[1]
    form["reason"] = "联系用车人确认地点"
    shown = form.submit(status=200)
    assert PHONE in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    (look,) = looks(county)
    assert (look["what"], look["record"], look["fields"], look["reason"]) == (
        "查看完整号码", str(request_), "联系电话", "联系用车人确认地点",
    )  # fmt: skip
    assert look["person"] == str(county.ids["dispatcher"])
    assert PHONE not in shown.click("返回").text


def test_ones_own_telephone_needs_no_reason(
    visit: Callable[[str], Visitor], request_: UUID, county: County
) -> None:
    clerk = visit("clerk")
    asked = clerk.get(f"vehicles/requests/{request_}").click("查看完整号码")
    assert "不需要填写理由" in asked.text
    assert PHONE in asked.forms[1].submit(status=200).text
    assert looks(county) == []


def test_who_has_no_right_is_offered_no_telephone(
    visit: Callable[[str], Visitor], county: County
) -> None:
    person = county.ids["clerk"]
    county.act(
        "core.update_person",
        record=str(person),
        name="张华",
        phone=PHONE,
        login="clerk",
    )
    auditor = visit("overseer")
    page = auditor.get(f"core/people/{person}")
    assert MASKED in page.text
    assert "查看完整号码" not in page.text
    auditor.get(f"core/people/{person}/reveal?field=phone", status=403)


@pytest.mark.parametrize("name", ["name", "login", "department", "nothing", ""])
def test_only_masked_values_are_revealed(
    visit: Callable[[str], Visitor], county: County, name: str
) -> None:
    page = f"core/people/{county.ids['clerk']}/reveal?field={name}"
    visit("dispatcher").get(page, status=404)


def test_texts_are_erased_on_a_page_of_their_own(
    visit: Callable[[str], Visitor], county: County
) -> None:
    request = county.request(purpose="陪同覃某就医", contact=PHONE)
    admin = visit("admin")
    page = admin.get(f"vehicles/requests/{request}").click("清除$")
    assert "事由：陪同覃某就医" in page.text
    assert f"联系电话：{MASKED}" in page.text
    form = page.forms[1]
    wrong = form.submit(status=422)
    assert "法律依据必须填写" in wrong.text
    form = wrong.forms[1]
    form.set("fields", value=True, index=0)
    form["text_purpose"], form["basis"] = "陪同人员就医", "consent"
    form["document"], form["reason"] = "某函〔2026〕3号", "本人申请"
    done = form.submit(status=303).follow()
    assert "陪同人员就医" in done.text
    assert "覃某" not in done.text
    assert (
        "个人信息已清除（依据个人信息保护法第四十七条第三项，某函〔2026〕3号）"
        in done.text
    )
    assert "某函〔2026〕3号" in admin.get("core/erasures").text


def test_a_person_is_erased_after_a_warning(
    visit: Callable[[str], Visitor], county: County
) -> None:
    person = county.ids["driver"]
    admin = visit("admin")
    page = admin.get(f"core/people/{person}").click("清除个人信息")
    assert "不能恢复" in page.text
    assert "此人仍在职" in page.text
    assert "驾驶员钱进" in page.text
    assert "补录（" not in page.text
    form = page.forms[1]
    form["basis"], form["document"], form["reason"] = "period", "某函1号", "已调离"
    done = form.submit(status=303).follow()
    assert "（已清除）" in done.text
    assert "钱进" not in done.text
    for link in ("erase_person", "void", "correct"):
        assert f"{person}/{link}" not in done.text
    rows = admin.get("core/erasures").text
    assert "人员（已清除）" in rows


def test_nobody_else_reaches_the_forms_of_erasure(
    visit: Callable[[str], Visitor], county: County, request_: UUID
) -> None:
    dispatcher = visit("dispatcher")
    dispatcher.get(f"vehicles/requests/{request_}/erase_payload?target=1", status=403)
    dispatcher.get(f"core/people/{county.ids['driver']}/erase_person", status=403)
    assert "清除</a>" not in dispatcher.get(f"vehicles/requests/{request_}").text
    admin = visit("admin")
    admin.get(f"vehicles/requests/{request_}/erase_payload?target=7", status=404)

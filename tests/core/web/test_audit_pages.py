"""历史与核验: the page of those who audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.audit.checkpoints import sign
from houqin.events.note import checkpoint, open_note
from houqin.events.tree import SHA256

if TYPE_CHECKING:
    from pathlib import Path

    from tests.county import County


def button(page: Any, action: str) -> Any:
    return next(
        form for form in page.forms.values() if form.action.endswith(f"/{action}")
    )


def cells(page: Any) -> list[list[str]]:
    rows = page.html.select(".checkpoints tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row("td")] for row in rows]


def test_a_click_signs_both_trees(visit: Any, county: County) -> None:
    overseer = visit("overseer")
    page = overseer.get("admin/audit")
    assert page.html.select_one(".empty").get_text() == "还没有存证点"
    done = button(page, "sign").submit().follow()
    with county.site.store.reading() as connection:
        position = county.site.log.head(connection)[0]
    assert f"已存证：登记序号{position:,}" in done.text
    lines = cells(done)
    assert [line[3] for line in lines] == ["SHA-256", "SM3"]
    for line in lines:
        assert line[0] == f"{position:,}"
        assert line[2] == "手工存证 吴督"
        assert line[5] == "有效"
    log = overseer.get("admin/log").html.select(".log tbody tr")
    assert "存证和核验" in log[0].get_text()


def test_what_is_downloaded_is_signed(visit: Any, county: County) -> None:
    (signed, _) = sign(county.site)
    page = visit("overseer").get("admin/audit")
    answer = page.click("下载", index=0)
    assert answer.content_type == "text/plain"
    assert answer.text == signed.note
    name = f"checkpoint-test-sha256-{signed.position}.txt"
    assert name in answer.headers["Content-Disposition"]
    keys = county.site.signing_keys.verifiers(SHA256)
    assert checkpoint(open_note(answer.text, keys)).size == signed.position


def test_a_head_that_was_never_signed_is_not_there(visit: Any) -> None:
    overseer = visit("overseer")
    for name in ("sha256-999", "md5-1", "sha256-0", "sha256-9999999999999999999"):
        overseer.get(f"admin/audit/{name}", status=404)


def test_verification_says_what_it_found(
    visit: Any, county: County, application: Any
) -> None:
    overseer = visit("overseer")
    page = overseer.get("admin/audit")
    assert "还没有核验过" in page.text
    button(page, "verify").submit()
    application.registry.houqin_background.wait()
    assert (
        "登记后未发现改动；业务是否真实须核对原始凭证"
        in overseer.get("admin/audit").text
    )
    with county.site.store.writing() as connection:
        connection.run("UPDATE [event] SET occurred = 0 WHERE position = 5")
    button(overseer.get("admin/audit"), "verify").submit()
    application.registry.houqin_background.wait()
    note = overseer.get("admin/audit").html.select_one(".note-bad").get_text()
    assert "登记序号5：登记事项与登记时的校验码不符" in note


def test_a_forged_note_is_shown_as_invalid(visit: Any, county: County) -> None:
    sign(county.site)
    with county.site.store.writing() as connection:
        connection.run("UPDATE [checkpoint] SET note = replace(note, 'houqin', 'h')")
    assert [line[5] for line in cells(visit("overseer").get("admin/audit"))] == [
        "无效",
        "无效",
    ]


def test_what_contradicts_the_last_one_is_said_and_not_signed(
    visit: Any, county: County
) -> None:
    sign(county.site)
    with county.site.store.writing() as connection:
        connection.run("UPDATE [event] SET leaf_sm3 = leaf_sha256 WHERE position = 5")
    overseer = visit("overseer")
    page = button(overseer.get("admin/audit"), "sign").submit().follow()
    assert "现在的原始记录与上一个存证点不一致，没有存证" in page.text
    assert len(cells(page)) == 2


def test_an_outside_auditor_looks_and_does_not_sign(visit: Any, county: County) -> None:
    sign(county.site)
    auditor = visit("auditor")
    page = auditor.get("admin/audit")
    assert len(cells(page)) == 2
    assert page.html.select('form[action$="/sign"]') == []
    form = button(page, "verify")
    answer = auditor.app.post(
        "/test/admin/audit/sign", {"csrf_token": form["csrf_token"].value}, status=403
    )
    assert "没有立即存证的权限" in answer.text


def test_nobody_else_finds_the_page(visit: Any) -> None:
    for login in ("admin", "clerk", "dispatcher"):
        visit(login).get("admin/audit", status=403)


def test_a_missing_key_is_said_and_nothing_else_breaks(
    visit: Any, county: County, var: Path
) -> None:
    sign(county.site)
    overseer = visit("overseer")
    verify = button(overseer.get("admin/audit"), "verify")
    (var / "keys" / "test.public").unlink()
    page = overseer.get("admin/audit")
    assert "存证公钥文件缺失" in page.html.select_one(".note-bad").get_text()
    assert [line[5] for line in cells(page)] == ["无效", "无效"]
    assert "不能核验" in verify.submit(status=409).text

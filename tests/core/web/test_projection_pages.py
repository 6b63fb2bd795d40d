"""台账与指标生成 pages: how ledgers stand, anew on demand, never twice at once."""

from __future__ import annotations

from typing import Any

import pytest

from houqin.core.projection.rebuild import GivenUp

PAGE = "admin/ledgers"
TRIPS = "派车台账"


def row(page: Any, title: str) -> list[str]:
    for found in page.html.select(".standings tbody tr"):
        cells = [" ".join(cell.get_text(" ").split()) for cell in found("td")]
        if cells[0].startswith(title):
            return cells
    raise LookupError(title)


def button(page: Any, said: str) -> Any:
    for form in page.forms.values():
        found = form.html.select_one("button")
        if said in (found.get("aria-label"), found.get_text()):
            return form
    raise LookupError(said)


@pytest.fixture
def background(application: Any) -> Any:
    return application.registry.houqin_background


def test_every_ledger_stands_there_with_its_indicators(visit: Any) -> None:
    page = visit("admin").get(PAGE)
    trips = row(page, TRIPS)
    assert "调度车次" in trips[0]
    assert trips[1] == "正常"
    assert row(page, "人员名册")[4] == "第 1 代"
    assert row(page, "工作日历台账")[4] == "尚无记录"
    assert "还没有核对过" in page.text


def test_a_ledger_is_generated_anew(visit: Any, background: Any) -> None:
    admin = visit("admin")
    page = button(admin.get(PAGE), "重新生成台账：人员名册").submit().follow()
    assert "已开始重新生成人员名册" in page.text
    background.wait()
    said = row(admin.get(PAGE), "人员名册")[4]
    assert said.startswith("第 2 代")
    assert "由林晓梅重新生成" in said
    assert "人员名册：第2代" in visit("overseer").get("admin/log").text


def test_all_ledgers_are_generated_anew(visit: Any, background: Any) -> None:
    admin = visit("admin")
    button(admin.get(PAGE), "重新生成全部台账").submit().follow()
    background.wait()
    page = admin.get(PAGE)
    assert row(page, TRIPS)[1] == "正常"
    assert row(page, "单位名录")[4].startswith("第 2 代")


def test_while_one_is_at_it_nobody_else_is(
    visit: Any, county: Any, background: Any
) -> None:
    admin, upkeep = visit("admin"), county.site.upkeep
    before = button(admin.get(PAGE), "重新生成台账：人员名册")
    with upkeep.begin("core.people", "重新生成人员名册", county.ids["admin"]) as job:
        job.progress(3, 1200)
        page = admin.get(PAGE)
        cells = row(page, "人员名册")
        assert cells[1] == "重新生成中"
        assert cells[4] == "第 1 代 已处理 3 / 1,200 条原始记录"
        assert cells[5] == "取消"
        assert page.html.select_one("#standings")["hx-trigger"] == "every 2s"
        refused = before.submit(status=409)
        assert "重新生成人员名册正在进行，请等它完成" in refused.text
    background.wait()


def test_a_check_says_what_it_found(visit: Any, background: Any) -> None:
    admin = visit("admin")
    page = button(admin.get(PAGE), "台账核对").submit().follow()
    assert "已开始台账核对" in page.text
    background.wait()
    assert "：一致（共核对" in admin.get(PAGE).text


def test_a_check_that_finds_a_difference_says_which(
    visit: Any, county: Any, background: Any
) -> None:
    with county.site.store.writing() as connection:
        connection.run("UPDATE [guard_register] SET state = 'off'")
    admin = visit("admin")
    button(admin.get(PAGE), "台账核对").submit()
    background.wait()
    note = admin.get(PAGE).html.select_one("#standings .note-bad").get_text()
    assert "不一致" in note


def test_a_stopped_ledger_raises_an_alarm_with_its_position(
    visit: Any, county: Any
) -> None:
    with county.site.store.writing() as connection:
        connection.run(
            "UPDATE [projection] SET stopped_at = 7, error = 'KeyError: x'"
            " WHERE ledger = 'core.people'"
        )
    page = visit("admin").get(PAGE)
    assert "系统告警：人员名册已停止更新" in page.text
    cells = row(page, "人员名册")
    assert cells[1:3] == ["已停止", "6"]
    assert "停在登记序号 7 ：KeyError: x" in cells[4]
    link = page.html.select_one(".standings td.wrap a")
    assert link.get_text() == "7"
    # Whose it is the one who may see it is told.
    assert "/record/" in link["href"]
    shown = visit("admin").get(link["href"].removeprefix("/test/"), status=303)
    assert "/core/people/" in shown.location


def test_a_reducer_that_raises_is_seen_with_its_event_its_error_and_the_lag(
    visit: Any, county: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fold = county.site.projections.bases["core.people"].ledger.fold
    monkeypatch.setattr(fold, "functions", {"core.Person.Registered": [_fail]})
    monkeypatch.setattr(fold, "_steps", {})
    given = {"department": str(county.ids["unit"]), "roles": ["clerk"]}
    county.act("core.register_person", name="新人", **given)
    with county.site.store.reading() as connection:
        stood, _recorded, _epoch = county.site.log.head(connection)
    monkeypatch.undo()
    county.act("core.register_person", name="又一人", **given)
    cells = row(visit("admin").get(PAGE), "人员名册")
    with county.site.store.reading() as connection:
        head, _recorded, _epoch = county.site.log.head(connection)
    assert cells[1:4] == ["已停止", str(stood - 1), str(head - stood + 1)]
    assert f"停在登记序号 {stood} ：ZeroDivisionError" in cells[4]


def _fail(_row: dict[str, Any], _event: Any) -> dict[str, Any]:
    raise ZeroDivisionError


def test_a_stopped_ledger_is_told_where_administration_begins(
    visit: Any, county: Any
) -> None:
    assert "系统告警" not in visit("admin").get("admin/").text
    with county.site.store.writing() as connection:
        connection.run(
            "UPDATE [projection] SET stopped_at = 7, error = 'KeyError: x'"
            " WHERE ledger = 'core.people'"
        )
    alarm = visit("admin").get("admin/").html.select_one(".note-bad")
    assert alarm.get_text().strip() == "系统告警：人员名册已停止更新。"
    assert alarm.a["href"].endswith(PAGE)
    # Who cannot resume it is told nothing that leads nowhere.
    assert "已停止更新" not in visit("overseer").get("admin/").text


def test_a_stopped_ledger_goes_on(visit: Any, county: Any, background: Any) -> None:
    with county.site.store.writing() as connection:
        ((head,),) = connection.execute("SELECT position FROM [log_head]")
        connection.run(
            "UPDATE [projection] SET stopped_at = ?, error = 'KeyError: x'"
            " WHERE ledger = 'core.people'",
            (head,),
        )
    admin = visit("admin")
    page = button(admin.get(PAGE), "恢复更新：人员名册").submit().follow()
    assert "已开始恢复更新人员名册" in page.text
    background.wait()
    cells = row(admin.get(PAGE), "人员名册")
    assert cells[1] == "正常"
    assert "由林晓梅恢复更新" in cells[4]
    assert cells[5] == "重新生成台账"


def test_what_somebody_began_can_be_cancelled(visit: Any, county: Any) -> None:
    admin, upkeep = visit("admin"), county.site.upkeep
    job = upkeep.begin("core.people", "重新生成人员名册", county.ids["admin"])
    page = button(admin.get(PAGE), "取消重新生成：人员名册").submit().follow()
    assert "正在取消重新生成人员名册" in page.text
    assert "正在取消" in row(page, "人员名册")[4]
    assert row(page, "人员名册")[5] == ""
    with pytest.raises(GivenUp), job:
        job.progress(1, 2)
    cells = row(admin.get(PAGE), "人员名册")
    assert "重新生成已取消，没有改动" in cells[4]
    assert cells[1] == "正常"


def test_nobody_cancels_what_is_over(visit: Any, county: Any) -> None:
    admin = visit("admin")
    with county.site.upkeep.begin("core.people", "重新生成人员名册"):
        late = button(admin.get(PAGE), "取消重新生成：人员名册")
    refused = late.submit(status=409)
    assert "人员名册的重新生成没有在进行" in refused.text


def test_work_that_failed_is_told(visit: Any, county: Any) -> None:
    with pytest.raises(ZeroDivisionError), county.site.upkeep.begin("core.people", "x"):
        raise ZeroDivisionError("零")
    cells = row(visit("admin").get(PAGE), "人员名册")
    assert "重新生成没有成功：ZeroDivisionError: 零" in cells[4]


def test_what_goes_wrong_in_the_background_is_logged_and_the_rest_done(
    background: Any, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []

    def fails() -> None:
        raise ZeroDivisionError

    background.start(fails, lambda: done.append(1))
    background.wait()
    assert "background work" in caplog.text
    assert done == [1]


def test_all_are_generated_anew_or_none(
    visit: Any, county: Any, background: Any
) -> None:
    admin = visit("admin")
    every = button(admin.get(PAGE), "重新生成全部台账")
    with county.site.upkeep.begin("core.people", "重新生成人员名册"):
        every.submit(status=409)
    background.wait()
    page = admin.get(PAGE)
    assert row(page, "单位名录")[4].startswith("第 1 代")
    assert row(page, "单位名录")[1] == "正常"


def test_others_neither_see_nor_begin_it(visit: Any) -> None:
    visit("dispatcher").get(PAGE, status=403)
    auditor = visit("auditor")
    auditor.get(PAGE, status=403)
    token = auditor.get("").forms[0]["csrf_token"].value
    for path in ("check", "rebuild", "core.people/rebuild"):
        auditor.app.post(f"/test/{PAGE}/{path}", {"csrf_token": token}, status=403)


def test_a_ledger_nobody_declares_is_not_found(visit: Any) -> None:
    admin = visit("admin")
    token = admin.get(PAGE).forms[0]["csrf_token"].value
    path = f"/test/{PAGE}/core.nothing/rebuild"
    admin.app.post(path, {"csrf_token": token}, status=404)

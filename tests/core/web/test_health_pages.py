"""运行状况 page: what is wrong stands on top."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from houqin.core.site import condition, installed
from houqin.core.site.backups import back_up
from houqin.core.site.directory import Directory

if TYPE_CHECKING:
    from pathlib import Path


def facts(page: Any) -> dict[str, str]:
    return {
        row.dt.get_text(): row.dd.get_text()
        for row in page.html.select(".health > div")
    }


def test_everything_an_administrator_asks_is_on_one_page(visit: Any) -> None:
    page = visit("admin").get("admin/health")
    found = facts(page)
    assert found["后勤管理平台"] == installed.version_of("houqin")
    assert found["类型"].startswith("SQLite")
    assert found["大小"].endswith("KB")
    assert found["最近备份"] == "没有记录"
    assert found["磁盘"].startswith("剩余 ")
    assert found["pyramid"]
    assert found["台账与指标生成"] == "正常"
    (site,) = page.html.select("table tbody tr")
    assert [cell.get_text().strip() for cell in site("td")][0:3:2] == ["test", "正常"]


def test_the_last_backup_is_told(visit: Any, county: Any, tmp_path: Path) -> None:
    directory = Directory(tmp_path / "var", county.site.declarations)
    back_up(directory, county.site, tmp_path / "county.houqin")
    said = facts(visit("admin").get("admin/health"))["最近备份"]
    assert re.search(r"\d\d:\d\d$", said)


def test_what_is_wrong_stands_on_top(
    visit: Any, county: Any, var: Any, monkeypatch: Any
) -> None:
    with county.site.store.writing() as connection:
        connection.run(
            "UPDATE [projection] SET stopped_at = 5, error = 'KeyError'"
            " WHERE ledger = 'core.people'"
        )
    (var / "sites" / "broken.db").write_bytes(b"no database")
    monkeypatch.setattr(condition, "LEAST_FREE", 2**62)
    page = visit("admin").get("admin/health")
    alarms = page.html.select_one(".note-bad").get_text()
    for said in ("人员名册已停止", "请清理"):
        assert said in alarms
    assert "没有发现问题" not in page.text
    broken = page.html.select("table tbody tr")[0]
    assert "不能使用" in broken.get_text()


def test_others_do_not_see_it(visit: Any) -> None:
    visit("dispatcher").get("admin/health", status=403)
    visit("auditor").get("admin/health", status=403)

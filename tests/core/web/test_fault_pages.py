"""What pages say while a site takes no writes, and that reading goes on."""

from __future__ import annotations

import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.site.recovery import Recovery
from houqin.events.errors import StoreFull

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def site(application: Any) -> Any:
    return application.registry.houqin_directory.open("test")


def fill(site: Any) -> None:
    """Let the file not grow any more while something is written."""
    with pytest.raises(StoreFull), site.store.writing() as connection:
        ((pages,),) = connection.execute("PRAGMA page_count")
        connection.execute(f"PRAGMA max_page_count = {pages}")
        connection.run("CREATE TABLE filling AS SELECT zeroblob(999999) AS much")


def test_a_closed_site_says_so_and_is_read_all_the_same(visit: Any, site: Any) -> None:
    admin = visit("admin")
    form = admin.form("core/do/register_department")
    fill(site)
    form["name"], form["short"], form["kind"] = "县水利局", "水利局", "county"
    said = form.submit(status=503).text
    assert "核验前不再登记" in said
    assert "本次操作没有改变任何记录" in said
    admin.get("core/departments")


def test_the_same_form_is_taken_after_recovery(visit: Any, site: Any) -> None:
    form = visit("admin").form("core/do/register_department")
    fill(site)
    form["name"], form["short"], form["kind"] = "县水利局", "水利局", "county"
    form.submit(status=503)
    assert Recovery(site).go_on()
    assert "县水利局" in form.submit().maybe_follow().text


def test_a_full_disk_is_said_in_one_message(visit: Any, site: Any) -> None:
    admin = visit("admin")
    with site.store.writing() as connection:
        ((pages,),) = connection.execute("PRAGMA page_count")
        # It stays with the one connection that writes, as a full disk would.
        connection.execute(f"PRAGMA max_page_count = {pages}")
    answer = None
    for number in range(100):
        form = admin.form("core/do/register_department")
        name = f"县{number}局"
        form["name"], form["short"], form["kind"] = name, name, "county"
        answer = form.submit(status="*")
        if answer.status_int != 303:
            break
    assert answer.status_int == 503
    assert "服务器磁盘已满，请系统管理员清理磁盘" in answer.text


@contextmanager
def no_byte_reaches_the_disk() -> Iterator[None]:
    """The kernel refuses every write to a file, as a medium does that is broken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fails_at_the_commit_is_one_clear_page(
    visit: Any, site: Any
) -> None:
    admin = visit("admin")
    form = admin.form("core/do/register_department")
    form["name"], form["short"], form["kind"] = "县水利局", "水利局", "county"
    with no_byte_reaches_the_disk():
        said = form.submit(status=503)
    assert "数据库暂时不能使用" in said.text
    assert "不能确定这次是否已经登记" in said.text
    assert "请稍后重新提交：同一张表单不会重复登记" in said.text
    assert "没有改变任何记录" not in said.text, "nobody knows"
    assert "核验前不再登记" in form.submit(status=503).text
    assert Recovery(site).go_on()
    assert "县水利局" in form.submit().maybe_follow().text
    with site.reader() as reader:
        names = [row.values["name"] for row in reader.ledger("core.departments").rows()]
    assert names.count("县水利局") == 1

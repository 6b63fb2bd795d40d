"""停用模块的记录: what a module left is read and taken away without its code."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.config import configure
from houqin.core.model.command import Act
from houqin.core.registry.messages import CHINESE
from houqin.core.site.directory import Directory
from houqin.core.site.plugins import planning, running
from houqin.core.web.views import remains
from tests.core.site.test_plugins import declared
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from tests.county import County

PAGE = "admin/remains"
VEHICLES, BUSES = "houqin.plugins.vehicles", "tests.core.site.buses.first"
LINES = ("一号线", "二号线", "三号线")


@pytest.fixture(params=["code gone", "uninstalled, code gone", "uninstalled"])
def left(county: County, var: Path, request: pytest.FixtureRequest) -> list[UUID]:
    """Runs of a module, and what became of it; ids of its records."""
    site = Directory(var, declared(VEHICLES, BUSES)).open("test")
    running.install(site, "buses")
    runs = [
        site.act(Act("buses.open_run", {"line": line}, site.system_actor, uuid4()))
        for line in LINES
    ]
    records = [outcome.records[0] for outcome in runs]
    void = {"record": str(records[1]), "reason": "打错了"}
    site.act(Act("core.void", void, site.system_actor, uuid4()))
    if request.param != "code gone":
        running.run(site, planning.uninstalling(site, "buses"))
    settings = settings_of(var)
    if request.param == "uninstalled":
        settings["houqin.plugins"] += f" {BUSES}"
    site.store.close()
    request.node.settings = settings
    return records


@pytest.fixture
def overseer(left: list[UUID], request: pytest.FixtureRequest) -> Visitor:
    visitor = Visitor(configure(request.node.settings).make_wsgi_app())
    visitor.log_in("overseer")
    return visitor


def cells(page: Any, heading: str) -> list[list[str]]:
    (part,) = [p for p in page.html.select("section") if heading in p.text]
    rows = part.select("tbody tr")
    return [[c.get_text(" ", strip=True) for c in r.select("td")] for r in rows]


def test_records_and_their_history_are_read(
    overseer: Visitor, left: list[UUID]
) -> None:
    page = overseer.get(PAGE).click("通勤班车")
    assert cells(page, "班次台账")[0][:2] == ["班次台账", "3"]
    records = cells(page, "登记人")
    assert [row[1] for row in records] == ["班次"] * len(LINES)
    shown = page.click(records[1][0])
    steps = cells(shown, "办理经过")
    assert steps[0][1] == "开行 已作废"
    assert steps[0][2] == "线路 二号线"
    assert steps[1][1].startswith("作废")
    assert "打错了" in steps[1][2]
    assert str(left[1]) in shown.text


def test_more_records_than_a_page_holds_go_on_on_the_next(
    overseer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remains, "MOST", 2)
    page = overseer.get(f"{PAGE}/buses")
    first = cells(page, "登记人")
    rest = cells(page.click("后面的单据"), "登记人")
    assert (len(first), len(rest)) == (2, 1)
    assert not {row[0] for row in first} & {row[0] for row in rest}


def test_ledgers_and_histories_are_taken_away(
    overseer: Visitor, left: list[UUID]
) -> None:
    page = overseer.get(f"{PAGE}/buses")
    ledger = page.click("导出 CSV", index=0)
    table = list(csv.reader(ledger.text.lstrip("\ufeff").splitlines()))
    assert table[0][0] == "线路"
    assert {row[0] for row in table[1:]} == set(LINES)
    told = page.click("导出全部办理经过 CSV")
    lines = list(csv.DictReader(told.text.lstrip("\ufeff").splitlines()))
    assert {line["单据编号"] for line in lines} == set(map(str, left))
    assert [line["标记"] for line in lines].count("已作废") == 1
    assert {"线路：一号线", "线路：三号线"} <= {line["内容"] for line in lines}


def test_programs_read_the_same(overseer: Visitor, left: list[UUID]) -> None:
    address = f"/test/{PAGE}/buses/record?id={left[0]}"
    found = overseer.app.get(address, headers={"Accept": "application/json"}).json
    assert found["record"] == str(left[0])
    assert len(found["steps"]) == 1


def test_it_is_english_for_who_reads_english(
    overseer: Visitor, left: list[UUID]
) -> None:
    overseer.app.set_cookie("houqin_language", "en")
    page = overseer.get(f"{PAGE}/buses/record?id={left[0]}")
    text = page.html.select_one("main").get_text(" ", strip=True)
    assert "History" in text
    for typed in ("通勤班车", "一号线", "班次", "线路", "开行"):
        text = text.replace(typed, "")
    assert CHINESE.findall(text) == [], text


@pytest.mark.parametrize(
    "path",
    [
        "vehicles", "nosuch", "buses/record", "buses/record?id=x",
        "buses/record?id=5d4e8a0c-1111-4a2b-9c3d-2b8f6f0e7a11",
        "buses/csv?ledger=vehicles.trips",
    ],
)  # fmt: skip
def test_what_has_its_pages_or_never_was_is_not_found(
    overseer: Visitor, path: str
) -> None:
    overseer.get(f"{PAGE}/{path}", status=404)


def test_records_of_others_are_not_shown_here(
    overseer: Visitor, county: County
) -> None:
    request = county.request()
    overseer.get(f"{PAGE}/buses/record?id={request}", status=404)


def test_only_who_oversees_gets_there(left: list[UUID], var: Path) -> None:
    visitor = Visitor(configure(settings_of(var)).make_wsgi_app())
    visitor.log_in("dispatcher")
    visitor.get(PAGE, status=403)
    visitor.get(f"{PAGE}/buses", status=403)
    visitor.get(f"{PAGE}/buses/csv", status=403)

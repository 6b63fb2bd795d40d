"""An outside auditor reads under a letter, does nothing, and leaves a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.schema.errors import NotPermitted, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

ACCEPT = {"Accept": "application/json"}


def looks(visit: Visit) -> list[tuple[str, str]]:
    """Who looked at what, oldest first, as the audit administrator reads it."""
    page = visit("overseer").app.get("/test/core/looks?sort=looked_at", headers=ACCEPT)
    rows = page.json["rows"]
    return [(row["shown"]["person"], row["shown"]["what"]) for row in rows]


def act(county: County, command: str, by: str, **given: Any) -> Any:
    return county.site.act(Act(command, given, county.ids[by], uuid4()))


def test_every_page_an_auditor_opens_is_recorded(visit: Visit, county: County) -> None:
    trip = county.trip()
    auditor = visit("auditor")
    auditor.get("vehicles/trips?as_of=2026-06-30")
    auditor.get(f"vehicles/trips/{trip}")
    auditor.get("vehicles/trips/csv")
    auditor.get("core/looks", status=403)
    seen = [what for who, what in looks(visit) if who == "周正"]
    assert seen[0] == "工作台"
    assert "派车台账（截至日期 2026-06-30）" in seen
    assert any(what.startswith("派车单 派2026-") for what in seen)
    assert "导出 派车台账" in seen
    assert not [what for who, what in looks(visit) if who != "周正"]


def test_what_a_field_offers_is_no_look(visit: Visit, county: County) -> None:
    visit("auditor").get("choices/core.Person?q=w")
    assert {what for _who, what in looks(visit)} == {"工作台"}


def test_what_cannot_be_recorded_is_not_shown(visit: Visit, county: County) -> None:
    auditor = visit("auditor")
    with county.site.store.writing() as connection:
        connection.run("DROP TABLE [command]")
    page = auditor.get("vehicles/trips", status=500)
    assert "系统出现问题" in page.text
    assert "派车台账" not in page.text


def test_what_was_looked_at_names_the_record(visit: Visit, county: County) -> None:
    trip = county.trip()
    visit("auditor").get(f"vehicles/trips/{trip}")
    page = visit("overseer").app.get("/test/core/looks", headers=ACCEPT)
    assert str(trip) in {row["values"].get("record") for row in page.json["rows"]}


def test_an_auditor_does_nothing(visit: Visit, county: County) -> None:
    request = county.request()
    with pytest.raises(NotPermitted, match="审计人员只能查阅"):
        act(county, "core.comment", "auditor", record=str(request), comment="查")
    page = visit("auditor").get(f"vehicles/requests/{request}")
    assert not page.html.select(".head-actions a")


def test_an_auditor_without_a_letter_sees_nothing(visit: Visit, county: County) -> None:
    letter = letter_of(county)
    act(county, "core.end_letter", "overseer", record=letter, reason="审计结束")
    auditor = visit("auditor")
    auditor.get("vehicles/trips", status=403)
    assert not auditor.get("").html.select("a.figure")


def letter_of(county: County) -> str:
    with county.site.reader() as reader:
        (row,) = reader.ledger("core.letters").rows()
        return row.key


def test_a_letter_for_a_unit_shows_that_unit_only(visit: Visit, county: County) -> None:
    act(county, "core.end_letter", "overseer", record=letter_of(county))
    other = county.act(
        "core.register_department", name="县水利局", short="水利局", kind="county"
    )
    act(
        county, "core.authorise_auditor", "overseer", since="2025-01-01",
        person=str(county.ids["auditor"]), number="X审函〔2025〕2号",
        until="2030-12-31", scope=str(other),
    )  # fmt: skip
    trip = county.trip()
    auditor = visit("auditor")
    auditor.get(f"vehicles/trips/{trip}", status=403)
    rows = auditor.app.get("/test/vehicles/trips", headers=ACCEPT).json["rows"]
    assert rows == []


def test_who_works_here_is_no_outside_auditor(county: County) -> None:
    with pytest.raises(Refused, match="不能同时是审计人员"):
        act(
            county, "core.authorise_auditor", "overseer", since="2025-01-01",
            person=str(county.ids["clerk"]), number="X审函〔2025〕3号",
            until="2030-12-31",
        )  # fmt: skip


def test_only_the_audit_administrator_authorises(county: County) -> None:
    with pytest.raises(NotPermitted, match="没有“授权审计人员”的权限"):
        act(
            county, "core.authorise_auditor", "admin", since="2025-01-01",
            person=str(county.ids["auditor"]), number="X审函〔2025〕3号",
            until="2030-12-31",
        )  # fmt: skip

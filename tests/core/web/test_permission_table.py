"""Every post, page, command and row: allowed or refused as docs/permissions.md says.

The expectations are read from the printed page, not asked of the code that decides.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.config import configure
from houqin.core.model.command import Act
from houqin.core.projection.rollup import bases_of
from houqin.core.schema.errors import NotPermitted
from houqin.core.site.permission_table import markdown
from tests.county import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

PAGE = Path(__file__).parents[3] / "docs" / "permissions.md"
ACCEPT = {"Accept": "application/json"}
POSTS = [(login, role) for login, _name, role, _of_unit in PEOPLE]
WHOLE, UNIT, OWN = "全站", "本单位", "本人"


@cache
def declared() -> Any:
    settings = {"houqin.plugins": "houqin.plugins.vehicles"}
    return configure(settings, web=False).registry.houqin


@cache
def whole() -> Any:
    """What every bundled module declares: the page has all of them."""
    return configure({}, web=False).registry.houqin


@cache
def page() -> str:
    """What the page says of the modules whose folders are here."""
    lines = PAGE.read_text(encoding="utf-8").splitlines(keepends=True)
    here = [line for line in lines if not _of_a_module_that_is_gone(line)]
    gone = [line[2:].partition(":")[0] for line in {*lines} - {*here} if line[0] == "-"]
    titles = next(line for line in here if line[0] == "|").split(" | ")
    kept = [at for at, title in enumerate(titles) if title.strip(" |\n") not in gone]
    return "".join(
        _some(line.removesuffix(" |\n").split(" | "), kept) if line[0] == "|" else line
        for line in here
    )


def _of_a_module_that_is_gone(line: str) -> bool:
    code = re.search(r"`(\w+)\.\w+`", line)
    return code is not None and code[1] not in whole().plugins


def _some(cells: list[str], kept: list[int]) -> str:
    return " | ".join(cells[at] for at in kept) + " |\n"


@cache
def printed() -> dict[str, dict[str, str]]:
    """What each role reaches by each right, as the page says it for level 2."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page().splitlines()
        if line.startswith("|")
    ]
    codes = {spec.title: spec.code for spec in whole().roles.values()}
    roles = [codes[title] for title in rows[0][3:]]
    return {
        row[2].strip("`"): dict(zip(roles, row[3:], strict=True)) for row in rows[2:]
    }


def reach(role: str, right: str) -> str:
    """The cell, without what only holds on level 3."""
    cell = printed()[right][role]
    parts = [p for p in cell.split("，") if "三级" not in p and p != "—"]
    return parts[0].partition("（")[0] if parts else ""


def test_the_page_is_what_make_docs_prints() -> None:
    assert page() == markdown(whole())


LEDGERS = sorted(declared().ledgers)
FREE = sorted(
    spec.name
    for spec in declared().commands.values()
    if spec.permission and spec.menu and "record" not in spec.form.model_fields
)


@pytest.mark.parametrize(("login", "role"), POSTS)
def test_a_ledger_opens_for_whom_the_table_says(
    visit: Visit, login: str, role: str
) -> None:
    visitor = visit(login)
    for name in LEDGERS:
        needed = [base.seen_by for base in bases_of(declared().ledgers[name])]
        status = 200 if all(reach(role, right) for right in needed) else 403
        path = f"/test/{name.replace('.', '/', 1)}"
        visitor.app.get(path, status=status)
        visitor.app.get(path, headers=ACCEPT, status=status)
        visitor.app.get(f"{path}/csv", status=status)


@pytest.mark.parametrize(("login", "role"), POSTS)
def test_a_command_is_offered_and_taken_from_whom_the_table_says(
    visit: Visit, login: str, role: str
) -> None:
    visitor = visit(login)
    token = visitor.app.get("/test/", headers=ACCEPT).json["csrf_token"]
    headers = ACCEPT | {"X-CSRF-Token": token}
    for name in FREE:
        allowed = bool(reach(role, declared().commands[name].permission))
        plugin, _, local = name.partition(".")
        path = f"/test/{plugin}/do/{local}"
        visitor.app.get(path, status=200 if allowed else 403)
        answer = visitor.app.post_json(path, {"input": {}}, headers=headers, status="*")
        # Without its fields a command fails at the form, before or after the right.
        assert answer.status_int in ({422, 200} if allowed else {422, 403})


@pytest.fixture
def matters(county: County) -> dict[str, str]:
    """One trip of the clerk's unit, driven by the driver; one of another unit."""
    own = county.trip()
    other = county.act(
        "core.register_department", name="县水利局", short="水利局", kind="county"
    )
    person = county.act(
        "core.register_person", name="江河", department=str(other),
        roles=["clerk", "reviewer"],
    )  # fmt: skip
    away = county.act(
        "core.register_person", name="远程", department=str(other), roles=["driver"]
    )
    driver = county.act("vehicles.register_driver", person=str(away), licence="C1")
    times = {
        "planned_start": "2026-01-06T09:00:00+08:00",
        "planned_end": "2026-01-06T12:00:00+08:00",
    }
    request = county.request_of(person, other, **times)
    county.act("core.agree", record=str(request))
    county.act("core.agree", "director", record=str(request))
    trips = [{"vehicle": str(county.ids["桂X·00001"]), "driver": str(driver),
              "reason": "specified"}]  # fmt: skip
    strange = county.act(
        "vehicles.dispatch", "dispatcher", requests=[str(request)], trips=trips
    )
    return {"own": str(own), "other": str(strange)}


@pytest.mark.parametrize(("login", "role"), POSTS)
def test_a_row_is_seen_by_whom_the_table_says(
    visit: Visit, matters: dict[str, str], login: str, role: str
) -> None:
    visitor, reached = visit(login), reach(role, "vehicles.see")
    expected = {WHOLE: {"own", "other"}, UNIT: {"own"}, OWN: {"own"}, "": set()}
    seen = {UNIT: {"clerk", "reviewer"}, OWN: {"driver", "clerk"}}
    concerned = reached in {WHOLE, ""} or login in seen[reached]
    allowed = expected[reached] if concerned else set()
    for name, record in matters.items():
        path = f"/test/vehicles/trips/{record}"
        status = 200 if name in allowed else 403
        visitor.app.get(path, status=status)
        visitor.app.get(path, headers=ACCEPT, status=status)
    if reached:
        rows = visitor.app.get("/test/vehicles/trips", headers=ACCEPT).json["rows"]
        assert {row["record"] for row in rows} == {matters[name] for name in allowed}


def test_a_driver_departs_with_his_own_trips_only(
    county: County, matters: dict[str, str]
) -> None:
    given = {"record": matters["other"], "odometer": 101_001}
    act = Act("vehicles.depart", given, county.ids["driver"], uuid4())
    with pytest.raises(NotPermitted, match="不在您的权限范围内"):
        county.site.act(act)

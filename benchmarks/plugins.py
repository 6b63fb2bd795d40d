"""A page of a site with 50 modules against the same page of a site with 5."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from webtest import TestApp

from benchmarks.comparison import Comparison
from benchmarks.paging import getting
from houqin.core.config import configure, declarations_of
from houqin.core.model.command import Act
from houqin.core.site.directory import Directory

if TYPE_CHECKING:
    from pathlib import Path

MANY, FEW, ROWS = 50, 5, 50
LOGIN, PASSWORD = "admin", "bench-password-1"
#: 50 against 5 may cost 1.2 times as much.
FLOOR = 1 / 1.2
_MODULE = '''
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.model.guards import Claims
from houqin.core.model.permission import CorePermission
from houqin.core.projection.kpi import count
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field, occurred_at
from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.form import Form


class Thing(Aggregate):
    topic = "NAME.Thing"
    title = "物品"
    seen_by = CorePermission.SEE_PEOPLE

    class Opened(Aggregate.Created):
        title = "登记"
        name: Annotated[Line, Field(title="名称")]


class OpenThing(Form):
    """登记一件物品。"""

    name: Annotated[Line, Field(title="名称")]


@command("NAME.open", "登记物品", permission=CorePermission.ORGANISE, menu=True)
def open_thing(context, form: OpenThing) -> None:
    context.create(Thing, Thing.Opened, name=form.name)


things = Ledger(
    "NAME.things", "物品台账", per=Thing,
    columns=[
        Column("name", "名称", types.text()), Column("at", "时间", types.instant()),
    ],
)
things.on(Thing.Opened, "name", at=occurred_at)
counted = count(
    "NAME.counted", "物品数", over=things, at="at", unit="件", meaning="物品之和。"
)
names = Claims("NAME.names", [Thing], "物品")
names.on(Thing.Opened, value=field("name"))


def includeme(config):
    config.add_plugin("NAME", "物品NAME", "0.1.0")
    config.add_aggregate(Thing)
    config.add_command(open_thing)
    config.add_ledger(things)
    config.add_kpi(counted)
    config.add_guard(names)
    config.add_menu_item("NAME", "物品台账", "things", CorePermission.SEE_PEOPLE)
'''


def generated(folder: Path, count: int) -> list[str]:
    """Modules that were never seen before, each a plugin; their names."""
    folder.mkdir(parents=True, exist_ok=True)
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    names = [f"generated{number}" for number in range(count)]
    for name in names:
        text = _MODULE.replace("NAME", name)
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return names


def many_plugins(folder: Path, rounds: int, size: int) -> Comparison:
    """The same ledger, the same rows; what differs is how much else is installed."""
    names = generated(folder / "generated", MANY)
    many, few = (_page(folder / f"p{n}", names[:n]) for n in (MANY, FEW))
    facts = {"bytes": len(many()), "bytes_of_few": len(few())}
    return Comparison(
        "plugins", f"a page of {ROWS} rows, {MANY} modules installed",
        f"the same page, {FEW} modules", FLOOR, rounds, size,
        lambda _number: many(), lambda _number: few(), facts,
    )  # fmt: skip


def _page(var: Path, names: list[str]) -> Any:
    settings = {"var": str(var), "houqin.plugins": " ".join(names)}
    declared = declarations_of(configure(settings, web=False))
    site = Directory(var, declared, durable=False).create("bench", title="基准测试县")
    unit = {"name": "县财政局", "short": "财政局", "kind": "own"}
    made = site.act(Act("core.register_department", unit, site.system_actor, uuid4()))
    person = {
        "name": "管理员", "department": str(made.records[0]), "login": LOGIN,
        "password": PASSWORD, "roles": ["administrator"],
    }  # fmt: skip
    site.act(Act("core.register_person", person, site.system_actor, uuid4()))
    for number in range(ROWS):
        given = {"name": f"第{number}件"}
        site.act(Act(f"{names[0]}.open", given, site.system_actor, uuid4()))
    site.store.close()
    application = configure(settings).make_wsgi_app()
    browser = TestApp(application)
    form = browser.get("/bench/login").form
    form["login"], form["password"] = LOGIN, PASSWORD
    form.submit().follow()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return getting(application, f"/bench/{names[0]}/things", cookies)

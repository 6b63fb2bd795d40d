"""``houqin demo``: load the demonstration county, or set its clock forward."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

import click

from houqin.core.cli.failures import Failed
from houqin.core.cli.options import MOMENT, STORE, installed
from houqin.core.cli.output import print_json, print_table
from houqin.core.cli.progress import progress
from houqin.core.demonstration.accounts import PASSWORD, accounts_of
from houqin.core.demonstration.parts import parts_of
from houqin.events.clock import SteppingClock
from houqin.events.instants import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.cli.installation import Installation
    from houqin.core.cli.options import Typed
    from houqin.core.demonstration.parts import Part
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.site import Site


@click.command()
@click.option("--at", type=MOMENT, help="Set the demonstration's clock forward.")
@click.option("--site", "name", default="demo", show_default=True)
@click.option(
    "--store", type=STORE, metavar="URL", help="postgresql://...; else a SQLite file."
)
@installed
def demo(
    installation: Installation,
    at: Typed | None,
    name: str,
    store: str | None,
    *,
    as_json: bool,
) -> None:
    """Load the demonstration county: a year of every module."""
    parts = parts_with_data(installation.declarations)
    there = name in installation.directory.names()
    if not there:
        _load(installation, name, store)
    site = installation.open(name)
    if not site.demonstration:
        raise Failed(f"站点“{name}”已经存在，不是演示站点")
    if at is not None:
        _step(site, at.instant(site))
    if as_json:
        now = to_text(site.now())
        print_json({"site": name, "loaded": not there, "now": now, **accounts(parts)})
        return
    click.echo(f"演示站点“{name}”{'已经存在' if there else '已载入'}：{site.title}")
    with site.reader() as reader:
        click.echo(f"演示时间：{reader.display.moment(site.now())}")
    print_accounts(parts)


def parts_with_data(declarations: Declarations) -> list[Part]:
    """The parts of the year that the modules bring.

    :raises Failed: when no plugin brings one.
    """
    parts = parts_of(declarations)
    if not parts:
        raise Failed("已装的业务模块都没有演示数据")
    return parts


def _load(installation: Installation, name: str, store: str | None) -> None:
    # All only when needed.
    from houqin.core import demonstration as told  # noqa: PLC0415 - see above
    from houqin.core.people import passwords  # noqa: PLC0415 - see above
    from houqin.core.site.loading import loading  # noqa: PLC0415 - see above

    opening: dict[str, Any] = {
        "title": told.TITLE, "clock": SteppingClock(told.OPENS_AT), "site": told.SITE,
    }  # fmt: skip
    with (
        progress() as report,
        loading(installation.directory, name, store_url=store, **opening) as site,
    ):
        # The site that was made reads where its clock stands: it is another object.
        clock = cast("SteppingClock", site.log.clock)
        told.load(site, clock, lambda done, total: report("载入", done, total))
        with site.store.writing() as connection:
            passwords.mark_known(connection)
        wall = time.time_ns() // 1000
        site.step_demonstration(told.LOADED_AT, wall, loaded=True)


def _step(site: Site, at: int) -> None:
    """Set the clock forward.

    :raises Failed: when ``at`` has passed already.
    """
    if at < site.now():
        with site.reader() as reader:
            now = reader.display.moment(site.now())
        raise Failed(f"演示时间只能向前，现在是{now}")
    site.step_demonstration(at, time.time_ns() // 1000)


def accounts(parts: Iterable[Part]) -> dict[str, Any]:
    """Logins and the one password, for a program."""
    known = [{"login": each.login, "title": each.title} for each in accounts_of(parts)]
    return {"accounts": known, "password": PASSWORD}


def print_accounts(parts: Iterable[Part]) -> None:
    """Logins and the one password, for people."""
    rows = [(each.login, each.title) for each in accounts_of(parts)]
    print_table(("登录名", "岗位"), rows)
    click.echo(f"密码都是 {PASSWORD}，只能在本机使用")

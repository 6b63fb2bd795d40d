"""``houqin site``: create, list and show sites; confirm a clock."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from houqin.core.cli.failures import Failed, line
from houqin.core.cli.ini import require_folder
from houqin.core.cli.installation import person_of
from houqin.core.cli.options import STORE, installed
from houqin.core.cli.output import print_json, print_table
from houqin.core.cli.transferring import export, import_
from houqin.core.model.command import Act
from houqin.core.model.permission import CorePermission
from houqin.core.people.password_rules import weakness
from houqin.core.registry.blueprints import blueprints_of
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import parse
from houqin.core.site.establishing import blueprint_of, establish
from houqin.core.site.first_run import CODE_DAYS, further_code, setup_code
from houqin.events.entry import NIL
from houqin.events.instants import to_text

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.cli.installation import Installation
    from houqin.core.site.site import Site

_DEPARTMENT, _PERSON = "core.register_department", "core.register_person"


@click.group(invoke_without_command=True)
@click.pass_context
def site(context: click.Context) -> None:
    """Create and look at sites (站点)."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@site.command()
@click.argument("name")
@click.option("--title", required=True, help="The centre's own name.")
@click.option("--short", default="", help="How it is called for short.")
@click.option(
    "--blueprint", metavar="CODE", help="单位模板; see houqin site blueprints."
)
@click.option(
    "--store", type=STORE, metavar="URL", help="postgresql://...; else a SQLite file."
)
@click.option("--zone", default="Asia/Shanghai", show_default=True)
@click.option(
    "--plugin",
    "plugins",
    multiple=True,
    metavar="NAME",
    help="Install this module, again for more; else those of the program.",
)
@click.option("--administrator", metavar="LOGIN", help="Register one.")
@click.option("--administrator-name", default="系统管理员", show_default=True)
@click.option("--password-file", metavar="FILE", help="Else it is asked for.")
@installed
def create(  # noqa: PLR0913 - its options
    installation: Installation,
    name: str,
    *,
    title: str,
    short: str,
    blueprint: str | None,
    store: str | None,
    zone: str,
    plugins: tuple[str, ...],
    administrator: str | None,
    administrator_name: str,
    password_file: str | None,
    as_json: bool,
) -> None:
    """Create a site, whole or not at all."""
    unit = {"name": title, "short": short or title, "kind": "own"}
    _require(
        installation,
        _DEPARTMENT,
        unit,
        {"name": "--title", "short": "--short" if short else "--title"},
    )
    person: dict[str, Any] = {}
    if administrator:
        person = {
            "name": administrator_name,
            "login": administrator,
            "password": _password(password_file),
            "roles": ["administrator"],
        }
        options = {
            "name": "--administrator-name", "login": "--administrator",
            "password": "--password-file",
        }  # fmt: skip
        _require(installation, _PERSON, {**person, "department": str(NIL)}, options)
        if said := weakness(person["password"], (administrator, administrator_name)):
            raise FormErrors({"--password-file": said})
    declared = installation.declarations
    chosen = blueprint_of(declared, blueprint) if blueprint else None

    def more(site: Site, known: UUID | None) -> None:
        if person:
            (own,) = [known] if known else _register(site, _DEPARTMENT, unit)
            _register(site, _PERSON, {**person, "department": str(own)})

    made = installation.keep(
        establish(
            installation.directory, name, title=title, short=short, blueprint=chosen,
            store_url=store, zone=zone, plugins=plugins or None, more=more,
        )
    )  # fmt: skip
    if as_json:
        print_json(_facts(made))
    else:
        click.echo(f"已建立站点“{name}”（{title}），数据在{made.store.name}")
        if code := setup_code(installation.directory, made):
            click.echo(f"设置码 {code}：运行 houqin serve 后打开页面，完成首次设置")


def _password(file: str | None) -> str:
    if file is None:
        typed: str = click.prompt(
            "密码", hide_input=True, confirmation_prompt="再输一遍", err=True
        )
        return typed
    try:
        return Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Failed(f"{file}不是UTF-8文本") from error


def _require(
    installation: Installation,
    command: str,
    given: dict[str, Any],
    options: dict[str, str],
) -> None:
    """Refuse what the command would refuse before there is a site."""
    try:
        parse(installation.declarations.commands[command].form, given)
    except FormErrors as error:
        said: dict[str, str] = {}
        for field, text in error.errors.items():
            said.setdefault(options.get(field, field), text)
        raise FormErrors(said) from error


def _register(site: Site, command: str, given: dict[str, Any]) -> list[str]:
    outcome = site.act(Act(command, given, site.system_actor, uuid4()))
    return [str(record) for record in outcome.records]


@site.command()
@installed
def blueprints(installation: Installation, *, as_json: bool) -> None:
    """List what a new site may begin with (单位模板)."""
    known = blueprints_of(installation.declarations).values()
    if as_json:
        print_json([asdict(each) for each in known])
        return
    rows = [(each.code, each.title, each.summary) for each in known]
    print_table(("代码", "单位模板", "说明"), rows)


@site.command()
@installed
def code(installation: Installation, *, as_json: bool) -> None:
    """Show the code with which the page /new makes one more site (设置码)."""
    require_folder(installation.var)
    known = further_code(installation.directory)
    if as_json:
        print_json({"code": known, "days": CODE_DAYS})
    else:
        good = f"用过一次即失效，{CODE_DAYS}天内有效"
        click.echo(f"设置码 {known}：打开 /new 建立站点，{good}")


@site.command("list")
@installed
def list_sites(installation: Installation, *, as_json: bool) -> None:
    """List all sites, those that cannot be opened too."""
    found = [_described(installation, n) for n in installation.directory.names()]
    if as_json:
        print_json(found)
        return
    rows = [
        (
            each["site"],
            *(str(each.get(part, "")) for part in ("title", "position", "bytes")),
            each.get("store", ""),
            each.get("error") or ("演示" if each["demonstration"] else "正常"),
        )
        for each in found
    ]
    print_table(("站点", "名称", "登记序号", "字节", "数据", "状态"), rows)


def _described(installation: Installation, name: str) -> dict[str, Any]:
    try:
        return _facts(installation.open(name))
    except Exception as error:  # noqa: BLE001 - the other sites are listed all the same
        return {"site": name, "error": line(error)}


@site.command()
@click.argument("name")
@installed
def show(installation: Installation, name: str, *, as_json: bool) -> None:
    """Show one site."""
    facts = _facts(installation.open(name))
    if as_json:
        print_json(facts)
        return
    facts["plugins"] = "、".join(f"{n} {v}" for n, v in facts["plugins"].items())
    rows = [(title, str(facts[key])) for key, title in _TITLES.items()]
    print_table(("项目", "内容"), rows)
    if code := setup_code(installation.directory, installation.open(name)):
        click.echo(f"还没有人可以登录，设置码 {code}")


_TITLES = {
    "site": "站点", "title": "名称", "id": "编号", "store": "数据", "zone": "时区",
    "clock": "时钟", "now": "现在", "position": "登记序号", "recorded": "最近登记",
    "bytes": "字节", "plugins": "业务模块",
}  # fmt: skip


def _facts(site: Site) -> dict[str, Any]:
    with site.store.reading() as connection:
        position, recorded, _epoch = site.log.head(connection)
    return {
        "site": site.name,
        "title": site.title,
        "id": str(site.id),
        "store": site.store.name,
        "zone": str(site.zone),
        "demonstration": site.demonstration,
        "clock": "演示时钟" if site.demonstration else "系统时钟",
        "now": to_text(site.now()),
        "position": position,
        "recorded": to_text(recorded),
        "bytes": site.store.size(),
        "plugins": {
            name: known.version for name, known in site.plugins.items() if known.there
        },
    }


@site.command("confirm-clock")
@click.argument("name")
@click.option("--as", "login", required=True, metavar="LOGIN", help="Administrator.")
@installed
def confirm_clock(
    installation: Installation, name: str, login: str, *, as_json: bool
) -> None:
    """Record that the clock is right after it jumped ahead (确认时钟)."""
    opened = installation.open(name)
    person = person_of(opened, login)
    with opened.reader() as reader:
        if not reader.may(person, CorePermission.MAINTAIN):
            raise NotPermitted("没有确认时钟的权限")
    opened.confirm_clock(person)
    if as_json:
        print_json(_facts(opened))
    else:
        click.echo(f"已确认时钟：{to_text(opened.now())}")


site.add_command(export)
site.add_command(import_)
